//! What every page is given, and the small values that many pages share.

use chrono::{DateTime, NaiveDate};
use chrono_tz::Tz;
use dealerbook_domain::reading::DocumentVersion;
use minijinja::context;
use minijinja::value::Value;

use crate::content::name::Kind;
use crate::content::page::Page;
use crate::folder::PORTAL_FILE;
use crate::markdown::links::{Destination, Target, push_encoded};
use crate::markdown::{Body, Fill};
use crate::model::{Document, Model, Occurrence};
use crate::read::{At, Localized};
use crate::site::{Language, Site, reference};

use super::NOT_FOUND;

/// The page being rendered.
#[derive(Clone, Copy)]
pub struct PageContext<'a> {
    pub(crate) site: &'a Site,
    pub(crate) language: &'a Language,
    /// Its path in the site.
    pub(crate) path: &'a str,
}

/// What the head of a page says.
pub(super) struct Head<'a> {
    pub section: &'a str,
    pub title: &'a str,
    pub description: &'a str,
    pub article: bool,
    /// Whether the main text is in the page's own language; else the language it is in.
    pub original: Option<&'a str>,
}

impl<'a> PageContext<'a> {
    pub(super) fn model(&self) -> &'a Model {
        &self.site.model
    }

    /// The reference to another file of the site.
    pub(super) fn href(&self, to: &str) -> String {
        reference(self.path, to, self.model().portal.base_path())
    }

    /// The reference to a page in this page's language.
    pub(super) fn page_href(&self, path: &str) -> String {
        self.href(&format!("{}{path}", self.language.prefix))
    }

    /// `text` in this page's language.
    pub(crate) fn say<'t>(&self, text: &'t Localized) -> &'t str {
        text.get(self.language.tag(), self.model().portal.default_language())
    }

    /// `key`'s text.
    pub(super) fn text(&self, key: &'a str) -> &'a str {
        self.language.texts.get(key)
    }

    pub(super) fn date(&self, date: NaiveDate) -> Value {
        context! { iso => date.to_string(), text => self.language.texts.date(date) }
    }

    /// Everything the shell needs, under the page's own `values`.
    pub(super) fn page_values(&self, head: &Head<'_>, values: Value) -> Value {
        let model = self.model();
        let portal = &model.portal;
        let missing = self.path == NOT_FOUND;
        let up = |path: &str| {
            if missing { portal.base_path().to_owned() } else { "../".repeat(path.matches('/').count()) }
        };
        let inner = self.path.strip_prefix(self.language.prefix.as_str()).unwrap_or(self.path);
        let root = up(self.path);
        let home = if missing { format!("{root}{}", self.language.prefix) } else { up(inner) };
        let public = |path: &At<String>| match Destination::read(&path.value, PORTAL_FILE) {
            Destination::Own(Target::Public(path), _) => Some(path),
            _ => None,
        };
        let logo = portal.logo.as_ref().and_then(public).map(|path| encoded_path(&path));
        let social_image = portal.social_image.as_ref().and_then(public).map(|path| self.absolute(&path));
        let (islands, wasm) = self.site.island_assets().unwrap_or_default();
        let original = head.original.map(|tag| {
            let name = self.language.texts.get(&format!("language.{tag}")).to_owned();
            context! { tag => tag, language_name => name }
        });
        let own = context! {
            root => &root,
            home => home,
            lang => self.language.tag(),
            languages => self.languages(inner),
            portal => context! {
                name => self.say(&portal.name),
                company => self.say(&portal.company),
                description => self.say(&portal.description),
                logo => logo,
                icp => &portal.icp,
                time_zone => portal.time_zone.name(),
                base => &portal.base,
                unsent_days => portal.unsent_days,
            },
            section => head.section,
            title => head.title,
            description => head.description,
            canonical => self.absolute(self.path),
            social_image => social_image,
            og_type => if head.article { "article" } else { "website" },
            texts_href => self.page_href("data/texts.json"),
            recent_href => self.href("data/recent.json"),
            feed_href => self.page_href("feed.xml"),
            theme_href => self.href("data/theme.css"),
            islands_href => if islands.is_empty() { String::new() } else { self.href(islands) },
            wasm_href => if wasm.is_empty() { String::new() } else { self.href(wasm) },
            today => self.date(model.settings.today),
            original => original,
            ..values
        };
        own
    }

    /// A page of the site's own making: a list, or the answer for missing pages.
    pub(super) fn section_page(&self, section: &'a str, title: &str, values: Value) -> Value {
        let title = self.language.texts.get(&format!("title.{title}")).to_owned();
        let portal = self.say(&self.model().portal.name);
        let description = self.language.texts.fill("description.section", &[("portal", &portal), ("title", &title)]);
        let head = Head { section, title: &title, description: &description, article: false, original: None };
        self.page_values(&head, values)
    }

    /// The page of a document: its own title, summary and language.
    pub(super) fn document_page(&self, document: &'a Document, values: Value) -> Value {
        let (page, translated) = document.page(self.language.tag());
        self.shown_page(document.kind.section(), page, translated, values)
    }

    pub(super) fn shown_page(&self, section: &str, page: &Page, translated: bool, values: Value) -> Value {
        let default = self.model().portal.default_language();
        let foreign = !translated && self.language.tag() != default;
        let title = page.wording.title.as_deref().unwrap_or_default();
        let head = Head {
            section,
            title,
            description: page.wording.summary.as_deref().unwrap_or(title),
            article: true,
            original: foreign.then_some(default),
        };
        self.page_values(&head, values)
    }

    fn languages(&self, inner: &str) -> Vec<Value> {
        let languages = self.site.languages.iter();
        languages
            .map(|language| {
                let href = if self.path == NOT_FOUND {
                    self.href(&format!("{}index.html", language.prefix))
                } else {
                    self.href(&format!("{}{inner}", language.prefix))
                };
                let name = language.texts.get("language.own-name");
                context! { tag => language.tag(), name => name, href => href, current => language.tag() == self.language.tag() }
            })
            .collect()
    }

    /// The full address of a path of the site.
    pub(crate) fn absolute(&self, path: &str) -> String {
        absolute(&self.model().portal.base, path)
    }

    /// The title of a document in this page's language.
    pub(crate) fn title(&self, document: &'a Document) -> &'a str {
        let (page, _) = document.page(self.language.tag());
        page.wording.title.as_deref().or(document.original.wording.title.as_deref()).unwrap_or_default()
    }

    /// The summary of a document in this page's language.
    pub(crate) fn summary(&self, document: &'a Document) -> Option<&'a str> {
        document.page(self.language.tag()).0.wording.summary.as_deref()
    }

    /// The topics of a document in this page's language.
    pub(super) fn topics(&self, document: &'a Document) -> &'a Vec<String> {
        &document.page(self.language.tag()).0.wording.topics
    }

    pub(super) fn link(&self, document: &'a Document) -> Value {
        context! { href => self.page_href(&format!("{}.html", document.key)), title => self.title(document) }
    }

    /// A document as lists show it, with `more`.
    pub(super) fn item(&self, document: &'a Document, more: Value) -> Value {
        context! {
            href => self.page_href(&format!("{}.html", document.key)),
            title => self.title(document),
            summary => self.summary(document),
            date => self.date(document.date()),
            document => document_version(document).as_str(),
            topics => self.topics(document),
            ..more
        }
    }

    /// A Markdown body with its links and pictures as this page needs them.
    pub(super) fn body(&self, body: &Body) -> Value {
        let mut open = Vec::new();
        Value::from_safe_string(body.filled(|fill, html| match fill {
            Fill::OpenLink(link) => {
                let href = self.target_href(&link.target, link.anchor.as_deref());
                if let Some(href) = &href {
                    html.push_str("<a href=\"");
                    html.push_str(href);
                    html.push_str("\">");
                }
                open.push(href.is_some());
            }
            Fill::CloseLink => {
                if open.pop() == Some(true) {
                    html.push_str("</a>");
                }
            }
            Fill::Image(image) => {
                if let Some(href) = self.target_href(&image.target, None) {
                    html.push_str("<img loading=\"lazy\" decoding=\"async\" src=\"");
                    html.push_str(&href);
                    html.push_str("\" alt=\"");
                    pulldown_cmark_escape::escape_html(&mut *html, &image.alt).expect("writing to a string can't fail");
                    html.push('"');
                    if let Some((width, height)) = self.picture_size(&image.target) {
                        html.push_str(&format!(" width=\"{width}\" height=\"{height}\""));
                    }
                    html.push('>');
                }
            }
        }))
    }

    fn picture_size(&self, target: &Target) -> Option<(u32, u32)> {
        let sizes = &self.model().picture_sizes;
        match target {
            Target::Content(path) => sizes.get(path.as_str()),
            Target::Public(path) => sizes.get(format!("/{path}").as_str()),
        }
        .copied()
    }

    /// The reference to something of the portal's own; `None` when it isn't in the site.
    fn target_href(&self, target: &Target, anchor: Option<&str>) -> Option<String> {
        let model = self.model();
        let mut href = match target {
            Target::Public(path) => model.public.contains(path.as_str()).then(|| self.href(path))?,
            Target::Content(path) => {
                if let Some(position) = model.by_path.get(path.as_str()) {
                    return Some(self.place_href(&model.documents[*position], path, anchor));
                } else if model.assets.contains(path.as_str()) {
                    self.href(path)
                } else if let Some(catalog) = model.catalogs.iter().find(|catalog| *catalog.path == **path) {
                    let page = self.page_href("catalog/index.html");
                    let place = anchor.map_or_else(|| catalog_anchor(&catalog.name), product_anchor);
                    return Some(format!("{page}#{}", encoded(&place)));
                } else {
                    return None;
                }
            }
        };
        if let Some(anchor) = anchor {
            href.push('#');
            push_encoded(anchor, &mut href);
        }
        Some(href)
    }

    /// The reference to the page of `document` that the file at `path` is shown on, and to the place that authors call
    /// `anchor`, if the page has it in this language.
    fn place_href(&self, document: &Document, path: &str, anchor: Option<&str>) -> String {
        let part = document.part(path);
        let (page, _) = part.page(self.language.tag());
        let is_minutes = part.kind == Kind::Minutes;
        let place = anchor.and_then(|anchor| page.body.id_of(anchor)).or(is_minutes.then(|| "minutes".to_owned()));
        let href = self.document_href(document);
        place.map_or(href.clone(), |place| format!("{href}#{}", encoded(&place)))
    }

    pub(super) fn document_href(&self, document: &Document) -> String {
        let ending = if document.kind == Kind::Issue { "/index.html" } else { ".html" };
        self.page_href(&format!("{}{ending}", document.key))
    }

    /// The reference to a picture that the file at `from` names.
    pub(super) fn picture(&self, written: &At<String>, from: &str) -> Option<String> {
        match Destination::read(&written.value, from) {
            Destination::Own(target, _) => self.target_href(&target, None),
            _ => None,
        }
    }

    /// The document that a path written in the file at `from` names.
    pub(super) fn named(&self, written: &At<String>, from: &str) -> Option<&'a Document> {
        let Destination::Own(Target::Content(path), _) = Destination::read(&written.value, from) else {
            return None;
        };
        let model = self.model();
        model.by_path.get(path.as_str()).map(|position| &model.documents[*position])
    }

    /// A time that a meeting is held, in words.
    pub(super) fn when(&self, held: &Occurrence, whole_days: bool) -> String {
        let texts = &self.language.texts;
        let (date, time) = (held.start.date_naive(), |moment: &DateTime<Tz>| texts.time(moment.time()));
        let day = texts.date_and_weekday(date);
        let end = held.end.filter(|end| *end != held.start);
        match end {
            None if whole_days => texts.fill("when.day", &[("date", &day)]).into_owned(),
            None => texts.fill("when.time", &[("date", &day), ("from", &time(&held.start))]).into_owned(),
            Some(end) if end.date_naive() == date => texts
                .fill("when.times", &[("date", &day), ("from", &time(&held.start)), ("to", &time(&end))])
                .into_owned(),
            Some(end) => {
                let last = texts.date_and_weekday(end.date_naive());
                if whole_days {
                    return texts.fill("when.days", &[("from", &day), ("to", &last)]).into_owned();
                }
                let times = [("from", &day as &dyn std::fmt::Display), ("to", &last)];
                let (start, end) = (time(&held.start), time(&end));
                texts.fill("when.days-and-times", &[times[0], times[1], ("start", &start), ("end", &end)]).into_owned()
            }
        }
    }
}

/// What lists and read marks call a document in its current version.
pub fn document_version(document: &Document) -> DocumentVersion {
    DocumentVersion::new(&document.key, document.version())
}

/// The anchor of a product on the catalogue page. An id has no white space.
pub fn product_anchor(code: &str) -> String {
    format!("p-{}", code.replace(char::is_whitespace, "_"))
}

/// The anchor of a catalogue on the catalogue page.
pub fn catalog_anchor(name: &str) -> String {
    format!("catalog-{}", name.replace(char::is_whitespace, "_"))
}

/// The full address of a path of the site.
pub fn absolute(base: &str, path: &str) -> String {
    base.to_owned() + &encoded_path(path)
}

fn encoded_path(path: &str) -> String {
    path.split('/').map(encoded).collect::<Vec<_>>().join("/")
}

fn encoded(anchor: &str) -> String {
    let mut text = String::new();
    push_encoded(anchor, &mut text);
    text
}
