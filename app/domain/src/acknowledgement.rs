//! What a dealer's "I have read this" binds to.

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use unicode_normalization::UnicodeNormalization;

/// The text an acknowledgement binds to: the Markdown body without front matter, with LF line ends, in NFC.
pub fn bound_text(body: &str) -> String {
    body.replace("\r\n", "\n").replace('\r', "\n").nfc().collect()
}

/// SHA-256 in lower-case hex, as `sha256sum` prints it.
pub fn sha256_hex(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// A version of a document in one language, as it was shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShownText {
    /// What was shown, without language and version: `policies/freight`.
    pub document: String,
    /// The version shown.
    pub version: u32,
    /// BCP 47 tag of the language shown.
    pub language: String,
    /// SHA-256 of [`bound_text`], lower-case hex.
    pub sha256: String,
}

/// One act of acknowledgement (阅知回执), as the device keeps it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "Record", into = "Record")]
pub struct Acknowledgement {
    /// What was acknowledged.
    pub text: ShownText,
    /// The moment, RFC 3339 in UTC, by the device's clock.
    pub at: String,
}

/// An [`Acknowledgement`] as JSON has it: one flat object. Written out because serde's `flatten` costs the browser
/// several kilobytes.
#[derive(Serialize, Deserialize)]
struct Record {
    document: String,
    version: u32,
    language: String,
    sha256: String,
    at: String,
}

impl From<Record> for Acknowledgement {
    fn from(Record { document, version, language, sha256, at }: Record) -> Self {
        Self { text: ShownText { document, version, language, sha256 }, at }
    }
}

impl From<Acknowledgement> for Record {
    fn from(Acknowledgement { text, at }: Acknowledgement) -> Self {
        let ShownText { document, version, language, sha256 } = text;
        Self { document, version, language, sha256, at }
    }
}

/// How a dealer stands towards a document that wants acknowledgement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing<'a> {
    /// Nothing was acknowledged yet.
    Open,
    /// This very text was acknowledged, in this or another language.
    Done(&'a Acknowledgement),
    /// An earlier text was acknowledged; it has changed since.
    Changed(&'a Acknowledgement),
}

/// Where the dealer stands towards `document`, whose current text has these `hashes` (one for each language).
///
/// The newest matching act wins. A corrected text has another hash and so is asked for again, even under
/// the same version number.
pub fn standing<'a>(acts: &'a [Acknowledgement], document: &str, hashes: &[String]) -> Standing<'a> {
    let of_document = || acts.iter().filter(|act| act.text.document == document);
    if let Some(act) = of_document().filter(|act| hashes.contains(&act.text.sha256)).max_by_key(|act| &act.at) {
        return Standing::Done(act);
    }
    of_document().max_by_key(|act| &act.at).map_or(Standing::Open, Standing::Changed)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn act(document: &str, sha256: &str, at: &str) -> Acknowledgement {
        let text =
            ShownText { document: document.into(), version: 1, language: "zh-Hans".into(), sha256: sha256.into() };
        Acknowledgement { text, at: at.into() }
    }

    #[test]
    fn line_ends_and_composition_do_not_change_the_hash() {
        let composed = bound_text("é\nb");
        assert_eq!(composed, bound_text("e\u{301}\r\nb"));
        assert_eq!(composed, bound_text("é\rb"));
        assert_eq!(
            sha256_hex(b"abc"),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
            "FIPS 180-2, appendix B.1"
        );
    }

    #[test]
    fn another_language_of_the_same_version_counts() {
        let acts = [act("policies/a", "zh", "2026-01-01T00:00:00Z")];
        let hashes = ["zh".to_owned(), "en".to_owned()];
        assert_eq!(standing(&acts, "policies/a", &hashes), Standing::Done(&acts[0]));
    }

    #[test]
    fn a_changed_text_is_asked_for_again() {
        let acts = [act("policies/a", "old", "2026-01-01T00:00:00Z"), act("policies/b", "new", "2026-02-01T00:00:00Z")];
        assert_eq!(standing(&acts, "policies/a", &["new".into()]), Standing::Changed(&acts[0]));
        assert_eq!(standing(&acts, "policies/c", &["new".into()]), Standing::Open);
    }

    #[test]
    fn what_the_device_keeps_is_flat_json() {
        let act = act("policies/a", "x", "2026-01-01T00:00:00Z");
        let kept = serde_json::to_string(&act).unwrap();
        assert_eq!(
            kept,
            r#"{"document":"policies/a","version":1,"language":"zh-Hans","sha256":"x","at":"2026-01-01T00:00:00Z"}"#
        );
        assert_eq!(serde_json::from_str::<Acknowledgement>(&kept).unwrap(), act);
    }
}
