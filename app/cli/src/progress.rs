//! How far a long command has come, on one line of a terminal; nothing elsewhere.

use std::io::{IsTerminal, Write, stderr};
use std::sync::Mutex;
use std::time::{Duration, Instant};

use dealerbook_locale::Texts;

/// A change that comes sooner after the last isn't shown.
const BLINK: Duration = Duration::from_millis(100);
/// To the start of the line, and away with what is there.
const CLEAR: &str = "\r\u{1b}[2K";

/// A line that changes. It goes when this is dropped.
pub struct Progress<'a> {
    texts: &'a Texts,
    key: &'static str,
    /// When it was shown last; `None` where there is no terminal.
    shown: Option<Mutex<Instant>>,
}

impl<'a> Progress<'a> {
    /// The line of the text `key`, with `{done}` and `{total}`.
    pub fn new(texts: &'a Texts, key: &'static str) -> Self {
        let shown = stderr().is_terminal().then(|| Mutex::new(Instant::now()));
        Self { texts, key, shown }
    }

    /// Shows that `done` of `total` are done, if it is time to.
    pub fn show(&self, done: usize, total: usize) {
        // Whoever doesn't get in at once would say nearly the same.
        let Some(Ok(mut shown)) = self.shown.as_ref().map(Mutex::try_lock) else { return };
        if shown.elapsed() >= BLINK {
            *shown = Instant::now();
            let line = self.texts.fill(self.key, &[("done", &done), ("total", &total)]);
            let _ = write!(anstream::stderr(), "{CLEAR}{line}");
        }
    }
}

impl Drop for Progress<'_> {
    fn drop(&mut self) {
        if self.shown.is_some() {
            let _ = write!(anstream::stderr(), "{CLEAR}");
        }
    }
}
