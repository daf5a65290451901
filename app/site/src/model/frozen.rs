//! Released versions are frozen: what was once shown and perhaps acknowledged can't change in silence.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::{Model, OldVersion, version};
use crate::content::Item;
use crate::content::detail::Detail;
use crate::content::name::Kind;
use crate::content::page::Page;
use crate::diagnostic::{Diagnostic, Place};
use crate::release::Text;
use crate::release::list::{RELEASES_FILE, Release};

use super::assemble::Files;

/// Frozen pages by the SHA-256 that names their file.
type FrozenPages<'a> = BTreeMap<&'a str, &'a Arc<Page>>;

/// Compares every page with what was released of it, notes what could be released, and gives documents their
/// history.
pub(super) fn apply(model: &mut Model, files: &Files<'_>, releases: &[Release], problems: &mut Vec<Diagnostic>) {
    let frozen = frozen_pages(files, releases, problems);
    let default = model.portal.default_language().to_owned();
    let mut unreleased = Vec::new();
    for (page, original) in released_kinds(files) {
        let (Some(front), Some(id)) = (&original.original, id_of(original)) else {
            continue;
        };
        let language = page.name.language.as_deref().unwrap_or(&default);
        let correction = front.correction.as_ref().map_or("", |reason| reason.value.as_str());
        let text = Text { page, id, version: version(front), language, correction };
        let day = super::notice(front).and_then(|notice| notice.issued);
        let hidden = front.draft || day.is_some_and(|day| day > model.settings.today);
        if compare(&text, releases, &frozen, problems) == Standing::New && !hidden {
            unreleased.push(text.released(model.settings.today));
        }
    }
    model.unreleased = unreleased;
    for document in &mut model.documents {
        let rows: Vec<&Release> =
            releases.iter().filter(|row| row.kind == document.kind.name() && row.id == document.id()).collect();
        document.history = history(&document.original, &document.key, &rows, &default, &frozen, &model.portal);
    }
}

/// Every page of the kinds that are released, with the page that has its whole front matter.
fn released_kinds<'a>(files: &Files<'a>) -> impl Iterator<Item = (&'a Page, &'a Page)> {
    let content = files.content;
    content.values().filter_map(move |file| {
        let Item::Page(page) = &file.item else {
            return None;
        };
        if !matches!(page.name.kind, Kind::Policy | Kind::Contract | Kind::Meeting) {
            return None;
        }
        if page.original.is_some() {
            return Some((page.as_ref(), page.as_ref()));
        }
        match &content.get(format!("{}.md", page.name.key).as_str())?.item {
            Item::Page(original) => Some((page.as_ref(), original.as_ref())),
            _ => None,
        }
    })
}

fn frozen_pages<'a>(files: &Files<'a>, releases: &[Release], problems: &mut Vec<Diagnostic>) -> FrozenPages<'a> {
    let mut pages = BTreeMap::new();
    for file in files.content.values() {
        let Item::Frozen { sha256, page } = &file.item else {
            continue;
        };
        if page.file_sha256 != *sha256 {
            problems.push(Diagnostic::error("frozen-file-altered", Place::file(Arc::clone(&file.path))));
        }
        pages.insert(sha256.as_str(), page);
    }
    for row in releases.iter().filter(|row| !pages.contains_key(row.file_sha256.as_str())) {
        problems.push(
            Diagnostic::error("frozen-file-missing", Place::file(RELEASES_FILE))
                .with("file", format!("published/{}.md", row.file_sha256))
                .with("id", &row.id)
                .with("version", row.version),
        );
    }
    pages
}

/// How a text stands to what was released.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Standing {
    /// It was released as it is.
    Released,
    /// It is a version or a correction that was never released.
    New,
    /// It changed in silence, or went back.
    Refused,
}

/// Checks a text against its last release in its language.
fn compare(
    text: &Text<'_>,
    releases: &[Release],
    frozen: &FrozenPages<'_>,
    problems: &mut Vec<Diagnostic>,
) -> Standing {
    let page = text.page;
    let rows = || {
        let kind = page.name.kind.name();
        releases.iter().filter(move |row| row.kind == kind && row.id == text.id && row.language == text.language)
    };
    let number = text.version;
    if let Some(newer) = rows().map(|row| row.version).max().filter(|newest| *newest > number) {
        let diagnostic = Diagnostic::error("version-went-back", page.title_at.clone());
        problems.push(diagnostic.with("version", number).with("released", newer));
        return Standing::Refused;
    }
    let Some(last) = rows().rfind(|row| row.version == number) else {
        return Standing::New;
    };
    let Some(released) = frozen.get(last.file_sha256.as_str()) else {
        return Standing::Refused;
    };
    if same_promise(page, released) {
        return Standing::Released;
    }
    if !text.correction.is_empty() && text.correction != last.correction {
        return Standing::New;
    }
    problems.push(
        Diagnostic::error("changed-after-release", page.title_at.clone())
            .with("version", number)
            .with("next", number + 1)
            .with("released", last.released)
            .related_to(Place::file(Arc::clone(&released.path))),
    );
    Standing::Refused
}

/// The id of a page that is released: a meeting's is its file's name, unless it says another.
pub(super) fn id_of(page: &Page) -> Option<&str> {
    let front = page.original.as_ref()?;
    match &front.detail {
        Detail::Meeting(meeting) => Some(
            meeting
                .id
                .as_ref()
                .map_or_else(|| page.name.key.rsplit('/').next().unwrap_or_default(), |id| id.value.as_str()),
        ),
        _ => super::notice(front).map(|notice| notice.id.value.as_str()),
    }
}

/// Whether two texts of one version promise the same. Topics, deadlines, withdrawal and the like may change:
/// they are about the document, not in it.
fn same_promise(page: &Page, released: &Page) -> bool {
    page.text_sha256 == released.text_sha256
        && page.wording.title == released.wording.title
        && page.wording.place == released.wording.place
        && match (&page.original, &released.original) {
            (Some(now), Some(then)) => same_terms(&now.detail, &then.detail),
            (None, None) => true,
            _ => false,
        }
}

fn same_terms(now: &Detail, then: &Detail) -> bool {
    let values = |list: &[crate::read::At<String>]| list.iter().map(|at| at.value.clone()).collect::<Vec<_>>();
    match (now, then) {
        (Detail::Policy(now), Detail::Policy(then)) => {
            (now.notice.effective, now.notice.expires, &now.rebate)
                == (then.notice.effective, then.notice.expires, &then.rebate)
                && values(&now.groups) == values(&then.groups)
                && values(&now.regions) == values(&then.regions)
        }
        (Detail::Contract(now), Detail::Contract(then)) => {
            (now.notice.effective, now.notice.expires) == (then.notice.effective, then.notice.expires)
        }
        (Detail::Meeting(now), Detail::Meeting(then)) => {
            (now.start.value, now.end, now.zone) == (then.start.value, then.end, then.zone)
        }
        _ => false,
    }
}

/// The released texts that differ from the one shown now, newest first, each once.
fn history(
    current: &Page,
    key: &str,
    rows: &[&Release],
    default: &str,
    frozen: &FrozenPages<'_>,
    portal: &crate::content::portal::Portal,
) -> Vec<OldVersion> {
    let number = current.original.as_ref().map_or(0, version);
    let mut history: Vec<OldVersion> = Vec::new();
    for (position, row) in rows.iter().enumerate().rev().filter(|(_, row)| row.language == default) {
        let Some(page) = frozen.get(row.file_sha256.as_str()).filter(|page| page.original.is_some()) else {
            continue;
        };
        let shown = row.version == number && page.text_sha256 == current.text_sha256;
        let known =
            history.iter().any(|old| old.version == row.version && old.original.text_sha256 == page.text_sha256);
        let audience = page.original.as_ref().and_then(|front| front.audience.clone());
        let public = audience.unwrap_or_else(|| portal.audience.of(page.name.kind.section())).is_public();
        if shown || known || !public || row.version > number {
            continue;
        }
        let corrected = row.version == number || history.iter().any(|old| old.version == row.version);
        let key = if corrected {
            format!("{key}.v{}-{}", row.version, &row.text_sha256[..8])
        } else {
            format!("{key}.v{}", row.version)
        };
        let translations = translations_of(position, rows)
            .filter_map(|other| Some((other.language.clone(), Arc::clone(frozen.get(other.file_sha256.as_str())?))))
            .collect();
        history.push(OldVersion { version: row.version, key, corrected, original: Arc::clone(page), translations });
    }
    history.sort_by_key(|old| std::cmp::Reverse(old.version));
    history
}

/// What was released as translations of the original in the row at `position`, the newest last: its version's, up to
/// those that belong to its correction. Within one release the rows are in order of their files.
fn translations_of<'a>(position: usize, rows: &'a [&Release]) -> impl Iterator<Item = &'a Release> {
    let row = rows[position];
    let of_version = move |other: &&Release| other.version == row.version;
    let is_original = move |other: &&Release| other.language == row.language;
    let is_correction =
        move |other: &&Release| of_version(other) && is_original(other) && other.text_sha256 != row.text_sha256;
    let corrected = (position + 1..rows.len()).find(|later| is_correction(&rows[*later]));
    let translations = rows[..corrected.unwrap_or(rows.len())].iter().copied();
    translations
        .filter(move |other| of_version(other) && !is_original(other))
        .filter(move |other| corrected.is_none_or(|later| other.correction != rows[later].correction))
}
