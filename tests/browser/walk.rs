//! The main walk, in each engine: read, acknowledge, reload, change the size of the text.

use std::io::Write;
use std::process::{Command, Stdio};

use dealerbook_tests::browser::{Browser, Engine, Portal};
use serde_json::Value;

use crate::{ACKNOWLEDGEMENTS, POLICY};

/// A dealer with Chromium reads, acknowledges and finds it all again.
#[test]
fn the_walk_in_chromium() {
    walk(Engine::Chromium);
}

/// A dealer with Firefox reads, acknowledges and finds it all again.
#[test]
fn the_walk_in_firefox() {
    walk(Engine::Firefox);
}

/// A dealer with an iPhone's engine reads, acknowledges and finds it all again.
#[test]
fn the_walk_in_webkit() {
    walk(Engine::WebKit);
}

fn walk(engine: Engine) {
    let host = Portal::built().host();
    let browser = Browser::start(engine);

    // From the front page to an article, and back: the dot is gone and there is one less to read.
    browser.open_whole(&host.address("index.html"));
    browser.follow(".places > ul > li > a[href='newsletter/index.html']");
    let unread = unread_articles(&browser);
    assert!(unread > 1, "a new device has all recent articles to read");
    browser.follow(".issue h2 a");
    let article = ".contents .row:first-child";
    assert!(browser.attribute(article, "data-unread").is_some(), "an article nobody opened has a dot");
    let title = browser.text(&format!("{article} a"));
    browser.follow(&format!("{article} a"));
    assert_eq!(browser.text("h1"), title);
    assert!(browser.text("article .prose").chars().count() > 200, "the article's text is there");
    browser.back();
    browser.wait_until(&format!("document.querySelector('{article}').hasAttribute('data-unread')"), false);
    assert_eq!(unread_articles(&browser), unread - 1);

    // A policy: its state, the receipt, and that it stays.
    browser.follow(".places > ul > li > a[href='../../policies/index.html']");
    browser.follow(&format!("main a[href='{POLICY}.html']"));
    assert_eq!(browser.text(".standing .state"), "生效中");
    assert_eq!(browser.attribute(".acknowledgement", "data-standing").as_deref(), Some("open"));
    assert_eq!(browser.text(".acknowledgement button"), "我已阅读并知悉");
    browser.press(".acknowledgement-button");
    browser.wait_for(".acknowledgement[data-standing='done']");
    let status = browser.text(".acknowledgement-status");
    assert!(status.starts_with("已阅知 · "), "{status}");
    browser.reload();
    assert_eq!(browser.attribute(".acknowledgement", "data-standing").as_deref(), Some("done"));
    assert_eq!(browser.text(".acknowledgement-status"), status);

    // What is kept binds to the exact text that the page offers.
    let kept: Value = serde_json::from_str(&browser.stored(ACKNOWLEDGEMENTS).expect("kept")).expect("JSON");
    let acts = kept.as_array().expect("a list");
    assert_eq!(acts.len(), 1);
    assert_eq!(acts[0]["document"], format!("policies/{POLICY}"));
    let hash = acts[0]["sha256"].as_str().expect("a hash");
    assert_eq!(browser.text(".hash code"), hash);
    let text = browser.attribute(".proof a", "href").expect("a link");
    assert_eq!(sha256sum(&host.file(&format!("policies/{text}"))), hash, "stock tools find the same hash of {text}");

    // The size of the text holds on the next page too, before any tool has started.
    browser.press("[data-size='larger']");
    browser.wait_until("document.documentElement.dataset.textSize", "larger");
    host.lose(".wasm");
    browser.follow_plainly(".places > ul > li > a[href='../index.html']");
    assert_eq!(browser.attribute("html", "data-text-size").as_deref(), Some("larger"));
    assert_eq!(browser.count("[data-mounted]"), 0, "no tool can have set it");
}

/// Who presses the button with the keyboard, or hears the page, goes on where the result stands.
#[test]
fn the_result_of_a_receipt_has_the_focus() {
    let host = Portal::built().host();
    for engine in [Engine::Chromium, Engine::Firefox, Engine::WebKit] {
        let browser = Browser::start(engine);
        browser.open_whole(&host.address(&format!("policies/{POLICY}.html")));
        browser.press(".acknowledgement-button");
        browser.wait_for(".acknowledgement[data-standing='done']");
        browser.wait_until("document.activeElement.className", "acknowledgement-status");
    }
}

/// A double press, as many people make it everywhere, gives a receipt and doesn't take it back.
#[test]
fn a_double_press_gives_one_receipt() {
    let host = Portal::built().host();
    let browser = Browser::start(Engine::Chromium);
    browser.open_whole(&host.address(&format!("policies/{POLICY}.html")));
    browser.run::<()>(
        "const button = document.querySelector('.acknowledgement button'); button.click(); button.click()",
        &[],
    );
    browser.wait_for(".acknowledgement[data-standing='done']");
    browser.run::<()>("document.querySelector('.acknowledgement button').click()", &[]);
    assert_eq!(browser.attribute(".acknowledgement", "data-standing").as_deref(), Some("done"));
    let kept: Vec<Value> = serde_json::from_str(&browser.stored(ACKNOWLEDGEMENTS).expect("kept")).expect("JSON");
    assert_eq!(kept.len(), 1);
}

/// The number beside the newsletter in the navigation.
fn unread_articles(browser: &Browser) -> usize {
    let count = ".places a[href$='newsletter/index.html'] .unread-count";
    browser.wait_for(count);
    browser.text(count).parse().expect("a number")
}

/// The hash by the system's own program, which anyone can check it with.
fn sha256sum(bytes: &[u8]) -> String {
    let mut program =
        Command::new("sha256sum").stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("sha256sum can be run");
    program.stdin.take().expect("piped").write_all(bytes).expect("it reads");
    let output = program.wait_with_output().expect("it ends");
    String::from_utf8_lossy(&output.stdout).split(' ').next().unwrap_or_default().to_owned()
}
