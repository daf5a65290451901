//! The size of the portal's text.

use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::device::{find, update};
use crate::page::Page;
use crate::view::{follow, live};

/// `start.js` reads it before the first paint.
const KEY: &str = "dealerbook.text-size";

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Size {
    #[default]
    Normal,
    Large,
    Larger,
}

impl Size {
    const ALL: [Self; 3] = [Self::Normal, Self::Large, Self::Larger];

    /// The value of `html[data-text-size]`, and what is stored.
    const fn key(self) -> &'static str {
        match self {
            Self::Normal => "normal",
            Self::Large => "large",
            Self::Larger => "larger",
        }
    }

    const fn label(self) -> &'static str {
        match self {
            Self::Normal => "island.text-size.normal",
            Self::Large => "island.text-size.large",
            Self::Larger => "island.text-size.larger",
        }
    }
}

/// Three buttons; the choice holds on every page of this device, or on this page alone where nothing can be kept.
#[component]
pub fn TextSize(page: Page) -> impl IntoView {
    let texts = page.texts;
    let not_kept = RwSignal::new(None::<Size>);
    let size = move || {
        page.track();
        not_kept.get().or_else(|| Some(find(&page.shelf?, KEY).or_default())).unwrap_or_default()
    };
    let choose = move |chosen: Size| {
        let kept = page.shelf.is_some_and(|shelf| update(&shelf, KEY, |size: &mut Size| *size = chosen).is_ok());
        not_kept.set((!kept).then_some(chosen));
        page.changed();
    };
    follow(move || {
        if let Some(root) = document().document_element() {
            // Fails only for names that no attribute may have.
            let _ = root.set_attribute("data-text-size", size().key());
        }
    });
    live(move || {
        let chosen = size();
        let buttons = Size::ALL.map(|choice| {
            view! {
                <button
                    type="button"
                    class="text-size-button"
                    data-size=choice.key()
                    aria-pressed=if choice == chosen { "true" } else { "false" }
                    on:click=move |_| choose(choice)
                >
                    {texts.get(choice.label())}
                </button>
            }
        });
        let note = not_kept.get().map_or("", |_| texts.get("island.text-size.not-kept"));
        view! {
            <div class="text-size" role="group" aria-label=texts.get("island.text-size.title")>
                {buttons.into_iter().collect_view()}
            </div>
            <span class="text-size-note" role="status">{note}</span>
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_stored_is_what_start_js_reads() {
        for size in Size::ALL {
            assert_eq!(serde_json::to_string(&size).unwrap(), format!("{:?}", size.key()));
        }
    }
}
