//! The Leptos front end: small tools that come alive in pages which are complete without them.
//!
//! A page names the tools it wants by `data-island` and holds, in the same place, what to show without WASM.
//! [`start`] looks the names up in one table ([`islands::TABLE`]) and mounts their components. There is no
//! router: a link is a link. Whatever fails leaves the place as the page had it.
//!
//! | module | what it knows |
//! |---|---|
//! | [`islands`] | the tools, one module each, and the table that names them |
//! | [`page`] | what all tools of a page share: texts, today, visibility, what is stored |
//! | [`view`] | views and actions that follow what changes |
//! | [`mount`] | how a tool takes its place on the page |
//! | [`device`] | what this device keeps: read marks, acknowledgements, settings |
//! | [`json`] | JSON in few bytes |
//! | [`browser`] | the clock in the portal's time zone, and files of the portal |

pub mod browser;
pub mod device;
pub mod islands;
pub mod json;
pub mod mount;
pub mod page;
pub mod view;

use leptos::logging::warn;
use leptos::prelude::Owner;
use wasm_bindgen_futures::spawn_local;

use crate::islands::Needs;
use crate::page::Page;

/// Mounts the islands of this page.
///
/// Those that show no text start at once; the others wait for the texts of the page's language, and leave their
/// places as they are when these don't come.
pub fn start() {
    let Some(page) = Page::open() else { return };
    let places = mount::places();
    // The islands live as long as the page: their owner is never dropped.
    let owner: &'static Owner = Box::leak(Box::new(Owner::new()));
    owner.with(|| {
        page.watch();
        mount::mount_all(page, &places, Needs::Nothing);
    });
    spawn_local(async move {
        match page::texts().await {
            Ok(texts) => owner.with(|| mount::mount_all(page.with_texts(texts), &places, Needs::Texts)),
            Err(reason) => warn!("islands: the texts cannot be read: {reason:?}"),
        }
    });
}
