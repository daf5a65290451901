//! The company's folder as a whole: files put together into documents, what is shown and what is left out,
//! and the problems that only the whole can show.

mod assemble;
mod chains;
mod frozen;
mod links;
pub mod occurrences;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use chrono::NaiveDate;
use dealerbook_domain::policy::Validity;

use crate::content::catalog::Product;
use crate::content::detail::{Article, Detail, Issue, Meeting, Notice, Policy};
use crate::content::name::Kind;
use crate::content::page::{Original, Page};
use crate::content::portal::Portal;
use crate::diagnostic::Diagnostic;
use crate::read::Localized;
use crate::release::list::Release;

pub use assemble::Files;
pub use occurrences::Occurrence;

/// What a build depends on beside the folder.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Settings {
    /// Today in the portal's own time zone.
    pub today: NaiveDate,
    /// Shows drafts and pages of the future too, for their author to look at.
    pub drafts: bool,
}

/// Why a file isn't in the site.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reason {
    /// It says `draft = true`.
    Draft,
    /// Its day hasn't come.
    NotYet(NaiveDate),
    /// Its last day has passed.
    Expired(NaiveDate),
    /// Not everybody may read it.
    Audience(String),
}

/// A file that isn't in the site.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LeftOut {
    /// The file.
    pub path: Arc<str>,
    /// Why.
    pub reason: Reason,
}

/// A document in all its languages.
#[derive(Clone, Debug)]
pub struct Document {
    /// Its path without language and ending: `policies/freight`.
    pub key: String,
    /// What kind.
    pub kind: Kind,
    /// In the portal's default language.
    pub original: Arc<Page>,
    /// By BCP 47 tag.
    pub translations: BTreeMap<String, Arc<Page>>,
    /// A meeting's minutes, if they may be shown.
    pub minutes: Option<Box<Document>>,
    /// Earlier texts of it that were released, newest first.
    pub history: Vec<OldVersion>,
    /// When a policy or contract holds.
    pub validity: Option<Validity>,
    /// Documents that this one takes the place of, by position.
    pub supersedes: Vec<usize>,
    /// Documents that take the place of this one, by position.
    pub superseded_by: Vec<usize>,
    /// When a meeting is held.
    pub occurrences: Vec<Occurrence>,
}

/// A released text that is no longer the current one.
#[derive(Clone, Debug)]
pub struct OldVersion {
    /// Its version.
    pub version: u32,
    /// What its pages are called: `policies/freight.v1`.
    pub key: String,
    /// The same version was corrected afterwards.
    pub corrected: bool,
    /// In the portal's default language.
    pub original: Arc<Page>,
    /// By BCP 47 tag.
    pub translations: BTreeMap<String, Arc<Page>>,
}

impl Document {
    /// The part of the front matter that isn't translated.
    pub fn front(&self) -> &Original {
        self.original.original.as_ref().expect("a document is made from a page with its whole front matter")
    }

    /// The page in `language`, and whether it is really in that language.
    pub fn page(&self, language: &str) -> (&Page, bool) {
        self.translations.get(language).map_or((&self.original, false), |page| (page, true))
    }

    /// The document that the file at `path` is a page of: this one, or its minutes.
    pub fn part(&self, path: &str) -> &Self {
        let of = |document: &Self| assemble::pages(document).any(|page| *page.path == *path);
        self.minutes.as_deref().filter(|minutes| of(minutes)).unwrap_or(self)
    }

    /// What an article has, if it is one.
    pub fn article(&self) -> Option<&Article> {
        if let Detail::Article(article) = &self.front().detail { Some(article) } else { None }
    }

    /// What an issue has, if it is one.
    pub fn issue(&self) -> Option<&Issue> {
        if let Detail::Issue(issue) = &self.front().detail { Some(issue) } else { None }
    }

    /// What a policy has, if it is one.
    pub fn policy(&self) -> Option<&Policy> {
        if let Detail::Policy(policy) = &self.front().detail { Some(policy) } else { None }
    }

    /// What a meeting has, if it is one.
    pub fn meeting(&self) -> Option<&Meeting> {
        if let Detail::Meeting(meeting) = &self.front().detail { Some(meeting) } else { None }
    }

    /// What policies and contracts share, if it is one of them.
    pub fn notice(&self) -> Option<&Notice> {
        notice(self.front())
    }

    /// The id that its kind gives it: its own, or the file's name.
    pub fn id(&self) -> &str {
        match &self.front().detail {
            Detail::Policy(policy) => &policy.notice.id.value,
            Detail::Contract(contract) => &contract.notice.id.value,
            Detail::Meeting(Meeting { id: Some(id), .. }) => &id.value,
            _ => self.key.rsplit('/').next().unwrap_or(&self.key),
        }
    }

    /// Its version; 1 for kinds without versions.
    pub fn version(&self) -> u32 {
        version(self.front())
    }

    /// The day that lists sort it by.
    pub fn date(&self) -> NaiveDate {
        match &self.front().detail {
            Detail::Issue(issue) => issue.date,
            Detail::Article(article) => article.date,
            Detail::Policy(Policy { notice, .. }) => notice.issued.unwrap_or(notice.effective),
            Detail::Contract(contract) => contract.notice.issued.unwrap_or(contract.notice.effective),
            Detail::Meeting(meeting) => meeting.start.value.date(),
            Detail::Minutes(date) => *date,
        }
    }
}

/// What policies and contracts share, in the front matter of one of them.
pub fn notice(front: &Original) -> Option<&Notice> {
    match &front.detail {
        Detail::Policy(policy) => Some(&policy.notice),
        Detail::Contract(contract) => Some(&contract.notice),
        _ => None,
    }
}

/// The version that a front matter states; 1 for kinds without versions.
pub fn version(front: &Original) -> u32 {
    match &front.detail {
        Detail::Meeting(meeting) => meeting.version,
        _ => notice(front).map_or(1, |notice| notice.version.value),
    }
}

/// An issue of the newsletter with its articles.
#[derive(Clone, Debug)]
pub struct IssueEntry {
    /// `newsletter/2026-11`.
    pub key: String,
    /// Its own page, if it has one: position of the document.
    pub document: Option<usize>,
    /// The day that lists sort it by: its own, or its newest article's.
    pub date: NaiveDate,
    /// Positions of its articles, in reading order.
    pub articles: Vec<usize>,
}

/// A table of products.
#[derive(Clone, Debug)]
pub struct Catalog {
    /// The file's name without ending.
    pub name: String,
    /// The file.
    pub path: Arc<str>,
    /// Its heading.
    pub title: Option<Localized>,
    /// Its place among the catalogues; those without one come last.
    pub order: Option<u32>,
    /// Its products.
    pub products: Vec<Product>,
}

/// Everything that is shown.
#[derive(Clone, Debug)]
pub struct Model {
    /// The company.
    pub portal: Arc<Portal>,
    /// What the build depends on beside the folder.
    pub settings: Settings,
    /// Every document shown, by key.
    pub documents: Vec<Document>,
    /// Position of the document that a source file belongs to: `policies/freight.md`.
    pub by_path: BTreeMap<Arc<str>, usize>,
    /// Issues, newest first.
    pub issues: Vec<IssueEntry>,
    /// Catalogues, in their order.
    pub catalogs: Vec<Catalog>,
    /// Whether prices may be shown to everybody.
    pub prices_public: bool,
    /// Width and height of pictures, by content path, or public path with a leading slash.
    pub picture_sizes: BTreeMap<Arc<str>, (u32, u32)>,
    /// Files beside the pages that pages shown here use.
    pub assets: BTreeSet<Arc<str>>,
    /// Public files.
    pub public: BTreeSet<Arc<str>>,
    /// Files that aren't shown, with the reason.
    pub left_out: Vec<LeftOut>,
    /// Texts that `dealerbook release` would freeze.
    pub unreleased: Vec<Release>,
}

impl Model {
    /// Puts the files together; notes the problems that only the whole can show.
    pub fn build(files: &Files<'_>, settings: &Settings, problems: &mut Vec<Diagnostic>) -> Self {
        assemble::assemble(files, settings, problems)
    }

    /// Documents of one kind with their positions, by key.
    pub fn of_kind(&self, kind: Kind) -> impl DoubleEndedIterator<Item = (usize, &Document)> {
        self.documents.iter().enumerate().filter(move |(_, document)| document.kind == kind)
    }
}
