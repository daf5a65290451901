//! The locale files that come with the program.

use std::collections::BTreeMap;

use toml::{Table, Value};

use crate::Texts;

/// BCP 47 tags of the languages whose texts come with the program. The first is complete by definition;
/// what another lacks falls back to it.
pub const BUILT_IN_LANGUAGES: [&str; 2] = ["zh-Hans", "en"];

macro_rules! locale_files {
    ($language:literal) => {
        [
            include_str!(concat!("../texts/", $language, "/commands.toml")),
            include_str!(concat!("../texts/", $language, "/format.toml")),
            include_str!(concat!("../texts/", $language, "/islands.toml")),
            include_str!(concat!("../texts/", $language, "/pages.toml")),
            include_str!(concat!("../texts/", $language, "/problems.toml")),
            include_str!(concat!("../texts/", $language, "/words.toml")),
        ]
    };
}

/// The texts of `language` that come with the program, falling back to the first built-in language.
///
/// # Panics
/// When a locale file of ours isn't valid TOML; a test reads them all.
pub fn built_in(language: &str) -> Texts {
    let own = match language {
        "en" => parse("en", &locale_files!("en")),
        "zh-Hans" => return parse("zh-Hans", &locale_files!("zh-Hans")),
        _ => Texts::new(language, BTreeMap::new()),
    };
    own.or(&built_in(BUILT_IN_LANGUAGES[0]))
}

fn parse(language: &str, files: &[&str]) -> Texts {
    let mut texts = BTreeMap::new();
    for file in files {
        let table: Table = file.parse().expect("built-in locale files are valid TOML");
        flatten("", &table, &mut texts);
    }
    Texts::new(language, texts)
}

/// Adds the strings of nested tables under keys joined by dots: `[policy] state = "…"` is `policy.state`.
pub fn flatten(prefix: &str, table: &Table, into: &mut BTreeMap<String, String>) {
    for (name, value) in table {
        let key = if prefix.is_empty() { name.clone() } else { format!("{prefix}.{name}") };
        match value {
            Value::String(text) => {
                into.insert(key, text.clone());
            }
            Value::Table(table) => flatten(&key, table, into),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    /// The `{names}` of a text.
    fn names(text: &str) -> BTreeSet<&str> {
        text.split('{').skip(1).filter_map(|rest| rest.split_once('}')).map(|(name, _)| name).collect()
    }

    #[test]
    fn every_language_has_the_same_keys_and_names() {
        let chinese = built_in("zh-Hans");
        let english = parse("en", &locale_files!("en"));
        for (key, text) in chinese.iter() {
            assert!(english.has(key), "en lacks {key}");
            if !key.starts_with("format.") {
                assert_eq!(names(text), names(english.get(key)), "{key}");
            }
        }
        for (key, _) in english.iter().filter(|(key, _)| !key.ends_with(".one")) {
            assert!(chinese.has(key), "zh-Hans lacks {key}");
        }
    }
}
