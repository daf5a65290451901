//! What a developer sees while waiting: numbered steps, and a sign of life from the long ones.

use std::io::IsTerminal;
use std::sync::mpsc::{self, RecvTimeoutError, Sender};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

const BETWEEN_SIGNS: Duration = Duration::from_secs(15);

/// The numbered steps of one command.
pub struct Steps {
    total: usize,
    current: usize,
}

impl Steps {
    /// Steps of which there will be `total`.
    pub fn new(total: usize) -> Self {
        Self { total, current: 0 }
    }

    /// A step that was done before: one line.
    pub fn ready(&mut self, what: &str) {
        self.begin(what, "ready");
    }

    /// A step that starts now, and what it does.
    pub fn begin(&mut self, what: &str, doing: &str) {
        self.current += 1;
        eprintln!("[{}/{}] {what}: {doing}", self.current, self.total);
    }

    /// A further remark on the current step.
    pub fn note(&self, remark: &str) {
        eprintln!("      {remark}");
    }
}

/// Whether someone watches a terminal, so that other programs' own progress bars are what to show.
pub fn watched() -> bool {
    std::io::stderr().is_terminal()
}

/// Prints the elapsed time every few seconds while it exists.
pub struct Pulse {
    stop: Option<Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Pulse {
    /// Counts for `what`, which says nothing itself.
    pub fn start(what: &str) -> Self {
        let (stop, stopped) = mpsc::channel();
        let what = what.to_owned();
        let started = Instant::now();
        let thread = std::thread::spawn(move || {
            while stopped.recv_timeout(BETWEEN_SIGNS) == Err(RecvTimeoutError::Timeout) {
                eprintln!("      {what}: {}", elapsed(started.elapsed()));
            }
        });
        Self { stop: Some(stop), thread: Some(thread) }
    }

    /// Counts for a program that draws its own progress on a terminal, where there is none.
    pub fn unless_watched(what: &str) -> Option<Self> {
        (!watched()).then(|| Self::start(what))
    }
}

impl Drop for Pulse {
    fn drop(&mut self) {
        drop(self.stop.take());
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

/// A span of time as one says it: `45 s`, `3 min 5 s`.
pub fn elapsed(span: Duration) -> String {
    match (span.as_secs() / 60, span.as_secs() % 60) {
        (0, seconds) => format!("{seconds} s"),
        (minutes, seconds) => format!("{minutes} min {seconds} s"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_span_is_said_in_minutes_and_seconds() {
        assert_eq!(elapsed(Duration::from_millis(45_900)), "45 s");
        assert_eq!(elapsed(Duration::from_secs(185)), "3 min 5 s");
    }
}
