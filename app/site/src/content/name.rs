//! What a file is, by where it stands.

use super::ending;
use crate::folder::PORTAL_FILE;
use crate::release::list::RELEASES_FILE;

/// The kinds of pages that authors write.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// An issue of the newsletter: `newsletter/<issue>/index.md`.
    Issue,
    /// An article of an issue.
    Article,
    /// A policy announcement.
    Policy,
    /// A standard text of a contract.
    Contract,
    /// A meeting or a visit plan.
    Meeting,
    /// A meeting's minutes: `meetings/<name>.minutes.md`.
    Minutes,
}

impl Kind {
    /// The folder of the content, which is also the section of the site and the key of default audiences.
    pub const fn section(self) -> &'static str {
        match self {
            Self::Issue | Self::Article => "newsletter",
            Self::Policy => "policies",
            Self::Contract => "contracts",
            Self::Meeting | Self::Minutes => "meetings",
        }
    }

    /// The name used in data and in the list of releases.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Issue => "issue",
            Self::Article => "article",
            Self::Policy => "policy",
            Self::Contract => "contract",
            Self::Meeting => "meeting",
            Self::Minutes => "minutes",
        }
    }
}

/// Which page a Markdown file is, and in which language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PageName {
    /// What kind of page.
    pub kind: Kind,
    /// Its path without language and ending: `policies/freight`; minutes have their meeting's.
    pub key: String,
    /// BCP 47 tag of a translation; `None` for the original.
    pub language: Option<String>,
}

/// What a file of the content is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FileName {
    /// `portal.toml`.
    Portal,
    /// A page.
    Page(PageName),
    /// A frozen version: `published/<sha256>.md`.
    Frozen(String),
    /// The list of released versions.
    Releases,
    /// `catalog/<name>.csv`.
    Catalog,
    /// `catalog/<name>.toml`.
    CatalogTitle,
    /// `locale/<tag>.toml`, with its tag.
    Texts(String),
    /// A picture or a download.
    Asset,
    /// HTML or XML, which would run in the portal's origin.
    Refused,
    /// Anything else.
    Unknown,
}

/// Endings of files that pages may show or offer.
const ASSET_ENDINGS: [&str; 14] =
    ["png", "jpg", "jpeg", "gif", "webp", "svg", "pdf", "xlsx", "docx", "pptx", "zip", "txt", "mp3", "mp4"];

/// Endings of files that a browser would run or render as a page.
const REFUSED_ENDINGS: [&str; 9] = ["html", "htm", "xhtml", "xml", "xsl", "js", "mjs", "wasm", "mht"];

impl FileName {
    /// What the file at `path` is.
    pub fn of(path: &str) -> Self {
        if path == PORTAL_FILE {
            return Self::Portal;
        }
        if path == RELEASES_FILE {
            return Self::Releases;
        }
        let ending = ending(path);
        let stem = path.strip_suffix(&format!(".{ending}")).unwrap_or(path);
        let parts: Vec<&str> = stem.split('/').collect();
        match (parts.as_slice(), ending.as_str()) {
            (["published", name], "md") => Self::Frozen((*name).to_owned()),
            (["catalog", _], "csv") => Self::Catalog,
            (["catalog", _], "toml") => Self::CatalogTitle,
            (["locale", tag], "toml") => Self::Texts((*tag).to_owned()),
            ([section, .., name], "md") => Self::page(section, stem, name, parts.len()),
            (_, ending) if REFUSED_ENDINGS.contains(&ending) => Self::Refused,
            (["published" | "locale", ..], _) => Self::Unknown,
            (_, ending) if ASSET_ENDINGS.contains(&ending) => Self::Asset,
            _ => Self::Unknown,
        }
    }

    fn page(section: &str, stem: &str, name: &str, depth: usize) -> Self {
        let (stem, name, language) = match name.rsplit_once('.') {
            Some((base, tag)) if is_language_tag(tag) => {
                (&stem[..stem.len() - tag.len() - 1], base, Some(tag.to_owned()))
            }
            _ => (stem, name, None),
        };
        let (kind, key) = match (section, depth, name) {
            ("newsletter", 3, "index") => (Kind::Issue, stem.strip_suffix("/index").unwrap_or(stem)),
            ("newsletter", 3, _) => (Kind::Article, stem),
            ("policies", 2, _) => (Kind::Policy, stem),
            ("contracts", 2, _) => (Kind::Contract, stem),
            ("meetings", 2, name) if name.ends_with(".minutes") => {
                (Kind::Minutes, stem.strip_suffix(".minutes").unwrap_or(stem))
            }
            ("meetings", 2, _) => (Kind::Meeting, stem),
            _ => return Self::Unknown,
        };
        Self::Page(PageName { kind, key: key.to_owned(), language })
    }
}

/// Whether a part of a file name is a language tag: `en`, `zh-Hant`, `pt-BR`.
pub fn is_language_tag(tag: &str) -> bool {
    let (language, rest) = tag.split_once('-').map_or((tag, None), |(language, rest)| (language, Some(rest)));
    let language_well = (2..=3).contains(&language.len()) && language.bytes().all(|b| b.is_ascii_lowercase());
    let rest_well = rest.is_none_or(|rest| {
        (2..=8).contains(&rest.len())
            && rest.starts_with(|c: char| c.is_ascii_uppercase())
            && rest.bytes().all(|b| b.is_ascii_alphabetic())
    });
    language_well && rest_well
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(kind: Kind, key: &str, language: Option<&str>) -> FileName {
        FileName::Page(PageName { kind, key: key.into(), language: language.map(Into::into) })
    }

    #[test]
    fn a_file_is_what_its_place_says() {
        for (path, expected) in [
            ("portal.toml", FileName::Portal),
            ("newsletter/2026-11/index.md", page(Kind::Issue, "newsletter/2026-11", None)),
            ("newsletter/2026-11/index.en.md", page(Kind::Issue, "newsletter/2026-11", Some("en"))),
            ("newsletter/二〇二六/卷首.md", page(Kind::Article, "newsletter/二〇二六/卷首", None)),
            ("newsletter/a/b.zh-Hant.md", page(Kind::Article, "newsletter/a/b", Some("zh-Hant"))),
            ("policies/2026.rebate.md", page(Kind::Policy, "policies/2026.rebate", None)),
            ("meetings/council.minutes.md", page(Kind::Minutes, "meetings/council", None)),
            ("meetings/council.minutes.en.md", page(Kind::Minutes, "meetings/council", Some("en"))),
            ("meetings/council.en.md", page(Kind::Meeting, "meetings/council", Some("en"))),
            ("catalog/products.csv", FileName::Catalog),
            ("catalog/products.toml", FileName::CatalogTitle),
            ("locale/en.toml", FileName::Texts("en".into())),
            ("newsletter/a/x.PNG", FileName::Asset),
            ("newsletter/a/x.html", FileName::Refused),
            ("policies/x.js", FileName::Refused),
            ("policies/old/x.md", FileName::Unknown),
            ("published/secret.pdf", FileName::Unknown),
            ("policies/notes.toml", FileName::Unknown),
        ] {
            assert_eq!(FileName::of(path), expected, "{path}");
        }
    }
}
