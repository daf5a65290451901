//! Points out what is unread in the lists of the page.

use leptos::logging::warn;
use leptos::prelude::*;
use wasm_bindgen::JsValue;
use web_sys::Element;

use crate::mount::all;
use crate::page::Page;
use crate::view::follow;

/// Shows nothing itself: it marks the page's `[data-document]` elements. Where the browser can't keep marks all
/// would be unread for ever, so none is marked.
#[component]
pub fn UnreadDots(page: Page) -> impl IntoView {
    follow(move || {
        if page.shelf.is_none() {
            return;
        }
        let marks = page.marks();
        for element in all("[data-document]") {
            let document = element.get_attribute("data-document").unwrap_or_default();
            let unread = !marks.is_read(&document.as_str().into());
            if let Err(reason) = set_unread(&element, unread, page.texts.get("island.unread-dots.unread")) {
                warn!("island unread-dots: {document}: {reason:?}");
            }
        }
    });
}

/// The dot is the style sheet's; beside it stands a text for those who hear the page.
fn set_unread(element: &Element, unread: bool, text: &str) -> Result<(), JsValue> {
    if element.has_attribute("data-unread") == unread {
        return Ok(());
    }
    if unread {
        let words = document().create_element("span")?;
        words.set_class_name("visually-hidden unread-text");
        words.set_text_content(Some(text));
        element.append_child(&words)?;
        element.set_attribute("data-unread", "")
    } else {
        if let Some(words) = element.query_selector(".unread-text")? {
            words.remove();
        }
        element.remove_attribute("data-unread")
    }
}
