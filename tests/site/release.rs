//! What was released stays: as a copy, in the list, and on a page of its own for those who acknowledged it.

use dealerbook_site::{Settings, release};
use dealerbook_tests::{Company, TODAY, problems};

const POLICY: &str = "policies/freight.md";

const FIRST: &str = r#"+++
id = "freight"
title = "运费政策"
version = 1
issued = 2026-01-05
effective = 2026-01-05
acknowledge = true
+++
运费由公司承担。

![分区图](map.svg)
"#;

const SECOND: &str = r#"+++
id = "freight"
title = "运费政策"
version = 2
issued = 2026-06-15
effective = 2026-07-01
acknowledge = true
+++
华东每箱 8 元，西北每箱 12 元。
"#;

/// Releases on `day` what wasn't released yet; gives the ids and versions.
fn release_on(company: &Company, day: &str) -> Vec<String> {
    let settings = Settings { today: day.parse().expect("a day"), drafts: false };
    let report = company.workspace().assemble(&settings);
    assert_eq!(problems::lines(&report, &company.path("")), "", "on {day}");
    let unreleased = report.site.unreleased();
    release::write(&company.folder(), unreleased).expect("published/ can be written");
    unreleased.iter().map(|text| format!("{} {} v{}", text.id, text.language, text.version)).collect()
}

fn problems_of(company: &Company) -> Vec<&'static str> {
    problems::names(&company.report())
}

fn released_twice() -> Company {
    let company = Company::new().file(POLICY, FIRST).file("policies/map.svg", SVG);
    assert_eq!(release_on(&company, "2026-01-05"), ["freight zh-Hans v1"]);
    company.write(POLICY, SECOND);
    assert_eq!(release_on(&company, "2026-06-15"), ["freight zh-Hans v2"]);
    company
}

const SVG: &str = r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 9"/>"#;

#[test]
fn what_is_released_is_released_once() {
    let company = released_twice();
    let list = company.read("published/releases.csv");
    assert_eq!(release_on(&company, "2026-06-16"), [] as [&str; 0]);
    assert_eq!(company.read("published/releases.csv"), list);
}

#[test]
fn a_draft_and_a_text_of_the_future_are_not_released() {
    let company = Company::new().file(POLICY, FIRST).file("policies/map.svg", SVG).file(
        "policies/draft.md",
        FIRST.replace("\"freight\"", "\"draft\"\ndraft = true").replace("![分区图](map.svg)", ""),
    );
    assert_eq!(release_on(&company, "2026-01-04"), [] as [&str; 0]);
    assert!(!company.path("published").exists());
}

#[test]
fn a_released_text_changes_by_version_or_stated_correction_only() {
    let company = released_twice().replace(POLICY, "8 元", "9 元");
    assert_eq!(problems_of(&company), ["changed-after-release"]);
    let company = company.replace(POLICY, "acknowledge = true", "acknowledge = true\ncorrection = \"西北漏了\"");
    assert_eq!(problems_of(&company), [] as [&str; 0]);
    assert_eq!(release_on(&company, "2026-07-10"), ["freight zh-Hans v2"]);
    let company = company.replace(POLICY, "9 元", "10 元");
    assert_eq!(problems_of(&company), ["changed-after-release"], "each correction needs its own reason");
    let company = company.replace(POLICY, "version = 2", "version = 1");
    assert_eq!(problems_of(&company), ["version-went-back"]);
}

#[test]
fn what_is_promised_may_not_change_what_is_about_it_may() {
    for (from, to, outcome) in [
        ("title = \"运费政策\"", "title = \"物流政策\"", &["changed-after-release"][..]),
        ("effective = 2026-07-01", "effective = 2026-06-20", &["changed-after-release"]),
        ("effective = 2026-07-01", "effective = 2026-07-01\nexpires = 2026-12-31", &["changed-after-release"]),
        ("acknowledge = true", "applies_to = { groups = [\"A\"] }", &["changed-after-release"]),
        ("acknowledge = true", "summary = \"新标准\"\ntopics = [\"物流\"]\nowner = \"物流部\"", &[]),
        ("acknowledge = true", "repealed = { on = 2026-12-01, reason = \"并入年度政策\" }", &[]),
    ] {
        let company = released_twice().replace(POLICY, from, to);
        assert_eq!(problems_of(&company), outcome, "{to}");
    }
}

#[test]
fn windows_line_ends_are_no_change() {
    let company = released_twice().file(POLICY, format!("\u{feff}{}", SECOND.replace('\n', "\r\n")));
    assert_eq!(problems_of(&company), [] as [&str; 0]);
    assert_eq!(release_on(&company, "2026-06-16"), [] as [&str; 0]);
    for (path, bytes) in dealerbook_tests::repository::files(&company.path("published")) {
        let copy = String::from_utf8(bytes).expect("UTF-8");
        company.write(&format!("published/{path}"), copy.replace('\n', "\r\n"));
    }
    assert_eq!(problems_of(&company), [] as [&str; 0], "a check-out on Windows is the same archive");
}

#[test]
fn old_versions_stay_readable_with_their_pictures() {
    let built = released_twice().built();
    let old = String::from_utf8(built["policies/freight.v1.html"].clone()).expect("UTF-8");
    assert!(old.contains("运费由公司承担") && old.contains("src=\"map.svg\""), "{old}");
    assert_eq!(built["policies/freight.v1.md"], "运费由公司承担。\n\n![分区图](map.svg)\n".as_bytes());
    assert!(built.contains_key("policies/map.svg"));
}

#[test]
fn a_renamed_file_is_still_the_same_document() {
    let company = released_twice();
    company.rename(POLICY, "policies/logistics.md");
    assert_eq!(problems_of(&company), [] as [&str; 0]);
    assert!(company.built().contains_key("policies/logistics.v1.html"));
    assert_eq!(release_on(&company, TODAY.to_string().as_str()), [] as [&str; 0]);
}
