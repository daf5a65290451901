//! The only place of the program that asks what time it is.

use chrono::{NaiveDate, TimeZone, Utc};

/// What day it is in `zone`.
pub fn today<Zone: TimeZone>(zone: &Zone) -> NaiveDate {
    Utc::now().with_timezone(zone).date_naive()
}

/// Something that no two runs of the program share: nanoseconds since 1970.
pub fn moment() -> String {
    format!("{:x}", Utc::now().timestamp_nanos_opt().unwrap_or_default())
}
