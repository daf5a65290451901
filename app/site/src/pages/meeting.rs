//! Meetings, their minutes, and the leaders' visit plans.

use chrono::{Datelike, NaiveDate};
use minijinja::context;
use minijinja::value::{Serde, Value};

use super::common::{PageContext, document_version};
use crate::content::detail::Meeting;
use crate::content::name::Kind;
use crate::model::{Document, Occurrence};

/// What visit plans are called in front matter.
const VISIT_PLAN: &str = "visit-plan";

impl<'a> PageContext<'a> {
    pub(super) fn meetings(&self) -> Value {
        let mut past: Vec<(&Occurrence, &Document)> = self
            .held()
            .filter(|(meeting, document)| meeting.kind != VISIT_PLAN && self.next(document).is_none())
            .filter_map(|(_, document)| Some((document.occurrences.last()?, document)))
            .collect();
        past.sort_by_key(|(held, document)| (std::cmp::Reverse(**held), &document.key));
        let past: Vec<Value> =
            past.into_iter().filter_map(|(held, document)| self.meeting_item(document, held)).collect();
        let mut plans: Vec<&Document> =
            self.held().filter(|(meeting, _)| meeting.kind == VISIT_PLAN).map(|(_, document)| document).collect();
        plans.sort_by_key(|document| std::cmp::Reverse(document.date()));
        let values = context! {
            upcoming => self.upcoming_meetings(),
            past => past,
            visit_plans => plans.into_iter().map(|plan| self.item(plan, context! {})).collect::<Vec<_>>(),
            calendar_href => self.page_href("meetings/calendar.ics"),
        };
        self.section_page("meetings", "meetings", values)
    }

    fn held(&self) -> impl Iterator<Item = (&'a Meeting, &'a Document)> {
        self.model().of_kind(Kind::Meeting).filter_map(|(_, document)| Some((document.meeting()?, document)))
    }

    /// The first time that is not over.
    fn next(&self, document: &'a Document) -> Option<&'a Occurrence> {
        let today = self.model().settings.today;
        document.occurrences.iter().find(|held| held.end.unwrap_or(held.start).date_naive() >= today)
    }

    /// Meetings to come, the next first.
    pub(super) fn upcoming_meetings(&self) -> Vec<Value> {
        let mut upcoming: Vec<(&Occurrence, &Document)> = self
            .held()
            .filter(|(meeting, _)| meeting.kind != VISIT_PLAN)
            .filter_map(|(_, document)| Some((self.next(document)?, document)))
            .collect();
        upcoming.sort_by_key(|(held, document)| (**held, &document.key));
        upcoming.into_iter().filter_map(|(held, document)| self.meeting_item(document, held)).collect()
    }

    fn meeting_item(&self, document: &'a Document, held: &Occurrence) -> Option<Value> {
        let meeting = document.meeting()?;
        let (page, _) = document.page(self.language.tag());
        let date = held.start.date_naive();
        Some(self.item(
            document,
            context! {
                kind => meeting.kind,
                kind_label => self.kind_label(meeting),
                start => self.date(date),
                when => self.when(held, meeting.kind == VISIT_PLAN),
                place => page.wording.place.as_ref().or(document.original.wording.place.as_ref()),
                reply => meeting.reply && meeting.cancelled.is_none() && date >= self.model().settings.today,
                reply_by => meeting.reply_by.map(|day| self.date(day)),
                cancelled => meeting.cancelled.is_some(),
                month => context! { iso => date.format("%Y-%m").to_string(), text => self.language.texts.month_name(date) },
                day_number => date.day(),
                weekday => self.language.texts.weekday(date),
            },
        ))
    }

    fn kind_label(&self, meeting: &Meeting) -> String {
        self.language.texts.get(&format!("meeting-kind.{}", meeting.kind)).to_owned()
    }

    pub(super) fn meeting(&self, position: usize) -> Value {
        let document = &self.model().documents[position];
        let Some(meeting) = document.meeting() else {
            return Value::UNDEFINED;
        };
        let (page, _) = document.page(self.language.tag());
        let original = &document.original.wording;
        let today = self.model().settings.today;
        let whole_days = meeting.kind == VISIT_PLAN;
        let shown = self.next(document).or(document.occurrences.last());
        let repeated = if document.occurrences.len() > 1 { &document.occurrences[..] } else { &[] };
        let times: Vec<Value> = repeated
            .iter()
            .map(|held| {
                let past = held.start.date_naive() < today;
                context! { when => self.when(held, whole_days), past => past }
            })
            .collect();
        let decisions = if page.wording.decisions.is_empty() { &original.decisions } else { &page.wording.decisions };
        let zone_note = meeting
            .zone
            .filter(|zone| *zone != self.model().portal.time_zone)
            .map(|zone| self.language.texts.fill("when.zone", &[("zone", &zone.name())]).into_owned());
        let values = context! {
            meeting => context! {
                title => self.title(document),
                kind => meeting.kind,
                kind_label => self.kind_label(meeting),
                when => shown.map(|held| self.when(held, whole_days)),
                zone_note => zone_note,
                place => page.wording.place.as_ref().or(original.place.as_ref()),
                address => page.wording.address.as_ref().or(original.address.as_ref()),
                online => &meeting.online,
                host => page.wording.host.as_ref().or(original.host.as_ref()),
                summary => self.summary(document),
                reply => meeting.reply && self.next(document).is_some(),
                reply_by => meeting.reply_by.map(|day| self.date(day)),
                cancelled => meeting.cancelled.as_ref().map(|reason| self.say(reason)),
                correction => document.front().correction.as_ref().map(|reason| &reason.value),
                topics => self.topics(document),
            },
            occurrences => times,
            agenda => self.agenda(meeting),
            decisions => decisions,
            visits => self.visits(meeting),
            minutes => document.minutes.as_ref().map(|minutes| {
                let (page, _) = minutes.page(self.language.tag());
                context! { date => self.date(minutes.date()), body => self.body(&page.body) }
            }),
            body => self.body(&page.body),
            outline => Value::from(Serde(&page.body.outline)),
            ics_href => self.page_href(&format!("{}.ics", document.key)),
            document => document_version(document).as_str(),
        };
        self.document_page(document, values)
    }

    fn agenda(&self, meeting: &'a Meeting) -> Vec<Value> {
        let line = |line: &'a crate::content::detail::AgendaItem| {
            let speaker = line.speaker.as_ref().map(|speaker| self.say(speaker));
            context! { time => &line.time, item => self.say(&line.item), speaker => speaker }
        };
        meeting.agenda.iter().map(line).collect()
    }

    fn visits(&self, meeting: &'a Meeting) -> Vec<Value> {
        let regions = &self.model().portal.regions;
        let weekday = |date: NaiveDate| self.language.texts.weekday(date).to_owned();
        let line = |visit: &'a crate::content::detail::Visit| {
            context! {
                date => self.date(visit.date),
                weekday => weekday(visit.date),
                who => self.say(&visit.who),
                region => self.name_of(&visit.region.value, regions),
                place => visit.place.as_ref().map(|place| self.say(place)),
                purpose => self.say(&visit.purpose),
            }
        };
        meeting.visits.iter().map(line).collect()
    }
}
