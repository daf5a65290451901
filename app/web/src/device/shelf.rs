//! Values by key, as JSON, and the one way to change them.

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::json;

/// Where small texts are kept.
pub trait Shelf {
    /// The text under `key`.
    fn read(&self, key: &str) -> Option<String>;

    /// Puts `text` under `key`, in place of what is there.
    ///
    /// # Errors
    /// When the device refuses.
    fn write(&self, key: &str, text: &str) -> Result<(), NotKept>;
}

/// The device didn't keep it: no space, or no permission.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotKept;

/// What stands under a key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Found<T> {
    /// Nothing yet.
    Nothing,
    /// A value.
    Value(T),
    /// A text that isn't such a value, as it stands.
    Unreadable(String),
}

impl<T: Default> Found<T> {
    /// The value, or what a device without one starts from.
    pub fn or_default(self) -> T {
        match self {
            Self::Value(value) => value,
            Self::Nothing | Self::Unreadable(_) => T::default(),
        }
    }
}

/// What stands under `key`.
pub fn find<T: DeserializeOwned>(shelf: &dyn Shelf, key: &str) -> Found<T> {
    let Some(text) = shelf.read(key) else {
        return Found::Nothing;
    };
    json::read(&text).map_or(Found::Unreadable(text), Found::Value)
}

/// Changes the value under `key`.
///
/// # Errors
/// When the device refuses, or doesn't give back what was written.
pub fn update<T>(shelf: &dyn Shelf, key: &str, change: impl FnOnce(&mut T)) -> Result<(), NotKept>
where
    T: Default + Serialize + DeserializeOwned,
{
    let found = find(shelf, key);
    if let Found::Unreadable(text) = &found {
        set_aside(shelf, key, text)?;
    }
    let mut value = found.or_default();
    change(&mut value);
    keep(shelf, key, &serde_json::to_string(&value).map_err(|_| NotKept)?)
}

/// Writes, and looks whether it is there.
///
/// # Errors
/// When the device refuses, or doesn't give back what was written.
pub fn keep(shelf: &dyn Shelf, key: &str, text: &str) -> Result<(), NotKept> {
    shelf.write(key, text)?;
    if shelf.read(key).as_deref() == Some(text) { Ok(()) } else { Err(NotKept) }
}

/// How many unreadable texts of one key are set aside before the device refuses to write there.
const MOST_SET_ASIDE: u32 = 9;

/// Keeps a text that can't be read, as it stands, under `key.unreadable.1` or the next number that is free.
///
/// # Errors
/// When the device refuses, or too many are set aside already.
pub fn set_aside(shelf: &dyn Shelf, key: &str, text: &str) -> Result<(), NotKept> {
    for number in 1..=MOST_SET_ASIDE {
        let place = format!("{key}.unreadable.{number}");
        match shelf.read(&place) {
            None => return keep(shelf, &place, text),
            Some(other) if other == text => return Ok(()),
            Some(_) => {}
        }
    }
    Err(NotKept)
}

/// A shelf for tests.
#[cfg(test)]
pub mod memory {
    use std::cell::{Cell, RefCell};
    use std::collections::BTreeMap;

    use super::*;

    /// Keeps texts in memory, and refuses when told to.
    #[derive(Default)]
    pub struct MemoryShelf {
        /// What is kept.
        pub texts: RefCell<BTreeMap<String, String>>,
        /// Whether it refuses to write.
        pub full: Cell<bool>,
    }

    impl MemoryShelf {
        /// A shelf with `text` under `key`.
        pub fn with(key: &str, text: &str) -> Self {
            let shelf = Self::default();
            shelf.texts.borrow_mut().insert(key.to_owned(), text.to_owned());
            shelf
        }

        /// The text under `key`.
        pub fn text(&self, key: &str) -> String {
            self.read(key).unwrap_or_default()
        }
    }

    impl Shelf for MemoryShelf {
        fn read(&self, key: &str) -> Option<String> {
            self.texts.borrow().get(key).cloned()
        }

        fn write(&self, key: &str, text: &str) -> Result<(), NotKept> {
            if self.full.get() {
                return Err(NotKept);
            }
            self.texts.borrow_mut().insert(key.to_owned(), text.to_owned());
            Ok(())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::memory::MemoryShelf;
    use super::*;

    fn push(shelf: &MemoryShelf, item: u8) -> Result<(), NotKept> {
        update(shelf, "list", |list: &mut Vec<u8>| list.push(item))
    }

    #[test]
    fn a_change_starts_from_what_another_tab_wrote() {
        let shelf = MemoryShelf::default();
        assert_eq!(push(&shelf, 1), Ok(()));
        shelf.write("list", "[1,2]").unwrap();
        assert_eq!(push(&shelf, 3), Ok(()));
        assert_eq!(shelf.text("list"), "[1,2,3]");
    }

    #[test]
    fn unreadable_texts_are_all_kept_as_they_stand() {
        let shelf = MemoryShelf::default();
        for text in ["[1,", "{}", "[1,", "{}"] {
            shelf.write("list", text).unwrap();
            assert_eq!(push(&shelf, 8), Ok(()));
            assert_eq!(shelf.text("list"), "[8]");
        }
        assert_eq!(shelf.text("list.unreadable.1"), "[1,");
        assert_eq!(shelf.text("list.unreadable.2"), "{}");
        assert_eq!(shelf.texts.borrow().len(), 3, "the same text is set aside once");
    }

    #[test]
    fn what_cannot_be_set_aside_is_not_overwritten() {
        let shelf = MemoryShelf::with("list", "[1,");
        shelf.full.set(true);
        assert_eq!(push(&shelf, 7), Err(NotKept));
        assert_eq!(shelf.text("list"), "[1,");
        shelf.full.set(false);
        for number in 0..20 {
            shelf.write("list", &format!("broken {number}")).unwrap();
            let _ = push(&shelf, 7);
        }
        assert_eq!(shelf.text("list"), "broken 19", "there is an end to it, but not by losing a text");
    }

    #[test]
    fn a_full_device_says_so_and_keeps_what_it_has() {
        let shelf = MemoryShelf::with("list", "[1]");
        shelf.full.set(true);
        assert_eq!(push(&shelf, 2), Err(NotKept));
        assert_eq!(shelf.text("list"), "[1]");
    }

    #[test]
    fn what_is_not_given_back_was_not_kept() {
        struct Forgetful;
        impl Shelf for Forgetful {
            fn read(&self, _: &str) -> Option<String> {
                None
            }
            fn write(&self, _: &str, _: &str) -> Result<(), NotKept> {
                Ok(())
            }
        }
        assert_eq!(update(&Forgetful, "list", |list: &mut Vec<u8>| list.push(1)), Err(NotKept));
    }
}
