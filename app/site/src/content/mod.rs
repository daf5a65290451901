//! One file of content at a time: what it is, what it says, what is wrong with it on its own.

pub mod asset;
pub mod catalog;
pub mod detail;
pub mod front_matter;
pub mod name;
pub mod page;
pub mod portal;
pub mod texts;

use std::path::Path;
use std::sync::Arc;

use crate::diagnostic::{Diagnostic, Place};
use crate::release::list::{self, Release};
use asset::Asset;
use catalog::CatalogFile;
use name::FileName;
use page::Page;
use portal::Portal;
use texts::TextFile;

/// What one file says.
#[derive(Clone, Debug)]
pub enum Item {
    /// `portal.toml`.
    Portal(Arc<Portal>),
    /// A Markdown page with front matter.
    Page(Arc<Page>),
    /// A version that was released and frozen, by the SHA-256 of its file.
    Frozen {
        /// Name of the file without ending.
        sha256: String,
        /// The page as it was.
        page: Arc<Page>,
    },
    /// The list of released versions.
    Releases(Vec<Release>),
    /// A table of products.
    Catalog(CatalogFile),
    /// Texts that a company words its own way.
    Texts(TextFile),
    /// A picture or a file to download.
    Asset(Asset),
    /// Nothing that could be used.
    Nothing,
}

/// One file, read and checked on its own.
#[derive(Clone, Debug)]
pub struct ParsedFile {
    /// Relative to the company's folder, with forward slashes.
    pub path: Arc<str>,
    /// What it says.
    pub item: Item,
    /// What is wrong with it.
    pub problems: Vec<Diagnostic>,
}

/// Reads the file at `path`, whose bytes are `bytes`. `released_as` is the path that a frozen file was
/// released from, which decides what kind of page it is and where its links lead.
pub fn parse(path: &Arc<str>, bytes: &[u8], released_as: Option<&str>) -> ParsedFile {
    let mut problems = Vec::new();
    let item = match FileName::of(path) {
        FileName::Asset => {
            let asset = Asset::read(path, bytes, &mut problems);
            Item::Asset(asset)
        }
        FileName::Unknown => {
            problems.push(Diagnostic::warning("file-not-used", Place::file(Arc::clone(path))));
            Item::Nothing
        }
        FileName::Refused => {
            problems.push(Diagnostic::error("html-in-content", Place::file(Arc::clone(path))));
            Item::Nothing
        }
        name => match text(path, bytes, &mut problems) {
            Some((text, offset)) => parse_text(name, path, text, offset, bytes, released_as, &mut problems),
            None => Item::Nothing,
        },
    };
    ParsedFile { path: Arc::clone(path), item, problems }
}

fn parse_text(
    name: FileName,
    path: &Arc<str>,
    text: &str,
    offset: usize,
    bytes: &[u8],
    released_as: Option<&str>,
    problems: &mut Vec<Diagnostic>,
) -> Item {
    match name {
        FileName::Portal => Item::Portal(Arc::new(Portal::read(path, text, offset, problems))),
        FileName::Page(name) => {
            let file = page::File { path, links_from: path, text, offset, bytes };
            page::read(name, &file, problems).map_or(Item::Nothing, |page| Item::Page(Arc::new(page)))
        }
        FileName::Frozen(sha256) => {
            let Some((links_from, FileName::Page(name))) = released_as.map(|path| (path, FileName::of(path))) else {
                return Item::Nothing;
            };
            let file = page::File { path, links_from, text, offset, bytes };
            page::read(name, &file, problems)
                .map_or(Item::Nothing, |page| Item::Frozen { sha256, page: Arc::new(page) })
        }
        FileName::Releases => Item::Releases(list::read(path, text, offset, problems)),
        FileName::Catalog => Item::Catalog(catalog::read(path, text, offset, problems)),
        FileName::CatalogTitle => Item::Catalog(catalog::read_title(path, text, offset, problems)),
        FileName::Texts(language) => Item::Texts(texts::read(language, path, text, offset, problems)),
        FileName::Asset | FileName::Unknown | FileName::Refused => Item::Nothing,
    }
}

/// The text of a file, without a byte order mark, and the byte where it begins.
fn text<'a>(path: &Arc<str>, bytes: &'a [u8], problems: &mut Vec<Diagnostic>) -> Option<(&'a str, usize)> {
    match std::str::from_utf8(bytes) {
        Ok(text) => Some(text.strip_prefix('\u{feff}').map_or((text, 0), |rest| (rest, 3))),
        Err(error) => {
            let at = error.valid_up_to();
            problems.push(Diagnostic::error("not-utf-8", Place::new(path, at..at)));
            None
        }
    }
}

/// The ending of a path, in lower case, without its dot.
pub fn ending(path: &str) -> String {
    Path::new(path).extension().and_then(|ending| ending.to_str()).unwrap_or_default().to_ascii_lowercase()
}
