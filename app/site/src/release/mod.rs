//! Freezing released versions: `dealerbook release`.
//!
//! Each text that dealers may have acknowledged is kept for good: a copy of its file named by its SHA-256, and
//! a row in the list. From then on a changed text needs a higher version or a stated correction.

pub mod list;

use std::io::Write;
use std::path::Path;

use chrono::NaiveDate;

use crate::content::page::normalized;
use crate::folder::{Folder, ReadError};
use list::{COLUMNS, RELEASES_FILE, Release};

/// Writes the copies of `releases` below `published/` and adds their rows to the list.
///
/// Copies come first and the list is replaced whole, so an interruption leaves the list as it was or complete.
///
/// # Errors
/// When a file can't be read or written.
pub fn write(folder: &Folder, releases: &[Release]) -> Result<(), ReadError> {
    if releases.is_empty() {
        return Ok(());
    }
    let published = folder.content.join("published");
    std::fs::create_dir_all(&published).map_err(ReadError::at(&published))?;
    for release in releases {
        let source = folder.content.join(&release.path);
        let bytes = std::fs::read(&source).map_err(ReadError::at(&source))?;
        replace(&published.join(format!("{}.md", release.file_sha256)), &normalized(&bytes))?;
    }
    let list = folder.content.join(RELEASES_FILE);
    let before = match std::fs::read(&list) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => format!("{}\n", COLUMNS.join(",")).into_bytes(),
        Err(error) => return Err(ReadError::at(&list)(error)),
    };
    let mut writer = csv::Writer::from_writer(before);
    for release in releases {
        writer.write_record(release.cells()).map_err(|error| ReadError::at(&list)(error.into()))?;
    }
    let rows = writer.into_inner().map_err(|error| ReadError::at(&list)(error.into_error()))?;
    replace(&list, &rows)
}

/// Puts `bytes` in place of the file at `path` in one step.
fn replace(path: &Path, bytes: &[u8]) -> Result<(), ReadError> {
    let temporary = path.with_extension("tmp");
    let written = std::fs::File::create(&temporary).and_then(|mut file| {
        file.write_all(bytes)?;
        file.sync_all()
    });
    written.and_then(|()| std::fs::rename(&temporary, path)).map_err(ReadError::at(path))
}

/// A row for a text that is released on `today`.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Text<'a> {
    /// The page.
    pub page: &'a crate::content::page::Page,
    /// Its document's id.
    pub id: &'a str,
    /// Its version.
    pub version: u32,
    /// BCP 47 tag of its language.
    pub language: &'a str,
    /// Why it replaces an earlier text of the same version.
    pub correction: &'a str,
}

impl Text<'_> {
    pub(crate) fn released(&self, today: NaiveDate) -> Release {
        Release {
            released: today,
            kind: self.page.name.kind.name().to_owned(),
            id: self.id.to_owned(),
            version: self.version,
            language: self.language.to_owned(),
            path: self.page.path.to_string(),
            file_sha256: self.page.file_sha256.clone(),
            text_sha256: self.page.text_sha256.clone(),
            correction: self.correction.to_owned(),
        }
    }
}
