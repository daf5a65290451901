//! Real browsers for end-to-end tests, by WebDriver.
//!
//! | module | what it knows |
//! |---|---|
//! | [`engine`] | the three engines: which programs they need and what they are told at start |
//! | [`session`] | one browser with a fresh profile: what a person does in it, and what they see |
//! | [`host`] | a static host that serves a folder below a path and notes what is asked of it |
//! | [`portal`] | the sample company's portal as the `dealerbook` binary builds it, and `dealerbook serve` |
//! | [`programs`] | where browsers, drivers and `dealerbook` are on this machine |
//! | [`process`] | programs that end with the test, whatever happens to it |
//!
//! The tests themselves have no `await` and no pauses: everything waits until it is so, or says what it waited for.

pub mod engine;
pub mod host;
pub mod portal;
pub mod process;
pub mod programs;
pub mod session;

pub use engine::{Engine, Storage, Wish};
pub use host::Host;
pub use portal::{Portal, Serving};
pub use session::Browser;
