//! The texts that the islands ask for are those that the locale files have for them.

use std::collections::BTreeSet;
use std::path::Path;

use dealerbook_locale::built_in;

/// What the generator hands to the islands, besides the formats of dates and times.
const HANDED_OVER: [&str; 2] = ["island.", "policy.state."];

/// The keys that stand literally in the sources below `folder`.
fn keys_in(folder: &Path, into: &mut BTreeSet<String>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            keys_in(&path, into);
        } else {
            let source = std::fs::read_to_string(&path).unwrap();
            let code = source.split("#[cfg(test)]").next().unwrap_or_default();
            let key = |part: &&str| HANDED_OVER.iter().any(|prefix| part.starts_with(prefix));
            into.extend(code.split('"').filter(key).map(str::to_owned));
        }
    }
}

#[test]
fn no_text_is_missing_and_none_is_left_over() {
    let mut asked = BTreeSet::new();
    keys_in(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut asked);
    let texts = built_in("zh-Hans").only(&HANDED_OVER);
    let there: BTreeSet<String> =
        texts.iter().map(|(key, _)| key.strip_suffix(".other").unwrap_or(key).to_owned()).collect();
    assert_eq!(asked, there);
}
