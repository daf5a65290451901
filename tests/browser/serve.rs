//! What an author sees of `dealerbook serve`.

use dealerbook_tests::Company;
use dealerbook_tests::browser::{Browser, Engine, Serving};

const FILE: &str = "newsletter/2026-11/editor-note.md";
const PAGE: &str = "newsletter/2026-11/editor-note.html";

/// A saved change is on the screen; a mistake stands over the last good page until it is mended.
#[test]
fn an_author_sees_each_change_and_each_mistake() {
    let company = Company::sample();
    let serving = Serving::start(&company);
    let browser = Browser::start(Engine::Chromium);
    browser.open_whole(&serving.address(PAGE));
    let shown = |text: &str| {
        browser.wait_until(&format!("document.querySelector('.prose').innerText.includes('{text}')"), true)
    };
    let first = company.read(FILE);

    // A change.
    let second = first + "\n样章新增的一句话。\n";
    company.write(FILE, &second);
    shown("样章新增的一句话。");
    assert_eq!(browser.count("#dealerbook-problems"), 0);

    // A mistake, with the place where it is.
    company.write(FILE, second.replacen("title = ", "titel = ", 1));
    let problems =
        "document.querySelector('#dealerbook-problems')?.shadowRoot.querySelector('[role=alertdialog]')?.innerText";
    browser.wait_until(&format!("{problems}?.includes('editor-note.md') && {problems}.includes('titel')"), true);
    shown("样章新增的一句话。");

    // Mended.
    company.write(FILE, second.replace("一句话", "两句话"));
    shown("样章新增的两句话。");
    browser.wait_until("document.querySelector('#dealerbook-problems') === null", true);
    browser.wait_for_tools();
}
