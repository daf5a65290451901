//! One run of a program: how long, and how much memory at most.

use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use crate::error::{Doing, Error, Result};

/// What a run took.
pub struct Run {
    /// Wall-clock time.
    pub seconds: f64,
    /// Most memory at any moment, where the system tells.
    peak_kib: Option<u64>,
}

impl Run {
    /// Most memory in MiB, or a dash.
    pub fn peak_mib(&self) -> String {
        self.peak_kib.map_or_else(|| "-".to_owned(), |kib| (kib / 1024).to_string())
    }
}

/// Runs `command` to its end.
pub fn measure(command: &mut Command) -> Result<Run> {
    let started = Instant::now();
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .doing(|| format!("run {}", command.get_program().display()))?;
    let mut peak_kib = None;
    let status = loop {
        peak_kib = peak_of(child.id()).max(peak_kib);
        let status = child.try_wait().doing(|| "wait".to_owned())?;
        if let Some(status) = status {
            break status;
        }
        std::thread::sleep(Duration::from_millis(2));
    };
    let seconds = started.elapsed().as_secs_f64();
    if !status.success() {
        return Err(Error::new(format!("{} failed ({status})", command.get_program().display())));
    }
    Ok(Run { seconds, peak_kib })
}

/// The high-water mark of a process's memory, as Linux keeps it.
fn peak_of(process: u32) -> Option<u64> {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.trim().trim_end_matches(" kB").parse().ok()
}
