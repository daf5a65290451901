//! Turns the parser's events into ours: ids, holes, wrapped tables, no raw HTML.

use std::collections::BTreeMap;
use std::iter::Peekable;
use std::ops::Range;
use std::sync::Arc;

use pulldown_cmark::{CowStr, Event, HeadingLevel, LinkType, Tag, TagEnd};

use super::clauses::Clause;
use super::ids;
use super::links::{ALLOWED_SCHEMES, Destination, Target};
use super::{Fill, Heading, Image, Link, Style};
use crate::diagnostic::{Diagnostic, Place};

/// Marks a hole in the rendered HTML. The parser replaces this character wherever an author wrote it.
pub(super) const HOLE: char = '\0';

pub(super) struct Rewritten<'a> {
    pub events: Vec<Event<'a>>,
    pub fills: Vec<Fill>,
    pub outline: Vec<Heading>,
    pub clauses: Vec<Clause>,
    pub anchors: Vec<String>,
    pub characters: usize,
    pub problems: Vec<Diagnostic>,
}

/// The text being rewritten, and where it comes from.
pub(super) struct Source<'p> {
    pub offset: usize,
    pub path: &'p Arc<str>,
    pub links_from: &'p str,
    pub style: Style,
}

pub(super) fn rewrite<'a>(
    events: impl Iterator<Item = (Event<'a>, Range<usize>)>,
    source: &Source<'_>,
) -> Rewritten<'a> {
    let mut rewriter = Rewriter {
        events: events.peekable(),
        source,
        out: Rewritten {
            events: Vec::new(),
            fills: Vec::new(),
            outline: Vec::new(),
            clauses: Vec::new(),
            anchors: Vec::new(),
            characters: 0,
            problems: Vec::new(),
        },
        ids: BTreeMap::new(),
        own_anchors: Vec::new(),
        links: Vec::new(),
        in_clause: false,
    };
    rewriter.run();
    rewriter.finish()
}

struct Rewriter<'p, 'a, I: Iterator<Item = (Event<'a>, Range<usize>)>> {
    events: Peekable<I>,
    source: &'p Source<'p>,
    out: Rewritten<'a>,
    /// Every id given so far, with its place.
    ids: BTreeMap<String, Range<usize>>,
    /// Links to places on this page, checked at the end.
    own_anchors: Vec<(String, Range<usize>)>,
    /// For each open link, whether it is a hole.
    links: Vec<LinkEnd>,
    in_clause: bool,
}

/// How a link's end is written.
enum LinkEnd {
    /// With the page that shows it.
    Hole,
    /// As `</a>`.
    Written,
    /// Not at all: the link is plain text.
    Nothing,
}

impl<'a, I: Iterator<Item = (Event<'a>, Range<usize>)>> Rewriter<'_, 'a, I> {
    fn run(&mut self) {
        while let Some((event, span)) = self.events.next() {
            self.event(event, span);
        }
    }

    fn finish(mut self) -> Rewritten<'a> {
        for (anchor, span) in std::mem::take(&mut self.own_anchors) {
            if !self.ids.contains_key(&anchor) {
                let place = self.place(&span);
                self.out.problems.push(Diagnostic::error("anchor-to-nothing", place).with("anchor", &anchor));
            }
        }
        self.out.anchors = self.ids.into_keys().collect();
        self.out
    }

    fn place(&self, span: &Range<usize>) -> Place {
        Place::new(self.source.path, span.start + self.source.offset..span.end + self.source.offset)
    }

    fn report(&mut self, diagnostic: Diagnostic) {
        self.out.problems.push(diagnostic);
    }

    fn html(&mut self, html: impl Into<CowStr<'a>>) {
        self.out.events.push(Event::InlineHtml(html.into()));
    }

    fn hole(&mut self, fill: Fill) {
        self.out.fills.push(fill);
        self.html("\0");
    }

    fn event(&mut self, event: Event<'a>, span: Range<usize>) {
        match event {
            Event::Start(Tag::Heading { level, id, .. }) => self.heading(level, id, span),
            Event::Start(Tag::Paragraph) if self.source.style == Style::Contract => self.paragraph(span),
            Event::End(TagEnd::Paragraph) if self.in_clause => {
                self.in_clause = false;
                self.html("</p>\n");
            }
            Event::Start(Tag::Table(alignments)) => {
                self.table_box();
                self.out.events.push(Event::Start(Tag::Table(alignments)));
            }
            Event::End(TagEnd::Table) => {
                self.out.events.push(Event::End(TagEnd::Table));
                self.html("</div>\n");
            }
            // The parser leaves it to its own renderer to put the scheme before a bare mail address.
            Event::Start(Tag::Link { link_type: LinkType::Email, dest_url, title, .. }) => {
                self.link(format!("mailto:{dest_url}").into(), &title, span);
            }
            Event::Start(Tag::Link { dest_url, title, .. }) => self.link(dest_url, &title, span),
            Event::End(TagEnd::Link) => match self.links.pop() {
                Some(LinkEnd::Hole) => self.hole(Fill::CloseLink),
                Some(LinkEnd::Written) => self.html("</a>"),
                Some(LinkEnd::Nothing) | None => {}
            },
            Event::Start(Tag::Image { dest_url, .. }) => self.image(&dest_url, span),
            Event::Start(Tag::HtmlBlock) => {
                self.raw_html(&span);
                self.out.events.push(Event::Start(Tag::Paragraph));
            }
            Event::End(TagEnd::HtmlBlock) => self.out.events.push(Event::End(TagEnd::Paragraph)),
            Event::InlineHtml(html) => {
                self.raw_html(&span);
                self.out.events.push(Event::Text(html));
            }
            Event::Html(html) => self.out.events.push(Event::Text(html)),
            Event::TaskListMarker(done) => self.html(if done { "☑ " } else { "☐ " }),
            Event::Start(Tag::FootnoteDefinition(name)) => {
                let id = ids::of_footnote(&name, self.source.style);
                self.out.events.push(Event::Start(Tag::FootnoteDefinition(id.into())));
            }
            Event::FootnoteReference(name) => {
                let id = ids::of_footnote(&name, self.source.style);
                self.out.events.push(Event::FootnoteReference(id.into()));
            }
            Event::Text(text) => {
                self.out.characters += text.chars().count();
                self.out.events.push(Event::Text(text));
            }
            other => self.out.events.push(other),
        }
    }

    /// A wide table scrolls in a box of its own, which the keyboard can reach; its heading says what it is.
    fn table_box(&mut self) {
        let mut open = String::from("<div class=\"table\" tabindex=\"0\"");
        if let Some(heading) = self.out.outline.last() {
            open.push_str(" role=\"group\" aria-labelledby=\"");
            pulldown_cmark_escape::escape_html(&mut open, &heading.id).expect("writing to a string can't fail");
            open.push('"');
        }
        open.push('>');
        self.html(open);
    }

    fn raw_html(&mut self, span: &Range<usize>) {
        let place = self.place(span);
        self.report(Diagnostic::warning("raw-html", place));
    }

    /// Reads the heading whole, since its id comes from its text.
    fn heading(&mut self, level: HeadingLevel, id: Option<CowStr<'a>>, span: Range<usize>) {
        let start = self.out.events.len();
        self.out.events.push(Event::Text(CowStr::Borrowed("")));
        let mut text = String::new();
        while let Some((event, inner)) = self.events.next() {
            match &event {
                Event::End(TagEnd::Heading(_)) => break,
                Event::Text(part) | Event::Code(part) => text.push_str(part),
                _ => {}
            }
            self.event(event, inner);
        }
        let number = level as u8;
        if number == 1 {
            let place = self.place(&span);
            self.report(Diagnostic::warning("heading-of-first-level", place));
        }
        let number = number.max(2);
        let clause = if self.source.style == Style::Contract && number == 2 { self.clause(&text, &span) } else { None };
        let id = match (&clause, id) {
            (Some(clause), _) => self.given_id(clause.id.clone(), &span),
            (None, Some(id)) => self.given_id(id.to_string(), &span),
            (None, None) => self.free_id(slug(&text), &span),
        };
        let id = ids::written(&id, self.source.style);
        let mut open = format!("<h{number} id=\"");
        let escaped = |text: &str, into: &mut String| {
            pulldown_cmark_escape::escape_html(into, text).expect("writing to a string can't fail");
        };
        escaped(&id, &mut open);
        open.push_str("\">");
        let mut close = String::from(" <a class=\"anchor\" href=\"#");
        escaped(&id, &mut close);
        close.push_str("\" aria-hidden=\"true\" tabindex=\"-1\">#</a></h");
        close.push_str(&number.to_string());
        close.push_str(">\n");
        self.out.events[start] = Event::InlineHtml(open.into());
        self.html(close);
        self.out.outline.push(Heading { level: number, id, text: text.trim().to_owned() });
        self.out.clauses.extend(clause);
    }

    fn clause(&mut self, text: &str, span: &Range<usize>) -> Option<Clause> {
        let clause = Clause::from_heading(text);
        if clause.is_none() {
            let place = self.place(span);
            self.report(Diagnostic::error("clause-without-number", place).with("heading", text.trim()));
        }
        clause
    }

    /// A paragraph of a contract: one that begins with a number is a sub-clause and can be linked to.
    fn paragraph(&mut self, span: Range<usize>) {
        let clause = match self.events.peek() {
            Some((Event::Text(text), _)) => Clause::from_paragraph(text),
            _ => None,
        };
        let Some(clause) = clause else {
            self.out.events.push(Event::Start(Tag::Paragraph));
            return;
        };
        let parent = clause.parent().unwrap_or_default();
        if !self.out.clauses.iter().any(|earlier| earlier.number == parent) {
            let place = self.place(&span);
            self.report(
                Diagnostic::error("clause-in-the-wrong-place", place)
                    .with("number", &clause.number)
                    .with("parent", parent),
            );
        }
        let id = self.given_id(clause.id.clone(), &span);
        let number = &clause.number;
        self.html(format!("<p class=\"clause\" id=\"{id}\"><a class=\"clause-link\" href=\"#{id}\">{number}</a>"));
        self.in_clause = true;
        if let Some((Event::Text(text), inner)) = self.events.next() {
            let rest: CowStr<'a> = text[clause.label.len()..].to_owned().into();
            self.event(Event::Text(rest), inner);
        }
        self.out.clauses.push(clause);
    }

    fn given_id(&mut self, id: String, span: &Range<usize>) -> String {
        if let Some(first) = self.ids.get(&id) {
            let (place, first) = (self.place(span), self.place(first));
            let name = if id.starts_with("clause-") { "clause-number-twice" } else { "anchor-twice" };
            let number = id.trim_start_matches("clause-").to_owned();
            self.report(Diagnostic::error(name, place).with("anchor", &id).with("number", number).related_to(first));
            return self.free_id(id, span);
        }
        self.ids.insert(id.clone(), span.clone());
        id
    }

    fn free_id(&mut self, id: String, span: &Range<usize>) -> String {
        let mut free = id.clone();
        let mut count = 1;
        while self.ids.contains_key(&free) {
            count += 1;
            free = format!("{id}-{count}");
        }
        self.ids.insert(free.clone(), span.clone());
        free
    }

    fn link(&mut self, url: CowStr<'a>, title: &str, span: Range<usize>) {
        let shown = match Destination::read(&url, self.source.links_from) {
            Destination::Own(target, anchor) => {
                let file_span = span.start + self.source.offset..span.end + self.source.offset;
                self.hole(Fill::OpenLink(Link { target, anchor, span: file_span }));
                LinkEnd::Hole
            }
            Destination::Here(anchor) => {
                let mut open = String::from("<a href=\"#");
                let id = ids::written(&anchor, self.source.style);
                pulldown_cmark_escape::escape_html(&mut open, &id).expect("writing to a string can't fail");
                open.push_str("\">");
                self.html(open);
                self.own_anchors.push((anchor, span));
                LinkEnd::Written
            }
            Destination::Elsewhere => {
                let mut open = String::from("<a rel=\"noopener noreferrer\" href=\"");
                pulldown_cmark_escape::escape_href(&mut open, &url).expect("writing to a string can't fail");
                if !title.is_empty() {
                    open.push_str("\" title=\"");
                    pulldown_cmark_escape::escape_html(&mut open, title).expect("writing to a string can't fail");
                }
                open.push_str("\">");
                self.html(open);
                LinkEnd::Written
            }
            Destination::ForbiddenScheme(scheme) => {
                let place = self.place(&span);
                self.report(
                    Diagnostic::error("forbidden-scheme", place)
                        .with("scheme", scheme)
                        .with("allowed", ALLOWED_SCHEMES.join(", ")),
                );
                LinkEnd::Nothing
            }
            Destination::Outside => {
                let place = self.place(&span);
                self.report(Diagnostic::error("link-out-of-the-folder", place).with("link", &url));
                LinkEnd::Nothing
            }
        };
        self.links.push(shown);
    }

    fn image(&mut self, url: &str, span: Range<usize>) {
        let mut alt = String::new();
        let mut depth = 1;
        for (event, _) in self.events.by_ref() {
            match event {
                Event::Start(Tag::Image { .. }) => depth += 1,
                Event::End(TagEnd::Image) => depth -= 1,
                Event::Text(text) | Event::Code(text) => alt.push_str(&text),
                _ => {}
            }
            if depth == 0 {
                break;
            }
        }
        let place = self.place(&span);
        if alt.trim().is_empty() {
            self.report(Diagnostic::error("picture-without-words", place.clone()));
        }
        match Destination::read(url, self.source.links_from) {
            Destination::Own(target @ (Target::Content(_) | Target::Public(_)), _) => {
                let file_span = span.start + self.source.offset..span.end + self.source.offset;
                self.hole(Fill::Image(Image { target, alt: alt.trim().to_owned(), span: file_span }));
            }
            Destination::Outside => {
                self.report(Diagnostic::error("link-out-of-the-folder", place).with("link", url));
            }
            _ => self.report(Diagnostic::error("picture-from-elsewhere", place).with("link", url)),
        }
    }
}

/// An anchor from a heading's text: letters and digits of any script, hyphens between.
fn slug(text: &str) -> String {
    let mut slug = String::with_capacity(text.len());
    for c in text.trim().chars() {
        if c.is_alphanumeric() {
            slug.extend(c.to_lowercase());
        } else if !slug.ends_with('-') && !slug.is_empty() {
            slug.push('-');
        }
    }
    let slug = slug.trim_end_matches('-');
    if slug.is_empty() { "section".to_owned() } else { slug.to_owned() }
}
