//! A company whose authors mean no harm, but whose names, headings and letters are such that careless programs stumble.
//! `cases/awkward` is that company; all it says is allowed.

use std::collections::BTreeSet;

use dealerbook_tests::{Company, repository};

/// The company, and a heading for each id that a template has.
pub fn company() -> Company {
    let named = ids_of_templates().into_iter().map(|id| format!("### {id} {{#{id}}}\n\n"));
    let headings: String = std::iter::once("## 第一条 同名锚点\n\n".to_owned()).chain(named).collect();
    let company = Company::copy_with_public(&repository::cases("awkward"));
    let official = "id = \"ids\"\ntitle = \"同名锚点\"\nversion = 1\neffective = 2026-01-01";
    for (path, front) in [
        ("newsletter/2026-11/ids.md", "title = \"同名锚点\"\ndate = 2026-11-02"),
        ("policies/ids.md", official),
        ("contracts/ids.md", official),
        ("meetings/ids.md", "title = \"同名锚点\"\nstart = 2026-11-20T14:00:00"),
        ("meetings/ids.minutes.md", "date = 2026-11-20"),
    ] {
        company.write(path, format!("+++\n{front}\n+++\n{headings}"));
    }
    company
}

/// Every id that stands in a template or the page shell as it is.
fn ids_of_templates() -> BTreeSet<String> {
    let templates = repository::texts(&repository::root().join("app/site/templates"), &[".html"]);
    let shell = repository::texts(&repository::root().join("app/web"), &["index.html"]);
    let written = templates.iter().chain(&shell).flat_map(|(_, text)| text.split(" id=\"").skip(1));
    let ids = written.filter_map(|rest| Some(rest.split_once('"')?.0)).filter(|id| !id.contains('{'));
    ids.map(ToOwned::to_owned).collect()
}
