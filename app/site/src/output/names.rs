//! Paths that mean the same file on every system: a site built on Linux is also unpacked on Windows.

use std::collections::BTreeMap;

use unicode_normalization::UnicodeNormalization;

use super::compact::compress;
use super::destination::MARKER;
use super::problem::{NameFault, Problem};

/// Everything that is wrong with `paths`. `compressed`: whether compressed siblings will stand beside them.
pub(super) fn problems(paths: &[&str], compressed: bool) -> Vec<Problem> {
    let mut problems = Vec::new();
    let mut taken: BTreeMap<String, &str> = BTreeMap::new();
    for path in paths {
        if let Some(fault) = fault(path) {
            problems.push(Problem::Name { path: (*path).to_owned(), fault });
        } else if let Some(other) = taken.insert(folded(path), path) {
            problems.push(Problem::Collision { path: (*path).to_owned(), other: other.to_owned() });
        }
    }
    for (folded, path) in &taken {
        let folders = folded.match_indices('/').map(|(end, _)| folded[..end].to_owned());
        let original = compress::original(folded).filter(|_| compressed).map(str::to_owned);
        for other in folders.chain(original).filter_map(|other| taken.get(&other)) {
            problems.push(Problem::Collision { path: (*path).to_owned(), other: (*other).to_owned() });
        }
    }
    problems
}

fn fault(path: &str) -> Option<NameFault> {
    if let Some(character) = path.chars().find(|character| forbidden(*character)) {
        return Some(NameFault::Character(character));
    }
    path.split('/').find_map(|part| {
        Some(match part {
            "" | "." | ".." => NameFault::NotRelative,
            _ if folded(part) == MARKER => NameFault::Marker,
            _ if part.ends_with(['.', ' ']) => NameFault::Ending(part.to_owned()),
            _ if is_device(part) => NameFault::Reserved(part.to_owned()),
            _ => return None,
        })
    })
}

fn forbidden(character: char) -> bool {
    character.is_control() || matches!(character, '\\' | ':' | '*' | '?' | '"' | '<' | '>' | '|')
}

/// Whether Windows takes `part` for a device: with any ending, in any case.
fn is_device(part: &str) -> bool {
    let stem = part.split('.').next().unwrap_or_default().trim_end().to_ascii_uppercase();
    let numbered = |stem: &str| {
        let mut rest = stem.chars();
        matches!(rest.next(), Some('0'..='9' | '¹' | '²' | '³')) && rest.next().is_none()
    };
    matches!(stem.as_str(), "CON" | "PRN" | "AUX" | "NUL" | "CONIN$" | "CONOUT$")
        || stem.strip_prefix("COM").or_else(|| stem.strip_prefix("LPT")).is_some_and(numbered)
}

/// What a file system that doesn't care for case or composition makes of `path`.
fn folded(path: &str) -> String {
    path.nfc().collect::<String>().to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(paths: &[&str], compressed: bool) -> Vec<String> {
        problems(paths, compressed).iter().map(ToString::to_string).collect()
    }

    #[test]
    fn usual_paths_are_fine() {
        let paths = ["index.html", "en/policies/返利政策 2026.v2.html", "images/a.b-c_d.jpg", "console/com.html"];
        assert_eq!(names(&paths, true), [""; 0]);
    }

    #[test]
    fn paths_that_lead_out_of_the_folder_are_refused() {
        for path in ["", "/etc/passwd", "../x", "a/../../x", "./a", "a//b", "a/"] {
            assert_eq!(fault(path), Some(NameFault::NotRelative), "{path:?}");
        }
        assert_eq!(fault(r"..\x"), Some(NameFault::Character('\\')));
        assert_eq!(fault("C:/x"), Some(NameFault::Character(':')));
    }

    #[test]
    fn names_that_windows_refuses_are_refused_everywhere() {
        assert_eq!(fault("policies/aux.html"), Some(NameFault::Reserved("aux.html".to_owned())));
        assert_eq!(fault("Com1"), Some(NameFault::Reserved("Com1".to_owned())));
        assert_eq!(fault("lpt³.tar.gz"), Some(NameFault::Reserved("lpt³.tar.gz".to_owned())));
        assert_eq!(fault("why?.html"), Some(NameFault::Character('?')));
        assert_eq!(fault("a\u{0}b"), Some(NameFault::Character('\0')));
        assert_eq!(fault("etc./x"), Some(NameFault::Ending("etc.".to_owned())));
        assert_eq!(fault("a /x"), Some(NameFault::Ending("a ".to_owned())));
    }

    #[test]
    fn no_page_takes_the_markers_place() {
        assert_eq!(fault(MARKER), Some(NameFault::Marker));
        assert_eq!(fault(&MARKER.to_uppercase()), Some(NameFault::Marker));
    }

    #[test]
    fn names_that_differ_only_in_case_or_composition_collide() {
        assert_eq!(names(&["a/B.html", "A/b.html"], false), ["path-collision; path: A/b.html; other: a/B.html"]);
        assert_eq!(names(&["caf\u{e9}.html", "cafe\u{301}.html"], false).len(), 1);
        assert_eq!(names(&["x.html", "x.html"], false).len(), 1, "the same path twice");
    }

    #[test]
    fn a_file_is_not_a_folder() {
        assert_eq!(names(&["a", "A/b.html"], false), ["path-collision; path: A/b.html; other: a"]);
    }

    #[test]
    fn a_compressed_sibling_takes_nobodys_place() {
        let paths = ["data.json", "data.json.gz", "photo.jpg", "photo.jpg.gz"];
        assert_eq!(names(&paths, false), [""; 0]);
        assert_eq!(names(&paths, true), ["path-collision; path: data.json.gz; other: data.json"]);
    }
}
