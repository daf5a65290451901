//! Asking the browser to keep what is stored.

use leptos::prelude::window;

/// Asks that what this device keeps is not thrown away when space runs short. The browser may refuse, and may ask
/// the dealer: call it when something worth keeping was stored.
pub fn ask() {
    // Fails where the page isn't served securely. Nothing here hangs on the answer.
    let _ = window().navigator().storage().persist();
}
