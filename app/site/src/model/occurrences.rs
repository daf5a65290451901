//! When a meeting is held: RRULE (RFC 5545) expanded on the clock of the meeting's zone.

use chrono::{DateTime, Duration, NaiveDateTime, TimeZone, Utc};
use chrono_tz::Tz;

use crate::content::detail::Meeting;

/// One time that a meeting is held.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Occurrence {
    /// Beginning, on the clock of the meeting's zone.
    pub start: DateTime<Tz>,
    /// End, if it is known.
    pub end: Option<DateTime<Tz>>,
}

/// Most times that a repeated meeting is shown: two years of weekly ones.
pub const MOST: u16 = 104;

/// Every time that `meeting` is held, in order, at most [`MOST`].
///
/// # Errors
/// What the rule's reader says of a rule that isn't one.
pub fn of(meeting: &Meeting, portal_zone: Tz) -> Result<Vec<Occurrence>, String> {
    let zone = meeting.zone.unwrap_or(portal_zone);
    let length = meeting.end.map(|end| end - meeting.start.value);
    let starts = match &meeting.repeat {
        None => vec![on_clock(zone, meeting.start.value)],
        Some(rule) => repeated(&rule.value, zone, meeting.start.value)?,
    };
    let kept = starts.into_iter().filter(|start| !meeting.except.contains(&start.date_naive()));
    Ok(kept
        .map(|start| Occurrence { start, end: length.map(|length| on_clock(zone, start.naive_local() + length)) })
        .collect())
}

fn repeated(rule: &str, zone: Tz, start: NaiveDateTime) -> Result<Vec<DateTime<Tz>>, String> {
    let start = start.format("%Y%m%dT%H%M%S");
    let set: rrule::RRuleSet = format!("DTSTART;TZID={zone}:{start}\nRRULE:{rule}")
        .parse()
        .map_err(|error: rrule::RRuleError| error.to_string())?;
    Ok(set.all(MOST).dates.into_iter().map(|date| date.with_timezone(&zone)).collect())
}

/// The moment at which clocks of `zone` show `local`; where they skip it, an hour later, as people would.
fn on_clock(zone: Tz, local: NaiveDateTime) -> DateTime<Tz> {
    zone.from_local_datetime(&local)
        .earliest()
        .or_else(|| zone.from_local_datetime(&(local + Duration::hours(1))).earliest())
        .unwrap_or_else(|| Utc.from_utc_datetime(&local).with_timezone(&zone))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::At;

    fn meeting(start: &str, repeat: Option<&str>) -> Meeting {
        let start: NaiveDateTime = start.parse().unwrap();
        Meeting {
            id: None,
            version: 1,
            kind: "other",
            start: At { value: start, span: 0..0 },
            end: Some(start + Duration::minutes(90)),
            zone: None,
            online: None,
            repeat: repeat.map(|rule| At { value: rule.to_owned(), span: 0..0 }),
            except: Vec::new(),
            agenda: Vec::new(),
            reply: false,
            reply_by: None,
            cancelled: None,
            visits: Vec::new(),
        }
    }

    #[test]
    fn second_tuesdays_at_the_same_time_of_day() {
        let mut monthly = meeting("2026-10-13T19:30:00", Some("FREQ=MONTHLY;BYDAY=2TU;COUNT=4"));
        monthly.except = vec!["2026-11-10".parse().unwrap()];
        let dates: Vec<String> = of(&monthly, chrono_tz::Asia::Shanghai)
            .unwrap()
            .iter()
            .map(|held| held.start.format("%Y-%m-%d %H:%M").to_string())
            .collect();
        assert_eq!(dates, ["2026-10-13 19:30", "2026-12-08 19:30", "2027-01-12 19:30"]);
    }

    #[test]
    fn the_clock_on_the_wall_stays_when_summer_ends() {
        let weekly = meeting("2026-10-23T09:00:00", Some("FREQ=WEEKLY;COUNT=2"));
        let held = of(&weekly, chrono_tz::Europe::Berlin).unwrap();
        assert_eq!(held[1].start.format("%H:%M %:z").to_string(), "09:00 +01:00");
        assert_eq!(held[1].end.unwrap() - held[1].start, Duration::minutes(90));
    }

    #[test]
    fn an_endless_rule_stops_and_a_broken_one_is_told() {
        let endless = meeting("2026-10-13T19:30:00", Some("FREQ=DAILY"));
        assert_eq!(of(&endless, chrono_tz::UTC).unwrap().len(), usize::from(MOST));
        assert!(of(&meeting("2026-10-13T19:30:00", Some("FREQ=SOMETIMES")), chrono_tz::UTC).is_err());
    }
}
