//! The clock, read in the portal's time zone.
//!
//! Rules take the date as an argument; it is made here and nowhere else.

use chrono::{NaiveDate, NaiveTime, Timelike};
use js_sys::{Array, Date, Function, Intl, Object, Reflect, global};
use wasm_bindgen::{JsCast, JsValue};

const DAY: u32 = 24 * 60 * 60;

/// What calendar and clock on the wall show.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WallTime {
    /// The date.
    pub date: NaiveDate,
    /// The time of day.
    pub time: NaiveTime,
}

impl WallTime {
    /// Year, month, day, hour, minute and second as a browser gives them; `None` where they are no moment.
    fn from_fields([year, month, day, hour, minute, second]: [u32; 6]) -> Option<Self> {
        let date = NaiveDate::from_ymd_opt(i32::try_from(year).ok()?, month, day)?;
        // Some browsers write midnight as 24.
        let time = NaiveTime::from_hms_opt(hour % 24, minute, second)?;
        Some(Self { date, time })
    }

    /// Seconds until the date changes, never none. On a day when the clocks are put forward or back the change
    /// comes an hour sooner or later.
    pub fn seconds_left_today(&self) -> u32 {
        DAY - self.time.num_seconds_from_midnight()
    }
}

/// The present moment, RFC 3339 in UTC.
pub fn now() -> String {
    Date::new_0().to_iso_string().into()
}

/// Milliseconds since the moment written as RFC 3339; nothing comparable (NaN) where it isn't one.
pub fn milliseconds_since(moment: &str) -> f64 {
    Date::now() - Date::parse(moment)
}

/// The present moment in `zone`.
pub fn now_in(zone: &str) -> WallTime {
    // The browser's "now" is always a moment.
    wall_time(&Date::new_0(), zone).unwrap_or(WallTime { date: NaiveDate::MIN, time: NaiveTime::MIN })
}

/// The moment written as RFC 3339 in `zone`; `None` where it isn't one.
pub fn read_in(moment: &str, zone: &str) -> Option<WallTime> {
    wall_time(&Date::new(&moment.into()), zone)
}

/// `moment` in `zone`, an IANA name; by the device's own zone where the browser doesn't know that name.
fn wall_time(moment: &Date, zone: &str) -> Option<WallTime> {
    if moment.get_time().is_nan() {
        return None;
    }
    in_zone(moment, zone).ok().flatten().or_else(|| by_device(moment))
}

fn by_device(moment: &Date) -> Option<WallTime> {
    WallTime::from_fields([
        moment.get_full_year(),
        moment.get_month() + 1,
        moment.get_date(),
        moment.get_hours(),
        moment.get_minutes(),
        moment.get_seconds(),
    ])
}

/// Through `Intl`. The constructor is called by reflection because it throws for an unknown zone.
fn in_zone(moment: &Date, zone: &str) -> Result<Option<WallTime>, JsValue> {
    const FIELDS: [&str; 6] = ["year", "month", "day", "hour", "minute", "second"];
    let options = Object::new();
    Reflect::set(&options, &"timeZone".into(), &zone.into())?;
    Reflect::set(&options, &"hourCycle".into(), &"h23".into())?;
    for field in FIELDS {
        Reflect::set(&options, &field.into(), &"numeric".into())?;
    }
    let intl = Reflect::get(&global(), &"Intl".into())?;
    let constructor: Function = Reflect::get(&intl, &"DateTimeFormat".into())?.dyn_into()?;
    let format: Intl::DateTimeFormat =
        Reflect::construct(&constructor, &Array::of2(&"en-US".into(), &options))?.unchecked_into();
    let mut fields = [0; 6];
    for part in format.format_to_parts(moment) {
        let kind = Reflect::get(&part, &"type".into())?.as_string();
        let value = Reflect::get(&part, &"value".into())?.as_string();
        let position = FIELDS.iter().position(|field| Some(*field) == kind.as_deref());
        if let (Some(position), Some(value)) = (position, value) {
            fields[position] = value.parse().unwrap_or(u32::MAX);
        }
    }
    Ok(WallTime::from_fields(fields))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn midnight_may_be_written_as_24() {
        let midnight = WallTime::from_fields([2026, 11, 23, 24, 0, 0]).unwrap();
        assert_eq!(midnight.date.to_string(), "2026-11-23");
        assert_eq!(midnight.seconds_left_today(), DAY);
    }

    #[test]
    fn the_last_second_leaves_one() {
        assert_eq!(WallTime::from_fields([2026, 12, 31, 23, 59, 59]).unwrap().seconds_left_today(), 1);
    }

    #[test]
    fn what_is_no_moment_is_refused() {
        assert_eq!(WallTime::from_fields([2026, 2, 30, 0, 0, 0]), None);
        assert_eq!(WallTime::from_fields([2026, 2, 3, u32::MAX, u32::MAX, 0]), None);
    }
}
