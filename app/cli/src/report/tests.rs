//! What an author sees.

use std::path::PathBuf;

use dealerbook_locale::built_in;
use dealerbook_site::{Folder, LeftOut, Reason};

use super::*;

/// A company's folder with one file, away when dropped.
struct Company {
    root: PathBuf,
}

impl Company {
    fn with(name: &str, path: &str, bytes: &[u8]) -> Self {
        let root = std::env::temp_dir().join(format!("dealerbook-report-{}-{name}", std::process::id()));
        let file = root.join(path);
        std::fs::create_dir_all(file.parent().expect("a folder")).expect("made");
        std::fs::write(file, bytes).expect("written");
        Self { root }
    }

    fn paths(&self) -> Paths {
        let folder = Folder { content: self.root.clone(), public: self.root.join("public") };
        Paths::new(&folder, &self.root)
    }
}

impl Drop for Company {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.root);
    }
}

fn texts(language: &str) -> Texts {
    let own = [
        ("problem.example.message", "“{text}”不对"),
        ("problem.example.advice", "写成 <b>{right}</b>"),
        ("problem.bare.message", "空"),
    ];
    Texts::new(language, own.map(|(key, text)| (key.to_owned(), text.to_owned())).into()).or(&built_in(language))
}

/// The problem `example` at the first place of `part` in `text`.
fn example(path: &str, text: &str, part: &str) -> Diagnostic {
    let start = text.find(part).expect("the part");
    let place = Place::new(&path.into(), start..start + part.len());
    Diagnostic::error("example", place).with("text", part).with("right", "2026-02-28")
}

/// What a terminal without colours shows.
fn plain(problems: &Problems<'_>) -> String {
    anstream::adapter::strip_str(&problems.long()).to_string()
}

#[test]
fn the_mark_stands_under_wide_characters() {
    let text = "+++\ntitle = \"春节安排\"\n生效日期\t= 二月三十日 # 注\n+++\n";
    let company = Company::with("wide", "policies/a.md", text.as_bytes());
    let texts = texts("zh-Hans");
    let problems = Problems::new(&texts, &company.paths(), &[example("policies/a.md", text, "二月三十日")]);
    assert_eq!(
        plain(&problems),
        "错误: “二月三十日”不对\n \
         --> policies/a.md:3:8\n  \
         |\n\
         3 | 生效日期    = 二月三十日 # 注\n  \
         |               ^^^^^^^^^^\n  \
         |\n  \
         = 建议: 写成 <b>2026-02-28</b>\n\n"
    );
    assert_eq!(problems.short(), "policies/a.md:3:8: error: “二月三十日”不对\n");
    assert_eq!(problems.summary(), "发现 1 处错误");
}

#[test]
fn colours_are_there_to_be_taken_out() {
    let company = Company::with("colours", "a.md", b"x");
    let texts = texts("en");
    let problems = Problems::new(&texts, &company.paths(), &[example("a.md", "x", "x")]);
    assert!(problems.long().contains("\u{1b}["));
    assert!(!problems.short().contains('\u{1b}'));
}

#[test]
fn a_problem_of_a_whole_file_shows_no_line() {
    let company = Company::with("whole", "policies/empty.md", b"");
    let texts = texts("zh-Hans");
    let whole = [Diagnostic::warning("bare", Place::file("policies/empty.md"))];
    let problems = Problems::new(&texts, &company.paths(), &whole);
    assert_eq!(plain(&problems), "提醒: 空\n--> policies/empty.md\n\n");
    assert_eq!(problems.short(), "policies/empty.md:1:1: warning: 空\n");
}

#[test]
fn a_file_that_is_gone_is_named_all_the_same() {
    let company = Company::with("gone", "a.md", b"");
    let texts = texts("zh-Hans");
    let problems =
        Problems::new(&texts, &company.paths(), &[Diagnostic::error("bare", Place::new(&"b.md".into(), 3..5))]);
    assert!(plain(&problems).contains("b.md"));
}

#[test]
fn both_ends_of_a_problem_are_shown() {
    let text = "id = \"a\"\nid = \"a\"\n";
    let company = Company::with("related", "policies/a.md", text.as_bytes());
    let first = Place::new(&"policies/a.md".into(), 0..8);
    let second = example("policies/a.md", text, "\"a\"").related_to(first);
    let texts = texts("en");
    let shown = plain(&Problems::new(&texts, &company.paths(), &[second]));
    assert!(shown.contains("related to this:\n --> policies/a.md:1:1\n") && shown.contains("--------"), "{shown}");
}

#[test]
fn nothing_of_a_file_acts_on_the_terminal_or_breaks_a_line() {
    let text = "title = \"\u{1b}[2J\u{202e}x\"\r\n";
    let company = Company::with("acts", "a.md", text.as_bytes());
    let texts = texts("en");
    let mut problem = example("a.md", text, "\u{1b}[2J\u{202e}x");
    problem.arguments = vec![("text", "\u{1b}[2J\na.md:1:1: error: forged".to_owned())];
    let problems = Problems::new(&texts, &company.paths(), &[problem]);
    assert_eq!(problems.short(), "a.md:1:10: error: “␛[2J␊a.md:1:1: error: forged”不对\n");
    let shown = plain(&problems);
    assert!(shown.contains("1 | title = \"␛[2J\u{fffd}x\"\n  |          ^^^^^^\n"), "{shown}");
}

#[test]
fn a_page_shows_problems_as_text() {
    let text = "title = <script>alert(1)</script>\n";
    let company = Company::with("page", "a.md", text.as_bytes());
    let texts = texts("zh-Hans");
    let html = Problems::new(&texts, &company.paths(), &[example("a.md", text, "<script>")]).html();
    assert!(html.contains("title = <mark>&lt;script&gt;</mark>alert(1)&lt;/script&gt;</pre>"), "{html}");
    assert!(!html.contains("<script") && !html.contains("<b>"), "{html}");
    assert!(html.contains("a.md:1:9") && html.contains("发现 1 处错误"), "{html}");
}

#[test]
fn the_summary_counts_errors_and_warnings() {
    let company = Company::with("summary", "a.md", b"");
    let [chinese, english] = ["zh-Hans", "en"].map(texts);
    let error = Diagnostic::error("bare", Place::file("a.md"));
    let warning = Diagnostic::warning("bare", Place::file("a.md"));
    let summary = |texts: &Texts, all: &[Diagnostic]| Problems::new(texts, &company.paths(), all).summary();
    let three = [error.clone(), error.clone(), error.clone(), warning.clone()];
    assert_eq!(summary(&chinese, &three), "发现 3 处错误、1 处提醒");
    assert_eq!(summary(&english, &three), "Found 3 errors, 1 warning");
    assert_eq!(summary(&english, &[error]), "Found 1 error");
    assert_eq!(summary(&chinese, &[warning]), "发现 1 处提醒");
    assert_eq!(summary(&chinese, &[]), "没有发现问题");
}

#[test]
fn what_is_left_out_is_listed_with_the_reason() {
    let company = Company::with("left-out", "a.md", b"");
    let day = "2026-12-01".parse().expect("a day");
    let reasons = [Reason::Draft, Reason::NotYet(day), Reason::Expired(day), Reason::Audience("group:A".into())];
    let pages = reasons.map(|reason| LeftOut { path: "policies/a.md".into(), reason });
    assert_eq!(
        left_out(&pages, &company.paths(), &texts("zh-Hans")),
        "有 4 个文件没有收进门户：\n  \
         policies/a.md  是草稿（draft = true）\n  \
         policies/a.md  2026年12月1日才发布\n  \
         policies/a.md  2026年12月1日已过期\n  \
         policies/a.md  不公开，只给 group:A\n"
    );
    assert_eq!(left_out(&[], &company.paths(), &texts("en")), "");
}
