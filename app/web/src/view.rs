//! Views and actions that follow what changes.
//!
//! One type for all of either: each closure of its own type would bring its own copy of the framework's machinery.

use leptos::prelude::*;

/// A view that is made anew whenever something that it asked for changes. Elements of the same kind at the same
/// place stay, with focus and all.
pub fn live<V: IntoView + 'static>(mut view: impl FnMut() -> V + Send + 'static) -> AnyView {
    let view: Box<dyn FnMut() -> AnyView + Send> = Box::new(move || view().into_any());
    view.into_any()
}

/// Does something once the island is on the page, and again whenever something that it asked for changes.
pub fn follow(action: impl Fn() + 'static) {
    let action: Box<dyn Fn()> = Box::new(action);
    Effect::new(action);
}
