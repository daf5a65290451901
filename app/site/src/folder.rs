//! A company's folder on disk: where it is, and which of its files the generator reads.

use std::io;
use std::path::{Path, PathBuf};

/// The file that makes a folder a company's folder.
pub const PORTAL_FILE: &str = "portal.toml";

/// The folders of content. Nothing else in a company's folder is ever read, so a private ledger beside them
/// cannot leak.
pub const CONTENT_FOLDERS: [&str; 7] =
    ["newsletter", "policies", "meetings", "contracts", "catalog", "locale", "published"];

/// Where a company's content and its public files are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Folder {
    /// The folder with `portal.toml`.
    pub content: PathBuf,
    /// The folder that is copied as it is; it need not exist.
    pub public: PathBuf,
}

impl Folder {
    /// The company's folder for someone who works in `directory`: `directory` itself when it has a
    /// `portal.toml`, else its `content/`. `public/` stands in `directory` either way.
    pub fn find(directory: &Path) -> Option<Self> {
        [directory.to_path_buf(), directory.join("content")]
            .into_iter()
            .find(|content| content.join(PORTAL_FILE).is_file())
            .map(|content| Self { content, public: directory.join("public") })
    }

    /// Every file that belongs to the content, relative with forward slashes, sorted.
    ///
    /// # Errors
    /// When a folder can't be read.
    pub fn content_files(&self) -> Result<Vec<String>, ReadError> {
        let mut files = Vec::new();
        if self.content.join(PORTAL_FILE).is_file() {
            files.push(PORTAL_FILE.to_owned());
        }
        for folder in CONTENT_FOLDERS {
            walk(&self.content, folder, &mut files)?;
        }
        files.sort();
        Ok(files)
    }

    /// Every public file, relative to `public/` with forward slashes, sorted.
    ///
    /// # Errors
    /// When a folder can't be read.
    pub fn public_files(&self) -> Result<Vec<String>, ReadError> {
        let mut files = Vec::new();
        walk(&self.public, "", &mut files)?;
        files.sort();
        Ok(files)
    }
}

/// A file or folder that could not be read.
#[derive(Debug)]
pub struct ReadError {
    /// Which one.
    pub path: PathBuf,
    /// Why.
    pub error: io::Error,
}

impl ReadError {
    pub(crate) fn at(path: &Path) -> impl FnOnce(io::Error) -> Self {
        move |error| Self { path: path.to_path_buf(), error }
    }
}

impl std::fmt::Display for ReadError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}: {}", self.path.display(), self.error)
    }
}

impl std::error::Error for ReadError {}

/// Adds the files below `root/folder`. Hidden files, editors' backups and symbolic links are passed over:
/// a link could bring a private folder into the site.
fn walk(root: &Path, folder: &str, files: &mut Vec<String>) -> Result<(), ReadError> {
    let path = root.join(folder);
    let entries = match std::fs::read_dir(&path) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(ReadError { path, error }),
    };
    for entry in entries {
        let entry = entry.map_err(ReadError::at(&path))?;
        let Ok(name) = entry.file_name().into_string() else {
            continue;
        };
        if name.starts_with('.') || name.ends_with('~') || name.starts_with('#') {
            continue;
        }
        let relative = if folder.is_empty() { name } else { format!("{folder}/{name}") };
        let kind = entry.file_type().map_err(ReadError::at(&path))?;
        if kind.is_dir() {
            walk(root, &relative, files)?;
        } else if kind.is_file() {
            files.push(relative);
        }
    }
    Ok(())
}
