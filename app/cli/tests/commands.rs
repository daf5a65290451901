//! What `new`, `check` and `build` promise.

mod support;

use std::fs;

use support::{Company, Run, dealerbook, empty, files, front_end, text};

#[test]
fn a_new_company_has_no_problem_and_builds() {
    let company = Company::new("builds");
    let checked = company.run(&["check"]);
    assert_eq!((checked.code, checked.err.as_str()), (Some(0), ""));
    assert!(checked.out.starts_with("没有发现问题\n"), "{checked:?}");

    let built = company.run(&["build"]);
    assert_eq!(built.code, Some(0), "{built:?}");
    for page in ["index.html", "newsletter/2026-11/welcome.html", "policies/freight.html", "meetings/symposium.ics"] {
        assert!(company.path("dist").join(page).is_file(), "{page}");
    }
}

#[test]
fn a_new_company_stays_without_problems_as_time_passes() {
    let company = Company::new("later");
    for day in ["2026-12-31", "2028-02-29", "2036-11-23"] {
        let checked = Run::from(dealerbook(&["check", "--folder", &text(&company.root), "--today", day]));
        assert_eq!((checked.code, checked.err.as_str()), (Some(0), ""), "{day}");
    }
}

#[test]
fn a_new_company_keeps_contracts_and_prices_from_the_public() {
    let company = Company::new("restricted");
    let built = company.run(&["build"]);
    assert!(built.out.contains("contracts/dealer-contract.md  不公开，只给 dealers"), "{built:?}");
    for (path, bytes) in files(&company.path("dist")) {
        let page = String::from_utf8_lossy(&bytes);
        assert!(!page.contains("经销合同") && !page.contains("150.00"), "{}", path.display());
    }
}

#[test]
fn every_new_company_has_an_id_of_its_own() {
    let id = |name: &str| {
        let portal = fs::read_to_string(Company::new(name).path("portal.toml")).expect("a portal");
        portal.lines().find(|line| line.starts_with("id = ")).expect("an id").to_owned()
    };
    let (first, second) = (id("id-1"), id("id-2"));
    assert_ne!(first, second);
    let hex = first.split('"').nth(1).expect("a text");
    assert!(hex.len() == 32 && hex.chars().all(|digit| digit.is_ascii_hexdigit()), "{hex}");
}

#[test]
fn a_name_is_taken_as_it_is() {
    let root = empty("named");
    let made = dealerbook(&["new", &text(&root), "--name", "甲\"乙\" \\ {{id}}"]);
    assert!(made.status.success(), "{made:?}");
    let checked = Run::from(dealerbook(&["check", "--folder", &text(&root)]));
    fs::remove_dir_all(&root).expect("removed");
    assert_eq!((checked.code, checked.err.as_str()), (Some(0), ""), "{checked:?}");
}

#[test]
fn a_folder_with_something_in_it_is_left_alone() {
    let company = Company::new("refused");
    let before = files(&company.root);
    let refused = Run::from(dealerbook(&["new", &text(&company.root)]));
    assert_eq!(refused.code, Some(2));
    assert!(refused.err.contains("已经有文件") && refused.err.contains("建议"), "{refused:?}");
    assert_eq!(files(&company.root), before);
}

#[test]
fn a_fresh_repository_is_as_good_as_an_empty_folder() {
    let root = empty("repository");
    fs::create_dir_all(root.join(".git")).expect("made");
    let made = dealerbook(&["new", &text(&root)]);
    fs::remove_dir_all(&root).expect("removed");
    assert!(made.status.success(), "{made:?}");
}

#[test]
fn all_problems_are_shown_at_once_each_at_its_place() {
    let company = Company::new("problems");
    company.edit("policies/freight.md", "version = 1", "versoin = 1");
    company.edit("newsletter/2026-11/welcome.md", "products.csv#SP-01", "products.csv#SP-99");
    let checked = company.run(&["check"]);
    assert_eq!(checked.code, Some(1));
    assert!(checked.err.contains("policies/freight.md:4:1\n"), "{}", checked.err);
    assert!(checked.err.contains("4 | versoin = 1\n  | ^^^^^^^\n"), "{}", checked.err);
    assert!(checked.err.contains("newsletter/2026-11/welcome.md:16:41\n"), "{}", checked.err);
    assert!(checked.err.ends_with("处错误\n"), "{}", checked.err);

    let short = company.run(&["check", "--short", "--lang", "en"]);
    assert_eq!(short.code, Some(1));
    let lines: Vec<&str> = short.err.lines().collect();
    assert!(lines.iter().any(|line| line.starts_with("policies/freight.md:4:1: error: ")), "{lines:?}");
    assert!(lines.last().is_some_and(|line| line.starts_with("Found ")), "{lines:?}");
}

#[test]
fn content_with_errors_leaves_the_last_site_whole() {
    let company = Company::new("last-site");
    assert_eq!(company.run(&["build"]).code, Some(0));
    let before = files(&company.path("dist"));
    company.edit("policies/freight.md", "version = 1", "version = 0");
    company.edit("newsletter/2026-11/welcome.md", "门户开通了", "改过的标题");
    let built = company.run(&["build"]);
    assert_eq!(built.code, Some(1), "{built:?}");
    assert_eq!(files(&company.path("dist")), before);
}

#[test]
fn what_is_left_out_is_listed_with_the_reason() {
    let company = Company::new("left-out");
    company.edit("newsletter/2026-11/welcome.md", "author =", "draft = true\nauthor =");
    let checked = company.run(&["check"]);
    assert!(checked.out.contains("newsletter/2026-11/welcome.md  是草稿"), "{checked:?}");
}

#[test]
fn wrong_usage_and_a_missing_folder_are_no_problems_of_the_content() {
    let nowhere = empty("nowhere");
    let missing = Run::from(dealerbook(&["check", "--folder", &text(&nowhere)]));
    assert_eq!(missing.code, Some(2));
    assert!(missing.err.contains("portal.toml") && missing.err.contains(&text(&nowhere)), "{missing:?}");
    assert_eq!(dealerbook(&["biuld"]).status.code(), Some(2));
    assert_eq!(dealerbook(&["check", "--today", "2026-02-30"]).status.code(), Some(2));
}

#[test]
fn a_front_end_that_is_not_there_is_named() {
    let company = Company::new("front-end");
    let folder = text(&company.root);
    let built = Run::from(dealerbook(&["build", "--folder", &folder, "--front-end", &folder]));
    assert_eq!(built.code, Some(2));
    assert!(built.err.contains("index.html") && built.err.contains("--front-end"), "{built:?}");
    assert!(!company.path("dist").exists());
}

#[test]
fn the_site_goes_where_it_is_wanted() {
    let company = Company::new("out");
    let out = company.path("public-host");
    let folder = text(&company.root);
    let front_end = text(&front_end());
    let built = dealerbook(&["build", "--folder", &folder, "--out", &text(&out), "--front-end", &front_end]);
    assert!(built.status.success(), "{built:?}");
    assert!(out.join("index.html").is_file() && !company.path("dist").exists());
}

#[test]
fn what_was_released_is_not_changed_in_silence() {
    let company = Company::new("release");
    let released = company.run(&["release"]);
    assert_eq!(released.code, Some(0), "{released:?}");
    assert!(released.out.contains("policies/freight.md：第 1 版"), "{released:?}");
    assert!(company.path("published/releases.csv").is_file());
    assert_eq!(company.run(&["check"]).code, Some(0));
    assert!(company.run(&["release"]).out.contains("没有新的文本"));

    company.edit("policies/freight.md", "20 件", "30 件");
    let changed = company.run(&["check"]);
    assert_eq!(changed.code, Some(1));
    assert!(changed.err.contains("policies/freight.md"), "{}", changed.err);
    company.edit("policies/freight.md", "version = 1", "version = 2");
    assert_eq!(company.run(&["check"]).code, Some(0));
}

#[test]
fn a_folder_that_is_not_ours_is_not_replaced() {
    let company = Company::new("foreign");
    fs::create_dir(company.path("dist")).expect("made");
    fs::write(company.path("dist/mine.txt"), "mine").expect("written");
    let built = company.run(&["build"]);
    assert_eq!(built.code, Some(2), "{built:?}");
    assert!(built.err.contains("dist") && built.err.contains("--out"), "{built:?}");
    assert_eq!(fs::read_to_string(company.path("dist/mine.txt")).expect("a file"), "mine");
}

#[test]
#[cfg(not(feature = "embed-front-end"))]
fn a_program_without_a_front_end_says_how_to_get_one() {
    let company = Company::new("bare");
    let built = Run::from(dealerbook(&["build", "--folder", &text(&company.root)]));
    assert_eq!(built.code, Some(2));
    assert!(built.err.contains("--front-end"), "{built:?}");
}
