//! "I have read this", bound to the SHA-256 of the text shown and kept on the device.

mod wanted;
mod words;

use leptos::html;
use leptos::prelude::*;

use crate::browser::{clock, persistence};
use crate::device::acknowledgements;
use crate::page::Page;
use crate::view::live;

use wanted::{Stand, Wanted};
use words::Outcome;

/// A second press that comes sooner belongs to the first one.
const SHORTEST_PAUSE: f64 = 1000.0;

/// A button, and once it is pressed the record with its moment. Says all along that head office doesn't have it yet.
#[component]
pub fn Acknowledgement(page: Page, wanted: Wanted) -> impl IntoView {
    let outcome = RwSignal::new(None);
    let status_line = NodeRef::<html::P>::new();
    let wanted = StoredValue::new(wanted);
    let stand = move || match page.shelf {
        Some(shelf) => wanted.with_value(|wanted| wanted.stand(acknowledgements::read(&shelf))),
        None => Stand::Blocked,
    };

    let press = move |_| {
        let Some(shelf) = page.shelf else { return };
        let result = match stand() {
            Stand::Done(act) if clock::milliseconds_since(&act.at) < SHORTEST_PAUSE => return,
            Stand::Done(act) => match acknowledgements::take_back(&shelf, &act) {
                Ok(()) => Outcome::TakenBack,
                Err(_) => Outcome::NotTakenBack,
            },
            _ => match acknowledgements::add(&shelf, &wanted.with_value(|wanted| wanted.act(clock::now()))) {
                Ok(()) => {
                    persistence::ask();
                    Outcome::Kept
                }
                Err(_) => Outcome::NotKept,
            },
        };
        outcome.set(Some(result));
        page.changed();
        // The button now does something else: keyboard and voice go on where the result stands, once it stands there.
        request_animation_frame(move || {
            if let Some(line) = status_line.get_untracked() {
                let _ = line.focus();
            }
        });
    };

    live(move || {
        page.track();
        let stand = stand();
        let status = words::status(page.texts, &stand, outcome.get(), |act| clock::read_in(&act.at, page.zone));
        let damaged = page.shelf.is_some_and(|shelf| acknowledgements::unreadable(&shelf));
        let notes = words::notes(&stand, damaged).into_iter().flatten().map(|note| {
            view! { <p class="acknowledgement-note">{page.texts.get(note)}</p> }
        });
        let button = words::button(&stand).map(|(class, label)| {
            view! { <button type="button" class=class on:click=press>{page.texts.get(label)}</button> }
        });
        view! {
            <div class="acknowledgement" data-standing=stand.key()>
                <p class="acknowledgement-status" role="status" tabindex="-1" node_ref=status_line>{status}</p>
                {notes.collect_view()}
                {button}
            </div>
        }
    })
}
