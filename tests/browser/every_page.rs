//! Every page of the sample, in both languages, visited once in Chromium; then one test for each promise.

use std::sync::LazyLock;

use dealerbook_tests::browser::host::Request;
use dealerbook_tests::browser::portal::BELOW;
use dealerbook_tests::browser::{Browser, Engine, Portal};

use crate::security_policy::VIOLATIONS;

/// The widths of small and of common phones.
const PHONES: [u32; 2] = [320, 390];

/// What was found on a page.
struct Visit {
    page: String,
    /// What it wrote to the console, and the browser about it.
    console: Vec<String>,
    /// What its policy blocked.
    violations: Vec<String>,
    /// The addresses that it asked for.
    asked_for: Vec<String>,
    /// What makes it wider than a phone, with text as it comes and as large as it gets.
    too_wide: Vec<String>,
    /// What is too small for a thumb.
    too_small: Vec<String>,
}

struct Visits {
    visits: Vec<Visit>,
    /// The portal's address.
    home: String,
    /// What the host was asked for.
    requests: Vec<Request>,
}

static VISITS: LazyLock<Visits> = LazyLock::new(|| {
    let portal = Portal::built();
    let host = portal.host();
    let browser = Browser::start(Engine::Chromium);
    browser.before_every_page(VIOLATIONS);
    // Chromium's own first page asks for much.
    browser.open("about:blank");
    browser.asked_for();
    let visits = portal.pages().into_iter().map(|page| visit(&browser, &host.address(&page), page)).collect();
    Visits { visits, home: host.address(""), requests: host.requests() }
});

fn visit(browser: &Browser, address: &str, page: String) -> Visit {
    browser.set_size(390, 844);
    browser.open_whole(address);
    let violations = browser.run("return window.violations", &[]);
    let too_small = browser.run(TOO_SMALL, &[]);
    let mut too_wide = Vec::new();
    for size in ["normal", "larger"] {
        browser.run::<()>("document.documentElement.dataset.textSize = arguments[0]", &[size.into()]);
        for width in PHONES {
            browser.set_size(width, 844);
            let wide: Vec<String> = browser.run(TOO_WIDE, &[width.into()]);
            too_wide.extend(wide.into_iter().map(|what| format!("{width} px, {size} text: {what}")));
        }
    }
    Visit { page, console: browser.console(), violations, asked_for: browser.asked_for(), too_wide, too_small }
}

/// What sticks out of a page that can be moved sideways.
const TOO_WIDE: &str = "
    const [width] = arguments;
    const page = document.scrollingElement;
    if (page.scrollWidth <= width) return [];
    const all = [...document.querySelectorAll('body *')];
    const out = all.filter((element) => element.getBoundingClientRect().right > width + 0.5);
    const names = out.map((element) => `<${element.localName} class='${element.className}'>`);
    return [`${page.scrollWidth} px because of ${names.slice(0, 8).join(' ')}`];
";

/// Places of the navigation, buttons, and summaries lower than 44 px, as phones show them.
const TOO_SMALL: &str = "
    const all = [...document.querySelectorAll('.places a, .places summary, button, .button')];
    const shown = all.filter((element) => element.checkVisibility());
    const low = shown.filter((element) => element.getBoundingClientRect().height < 44);
    return low.map((element) => `${element.outerHTML.slice(0, 120)}: ${element.getBoundingClientRect().height} px`);
";

/// One line for each page where something was found.
fn found(of: impl Fn(&Visit) -> Vec<String>) -> Vec<String> {
    assert!(VISITS.visits.len() > 100, "the sample has pages in two languages");
    let line = |visit: &Visit| {
        let found = of(visit);
        (!found.is_empty()).then(|| format!("{}: {}", visit.page, found.join("; ")))
    };
    VISITS.visits.iter().filter_map(line).collect()
}

/// No page breaks its own security policy.
#[test]
fn no_page_breaks_its_security_policy() {
    assert_eq!(found(|visit| visit.violations.clone()), [""; 0]);
}

/// No page, with all of its tools, leaves anything on the console.
#[test]
fn no_page_complains_on_the_console() {
    assert_eq!(found(|visit| visit.console.clone()), [""; 0]);
}

/// No page asks for anything outside the portal, on its host or elsewhere.
#[test]
fn no_page_asks_for_anything_outside_the_portal() {
    let outside = |visit: &Visit| {
        let addresses = visit.asked_for.iter();
        addresses.filter(|address| !address.starts_with(&VISITS.home)).cloned().collect()
    };
    assert_eq!(found(outside), [""; 0]);
    let everything = VISITS.visits.iter().map(|visit| visit.asked_for.len()).sum::<usize>();
    assert!(everything > 4 * VISITS.visits.len(), "what pages ask for was heard");
    let outside: Vec<&Request> = VISITS.requests.iter().filter(|request| !request.path.starts_with(BELOW)).collect();
    assert!(outside.is_empty(), "{outside:?}");
}

/// No page asks for a file that isn't there.
#[test]
fn no_page_asks_for_a_file_that_is_missing() {
    let missing: Vec<&Request> = VISITS.requests.iter().filter(|request| request.status != 200).collect();
    assert!(missing.is_empty(), "{missing:?}");
    for ending in [".css", ".js", ".wasm", ".json", ".svg", ".jpg"] {
        assert!(VISITS.requests.iter().any(|request| request.path.ends_with(ending)), "pages need {ending} files");
    }
}

/// No page has to be moved sideways on a phone, even with the largest text.
#[test]
fn no_page_is_wider_than_a_phone() {
    assert_eq!(found(|visit| visit.too_wide.clone()), [""; 0]);
}

/// Everything to press in the navigation and every button is high enough for a thumb.
#[test]
fn what_is_pressed_is_high_enough_for_a_thumb() {
    assert_eq!(found(|visit| visit.too_small.clone()), [""; 0]);
}
