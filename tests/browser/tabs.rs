//! Two tabs of one portal.

use dealerbook_tests::browser::{Browser, Engine, Portal};

use crate::{ACKNOWLEDGEMENTS, POLICY, READ_MARKS};

/// Two tabs in Chromium keep each other's marks and receipts, and show them at once.
#[test]
fn two_tabs_in_chromium() {
    two_tabs(Engine::Chromium);
}

/// Two tabs in Firefox keep each other's marks and receipts, and show them at once.
#[test]
fn two_tabs_in_firefox() {
    two_tabs(Engine::Firefox);
}

/// Two tabs in an iPhone's engine keep each other's marks and receipts, and show them at once.
#[test]
fn two_tabs_in_webkit() {
    two_tabs(Engine::WebKit);
}

fn two_tabs(engine: Engine) {
    let host = Portal::built().host();
    let browser = Browser::start(engine);
    let marks = || browser.stored(READ_MARKS).unwrap_or_default();

    // What is read in the second tab is read in the first, which nobody loads again.
    let first = browser.tab();
    browser.open_whole(&host.address("newsletter/2026-11/index.html"));
    let count = "document.querySelector('.places .unread-count')?.textContent";
    browser.wait_for(".places .unread-count");
    let unread: usize = browser.text(".places .unread-count").parse().expect("a number");
    browser.run::<()>("window.stays = true", &[]);
    let second = browser.open_tab();
    browser.open_whole(&host.address("newsletter/2026-11/rebate-2027.html"));
    browser.until("the mark", || marks().contains("rebate-2027@").then_some(()));
    browser.bring_to_front(&first);
    browser.wait_until(count, (unread - 1).to_string());
    browser.wait_until(
        "document.querySelector('[data-document^=\"newsletter/2026-11/rebate-2027@\"]').hasAttribute('data-unread')",
        false,
    );
    assert!(browser.run::<bool>("return window.stays", &[]), "the first tab is still the same page");

    // Marks of both are kept.
    browser.open_whole(&host.address("newsletter/2026-11/blender-noise.html"));
    browser.bring_to_front(&second);
    browser.open_whole(&host.address("newsletter/2026-11/dealer-fubin.html"));
    browser.until("all marks", || {
        let marks = marks();
        ["rebate-2027@", "blender-noise@", "dealer-fubin@"].iter().all(|name| marks.contains(name)).then_some(())
    });
    browser.wait_until(count, (unread - 3).to_string());

    // A receipt given in one tab is seen in the other, and can be taken back there.
    let policy = host.address(&format!("policies/{POLICY}.html"));
    browser.open_whole(&policy);
    browser.bring_to_front(&first);
    browser.open_whole(&policy);
    browser.press(".acknowledgement-button");
    browser.bring_to_front(&second);
    browser.wait_for(".acknowledgement[data-standing='done']");
    // What is pressed sooner is taken for the second half of a double press.
    browser.wait_until(
        &format!("Date.now() - Date.parse(JSON.parse(localStorage.getItem('{ACKNOWLEDGEMENTS}'))[0].at) > 1000"),
        true,
    );
    browser.press(".acknowledgement-undo");
    browser.wait_for(".acknowledgement[data-standing='open']");
    browser.bring_to_front(&first);
    browser.wait_for(".acknowledgement[data-standing='open']");
    assert_eq!(browser.stored(ACKNOWLEDGEMENTS).as_deref(), Some("[]"));
}
