//! A Markdown page with front matter, of any kind, in one language.

use std::sync::Arc;

use dealerbook_domain::acknowledgement::{bound_text, sha256_hex};
use dealerbook_domain::audience::{Audience, Readers};

use super::detail::Detail;
use super::front_matter::{self, SplitError};
use super::name::{Kind, PageName};
use crate::diagnostic::{Diagnostic, Place};
use crate::markdown::{Body, Style};
use crate::read::{At, Fields, Reader};

/// The parts of the front matter that are translated.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wording {
    /// The title; only minutes and translations may lack it.
    pub title: Option<String>,
    /// What it is about, in a sentence or two.
    pub summary: Option<String>,
    /// Who wrote it.
    pub author: Option<String>,
    /// The department that answers for it.
    pub owner: Option<String>,
    /// Where a meeting is.
    pub place: Option<String>,
    /// The place's address.
    pub address: Option<String>,
    /// Who invites.
    pub host: Option<String>,
    /// What the cover shows.
    pub cover_alt: Option<String>,
    /// What it is about, in single words.
    pub topics: Vec<String>,
    /// What a meeting decided.
    pub decisions: Vec<String>,
}

/// What an original says beside its text, whatever its kind.
#[derive(Clone, Debug)]
pub struct Original {
    /// Not to be shown yet.
    pub draft: bool,
    /// Who may read it; `None` leaves it to the portal's defaults.
    pub audience: Option<Audience>,
    /// Where the audience is written.
    pub audience_at: Place,
    /// Why the text of a released version was changed without raising the version.
    pub correction: Option<At<String>>,
    /// What only its kind has.
    pub detail: Detail,
}

/// One page in one language.
#[derive(Clone, Debug)]
pub struct Page {
    /// Which page it is.
    pub name: PageName,
    /// The file.
    pub path: Arc<str>,
    /// Where its title stands, to point at the page as a whole.
    pub title_at: Place,
    /// The translated parts of its front matter.
    pub wording: Wording,
    /// The rest of the front matter; `None` in a translation.
    pub original: Option<Original>,
    /// The text.
    pub body: Body,
    /// What an acknowledgement binds to, of pages that are released; empty for others.
    pub bound_text: String,
    /// SHA-256 of `bound_text`, or empty.
    pub text_sha256: String,
    /// SHA-256 of the whole file with LF line ends, of pages that are released; empty for others.
    pub file_sha256: String,
}

/// A page's file.
pub(super) struct File<'a> {
    /// Its path.
    pub path: &'a Arc<str>,
    /// The path that its links are written from; another one for a frozen copy.
    pub links_from: &'a str,
    /// Its text.
    pub text: &'a str,
    /// The byte of the file where the text begins.
    pub offset: usize,
    /// The whole file.
    pub bytes: &'a [u8],
}

/// Reads a page; `None` when there is no front matter to read.
pub(super) fn read(name: PageName, file: &File<'_>, problems: &mut Vec<Diagnostic>) -> Option<Page> {
    let &File { path, links_from, text, offset, bytes } = file;
    let split = match front_matter::split(text) {
        Ok(split) => split,
        Err(SplitError::Missing) => {
            problems.push(Diagnostic::error("front-matter-missing", Place::new(path, offset..offset)));
            return None;
        }
        Err(SplitError::NotClosed(span)) => {
            let place = Place::new(path, span.start + offset..span.end + offset);
            problems.push(Diagnostic::error("front-matter-not-closed", place));
            return None;
        }
    };
    let mut reader = Reader::new(path);
    let translation = name.language.is_some();
    let (title_at, wording, original) = reader.toml(split.toml, split.toml_at + offset, |fields| {
        let title_needed = !translation && name.kind != Kind::Minutes;
        let title = if title_needed { fields.required_at("title") } else { fields.located("title") };
        let title_at = title.as_ref().map_or_else(|| fields.span().start..fields.span().start, |at| at.span.clone());
        let wording = wording(fields, title.map(|at| at.value), name.kind);
        let original = (!translation).then(|| original(fields, name.kind)).flatten();
        (fields.reader().place(title_at), wording, original)
    });
    problems.extend(reader.into_problems());
    let style = match name.kind {
        Kind::Contract => Style::Contract,
        Kind::Minutes => Style::Minutes,
        Kind::Issue | Kind::Article | Kind::Policy | Kind::Meeting => Style::Text,
    };
    let (body, found) = Body::render(split.body, split.body_at + offset, path, links_from, style);
    problems.extend(found);
    if original.is_none() && !translation {
        return None;
    }
    let released = matches!(name.kind, Kind::Policy | Kind::Contract | Kind::Meeting);
    let bound_text = if released { bound_text(split.body) } else { String::new() };
    let text_sha256 = if released { sha256_hex(bound_text.as_bytes()) } else { String::new() };
    let file_sha256 = if released { sha256_hex(&normalized(bytes)) } else { String::new() };
    Some(Page { name, path: Arc::clone(path), title_at, wording, original, body, bound_text, text_sha256, file_sha256 })
}

/// A file as it is frozen: LF line ends, no byte order mark, so that a check-out on another system is the same.
pub fn normalized(bytes: &[u8]) -> Vec<u8> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let mut normal = Vec::with_capacity(bytes.len());
    for (position, &byte) in bytes.iter().enumerate() {
        if !(byte == b'\r' && bytes.get(position + 1) == Some(&b'\n')) {
            normal.push(byte);
        }
    }
    normal
}

fn wording(fields: &Fields<'_>, title: Option<String>, kind: Kind) -> Wording {
    let only = |kinds: &[Kind], key: &'static str| {
        if kinds.contains(&kind) { fields.optional::<String>(key) } else { None }
    };
    Wording {
        title,
        summary: if kind == Kind::Minutes { None } else { fields.optional("summary") },
        author: only(&[Kind::Article], "author"),
        owner: only(&[Kind::Policy, Kind::Contract], "owner"),
        place: only(&[Kind::Meeting], "place"),
        address: only(&[Kind::Meeting], "address"),
        host: only(&[Kind::Meeting], "host"),
        cover_alt: only(&[Kind::Article, Kind::Issue], "cover_alt"),
        topics: if kind == Kind::Minutes { Vec::new() } else { fields.optional("topics").unwrap_or_default() },
        decisions: if kind == Kind::Meeting { fields.optional("decisions").unwrap_or_default() } else { Vec::new() },
    }
}

fn original(fields: &Fields<'_>, kind: Kind) -> Option<Original> {
    let detail = Detail::read(fields, kind);
    let minutes = kind == Kind::Minutes;
    let audience = if minutes { None } else { fields.located("audience") };
    let restricted = !minutes && fields.has("audience");
    let audience_at =
        audience.as_ref().map_or_else(|| fields.span().start..fields.span().start, |at: &At<Audience>| at.span.clone());
    let can_be_corrected = matches!(kind, Kind::Policy | Kind::Contract | Kind::Meeting);
    Some(Original {
        draft: fields.optional("draft").unwrap_or(false),
        // What can't be read is an error; all the same, it isn't for everybody.
        audience: audience
            .map(|at| at.value)
            .or_else(|| Audience::any_of(vec![Readers::Dealers]).filter(|_| restricted)),
        audience_at: fields.reader().place(audience_at),
        correction: if can_be_corrected { fields.located("correction") } else { None },
        detail: detail?,
    })
}

impl crate::read::Value for Audience {
    const EXAMPLE: &'static str = "[\"dealers\"]";

    fn read(value: &toml::Spanned<toml::de::DeValue<'_>>, reader: &Reader) -> Option<Self> {
        let parts = Vec::<At<String>>::read(value, reader)?;
        let mut readers = Vec::with_capacity(parts.len());
        for part in parts {
            match Readers::parse(&part.value) {
                Some(known) => readers.push(known),
                None => {
                    let diagnostic = Diagnostic::error("unknown-audience", reader.place(part.span));
                    reader.report(diagnostic.with("audience", part.value));
                    return None;
                }
            }
        }
        let audience = Self::any_of(readers);
        if audience.is_none() {
            reader.error("empty-audience", reader.shifted(value.span()));
        }
        audience
    }
}
