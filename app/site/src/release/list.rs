//! `published/releases.csv`: one row for each text that was ever released, in order. Rows are only added.

use std::sync::Arc;

use chrono::NaiveDate;

use crate::diagnostic::{Diagnostic, Place};

/// Where the list stands in a company's folder.
pub const RELEASES_FILE: &str = "published/releases.csv";

/// The columns of the list.
pub const COLUMNS: [&str; 9] =
    ["released", "kind", "id", "version", "language", "path", "file_sha256", "text_sha256", "correction"];

/// One released text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Release {
    /// The day.
    pub released: NaiveDate,
    /// `policy`, `contract` or `meeting`.
    pub kind: String,
    /// The document's id.
    pub id: String,
    /// Its version.
    pub version: u32,
    /// BCP 47 tag of its language.
    pub language: String,
    /// The file it was released from.
    pub path: String,
    /// SHA-256 of that file, which names the frozen copy.
    pub file_sha256: String,
    /// SHA-256 of the text that an acknowledgement binds to.
    pub text_sha256: String,
    /// Why the text changed under the same version; empty for a first release.
    pub correction: String,
}

impl Release {
    /// Its cells, in the order of [`COLUMNS`].
    pub fn cells(&self) -> [String; 9] {
        [
            self.released.to_string(),
            self.kind.clone(),
            self.id.clone(),
            self.version.to_string(),
            self.language.clone(),
            self.path.clone(),
            self.file_sha256.clone(),
            self.text_sha256.clone(),
            self.correction.clone(),
        ]
    }

    fn from_record(record: &csv::StringRecord) -> Option<Self> {
        let cell = |column: usize| record.get(column).map(ToOwned::to_owned);
        let is_hash = |text: &String| text.len() == 64 && text.bytes().all(|b| b.is_ascii_hexdigit());
        Some(Self {
            released: cell(0)?.parse().ok()?,
            kind: cell(1)?,
            id: cell(2)?,
            version: cell(3)?.parse().ok()?,
            language: cell(4)?,
            path: cell(5)?,
            file_sha256: cell(6).filter(is_hash)?,
            text_sha256: cell(7).filter(is_hash)?,
            correction: cell(8)?,
        })
    }
}

/// Reads the list; a row that can't be read is an error, since nobody writes it by hand.
pub fn read(path: &Arc<str>, text: &str, offset: usize, problems: &mut Vec<Diagnostic>) -> Vec<Release> {
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(text.as_bytes());
    let mut releases = Vec::new();
    for record in reader.records() {
        let at = |position: Option<&csv::Position>| {
            let start = position.map_or(0, |position| usize::try_from(position.byte()).unwrap_or(0)) + offset;
            Place::new(path, start..start)
        };
        match record {
            Ok(record) => match Release::from_record(&record) {
                Some(release) => releases.push(release),
                None => problems.push(Diagnostic::error("release-list-broken", at(record.position()))),
            },
            Err(error) => problems.push(Diagnostic::error("release-list-broken", at(error.position()))),
        }
    }
    releases
}
