//! Problems as lines that a person can read and a test can compare.

use std::fs;
use std::path::Path;

use dealerbook_locale::{Argument, built_in};
use dealerbook_site::{Diagnostic, Place, Report, Severity};

/// Every problem of `report` as `path:line:column: error: message → advice`, in the first language. The other half of
/// a problem follows on a line of its own.
pub fn lines(report: &Report, folder: &Path) -> String {
    let texts = built_in("zh-Hans");
    let mut lines = String::new();
    for problem in &report.diagnostics {
        let Diagnostic { severity, name, arguments, place, related } = problem;
        let severity = if *severity == Severity::Error { "error" } else { "warning" };
        let arguments: Vec<Argument<'_>> = arguments.iter().map(|(name, value)| (*name, value as _)).collect();
        let message = texts.fill(&format!("problem.{name}.message"), &arguments).into_owned();
        let advice = texts.fill(&format!("problem.{name}.advice"), &arguments).into_owned();
        lines += &format!("{}: {severity}: {message} → {advice}\n", position(place, folder));
        if let Some(related) = related {
            lines += &format!("  {}\n", position(related, folder));
        }
    }
    lines
}

/// The names of all problems, each once.
pub fn names(report: &Report) -> Vec<&'static str> {
    let mut names: Vec<&str> = report.diagnostics.iter().map(|problem| problem.name).collect();
    names.sort_unstable();
    names.dedup();
    names
}

/// `path:line:column`, both counted from 1, the column in characters; the path alone where the whole file is meant.
fn position(place: &Place, folder: &Path) -> String {
    if place.span == (0, 0) {
        return place.path.to_string();
    }
    let bytes = fs::read(folder.join(&*place.path)).expect("a problem names a file that is there");
    assert!(place.span.0 <= place.span.1 && place.span.1 <= bytes.len(), "{place:?} is outside the file");
    let before = String::from_utf8_lossy(&bytes[..place.span.0]);
    let line_start = before.rfind('\n').map_or(0, |at| at + 1);
    let line = before.matches('\n').count() + 1;
    let column = before[line_start..].trim_start_matches('\u{feff}').chars().count() + 1;
    format!("{}:{line}:{column}", place.path)
}
