//! Writes a site to disk, whole or not at all.
//!
//! All files are rendered on all cores, each dropped as soon as it is written, into a hidden folder beside the
//! destination; then the two folders are exchanged. A build that fails or is killed leaves the old site as it was.
//! Only a folder with our [`MARKER`] in it is ever replaced. With [`ReleaseOptions`] images become smaller and lose
//! what they tell about where they were taken, and files are compressed beforehand.

mod compact;
mod destination;
mod lock;
mod names;
mod problem;
mod staging;
#[cfg(test)]
mod tests;

use std::fmt::Display;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use rayon::prelude::*;

use crate::folder::Folder;
use crate::site::Site;
use compact::Compact;
use destination::Destination;
use staging::Staging;

pub use destination::MARKER;
pub use problem::{NameFault, Problem, WriteError};

/// How a site is written.
pub struct Options<'a> {
    /// What the site is made from, and must not be written over.
    pub folder: &'a Folder,
    /// What is done for the host that dealers use; nothing for a site that is only looked at.
    pub release: Option<ReleaseOptions>,
    /// Called with how many files are done, of how many; from any thread, now and then out of order.
    pub progress: &'a (dyn Fn(usize, usize) + Sync),
}

/// How a site is prepared for the host that dealers use.
#[derive(Clone, Debug)]
pub struct ReleaseOptions {
    /// The folder that keeps what takes long: images and compressed files, by what they were made from. It may be
    /// deleted at any time.
    pub cache: PathBuf,
}

/// What was written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Written {
    /// HTML pages.
    pub pages: usize,
    /// All files, pages among them; without our marker.
    pub files: usize,
    /// The size of all files.
    pub bytes: u64,
    /// How many of the files are the same as in the site that was there before.
    pub unchanged: usize,
    /// In a release: images of kinds that are copied as they are (AVIF, GIF, HEIC, TIFF), and may tell where they
    /// were taken; sorted.
    pub images_as_they_are: Vec<String>,
}

impl Written {
    fn add(&mut self, file: &str, bytes: &[u8], unchanged: bool) {
        self.pages += usize::from(file.ends_with(".html"));
        self.files += 1;
        self.bytes += bytes.len() as u64;
        self.unchanged += usize::from(unchanged);
    }

    fn and(mut self, other: Self) -> Self {
        self.pages += other.pages;
        self.files += other.files;
        self.bytes += other.bytes;
        self.unchanged += other.unchanged;
        self.images_as_they_are.extend(other.images_as_they_are);
        self
    }
}

/// Writes `site` to the folder `out`, in place of the site that is there.
///
/// # Errors
/// When `out` isn't ours to replace, a file can't be rendered or made smaller, or the disk refuses. `out` is then as
/// it was before.
pub fn write(site: &Site, out: &Path, options: &Options<'_>) -> Result<Written, WriteError> {
    let files: Vec<&str> = site.paths().collect();
    let render = |file: &str| site.render(file).unwrap_or_else(|| Ok(Vec::new())).map_err(|error| error.reason);
    write_files(&files, render, out, options)
}

/// Writes `files`, each as `render` gives it.
fn write_files<E: Display>(
    files: &[&str],
    render: impl Fn(&str) -> Result<Vec<u8>, E> + Sync,
    out: &Path,
    options: &Options<'_>,
) -> Result<Written, WriteError> {
    let release = options.release.as_ref();
    let problems = names::problems(files, release.is_some());
    if !problems.is_empty() {
        return Err(WriteError { problems });
    }
    let destination = Destination::new(out, options.folder, release.map(|release| release.cache.as_path()))?;
    let staging = destination.begin()?;
    staging.make_folders(files).map_err(Problem::disk(out))?;
    let writing = Writing {
        render,
        old: destination.old()?,
        out: destination.shown(),
        staging: &staging,
        compact: release.map(|release| Compact::open(&release.cache)).transpose()?,
        stop: AtomicBool::new(false),
        done: AtomicUsize::new(0),
    };
    let written = writing.all(files, options.progress)?;
    let compact = writing.compact;
    destination.publish(staging)?;
    if let Some(compact) = compact {
        compact.forget_the_unused();
    }
    Ok(written)
}

/// A site being written.
struct Writing<'a, R> {
    render: R,
    old: Option<&'a Path>,
    /// Where the files will be, for messages.
    out: &'a Path,
    staging: &'a Staging,
    compact: Option<Compact>,
    /// The disk refused: the rest would be refused too.
    stop: AtomicBool,
    done: AtomicUsize,
}

impl<E: Display, R: Fn(&str) -> Result<Vec<u8>, E> + Sync> Writing<'_, R> {
    /// Writes all files, and finds everything that is wrong with their content.
    fn all(&self, files: &[&str], progress: &(dyn Fn(usize, usize) + Sync)) -> Result<Written, WriteError> {
        let results: Vec<Result<Written, Problem>> = files
            .par_iter()
            .filter(|_| !self.stop.load(Ordering::Relaxed))
            .map(|file| {
                let result = self.one(file);
                if matches!(result, Err(Problem::Disk { .. })) {
                    self.stop.store(true, Ordering::Relaxed);
                }
                progress(self.done.fetch_add(1, Ordering::Relaxed) + 1, files.len());
                result
            })
            .collect();

        let mut written = Written::default();
        let mut problems = Vec::new();
        for result in results {
            match result {
                Ok(file) => written = written.and(file),
                Err(problem) => problems.push(problem),
            }
        }
        problems.sort_by(|one, other| one.path().cmp(other.path()));
        if problems.is_empty() { Ok(written) } else { Err(WriteError { problems }) }
    }

    fn one(&self, file: &str) -> Result<Written, Problem> {
        let mut bytes = (self.render)(file)
            .map_err(|error| Problem::Content { path: file.to_owned(), reason: error.to_string() })?;
        let mut written = Written::default();
        if let Some(compact) = &self.compact {
            if let Some(smaller) = compact.image(file, &bytes)? {
                bytes = smaller;
            }
            if compact::image::is_kept(&bytes) {
                written.images_as_they_are.push(file.to_owned());
            }
            for (ending, compressed) in compact.compressed(file, &bytes)? {
                self.put(&format!("{file}{ending}"), &compressed, &mut written)?;
            }
        }
        self.put(file, &bytes, &mut written)?;
        Ok(written)
    }

    fn put(&self, file: &str, bytes: &[u8], written: &mut Written) -> Result<(), Problem> {
        let result = self.staging.put(file, bytes, self.old);
        written.add(file, bytes, result.map_err(Problem::disk(&self.out.join(file)))?);
        Ok(())
    }
}
