//! Marks the page's document as read.

use std::cell::Cell;

use dealerbook_domain::reading::DocumentVersion;
use leptos::prelude::*;
use serde::Deserialize;

use crate::device::read_marks;
use crate::page::Page;
use crate::view::follow;

/// The island's data.
#[derive(Deserialize)]
pub struct Shown {
    document: DocumentVersion,
}

/// Shows nothing. The mark is made when the reader first sees the page, not in a tab opened for later.
///
/// Two tabs that write at the same moment can overwrite each other's marks; the browser tells each of them of the
/// other's writing, and the one whose mark is missing then makes it again.
#[component]
pub fn ReadMark(page: Page, shown: Shown) -> impl IntoView {
    let Shown { document } = shown;
    let seen = Cell::new(false);
    follow(move || {
        let Some(shelf) = page.shelf else { return };
        seen.set(seen.get() || page.is_visible());
        // A full device keeps no mark; the document is read all the same.
        if seen.get() && !page.marks().is_read(&document) && read_marks::mark(&shelf, document.clone()).is_ok() {
            page.changed();
        }
    });
}
