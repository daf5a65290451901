//! What a page asks the dealer to acknowledge.

use dealerbook_domain::acknowledgement::{Acknowledgement, ShownText, Standing, standing};
use serde::Deserialize;

/// The island's data.
#[derive(Deserialize)]
pub struct Wanted {
    document: String,
    version: u32,
    /// The language that this page shows.
    language: String,
    /// The hash of the text that this page shows.
    sha256: String,
    /// The hashes of this version in all its languages.
    hashes: Vec<String>,
}

/// [`Standing`] with an act of its own, on a device that may keep none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Stand {
    /// Nothing can be kept here.
    Blocked,
    /// Nothing was acknowledged yet.
    Open,
    /// This text was.
    Done(Acknowledgement),
    /// An earlier text was.
    Changed(Acknowledgement),
}

impl Stand {
    /// The value of `data-standing`.
    pub const fn key(&self) -> &'static str {
        match self {
            Self::Blocked => "blocked",
            Self::Open => "open",
            Self::Done(_) => "done",
            Self::Changed(_) => "changed",
        }
    }
}

impl Wanted {
    /// Where the dealer stands, by the acts that this device keeps.
    pub fn stand(&self, acts: Vec<Acknowledgement>) -> Stand {
        // The text that is shown counts even where a page forgets it among its hashes: who presses the button must
        // see it done.
        let hashes: Vec<String> = self.hashes.iter().chain([&self.sha256]).cloned().collect();
        match standing(&acts, &self.document, &hashes) {
            Standing::Open => Stand::Open,
            Standing::Done(act) => Stand::Done(act.clone()),
            Standing::Changed(act) => Stand::Changed(act.clone()),
        }
    }

    /// The act of acknowledging at the moment `at`, RFC 3339 in UTC.
    pub fn act(&self, at: String) -> Acknowledgement {
        let Self { document, version, language, sha256, .. } = self;
        let (document, language, sha256) = (document.clone(), language.clone(), sha256.clone());
        Acknowledgement { text: ShownText { document, version: *version, language, sha256 }, at }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wanted(hashes: &str) -> Wanted {
        let data = r#"{"document":"policies/a","version":2,"language":"en","sha256":"new","hashes":HASHES}"#;
        crate::json::read(&data.replace("HASHES", hashes)).unwrap()
    }

    #[test]
    fn pressing_the_button_is_always_seen_done() {
        for hashes in [r#"["new","neu"]"#, "[]"] {
            let wanted = wanted(hashes);
            let act = wanted.act("2026-11-23T01:30:00.000Z".into());
            assert_eq!(wanted.stand(vec![]), Stand::Open);
            assert_eq!(wanted.stand(vec![act.clone()]), Stand::Done(act));
        }
    }

    #[test]
    fn an_earlier_text_is_told_apart() {
        let mut act = wanted("[]").act("2026-11-23T01:30:00.000Z".into());
        act.text.sha256 = "old".into();
        assert_eq!(wanted("[]").stand(vec![act.clone()]), Stand::Changed(act));
    }
}
