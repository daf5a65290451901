//! Working days: a company's holidays and make-up days.

use chrono::{Datelike, NaiveDate, Weekday};

/// A named run of days off.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Holiday<Name> {
    /// First day off.
    pub from: NaiveDate,
    /// Last day off, inclusive.
    pub to: NaiveDate,
    /// What it is called.
    pub name: Name,
}

/// Which days are worked: Monday to Friday, less the holidays, plus the make-up days (调休).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WorkCalendar<Name> {
    /// Days off, in order of their first day.
    pub holidays: Vec<Holiday<Name>>,
    /// Saturdays and Sundays that are worked.
    pub make_up_days: Vec<NaiveDate>,
}

impl<Name> WorkCalendar<Name> {
    /// The holiday that `date` falls into.
    pub fn holiday_on(&self, date: NaiveDate) -> Option<&Holiday<Name>> {
        self.holidays.iter().find(|holiday| holiday.from <= date && date <= holiday.to)
    }

    /// Whether `date` is worked.
    pub fn is_working_day(&self, date: NaiveDate) -> bool {
        let weekend = matches!(date.weekday(), Weekday::Sat | Weekday::Sun);
        self.make_up_days.contains(&date) || (!weekend && self.holiday_on(date).is_none())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn national_day_2026_with_its_make_up_day() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        let calendar = WorkCalendar {
            holidays: vec![Holiday { from: day("2026-10-01"), to: day("2026-10-07"), name: "国庆节" }],
            make_up_days: vec![day("2026-10-10")],
        };
        assert!(!calendar.is_working_day(day("2026-10-01")), "a Thursday, off");
        assert!(calendar.is_working_day(day("2026-10-08")));
        assert!(calendar.is_working_day(day("2026-10-10")), "a Saturday, worked");
        assert!(!calendar.is_working_day(day("2026-10-11")), "a Sunday");
        assert_eq!(calendar.holiday_on(day("2026-10-07")).unwrap().name, "国庆节");
    }
}
