//! A lock that the system opens when the process ends, however it ends: it tells a build that is still running
//! from one that was killed.

use std::fs::{File, OpenOptions};
use std::io::{self, Write};
use std::path::Path;

/// Held until it is dropped.
#[derive(Debug)]
pub(super) struct Lock {
    _file: File,
}

impl Lock {
    /// Creates the file at `path` with `text` in it, and locks it. Where the file system has no locks nobody can
    /// [take](Self::take) it either.
    pub(super) fn create(path: &Path, text: &str) -> io::Result<Self> {
        let mut file = exclusive(OpenOptions::new().write(true).create_new(true)).open(path)?;
        match hold(&file) {
            Err(error) if error.kind() == io::ErrorKind::WouldBlock => return Err(error),
            Err(_) | Ok(()) => file.write_all(text.as_bytes())?,
        }
        Ok(Self { _file: file })
    }

    /// Locks the file at `path`, unless somebody holds it.
    pub(super) fn take(path: &Path) -> io::Result<Self> {
        let file = exclusive(OpenOptions::new().read(true)).open(path)?;
        hold(&file)?;
        Ok(Self { _file: file })
    }
}

#[cfg(unix)]
fn exclusive(options: &mut OpenOptions) -> &OpenOptions {
    options
}

#[cfg(unix)]
fn hold(file: &File) -> io::Result<()> {
    Ok(rustix::fs::flock(file, rustix::fs::FlockOperation::NonBlockingLockExclusive)?)
}

/// Windows has it in one: whoever opens a file may ask to be alone with it.
#[cfg(windows)]
fn exclusive(options: &mut OpenOptions) -> &OpenOptions {
    std::os::windows::fs::OpenOptionsExt::share_mode(options, 0)
}

#[cfg(not(unix))]
fn hold(_: &File) -> io::Result<()> {
    Ok(())
}
