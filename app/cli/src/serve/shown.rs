//! What browsers are shown at the moment.

use std::sync::Arc;

use dealerbook_site::Site;

/// The last good site, and what is wrong with the folder since. Cheap to clone.
#[derive(Clone)]
pub(super) struct Shown {
    /// Tells one state of the site from every other, of this run and of earlier ones.
    pub(super) generation: Arc<str>,
    /// The last site without errors; `None` while there has been none.
    pub(super) site: Option<Arc<Site>>,
    /// The problems as HTML, while there are errors.
    pub(super) problems: Option<Arc<str>>,
}

impl Shown {
    /// What a browser is told: one line of JSON.
    pub(super) fn event(&self) -> String {
        serde_json::json!({ "generation": &*self.generation, "problems": self.problems.as_deref() }).to_string()
    }
}
