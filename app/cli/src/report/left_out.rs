//! What the site doesn't carry, and why.

use dealerbook_locale::Texts;
use dealerbook_site::{LeftOut, Reason};

use super::{Paths, visible};

/// The heading and one line for each page that was left out; empty when there is none.
pub fn left_out(pages: &[LeftOut], paths: &Paths, texts: &Texts) -> String {
    if pages.is_empty() {
        return String::new();
    }
    let line =
        |page: &LeftOut| format!("  {}  {}\n", visible(&paths.openable(&page.path)), reason(&page.reason, texts));
    let lines: String = pages.iter().map(line).collect();
    format!("{}\n{lines}", texts.count("command.left-out.title", pages.len()))
}

fn reason(reason: &Reason, texts: &Texts) -> String {
    let (key, name, value) = match reason {
        Reason::Draft => return texts.get("command.left-out.draft").to_owned(),
        Reason::NotYet(date) => ("command.left-out.not-yet", "date", texts.date(*date)),
        Reason::Expired(date) => ("command.left-out.expired", "date", texts.date(*date)),
        Reason::Audience(readers) => ("command.left-out.audience", "readers", visible(readers)),
    };
    texts.fill(key, &[(name, &value)]).into_owned()
}
