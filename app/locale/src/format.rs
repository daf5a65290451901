//! Dates, numbers and money in words. The patterns stand in the locale files, so they are the same at build
//! time and in every browser, whatever locale data that browser carries.

use chrono::{Datelike, NaiveDate, NaiveTime, Timelike};
use rust_decimal::Decimal;

use crate::Texts;

impl Texts {
    /// A whole date: 2026年11月23日, 23 November 2026.
    pub fn date(&self, date: NaiveDate) -> String {
        self.date_by("format.date", date)
    }

    /// A date within a year that is understood: 11月23日, 23 November.
    pub fn day(&self, date: NaiveDate) -> String {
        self.date_by("format.day", date)
    }

    /// A month: 2026年11月, November 2026.
    pub fn month(&self, date: NaiveDate) -> String {
        self.date_by("format.month", date)
    }

    /// A date with its day of the week: 2026年11月23日 星期一.
    pub fn date_and_weekday(&self, date: NaiveDate) -> String {
        self.date_by("format.date-and-weekday", date)
    }

    /// A month's name: 11月, November.
    pub fn month_name(&self, date: NaiveDate) -> &str {
        self.get(MONTHS[date.month0() as usize])
    }

    /// A day of the week: 星期一, Monday.
    pub fn weekday(&self, date: NaiveDate) -> &str {
        self.get(WEEKDAYS[date.weekday().num_days_from_monday() as usize])
    }

    /// A time of day on the 24-hour clock: 09:30.
    pub fn time(&self, time: NaiveTime) -> String {
        format!("{:02}:{:02}", time.hour(), time.minute())
    }

    /// An amount grouped by thousands with the currency's own sign and decimals: ¥1,234.50.
    ///
    /// Decimals beyond the currency's are shown, never rounded away.
    pub fn money(&self, amount: Decimal, currency: &str) -> String {
        let key = format!("format.money.{currency}");
        let pattern = if self.has(&key) { key } else { "format.money.other".to_owned() };
        let sign = if amount.is_sign_negative() && !amount.is_zero() { "−" } else { "" };
        let amount = grouped(amount.abs(), 2);
        format!("{sign}{}", self.fill(&pattern, &[("amount", &amount), ("currency", &currency)]))
    }

    fn date_by(&self, pattern: &str, date: NaiveDate) -> String {
        let (month_name, weekday) = (self.month_name(date), self.weekday(date));
        self.fill(
            pattern,
            &[
                ("year", &date.year()),
                ("month", &date.month()),
                ("month-name", &month_name),
                ("day", &date.day()),
                ("weekday", &weekday),
            ],
        )
        .into_owned()
    }
}

const MONTHS: [&str; 12] = [
    "format.month-name.1",
    "format.month-name.2",
    "format.month-name.3",
    "format.month-name.4",
    "format.month-name.5",
    "format.month-name.6",
    "format.month-name.7",
    "format.month-name.8",
    "format.month-name.9",
    "format.month-name.10",
    "format.month-name.11",
    "format.month-name.12",
];

const WEEKDAYS: [&str; 7] = [
    "format.weekday.1",
    "format.weekday.2",
    "format.weekday.3",
    "format.weekday.4",
    "format.weekday.5",
    "format.weekday.6",
    "format.weekday.7",
];

/// A number grouped by thousands with at least `decimals` digits after the point.
fn grouped(number: Decimal, decimals: u32) -> String {
    let mut number = number.normalize();
    if number.scale() < decimals {
        number.rescale(decimals);
    }
    let plain = number.to_string();
    let (integer, fraction) = plain.split_once('.').unwrap_or((&plain, ""));
    let mut text = String::with_capacity(plain.len() + 4);
    for (position, digit) in integer.chars().enumerate() {
        if position > 0 && (integer.len() - position).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    if !fraction.is_empty() {
        text.push('.');
        text.push_str(fraction);
    }
    text
}

#[cfg(test)]
mod tests {
    use crate::built_in;

    #[test]
    fn dates_read_as_people_write_them() {
        let monday = "2026-11-23".parse().unwrap();
        let chinese = built_in("zh-Hans");
        assert_eq!(chinese.date(monday), "2026年11月23日");
        assert_eq!(chinese.date_and_weekday(monday), "2026年11月23日 星期一");
        assert_eq!(chinese.month(monday), "2026年11月");
        let english = built_in("en");
        assert_eq!(english.date(monday), "23 November 2026");
        assert_eq!(english.day(monday), "23 November");
    }

    #[test]
    fn money_is_grouped_and_never_rounded() {
        let texts = built_in("zh-Hans");
        for (amount, shown) in [
            ("0", "¥0.00"),
            ("999", "¥999.00"),
            ("1234.5", "¥1,234.50"),
            ("1234567.891", "¥1,234,567.891"),
            ("-1200", "−¥1,200.00"),
            ("100.5000", "¥100.50"),
        ] {
            assert_eq!(texts.money(amount.parse().unwrap(), "CNY"), shown);
        }
        assert_eq!(texts.money("8".parse().unwrap(), "XAF"), "XAF 8.00");
    }
}
