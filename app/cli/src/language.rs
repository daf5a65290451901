//! Which language the command line speaks.

use clap::ValueEnum;

/// A language of the messages.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Language {
    /// 简体中文
    #[value(name = "zh-Hans")]
    Chinese,
    /// English
    #[value(name = "en")]
    English,
}

impl Language {
    /// The language of someone whose environment variables are `variable`. The first variable that is set decides, even
    /// if we don't speak what it asks for.
    pub fn of_environment(variable: impl Fn(&str) -> Option<String>) -> Self {
        let set = |name: &&str| variable(name).filter(|value| !value.is_empty());
        let asked = ["DEALERBOOK_LANG", "LC_ALL", "LC_MESSAGES", "LANG"].iter().find_map(set).unwrap_or_default();
        let language = asked.split(['_', '-', '.', '@']).next().unwrap_or_default();
        if language.eq_ignore_ascii_case("en") { Self::English } else { Self::Chinese }
    }

    /// The tag of its locale files.
    pub fn tag(self) -> &'static str {
        match self {
            Self::Chinese => "zh-Hans",
            Self::English => "en",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn language(variables: &[(&str, &str)]) -> &'static str {
        let value = |name: &str| variables.iter().find(|(key, _)| *key == name).map(|(_, value)| (*value).to_owned());
        Language::of_environment(value).tag()
    }

    #[test]
    fn ours_comes_before_the_systems_and_the_general_before_the_particular() {
        assert_eq!(language(&[("DEALERBOOK_LANG", "en"), ("LC_ALL", "zh_CN.UTF-8")]), "en");
        assert_eq!(language(&[("LC_ALL", "zh_CN.UTF-8"), ("LANG", "en_US.UTF-8")]), "zh-Hans");
        assert_eq!(language(&[("LC_MESSAGES", "en_GB"), ("LANG", "zh_CN")]), "en");
        assert_eq!(language(&[("DEALERBOOK_LANG", ""), ("LANG", "en_US.UTF-8")]), "en", "empty is not set");
    }

    #[test]
    fn anything_but_english_is_chinese() {
        for value in ["", "C", "C.UTF-8", "POSIX", "zh_TW.UTF-8", "de_DE", "enm", "zh-Hans"] {
            assert_eq!(language(&[("LANG", value)]), "zh-Hans", "{value}");
        }
        for value in ["en", "EN", "en_US.UTF-8", "en-GB", "en@euro"] {
            assert_eq!(language(&[("LANG", value)]), "en", "{value}");
        }
        assert_eq!(language(&[]), "zh-Hans", "as on Windows");
    }
}
