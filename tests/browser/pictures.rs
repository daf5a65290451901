//! Pictures of every kind of page, for people to look at: `target/screenshots/`.

use dealerbook_tests::browser::{Browser, Engine, Portal};
use dealerbook_tests::repository;
use serde_json::json;

use crate::KINDS;

/// Every kind of page can be looked at: on a phone and on a desk, by day and by night.
#[test]
fn every_kind_of_page_has_its_picture_taken() {
    let host = Portal::built().host();
    let browser = Browser::start(Engine::Chromium);
    browser.set_clock("2026-11-23T02:00:00Z");
    let folder = repository::root().join("target/screenshots");
    std::fs::create_dir_all(&folder).expect("a folder");
    let english = ("policy-en", "en/policies/2026-annual.html");
    for (kind, page) in KINDS.into_iter().chain([english]) {
        for width in [390, 1280] {
            browser.set_size(width, 844);
            browser.open_whole(&host.address(page));
            for scheme in ["light", "dark"] {
                let features = json!([{ "name": "prefers-color-scheme", "value": scheme }]);
                browser.devtools("Emulation.setEmulatedMedia", json!({ "features": features }));
                let file = folder.join(format!("{kind}-{width}-{scheme}.png"));
                browser.keep_picture(width, &file);
                assert!(file.metadata().is_ok_and(|file| file.len() > 5_000), "{} is a picture", file.display());
            }
        }
    }
}
