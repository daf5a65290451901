//! Which documents this device has shown.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

/// A document in one version, as lists name it: `policies/freight@2`. A raised version is unread again.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct DocumentVersion(String);

impl DocumentVersion {
    /// Names `version` of `document`, the document's path without language and ending.
    pub fn new(document: &str, version: u32) -> Self {
        Self(format!("{document}@{version}"))
    }

    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The section of the portal that the document stands in: `policies` for `policies/freight@2`.
    pub fn section(&self) -> &str {
        self.0.split_once('/').map_or("", |(section, _)| section)
    }
}

/// An entry of `data/recent.json`, the list from which a page counts what is unread.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecentDocument {
    /// The document in its current version.
    pub document: DocumentVersion,
}

impl From<&str> for DocumentVersion {
    fn from(name: &str) -> Self {
        Self(name.to_owned())
    }
}

/// The documents a device has shown.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ReadMarks(BTreeSet<DocumentVersion>);

impl ReadMarks {
    /// Marks `document` as read; says whether that was new.
    pub fn mark(&mut self, document: DocumentVersion) -> bool {
        self.0.insert(document)
    }

    /// Whether `document` was read.
    pub fn is_read(&self, document: &DocumentVersion) -> bool {
        self.0.contains(document)
    }

    /// How many of `documents` were not read.
    pub fn unread_of<'a>(&self, documents: impl IntoIterator<Item = &'a DocumentVersion>) -> usize {
        documents.into_iter().filter(|document| !self.is_read(document)).count()
    }

    /// Adds what another tab marked meanwhile.
    pub fn merge(&mut self, other: Self) {
        self.0.extend(other.0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_raised_version_is_unread_again() {
        let mut marks = ReadMarks::default();
        assert!(marks.mark(DocumentVersion::new("policies/a", 1)));
        assert!(!marks.mark(DocumentVersion::new("policies/a", 1)));
        let listed = [DocumentVersion::new("policies/a", 2), DocumentVersion::new("policies/a", 1)];
        assert_eq!(marks.unread_of(&listed), 1);
    }

    #[test]
    fn a_document_names_its_section() {
        assert_eq!(DocumentVersion::from("newsletter/2026-11/prices@1").section(), "newsletter");
        assert_eq!(DocumentVersion::from("about@1").section(), "");
    }

    #[test]
    fn the_list_of_recent_documents_may_grow_more_fields() {
        let list = r#"[{ "document": "policies/freight@2", "title": "运费" }]"#;
        let list: Vec<RecentDocument> = serde_json::from_str(list).unwrap();
        assert_eq!(list[0].document, DocumentVersion::new("policies/freight", 2));
    }

    #[test]
    fn two_tabs_keep_both_their_marks() {
        let mut one = ReadMarks::default();
        one.mark("a@1".into());
        let mut two = ReadMarks::default();
        two.mark("b@1".into());
        one.merge(two);
        assert_eq!(serde_json::to_string(&one).unwrap(), r#"["a@1","b@1"]"#);
    }
}
