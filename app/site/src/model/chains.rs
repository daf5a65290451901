//! Ids, and which document takes the place of which.

use std::collections::BTreeMap;
use std::sync::Arc;

use dealerbook_domain::policy::Validity;

use super::frozen::id_of;
use super::{Model, notice};
use crate::content::detail::{Detail, Meeting};
use crate::content::name::Kind;
use crate::content::page::Page;
use crate::diagnostic::{Diagnostic, Place, nearest};
use crate::read::At;

type Ids<'a> = BTreeMap<&'a str, (&'a Page, Place)>;

/// Checks ids and replacements over all documents, shown or not.
pub(super) fn check_ids(originals: &[Arc<Page>], problems: &mut Vec<Diagnostic>) {
    for kind in [Kind::Policy, Kind::Contract, Kind::Meeting] {
        let mut ids: Ids<'_> = BTreeMap::new();
        for page in originals.iter().filter(|page| page.name.kind == kind) {
            let Some((id, place)) = id_of(page).zip(id_at(page)) else { continue };
            match ids.get(id) {
                Some((_, first)) => {
                    problems.push(Diagnostic::error("id-twice", place).with("id", id).related_to(first.clone()));
                }
                None => {
                    ids.insert(id, (page, place));
                }
            }
        }
        check_replacements(&ids, problems);
    }
}

/// Where the id of a page is written; the title of a meeting that has its file's name for an id.
fn id_at(page: &Page) -> Option<Place> {
    let front = page.original.as_ref()?;
    let written = match &front.detail {
        Detail::Meeting(Meeting { id, .. }) => id.as_ref(),
        _ => Some(&notice(front)?.id),
    };
    Some(written.map_or_else(|| page.title_at.clone(), |id| Place::new(&page.path, id.span.clone())))
}

fn replaced(page: &Page) -> &[At<String>] {
    page.original.as_ref().and_then(notice).map_or(&[], |notice| &notice.supersedes)
}

fn check_replacements(ids: &Ids<'_>, problems: &mut Vec<Diagnostic>) {
    for (id, (page, _)) in ids {
        for target in replaced(page) {
            let place = Place::new(&page.path, target.span.clone());
            if target.value == *id {
                problems.push(Diagnostic::error("supersedes-itself", place).with("id", id));
            } else if !ids.contains_key(target.value.as_str()) {
                let diagnostic = match nearest(&target.value, ids.keys().copied()) {
                    Some(meant) => Diagnostic::error("supersedes-unknown", place).with("nearest", meant),
                    None => Diagnostic::error("supersedes-unknown-no-guess", place),
                };
                problems.push(diagnostic.with("id", &target.value));
            } else if let Some(circle) = circle(id, &target.value, ids) {
                // Each circle is told once, at its first id.
                if circle.iter().all(|other| id <= other) {
                    let way = circle.join(" → ");
                    problems
                        .push(Diagnostic::error("supersedes-in-a-circle", place).with("way", format!("{id} → {way}")));
                }
            }
        }
    }
}

/// The way from `from` back to `start`, if there is one.
fn circle<'a>(start: &str, from: &'a str, ids: &'a Ids<'_>) -> Option<Vec<&'a str>> {
    let mut ways = vec![vec![from]];
    let mut seen = vec![from];
    while let Some(way) = ways.pop() {
        let last = *way.last()?;
        if last == start {
            return Some(way);
        }
        let Some((page, _)) = ids.get(last) else {
            continue;
        };
        for next in replaced(page) {
            let known = ids.get_key_value(next.value.as_str()).map(|(id, _)| *id);
            if let Some(next) = known.filter(|next| !seen.contains(next) && *next != last) {
                seen.push(next);
                ways.push(way.iter().copied().chain([next]).collect());
            }
        }
    }
    None
}

/// Notes which shown document replaces which, and from when each one holds.
pub(super) fn link_chains(model: &mut Model) {
    for kind in [Kind::Policy, Kind::Contract] {
        let ids: BTreeMap<String, usize> =
            model.of_kind(kind).map(|(position, document)| (document.id().to_owned(), position)).collect();
        for newer in ids.values().copied() {
            let Some(notice) = model.documents[newer].notice() else {
                continue;
            };
            let olders: Vec<usize> =
                notice.supersedes.iter().filter_map(|id| ids.get(&id.value).copied()).filter(|o| *o != newer).collect();
            for older in &olders {
                model.documents[*older].superseded_by.push(newer);
            }
            model.documents[newer].supersedes = olders;
        }
        for position in ids.into_values() {
            model.documents[position].validity = validity(model, position);
        }
    }
}

fn validity(model: &Model, position: usize) -> Option<Validity> {
    let document = &model.documents[position];
    let notice = document.notice()?;
    let effective_of = |newer: &usize| Some(model.documents[*newer].notice()?.effective);
    let policy = document.policy();
    Some(Validity {
        effective: notice.effective,
        expires: notice.expires,
        superseded: document.superseded_by.iter().filter_map(effective_of).min(),
        withdrawn: policy.and_then(|policy| policy.withdrawn.as_ref()).map(|ending| ending.on),
        repealed: policy.and_then(|policy| policy.repealed.as_ref()).map(|ending| ending.on),
    })
}
