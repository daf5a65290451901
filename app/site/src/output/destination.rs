//! Where a site goes: what may be replaced, and how it is replaced in one step.
//!
//! A site grows in a hidden folder beside its place and is exchanged with the old one when it is whole. Killed
//! at any moment, either the old or the new one is there; what a killed build left behind is cleaned by the next,
//! if our marker is in it and nobody holds its lock.

use std::ffi::{OsStr, OsString};
use std::fs;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};

use rayon::prelude::*;

use super::lock::Lock;
use super::problem::Problem;
use super::staging::Staging;
use crate::folder::{CONTENT_FOLDERS, Folder, PORTAL_FILE};

/// The file that says that a folder is ours to replace.
pub const MARKER: &str = ".dealerbook-site";

/// What it says to people.
const MARKER_TEXT: &str = "\
This folder was written by `dealerbook build`, which replaces all of it each time.
Put files of your own into `public/`: they are copied into the site.
Delete this file, and no build will touch the folder again.
";

const BUILDING: &str = "building";
const REPLACED: &str = "replaced";

/// Where a site goes.
pub(super) struct Destination {
    /// As the user called it.
    shown: PathBuf,
    /// Where it really is: no symbolic links in it.
    path: PathBuf,
    parent: PathBuf,
    name: OsString,
}

/// What is there already.
#[derive(Debug, PartialEq, Eq)]
enum Found {
    Nothing,
    EmptyFolder,
    Site,
}

impl Destination {
    /// The place `out` for a site made from `folder`, which may prepare files in `cache`.
    pub(super) fn new(out: &Path, folder: &Folder, cache: Option<&Path>) -> Result<Self, Problem> {
        let path = real(out).map_err(Problem::disk(out))?;
        let (Some(parent), Some(name)) = (path.parent(), path.file_name()) else {
            return Err(Problem::Foreign(out.to_path_buf()));
        };
        for source in sources(folder).into_iter().chain(cache.map(Path::to_path_buf)) {
            let other = real(&source).map_err(Problem::disk(&source))?;
            if path.starts_with(&other) || other.starts_with(&path) {
                return Err(Problem::AmongSources { out: out.to_path_buf(), source });
            }
        }
        let (parent, name) = (parent.to_path_buf(), name.to_os_string());
        let destination = Self { shown: out.to_path_buf(), path, parent, name };
        destination.find()?;
        Ok(destination)
    }

    /// As the user called it.
    pub(super) fn shown(&self) -> &Path {
        &self.shown
    }

    /// The site that is there, if there is one.
    pub(super) fn old(&self) -> Result<Option<&Path>, Problem> {
        Ok((self.find()? == Found::Site).then_some(&self.path))
    }

    /// Looks at what is there; it is a problem if that isn't ours.
    fn find(&self) -> Result<Found, Problem> {
        let shown = || self.shown.clone();
        match fs::symlink_metadata(&self.path) {
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Found::Nothing),
            Err(error) => return Err(Problem::disk(&self.shown)(error)),
            Ok(metadata) if !metadata.is_dir() => return Err(Problem::NotAFolder(shown())),
            Ok(_) => {}
        }
        let mut entries = fs::read_dir(&self.path).map_err(Problem::disk(&self.shown))?;
        if entries.next().is_none() {
            Ok(Found::EmptyFolder)
        } else if !is_marked(&self.path) {
            Err(Problem::Foreign(shown()))
        } else if fs::symlink_metadata(self.path.join(".git")).is_ok() {
            Err(Problem::Repository(shown()))
        } else {
            Ok(Found::Site)
        }
    }

    /// Puts right what killed builds left behind, and begins a new site.
    pub(super) fn begin(&self) -> Result<Staging, Problem> {
        fs::create_dir_all(&self.parent).map_err(Problem::disk(&self.parent))?;
        self.recover()?;
        self.clean();
        self.stage().map_err(Problem::disk(&self.parent))
    }

    /// A build that was killed between two renames took the old site away and didn't bring the new one.
    fn recover(&self) -> Result<(), Problem> {
        if self.find()? == Found::Nothing
            && let Some(old) = self.beside(REPLACED).into_iter().find(|path| is_marked(path))
        {
            fs::rename(old, &self.path).map_err(Problem::disk(&self.shown))?;
        }
        Ok(())
    }

    /// Removes what killed builds left behind. What can't be removed now is left to the next build.
    fn clean(&self) {
        for path in self.beside(BUILDING).into_iter().chain(self.beside(REPLACED)) {
            if !is_marked(&path) {
                // Killed before the marker was in it: goes away only if it is empty.
                let _ = fs::remove_dir(&path);
            } else if Lock::take(&path.join(MARKER)).is_ok() {
                let _ = remove(&path);
            }
        }
    }

    /// The hidden folders of the kind `kind` beside the destination.
    fn beside(&self, kind: &str) -> Vec<PathBuf> {
        let prefix = self.hidden(kind, "");
        let entries = fs::read_dir(&self.parent).into_iter().flatten().flatten();
        let mut paths: Vec<PathBuf> = entries
            .filter(|entry| entry.file_name().as_encoded_bytes().starts_with(prefix.as_encoded_bytes()))
            .filter(|entry| entry.file_type().is_ok_and(|kind| kind.is_dir()))
            .map(|entry| entry.path())
            .collect();
        paths.sort();
        paths
    }

    fn hidden(&self, kind: &str, unique: &str) -> OsString {
        let mut name = OsString::from(".");
        name.push(&self.name);
        name.push(format!(".{kind}-{unique}"));
        name
    }

    /// A new folder beside the destination, with our marker, locked.
    fn stage(&self) -> io::Result<Staging> {
        // Never a name twice: another build may just be removing what had it before.
        static COUNT: AtomicUsize = AtomicUsize::new(0);
        loop {
            let unique = format!("{}-{}", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed));
            let path = self.parent.join(self.hidden(BUILDING, &unique));
            match fs::create_dir(&path) {
                Err(error) if error.kind() == ErrorKind::AlreadyExists => continue,
                result => result?,
            }
            let marker = path.join(MARKER);
            match Lock::create(&marker, MARKER_TEXT) {
                Ok(lock) if marker.exists() => {
                    let replaced = self.parent.join(self.hidden(REPLACED, &unique));
                    return Ok(Staging::new(path, replaced, lock));
                }
                // Another build took the folder for a leftover before the lock was on it.
                Ok(_) => {}
                Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::WouldBlock) => {}
                Err(error) => {
                    let _ = remove(&path);
                    return Err(error);
                }
            }
        }
    }

    /// Puts the new site into its place and removes the old one.
    pub(super) fn publish(&self, mut staging: Staging) -> Result<(), Problem> {
        let result = match self.find()? {
            Found::Nothing => staging.rename(&self.path),
            Found::EmptyFolder | Found::Site => staging.exchange(&self.path),
        };
        result.map_err(Problem::disk(&self.shown))
    }
}

/// What a site is made from, and must not be written over. A company's folder may itself hold `dist/` when it is
/// the folder where people work.
fn sources(folder: &Folder) -> Vec<PathBuf> {
    let mut sources: Vec<PathBuf> = CONTENT_FOLDERS.iter().map(|name| folder.content.join(name)).collect();
    sources.push(folder.content.join(PORTAL_FILE));
    sources.push(folder.public.clone());
    if folder.public.parent() != Some(&folder.content) {
        sources.push(folder.content.clone());
    }
    sources
}

/// The absolute path of `path` without symbolic links, also when the end of it doesn't exist yet.
fn real(path: &Path) -> io::Result<PathBuf> {
    match fs::canonicalize(path) {
        Err(error) if error.kind() == ErrorKind::NotFound => {
            let parent = path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
            match (fs::read_link(path), path.file_name()) {
                (Ok(target), _) => real(&parent.join(target)),
                (Err(_), Some(name)) => Ok(real(parent)?.join(name)),
                (Err(_), None) => Err(error),
            }
        }
        result => result,
    }
}

/// Whether `folder` carries our marker.
fn is_marked(folder: &Path) -> bool {
    fs::symlink_metadata(folder.join(MARKER)).is_ok_and(|metadata| metadata.is_file())
}

/// Removes a folder of ours; the marker last, so that a half-removed one can still be told.
pub(super) fn remove(folder: &Path) -> io::Result<()> {
    let entries: Vec<_> = fs::read_dir(folder)?.collect::<io::Result<_>>()?;
    entries.par_iter().filter(|entry| entry.file_name() != OsStr::new(MARKER)).try_for_each(|entry| {
        let path = entry.path();
        if entry.file_type()?.is_dir() { fs::remove_dir_all(path) } else { fs::remove_file(path) }
    })?;
    match fs::remove_file(folder.join(MARKER)) {
        Err(error) if error.kind() != ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    fs::remove_dir(folder)
}
