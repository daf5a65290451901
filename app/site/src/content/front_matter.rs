//! The TOML between two `+++` lines at the top of a page.

use std::ops::Range;

/// A page cut in two.
#[derive(Debug, PartialEq, Eq)]
pub struct Split<'a> {
    /// The TOML between the lines.
    pub toml: &'a str,
    /// The byte of the text where the TOML begins.
    pub toml_at: usize,
    /// The Markdown behind them.
    pub body: &'a str,
    /// The byte of the text where the Markdown begins.
    pub body_at: usize,
}

/// Why a page can't be cut in two.
#[derive(Debug, PartialEq, Eq)]
pub enum SplitError {
    /// It doesn't begin with `+++`.
    Missing,
    /// There is no second `+++`; where the first one stands.
    NotClosed(Range<usize>),
}

/// Cuts `text` at its two `+++` lines.
///
/// # Errors
/// When one of them is missing.
pub fn split(text: &str) -> Result<Split<'_>, SplitError> {
    let first_line = text.split_inclusive('\n').next().unwrap_or_default();
    if first_line.trim_end() != "+++" {
        return Err(SplitError::Missing);
    }
    let toml_at = first_line.len();
    let mut at = toml_at;
    for line in text[toml_at..].split_inclusive('\n') {
        if line.trim_end() == "+++" {
            let body_at = at + line.len();
            return Ok(Split { toml: &text[toml_at..at], toml_at, body: &text[body_at..], body_at });
        }
        at += line.len();
    }
    Err(SplitError::NotClosed(0..3))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_line_ends_are_cut() {
        for text in ["+++\na = 1\n+++\nbody\n", "+++\r\na = 1\r\n+++ \r\nbody\n"] {
            let split = split(text).unwrap();
            assert_eq!((split.toml.trim(), split.body), ("a = 1", "body\n"));
            assert_eq!(&text[split.toml_at..split.toml_at + 5], "a = 1");
        }
        assert_eq!(split("+++\n+++").unwrap().body, "");
    }

    #[test]
    fn a_missing_line_is_told() {
        assert_eq!(split("# title"), Err(SplitError::Missing));
        assert_eq!(split("---\na: 1\n---\n"), Err(SplitError::Missing));
        assert_eq!(split("+++\na = 1\n"), Err(SplitError::NotClosed(0..3)));
    }
}
