//! A policy's state is that of the reader's day in the portal's time zone, not of the day of the build.

use dealerbook_tests::browser::{Browser, Engine, Host, Portal};
use serde_json::json;

use crate::{ACKNOWLEDGEMENTS, POLICY};

/// In force until the last day of 2026.
const ENDING: &str = "policies/2026-annual.html";
/// In force from the first day of 2027.
const BEGINNING: &str = "policies/2027-annual.html";

/// The state changes when the year ends in the portal's time zone, on a page that was built before.
#[test]
fn the_state_follows_the_portals_calendar() {
    states_change_at_midnight_in_shanghai("Asia/Shanghai");
}

/// A dealer who travels sees the same states at the same moments.
#[test]
fn the_state_does_not_follow_the_devices_time_zone() {
    states_change_at_midnight_in_shanghai("America/Los_Angeles");
}

fn states_change_at_midnight_in_shanghai(zone: &str) {
    let host = Portal::built().host();
    let browser = in_zone(zone);
    for (moment, ending, beginning) in [
        ("2026-11-23T04:00:00Z", ("生效中", Some("还剩 39 天")), "待生效"),
        ("2026-12-31T15:50:00Z", ("生效中", Some("今天是最后一天")), "待生效"),
        ("2026-12-31T16:00:00Z", ("已失效", None), "生效中"),
    ] {
        browser.set_clock(moment);
        browser.open_whole(&host.address(ENDING));
        assert_eq!(browser.text(".standing .state"), ending.0, "{moment}");
        let left = (browser.count(".days-left") > 0).then(|| browser.text(".days-left"));
        assert_eq!(left.as_deref(), ending.1, "{moment}");
        assert_eq!(state(&browser, &host, BEGINNING), beginning, "{moment}");
    }
    // Lists too.
    browser.open_whole(&host.address("policies/index.html"));
    let listed = |name: &str| browser.text(&format!(".row:has(a[href='{name}.html']) .state"));
    assert_eq!(listed("2027-annual"), "生效中");
}

/// A page that stays open over midnight changes by itself.
#[test]
fn the_state_changes_while_the_page_is_open() {
    let host = Portal::built().host();
    let browser = in_zone("Asia/Shanghai");
    browser.set_clock("2026-12-31T15:59:55Z");
    browser.open_whole(&host.address(BEGINNING));
    browser.wait_until("document.querySelector('.standing .state').textContent", "生效中");
}

/// The moment of a receipt is kept in UTC and shown by the portal's clock, wherever the dealer is.
#[test]
fn the_moment_of_a_receipt_is_told_by_the_portals_clock() {
    let host = Portal::built().host();
    let browser = in_zone("America/Los_Angeles");
    browser.set_clock("2026-11-23T20:30:00Z");
    browser.open_whole(&host.address(&format!("policies/{POLICY}.html")));
    browser.press(".acknowledgement-button");
    browser.wait_for(".acknowledgement[data-standing='done']");
    let status = browser.text(".acknowledgement-status");
    assert!(status.contains("2026年11月24日 04:30"), "{status}");
    assert!(browser.stored(ACKNOWLEDGEMENTS).expect("kept").contains("\"at\":\"2026-11-23T20:30:"));
}

fn in_zone(zone: &str) -> Browser {
    let browser = Browser::start(Engine::Chromium);
    browser.devtools("Emulation.setTimezoneOverride", json!({ "timezoneId": zone }));
    browser
}

fn state(browser: &Browser, host: &Host, page: &str) -> String {
    browser.open_whole(&host.address(page));
    browser.text(".standing .state")
}
