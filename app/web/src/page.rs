//! What all islands of a page share.

use std::time::Duration;

use chrono::NaiveDate;
use dealerbook_domain::reading::ReadMarks;
use dealerbook_locale::Texts;
use leptos::ev;
use leptos::prelude::*;
use wasm_bindgen::JsValue;

use crate::browser::clock;
use crate::browser::fetch;
use crate::device::{LocalShelf, read_marks};
use crate::json;

/// The page that the islands stand in. Cheap to copy: it lives until the reader leaves.
///
/// Clock, storage and visibility are the browser's, so no copy of them is held here: what asks for one of them in a
/// reactive place is asked again whenever one of them may have changed.
#[derive(Clone, Copy)]
pub struct Page {
    /// The texts of the page's language.
    pub texts: &'static Texts,
    /// IANA name of the portal's time zone.
    pub zone: &'static str,
    /// The device's storage; `None` where the browser has turned it off.
    pub shelf: Option<LocalShelf>,
    changed: Trigger,
}

impl Page {
    /// The page without texts. `None` outside a browser's window.
    pub fn open() -> Option<Self> {
        let root = web_sys::window()?.document()?.document_element()?;
        let zone = root.get_attribute("data-zone").unwrap_or_default().leak();
        Some(Self { texts: Box::leak(Box::default()), zone, shelf: LocalShelf::open(), changed: Trigger::new() })
    }

    /// The page with its texts.
    pub fn with_texts(self, texts: Texts) -> Self {
        Self { texts: Box::leak(Box::new(texts)), ..self }
    }

    /// Today in the portal's time zone.
    pub fn today(self) -> NaiveDate {
        self.track();
        clock::now_in(self.zone).date
    }

    /// Whether the reader can see the page: not while it is in a background tab.
    pub fn is_visible(self) -> bool {
        self.track();
        !document().hidden()
    }

    /// The read marks as they are stored.
    pub fn marks(self) -> ReadMarks {
        self.track();
        self.shelf.map(|shelf| read_marks::read(&shelf)).unwrap_or_default()
    }

    /// Asks the caller again when something changes.
    pub fn track(self) {
        self.changed.track();
    }

    /// Says that something stored has changed.
    pub fn changed(self) {
        self.changed.notify();
    }

    /// Follows the clock, other tabs, and the reader who leaves and comes back.
    pub fn watch(self) {
        window_event_listener(ev::storage, move |_| self.changed());
        // A page that the browser had put aside gets no events meanwhile.
        for comes_back in ["pageshow", "visibilitychange"] {
            window_event_listener_untyped(comes_back, move |_| self.changed());
        }
        self.wait_for_midnight();
    }

    /// Timers may ring early and late, so each ring only has the clock read again.
    fn wait_for_midnight(self) {
        let left = Duration::from_secs(clock::now_in(self.zone).seconds_left_today().into());
        let ring = move || {
            self.changed();
            self.wait_for_midnight();
        };
        set_timeout(ring, left);
    }
}

/// The texts of the page's language.
///
/// # Errors
/// When the page names no such file, or it can't be fetched or read.
pub async fn texts() -> Result<Texts, JsValue> {
    let root = document().document_element();
    let address = root.and_then(|root| root.get_attribute("data-texts"));
    let file = fetch::text(&address.unwrap_or_default()).await?;
    json::read(&file).map_err(|_| "not a file of texts".into())
}
