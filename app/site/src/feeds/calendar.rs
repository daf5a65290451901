//! Calendars (iCalendar, RFC 5545): an entry for each time that a meeting is held and each visit of a plan.
//!
//! Times are given in UTC and repetitions are written out, so that no reader needs our time zones or rules.

use chrono::{Days, NaiveDate, TimeZone, Utc};
use icalendar::{Calendar, Class, Component, Event, EventLike, EventStatus};

use crate::content::detail::Meeting;
use crate::content::name::Kind;
use crate::model::{Document, Occurrence};
use crate::pages::PageContext;
use crate::site::Site;

/// Entries of one meeting.
pub fn meeting(site: &Site, language: usize, document: &Document) -> String {
    let path = format!("{}{}.ics", site.languages[language].prefix, document.key);
    let context = site.context(&path, language);
    written(&context, context.title(document), events(&context, document))
}

/// Entries of all meetings: the calendar to subscribe to.
pub fn all(site: &Site, language: usize) -> String {
    let path = format!("{}meetings/calendar.ics", site.languages[language].prefix);
    let context = site.context(&path, language);
    let meetings = site.model.of_kind(Kind::Meeting);
    let events = meetings.flat_map(|(_, document)| events(&context, document)).collect();
    written(&context, context.say(&site.model.portal.name), events)
}

fn written(context: &PageContext<'_>, name: &str, events: Vec<Event>) -> String {
    let mut calendar = Calendar::empty();
    calendar.append_property(("VERSION", "2.0"));
    calendar.append_property(("PRODID", "-//Dealerbook//Portal//ZH"));
    calendar.append_property(("METHOD", "PUBLISH"));
    calendar.name(name);
    calendar.timezone(context.site.model.portal.time_zone.name());
    for event in events {
        calendar.push(event);
    }
    calendar.to_string()
}

fn events(context: &PageContext<'_>, document: &Document) -> Vec<Event> {
    let Some(meeting) = document.meeting() else {
        return Vec::new();
    };
    if !meeting.visits.is_empty() {
        return visits(context, document, meeting);
    }
    document.occurrences.iter().map(|held| occurrence(context, document, meeting, held)).collect()
}

/// What all entries of a document share. The stamp comes from the content, so that the same content gives the
/// same bytes.
fn event(context: &PageContext<'_>, document: &Document, suffix: &str, summary: &str) -> Event {
    let site = context.site;
    let mut event = Event::new();
    event.uid(&format!("{}-{suffix}@{}.dealerbook", document.key.replace('/', "-"), site.model.portal.id));
    event.timestamp(Utc.from_utc_datetime(&document.date().and_time(chrono::NaiveTime::MIN)));
    event.sequence(document.version().saturating_sub(1));
    event.summary(summary);
    event.class(Class::Public);
    let cancelled = document.meeting().is_some_and(|meeting| meeting.cancelled.is_some());
    event.status(if cancelled { EventStatus::Cancelled } else { EventStatus::Confirmed });
    event.url(&context.absolute(&format!("{}{}.html", context.language.prefix, document.key)));
    event
}

fn occurrence(context: &PageContext<'_>, document: &Document, meeting: &Meeting, held: &Occurrence) -> Event {
    let start = held.start.with_timezone(&Utc);
    let suffix = start.format("%Y%m%dT%H%M%SZ").to_string();
    let mut entry = event(context, document, &suffix, context.title(document));
    entry.starts(start);
    entry.ends(held.end.unwrap_or(held.start).with_timezone(&Utc));
    let (page, _) = document.page(context.language.tag());
    let place = page.wording.place.as_ref().or(document.original.wording.place.as_ref());
    if let Some(place) = place.or(meeting.online.as_ref()) {
        entry.location(place);
    }
    if let Some(summary) = context.summary(document) {
        entry.description(summary);
    }
    entry
}

fn visits(context: &PageContext<'_>, document: &Document, meeting: &Meeting) -> Vec<Event> {
    let visits = meeting.visits.iter().enumerate();
    visits
        .map(|(position, visit)| {
            let summary = format!("{} · {}", context.say(&visit.who), context.say(&visit.purpose));
            let mut entry = event(context, document, &format!("visit-{}", position + 1), &summary);
            let next: NaiveDate = visit.date.checked_add_days(Days::new(1)).unwrap_or(visit.date);
            entry.starts(visit.date);
            entry.ends(next);
            if let Some(place) = &visit.place {
                entry.location(context.say(place));
            }
            entry
        })
        .collect()
}
