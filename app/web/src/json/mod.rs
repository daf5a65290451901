//! JSON as pages and this device hold it, read in few bytes.
//!
//! serde_json reads it too, but brings floats, and words for whatever may be wrong: 12 KB more for the browser, where
//! nobody reads those words and where no figure is ever a float. Writing is serde_json's.

mod reader;
mod text;

use serde::de::DeserializeOwned;

use reader::Reader;

/// It isn't JSON, or not of the kind that was asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Malformed;

/// Reads a value.
///
/// Numbers are whole; an enum is a name. Whatever else there may be is skipped where nobody asks for it.
///
/// # Errors
/// When `json` isn't such a value, or anything but space follows it.
pub fn read<T: DeserializeOwned>(json: &str) -> Result<T, Malformed> {
    let mut reader = Reader::new(json);
    let value = T::deserialize(&mut reader)?;
    reader.end()?;
    Ok(value)
}

/// The items of a list, each as it is written.
///
/// # Errors
/// When `json` isn't a list.
pub fn items(json: &str) -> Result<Vec<&str>, Malformed> {
    let mut reader = Reader::new(json);
    let items = reader.items()?;
    reader.end()?;
    Ok(items)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::*;
    use serde::{Deserialize, Serialize};

    use super::*;

    #[derive(Debug, PartialEq, Deserialize, Serialize)]
    #[serde(rename_all = "kebab-case")]
    enum Kind {
        Short,
        RatherLong,
    }

    #[derive(Debug, PartialEq, Deserialize, Serialize)]
    struct Sample {
        name: String,
        kind: Kind,
        count: u32,
        balance: i64,
        done: bool,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        note: Option<String>,
        texts: BTreeMap<String, String>,
        list: Vec<(i8, String)>,
    }

    /// Reads by serde_json, unless it is by a rule of ours that both differ: whole numbers only.
    fn oracle<T: DeserializeOwned>(json: &str) -> Result<T, Malformed> {
        serde_json::from_str(json).map_err(|_| Malformed)
    }

    #[test]
    fn escapes_mean_what_they_mean() {
        let text = r#" "\"\\\/\b\f\n\r\té\u5df2\ud83d\ude00 已" "#;
        assert_eq!(read::<String>(text).unwrap(), "\"\\/\u{8}\u{c}\n\r\té已😀 已");
    }

    #[test]
    fn what_is_not_json_is_refused_as_serde_json_does() {
        for json in [
            "",
            " ",
            "nul",
            "nulll",
            "tru",
            "[",
            "[1",
            "[1,",
            "[1,]",
            "[,1]",
            "{",
            "{}}",
            "{\"a\"}",
            "{\"a\":}",
            "{\"a\":1,}",
            "{a:1}",
            "'a'",
            "\"a",
            "\"\\x\"",
            "\"\\u12\"",
            "\"\\ud800\"",
            "\"\\ud800\\u0041\"",
            "\"\\udc00\"",
            "\"\n\"",
            "01",
            "-",
            "+1",
            "1.",
            ".5",
            "1e",
            "--1",
            "1 2",
            "[1 2]",
            "\u{feff}1",
            "\"\\u+123\"",
        ] {
            assert!(oracle::<serde_json::Value>(json).is_err(), "{json:?}");
            assert_eq!(read::<serde::de::IgnoredAny>(json).map(|_| ()), Err(Malformed), "{json:?}");
        }
    }

    #[test]
    fn numbers_are_whole_and_fit() {
        assert_eq!(read::<u32>("4294967295"), Ok(u32::MAX));
        assert_eq!(read::<i64>("-9223372036854775808"), Ok(i64::MIN));
        for json in ["4294967296", "-1", "1.0", "1e3", "99999999999999999999", "\"1\"", "null"] {
            assert_eq!(read::<u32>(json), Err(Malformed), "{json}");
        }
    }

    #[test]
    fn a_deep_nest_is_refused_rather_than_followed() {
        let deep = |depth: usize| "[".repeat(depth) + &"]".repeat(depth);
        assert!(items(&deep(100)).is_ok());
        assert_eq!(items(&deep(1_000_000)), Err(Malformed));
    }

    #[test]
    fn items_stay_as_they_are_written() {
        let list = r#" [ {"b" : 1.50, "a":[ ]} ,"x,\"]", null,-0e+5 ] "#;
        assert_eq!(items(list).unwrap(), [r#"{"b" : 1.50, "a":[ ]}"#, r#""x,\"]""#, "null", "-0e+5"]);
        assert_eq!(items("[]").unwrap(), Vec::<&str>::new());
        for json in ["{}", "[1]]", "[1,]", "null"] {
            assert_eq!(items(json), Err(Malformed), "{json}");
        }
    }

    #[test]
    fn further_fields_are_skipped_and_missing_ones_missed() {
        let json = r#"{"name":"","kind":"rather-long","count":1,"balance":-1,"done":true,"note":null,
            "new":{"deep":[1.5,{"x":"}"}]},"texts":{},"list":[]}"#;
        let sample: Sample = read(json).unwrap();
        assert_eq!((sample.kind, sample.note), (Kind::RatherLong, None));
        assert_eq!(read::<Sample>(r#"{"name":""}"#), Err(Malformed));
        assert_eq!(read::<Kind>(r#""long""#), Err(Malformed));
    }

    prop_compose! {
        fn sample()(
            name in any::<String>(), long in any::<bool>(), count in any::<u32>(), balance in any::<i64>(),
            done in any::<bool>(), note in any::<Option<String>>(),
            texts in proptest::collection::btree_map(any::<String>(), any::<String>(), 0..4),
            list in proptest::collection::vec((any::<i8>(), any::<String>()), 0..4),
        ) -> Sample {
            let kind = if long { Kind::RatherLong } else { Kind::Short };
            Sample { name, kind, count, balance, done, note, texts, list }
        }
    }

    proptest! {
        #[test]
        fn what_serde_json_writes_is_read(sample in sample()) {
            prop_assert_eq!(&read::<Sample>(&serde_json::to_string(&sample).unwrap()), &Ok(sample.clone_by_json()));
            prop_assert_eq!(read::<Sample>(&serde_json::to_string_pretty(&sample).unwrap()), Ok(sample));
        }

        #[test]
        fn any_text_is_judged_as_serde_json_does(text in r#"[\[\]{},:"0-9ea.+u\\ \-ntrlf]{0,12}"#) {
            prop_assert_eq!(read::<Vec<String>>(&text), oracle(&text));
            prop_assert_eq!(read::<BTreeMap<String, i64>>(&text), oracle(&text));
            prop_assert_eq!(read::<Option<bool>>(&text), oracle(&text));
            let skipped = read::<serde::de::IgnoredAny>(&text).is_ok();
            prop_assert_eq!(skipped, oracle::<serde::de::IgnoredAny>(&text).is_ok());
        }
    }

    impl Sample {
        fn clone_by_json(&self) -> Self {
            oracle(&serde_json::to_string(self).unwrap()).unwrap()
        }
    }
}
