//! Markdown to HTML, with holes where the result depends on the page that shows it: links and images.
//!
//! A body is rendered once, when its file is read, and filled in for each page that shows it. Raw HTML is
//! shown as text, and only the URL schemes of [`links`] pass.

pub mod clauses;
pub mod ids;
pub mod links;
mod rewrite;

use std::ops::Range;
use std::sync::Arc;

use pulldown_cmark::{Options, Parser, html};

use crate::diagnostic::Diagnostic;
use clauses::Clause;
use links::Target;

/// A heading, for a page's table of contents.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Heading {
    /// 2 for `##`, and so on.
    pub level: u8,
    /// The anchor.
    pub id: String,
    /// Its text without markup.
    pub text: String,
}

/// A place in the HTML that is filled in for each page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hole {
    /// Byte of the HTML where it stands.
    pub at: usize,
    /// What goes there.
    pub fill: Fill,
}

/// What a hole is filled with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fill {
    /// `<a href="…">`, or nothing when the target is left out of the site.
    OpenLink(Link),
    /// The `</a>` of the last link that was opened.
    CloseLink,
    /// A whole `<img>`.
    Image(Image),
}

/// A link to something of the portal's own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// Where it leads.
    pub target: Target,
    /// The part behind `#`.
    pub anchor: Option<String>,
    /// Bytes of the source file.
    pub span: Range<usize>,
}

/// A picture.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Image {
    /// The picture's file.
    pub target: Target,
    /// What it shows, in words.
    pub alt: String,
    /// Bytes of the source file.
    pub span: Range<usize>,
}

/// A rendered body.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Body {
    html: String,
    holes: Vec<Hole>,
    style: Style,
    /// Its headings, in order.
    pub outline: Vec<Heading>,
    /// Its numbered clauses, where it is a contract.
    pub clauses: Vec<Clause>,
    /// Everything in it that a link can point at, sorted.
    pub anchors: Vec<String>,
    /// How many characters people read.
    pub characters: usize,
}

/// How a body is to be read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Style {
    /// Running text.
    #[default]
    Text,
    /// A contract: headings and paragraphs carry clause numbers.
    Contract,
    /// Minutes, which stand on their meeting's page.
    Minutes,
}

impl Body {
    /// Renders `markdown`, which begins at byte `offset` of the file at `path` and whose links are written from
    /// `links_from`; notes what is wrong in it.
    pub fn render(
        markdown: &str,
        offset: usize,
        path: &Arc<str>,
        links_from: &str,
        style: Style,
    ) -> (Self, Vec<Diagnostic>) {
        let options = Options::ENABLE_TABLES
            | Options::ENABLE_FOOTNOTES
            | Options::ENABLE_STRIKETHROUGH
            | Options::ENABLE_TASKLISTS
            | Options::ENABLE_HEADING_ATTRIBUTES;
        let parser = Parser::new_ext(markdown, options).into_offset_iter();
        let rewritten = rewrite::rewrite(parser, &rewrite::Source { offset, path, links_from, style });
        let mut marked = String::with_capacity(markdown.len() * 3 / 2);
        html::push_html(&mut marked, rewritten.events.into_iter());
        let marked = without_inline_styles(marked);
        let (html, holes) = cut_holes(&marked, rewritten.fills);
        let body = Self {
            html,
            holes,
            style,
            outline: rewritten.outline,
            clauses: rewritten.clauses,
            anchors: rewritten.anchors,
            characters: rewritten.characters,
        };
        (body, rewritten.problems)
    }

    /// Whether there is nothing to read.
    pub fn is_empty(&self) -> bool {
        self.html.trim().is_empty()
    }

    /// The id in the HTML of the place that authors call `anchor`; `None` when there is no such place.
    pub fn id_of(&self, anchor: &str) -> Option<String> {
        let known = self.anchors.binary_search_by(|known| known.as_str().cmp(anchor)).is_ok();
        known.then(|| ids::written(anchor, self.style))
    }

    /// The holes, in order.
    pub fn holes(&self) -> &[Hole] {
        &self.holes
    }

    /// The HTML with each hole filled by `fill`.
    pub fn filled(&self, mut fill: impl FnMut(&Fill, &mut String)) -> String {
        let mut html = String::with_capacity(self.html.len() + self.holes.len() * 64);
        let mut done = 0;
        for hole in &self.holes {
            html.push_str(&self.html[done..hole.at]);
            fill(&hole.fill, &mut html);
            done = hole.at;
        }
        html.push_str(&self.html[done..]);
        html
    }
}

/// The renderer aligns table cells by `style=`, which the Content-Security-Policy forbids. Text can't contain
/// these attributes: its quotation marks are escaped.
fn without_inline_styles(html: String) -> String {
    if !html.contains(" style=\"text-align") {
        return html;
    }
    ["left", "center", "right"]
        .iter()
        .fold(html, |html, side| html.replace(&format!(" style=\"text-align: {side}\""), &format!(" class=\"{side}\"")))
}

/// Takes out the marks that `rewrite` left where holes are.
fn cut_holes(marked: &str, fills: Vec<Fill>) -> (String, Vec<Hole>) {
    let mut html = String::with_capacity(marked.len());
    let mut holes = Vec::with_capacity(fills.len());
    let mut parts = marked.split(rewrite::HOLE);
    html.push_str(parts.next().unwrap_or_default());
    for (part, fill) in parts.zip(fills) {
        holes.push(Hole { at: html.len(), fill });
        html.push_str(part);
    }
    html.shrink_to_fit();
    (html, holes)
}

#[cfg(test)]
mod tests;
