//! The documents this device has shown.

use dealerbook_domain::reading::{DocumentVersion, ReadMarks};

use super::{NotKept, Shelf, find, update};

const KEY: &str = "dealerbook.read-marks";

/// All marks; none where they can't be read.
pub fn read(shelf: &dyn Shelf) -> ReadMarks {
    find(shelf, KEY).or_default()
}

/// Marks `document` as read, beside what other tabs have marked.
///
/// # Errors
/// When the device doesn't keep it.
pub fn mark(shelf: &dyn Shelf, document: DocumentVersion) -> Result<(), NotKept> {
    update(shelf, KEY, |marks: &mut ReadMarks| {
        marks.mark(document);
    })
}

#[cfg(test)]
mod tests {
    use super::super::shelf::memory::MemoryShelf;
    use super::*;

    #[test]
    fn a_mark_joins_those_of_other_tabs() {
        let shelf = MemoryShelf::with(KEY, r#"["policies/a@1"]"#);
        mark(&shelf, "policies/b@1".into()).unwrap();
        assert_eq!(shelf.text(KEY), r#"["policies/a@1","policies/b@1"]"#);
    }

    #[test]
    fn unreadable_marks_count_as_none_and_are_not_touched_by_reading() {
        let shelf = MemoryShelf::with(KEY, "not json");
        assert_eq!(read(&shelf), ReadMarks::default());
        assert_eq!(shelf.text(KEY), "not json");
    }
}
