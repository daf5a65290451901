//! The first page: what must be acknowledged, what is new, when we meet next.

use minijinja::context;
use minijinja::value::Value;

use super::common::{Head, PageContext};
use crate::content::name::Kind;
use crate::model::Document;

/// How many documents count as the latest.
const LATEST: usize = 8;
/// How many meetings are announced.
const MEETINGS: usize = 3;

impl PageContext<'_> {
    pub(super) fn home(&self) -> Value {
        let model = self.model();
        let portal = &model.portal;
        let head = Head {
            section: "home",
            title: self.say(&portal.name),
            description: self.say(&portal.description),
            article: false,
            original: None,
        };
        let values = context! {
            to_acknowledge => self.awaiting_acknowledgement(),
            latest => self.latest(),
            meetings => self.upcoming_meetings().into_iter().take(MEETINGS).collect::<Vec<_>>(),
            issue => model.issues.first().map(|issue| self.issue_summary(issue)),
        };
        self.page_values(&head, values)
    }

    /// Documents in effect or coming that ask for acknowledgement, the most urgent first.
    fn awaiting_acknowledgement(self) -> Vec<Value> {
        use dealerbook_domain::policy::PolicyState::{InForce, Upcoming};
        let model = self.model();
        let asked = |document: &&Document| {
            let state = document.validity.as_ref().map(|validity| validity.state_on(model.settings.today));
            document.notice().is_some_and(|notice| notice.acknowledge) && matches!(state, Some(InForce | Upcoming))
        };
        let mut asking: Vec<&Document> = model.documents.iter().filter(asked).collect();
        let deadline = |document: &Document| document.notice().and_then(|notice| notice.acknowledge_by);
        asking.sort_by_key(|document| {
            (deadline(document).is_none(), deadline(document), std::cmp::Reverse(document.date()))
        });
        asking
            .into_iter()
            .map(|document| self.item(document, context! { by => deadline(document).map(|by| self.date(by)) }))
            .collect()
    }

    fn latest(&self) -> Vec<Value> {
        let kinds = [Kind::Article, Kind::Policy, Kind::Contract];
        let mut documents: Vec<&Document> =
            self.model().documents.iter().filter(|document| kinds.contains(&document.kind)).collect();
        documents.sort_by(|a, b| (b.date(), &a.key).cmp(&(a.date(), &b.key)));
        documents
            .into_iter()
            .take(LATEST)
            .map(|document| self.item(document, context! { kind => document.kind.name() }))
            .collect()
    }
}
