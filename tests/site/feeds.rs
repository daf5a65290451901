//! What programs read, opened by readers that share nothing with what writes it.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use dealerbook_tests::Company;
use ical::IcalParser;
use ical::parser::ical::component::{IcalCalendar, IcalEvent};

use crate::awkward;
use crate::pages::decoded;

static SAMPLE: LazyLock<BTreeMap<String, Vec<u8>>> = LazyLock::new(|| Company::sample().built());
static AWKWARD: LazyLock<BTreeMap<String, Vec<u8>>> = LazyLock::new(|| awkward::company().built());

/// Every file of the sample company and the awkward one whose path ends with `ending`.
fn each_with(ending: &str) -> impl Iterator<Item = (&'static str, &'static [u8])> {
    let files = SAMPLE.iter().chain(AWKWARD.iter()).filter(move |(path, _)| path.ends_with(ending));
    files.map(|(path, bytes)| (path.as_str(), bytes.as_slice()))
}

fn calendar(bytes: &[u8]) -> IcalCalendar {
    let mut calendars = IcalParser::new(bytes);
    let calendar = calendars.next().expect("a calendar").unwrap_or_else(|error| panic!("{error}"));
    assert!(calendars.next().is_none(), "one calendar a file");
    calendar
}

fn property<'a>(event: &'a IcalEvent, name: &str) -> Option<&'a str> {
    event.properties.iter().find(|property| property.name == name)?.value.as_deref()
}

fn wanted<'a>(event: &'a IcalEvent, name: &str) -> &'a str {
    property(event, name).unwrap_or_else(|| panic!("no {name} in {event:?}"))
}

#[test]
fn every_calendar_opens_with_what_must_be_in_it() {
    for (path, bytes) in each_with(".ics") {
        let calendar = calendar(bytes);
        let names: Vec<&str> = calendar.properties.iter().map(|property| property.name.as_str()).collect();
        assert!(names.contains(&"VERSION") && names.contains(&"PRODID"), "{path}: {names:?}");
        for event in &calendar.events {
            for name in ["UID", "DTSTAMP", "DTSTART", "DTEND", "SUMMARY", "STATUS", "URL"] {
                assert!(!wanted(event, name).is_empty(), "{path}");
            }
            assert!(wanted(event, "DTSTART") <= wanted(event, "DTEND"), "{path}");
        }
    }
}

#[test]
fn no_line_of_a_calendar_is_longer_than_75_octets_or_ends_like_unix() {
    for (path, bytes) in each_with(".ics") {
        let text = std::str::from_utf8(bytes).expect("UTF-8, cut between characters");
        assert!(text.ends_with("END:VCALENDAR\r\n"), "{path}");
        assert_eq!(text.matches('\n').count(), text.matches("\r\n").count(), "{path}");
        for line in text.lines() {
            assert!(line.len() <= 75, "{path}: {line}");
        }
    }
}

#[test]
fn uids_are_unique_and_the_same_in_both_calendars_of_a_meeting() {
    for site in [&*SAMPLE, &*AWKWARD] {
        let uids = |path: &str| -> Vec<String> {
            calendar(&site[path]).events.iter().map(|event| wanted(event, "UID").to_owned()).collect()
        };
        let all = uids("meetings/calendar.ics");
        let known: BTreeSet<&String> = all.iter().collect();
        assert_eq!(all.len(), known.len(), "a UID twice");
        assert_eq!(uids("en/meetings/calendar.ics"), all);
        let meetings: Vec<&String> =
            site.keys().filter(|path| path.ends_with(".ics") && !path.ends_with("calendar.ics")).collect();
        let own: BTreeSet<String> = meetings.iter().flat_map(|path| uids(path)).collect();
        assert_eq!(own.iter().collect::<BTreeSet<_>>(), known, "each event is in its meeting's own calendar");
    }
}

#[test]
fn addresses_in_calendars_lead_to_the_meetings_page() {
    for (path, bytes) in each_with(".ics") {
        for event in calendar(bytes).events {
            let page = wanted(&event, "URL").strip_prefix("https://dealers.example.com/").expect("below the base");
            assert!(SAMPLE.contains_key(page) || AWKWARD.contains_key(page), "{path}: {page}");
            assert_eq!(page.starts_with("en/"), path.starts_with("en/"), "{path}: {page}");
        }
    }
}

/// The calendar of a company with the one meeting that `front` describes.
fn calendar_of(front: &str) -> IcalCalendar {
    let meeting = format!("+++\ntitle = \"年终座谈会; 南京, 下午\"\n{front}\n+++\n");
    let company = Company::new().file("meetings/a.md", meeting);
    calendar(&company.built()["meetings/a.ics"])
}

fn times(calendar: &IcalCalendar) -> Vec<(&str, &str)> {
    calendar.events.iter().map(|event| (wanted(event, "DTSTART"), wanted(event, "DTEND"))).collect()
}

#[test]
fn a_meeting_is_at_its_moment_whatever_the_zone() {
    let shanghai = calendar_of("start = 2026-12-10T14:00:00\nend = 2026-12-10T17:30:00");
    assert_eq!(times(&shanghai), [("20261210T060000Z", "20261210T093000Z")]);
    let urumqi = calendar_of("start = 2026-12-10T14:00:00\nend = 2026-12-11T12:00:00\nzone = \"Asia/Urumqi\"");
    assert_eq!(times(&urumqi), [("20261210T080000Z", "20261211T060000Z")]);
}

#[test]
fn a_repeated_meeting_stays_at_its_hour_when_summer_time_ends() {
    let berlin = "start = 2026-10-20T09:00:00\nend = 2026-10-20T10:00:00\nzone = \"Europe/Berlin\"";
    let weekly = calendar_of(&format!("{berlin}\nrepeat = \"FREQ=WEEKLY;COUNT=3\"\nexcept = [2026-11-03]"));
    assert_eq!(times(&weekly), [("20261020T070000Z", "20261020T080000Z"), ("20261027T080000Z", "20261027T090000Z")]);
}

#[test]
fn a_visit_takes_a_whole_day() {
    let plan = calendar_of(
        "kind = \"visit-plan\"\nstart = 2026-12-01T00:00:00\nend = 2026-12-31T00:00:00\n[[visit]]\ndate = 2026-12-31\nwho = \"总经理\"\nregion = \"east\"\npurpose = \"看终端\"",
    );
    assert_eq!(times(&plan), [("20261231", "20270101")]);
    assert_eq!(wanted(&plan.events[0], "SUMMARY"), "总经理 · 看终端");
}

#[test]
fn what_is_cancelled_says_so_visits_too() {
    let start = "start = 2026-12-10T14:00:00\ncancelled = \"并入大会\"";
    let visit = "kind = \"visit-plan\"\n[[visit]]\ndate = 2026-12-31\nwho = \"总经理\"\nregion = \"east\"\npurpose = \"看终端\"";
    for front in [start.to_owned(), format!("{start}\n{visit}")] {
        assert_eq!(wanted(&calendar_of(&front).events[0], "STATUS"), "CANCELLED");
    }
    assert_eq!(wanted(&calendar_of("start = 2026-12-10T14:00:00").events[0], "STATUS"), "CONFIRMED");
}

#[test]
fn signs_that_calendars_use_themselves_come_through() {
    let calendar = calendar_of("start = 2026-12-10T14:00:00\nplace = 'A; B, C\\D'\nsummary = \"一行\\n又一行\"");
    let event = &calendar.events[0];
    assert_eq!(wanted(event, "SUMMARY"), "年终座谈会\\; 南京\\, 下午");
    assert_eq!(wanted(event, "LOCATION"), "A\\; B\\, C\\\\D");
    assert_eq!(wanted(event, "DESCRIPTION"), "一行\\n又一行");
}

#[test]
fn the_feed_opens_and_leads_to_the_newest_documents() {
    for (path, bytes) in each_with("feed.xml") {
        let feed = feed_rs::parser::parse(bytes).unwrap_or_else(|error| panic!("{path}: {error}"));
        assert_eq!(feed.feed_type, feed_rs::model::FeedType::Atom);
        assert!(!feed.entries.is_empty() && feed.title.is_some() && feed.updated.is_some(), "{path}");
        let ids: BTreeSet<&str> = feed.entries.iter().map(|entry| entry.id.as_str()).collect();
        assert_eq!(ids.len(), feed.entries.len(), "{path}: an id twice");
        let dates: Vec<_> = feed.entries.iter().map(|entry| entry.updated).collect();
        assert!(dates.is_sorted_by(|a, b| a >= b), "{path}: {dates:?}");
        assert_eq!(feed.updated, dates[0], "{path}");
        for entry in &feed.entries {
            let page = entry.links[0].href.strip_prefix("https://dealers.example.com/").expect("below the base");
            let page = decoded(page);
            assert!(SAMPLE.contains_key(&page) || AWKWARD.contains_key(&page), "{path}: {page}");
            assert!(entry.title.as_ref().is_some_and(|title| !title.content.is_empty()), "{path}: {page}");
        }
    }
}

#[test]
fn a_title_of_signs_comes_through_the_feed_as_it_is() {
    let feed = feed_rs::parser::parse(AWKWARD["feed.xml"].as_slice()).expect("a feed");
    let title = "<script>alert(1)</script> & \"引号\" '单' {{ title }} {% raw %}";
    let entry = feed.entries.iter().find(|entry| entry.title.as_ref().is_some_and(|found| found.content == title));
    let summary = entry.expect("the title as written").summary.as_ref().expect("its summary");
    assert_eq!(summary.content, "]]> --> <!-- &amp; &lt;");
}

#[test]
fn the_sitemap_names_every_page_and_nothing_else() {
    for site in [&*SAMPLE, &*AWKWARD] {
        let text = std::str::from_utf8(&site["sitemap.xml"]).expect("UTF-8");
        let document = roxmltree::Document::parse(text).expect("XML");
        let locations = document.descendants().filter(|node| node.has_tag_name("loc")).filter_map(|node| node.text());
        let named: BTreeSet<String> = locations
            .map(|address| decoded(address.strip_prefix("https://dealers.example.com/").expect("below the base")))
            .collect();
        let pages = site.keys().filter(|path| path.ends_with(".html") && *path != "404.html");
        assert_eq!(named, pages.cloned().collect());
    }
}

#[test]
fn the_list_of_recent_documents_names_pages() {
    for site in [&*SAMPLE, &*AWKWARD] {
        let recent: serde_json::Value = serde_json::from_slice(&site["data/recent.json"]).expect("JSON");
        let documents =
            recent.as_array().expect("a list").iter().map(|item| item["document"].as_str().expect("a name"));
        let mut count = 0;
        for document in documents {
            let (key, version) = document.rsplit_once('@').expect("key and version");
            assert!(site.contains_key(&format!("{key}.html")), "{document}");
            assert!(version.parse::<u32>().is_ok_and(|version| version > 0), "{document}");
            count += 1;
        }
        assert!(count > 5);
    }
}
