//! The ids of a body: each is there once, also beside those of the page that shows it.
//!
//! Authors write ids plainly, `#rates`, wherever they link to them; only the HTML may spell them otherwise.

use super::Style;

/// Ids that pages with a body have for themselves, sorted.
const OF_PAGES: [&str; 12] = [
    "acknowledge",
    "acknowledge-title",
    "agenda",
    "decisions",
    "main",
    "minutes",
    "occurrences",
    "proof",
    "related",
    "reply",
    "versions",
    "visits",
];

/// `id` as it stands in the HTML. Minutes stand on their meeting's page, whose text has ids too; no id that comes from
/// a heading's text has a colon.
pub fn written(id: &str, style: Style) -> String {
    match style {
        Style::Minutes => format!("minutes:{id}"),
        Style::Text | Style::Contract if OF_PAGES.binary_search(&id).is_ok() => format!("text:{id}"),
        Style::Text | Style::Contract => id.to_owned(),
    }
}

/// The id of the footnote that an author called `name`.
pub fn of_footnote(name: &str, style: Style) -> String {
    written(&format!("note:{name}"), style)
}
