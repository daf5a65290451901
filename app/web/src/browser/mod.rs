//! What only a browser knows.

pub mod clock;
pub mod fetch;
pub mod persistence;
