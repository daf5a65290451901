//! What a page may not do, even if something foreign got into it.

use dealerbook_tests::browser::{Browser, Engine, Portal};

/// What would leave a trace on the page if it ran.
const FOREIGN: &str = r#"
    <script>document.documentElement.dataset.ran = "inline script"</script>
    <script src="http://foreign.example/script.js"></script>
    <img src="nowhere.png" alt="" onerror="document.documentElement.dataset.ran = 'handler'">
    <a id="address" href="javascript:document.documentElement.dataset.ran = 'address'">address</a>
    <p id="styled" style="position: fixed">inline style</p>
    <img id="beacon" src="http://foreign.example/beacon.png" alt="">
    <iframe src="http://foreign.example/"></iframe>
    <base href="http://foreign.example/">
"#;

/// Foreign script, styles, images and frames in a page don't run, aren't loaded, and are told on the console.
///
/// This is also what proves that the other tests would see a violation.
#[test]
fn what_is_foreign_to_a_page_is_blocked() {
    let host = Portal::built().host();
    let page = String::from_utf8(host.file("index.html")).expect("UTF-8");
    host.replace("index.html", page.replace("</main>", &format!("{FOREIGN}</main>")));
    let browser = Browser::start(Engine::Chromium);
    browser.before_every_page(VIOLATIONS);
    browser.open_whole(&host.address("index.html"));
    browser.press("#address");

    let seen = |directive: &str| {
        browser.wait_until(&format!("window.violations.some((text) => text.startsWith('{directive} '))"), true);
    };
    for directive in ["script-src-elem", "script-src-attr", "style-src-attr", "img-src", "base-uri"] {
        seen(directive);
    }
    assert!(browser.console().iter().any(|line| line.contains("Content Security Policy")));
    assert_eq!(browser.attribute("html", "data-ran"), None);
    assert_eq!(
        browser.run::<String>("return getComputedStyle(document.querySelector('#styled')).position", &[]),
        "static"
    );
    // Whatever Chromium was about to load is told before it is blocked, so the page itself is asked.
    assert_eq!(browser.run::<u32>("return document.querySelector('#beacon').naturalWidth", &[]), 0);
}

/// Collects what the page's policy blocked.
pub const VIOLATIONS: &str = "
    window.violations = [];
    addEventListener('securitypolicyviolation', (event) => {
        window.violations.push(`${event.effectiveDirective} ${event.blockedURI}`);
    });
";
