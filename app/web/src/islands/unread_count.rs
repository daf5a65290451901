//! How much there is to read, in the navigation.

use dealerbook_domain::reading::{DocumentVersion, ReadMarks, RecentDocument};
use leptos::logging::warn;
use leptos::prelude::*;
use serde::Deserialize;
use wasm_bindgen_futures::spawn_local;

use crate::browser::fetch;
use crate::json;
use crate::page::Page;
use crate::view::live;

/// The island's data.
#[derive(Deserialize)]
pub struct Counted {
    /// Where the list of recent documents is.
    recent: String,
    /// The sections whose documents count.
    sections: Vec<String>,
}

/// Shows the number; nothing at nought, or where the browser can't keep marks and all would be unread for ever.
#[component]
pub fn UnreadCount(page: Page, counted: Counted) -> impl IntoView {
    let recent = RwSignal::new(Vec::new());
    let Counted { recent: address, sections } = counted;
    if page.shelf.is_some() {
        spawn_local(async move {
            match fetch::text(&address).await {
                Ok(list) => recent.set(json::read(&list).unwrap_or_default()),
                Err(reason) => warn!("island unread-count: {address}: {reason:?}"),
            }
        });
    }
    live(move || {
        let count = recent.with(|recent| unread(recent, &sections, &page.marks()));
        (count > 0).then(|| {
            view! {
                <span class="unread-count" aria-hidden="true">{short(count)}</span>
                <span class="visually-hidden">{page.texts.count("island.unread-count", count)}</span>
            }
        })
    })
}

fn unread(recent: &[RecentDocument], sections: &[String], marks: &ReadMarks) -> usize {
    let counts = |document: &&DocumentVersion| sections.iter().any(|section| section == document.section());
    marks.unread_of(recent.iter().map(|entry| &entry.document).filter(counts))
}

/// The number as a badge has room for.
fn short(count: usize) -> String {
    if count > 99 { "99+".to_owned() } else { count.to_string() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_named_sections_count() {
        let listed = ["newsletter/2026-11/a@1", "newsletter/2026-11/b@1", "policies/freight@2", "newsletters@1"];
        let recent = listed.map(|name| RecentDocument { document: name.into() });
        let mut marks = ReadMarks::default();
        marks.mark("newsletter/2026-11/a@1".into());
        assert_eq!(unread(&recent, &["newsletter".into()], &marks), 1);
        assert_eq!(unread(&recent, &["newsletter".into(), "policies".into()], &marks), 2);
        assert_eq!(unread(&recent, &[], &marks), 0);
    }

    #[test]
    fn a_badge_has_room_for_two_digits() {
        assert_eq!((short(99).as_str(), short(100).as_str()), ("99", "99+"));
    }
}
