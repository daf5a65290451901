//! Every page of whole sites, read as a browser reads it: the sample company and the two larger small ones.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use dealerbook_site::CONTENT_SECURITY_POLICY;
use dealerbook_tests::page::{Element, Page};
use dealerbook_tests::{Company, problems, rendered, repository, settings};
use url::Url;

use crate::awkward;

/// A built site and what it is made of.
struct Site {
    name: &'static str,
    /// The address that its `portal.toml` gives.
    base: Url,
    files: BTreeMap<String, Vec<u8>>,
    pages: BTreeMap<String, Page>,
}

static SITES: LazyLock<Vec<Site>> = LazyLock::new(|| {
    let small = |name| Company::copy_with_public(&repository::cases("sites").join(name));
    vec![
        site("the sample company", "https://dealers.example.com/", &Company::sample()),
        site("two-languages", "https://example.com/portal/", &small("two-languages")),
        site("released-history", "https://dealers.example.com/", &small("released-history")),
        site("the awkward company", "https://dealers.example.com/", &awkward::company()),
    ]
});

fn site(name: &'static str, base: &str, company: &Company) -> Site {
    let report = company.workspace_with(repository::real_front_end()).assemble(&settings());
    assert_eq!(problems::lines(&report, &company.path("")), "", "{name} is free of problems");
    let files = rendered(&report.site);
    let pages = files.iter().filter(|(path, _)| path.ends_with(".html"));
    let pages = pages.map(|(path, html)| (path.clone(), Page::read(html))).collect();
    Site { name, base: Url::parse(base).expect("a base"), files, pages }
}

/// Looks at every page of every site; `look` gives what is wrong there.
fn on_every_page(look: impl Fn(&Site, &str, &Page) -> Vec<String>) {
    let mut failures = Vec::new();
    for site in &*SITES {
        for (path, page) in &site.pages {
            failures.extend(look(site, path, page).into_iter().map(|what| format!("{}: {path}: {what}", site.name)));
        }
    }
    failures.truncate(SHOWN_FAILURES);
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

/// A mistake in a template is on every page; a few of them tell enough.
const SHOWN_FAILURES: usize = 20;

fn collected(failures: impl IntoIterator<Item = Option<String>>) -> Vec<String> {
    failures.into_iter().flatten().collect()
}

const NOT_FOUND: &str = "404.html";

#[test]
fn there_is_something_to_look_at() {
    let pages: Vec<usize> = SITES.iter().map(|site| site.pages.len()).collect();
    assert!(pages[0] > 100 && pages[1] > 30 && pages[2] > 20, "{pages:?}");
}

#[test]
fn a_browser_has_nothing_to_put_right() {
    on_every_page(|_, _, page| page.errors.clone());
}

#[test]
fn each_page_has_one_main_heading_a_title_and_its_language() {
    on_every_page(|_, path, page| {
        let count = |name| page.all(name).count();
        let title = page.all("title").next().map_or("", |title| title.text.trim());
        let lang = page.all("html").next().and_then(|html| html.get("lang")).unwrap_or_default();
        let expected = if path.starts_with("en/") { "en" } else { "zh-Hans" };
        collected([
            (count("h1") != 1).then(|| format!("{} h1", count("h1"))),
            (count("main") != 1).then(|| format!("{} main", count("main"))),
            title.is_empty().then(|| "no title".to_owned()),
            (lang != expected).then(|| format!("lang {lang}")),
        ])
    });
}

#[test]
fn ids_are_unique_and_names_of_regions_are_there() {
    on_every_page(|_, _, page| {
        let mut ids = BTreeSet::new();
        let wrong = page.ids().filter(|id| !ids.insert(*id) || id.is_empty() || id.contains(char::is_whitespace));
        let wrong = wrong.map(|id| format!("#{id} twice, or not an id")).collect::<Vec<_>>();
        let labels = page.elements.iter().filter_map(|element| element.get("aria-labelledby"));
        let missing = labels.flat_map(str::split_whitespace).filter(|id| !ids.contains(id));
        wrong.into_iter().chain(missing.map(|id| format!("labelled by #{id}, which isn't there"))).collect()
    });
}

#[test]
fn headings_go_down_by_single_steps() {
    on_every_page(|_, _, page| {
        let level = |element: &Element| element.name.strip_prefix('h')?.parse::<u8>().ok();
        let headings: Vec<(u8, &str)> =
            page.elements.iter().filter_map(|element| Some((level(element)?, element.text.trim()))).collect();
        let skips = headings.windows(2).filter(|pair| pair[1].0 > pair[0].0 + 1);
        skips.map(|pair| format!("h{} “{}” after h{} “{}”", pair[1].0, pair[1].1, pair[0].0, pair[0].1)).collect()
    });
}

#[test]
fn pictures_have_words_and_a_size() {
    on_every_page(|_, _, page| {
        let lacks = |img: &Element, attribute: &str| img.get(attribute).is_none();
        let bad = page.all("img").filter(|img| ["alt", "width", "height", "src"].iter().any(|name| lacks(img, name)));
        bad.map(|img| format!("{:?}", img.attributes)).collect()
    });
}

#[test]
fn the_security_policy_comes_first_and_nothing_needs_more() {
    on_every_page(|_, _, page| {
        let head = page.elements.iter().find(|element| element.inside.last().is_some_and(|name| name == "head"));
        let first = head.filter(|first| first.get("http-equiv") == Some("Content-Security-Policy"));
        let policy = first.and_then(|first| first.get("content"));
        let inline = page.elements.iter().filter(|element| {
            element.name == "style"
                || element.get("style").is_some()
                || element.attributes.keys().any(|name| name.starts_with("on"))
        });
        let scripts = page
            .all("script")
            .filter(|script| script.get("src").is_none() && script.get("type") != Some("application/json"));
        let inline = inline.chain(scripts).map(|element| format!("inline: {element:?}"));
        (policy != Some(CONTENT_SECURITY_POLICY))
            .then(|| "no policy first".to_owned())
            .into_iter()
            .chain(inline)
            .collect()
    });
}

#[test]
fn data_for_islands_is_json() {
    on_every_page(|_, _, page| {
        let data = page.all("script").filter(|script| script.get("type") == Some("application/json"));
        let broken = data.filter(|data| serde_json::from_str::<serde_json::Value>(&data.text).is_err());
        broken.map(|data| data.text.clone()).collect()
    });
}

/// Attributes that hold a reference to another file of the site.
const REFERENCES: [&str; 5] = ["href", "src", "data-texts", "data-islands", "data-wasm"];

/// Every reference of a page with the element that has it, those in islands' data too.
fn references(page: &Page) -> Vec<(&Element, String)> {
    let mut references = Vec::new();
    for element in &page.elements {
        let own = REFERENCES.iter().filter_map(|attribute| element.get(attribute));
        references.extend(own.map(|reference| (element, reference.to_owned())));
        // The way to the top: what a script puts behind it is found.
        references.extend(element.get("data-root").map(|root| (element, format!("{root}index.html"))));
        if element.name == "script"
            && let Ok(data) = serde_json::from_str::<serde_json::Value>(&element.text)
            && let Some(recent) = data["recent"].as_str()
        {
            references.push((element, recent.to_owned()));
        }
    }
    references
}

/// Whether a reference leads out of the site, as only what a person follows may.
fn leads_elsewhere(element: &Element, reference: &str) -> bool {
    let schemes = ["http:", "https:", "mailto:", "tel:"];
    let followed = element.name == "a" || element.get("rel") == Some("canonical");
    followed && schemes.iter().any(|scheme| reference.starts_with(scheme))
}

#[test]
fn every_reference_is_relative_but_those_of_the_page_for_missing_ones() {
    on_every_page(|site, path, page| {
        let wrong = references(page).into_iter().filter(|(element, reference)| {
            let absolute = reference.starts_with('/');
            let below_base = reference.starts_with(site.base.path());
            let wanted = if path == NOT_FOUND { below_base || reference.starts_with('#') } else { !absolute };
            !leads_elsewhere(element, reference) && (!wanted || reference.contains("://"))
        });
        wrong.map(|(element, reference)| format!("{} {reference}", element.name)).collect()
    });
}

/// A page may be read at the address it is meant for, or wherever someone puts a copy. The references are followed as
/// browsers follow them.
#[test]
fn every_reference_leads_to_a_file_and_a_place_in_it_wherever_the_site_is() {
    on_every_page(|site, path, page| {
        let copy = Url::parse("https://mirror.example/a/b%20c/").expect("a base");
        let bases = if path == NOT_FOUND { vec![&site.base] } else { vec![&site.base, &copy] };
        let mut failures = Vec::new();
        for base in bases {
            let mut here = base.clone();
            here.path_segments_mut().expect("a base has a path").pop_if_empty().extend(path.split('/'));
            for (element, reference) in references(page) {
                if !leads_elsewhere(element, &reference)
                    && let Err(why) = follow(site, base, &here, &reference)
                {
                    failures.push(format!("{} {reference}: {why}", element.name));
                }
            }
        }
        failures
    });
}

fn follow(site: &Site, base: &Url, here: &Url, reference: &str) -> Result<(), String> {
    let target = here.join(reference).map_err(|error| error.to_string())?;
    let path = path_below(base, &target).filter(|path| site.files.contains_key(path));
    let path = path.ok_or_else(|| format!("nothing at {target}"))?;
    let Some(fragment) = target.fragment().map(decoded) else {
        return Ok(());
    };
    let page = site.pages.get(&path).ok_or("a place in a file that isn't a page")?;
    if page.ids().any(|id| id == fragment) { Ok(()) } else { Err(format!("no #{fragment} in {path}")) }
}

/// The path of the file at `address` in a site at `base`.
fn path_below(base: &Url, address: &Url) -> Option<String> {
    let path = (base.origin() == address.origin()).then(|| address.path())?;
    path.strip_prefix(base.path()).map(decoded)
}

/// Undoes `%E4%B8%AD`.
pub fn decoded(text: &str) -> String {
    let (mut bytes, mut rest) = (Vec::new(), text.as_bytes());
    while let Some((&first, after)) = rest.split_first() {
        let code =
            (first == b'%').then(|| u8::from_str_radix(std::str::from_utf8(&after[..2]).ok()?, 16).ok()).flatten();
        bytes.push(code.unwrap_or(first));
        rest = if code.is_some() { &after[2..] } else { after };
    }
    String::from_utf8(bytes).expect("an address is written in UTF-8")
}

#[test]
fn addresses_for_others_are_whole_and_lead_to_a_file() {
    on_every_page(|site, path, page| {
        let meta = page.all("meta").filter(|meta| matches!(meta.get("property"), Some("og:url" | "og:image")));
        let canonical = page.all("link").filter(|link| link.get("rel") == Some("canonical"));
        let led_to = |told: &str| path_below(&site.base, &Url::parse(told).ok()?);
        let own = canonical.filter_map(|link| link.get("href")).map(led_to).collect::<Vec<_>>();
        let told = meta.filter_map(|meta| meta.get("content"));
        let wrong = told.filter(|told| !led_to(told).is_some_and(|path| site.files.contains_key(&path)));
        let wrong = wrong.map(|told| format!("{told} isn't there"));
        wrong.chain((own != [Some(path.to_owned())]).then(|| format!("its own address is told as {own:?}"))).collect()
    });
}

#[test]
fn each_page_is_there_in_each_language_and_says_so() {
    on_every_page(|site, path, page| {
        let inner = path.strip_prefix("en/").unwrap_or(path);
        let twin = site.pages.contains_key(inner) && site.pages.contains_key(&format!("en/{inner}"));
        let told: Vec<&str> = page.all("link").filter_map(|link| link.get("hreflang")).collect();
        collected([
            (!twin && path != NOT_FOUND).then(|| "not there in the other language".to_owned()),
            (told != ["zh-Hans", "en"]).then(|| format!("tells {told:?}")),
        ])
    });
}
