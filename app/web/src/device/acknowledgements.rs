//! The acknowledgements made on this device.
//!
//! The list's entries stay as they are written, so that one which this version doesn't understand, because a newer one
//! wrote it, stays in the list.

use dealerbook_domain::acknowledgement::Acknowledgement;

use super::shelf::{NotKept, Shelf, keep, set_aside};
use crate::json;

const KEY: &str = "dealerbook.acknowledgements";

/// All acts that can be read, in the order in which they were made.
pub fn read(shelf: &dyn Shelf) -> Vec<Acknowledgement> {
    let text = shelf.read(KEY).unwrap_or_default();
    json::items(&text).unwrap_or_default().into_iter().filter_map(|entry| json::read(entry).ok()).collect()
}

/// Whether what is kept can't be read at all.
pub fn unreadable(shelf: &dyn Shelf) -> bool {
    shelf.read(KEY).is_some_and(|text| json::items(&text).is_err())
}

/// Adds an act.
///
/// # Errors
/// When the device doesn't keep it.
pub fn add(shelf: &dyn Shelf, made: &Acknowledgement) -> Result<(), NotKept> {
    let entry = serde_json::to_string(made).map_err(|_| NotKept)?;
    let text = list(shelf)?;
    let mut entries = json::items(&text).map_err(|_| NotKept)?;
    entries.push(&entry);
    write(shelf, &entries)
}

/// Takes an act back.
///
/// # Errors
/// When the device doesn't do so.
pub fn take_back(shelf: &dyn Shelf, made: &Acknowledgement) -> Result<(), NotKept> {
    let text = list(shelf)?;
    let mut entries = json::items(&text).map_err(|_| NotKept)?;
    entries.retain(|entry| json::read(entry).as_ref() != Ok(made));
    write(shelf, &entries)
}

/// What is kept, as the text of a list. What isn't one is set aside.
fn list(shelf: &dyn Shelf) -> Result<String, NotKept> {
    let text = shelf.read(KEY).unwrap_or_else(|| "[]".to_owned());
    if json::items(&text).is_err() {
        set_aside(shelf, KEY, &text)?;
        return Ok("[]".to_owned());
    }
    Ok(text)
}

fn write(shelf: &dyn Shelf, entries: &[&str]) -> Result<(), NotKept> {
    keep(shelf, KEY, &format!("[{}]", entries.join(",")))
}

#[cfg(test)]
mod tests {
    use dealerbook_domain::acknowledgement::ShownText;

    use super::super::shelf::memory::MemoryShelf;
    use super::*;

    fn made(document: &str, at: &str) -> Acknowledgement {
        let text = ShownText { document: document.into(), version: 1, language: "en".into(), sha256: "ab".into() };
        Acknowledgement { text, at: at.into() }
    }

    #[test]
    fn acts_are_kept_as_the_domain_writes_them() {
        let shelf = MemoryShelf::default();
        let act = made("policies/a", "2026-11-23T01:30:00.000Z");
        add(&shelf, &act).unwrap();
        assert_eq!(shelf.text(KEY), serde_json::to_string(&[&act]).unwrap());
        assert_eq!(read(&shelf), [act]);
    }

    #[test]
    fn taking_back_leaves_all_others() {
        let newer = r#"{"newer":"format","number":1.50}"#;
        let shelf = MemoryShelf::with(KEY, &format!("[{newer}]"));
        add(&shelf, &made("policies/a", "1")).unwrap();
        add(&shelf, &made("policies/b", "2")).unwrap();
        take_back(&shelf, &made("policies/a", "1")).unwrap();
        assert_eq!(read(&shelf), [made("policies/b", "2")]);
        assert!(shelf.text(KEY).starts_with(&format!("[{newer},")), "what isn't understood stays");
    }

    #[test]
    fn an_unreadable_list_is_said_and_kept() {
        let shelf = MemoryShelf::with(KEY, r#"{"at":"#);
        assert!(unreadable(&shelf));
        assert_eq!(read(&shelf), []);
        add(&shelf, &made("policies/a", "1")).unwrap();
        assert_eq!(shelf.text("dealerbook.acknowledgements.unreadable.1"), r#"{"at":"#);
        assert!(!unreadable(&shelf));
    }
}
