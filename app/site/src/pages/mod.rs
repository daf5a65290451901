//! From the model to pages: which pages there are, what each one's template is given.

mod catalog;
mod common;
mod contacts;
mod guard;
mod home;
mod meeting;
mod newsletter;
mod notice;
mod templates;
pub mod theme;

use minijinja::value::Value;

use crate::content::name::Kind;
use crate::content::page::Page;
use crate::model::Model;

pub use common::{PageContext, absolute, document_version};
pub use guard::CONTENT_SECURITY_POLICY;
pub use templates::Templates;

/// The page that answers for missing ones.
pub const NOT_FOUND: &str = "404.html";

/// A kind of page, and what it shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum View {
    /// The first page.
    Home,
    /// All issues.
    Newsletter,
    /// One issue, by position.
    Issue(usize),
    /// One article, by position of the document.
    Article(usize),
    /// All policies.
    Policies,
    /// A policy or contract, by position.
    Notice(usize),
    /// An old version of a policy or contract: position of the document, position in its history.
    OldNotice(usize, usize),
    /// All meetings.
    Meetings,
    /// One meeting, by position.
    Meeting(usize),
    /// All contracts.
    Contracts,
    /// All products.
    Catalog,
    /// Whom to turn to.
    Contacts,
    /// The answer for missing pages.
    NotFound,
}

impl View {
    /// Every page of the site in one language, with its path below that language's folder.
    pub fn all(model: &Model) -> Vec<(String, Self)> {
        let mut views = vec![
            ("index.html".to_owned(), Self::Home),
            ("newsletter/index.html".to_owned(), Self::Newsletter),
            ("policies/index.html".to_owned(), Self::Policies),
            ("meetings/index.html".to_owned(), Self::Meetings),
            ("contracts/index.html".to_owned(), Self::Contracts),
            ("catalog/index.html".to_owned(), Self::Catalog),
            ("contacts/index.html".to_owned(), Self::Contacts),
            (NOT_FOUND.to_owned(), Self::NotFound),
        ];
        for (position, issue) in model.issues.iter().enumerate() {
            views.push((format!("{}/index.html", issue.key), Self::Issue(position)));
        }
        for (position, document) in model.documents.iter().enumerate() {
            let view = match document.kind {
                Kind::Article => Self::Article(position),
                Kind::Policy | Kind::Contract => Self::Notice(position),
                Kind::Meeting => Self::Meeting(position),
                Kind::Issue | Kind::Minutes => continue,
            };
            views.push((format!("{}.html", document.key), view));
            if view == Self::Notice(position) {
                for (old, version) in document.history.iter().enumerate() {
                    views.push((format!("{}.html", version.key), Self::OldNotice(position, old)));
                }
            }
        }
        views
    }

    /// The document that the page is about, by position, if it is one's own page.
    pub fn document(&self) -> Option<usize> {
        match *self {
            Self::Article(document)
            | Self::Notice(document)
            | Self::OldNotice(document, _)
            | Self::Meeting(document) => Some(document),
            _ => None,
        }
    }

    /// The page whose text an acknowledgement binds to, in the language shown.
    fn bound_page<'a>(&self, model: &'a Model, language: &str) -> Option<&'a Page> {
        match self {
            Self::Notice(position) => Some(model.documents[*position].page(language).0),
            Self::OldNotice(position, old) => {
                let old = &model.documents[*position].history[*old];
                Some(old.translations.get(language).unwrap_or(&old.original))
            }
            _ => None,
        }
    }

    /// The exact text that an acknowledgement of this page binds to.
    pub fn bound_text<'a>(&self, model: &'a Model, language: &str) -> Option<&'a str> {
        self.bound_page(model, language).map(|page| page.bound_text.as_str())
    }
}

impl PageContext<'_> {
    /// Renders the page that shows `view`.
    pub fn page(&self, view: &View) -> Result<Vec<u8>, String> {
        let (template, values) = match view {
            View::Home => ("home.html", self.home()),
            View::Newsletter => ("newsletter.html", self.newsletter()),
            View::Issue(issue) => ("issue.html", self.issue(*issue)),
            View::Article(document) => ("article.html", self.article(*document)),
            View::Policies => ("policies.html", self.policies()),
            View::Notice(document) => self.notice(*document),
            View::OldNotice(document, old) => self.old_notice(*document, *old),
            View::Meetings => ("meetings.html", self.meetings()),
            View::Meeting(document) => ("meeting.html", self.meeting(*document)),
            View::Contracts => ("contracts.html", self.contracts()),
            View::Catalog => ("catalog.html", self.catalog()),
            View::Contacts => ("contacts.html", self.contacts()),
            View::NotFound => ("not-found.html", self.not_found()),
        };
        let html = self.language.templates.render(template, &values)?;
        let html = guard::with_policy(&html)?;
        guard::scan(&html)?;
        Ok(html.into_bytes())
    }

    fn not_found(&self) -> Value {
        self.section_page("none", "not-found", minijinja::context! {})
    }
}
