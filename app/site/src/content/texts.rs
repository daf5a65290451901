//! `locale/<tag>.toml`: texts that a company words its own way, or a language of its own.

use std::collections::BTreeMap;
use std::sync::Arc;

use dealerbook_locale::{BUILT_IN_LANGUAGES, built_in, flatten};
use toml::Table;
use toml::de::DeTable;

use crate::diagnostic::{Diagnostic, Place, nearest};
use crate::read::Reader;

/// The texts of one file.
#[derive(Clone, Debug)]
pub struct TextFile {
    /// BCP 47 tag, from the file's name.
    pub language: String,
    /// Texts by key.
    pub texts: BTreeMap<String, String>,
}

/// Reads a locale file; a key that no page or island uses is an error.
pub(super) fn read(
    language: String,
    path: &Arc<str>,
    text: &str,
    offset: usize,
    problems: &mut Vec<Diagnostic>,
) -> TextFile {
    let mut texts = BTreeMap::new();
    match text.parse::<Table>() {
        Ok(table) => flatten("", &table, &mut texts),
        Err(_) => {
            let mut reader = Reader::new(path);
            reader.toml(text, offset, |fields| fields.entries::<crate::read::Localized>());
            problems.extend(reader.into_problems());
        }
    }
    let known = built_in(BUILT_IN_LANGUAGES[0]);
    let (located, _) = DeTable::parse_recoverable(text);
    for key in texts.keys().filter(|key| !known.has(key) && !key.ends_with(".one")) {
        let span = place_of(key, located.get_ref());
        let place = Place::new(path, span.start + offset..span.end + offset);
        let diagnostic = match nearest(key, known.iter().map(|(known, _)| known)) {
            Some(meant) => Diagnostic::error("unknown-key", place).with("nearest", meant),
            None => Diagnostic::error("unknown-text", place),
        };
        problems.push(diagnostic.with("key", key));
    }
    TextFile { language, texts }
}

/// Where the last part of a dotted key stands.
fn place_of(key: &str, table: &DeTable<'_>) -> std::ops::Range<usize> {
    for (name, value) in table.iter() {
        let Some(rest) = key.strip_prefix(name.get_ref().as_ref()) else {
            continue;
        };
        if rest.is_empty() {
            return name.span();
        }
        if let (Some(rest), Some(inner)) = (rest.strip_prefix('.'), value.get_ref().as_table()) {
            return place_of(rest, inner);
        }
    }
    0..0
}
