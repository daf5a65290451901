//! TOML's own errors, in our words.

use std::sync::Arc;

use toml::de::Error;

use crate::diagnostic::{Diagnostic, Place};

/// The parser's messages that have a text of their own; anything else is shown as the parser says it.
const KNOWN: [(&str, &str); 9] = [
    ("invalid date", "date-does-not-exist"),
    ("invalid datetime", "date-does-not-exist"),
    ("invalid time", "date-does-not-exist"),
    ("duplicate key", "duplicate-key"),
    ("string values must be quoted", "text-without-quotes"),
    ("unclosed", "not-closed"),
    ("invalid basic string", "not-closed"),
    ("invalid literal string", "not-closed"),
    ("unexpected key or value", "more-than-one-value"),
];

pub(super) fn diagnostic(error: &Error, source: &str, offset: usize, path: &Arc<str>) -> Diagnostic {
    let span = error.span().unwrap_or(0..0);
    let message = error.message();
    let name = KNOWN.iter().find(|(start, _)| message.starts_with(start)).map_or("toml-syntax", |(_, name)| name);
    let place = Place::new(path, span.start + offset..span.end + offset);
    let text = source.get(span).unwrap_or_default().trim();
    Diagnostic::error(name, place).with("text", text).with("detail", message)
}

/// A mistake that the parser told is often stumbled over again by whoever reads the value, yet it is one problem. The
/// parser's word counts, but for a key in letters that TOML doesn't take: the keys that would do help more there.
pub(super) fn each_once(mut told: Vec<Diagnostic>, mut found: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let meet = |a: &Diagnostic, b: &Diagnostic| {
        let (a, b) = (a.place.span, b.place.span);
        a.0 <= b.1 && b.0 <= a.1
    };
    let unknown_key = |problem: &Diagnostic| problem.name.starts_with("unknown-key");
    told.retain(|told| !found.iter().any(|found| unknown_key(found) && found.place == told.place));
    found.retain(|found| !told.iter().any(|told| meet(told, found)));
    told.append(&mut found);
    told
}
