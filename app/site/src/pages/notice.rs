//! Policies and contracts: both are issued in versions, replaced and acknowledged.

use std::sync::Arc;

use dealerbook_domain::acknowledgement::ShownText;
use dealerbook_domain::policy::{PolicyState, Validity};
use minijinja::context;
use minijinja::value::{Serde, Value};
use serde::Serialize;

use super::common::{PageContext, document_version};
use super::templates::json;
use crate::content::detail::{Detail, Ending, Notice};
use crate::content::name::Kind;
use crate::content::page::{Original, Page};
use crate::model::{Document, OldVersion, notice, version};

/// What the acknowledgement island is given.
#[derive(Serialize)]
struct AcknowledgementData<'a> {
    #[serde(flatten)]
    text: ShownText,
    /// Hashes of this version's text in every language.
    hashes: Vec<&'a str>,
}

/// One text of a policy or contract: the current one or an old one.
struct Shown<'a> {
    document: &'a Document,
    page: &'a Page,
    translated: bool,
    /// The page with the whole front matter.
    front: &'a Original,
    /// Path of its pages, without ending.
    key: &'a str,
    validity: Validity,
    /// Position in the document's history; `None` for the current text.
    old: Option<usize>,
}

impl<'a> PageContext<'a> {
    pub(super) fn policies(&self) -> Value {
        let today = self.model().settings.today;
        let mut policies: Vec<(PolicyState, &Document)> = self
            .model()
            .of_kind(Kind::Policy)
            .filter_map(|(_, document)| Some((document.validity.as_ref()?.state_on(today), document)))
            .collect();
        policies.sort_by(|a, b| (b.1.date(), &a.1.key).cmp(&(a.1.date(), &b.1.key)));
        let groups: Vec<Value> = PolicyState::ALL
            .into_iter()
            .filter_map(|state| {
                let of_state = policies.iter().filter(|(of, _)| *of == state);
                let listed: Vec<Value> = of_state.map(|(_, document)| self.notice_item(document)).collect();
                let label = self.state_label(state);
                (!listed.is_empty()).then(|| context! { state => state.key(), label => label, policies => listed })
            })
            .collect();
        self.section_page("policies", "policies", context! { groups => groups })
    }

    pub(super) fn contracts(&self) -> Value {
        let contracts: Vec<Value> =
            self.model().of_kind(Kind::Contract).map(|(_, document)| self.notice_item(document)).collect();
        self.section_page("contracts", "contracts", context! { contracts => contracts })
    }

    /// The page of a policy or contract as it is now.
    pub(super) fn notice(&self, position: usize) -> (&'static str, Value) {
        let document = &self.model().documents[position];
        let (page, translated) = document.page(self.language.tag());
        let validity = document.validity.clone().unwrap_or_else(|| own_validity(document.notice(), None));
        let shown =
            Shown { document, page, translated, front: document.front(), key: &document.key, validity, old: None };
        self.shown(&shown)
    }

    /// The page of an old version.
    pub(super) fn old_notice(&self, position: usize, old: usize) -> (&'static str, Value) {
        let document = &self.model().documents[position];
        let version: &OldVersion = &document.history[old];
        let translation = version.translations.get(self.language.tag());
        let front = version.original.original.as_ref().unwrap_or_else(|| document.front());
        let newer = document.notice().map(|notice| notice.effective);
        let shown = Shown {
            document,
            page: translation.unwrap_or(&version.original),
            translated: translation.is_some(),
            front,
            key: &version.key,
            validity: own_validity(notice(front), newer),
            old: Some(old),
        };
        self.shown(&shown)
    }

    fn shown(&self, shown: &Shown<'a>) -> (&'static str, Value) {
        let documents = &self.model().documents;
        let kind = shown.document.kind;
        let superseded_by: Vec<Value> = shown
            .document
            .superseded_by
            .iter()
            .map(|newer| &documents[*newer])
            .filter_map(|newer| {
                Some(context! { effective => self.date(newer.notice()?.effective), ..self.link(newer) })
            })
            .collect();
        let supersedes: Vec<Value> = shown
            .document
            .supersedes
            .iter()
            .map(|older| context! { version => documents[*older].version(), ..self.link(&documents[*older]) })
            .collect();
        let name = if kind == Kind::Policy { "policy" } else { "contract" };
        let clauses: Vec<_> = shown.page.body.clauses.iter().filter(|clause| clause.parent().is_none()).collect();
        let values = Value::from_pairs([
            (name, self.facts(shown)),
            ("supersedes", supersedes.into()),
            ("superseded_by", superseded_by.into()),
            ("versions", self.versions(shown).into()),
            ("is_current", shown.old.is_none().into()),
            ("current_href", self.page_href(&format!("{}.html", shown.document.key)).into()),
            ("body", self.body(&shown.page.body)),
            ("outline", Value::from(Serde(&shown.page.body.outline))),
            ("clauses", Value::from(Serde(clauses))),
            ("document", document_version(shown.document).as_str().into()),
        ]);
        let template = if kind == Kind::Policy { "policy.html" } else { "contract.html" };
        (template, self.shown_page(kind.section(), shown.page, shown.translated, values))
    }

    fn facts(&self, shown: &Shown<'a>) -> Value {
        let Some(notice) = notice(shown.front) else {
            return Value::UNDEFINED;
        };
        let state = shown.validity.state_on(self.model().settings.today);
        let asks = notice.acknowledge && shown.old.is_none();
        let policy = if let Detail::Policy(policy) = &shown.front.detail { Some(policy) } else { None };
        let portal = &self.model().portal;
        let names = |named: &[crate::read::At<String>], known: &[(String, crate::read::Localized)]| {
            named.iter().map(|at| self.name_of(&at.value, known).to_owned()).collect::<Vec<_>>()
        };
        let ending = |ending: Option<&Ending>| {
            ending.map(|ending| context! { on => self.date(ending.on), reason => self.say(&ending.reason) })
        };
        context! {
            id => &notice.id.value,
            title => shown.page.wording.title.as_deref().unwrap_or_else(|| self.title(shown.document)),
            summary => &shown.page.wording.summary,
            version => notice.version.value,
            issued => self.date(notice.issued.unwrap_or(notice.effective)),
            effective => self.date(notice.effective),
            expires => notice.expires.map(|day| self.date(day)),
            owner => shown.page.wording.owner.as_ref().or(shown.document.original.wording.owner.as_ref()),
            topics => &shown.page.wording.topics,
            rebate => policy.and_then(|policy| policy.rebate.as_ref()),
            applies_groups => policy.map(|policy| names(&policy.groups, &portal.groups)).unwrap_or_default(),
            applies_regions => policy.map(|policy| names(&policy.regions, &portal.regions)).unwrap_or_default(),
            state => state.key(),
            state_data => json(&shown.validity).unwrap_or_default(),
            correction => shown.front.correction.as_ref().map(|reason| &reason.value),
            withdrawn => ending(policy.and_then(|policy| policy.withdrawn.as_ref())),
            repealed => ending(policy.and_then(|policy| policy.repealed.as_ref())),
            acknowledge => asks,
            acknowledge_by => notice.acknowledge_by.map(|day| self.date(day)),
            acknowledge_data => asks.then(|| self.acknowledgement_data(shown)),
            text_href => self.page_href(&format!("{}.md", shown.key)),
            text_sha256 => &shown.page.text_sha256,
        }
    }

    fn acknowledgement_data(&self, shown: &Shown<'_>) -> Value {
        let document = shown.document;
        let pages = std::iter::once(&document.original).chain(document.translations.values());
        let language =
            if shown.translated { self.language.tag() } else { self.model().portal.default_language() }.to_owned();
        let data = AcknowledgementData {
            text: ShownText {
                document: document.key.clone(),
                version: document.version(),
                language,
                sha256: shown.page.text_sha256.clone(),
            },
            hashes: pages.map(|page: &Arc<Page>| page.text_sha256.as_str()).collect(),
        };
        json(&data).unwrap_or_default()
    }

    fn versions(&self, shown: &Shown<'a>) -> Vec<Value> {
        let entry = |key: &str, front: &Original, current: bool, corrected: bool| {
            let effective = notice(front).map(|notice| self.date(notice.effective));
            let href = self.page_href(&format!("{key}.html"));
            context! {
                version => version(front),
                href => href,
                effective => effective,
                current => current,
                corrected => corrected,
            }
        };
        let document = shown.document;
        let now = entry(&document.key, document.front(), shown.old.is_none(), false);
        let olds = document.history.iter().enumerate().filter_map(|(position, old)| {
            Some(entry(&old.key, old.original.original.as_ref()?, shown.old == Some(position), old.corrected))
        });
        std::iter::once(now).chain(olds).collect()
    }

    /// A policy or contract as lists show it.
    fn notice_item(&self, document: &'a Document) -> Value {
        let (Some(notice), Some(validity)) = (document.notice(), &document.validity) else {
            return Value::UNDEFINED;
        };
        let portal = &self.model().portal;
        let applies: Vec<&str> = document.policy().map_or_else(Vec::new, |policy| {
            let groups = policy.groups.iter().map(|at| self.name_of(&at.value, &portal.groups));
            groups.chain(policy.regions.iter().map(|at| self.name_of(&at.value, &portal.regions))).collect()
        });
        self.item(
            document,
            context! {
                effective => self.date(notice.effective),
                expires => notice.expires.map(|day| self.date(day)),
                version => notice.version.value,
                state => validity.state_on(self.model().settings.today).key(),
                state_data => json(validity).unwrap_or_default(),
                acknowledge => notice.acknowledge,
                applies => (!applies.is_empty()).then(|| applies.join(self.text("format.list"))),
            },
        )
    }

    /// What a group or region is called.
    pub(super) fn name_of<'n>(&self, name: &'n str, known: &'n [(String, crate::read::Localized)]) -> &'n str {
        known.iter().find(|(short, _)| short == name).map_or(name, |(_, label)| self.say(label))
    }

    fn state_label(&self, state: PolicyState) -> String {
        self.language.texts.get(&format!("policy.state.{}", state.key())).to_owned()
    }
}

/// The validity of a text by itself, replaced from `newer` on.
fn own_validity(notice: Option<&Notice>, newer: Option<chrono::NaiveDate>) -> Validity {
    Validity {
        effective: notice.map_or(chrono::NaiveDate::MIN, |notice| notice.effective),
        expires: notice.and_then(|notice| notice.expires),
        superseded: newer,
        withdrawn: None,
        repealed: None,
    }
}
