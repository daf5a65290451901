//! Problems in a company's folder, each with its place. Collected everywhere, worded and shown elsewhere:
//! the texts stand in the locale files under `problem.<name>.message` and `problem.<name>.advice`.

use std::ops::Range;
use std::sync::Arc;

/// How much a problem matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Nothing is written until it is mended.
    Error,
    /// Probably not meant; the build goes on.
    Warning,
}

/// Bytes of one file. The path is relative to the company's folder, with forward slashes.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// The file.
    pub path: Arc<str>,
    /// From where to where in it, in bytes; empty at the start of the file when the whole file is meant.
    pub span: (usize, usize),
}

impl Place {
    /// The bytes `span` of the file at `path`.
    pub fn new(path: &Arc<str>, span: Range<usize>) -> Self {
        Self { path: Arc::clone(path), span: (span.start, span.end) }
    }

    /// The whole file at `path`.
    pub fn file(path: impl Into<Arc<str>>) -> Self {
        Self { path: path.into(), span: (0, 0) }
    }
}

/// One problem.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// How much it matters.
    pub severity: Severity,
    /// Which problem it is: the middle of its text keys.
    pub name: &'static str,
    /// What its texts' `{names}` stand for.
    pub arguments: Vec<(&'static str, String)>,
    /// Where it is.
    pub place: Place,
    /// The other half of it, where there is one: the first of two equal ids, the other end of a circle.
    pub related: Option<Place>,
}

impl Diagnostic {
    /// An error called `name` at `place`.
    pub fn error(name: &'static str, place: Place) -> Self {
        Self { severity: Severity::Error, name, arguments: Vec::new(), place, related: None }
    }

    /// A warning called `name` at `place`.
    pub fn warning(name: &'static str, place: Place) -> Self {
        Self { severity: Severity::Warning, ..Self::error(name, place) }
    }

    /// Fills `{name}` in its texts.
    pub fn with(mut self, name: &'static str, value: impl ToString) -> Self {
        self.arguments.push((name, value.to_string()));
        self
    }

    /// Points at the other half of the problem.
    pub fn related_to(mut self, place: Place) -> Self {
        self.related = Some(place);
        self
    }

    /// Whether it stops the build.
    pub fn is_error(&self) -> bool {
        self.severity == Severity::Error
    }
}

/// The known name nearest to `name`, when it is near enough to be what was meant.
pub fn nearest<'a>(name: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    known
        .into_iter()
        .map(|candidate| (strsim::damerau_levenshtein(name, candidate), candidate))
        .min_by_key(|(distance, _)| *distance)
        .filter(|(distance, candidate)| *distance <= 1 + candidate.len().max(name.len()) / 4)
        .map(|(_, candidate)| candidate)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_of_the_finger_finds_its_key() {
        let known = ["title", "date", "summary", "effective"];
        assert_eq!(nearest("titel", known), Some("title"));
        assert_eq!(nearest("efective", known), Some("effective"));
        assert_eq!(nearest("price", known), None, "too far from everything");
    }
}
