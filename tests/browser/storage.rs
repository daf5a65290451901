//! Storage that is blocked, full or damaged: pages read on, nothing is lost, and the dealer is told.

use dealerbook_tests::browser::{Browser, Engine, Host, Portal, Storage, Wish};

use crate::{ACKNOWLEDGEMENTS, POLICY, READ_MARKS};

/// Where Chromium blocks all site data, the page says that a receipt can't be kept.
#[test]
fn storage_that_throws_in_chromium() {
    nothing_is_kept(Engine::Chromium, Storage::Throws);
}

/// Where Firefox blocks all site data, the page says that a receipt can't be kept.
#[test]
fn storage_that_throws_in_firefox() {
    nothing_is_kept(Engine::Firefox, Storage::Throws);
}

/// Where Firefox has no storage at all, the page says that a receipt can't be kept.
#[test]
fn storage_that_is_absent_in_firefox() {
    nothing_is_kept(Engine::Firefox, Storage::Absent);
}

/// Where an iPhone's engine has no storage at all, the page says that a receipt can't be kept.
#[test]
fn storage_that_is_absent_in_webkit() {
    nothing_is_kept(Engine::WebKit, Storage::Absent);
}

fn nothing_is_kept(engine: Engine, storage: Storage) {
    let host = Portal::built().host();
    let browser = Browser::start_with(engine, Wish { storage, ..Wish::default() });
    open_policy(&browser, &host, POLICY);
    assert!(!browser.text("h1").is_empty());
    assert!(browser.text(".prose").chars().count() > 100, "the text is there");
    assert_eq!(browser.text(".standing .state"), "生效中");
    assert_eq!(browser.attribute(".acknowledgement", "data-standing").as_deref(), Some("blocked"));
    assert!(browser.text(".acknowledgement").contains("阅知无法记录在本机"), "{}", browser.text(".acknowledgement"));
    assert_eq!(browser.count(".acknowledgement button"), 0, "nothing to press that keeps nothing");

    // The size of the text changes all the same, and says for how long.
    browser.press("[data-size='large']");
    browser.wait_until("document.documentElement.dataset.textSize", "large");
    assert!(browser.text(".text-size-note").contains("字号只在本页有效"));

    // Nothing is called unread that could never be called read.
    browser.open_whole(&host.address("newsletter/index.html"));
    assert_eq!(browser.count("[data-unread]"), 0);
    assert_eq!(browser.count(".unread-count"), 0);
}

/// A full device says that the receipt wasn't kept, keeps what it had, and takes the receipt when there is room again.
#[test]
fn storage_that_is_full() {
    let host = Portal::built().host();
    let browser = Browser::start(Engine::Chromium);
    acknowledge(&browser, &host, "channel-order");
    let before = browser.stored(ACKNOWLEDGEMENTS).expect("kept");

    open_policy(&browser, &host, POLICY);
    browser.run::<()>(
        "for (let size = 1 << 22; size >= 1; size >>= 1) {
            try { for (;;) localStorage.setItem(`full-${size}-${localStorage.length}`, 'x'.repeat(size)); } catch {}
        }",
        &[],
    );
    browser.press(".acknowledgement-button");
    browser.wait_until("document.querySelector('.acknowledgement-status').textContent.startsWith('未能保存')", true);
    assert_eq!(browser.attribute(".acknowledgement", "data-standing").as_deref(), Some("open"));
    assert_eq!(browser.stored(ACKNOWLEDGEMENTS).as_deref(), Some(&*before));

    browser.run::<()>(
        "Object.keys(localStorage).filter((key) => key.startsWith('full-')).forEach((key) => localStorage.removeItem(key))",
        &[],
    );
    browser.press(".acknowledgement-button");
    browser.wait_for(".acknowledgement[data-standing='done']");
    browser.reload();
    assert_eq!(browser.attribute(".acknowledgement", "data-standing").as_deref(), Some("done"));
    let now = browser.stored(ACKNOWLEDGEMENTS).expect("kept");
    assert!(now.starts_with(before.trim_end_matches(']')), "the receipt before is still there: {now}");
}

/// Receipts that can't be read are told, set aside unchanged, and don't keep a new one from being made.
#[test]
fn damaged_receipts_are_told_and_kept() {
    let host = Portal::built().host();
    for engine in [Engine::Chromium, Engine::Firefox, Engine::WebKit] {
        let browser = Browser::start(engine);
        browser.open(&host.address("404.html"));
        for (number, damaged) in
            [r#"[{"document":"policies/warr"#, "", "null", "{}", "不是JSON"].into_iter().enumerate()
        {
            browser.store(ACKNOWLEDGEMENTS, damaged);
            open_policy(&browser, &host, POLICY);
            assert_eq!(browser.attribute(".acknowledgement", "data-standing").as_deref(), Some("open"), "{damaged:?}");
            assert!(
                browser.text(".acknowledgement").contains("已损坏"),
                "{damaged:?}: {}",
                browser.text(".acknowledgement")
            );
            assert_eq!(browser.stored(ACKNOWLEDGEMENTS).as_deref(), Some(damaged), "looking changes nothing");
            browser.press(".acknowledgement-button");
            browser.wait_for(".acknowledgement[data-standing='done']");
            let aside = browser.stored(&format!("{ACKNOWLEDGEMENTS}.unreadable.{}", number + 1));
            assert_eq!(aside.as_deref(), Some(damaged), "set aside as it was");
        }
    }
}

/// A receipt that a newer portal wrote, which this one can't read, stays where it is.
#[test]
fn receipts_of_a_newer_portal_stay() {
    let host = Portal::built().host();
    let browser = Browser::start(Engine::Chromium);
    browser.open(&host.address("404.html"));
    let newer = r#"{"newer":"format","number":1.50}"#;
    browser.store(ACKNOWLEDGEMENTS, &format!("[{newer}]"));
    acknowledge(&browser, &host, POLICY);
    assert!(browser.stored(ACKNOWLEDGEMENTS).expect("kept").starts_with(&format!("[{newer},{{")));
}

/// Read marks and settings that can't be read count as none, are set aside unchanged, and work again afterwards.
#[test]
fn damaged_marks_and_settings_are_kept() {
    let host = Portal::built().host();
    let browser = Browser::start(Engine::Chromium);
    browser.open(&host.address("404.html"));
    browser.store(READ_MARKS, "[\"policies/");
    browser.store("dealerbook.text-size", "huge");
    browser.open_whole(&host.address("newsletter/index.html"));
    assert!(browser.count("[data-unread]") > 0);
    browser.follow(".issue .row a");
    browser.wait_until(&format!("(localStorage.getItem('{READ_MARKS}') ?? '').startsWith('[\"newsletter/')"), true);
    assert_eq!(browser.stored(&format!("{READ_MARKS}.unreadable.1")).as_deref(), Some("[\"policies/"));
    browser.press("[data-size='large']");
    browser.wait_until("localStorage.getItem('dealerbook.text-size')", "\"large\"");
    assert_eq!(browser.stored("dealerbook.text-size.unreadable.1").as_deref(), Some("huge"));
}

fn open_policy(browser: &Browser, host: &Host, name: &str) {
    browser.open_whole(&host.address(&format!("policies/{name}.html")));
}

fn acknowledge(browser: &Browser, host: &Host, name: &str) {
    open_policy(browser, host, name);
    browser.press(".acknowledgement-button");
    browser.wait_for(".acknowledgement[data-standing='done']");
}
