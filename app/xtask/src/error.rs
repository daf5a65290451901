//! The one error of this crate: a sentence that says what failed and what to do.

use std::fmt;

/// A sentence for the developer.
#[derive(Debug)]
pub struct Error(String);

/// What every step here returns.
pub type Result<T> = std::result::Result<T, Error>;

impl Error {
    /// An error that reads as `sentence`.
    pub fn new(sentence: impl Into<String>) -> Self {
        Self(sentence.into())
    }
}

impl fmt::Display for Error {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

/// Says what was being done, and to which file, when the system refused.
pub trait Doing<T> {
    /// Turns a system error into `cannot <what>: <reason>`.
    fn doing(self, what: impl FnOnce() -> String) -> Result<T>;
}

impl<T> Doing<T> for std::io::Result<T> {
    fn doing(self, what: impl FnOnce() -> String) -> Result<T> {
        self.map_err(|error| Error::new(format!("cannot {}: {error}", what())))
    }
}
