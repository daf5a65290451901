//! The browser's `localStorage`.

use gloo_storage::{LocalStorage, Storage};

use super::{NotKept, Shelf};

/// The browser's `localStorage`, known to be there.
#[derive(Clone, Copy, Debug)]
pub struct LocalShelf {
    /// gloo-storage gives up the whole program where there is no storage, so nothing but `open` makes one.
    _opened: (),
}

impl LocalShelf {
    /// The browser's storage; `None` where it is turned off for this page.
    pub fn open() -> Option<Self> {
        web_sys::window()?.local_storage().ok()??;
        Some(Self { _opened: () })
    }
}

/// Texts as they are rather than through gloo-storage's own JSON: what isn't JSON must be kept too.
impl Shelf for LocalShelf {
    fn read(&self, key: &str) -> Option<String> {
        LocalStorage::raw().get_item(key).ok().flatten()
    }

    fn write(&self, key: &str, text: &str) -> Result<(), NotKept> {
        LocalStorage::raw().set_item(key, text).map_err(|_| NotKept)
    }
}
