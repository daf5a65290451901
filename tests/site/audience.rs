//! What isn't for everybody, or not yet, is nowhere in the site: not a title, not a file name, not a byte of a picture.

use std::collections::BTreeMap;
use std::io::Write;

use dealerbook_site::folder::CONTENT_FOLDERS;
use dealerbook_site::{LeftOut, Reason, Report, Settings};
use dealerbook_tests::{Company, TODAY, problems, rendered, settings};

/// A word that nobody writes by chance. It stands in all that must not be published.
const MARKER: &str = "ZHMARKER4711";

/// A price that nobody asks by chance, as it is written and as it would be shown.
const PRICE: [&str; 2] = ["47114711.47", "47,114,711.47"];

/// The sample company with one more file; `MARKER` may be written as `@@` in names and texts.
trait Plant {
    fn plant(self, path: &str, text: &str) -> Self;
}

impl Plant for Company {
    fn plant(self, path: &str, text: &str) -> Self {
        self.file(&path.replace("@@", MARKER), text.replace("@@", MARKER))
    }
}

fn svg() -> String {
    format!("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 1 1\"><title>{MARKER}</title></svg>\n")
}

/// A PNG of one pixel with the marker behind its last chunk, where programs keep what nobody sees.
fn png() -> Vec<u8> {
    let mut png = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\0\0\0\0\x3a\x7e\x9b\x55".to_vec();
    png.write_all(MARKER.as_bytes()).expect("memory");
    png
}

/// What a page of each kind says beside its title, audience and the like.
const ARTICLE: &str =
    "date = 2026-11-02\nauthor = \"@@\"\nsummary = \"@@\"\ntopics = [\"@@\"]\ncover = \"@@.svg\"\ncover_alt = \"@@\"\n";
const POLICY: &str = "version = 1\nissued = 2026-10-01\neffective = 2026-10-01\nsummary = \"@@\"\ntopics = [\"@@\"]\nowner = \"@@\"\nrebate = \"@@\"\nacknowledge = true\nsupersedes = [\"freight-2025\"]\nwithdrawn = { on = 2026-11-01, reason = \"@@\" }\n";
const CONTRACT: &str = "version = 1\nissued = 2026-10-01\neffective = 2026-10-01\nsummary = \"@@\"\n";
const MEETING: &str = "kind = \"symposium\"\nstart = 2026-12-10T14:00:00\nplace = \"@@\"\naddress = \"@@\"\nonline = \"https://@@.example/\"\nhost = \"@@\"\nsummary = \"@@\"\ndecisions = [\"@@\"]\nagenda = [{ time = \"14:00\", item = \"@@\", speaker = \"@@\" }]\nrepeat = \"FREQ=WEEKLY;COUNT=3\"\n[[visit]]\ndate = 2026-12-11\nwho = \"@@\"\nregion = \"east\"\nplace = \"@@\"\npurpose = \"@@\"\n";
const BODY: &str = "## @@ {#@@}\n\n@@ ![@@](@@.svg) ![@@](@@.png) [@@](@@.pdf)[^@@]\n\n[^@@]: @@\n";

/// `+++`, title, `front`, `more`, `+++`, body.
fn page(front: &str, more: &str, body: &str) -> String {
    // Keys come before tables.
    format!("+++\ntitle = \"@@\"\n{more}\n{front}+++\n{body}")
}

const ENGLISH: &str = "+++\ntitle = \"@@ in English\"\nsummary = \"@@\"\n+++\n@@\n";

/// The sample company with a hidden document of each kind and for each reason, and public ones that lead to them.
fn planted() -> Company {
    let files = |company: Company, folder: &str| {
        let path = |ending: &str| format!("{folder}/{MARKER}.{ending}");
        company.file(&path("svg"), svg()).file(&path("png"), png()).file(&path("pdf"), MARKER)
    };
    let official = |front: &str, id: &str, more: &str| page(&format!("id = \"@@-{id}\"\n{front}"), more, "");
    let company = Company::sample().replace("portal.toml", "[groups]", "[groups]\nZHMARKER4711 = \"ZHMARKER4711\"");
    let company = ["newsletter/2026-11", "newsletter/2026-@@", "policies", "meetings", "contracts", "published"]
        .into_iter()
        .fold(company, |company, folder| files(company, &folder.replace("@@", MARKER)));
    company
        // A whole issue, and what stands in it without a word about readers.
        .plant("newsletter/2026-@@/index.md", &page("date = 2026-11-01\nsummary = \"@@\"\ncover = \"@@.svg\"\n", "audience = [\"dealers\"]", BODY))
        .plant("newsletter/2026-@@/index.en.md", ENGLISH)
        .plant("newsletter/2026-@@/a.md", &page(ARTICLE, "", BODY))
        .plant("newsletter/2026-@@/a.en.md", ENGLISH)
        // Single documents, for each kind of readers.
        .plant("newsletter/2026-11/@@.md", &page(ARTICLE, "audience = [\"group:@@\"]", BODY))
        .plant("newsletter/2026-11/@@.en.md", ENGLISH)
        .plant("policies/@@.md", &page(&format!("id = \"@@\"\n{POLICY}"), "audience = [\"region:east\", \"dealers\"]", BODY))
        .plant("policies/@@.en.md", ENGLISH)
        .plant("contracts/@@.md", &page(&format!("id = \"@@\"\n{CONTRACT}"), "audience = [\"dealer:D001\"]", "## 第一条 @@\n\n1.1 @@ ![@@](@@.svg)\n"))
        .plant("meetings/@@.md", &page(MEETING, "audience = [\"dealers\"]", BODY))
        .plant("meetings/@@.en.md", ENGLISH)
        .plant("meetings/@@.minutes.md", &page("date = 2026-11-20\n", "", BODY))
        .plant("meetings/@@.minutes.en.md", "+++\ntitle = \"@@\"\n+++\n@@\n")
        // Not yet, no longer, not ready.
        .plant("newsletter/2026-11/@@-draft.md", &page(ARTICLE, "draft = true", BODY))
        .plant("newsletter/2026-11/@@-draft.en.md", ENGLISH)
        .plant("newsletter/2026-11/@@-future.md", &page(&ARTICLE.replace("2026-11-02", "2026-11-24"), "", BODY))
        .plant("newsletter/2026-11/@@-past.md", &page(ARTICLE, "expires = 2026-11-22", BODY))
        .plant("policies/@@-draft.md", &official(POLICY, "draft", "draft = true"))
        .plant("policies/@@-future.md", &official(&POLICY.replace("2026-10-01", "2026-12-01"), "future", ""))
        .plant("contracts/@@-draft.md", &official(CONTRACT, "draft", "draft = true"))
        .plant("meetings/@@-draft.md", &page(MEETING, "draft = true", BODY))
        .plant("meetings/2026-12-symposium.minutes.md", &page("date = 2026-12-11\n", "", BODY))
        // Public documents that lead to hidden ones.
        .plant("newsletter/2026-11/leads.md", "+++\ntitle = \"引路\"\ndate = 2026-11-02\nrelated = [\"@@.md\", \"../../policies/@@.md\", \"../2026-@@/index.md\"]\n+++\n看[这里](@@.md)、[那里](../../policies/@@.md#@@)、[合同](../../contracts/@@.md#clause-1.1)、[会议](../../meetings/@@.md)、[纪要](../../meetings/@@.minutes.md)、[草稿](@@-draft.md)、[未来](@@-future.md)、[刊](../2026-@@/index.md)。\n")
        .plant("policies/leads.md", "+++\nid = \"leads\"\ntitle = \"取代\"\nversion = 1\neffective = 2026-11-01\nsupersedes = [\"@@\", \"@@-draft\"]\n+++\n正文。\n")
        // A price.
        .file("catalog/priced.csv", format!("code,name,category,unit,price\nZZ-1,样品,样品,台,{}\n", PRICE[0]))
        // Beside the company's own folders.
        .plant("ledger/@@.csv", "@@\n")
        .plant("README.md", "@@\n")
        .plant("newsletter/.@@.md", "@@\n")
        .plant("policies/@@.md~", "@@\n")
}

/// Where the marker, or the price, is in a site.
fn leaks(files: &BTreeMap<String, Vec<u8>>) -> Vec<String> {
    let mut leaks = Vec::new();
    for (path, bytes) in files {
        let text = String::from_utf8_lossy(bytes);
        for word in [MARKER, PRICE[0], PRICE[1]] {
            leaks.extend(path.contains(word).then(|| path.clone()));
            leaks.extend(text.find(word).map(|at| {
                let before: String = text[..at].chars().rev().take(60).collect::<Vec<_>>().into_iter().rev().collect();
                format!("{path}: …{before}{word}")
            }));
        }
    }
    leaks
}

fn report(company: &Company) -> Report {
    let report = company.report();
    assert!(!report.has_errors(), "{}", problems::lines(&report, &company.path("")));
    report
}

fn reason<'a>(report: &'a Report, path: &str) -> Option<&'a Reason> {
    let path = path.replace("@@", MARKER);
    report.left_out().iter().find(|left| *left.path == *path).map(|LeftOut { reason, .. }| reason)
}

#[test]
fn nothing_of_a_hidden_document_is_in_the_site() {
    let company = planted();
    assert_eq!(leaks(&rendered(&report(&company).site)), [] as [&str; 0]);
}

#[test]
fn the_marker_would_be_found_where_it_is_public() {
    let company = planted()
        .replace(&format!("policies/{MARKER}.md"), "[\"region:east\", \"dealers\"]", "[\"public\"]")
        .replace("portal.toml", "prices = [\"dealers\"]", "prices = [\"public\"]");
    let leaks = leaks(&rendered(&report(&company).site));
    for place in [
        "policies/ZHMARKER4711.html",
        "policies/ZHMARKER4711.md",
        "policies/ZHMARKER4711.svg",
        "policies/ZHMARKER4711.png",
        "feed.xml: ",
        "sitemap.xml: ",
        "data/recent.json: ",
        "catalog/index.html: ",
    ] {
        assert!(leaks.iter().any(|leak| leak.starts_with(place)), "{place} isn't among {leaks:#?}");
    }
}

#[test]
fn each_hidden_file_is_told_with_its_reason() {
    let report = report(&planted());
    let only = |readers: &str| Reason::Audience(readers.replace("@@", MARKER));
    let day = |text: &str| text.parse().expect("a day");
    for (path, expected) in [
        ("newsletter/2026-@@/index.md", only("dealers")),
        ("newsletter/2026-@@/index.en.md", only("dealers")),
        ("newsletter/2026-@@/a.md", only("dealers")),
        ("newsletter/2026-@@/a.en.md", only("dealers")),
        ("newsletter/2026-11/@@.md", only("group:@@")),
        ("policies/@@.md", only("region:east, dealers")),
        ("policies/@@.en.md", only("region:east, dealers")),
        ("contracts/@@.md", only("dealer:D001")),
        ("meetings/@@.md", only("dealers")),
        ("meetings/@@.minutes.md", only("dealers")),
        ("meetings/@@.minutes.en.md", only("dealers")),
        ("newsletter/2026-11/@@-draft.md", Reason::Draft),
        ("newsletter/2026-11/@@-draft.en.md", Reason::Draft),
        ("newsletter/2026-11/@@-future.md", Reason::NotYet(day("2026-11-24"))),
        ("newsletter/2026-11/@@-past.md", Reason::Expired(day("2026-11-22"))),
        ("policies/@@-draft.md", Reason::Draft),
        ("policies/@@-future.md", Reason::NotYet(day("2026-12-01"))),
        ("contracts/@@-draft.md", Reason::Draft),
        ("meetings/@@-draft.md", Reason::Draft),
        ("meetings/2026-12-symposium.minutes.md", Reason::NotYet(day("2026-12-11"))),
    ] {
        assert_eq!(reason(&report, path), Some(&expected), "{path}");
    }
}

#[test]
fn an_author_sees_drafts_and_the_future_but_nothing_that_is_not_public() {
    let company = planted();
    let report = company.workspace().assemble(&Settings { today: TODAY, drafts: true });
    for shown in ["newsletter/2026-11/@@-draft.md", "newsletter/2026-11/@@-future.md", "meetings/@@-draft.md"] {
        assert_eq!(reason(&report, shown), None, "{shown}");
    }
    for hidden in ["newsletter/2026-@@/a.md", "policies/@@.md", "contracts/@@.md", "meetings/@@.minutes.md"] {
        assert!(matches!(reason(&report, hidden), Some(Reason::Audience(_))), "{hidden}");
    }
}

/// A company with a document of each section that says nothing about its readers.
fn one_of_each() -> Company {
    Company::new()
        .plant("newsletter/2026-11/@@.md", &page("date = 2026-11-02\n", "", "@@\n"))
        .plant("policies/@@.md", &page("id = \"@@\"\nversion = 1\neffective = 2026-11-01\n", "", "@@\n"))
        .plant("meetings/@@.md", &page("start = 2026-11-20T14:00:00\n", "", "@@\n"))
        .plant("meetings/@@.minutes.md", &page("date = 2026-11-20\n", "", "@@\n"))
        .plant("contracts/@@.md", &page("id = \"@@\"\nversion = 1\neffective = 2026-11-01\n", "", "@@\n"))
        .plant("catalog/@@.csv", "code,name,category,unit,image\n@@,@@,@@,@@,@@.svg\n")
        .plant("catalog/@@.toml", "title = \"@@\"\n")
        .plant("catalog/@@.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"><title>@@</title></svg>\n")
}

#[test]
fn a_section_is_for_whom_the_portal_says() {
    let sections = ["newsletter", "policies", "meetings", "contracts", "catalog"];
    for section in sections {
        let company = one_of_each().replace(
            "portal.toml",
            &format!("{section} = [\"public\"]"),
            &format!("{section} = [\"group:A\"]"),
        );
        let report = report(&company);
        let files = rendered(&report.site);
        let own = leaks(&files).into_iter().filter(|leak| leak.starts_with(&format!("{section}/{MARKER}")));
        assert_eq!(own.collect::<Vec<_>>(), [] as [&str; 0], "{section}");
        let left_out: Vec<&LeftOut> = report.left_out().iter().collect();
        assert!(!left_out.is_empty(), "{section}");
        for left in left_out {
            assert!(left.path.starts_with(section), "{}", left.path);
            assert_eq!(left.reason, Reason::Audience("group:A".to_owned()));
        }
    }
}

#[test]
fn a_portal_that_says_nothing_about_readers_publishes_nothing() {
    let company = one_of_each();
    let portal = company.read("portal.toml");
    let company = company.file("portal.toml", portal.split("[audience]").next().expect("a beginning"));
    let report = report(&company);
    assert_eq!(leaks(&rendered(&report.site)), [] as [&str; 0]);
    assert_eq!(report.left_out().len(), 7, "{:?}", report.left_out());
}

#[test]
fn a_reader_that_cannot_be_understood_is_not_everybody() {
    let company = Company::new().plant(
        "policies/@@.md",
        &page("id = \"@@\"\nversion = 1\neffective = 2026-11-01\n", "audience = [\"everbody\"]", "@@\n"),
    );
    let report = company.report();
    assert_eq!(problems::names(&report), ["unknown-audience"]);
    assert_eq!(leaks(&rendered(&report.site)), [] as [&str; 0]);
}

#[test]
fn an_old_version_keeps_its_readers() {
    let policy = |version: u32, audience: &str, text: &str| {
        format!(
            "+++\nid = \"freight\"\ntitle = \"运费\"\nversion = {version}\neffective = 2026-0{version}-01\naudience = [\"{audience}\"]\n+++\n{text}\n"
        )
    };
    let old = policy(1, "dealers", &format!("{MARKER} ![{MARKER}]({MARKER}.svg)"));
    let company = Company::new().file("policies/freight.md", &old).file(&format!("policies/{MARKER}.svg"), svg());
    let release = |company: &Company| {
        let report = report(company);
        assert_eq!(report.site.unreleased().len(), 1);
        dealerbook_site::release::write(&company.folder(), report.site.unreleased())
            .expect("published/ can be written");
    };
    release(&company);
    let company = company.file("policies/freight.md", policy(2, "public", "现在公开。"));
    release(&company);
    assert_eq!(leaks(&rendered(&report(&company).site)), [] as [&str; 0]);
    // And the other way round: what is no longer public is no longer there in any version.
    let company = company.file("policies/freight.md", policy(3, "dealers", MARKER));
    let files = rendered(&report(&company).site);
    assert_eq!(leaks(&files), [] as [&str; 0]);
    assert!(!files.keys().any(|path| path.contains("freight")), "{:?}", files.keys());
}

#[test]
fn only_the_known_folders_are_read() {
    let company = Company::new().plant("ledger/a.md", "@@").plant("newsletter.md", "@@").plant("dist/index.html", "@@");
    let read = company.folder().content_files().expect("a folder");
    assert_eq!(read, ["portal.toml"]);
    assert!(!CONTENT_FOLDERS.contains(&"ledger"));
}

/// A link could bring a private folder into the site.
#[cfg(unix)]
#[test]
fn links_of_the_file_system_are_not_followed() {
    use std::os::unix::fs::symlink;
    let private =
        Company::empty().plant("secret.md", &page("date = 2026-11-02\n", "", "@@\n")).plant("folder/a.svg", &svg());
    let company = Company::new().plant("newsletter/2026-11/a.md", "+++\ntitle = \"甲\"\ndate = 2026-11-02\n+++\n乙\n");
    let links = [
        ("secret.md", "newsletter/2026-11/b.md"),
        ("folder", "newsletter/2026-10"),
        ("secret.md", "public/b.txt"),
        ("folder", "public/folder"),
    ];
    for (to, link) in links {
        symlink(private.path(to), company.path(link)).expect("a link");
    }
    let mut workspace = company.workspace();
    assert_eq!(leaks(&rendered(&workspace.assemble(&settings()).site)), [] as [&str; 0]);
    // Nor when the watch tells of them one by one.
    for path in ["newsletter/2026-11/b.md", "newsletter/2026-10/a.svg", "public/b.txt", "public/folder/a.svg"] {
        workspace.refresh_file(&company.path(path)).expect("readable");
    }
    assert_eq!(leaks(&rendered(&workspace.assemble(&settings()).site)), [] as [&str; 0]);
}
