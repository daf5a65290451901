//! Texts by key, with named places to fill in.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt::Display;

use serde::{Deserialize, Serialize};

/// A name in a text and what to put there.
pub type Argument<'a> = (&'a str, &'a dyn Display);

/// All texts of one language.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Texts {
    language: String,
    texts: BTreeMap<String, String>,
}

impl Texts {
    /// The texts of `language`, a BCP 47 tag.
    pub fn new(language: impl Into<String>, texts: BTreeMap<String, String>) -> Self {
        Self { language: language.into(), texts }
    }

    /// BCP 47 tag of the language.
    pub fn language(&self) -> &str {
        &self.language
    }

    /// Every key with its text, in order of the keys.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.texts.iter().map(|(key, text)| (key.as_str(), text.as_str()))
    }

    /// Whether there is a text for `key`.
    pub fn has(&self, key: &str) -> bool {
        self.texts.contains_key(key)
    }

    /// The text for `key` as it stands; the key itself where there is none, so a gap is seen and found.
    pub fn get<'a>(&'a self, key: &'a str) -> &'a str {
        self.texts.get(key).map_or(key, String::as_str)
    }

    /// The text for `key` with its `{names}` replaced. A name without an argument stays as it is.
    pub fn fill<'a>(&'a self, key: &'a str, arguments: &[Argument<'_>]) -> Cow<'a, str> {
        fill(self.get(key), arguments)
    }

    /// The text for `count` things: `key.one` for exactly one where the language has it, else `key.other`,
    /// with `{count}` filled in.
    pub fn count(&self, key: &str, count: usize) -> String {
        let one = format!("{key}.one");
        let chosen = if count == 1 && self.has(&one) { one } else { format!("{key}.other") };
        self.fill(&chosen, &[("count", &count)]).into_owned()
    }

    /// These texts where they exist, else those of `fallback`.
    pub fn or(mut self, fallback: &Self) -> Self {
        for (key, text) in &fallback.texts {
            self.texts.entry(key.clone()).or_insert_with(|| text.clone());
        }
        self
    }

    /// Only the texts whose key starts with one of `prefixes`: what a page hands to its islands.
    pub fn only(&self, prefixes: &[&str]) -> Self {
        let kept = self.texts.iter().filter(|(key, _)| prefixes.iter().any(|prefix| key.starts_with(prefix)));
        Self::new(self.language.clone(), kept.map(|(key, text)| (key.clone(), text.clone())).collect())
    }
}

fn fill<'a>(text: &'a str, arguments: &[Argument<'_>]) -> Cow<'a, str> {
    if arguments.is_empty() || !text.contains('{') {
        return Cow::Borrowed(text);
    }
    let mut filled = String::with_capacity(text.len() + 16);
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        filled.push_str(before);
        let named = after.split_once('}').and_then(|(name, tail)| {
            let (_, value) = arguments.iter().find(|(known, _)| *known == name)?;
            Some((value, tail))
        });
        match named {
            Some((value, tail)) => {
                filled.push_str(&value.to_string());
                rest = tail;
            }
            None => {
                filled.push('{');
                rest = after;
            }
        }
    }
    filled.push_str(rest);
    Cow::Owned(filled)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(pairs: &[(&str, &str)]) -> Texts {
        Texts::new("en", pairs.iter().map(|(key, text)| ((*key).to_owned(), (*text).to_owned())).collect())
    }

    #[test]
    fn names_are_filled_in_and_unknown_ones_stay() {
        let texts = texts(&[("a", "{who} sent {count} of {total}, {{who}}")]);
        assert_eq!(texts.fill("a", &[("who", &"D001"), ("count", &3)]), "D001 sent 3 of {total}, {D001}");
    }

    #[test]
    fn an_argument_is_never_filled_in_twice() {
        let texts = texts(&[("a", "{x} {y}")]);
        assert_eq!(texts.fill("a", &[("x", &"{y}"), ("y", &"1")]), "{y} 1");
    }

    #[test]
    fn one_is_used_only_where_the_language_has_it() {
        let english = texts(&[("n.one", "{count} item"), ("n.other", "{count} items")]);
        assert_eq!(english.count("n", 1), "1 item");
        assert_eq!(english.count("n", 0), "0 items");
        assert_eq!(texts(&[("n.other", "{count} 篇")]).count("n", 1), "1 篇");
    }

    #[test]
    fn a_missing_text_falls_back_then_shows_its_key() {
        let merged = texts(&[("a", "A")]).or(&texts(&[("a", "甲"), ("b", "乙")]));
        assert_eq!((merged.get("a"), merged.get("b"), merged.get("c")), ("A", "乙", "c"));
    }
}
