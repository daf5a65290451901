//! Days as files and JSON hold them.

use chrono::NaiveDate;
use serde::de::Error;
use serde::{Deserialize, Deserializer};

/// Reads `2026-11-23`: four digits, two, two, and nothing else.
///
/// chrono's own reading takes more forms than that, and costs the browser several kilobytes.
pub fn parse_day(text: &str) -> Option<NaiveDate> {
    let mut parts = text.splitn(3, '-').map(|part| (part.len(), digits(part)));
    match (parts.next()?, parts.next()?, parts.next()?) {
        ((4, Some(year)), (2, Some(month)), (2, Some(day))) => {
            NaiveDate::from_ymd_opt(i32::try_from(year).ok()?, month, day)
        }
        _ => None,
    }
}

/// A number of at most four digits.
fn digits(text: &str) -> Option<u32> {
    text.bytes().take(5).try_fold(0, |number, byte| match byte {
        b'0'..=b'9' => Some(number * 10 + u32::from(byte - b'0')),
        _ => None,
    })
}

/// For `#[serde(deserialize_with)]`.
pub(crate) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<NaiveDate, D::Error> {
    let text = String::deserialize(deserializer)?;
    parse_day(&text).ok_or_else(|| D::Error::custom("not a day like 2026-11-23"))
}

/// For `#[serde(default, deserialize_with)]`.
pub(crate) fn deserialize_some<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<NaiveDate>, D::Error> {
    deserialize(deserializer).map(Some)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_one_form_is_read() {
        assert_eq!(parse_day("2028-02-29").map(|day| day.to_string()).as_deref(), Some("2028-02-29"));
        for text in
            ["", "2026-2-3", "2026-02-30", "2026-13-01", "2026/02/03", "+2026-02-3", "2026-02-03 ", "２０２６-02"]
        {
            assert_eq!(parse_day(text), None, "{text:?}");
        }
    }
}
