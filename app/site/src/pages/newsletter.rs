//! Issues and their articles.

use minijinja::context;
use minijinja::value::{Serde, Value};

use super::common::{Head, PageContext, document_version};
use crate::markdown::links::folder_of;
use crate::model::{Document, IssueEntry};

/// Characters that people read in a minute.
const CHARACTERS_A_MINUTE: usize = 400;

/// How many articles of an issue the list of issues names.
const NAMED_ARTICLES: usize = 12;

impl<'a> PageContext<'a> {
    pub(super) fn newsletter(&self) -> Value {
        let issues: Vec<Value> = self
            .model()
            .issues
            .iter()
            .map(|issue| {
                let articles = issue.articles.iter().take(NAMED_ARTICLES);
                let articles: Vec<Value> =
                    articles.map(|position| self.item(&self.model().documents[*position], context! {})).collect();
                context! { articles => articles, ..self.issue_summary(issue) }
            })
            .collect();
        self.section_page("newsletter", "newsletter", context! { issues => issues })
    }

    pub(super) fn issue(&self, position: usize) -> Value {
        let model = self.model();
        let issue = &model.issues[position];
        let articles: Vec<Value> = issue
            .articles
            .iter()
            .map(|position| {
                let article = &model.documents[*position];
                let (page, _) = article.page(self.language.tag());
                let minutes = reading_minutes(page.body.characters);
                self.item(article, context! { author => &page.wording.author, minutes => minutes })
            })
            .collect();
        let beside = |position: Option<usize>| position.and_then(|position| model.issues.get(position));
        let body = issue.document.map(|document| {
            let (page, _) = model.documents[document].page(self.language.tag());
            if page.body.is_empty() { Value::from(()) } else { self.body(&page.body) }
        });
        let values = context! {
            issue => self.issue_summary(issue),
            body => body,
            articles => articles,
            previous => beside(Some(position + 1)).map(|issue| self.issue_link(issue)),
            next => beside(position.checked_sub(1)).map(|issue| self.issue_link(issue)),
        };
        match issue.document {
            Some(document) => self.document_page(&model.documents[document], values),
            None => {
                let title = self.issue_title(issue);
                let head = Head { section: "newsletter", title, description: title, article: false, original: None };
                self.page_values(&head, values)
            }
        }
    }

    pub(super) fn article(&self, position: usize) -> Value {
        let model = self.model();
        let document = &model.documents[position];
        let (page, _) = document.page(self.language.tag());
        let issue = model.issues.iter().find(|issue| issue.key == folder_of(&document.key));
        let order = issue.map_or(&[][..], |issue| &issue.articles);
        let place = order.iter().position(|other| *other == position).unwrap_or_default();
        let beside = |place: Option<usize>| {
            place.and_then(|place| order.get(place)).map(|position| self.link(&model.documents[*position]))
        };
        let article = document.article();
        let cover = article.and_then(|article| article.cover.as_ref());
        let related: Vec<Value> = article
            .iter()
            .flat_map(|article| &article.related)
            .filter_map(|written| self.named(written, &document.original.path))
            .map(|related| context! { href => self.document_href(related), ..self.item(related, context! {}) })
            .collect();
        let values = context! {
            article => context! {
                title => self.title(document),
                date => self.date(document.date()),
                author => page.wording.author.as_ref().or(document.original.wording.author.as_ref()),
                summary => self.summary(document),
                topics => self.topics(document),
                minutes => reading_minutes(page.body.characters),
                cover => cover.and_then(|cover| self.picture(cover, &document.original.path)),
                cover_alt => page.wording.cover_alt.as_ref().or(document.original.wording.cover_alt.as_ref()),
            },
            body => self.body(&page.body),
            outline => Value::from(Serde(&page.body.outline)),
            issue => issue.map(|issue| self.issue_link(issue)),
            previous => beside(place.checked_sub(1)),
            next => beside(Some(place + 1)),
            related => related,
            document => document_version(document).as_str(),
        };
        self.document_page(document, values)
    }

    /// An issue as lists show it.
    pub(super) fn issue_summary(&self, issue: &'a IssueEntry) -> Value {
        let document = self.issue_document(issue);
        let front = document.and_then(Document::issue);
        let cover = front.and_then(|front| front.cover.as_ref());
        context! {
            href => self.page_href(&format!("{}/index.html", issue.key)),
            title => self.issue_title(issue),
            summary => document.and_then(|document| self.summary(document)),
            date => self.date(issue.date),
            number => front.and_then(|front| front.number),
            cover => cover.zip(document).and_then(|(cover, document)| self.picture(cover, &document.original.path)),
        }
    }

    fn issue_document(&self, issue: &IssueEntry) -> Option<&'a Document> {
        issue.document.map(|document| &self.model().documents[document])
    }

    fn issue_title(&self, issue: &'a IssueEntry) -> &'a str {
        let folder = issue.key.rsplit('/').next().unwrap_or_default();
        self.issue_document(issue).map_or(folder, |document| self.title(document))
    }

    fn issue_link(&self, issue: &'a IssueEntry) -> Value {
        context! { href => self.page_href(&format!("{}/index.html", issue.key)), title => self.issue_title(issue) }
    }
}

fn reading_minutes(characters: usize) -> usize {
    characters.div_ceil(CHARACTERS_A_MINUTE).max(1)
}
