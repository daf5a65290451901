//! Reading where the tools can't start: scripts off, WASM lost, an old host.

use dealerbook_tests::browser::{Browser, Engine, Host, Portal};

use crate::{KINDS, POLICY, without_scripts};

/// Chromium without scripts shows every kind of page in full.
#[test]
fn every_kind_of_page_reads_without_scripts_in_chromium() {
    every_kind_reads(&without_scripts(Engine::Chromium), &Portal::built().host());
}

/// Firefox without scripts shows every kind of page in full.
#[test]
fn every_kind_of_page_reads_without_scripts_in_firefox() {
    every_kind_reads(&without_scripts(Engine::Firefox), &Portal::built().host());
}

/// An iPhone's engine without scripts shows every kind of page in full.
#[test]
fn every_kind_of_page_reads_without_scripts_in_webkit() {
    every_kind_reads(&without_scripts(Engine::WebKit), &Portal::built().host());
}

/// A host that lost the WASM, or never had its front end right, still serves pages that read in full.
#[test]
fn every_kind_of_page_reads_when_the_wasm_is_lost() {
    let host = Portal::built().host();
    host.lose(".wasm");
    let browser = Browser::start(Engine::Chromium);
    every_kind_reads(&browser, &host);
    let said = browser.console().join("\n");
    assert!(said.contains("The tools of this page could not start"), "the console says why there are none:\n{said}");
}

/// A host that doesn't know what a `.wasm` file is doesn't keep the tools from starting.
#[test]
fn the_tools_start_from_a_host_that_does_not_know_wasm() {
    let host = Portal::built().host();
    host.mistype(".wasm");
    for engine in [Engine::Chromium, Engine::Firefox, Engine::WebKit] {
        let browser = Browser::start(engine);
        browser.open_whole(&host.address(&format!("policies/{POLICY}.html")));
        assert_eq!(browser.count(".acknowledgement-button"), 1);
    }
}

/// Pages opened from a folder on the own disk read in full and look as they should.
#[test]
fn pages_read_from_a_folder() {
    let folder = Portal::built().folder();
    for engine in [Engine::Chromium, Engine::Firefox, Engine::WebKit] {
        let browser = Browser::start(engine);
        browser.open(&format!("file://{}", folder.join("policies/2026-annual.html").display()));
        assert_eq!(browser.text(".standing .state"), "生效中");
        assert_eq!(
            browser.run::<String>("return getComputedStyle(document.querySelector('.places > ul')).display", &[]),
            "flex",
            "the style sheet is there"
        );
        browser.follow_plainly(".crumbs a[href='../index.html']");
        assert!(browser.text("h1").contains("炊穗"), "links lead on");
    }
}

fn every_kind_reads(browser: &Browser, host: &Host) {
    for (kind, page) in KINDS {
        browser.open(&host.address(page));
        assert!(!browser.text("h1").is_empty(), "{kind}: a title");
        let least = if kind == "not-found" { 20 } else { 100 };
        let text = browser.text("main");
        assert!(text.chars().count() > least, "{kind}: a text, not only {text:?}");
        let empty: Vec<String> = browser.run(EMPTY, &[]);
        assert!(empty.is_empty(), "{kind}: empty places {empty:?}");
        assert_eq!(browser.count("[data-mounted]"), 0, "{kind}: no tool has started");
    }

    // The state on the day of the build, and that it is of that day.
    browser.open(&host.address("policies/2026-annual.html"));
    assert_eq!(browser.text(".standing .state"), "生效中");
    assert!(browser.text(".standing").contains("2026年11月23日"), "{}", browser.text(".standing"));
    browser.open(&host.address("en/policies/2027-annual.html"));
    assert_eq!(browser.text(".standing .state"), "Upcoming");

    // How to acknowledge without the button.
    browser.open(&host.address(&format!("policies/{POLICY}.html")));
    let receipt = browser.text("#acknowledge");
    assert!(receipt.contains("请打印本页，签字盖章后交给业务员"), "{receipt}");
    assert_eq!(browser.count("#acknowledge button"), 0, "nothing to press that does nothing");
    browser.follow_plainly("#acknowledge a");
    assert!(browser.count("a[href^='tel:']") > 0, "whom to call");
}

/// What has a place on the page but shows nothing there.
const EMPTY: &str = "
    const shows = (element) => element.innerText.trim() !== '' || element.querySelector('img, svg') !== null;
    const places = document.querySelectorAll('main :is(h1, h2, h3, h4, p, li, dt, dd, a, button, summary)');
    return [...places].filter((element) => element.checkVisibility() && !shows(element)).map((element) => element.outerHTML);
";
