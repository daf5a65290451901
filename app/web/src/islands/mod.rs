//! The islands, and the table that pages find them by.
//!
//! One module each; what a module has besides its component and the component's data is private to it.

mod acknowledgement;
mod policy_state;
mod read_mark;
mod text_size;
mod unread_count;
mod unread_dots;

use leptos::prelude::*;

use crate::json::{Malformed, read};
use crate::page::Page;

use acknowledgement::Acknowledgement;
use policy_state::PolicyState;
use read_mark::ReadMark;
use text_size::TextSize;
use unread_count::UnreadCount;
use unread_dots::UnreadDots;

/// What an island waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Needs {
    /// It shows no text and starts at once.
    Nothing,
    /// The texts of the page's language.
    Texts,
}

/// Makes a component. It has to be called where the component is mounted: before, there is nobody to own it.
pub type Component = Box<dyn FnOnce() -> AnyView>;

/// A row of the table.
pub struct Island {
    /// The name in `data-island`.
    pub name: &'static str,
    /// What it waits for.
    pub needs: Needs,
    /// Reads the JSON beside its place; what it gives makes the component, once the island's place is being built.
    pub component: fn(Page, &str) -> Result<Component, Malformed>,
}

/// Every island there is.
pub const TABLE: [Island; 6] = [
    Island {
        name: "acknowledgement",
        needs: Needs::Texts,
        component: |page, data| {
            let wanted = read(data)?;
            Ok(Box::new(move || view! { <Acknowledgement page wanted /> }.into_any()))
        },
    },
    Island {
        name: "policy-state",
        needs: Needs::Texts,
        component: |page, data| {
            let validity = read(data)?;
            Ok(Box::new(move || view! { <PolicyState page validity /> }.into_any()))
        },
    },
    Island {
        name: "read-mark",
        needs: Needs::Nothing,
        component: |page, data| {
            let shown = read(data)?;
            Ok(Box::new(move || view! { <ReadMark page shown /> }.into_any()))
        },
    },
    Island {
        name: "text-size",
        needs: Needs::Texts,
        component: |page, _| Ok(Box::new(move || view! { <TextSize page /> }.into_any())),
    },
    Island {
        name: "unread-count",
        needs: Needs::Texts,
        component: |page, data| {
            let counted = read(data)?;
            Ok(Box::new(move || view! { <UnreadCount page counted /> }.into_any()))
        },
    },
    Island {
        name: "unread-dots",
        needs: Needs::Texts,
        component: |page, _| Ok(Box::new(move || view! { <UnreadDots page /> }.into_any())),
    },
];
