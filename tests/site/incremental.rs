//! However a folder is edited, what is kept up to date is the same as what a fresh look gives: the same problems, the
//! same files, byte for byte.

use std::path::PathBuf;

use dealerbook_site::{Report, Workspace, release};
use dealerbook_tests::{Company, company, rendered, repository, settings};
use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestError, TestRng, TestRunner};

/// A file that is edited, and the texts that it may have. The first of them are there at the start.
type Versions = (&'static str, &'static [&'static str]);

const FILES: [Versions; 24] = [
    (
        "newsletter/2026-11/index.md",
        &[
            "+++\ntitle = \"十一月\"\ndate = 2026-11-01\ncover = \"x.svg\"\n+++\n卷首。\n",
            "+++\ntitle = \"十一月\"\ndate = 2026-12-01\n+++\n",
            "+++\ntitle = \"十一月\"\ndate = 2026-11-01\naudience = [\"dealers\"]\n+++\n",
        ],
    ),
    (
        "newsletter/2026-11/a.md",
        &[
            "+++\ntitle = \"甲\"\ndate = 2026-11-02\nrelated = [\"b.md\"]\n+++\n## 一\n\n[乙](b.md#二) ![图](x.svg) [运费](../../policies/freight.md)\n",
            "+++\ntitle = \"甲改\"\ndate = 2026-11-02\n+++\n## 一\n\n正文。\n",
            "+++\ntitle = \"甲\"\ndate = 2026-11-30\n+++\n",
            "+++\ntitle = \"甲\"\ndate = 2026-11-02\ndraft = true\n+++\n",
            "+++\ntitle = \"甲\ndate = 2026-11-02\n+++\n",
            "没有开头\n",
        ],
    ),
    ("newsletter/2026-11/a.en.md", &["+++\ntitle = \"A\"\n+++\n## One\n\n[b](b.md)\n", "+++\ntitel = \"A\"\n+++\n"]),
    (
        "newsletter/2026-11/b.md",
        &[
            "+++\ntitle = \"乙\"\ndate = 2026-11-03\n+++\n## 二\n\n[甲](a.md#一) [壶](../../catalog/p.csv#K-1)\n",
            "+++\ntitle = \"乙\"\ndate = 2026-11-03\n+++\n## 贰\n",
            "+++\ntitle = \"乙\"\ndate = 2026-11-03\naudience = [\"group:B\"]\n+++\n",
        ],
    ),
    (
        "newsletter/2026-11/x.svg",
        &[
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 16 9\"/>",
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 4 3\"/>",
            "<svg xmlns=\"http://www.w3.org/2000/svg\"><script/></svg>",
        ],
    ),
    (
        "policies/freight.md",
        &[
            "+++\nid = \"freight\"\ntitle = \"运费\"\nversion = 1\neffective = 2026-10-01\nsupersedes = [\"old\"]\n+++\n一版。\n",
            "+++\nid = \"freight\"\ntitle = \"运费\"\nversion = 1\neffective = 2026-10-01\n+++\n改了。\n",
            "+++\nid = \"freight\"\ntitle = \"运费\"\nversion = 1\neffective = 2026-10-01\ncorrection = \"错字\"\n+++\n改了。\n",
            "+++\nid = \"freight\"\ntitle = \"运费\"\nversion = 2\neffective = 2026-11-01\n+++\n二版。\n",
            "+++\nid = \"old\"\ntitle = \"运费\"\nversion = 2\neffective = 2026-11-01\n+++\n",
        ],
    ),
    ("policies/freight.en.md", &["+++\ntitle = \"Freight\"\n+++\nOne.\n", "+++\ntitle = \"Freight\"\n+++\nTwo.\n"]),
    (
        "policies/old.md",
        &[
            "+++\nid = \"old\"\ntitle = \"旧\"\nversion = 1\neffective = 2025-10-01\n+++\n[甲](../newsletter/2026-11/a.md)\n",
            "+++\nid = \"old\"\ntitle = \"旧\"\nversion = 1\neffective = 2025-10-01\nsupersedes = [\"freight\"]\n+++\n",
        ],
    ),
    (
        "meetings/m.md",
        &[
            "+++\ntitle = \"例会\"\nstart = 2026-11-10T14:00:00\nrepeat = \"FREQ=WEEKLY;COUNT=3\"\n+++\n## 议\n",
            "+++\ntitle = \"例会\"\nstart = 2026-11-10T14:00:00\nrepeat = \"FREQ=NEVER\"\n+++\n",
            "+++\ntitle = \"例会\"\nstart = 2026-11-10T14:00:00\ncancelled = \"雨\"\n+++\n",
        ],
    ),
    ("meetings/m.minutes.md", &["+++\ndate = 2026-11-11\n+++\n## 议\n", "+++\ndate = 2026-12-11\n+++\n"]),
    (
        "contracts/c.md",
        &[
            "+++\nid = \"c\"\ntitle = \"合同\"\nversion = 1\neffective = 2026-01-01\n+++\n## 第一条 甲\n\n1.1 乙\n",
            "+++\nid = \"c\"\ntitle = \"合同\"\nversion = 1\neffective = 2026-01-01\n+++\n## 附则\n",
        ],
    ),
    (
        "catalog/p.csv",
        &[
            "code,name,category,unit,price,image\nK-1,壶,壶,台,129.00,/images/logo.svg\n",
            "code,name,category,unit\nK-2,锅,锅,口\n",
            "code,name\nK-1,\"壶\n",
        ],
    ),
    ("catalog/p.toml", &["title = \"产品\"\n", "titel = \"产品\"\n"]),
    ("locale/en.toml", &["[nav]\nhome = \"Start\"\n", "[nav]\nhme = \"Start\"\n", "[nav\n"]),
    ("public/images/logo.svg", &["<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 1 1\"/>", "<svg"]),
    // These are not there at the start.
    ("published/releases.csv", &["", "released\nnonsense\n", "\u{fffd}"]),
    ("public/robots.txt", &["User-agent: *\nDisallow: /\n"]),
    ("public/data/recent.json", &["[]"]),
    ("public/tool.js", &["1"]),
    ("newsletter/2026-10/c.md", &["+++\ntitle = \"丙\"\ndate = 2026-10-01\n+++\n"]),
    ("newsletter/2026-11/.b.md", &["隐藏"]),
    ("newsletter/2026-11/b.md~", &["备份"]),
    ("policies/index.md", &["+++\nid = \"i\"\ntitle = \"目录\"\nversion = 1\neffective = 2026-10-01\n+++\n"]),
    ("notes/a.md", &["不读"]),
];

/// How many of [`FILES`] are there at the start.
const AT_THE_START: usize = 15;

const PORTALS: [(&str, &str); 6] = [
    ("样例门户", "另一个门户"),
    ("[\"zh-Hans\", \"en\"]", "[\"zh-Hans\"]"),
    ("[\"zh-Hans\", \"en\"]", "[\"en\", \"zh-Hans\"]"),
    ("policies = [\"public\"]", "policies = [\"dealers\"]"),
    ("Asia/Shanghai", "Europe/Berlin"),
    ("currency = ", "currency "),
];

/// Something that happens to the folder.
#[derive(Clone, Debug)]
enum Edit {
    /// One of [`FILES`] gets one of its texts, counted round.
    Write(usize, usize),
    Remove(usize),
    Rename(usize, usize),
    RenameFolder,
    Portal(Option<usize>),
    RemovePortal,
    /// `dealerbook release`.
    Release,
    /// One of the frozen copies is changed, or goes.
    Tamper(usize, bool),
}

/// How the workspace hears of it.
#[derive(Clone, Copy, Debug)]
enum Heard {
    /// Together with the next edit.
    Later,
    /// It looks at everything.
    All,
    /// It is told the paths, in this or the other order.
    Paths { reversed: bool },
}

fn edit() -> impl Strategy<Value = Edit> {
    let file = || 0..FILES.len();
    prop_oneof![
        8 => (file(), 0..6usize).prop_map(|(file, version)| Edit::Write(file, version)),
        2 => file().prop_map(Edit::Remove),
        1 => (file(), file()).prop_map(|(from, to)| Edit::Rename(from, to)),
        1 => Just(Edit::RenameFolder),
        2 => proptest::option::of(0..PORTALS.len()).prop_map(Edit::Portal),
        1 => Just(Edit::RemovePortal),
        3 => Just(Edit::Release),
        2 => (0..4usize, any::<bool>()).prop_map(|(file, gone)| Edit::Tamper(file, gone)),
    ]
}

fn heard() -> impl Strategy<Value = Heard> {
    prop_oneof![
        1 => Just(Heard::Later),
        2 => Just(Heard::All),
        4 => any::<bool>().prop_map(|reversed| Heard::Paths { reversed }),
    ]
}

/// Does it; gives the paths that a watch would tell.
fn carry_out(edit: &Edit, company: &Company) -> Vec<PathBuf> {
    let path = |path: &str| company.path(path);
    match edit {
        Edit::Write(file, version) => {
            let (name, versions) = FILES[*file];
            company.write(name, bytes(versions[version % versions.len()]));
            vec![path(name)]
        }
        Edit::Remove(file) => {
            company.remove(FILES[*file].0);
            vec![path(FILES[*file].0)]
        }
        Edit::Rename(from, to) => {
            company.rename(FILES[*from].0, FILES[*to].0);
            vec![path(FILES[*from].0), path(FILES[*to].0)]
        }
        Edit::RenameFolder => {
            let (from, to) = ("newsletter/2026-11", "newsletter/2026-12");
            let (from, to) = if path(from).exists() && !path(to).exists() { (from, to) } else { (to, from) };
            if path(from).exists() && !path(to).exists() {
                company.rename(from, to);
            }
            vec![path(from), path(to)]
        }
        Edit::Portal(change) => {
            let text = change.map_or(company::PORTAL.to_owned(), |change| {
                company::PORTAL.replace(PORTALS[change].0, PORTALS[change].1)
            });
            company.write("portal.toml", text);
            vec![path("portal.toml")]
        }
        Edit::RemovePortal => {
            company.remove("portal.toml");
            vec![path("portal.toml")]
        }
        Edit::Release => {
            let report = fresh(company);
            if report.has_errors() {
                return Vec::new();
            }
            release::write(&company.folder(), report.site.unreleased()).expect("published/ can be written");
            repository::files(&path("published")).iter().map(|(name, _)| path("published").join(name)).collect()
        }
        Edit::Tamper(file, gone) => {
            let frozen = repository::files(&path("published"));
            if frozen.is_empty() {
                return Vec::new();
            }
            let (name, bytes) = &frozen[file % frozen.len()];
            let name = format!("published/{name}");
            if *gone {
                company.remove(&name);
            } else {
                company.write(&name, [bytes.as_slice(), b"\n"].concat());
            }
            vec![path(&name)]
        }
    }
}

/// The text of a version; one of them stands for what isn't UTF-8.
fn bytes(text: &str) -> Vec<u8> {
    if text == "\u{fffd}" { b"\xb1\xea".to_vec() } else { text.into() }
}

fn fresh(company: &Company) -> Report {
    company.workspace().assemble(&settings())
}

fn same(kept: &Workspace, company: &Company) -> Result<(), TestCaseError> {
    let (kept, fresh) = (kept.assemble(&settings()), fresh(company));
    prop_assert_eq!(&kept.diagnostics, &fresh.diagnostics);
    prop_assert_eq!(kept.left_out(), fresh.left_out());
    prop_assert_eq!(kept.site.unreleased(), fresh.site.unreleased());
    let (kept, fresh) = (rendered(&kept.site), rendered(&fresh.site));
    prop_assert_eq!(kept.keys().collect::<Vec<_>>(), fresh.keys().collect::<Vec<_>>());
    for (path, bytes) in &kept {
        prop_assert!(*bytes == fresh[path], "{} differs", path);
    }
    Ok(())
}

fn follow(edits: &[(Edit, Heard)]) -> Result<(), TestCaseError> {
    let at_the_start = FILES[..AT_THE_START].iter();
    let company = at_the_start.fold(Company::new(), |company, (path, versions)| company.file(path, versions[0]));
    let mut kept = company.workspace();
    let mut told = Vec::new();
    for (edit, heard) in edits {
        told.append(&mut carry_out(edit, &company));
        match heard {
            Heard::Later => continue,
            Heard::All => {
                kept.refresh().expect("a readable folder");
            }
            Heard::Paths { reversed } => {
                if *reversed {
                    told.reverse();
                }
                for path in &told {
                    kept.refresh_file(path).expect("a readable file");
                }
            }
        }
        told.clear();
        same(&kept, &company)?;
    }
    Ok(())
}

/// The same sequences of edits every time; `PROPTEST_CASES=1000` tries more of them.
#[test]
fn what_is_kept_is_what_a_fresh_look_gives() {
    let config = if std::env::var_os("PROPTEST_CASES").is_some() { Config::default() } else { Config::with_cases(12) };
    let config = Config { failure_persistence: None, max_shrink_iters: 200, ..config };
    let mut runner = TestRunner::new_with_rng(config, TestRng::deterministic_rng(RngAlgorithm::ChaCha));
    let edits = proptest::collection::vec((edit(), heard()), 4..12);
    match runner.run(&edits, |edits| follow(&edits)) {
        Ok(()) => {}
        Err(TestError::Fail(reason, edits)) => panic!("{reason}\nafter {edits:#?}"),
        Err(error) => panic!("{error}"),
    }
}

/// Frozen copies are read as the list of releases says; without it they are nothing.
#[test]
fn a_list_of_releases_that_goes_or_breaks_is_forgotten() {
    let list = FILES.iter().position(|(path, _)| *path == "published/releases.csv").expect("a list");
    for broken in [Edit::Remove(list), Edit::Write(list, 0), Edit::Write(list, 1), Edit::Write(list, 2)] {
        for tampered in [(0, false), (0, true)].map(|(file, gone)| Edit::Tamper(file, gone)) {
            let edits = [Edit::Release, broken.clone(), tampered, Edit::Write(5, 1)].map(|edit| (edit, Heard::All));
            follow(&edits).unwrap_or_else(|error| panic!("{error}"));
        }
    }
}
