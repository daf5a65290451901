//! How an island takes its place on the page.

use leptos::logging::warn;
use leptos::mount::mount_to;
use leptos::prelude::*;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Element, HtmlElement};

use crate::islands::{Component, Needs, TABLE};
use crate::page::Page;

/// A place that a page keeps for an island.
pub struct Place {
    name: String,
    element: Element,
}

/// The places of this page.
pub fn places() -> Vec<Place> {
    let place = |element: Element| Some(Place { name: element.get_attribute("data-island")?, element });
    all("[data-island]").into_iter().filter_map(place).collect()
}

/// Mounts, at their places, the islands with these needs. One that fails leaves its place as the page had it, and
/// doesn't keep the others from starting.
pub fn mount_all(page: Page, places: &[Place], needs: Needs) {
    for place in places {
        match TABLE.iter().find(|island| island.name == place.name) {
            Some(island) if island.needs == needs => {
                let mounted = place.data().and_then(|data| match (island.component)(page, &data) {
                    Ok(component) => place.mount(component),
                    Err(_) => Err("its data cannot be read".into()),
                });
                if let Err(reason) = mounted {
                    warn!("island {}: {reason:?}", place.name);
                }
            }
            Some(_) => {}
            None if needs == Needs::Nothing => warn!("island {}: unknown", place.name),
            None => {}
        }
    }
}

impl Place {
    /// The JSON beside the place's own content; `null` where there is none.
    fn data(&self) -> Result<String, JsValue> {
        let script = self.element.query_selector("script[type='application/json']")?;
        Ok(script.and_then(|script| script.text_content()).unwrap_or_else(|| "null".to_owned()))
    }

    /// Puts `component` here. It is built off the page and takes the place of what stood here in one step, so nothing
    /// moves twice.
    fn mount(&self, component: Component) -> Result<(), JsValue> {
        let stage: HtmlElement = document().create_element("div")?.unchecked_into();
        mount_to(stage.clone(), component).forget();
        let built = document().create_document_fragment();
        while let Some(node) = stage.first_child() {
            built.append_child(&node)?;
        }
        self.element.replace_children_with_node_1(&built);
        self.element.set_attribute("data-mounted", "")
    }
}

/// The elements of the page that `selector` finds.
pub fn all(selector: &str) -> Vec<Element> {
    let Ok(found) = document().query_selector_all(selector) else { return Vec::new() };
    (0..found.length()).filter_map(|position| found.get(position)?.dyn_into().ok()).collect()
}
