//! The words dealers and head office share, and every rule that both sides must agree on.
//!
//! Pure: no clock, no files, no network, no browser, no randomness. Whatever changes from call to call
//! comes in as an argument. No sentences either: functions return typed values, and the edges word them.

pub mod acknowledgement;
pub mod audience;
pub mod calendar;
pub mod day;
pub mod money;
pub mod policy;
pub mod reading;
