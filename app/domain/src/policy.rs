//! When a policy announcement holds.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::day;

/// What a policy is worth on one day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PolicyState {
    /// Announced, not yet in effect (待生效).
    Upcoming,
    /// In effect (生效中).
    InForce,
    /// Its last day has passed (已失效).
    Expired,
    /// Another policy or version took its place (已被新版取代).
    Superseded,
    /// Taken back: it counts as never given (已撤回).
    Withdrawn,
    /// Ended early by head office (废止).
    Repealed,
}

impl PolicyState {
    /// All states, in the order in which lists show them.
    pub const ALL: [Self; 6] =
        [Self::InForce, Self::Upcoming, Self::Superseded, Self::Expired, Self::Repealed, Self::Withdrawn];

    /// The name used in data, style classes and text keys.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Upcoming => "upcoming",
            Self::InForce => "in-force",
            Self::Expired => "expired",
            Self::Superseded => "superseded",
            Self::Withdrawn => "withdrawn",
            Self::Repealed => "repealed",
        }
    }
}

/// The dates that decide a policy's state. Days are days of the portal's own time zone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Validity {
    /// First day in effect.
    #[serde(deserialize_with = "day::deserialize")]
    pub effective: NaiveDate,
    /// Last day in effect, inclusive.
    #[serde(default, deserialize_with = "day::deserialize_some", skip_serializing_if = "Option::is_none")]
    pub expires: Option<NaiveDate>,
    /// First day of whatever replaces it.
    #[serde(default, deserialize_with = "day::deserialize_some", skip_serializing_if = "Option::is_none")]
    pub superseded: Option<NaiveDate>,
    /// The day it was taken back.
    #[serde(default, deserialize_with = "day::deserialize_some", skip_serializing_if = "Option::is_none")]
    pub withdrawn: Option<NaiveDate>,
    /// The day it was ended early.
    #[serde(default, deserialize_with = "day::deserialize_some", skip_serializing_if = "Option::is_none")]
    pub repealed: Option<NaiveDate>,
}

impl Validity {
    /// The state on `today`.
    ///
    /// A withdrawal outranks everything, then a repeal, then a replacement; only then do the policy's own
    /// dates count, so an old version that a newer one replaced is never shown as merely expired.
    pub fn state_on(&self, today: NaiveDate) -> PolicyState {
        let reached = |date: Option<NaiveDate>| date.is_some_and(|date| date <= today);
        if reached(self.withdrawn) {
            PolicyState::Withdrawn
        } else if reached(self.repealed) {
            PolicyState::Repealed
        } else if reached(self.superseded) {
            PolicyState::Superseded
        } else if self.expires.is_some_and(|last| last < today) {
            PolicyState::Expired
        } else if self.effective > today {
            PolicyState::Upcoming
        } else {
            PolicyState::InForce
        }
    }

    /// Days left in effect counting `today`, for a policy in force that has a last day.
    pub fn days_left(&self, today: NaiveDate) -> Option<i64> {
        let last = self.expires?;
        (self.state_on(today) == PolicyState::InForce).then(|| (last - today).num_days() + 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn plain(effective: &str, expires: &str) -> Validity {
        Validity {
            effective: day(effective),
            expires: Some(day(expires)),
            superseded: None,
            withdrawn: None,
            repealed: None,
        }
    }

    #[test]
    fn first_and_last_day_both_count() {
        let policy = plain("2026-01-01", "2026-12-31");
        let table = [
            ("2025-12-31", PolicyState::Upcoming),
            ("2026-01-01", PolicyState::InForce),
            ("2026-12-31", PolicyState::InForce),
            ("2027-01-01", PolicyState::Expired),
        ];
        for (today, state) in table {
            assert_eq!(policy.state_on(day(today)), state, "{today}");
        }
    }

    #[test]
    fn what_a_page_hands_to_its_island_is_read_back() {
        let policy = Validity { superseded: Some(day("2026-07-01")), ..plain("2026-01-01", "2026-12-31") };
        let json = r#"{"effective":"2026-01-01","expires":"2026-12-31","superseded":"2026-07-01"}"#;
        assert_eq!(serde_json::to_string(&policy).unwrap(), json);
        assert_eq!(serde_json::from_str::<Validity>(json).unwrap(), policy);
        assert!(serde_json::from_str::<Validity>(r#"{"effective":"2026-1-1"}"#).is_err());
    }

    #[test]
    fn replacement_counts_from_its_first_day() {
        let policy = Validity { superseded: Some(day("2026-07-01")), ..plain("2026-01-01", "2026-12-31") };
        assert_eq!(policy.state_on(day("2026-06-30")), PolicyState::InForce);
        assert_eq!(policy.state_on(day("2026-07-01")), PolicyState::Superseded);
        assert_eq!(policy.state_on(day("2027-07-01")), PolicyState::Superseded, "replaced stays replaced");
    }

    #[test]
    fn withdrawal_outranks_repeal_and_dates() {
        let policy = Validity {
            withdrawn: Some(day("2026-05-01")),
            repealed: Some(day("2026-04-01")),
            ..plain("2026-01-01", "2026-12-31")
        };
        assert_eq!(policy.state_on(day("2026-04-30")), PolicyState::Repealed);
        assert_eq!(policy.state_on(day("2026-05-01")), PolicyState::Withdrawn);
    }

    #[test]
    fn the_last_day_leaves_one_day() {
        let policy = plain("2026-01-01", "2026-12-31");
        assert_eq!(policy.days_left(day("2026-12-31")), Some(1));
        assert_eq!(policy.days_left(day("2027-01-01")), None);
    }

    proptest! {
        /// With nothing but its own dates a policy goes through upcoming, in force and expired, never back.
        #[test]
        fn time_only_moves_forward(start in 0i64..400, length in 0i64..400, a in 0i64..1000, b in 0i64..1000) {
            let zero = day("2026-01-01");
            let at = |n| zero + chrono::Days::new(n as u64);
            let policy = Validity { effective: at(start), expires: Some(at(start + length)), superseded: None, withdrawn: None, repealed: None };
            let rank = |state| match state { PolicyState::Upcoming => 0, PolicyState::InForce => 1, _ => 2 };
            let (early, late) = (a.min(b), a.max(b));
            prop_assert!(rank(policy.state_on(at(early))) <= rank(policy.state_on(at(late))));
        }
    }
}
