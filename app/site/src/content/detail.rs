//! What only one kind of page has in its front matter.

use chrono::{NaiveDate, NaiveDateTime};
use chrono_tz::Tz;

use super::name::Kind;
use crate::diagnostic::Diagnostic;
use crate::read::{At, Fields, Localized, list};

/// The front matter that depends on the kind of page.
#[derive(Clone, Debug)]
pub enum Detail {
    /// An issue of the newsletter.
    Issue(Issue),
    /// An article.
    Article(Article),
    /// A policy announcement.
    Policy(Policy),
    /// A contract's standard text.
    Contract(Contract),
    /// A meeting or visit plan.
    Meeting(Meeting),
    /// A meeting's minutes and their day.
    Minutes(NaiveDate),
}

/// An issue of the newsletter.
#[derive(Clone, Debug)]
pub struct Issue {
    /// The day it appears.
    pub date: NaiveDate,
    /// Its running number.
    pub number: Option<u32>,
    /// Picture on the front, as written.
    pub cover: Option<At<String>>,
}

/// An article.
#[derive(Clone, Debug)]
pub struct Article {
    /// The day it appears; before it, it is left out.
    pub date: NaiveDate,
    /// The last day it is shown.
    pub expires: Option<NaiveDate>,
    /// Place in the issue's reading order.
    pub order: Option<u32>,
    /// Picture above the text, as written.
    pub cover: Option<At<String>>,
    /// Paths of related pages, as written.
    pub related: Vec<At<String>>,
}

/// An end put to a policy.
#[derive(Clone, Debug)]
pub struct Ending {
    /// The day.
    pub on: NaiveDate,
    /// Why.
    pub reason: Localized,
}

/// What policies and contracts share: both are issued, replaced and acknowledged.
#[derive(Clone, Debug)]
pub struct Notice {
    /// Unique over all documents of its kind.
    pub id: At<String>,
    /// 1 and upwards.
    pub version: At<u32>,
    /// The day it was issued.
    pub issued: Option<NaiveDate>,
    /// First day in effect.
    pub effective: NaiveDate,
    /// Last day in effect.
    pub expires: Option<NaiveDate>,
    /// Ids that it replaces.
    pub supersedes: Vec<At<String>>,
    /// Dealers are asked to acknowledge it.
    pub acknowledge: bool,
    /// By when.
    pub acknowledge_by: Option<NaiveDate>,
}

/// A policy announcement.
#[derive(Clone, Debug)]
pub struct Policy {
    /// What it shares with contracts.
    pub notice: Notice,
    /// Groups it applies to; none means all.
    pub groups: Vec<At<String>>,
    /// Regions it applies to; none means all.
    pub regions: Vec<At<String>>,
    /// The rebate policy that it explains.
    pub rebate: Option<String>,
    /// Taken back.
    pub withdrawn: Option<Ending>,
    /// Ended early.
    pub repealed: Option<Ending>,
}

/// A contract's standard text.
#[derive(Clone, Debug)]
pub struct Contract {
    /// What it shares with policies.
    pub notice: Notice,
}

/// A line of an agenda.
#[derive(Clone, Debug)]
pub struct AgendaItem {
    /// Time of day, as written.
    pub time: String,
    /// What.
    pub item: Localized,
    /// Who.
    pub speaker: Option<Localized>,
}

/// A line of a visit plan.
#[derive(Clone, Debug)]
pub struct Visit {
    /// The day.
    pub date: NaiveDate,
    /// Which leader.
    pub who: Localized,
    /// Which region.
    pub region: At<String>,
    /// Where.
    pub place: Option<Localized>,
    /// What for.
    pub purpose: Localized,
}

/// The kinds of meetings, as written in front matter.
pub const MEETING_KINDS: [&str; 6] = ["symposium", "conference", "ordering-fair", "training", "visit-plan", "other"];

/// A meeting or a visit plan.
#[derive(Clone, Debug)]
pub struct Meeting {
    /// Unique over all meetings; by default the file's name.
    pub id: Option<At<String>>,
    /// 1 and upwards.
    pub version: u32,
    /// One of [`MEETING_KINDS`].
    pub kind: &'static str,
    /// Beginning, on the clock of its zone.
    pub start: At<NaiveDateTime>,
    /// End, on the same clock.
    pub end: Option<NaiveDateTime>,
    /// Its time zone, where it isn't the portal's.
    pub zone: Option<Tz>,
    /// Where to join from afar.
    pub online: Option<String>,
    /// RRULE of a meeting that repeats.
    pub repeat: Option<At<String>>,
    /// Days on which a repeated meeting isn't held.
    pub except: Vec<NaiveDate>,
    /// What happens when.
    pub agenda: Vec<AgendaItem>,
    /// An answer is wanted.
    pub reply: bool,
    /// By when.
    pub reply_by: Option<NaiveDate>,
    /// Why it isn't held.
    pub cancelled: Option<Localized>,
    /// Visits of a visit plan.
    pub visits: Vec<Visit>,
}

impl Detail {
    /// Reads what `kind` has; `None` when something required is missing.
    pub fn read(fields: &Fields<'_>, kind: Kind) -> Option<Self> {
        match kind {
            Kind::Issue => Issue::read(fields).map(Self::Issue),
            Kind::Article => Article::read(fields).map(Self::Article),
            Kind::Policy => Policy::read(fields).map(Self::Policy),
            Kind::Contract => Notice::read(fields).map(|notice| Self::Contract(Contract { notice })),
            Kind::Meeting => Meeting::read(fields).map(Self::Meeting),
            Kind::Minutes => fields.required("date").map(Self::Minutes),
        }
    }
}

impl Issue {
    fn read(fields: &Fields<'_>) -> Option<Self> {
        let (number, cover) = (fields.optional("number"), fields.located("cover"));
        Some(Self { date: fields.required("date")?, number, cover })
    }
}

impl Article {
    fn read(fields: &Fields<'_>) -> Option<Self> {
        let date = fields.required_at("date");
        let expires = fields.located("expires");
        in_order(fields, &date, &expires, "expires-before-date");
        let (order, cover) = (fields.optional("order"), fields.located("cover"));
        let related = fields.optional("related").unwrap_or_default();
        Some(Self { date: date?.value, expires: expires.map(|at| at.value), order, cover, related })
    }
}

impl Notice {
    fn read(fields: &Fields<'_>) -> Option<Self> {
        let id = fields.required_at("id");
        let version = fields.required_at("version");
        not_zero(fields, version.as_ref());
        let effective = fields.required_at("effective");
        let expires = fields.located("expires");
        in_order(fields, &effective, &expires, "expires-before-effective");
        let issued = fields.optional("issued");
        let supersedes: Vec<At<String>> = fields.optional("supersedes").unwrap_or_default();
        let acknowledge = fields.optional("acknowledge").unwrap_or(false);
        let acknowledge_by = fields.located("acknowledge_by");
        if let Some(by) = acknowledge_by.as_ref().filter(|_| !acknowledge) {
            fields
                .reader()
                .report(Diagnostic::warning("deadline-without-request", fields.reader().place(by.span.clone())));
        }
        Some(Self {
            id: id?,
            version: version?,
            issued,
            effective: effective?.value,
            expires: expires.map(|at| at.value),
            supersedes,
            acknowledge,
            acknowledge_by: acknowledge_by.map(|at| at.value),
        })
    }
}

impl Policy {
    fn read(fields: &Fields<'_>) -> Option<Self> {
        let notice = Notice::read(fields);
        let applies = fields.table("applies_to", |fields| {
            (fields.optional("groups").unwrap_or_default(), fields.optional("regions").unwrap_or_default())
        });
        let (groups, regions) = applies.unwrap_or_default();
        let rebate = fields.optional("rebate");
        let ending = |key| fields.table(key, Ending::read).flatten();
        let (withdrawn, repealed) = (ending("withdrawn"), ending("repealed"));
        Some(Self { notice: notice?, groups, regions, rebate, withdrawn, repealed })
    }
}

impl Ending {
    fn read(fields: &Fields<'_>) -> Option<Self> {
        let (on, reason) = (fields.required("on"), fields.required("reason"));
        Some(Self { on: on?, reason: reason? })
    }
}

impl Meeting {
    fn read(fields: &Fields<'_>) -> Option<Self> {
        let id = fields.located("id");
        let version = fields.located("version");
        not_zero(fields, version.as_ref());
        let version = version.map_or(1, |at| at.value);
        let kind = meeting_kind(fields);
        let start = fields.required_at::<NaiveDateTime>("start");
        let end = fields.located("end");
        in_order(fields, &start, &end, "ends-before-start");
        let zone = zone(fields, "zone");
        let online = online(fields);
        let (repeat, except) = (fields.located("repeat"), fields.optional("except").unwrap_or_default());
        let agenda = fields.tables("agenda", |fields| {
            let (time, item) = (fields.required("time"), fields.required("item"));
            let speaker = fields.optional("speaker");
            Some(AgendaItem { time: time?, item: item?, speaker })
        });
        let (reply, reply_by) = (fields.optional("reply").unwrap_or(false), fields.located("reply_by"));
        if let Some(by) = reply_by.as_ref().filter(|_| !reply) {
            fields
                .reader()
                .report(Diagnostic::warning("deadline-without-request", fields.reader().place(by.span.clone())));
        }
        let cancelled = fields.optional("cancelled");
        let visits = fields.tables("visit", |fields| {
            let (date, who, region) = (fields.required("date"), fields.required("who"), fields.required_at("region"));
            let (place, purpose) = (fields.optional("place"), fields.required("purpose"));
            Some(Visit { date: date?, who: who?, region: region?, place, purpose: purpose? })
        });
        let (end, reply_by) = (end.map(|at| at.value), reply_by.map(|at| at.value));
        let start = start?;
        Some(Self {
            id,
            version,
            kind,
            start,
            end,
            zone,
            online,
            repeat,
            except,
            agenda,
            reply,
            reply_by,
            cancelled,
            visits,
        })
    }
}

fn meeting_kind(fields: &Fields<'_>) -> &'static str {
    let Some(written) = fields.located::<String>("kind") else {
        return "other";
    };
    MEETING_KINDS.into_iter().find(|kind| *kind == written.value).unwrap_or_else(|| {
        let diagnostic = Diagnostic::error("unknown-meeting-kind", fields.reader().place(written.span));
        fields.reader().report(diagnostic.with("kind", written.value).with("known", list(MEETING_KINDS)));
        "other"
    })
}

/// The time zone under `key`, by its IANA name.
pub fn zone(fields: &Fields<'_>, key: &'static str) -> Option<Tz> {
    let written = fields.located::<String>(key)?;
    written.value.parse().ok().or_else(|| {
        let diagnostic = Diagnostic::error("unknown-time-zone", fields.reader().place(written.span));
        fields.reader().report(diagnostic.with("zone", written.value));
        None
    })
}

fn online(fields: &Fields<'_>) -> Option<String> {
    let link = fields.located::<String>("online")?;
    if link.value.starts_with("https://") || link.value.starts_with("http://") {
        return Some(link.value);
    }
    fields.reader().error("not-a-web-address", link.span);
    None
}

fn not_zero(fields: &Fields<'_>, version: Option<&At<u32>>) {
    if let Some(zero) = version.filter(|at| at.value == 0) {
        fields.reader().error("version-zero", zero.span.clone());
    }
}

/// Notes the problem `name` when `last` lies before `first`.
fn in_order<T: PartialOrd>(fields: &Fields<'_>, first: &Option<At<T>>, last: &Option<At<T>>, name: &'static str) {
    if let (Some(first), Some(last)) = (first, last)
        && last.value < first.value
    {
        let reader = fields.reader();
        let diagnostic = Diagnostic::error(name, reader.place(last.span.clone()));
        reader.report(diagnostic.related_to(reader.place(first.span.clone())));
    }
}
