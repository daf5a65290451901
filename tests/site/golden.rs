//! Whole small sites, file by file. Each folder of `cases/sites` holds a company and, in `expected/`, everything that is
//! made of it. `UPDATE_GOLDEN=1` writes what is made now; read the difference before you commit it.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use dealerbook_tests::{Company, problems, repository};

/// What is the same in all sites, or changes with every wording of an island.
const NOT_COMPARED: [&str; 4] = ["data/texts.json", ".js", "-0123456789abcdef.css", ".wasm"];

/// Most changed lines of one file that a failure shows.
const SHOWN_LINES: usize = 30;

#[test]
fn a_company_with_one_article() {
    compare("one-article");
}

#[test]
fn translations_replaced_policies_repeated_meetings_clauses_and_a_catalogue() {
    compare("two-languages");
}

#[test]
fn a_policy_in_its_second_version_corrected_once() {
    compare("released-history");
}

fn compare(name: &str) {
    let case = repository::cases("sites").join(name);
    let company = Company::copy_with_public(&case);
    assert_eq!(problems::lines(&company.report(), &company.path("")), "", "{name} is free of problems");
    let mut made = company.built();
    made.retain(|path, _| !NOT_COMPARED.iter().any(|ending| path.ends_with(ending)));
    let folder = case.join("expected");
    let expected: BTreeMap<String, Vec<u8>> = repository::files(&folder).into_iter().collect();
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        update(&folder, &expected, &made);
        return;
    }
    let mut differences = String::new();
    for (path, bytes) in &expected {
        match made.get(path) {
            None => differences += &format!("{path} is no longer made\n"),
            Some(now) if now != bytes => differences += &format!("{path}\n{}", difference(bytes, now)),
            Some(_) => {}
        }
    }
    for path in made.keys().filter(|path| !expected.contains_key(*path)) {
        differences += &format!("{path} is new\n");
    }
    assert!(differences.is_empty(), "{name} comes out differently:\n{differences}");
}

fn update(folder: &Path, expected: &BTreeMap<String, Vec<u8>>, made: &BTreeMap<String, Vec<u8>>) {
    for path in expected.keys().filter(|path| !made.contains_key(*path)) {
        fs::remove_file(folder.join(path)).expect("an expected file can be removed");
    }
    for (path, bytes) in made.iter().filter(|(path, bytes)| expected.get(*path) != Some(*bytes)) {
        let on_disk = folder.join(path);
        let written = fs::create_dir_all(on_disk.parent().unwrap_or(folder)).and_then(|()| fs::write(&on_disk, bytes));
        written.expect("an expected file can be written");
    }
}

/// The lines between the first and the last that differ, as `diff` shows them.
fn difference(before: &[u8], after: &[u8]) -> String {
    let (before, after) = (String::from_utf8_lossy(before), String::from_utf8_lossy(after));
    let (before, after): (Vec<&str>, Vec<&str>) = (before.lines().collect(), after.lines().collect());
    let same_start = before.iter().zip(&after).take_while(|(a, b)| a == b).count();
    let rest = || before[same_start..].iter().rev().zip(after[same_start..].iter().rev());
    let same_end = rest().take_while(|(a, b)| a == b).count();
    let changed = |lines: &[&str], sign: char| {
        let lines = &lines[same_start..lines.len() - same_end];
        let shown = lines.iter().take(SHOWN_LINES).map(|line| format!("  {sign} {line}\n"));
        let more = lines.len().saturating_sub(SHOWN_LINES);
        shown.chain((more > 0).then(|| format!("  {sign} … and {more} more lines\n"))).collect::<String>()
    };
    format!("  at line {}\n{}{}", same_start + 1, changed(&before, '-'), changed(&after, '+'))
}

#[test]
fn a_difference_shows_what_changed_and_no_more() {
    let shown = difference("一\n二\n三\n".as_bytes(), "一\n贰\n贰点五\n三\n".as_bytes());
    assert_eq!(shown, "  at line 2\n  - 二\n  + 贰\n  + 贰点五\n");
}
