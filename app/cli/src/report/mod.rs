//! How problems look: the only place that knows. On a terminal with colours and the line under which the mark stands,
//! one line each for editors, and as HTML for the page that `serve` shows.

mod excerpt;
mod html;
mod left_out;
mod paths;
mod terminal;
mod visible;

use std::collections::BTreeMap;
use std::sync::Arc;

use dealerbook_locale::{Argument, Texts};
use dealerbook_site::{Diagnostic, Place, Severity};

use excerpt::{Excerpt, Source};
pub use left_out::left_out;
pub use paths::Paths;
pub use visible::visible;

/// Problems put into words, with the lines they point at.
pub struct Problems<'a> {
    texts: &'a Texts,
    problems: Vec<Problem>,
}

/// One problem as it is shown. Nothing in it can act on a terminal.
struct Problem {
    severity: Severity,
    message: String,
    advice: Option<String>,
    at: Spot,
    related: Option<Spot>,
}

/// A place as it is shown.
struct Spot {
    /// In the company's folder.
    path: String,
    /// From the working directory, so that it can be opened as it stands.
    openable: String,
    /// `None` when the whole file is meant, or can't be read.
    excerpt: Option<Excerpt>,
}

impl<'a> Problems<'a> {
    /// Puts `diagnostics` of the company whose files are at `paths` into words.
    pub fn new(texts: &'a Texts, paths: &Paths, diagnostics: &[Diagnostic]) -> Self {
        let mut sources: BTreeMap<Arc<str>, Option<Source>> = BTreeMap::new();
        let mut spot = |place: &Place| {
            let whole_file = place.span == (0, 0);
            let read = || std::fs::read(paths.on_disk(&place.path)).ok().map(Source::new);
            let source = (!whole_file).then(|| sources.entry(Arc::clone(&place.path)).or_insert_with(read).as_ref());
            Spot {
                path: visible(&place.path),
                openable: visible(&paths.openable(&place.path)),
                excerpt: source.flatten().map(|source| source.excerpt(place.span)),
            }
        };
        let problems = diagnostics.iter().map(|diagnostic| {
            let [message, advice] = ["message", "advice"].map(|part| format!("problem.{}.{part}", diagnostic.name));
            Problem {
                severity: diagnostic.severity,
                message: filled(texts, &message, &diagnostic.arguments),
                advice: texts.has(&advice).then(|| filled(texts, &advice, &diagnostic.arguments)),
                at: spot(&diagnostic.place),
                related: diagnostic.related.as_ref().map(&mut spot),
            }
        });
        Self { texts, problems: problems.collect() }
    }

    /// How many there are, in words: 发现 3 处错误、1 处提醒.
    pub fn summary(&self) -> String {
        let count = |severity| self.problems.iter().filter(|problem| problem.severity == severity).count();
        let counts = [
            (count(Severity::Error), "command.summary.errors"),
            (count(Severity::Warning), "command.summary.warnings"),
        ];
        let counted: Vec<String> =
            counts.iter().filter(|(count, _)| *count > 0).map(|(count, key)| self.texts.count(key, *count)).collect();
        if counted.is_empty() {
            return self.texts.get("command.summary.nothing").to_owned();
        }
        let problems = counted.join(self.texts.get("format.list"));
        self.texts.fill("command.summary.found", &[("problems", &problems)]).into_owned()
    }

    /// For a terminal: coloured by escape sequences, which the caller takes out where there are no colours.
    pub fn long(&self) -> String {
        self.problems.iter().map(|problem| terminal::long(problem, self.texts)).collect()
    }

    /// One line for each problem, `path:line:column: error: message`, as editors and scripts read it.
    pub fn short(&self) -> String {
        self.problems.iter().map(terminal::short).collect()
    }

    /// A heading and a list, for a page. Everything from files is escaped.
    pub fn html(&self) -> String {
        html::list(&self.summary(), &self.problems, self.texts)
    }
}

/// The text of `key`. What is filled in comes from files and stays on its line.
fn filled(texts: &Texts, key: &str, arguments: &[(&'static str, String)]) -> String {
    let arguments: Vec<(&str, String)> = arguments.iter().map(|(name, value)| (*name, visible(value))).collect();
    let arguments: Vec<Argument<'_>> = arguments.iter().map(|(name, value)| (*name, value as _)).collect();
    texts.fill(key, &arguments).into_owned()
}

#[cfg(test)]
mod tests;
