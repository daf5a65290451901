//! The kinds of values that content files hold.

use std::collections::BTreeMap;

use chrono::{NaiveDate, NaiveDateTime, NaiveTime};
use toml::Spanned;
use toml::de::{DeInteger, DeValue};

use super::{At, Reader};
use crate::diagnostic::Diagnostic;

/// A kind of value that a key can have.
pub trait Value: Sized {
    /// What an author would write for it, shown where the key is missing.
    const EXAMPLE: &'static str;

    /// The value, or `None` after noting why it isn't one.
    fn read(value: &Spanned<DeValue<'_>>, reader: &Reader) -> Option<Self>;
}

/// Notes that `value` is not of the kind called `wanted`.
pub(super) fn wrong_kind(value: &Spanned<DeValue<'_>>, reader: &Reader, wanted: &'static str) {
    let place = reader.place(reader.shifted(value.span()));
    let name = match wanted {
        "text" => "not-a-text",
        "date" => "not-a-date",
        "date-time" => "not-a-date-time",
        "integer" => "not-an-integer",
        "boolean" => "not-a-boolean",
        "list" => "not-a-list",
        "table" => "not-a-table",
        _ => "not-tables",
    };
    reader.report(Diagnostic::error(name, place).with("found", value.get_ref().type_str()));
}

impl Value for String {
    const EXAMPLE: &'static str = "\"…\"";

    fn read(value: &Spanned<DeValue<'_>>, reader: &Reader) -> Option<Self> {
        match value.get_ref().as_str() {
            Some(text) if text.trim().is_empty() => {
                reader.error("empty-text", reader.shifted(value.span()));
                None
            }
            Some(text) => Some(text.trim().to_owned()),
            None => {
                wrong_kind(value, reader, "text");
                None
            }
        }
    }
}

impl Value for bool {
    const EXAMPLE: &'static str = "true";

    fn read(value: &Spanned<DeValue<'_>>, reader: &Reader) -> Option<Self> {
        value.get_ref().as_bool().or_else(|| {
            wrong_kind(value, reader, "boolean");
            None
        })
    }
}

impl Value for u32 {
    const EXAMPLE: &'static str = "1";

    fn read(value: &Spanned<DeValue<'_>>, reader: &Reader) -> Option<Self> {
        let number = value.get_ref().as_integer().and_then(|number: &DeInteger<'_>| number.to_string().parse().ok());
        number.or_else(|| {
            wrong_kind(value, reader, "integer");
            None
        })
    }
}

fn date_of(date: toml::value::Date) -> Option<NaiveDate> {
    NaiveDate::from_ymd_opt(date.year.into(), date.month.into(), date.day.into())
}

impl Value for NaiveDate {
    const EXAMPLE: &'static str = "2026-11-23";

    fn read(value: &Spanned<DeValue<'_>>, reader: &Reader) -> Option<Self> {
        let date = value.get_ref().as_datetime().filter(|found| found.time.is_none()).and_then(|found| found.date);
        date.and_then(date_of).or_else(|| {
            wrong_kind(value, reader, "date");
            None
        })
    }
}

impl Value for NaiveDateTime {
    const EXAMPLE: &'static str = "2026-11-23T14:00:00";

    fn read(value: &Spanned<DeValue<'_>>, reader: &Reader) -> Option<Self> {
        let found = value.get_ref().as_datetime().filter(|found| found.offset.is_none());
        let moment = found.and_then(|found| {
            let time = found.time?;
            let seconds = u32::from(time.second.unwrap_or(0));
            let time = NaiveTime::from_hms_opt(time.hour.into(), time.minute.into(), seconds)?;
            Some(date_of(found.date?)?.and_time(time))
        });
        moment.or_else(|| {
            wrong_kind(value, reader, "date-time");
            None
        })
    }
}

impl<T: Value> Value for At<T> {
    const EXAMPLE: &'static str = T::EXAMPLE;

    fn read(value: &Spanned<DeValue<'_>>, reader: &Reader) -> Option<Self> {
        Some(Self { value: T::read(value, reader)?, span: reader.shifted(value.span()) })
    }
}

/// Items that can't be read are noted and left out.
impl<T: Value> Value for Vec<T> {
    const EXAMPLE: &'static str = "[ … ]";

    fn read(value: &Spanned<DeValue<'_>>, reader: &Reader) -> Option<Self> {
        let Some(list) = value.get_ref().as_array() else {
            wrong_kind(value, reader, "list");
            return None;
        };
        Some(list.iter().filter_map(|item| T::read(item, reader)).collect())
    }
}

/// A text in the portal's default language, or in several: `"…"` or `{ zh-Hans = "…", en = "…" }`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Localized {
    texts: BTreeMap<String, String>,
}

impl Localized {
    /// The same text in every language.
    pub fn plain(text: impl Into<String>) -> Self {
        Self { texts: BTreeMap::from([(String::new(), text.into())]) }
    }

    /// The text in `language`, else in the `default` language, else the only or first one there is.
    pub fn get(&self, language: &str, default: &str) -> &str {
        ["", language, default]
            .iter()
            .find_map(|tag| self.texts.get(*tag))
            .or_else(|| self.texts.values().next())
            .map_or("", String::as_str)
    }
}

impl Value for Localized {
    const EXAMPLE: &'static str = "\"…\"";

    fn read(value: &Spanned<DeValue<'_>>, reader: &Reader) -> Option<Self> {
        let Some(table) = value.get_ref().as_table() else {
            return String::read(value, reader).map(Self::plain);
        };
        let texts: BTreeMap<String, String> = table
            .iter()
            .filter_map(|(tag, text)| Some((tag.get_ref().to_string(), String::read(text, reader)?)))
            .collect();
        if texts.is_empty() {
            reader.error("empty-text", reader.shifted(value.span()));
            return None;
        }
        Some(Self { texts })
    }
}
