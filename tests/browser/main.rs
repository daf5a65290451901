//! The sample company's portal in real browsers: one file for each promise.

mod every_page;
mod pictures;
mod security_policy;
mod serve;
mod storage;
mod tabs;
mod today;
mod walk;
mod without_tools;

use dealerbook_tests::browser::{Browser, Engine, Wish};

/// One page of each kind, in the portal's first language.
const KINDS: [(&str, &str); 13] = [
    ("home", "index.html"),
    ("newsletter", "newsletter/index.html"),
    ("issue", "newsletter/2026-11/index.html"),
    ("article", "newsletter/2026-11/rebate-2027.html"),
    ("policies", "policies/index.html"),
    ("policy", "policies/2026-annual.html"),
    ("meetings", "meetings/index.html"),
    ("meeting", "meetings/2026-09-south-symposium.html"),
    ("contracts", "contracts/index.html"),
    ("contract", "contracts/dealer-contract.html"),
    ("catalog", "catalog/index.html"),
    ("contacts", "contacts/index.html"),
    ("not-found", "404.html"),
];

/// A policy that is in force for good and asks to be acknowledged, as its file is called.
const POLICY: &str = "warranty";

/// Where the acknowledgements are kept.
const ACKNOWLEDGEMENTS: &str = "dealerbook.acknowledgements";
/// Where the read marks are kept.
const READ_MARKS: &str = "dealerbook.read-marks";

/// A browser without scripts: nothing that is written in script can have made what it shows.
fn without_scripts(engine: Engine) -> Browser {
    Browser::start_with(engine, Wish { no_scripts: true, ..Wish::default() })
}
