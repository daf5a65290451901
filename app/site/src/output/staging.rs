//! A site that is being written, beside the place where it goes.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use super::destination;
use super::lock::Lock;

/// A site that is being written. It goes away when it is dropped; after it was exchanged with the old site, that
/// one does.
pub(super) struct Staging {
    path: PathBuf,
    /// Where the old site waits, where folders can't be exchanged in one step.
    replaced: PathBuf,
    lock: Option<Lock>,
}

impl Staging {
    /// Takes over the folder at `path`, which has our marker, locked.
    pub(super) fn new(path: PathBuf, replaced: PathBuf, lock: Lock) -> Self {
        Self { path, replaced, lock: Some(lock) }
    }

    /// Makes the folders that `files` need.
    pub(super) fn make_folders(&self, files: &[&str]) -> io::Result<()> {
        let folders: BTreeSet<&str> =
            files.iter().filter_map(|file| file.rsplit_once('/')).map(|(folder, _)| folder).collect();
        folders.iter().try_for_each(|folder| fs::create_dir_all(self.path.join(folder)))
    }

    /// Writes a file. If the old site has the same it is linked instead, which also keeps the time of its last
    /// change; says whether that was so.
    pub(super) fn put(&self, file: &str, bytes: &[u8], old: Option<&Path>) -> io::Result<bool> {
        let path = self.path.join(file);
        if let Some(old) = old.map(|old| old.join(file))
            && fs::symlink_metadata(&old).is_ok_and(|old| old.is_file() && old.len() == bytes.len() as u64)
            && fs::hard_link(&old, &path).is_ok()
        {
            // What was linked is compared, not what is in the old place: another build may have exchanged it.
            if fs::read(&path).is_ok_and(|linked| linked == bytes) {
                return Ok(true);
            }
            fs::remove_file(&path)?;
        }
        File::create_new(path)?.write_all(bytes)?;
        Ok(false)
    }

    /// Moves it to `out`, where nothing is.
    pub(super) fn rename(&mut self, out: &Path) -> io::Result<()> {
        self.let_move();
        fs::rename(&self.path, out)
    }

    /// Exchanges it with the folder at `out`.
    pub(super) fn exchange(&mut self, out: &Path) -> io::Result<()> {
        self.take_permissions(out);
        self.let_move();
        exchange(&self.path, out).or_else(|_| self.exchange_by_renames(out))
    }

    /// The same where the system can't exchange folders: for a moment nothing is at `out`. A build that is killed
    /// in that moment is put right by the next.
    pub(super) fn exchange_by_renames(&self, out: &Path) -> io::Result<()> {
        fs::rename(out, &self.replaced)?;
        if let Err(error) = fs::rename(&self.path, out) {
            let _ = fs::rename(&self.replaced, out);
            return Err(error);
        }
        let _ = destination::remove(&self.replaced);
        Ok(())
    }

    /// Windows doesn't rename a folder while a file in it is open. Elsewhere the lock stays: until the folder is
    /// in its place no other build may take it for a leftover.
    fn let_move(&mut self) {
        if cfg!(windows) {
            self.lock = None;
        }
    }

    /// Who may read the old site may read the new one.
    fn take_permissions(&self, out: &Path) {
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            if let Ok(metadata) = fs::metadata(out) {
                let mode = metadata.permissions().mode() | 0o700;
                let _ = fs::set_permissions(&self.path, fs::Permissions::from_mode(mode));
            }
        }
        #[cfg(not(unix))]
        let _ = out;
    }
}

impl Drop for Staging {
    fn drop(&mut self) {
        self.lock = None;
        // What can't be removed now is a leftover for the next build.
        let _ = destination::remove(&self.path);
    }
}

#[cfg(any(target_os = "linux", target_os = "android", target_vendor = "apple"))]
fn exchange(one: &Path, other: &Path) -> io::Result<()> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    Ok(renameat_with(CWD, one, CWD, other, RenameFlags::EXCHANGE)?)
}

#[cfg(not(any(target_os = "linux", target_os = "android", target_vendor = "apple")))]
fn exchange(_: &Path, _: &Path) -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
}
