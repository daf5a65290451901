//! Puts parsed files together.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use chrono::NaiveDate;
use dealerbook_domain::audience::Audience;

use super::{Catalog, Document, IssueEntry, LeftOut, Model, Reason, Settings, chains, frozen, links, occurrences};
use crate::content::catalog::CatalogFile;
use crate::content::detail::Detail;
use crate::content::name::Kind;
use crate::content::page::Page;
use crate::content::portal::Portal;
use crate::content::{Item, ParsedFile};
use crate::diagnostic::{Diagnostic, Place};
use crate::folder::PORTAL_FILE;
use crate::release::list::Release;

/// Parsed files by path.
pub type FileMap = BTreeMap<Arc<str>, Arc<ParsedFile>>;

/// All files of a company's folder.
#[derive(Clone, Copy)]
pub struct Files<'a> {
    /// The content, by path relative to the company's folder.
    pub content: &'a FileMap,
    /// Public files, by path relative to `public/`.
    pub public: &'a FileMap,
}

/// The pages of one document.
#[derive(Default)]
struct Group<'a> {
    original: Option<&'a Arc<Page>>,
    translations: BTreeMap<String, Arc<Page>>,
}

pub(super) fn assemble(files: &Files<'_>, settings: &Settings, problems: &mut Vec<Diagnostic>) -> Model {
    for file in files.content.values().chain(files.public.values()) {
        // A frozen copy can't be mended; what was wrong with it was told before it was released.
        if !matches!(file.item, Item::Frozen { .. }) {
            problems.extend(file.problems.iter().cloned());
        }
    }
    let portal = portal(files, problems);
    let mut groups = groups(files, &portal, problems);
    let (catalogs, left_out) = shown_catalogs(files, &portal, problems);
    let mut model = Model {
        prices_public: portal.audience.of("prices").is_public(),
        settings: *settings,
        documents: Vec::with_capacity(groups.len()),
        by_path: BTreeMap::new(),
        issues: Vec::new(),
        catalogs,
        picture_sizes: picture_sizes(files),
        assets: BTreeSet::new(),
        public: files.public.keys().cloned().collect(),
        left_out,
        unreleased: Vec::new(),
        portal,
    };
    let originals: Vec<Arc<Page>> = groups.values().filter_map(|group| group.original.cloned()).collect();
    chains::check_ids(&originals, problems);
    let minutes = take_minutes(&mut groups);
    let issue_rules = issue_rules(&groups);
    for ((kind, key), group) in groups {
        add_document(&mut model, kind, key, group, &issue_rules);
    }
    add_minutes(&mut model, minutes, problems);
    index_paths(&mut model);
    model.issues = issues(&model);
    check_names(&model, &originals, problems);
    chains::link_chains(&mut model);
    expand_meetings(&mut model, problems);
    frozen::apply(&mut model, files, &releases(files), problems);
    links::check(&mut model, files, problems);
    model.left_out.sort_by(|a, b| a.path.cmp(&b.path));
    model
}

fn portal(files: &Files<'_>, problems: &mut Vec<Diagnostic>) -> Arc<Portal> {
    if let Some(Item::Portal(portal)) = files.content.get(PORTAL_FILE).map(|file| &file.item) {
        return Arc::clone(portal);
    }
    let path: Arc<str> = PORTAL_FILE.into();
    problems.push(Diagnostic::error("portal-missing", Place::file(Arc::clone(&path))));
    Arc::new(Portal::read(&path, "", 0, &mut Vec::new()))
}

fn groups<'a>(
    files: &Files<'a>,
    portal: &Portal,
    problems: &mut Vec<Diagnostic>,
) -> BTreeMap<(Kind, &'a str), Group<'a>> {
    let mut groups: BTreeMap<(Kind, &str), Group<'_>> = BTreeMap::new();
    for file in files.content.values() {
        let Item::Page(page) = &file.item else {
            continue;
        };
        let group = groups.entry((page.name.kind, page.name.key.as_str())).or_default();
        match &page.name.language {
            None => group.original = Some(page),
            Some(language) => {
                if !portal.languages.iter().any(|known| known.value == *language) {
                    problems.push(
                        Diagnostic::error("language-not-in-the-portal", Place::file(Arc::clone(&page.path)))
                            .with("language", language),
                    );
                }
                group.translations.insert(language.clone(), Arc::clone(page));
            }
        }
    }
    for group in groups.values().filter(|group| group.original.is_none()) {
        for page in group.translations.values() {
            let original = format!("{}.md", page.name.key);
            // The original may be there but so broken that it gave no page; then that is the problem to mend.
            if !files.content.contains_key(original.as_str()) {
                problems.push(
                    Diagnostic::error("translation-without-original", Place::file(Arc::clone(&page.path)))
                        .with("original", original),
                );
            }
        }
    }
    groups
}

fn take_minutes<'a>(groups: &mut BTreeMap<(Kind, &'a str), Group<'a>>) -> BTreeMap<&'a str, Group<'a>> {
    let keys: Vec<(Kind, &str)> = groups.keys().filter(|(kind, _)| *kind == Kind::Minutes).copied().collect();
    keys.into_iter().filter_map(|key| Some((key.1, groups.remove(&key)?))).collect()
}

/// What an issue's own page decides for its articles: its reason to be left out, and its audience.
fn issue_rules<'a>(groups: &BTreeMap<(Kind, &'a str), Group<'a>>) -> BTreeMap<&'a str, &'a Arc<Page>> {
    let issues = groups.iter().filter(|((kind, _), _)| *kind == Kind::Issue);
    issues.filter_map(|((_, key), group)| Some((*key, group.original?))).collect()
}

fn add_document(model: &mut Model, kind: Kind, key: &str, group: Group<'_>, issues: &BTreeMap<&str, &Arc<Page>>) {
    let Some(original) = group.original else {
        return;
    };
    let document = document(key, kind, original, group.translations);
    let issue = (kind == Kind::Article)
        .then(|| issues.get(crate::markdown::links::folder_of(key)))
        .flatten()
        .map(|page| page.as_ref());
    match reason(&document, issue, model) {
        Some(reason) => leave_out(model, &document, &reason),
        None => model.documents.push(document),
    }
}

fn document(key: &str, kind: Kind, original: &Arc<Page>, translations: BTreeMap<String, Arc<Page>>) -> Document {
    Document {
        key: key.to_owned(),
        kind,
        original: Arc::clone(original),
        translations,
        minutes: None,
        history: Vec::new(),
        validity: None,
        supersedes: Vec::new(),
        superseded_by: Vec::new(),
        occurrences: Vec::new(),
    }
}

fn leave_out(model: &mut Model, document: &Document, reason: &Reason) {
    let pages = std::iter::once(&document.original).chain(document.translations.values());
    model.left_out.extend(pages.map(|page| LeftOut { path: Arc::clone(&page.path), reason: reason.clone() }));
}

/// Who may read a document: what it says itself, what its issue says, or the default of its section.
fn audience(document: &Document, issue: Option<&Page>, portal: &Portal) -> Audience {
    let of_issue = issue.and_then(|page| page.original.as_ref()?.audience.clone());
    document.front().audience.clone().or(of_issue).unwrap_or_else(|| portal.audience.of(document.kind.section()))
}

/// Why a document isn't shown, if it isn't.
fn reason(document: &Document, issue: Option<&Page>, model: &Model) -> Option<Reason> {
    let Settings { today, drafts } = model.settings;
    let audience = audience(document, issue, &model.portal);
    if !audience.is_public() {
        return Some(Reason::Audience(audience.to_string()));
    }
    let fronts = std::iter::once(document.front()).chain(issue.and_then(|page| page.original.as_ref()));
    for front in fronts {
        if front.draft && !drafts {
            return Some(Reason::Draft);
        }
        let (from, to) = shown_days(&front.detail);
        if let Some(from) = from.filter(|from| *from > today && !drafts) {
            return Some(Reason::NotYet(from));
        }
        if let Some(to) = to.filter(|to| *to < today) {
            return Some(Reason::Expired(to));
        }
    }
    None
}

/// The first and the last day on which a page is shown.
fn shown_days(detail: &Detail) -> (Option<NaiveDate>, Option<NaiveDate>) {
    match detail {
        Detail::Issue(issue) => (Some(issue.date), None),
        Detail::Article(article) => (Some(article.date), article.expires),
        Detail::Policy(policy) => (policy.notice.issued, None),
        Detail::Contract(contract) => (contract.notice.issued, None),
        Detail::Meeting(_) => (None, None),
        Detail::Minutes(date) => (Some(*date), None),
    }
}

fn add_minutes(model: &mut Model, minutes: BTreeMap<&str, Group<'_>>, problems: &mut Vec<Diagnostic>) {
    for (key, group) in minutes {
        let Some(original) = group.original else {
            continue;
        };
        let document = document(key, Kind::Minutes, original, group.translations);
        let meeting_path = format!("{key}.md");
        let hidden = model.left_out.iter().find(|left| *left.path == *meeting_path).map(|left| left.reason.clone());
        let meeting = model.documents.iter().position(|meeting| meeting.kind == Kind::Meeting && meeting.key == key);
        let front = document.front();
        let not_yet = shown_days(&front.detail).0.filter(|day| *day > model.settings.today && !model.settings.drafts);
        let own_reason =
            if front.draft && !model.settings.drafts { Some(Reason::Draft) } else { not_yet.map(Reason::NotYet) };
        match (meeting, hidden.or(own_reason)) {
            (_, Some(reason)) => leave_out(model, &document, &reason),
            (Some(meeting), None) => model.documents[meeting].minutes = Some(Box::new(document)),
            (None, None) => problems.push(
                Diagnostic::error("minutes-without-meeting", Place::file(Arc::clone(&original.path)))
                    .with("meeting", meeting_path),
            ),
        }
    }
}

fn index_paths(model: &mut Model) {
    for (position, document) in model.documents.iter().enumerate() {
        let minutes = document.minutes.iter().flat_map(|minutes| pages(minutes));
        for page in pages(document).chain(minutes) {
            model.by_path.insert(Arc::clone(&page.path), position);
        }
    }
}

/// A document's pages in all languages.
pub(super) fn pages(document: &Document) -> impl Iterator<Item = &Arc<Page>> {
    std::iter::once(&document.original).chain(document.translations.values())
}

fn issues(model: &Model) -> Vec<IssueEntry> {
    let mut entries: BTreeMap<&str, IssueEntry> = BTreeMap::new();
    let empty =
        |key: &str| IssueEntry { key: key.to_owned(), document: None, date: NaiveDate::MIN, articles: Vec::new() };
    for (position, document) in model.of_kind(Kind::Article) {
        let key = crate::markdown::links::folder_of(&document.key);
        let entry = entries.entry(key).or_insert_with(|| empty(key));
        entry.articles.push(position);
        entry.date = entry.date.max(document.date());
    }
    for (position, document) in model.of_kind(Kind::Issue) {
        let entry = entries.entry(&document.key).or_insert_with(|| empty(&document.key));
        entry.document = Some(position);
        entry.date = document.date();
    }
    let mut issues: Vec<IssueEntry> = entries.into_values().collect();
    for issue in &mut issues {
        let place = |position: &usize| {
            let document = &model.documents[*position];
            let order = document.article().and_then(|article| article.order).unwrap_or(u32::MAX);
            (order, document.date(), document.key.as_str())
        };
        issue.articles.sort_by(|a, b| place(a).cmp(&place(b)));
    }
    issues.sort_by(|a, b| (b.date, &b.key).cmp(&(a.date, &a.key)));
    issues
}

/// The catalogues, or their files with the reason that they are left out.
fn shown_catalogs(files: &Files<'_>, portal: &Portal, problems: &mut Vec<Diagnostic>) -> (Vec<Catalog>, Vec<LeftOut>) {
    let catalogs = catalogs(files, problems);
    let audience = portal.audience.of("catalog");
    if audience.is_public() {
        return (catalogs, Vec::new());
    }
    let tables = files.content.values().filter(|file| matches!(file.item, Item::Catalog(_)));
    let left_out = |file: &Arc<ParsedFile>| LeftOut {
        path: Arc::clone(&file.path),
        reason: Reason::Audience(audience.to_string()),
    };
    (Vec::new(), tables.map(left_out).collect())
}

fn catalogs(files: &Files<'_>, problems: &mut Vec<Diagnostic>) -> Vec<Catalog> {
    let mut catalogs: BTreeMap<&str, Catalog> = BTreeMap::new();
    let mut titles: BTreeMap<&str, &CatalogFile> = BTreeMap::new();
    let mut codes: BTreeMap<&str, Place> = BTreeMap::new();
    for file in files.content.values() {
        let Item::Catalog(table) = &file.item else {
            continue;
        };
        if table.path.ends_with(".toml") {
            titles.insert(&table.name, table);
            continue;
        }
        for product in &table.products {
            let place = Place::new(&table.path, product.code.span.clone());
            if let Some(first) = codes.get(product.code.value.as_str()) {
                let diagnostic = Diagnostic::error("product-code-twice", place).with("code", &product.code.value);
                problems.push(diagnostic.related_to(first.clone()));
            } else {
                codes.insert(&product.code.value, place);
            }
        }
        let catalog = Catalog {
            name: table.name.clone(),
            path: Arc::clone(&table.path),
            title: None,
            order: None,
            products: table.products.clone(),
        };
        catalogs.insert(&table.name, catalog);
    }
    for (name, title) in titles {
        if let Some(catalog) = catalogs.get_mut(name) {
            catalog.title.clone_from(&title.title);
            catalog.order = title.order;
        }
    }
    let mut catalogs: Vec<Catalog> = catalogs.into_values().collect();
    catalogs.sort_by_key(|catalog| catalog.order.unwrap_or(u32::MAX));
    catalogs
}

fn picture_sizes(files: &Files<'_>) -> BTreeMap<Arc<str>, (u32, u32)> {
    let size = |file: &ParsedFile| {
        if let Item::Asset(asset) = &file.item { asset.size } else { None }
    };
    let content = files.content.values().filter_map(|file| Some((Arc::clone(&file.path), size(file)?)));
    let public = files.public.iter().filter_map(|(path, file)| Some((format!("/{path}").into(), size(file)?)));
    content.chain(public).collect()
}

fn releases(files: &Files<'_>) -> Vec<Release> {
    let lists = files.content.values().filter_map(|file| match &file.item {
        Item::Releases(releases) => Some(releases.iter().cloned()),
        _ => None,
    });
    lists.flatten().collect()
}

/// Groups and regions that documents name must be known to the portal.
fn check_names(model: &Model, originals: &[Arc<Page>], problems: &mut Vec<Diagnostic>) {
    use dealerbook_domain::audience::Readers;
    let groups: Vec<&str> = model.portal.groups.iter().map(|(name, _)| name.as_str()).collect();
    let regions: Vec<&str> = model.portal.regions.iter().map(|(name, _)| name.as_str()).collect();
    let mut check = |name: &str, known: &[&str], problem: &'static str, place: &dyn Fn() -> Place| {
        if !known.contains(&name) {
            let list = crate::read::list(known.iter().copied());
            problems.push(Diagnostic::error(problem, place()).with("name", name).with("known", list));
        }
    };
    for page in originals {
        let Some(front) = &page.original else {
            continue;
        };
        for readers in front.audience.iter().flat_map(Audience::readers) {
            match readers {
                Readers::Group(name) => check(name, &groups, "unknown-group", &|| front.audience_at.clone()),
                Readers::Region(name) => check(name, &regions, "unknown-region", &|| front.audience_at.clone()),
                _ => {}
            }
        }
        let at = |span: &std::ops::Range<usize>| Place::new(&page.path, span.clone());
        match &front.detail {
            Detail::Policy(policy) => {
                for group in &policy.groups {
                    check(&group.value, &groups, "unknown-group", &|| at(&group.span));
                }
                for region in &policy.regions {
                    check(&region.value, &regions, "unknown-region", &|| at(&region.span));
                }
            }
            Detail::Meeting(meeting) => {
                for visit in &meeting.visits {
                    check(&visit.region.value, &regions, "unknown-region", &|| at(&visit.region.span));
                }
            }
            _ => {}
        }
    }
    for contact in &model.portal.contacts {
        if let Some(region) = &contact.region {
            let place = || Place::new(&model.portal.place.path, region.span.clone());
            check(&region.value, &regions, "unknown-region", &place);
        }
    }
}

fn expand_meetings(model: &mut Model, problems: &mut Vec<Diagnostic>) {
    let zone = model.portal.time_zone;
    let portal = Arc::clone(&model.portal);
    for document in model.documents.iter_mut().filter(|document| document.kind == Kind::Meeting) {
        let Some(meeting) = document.meeting() else {
            continue;
        };
        let held = match occurrences::of(meeting, zone) {
            Ok(held) => held,
            Err(detail) => {
                let span = meeting.repeat.as_ref().map_or(0..0, |rule| rule.span.clone());
                let place = Place::new(&document.original.path, span);
                problems.push(Diagnostic::error("repetition-not-understood", place).with("detail", detail));
                Vec::new()
            }
        };
        let whole_days = meeting.kind == "visit-plan";
        let holiday = held
            .iter()
            .map(|held| held.start.date_naive())
            .find(|day| !whole_days && portal.calendar.holiday_on(*day).is_some());
        if let Some((day, holiday)) = holiday.and_then(|day| Some((day, portal.calendar.holiday_on(day)?))) {
            let place = Place::new(&document.original.path, meeting.start.span.clone());
            let name = holiday.name.get(portal.default_language(), portal.default_language());
            problems.push(Diagnostic::warning("meeting-on-a-holiday", place).with("date", day).with("holiday", name));
        }
        document.occurrences = held;
    }
}
