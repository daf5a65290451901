//! Every problem that a folder can have is found at its place, said in words and answered with advice.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use dealerbook_locale::built_in;
use dealerbook_tests::{Company, problems, repository};

/// What a case's folder has beside the company's files.
const EXPECTED: &str = "expected.txt";

/// Each folder of `cases/problems` has the one problem it is called after, and `expected.txt` says where and in which
/// words. `UPDATE_GOLDEN=1` writes what was found there; read it before you commit it.
#[test]
fn each_case_has_its_problem_and_no_other() {
    let update = std::env::var_os("UPDATE_GOLDEN").is_some();
    let mut failures = Vec::new();
    for case in repository::folders(&repository::cases("problems")) {
        let name = name_of(&case);
        let company = Company::copy_of(&case).without(EXPECTED);
        let company = if name == "portal-missing" { company.without("portal.toml") } else { company };
        let report = company.report();
        let found = problems::lines(&report, &company.path(""));
        if problems::names(&report) != [name] {
            failures.push(format!("{name} shows {:?}:\n{found}", problems::names(&report)));
        }
        let expected = fs::read_to_string(case.join(EXPECTED)).unwrap_or_default();
        if update && found != expected {
            fs::write(case.join(EXPECTED), found).expect("expected.txt can be written");
        } else if found != expected {
            failures.push(format!("{name}: expected\n{expected}found\n{found}"));
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

#[test]
fn each_problem_with_a_text_has_a_case() {
    let texts = built_in("zh-Hans");
    let worded: BTreeSet<&str> =
        texts.iter().filter_map(|(key, _)| key.strip_prefix("problem.")?.strip_suffix(".message")).collect();
    let cases = repository::folders(&repository::cases("problems"));
    let shown: BTreeSet<&str> = cases.iter().map(|case| name_of(case)).collect();
    assert_eq!(worded.difference(&shown).collect::<Vec<_>>(), [] as [&&str; 0], "problems without a case");
    assert_eq!(shown.difference(&worded).collect::<Vec<_>>(), [] as [&&str; 0], "cases without a problem");
}

fn name_of(case: &Path) -> &str {
    case.file_name().and_then(|name| name.to_str()).expect("a case has a name")
}
