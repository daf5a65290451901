//! `data/recent.json`: the newest documents, from which a device counts what is unread.

use dealerbook_domain::reading::RecentDocument;

use crate::content::name::Kind;
use crate::model::Document;
use crate::pages::document_version;
use crate::site::Site;

/// How many documents are recent.
const RECENT: usize = 100;

/// The list as JSON.
pub fn list(site: &Site) -> Result<Vec<u8>, String> {
    let counted = [Kind::Article, Kind::Policy, Kind::Contract];
    let mut documents: Vec<&Document> =
        site.model.documents.iter().filter(|document| counted.contains(&document.kind)).collect();
    documents.sort_by(|a, b| (b.date(), &a.key).cmp(&(a.date(), &b.key)));
    let recent: Vec<RecentDocument> = documents
        .into_iter()
        .take(RECENT)
        .map(|document| RecentDocument { document: document_version(document) })
        .collect();
    serde_json::to_vec(&recent).map_err(|error| error.to_string())
}
