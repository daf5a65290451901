//! A policy's state, by today's date rather than the day of the build.

use dealerbook_domain::policy::{PolicyState as State, Validity};
use dealerbook_locale::Texts;
use leptos::prelude::*;

use crate::page::Page;
use crate::view::live;

/// Shows the state and, for a policy in force that has a last day, the days left.
#[component]
pub fn PolicyState(page: Page, validity: Validity) -> impl IntoView {
    live(move || {
        let today = page.today();
        let state = validity.state_on(today);
        let days_left = validity.days_left(today).map(|days| words_for(days, page.texts));
        view! {
            <span class=format!("state state-{}", state.key())>{page.texts.get(label(state))}</span>
            {days_left.map(|words| view! { " " <span class="days-left">{words}</span> })}
        }
    })
}

const fn label(state: State) -> &'static str {
    match state {
        State::Upcoming => "policy.state.upcoming",
        State::InForce => "policy.state.in-force",
        State::Expired => "policy.state.expired",
        State::Superseded => "policy.state.superseded",
        State::Withdrawn => "policy.state.withdrawn",
        State::Repealed => "policy.state.repealed",
    }
}

/// `days` counts today.
fn words_for(days: i64, texts: &Texts) -> String {
    match usize::try_from(days) {
        Ok(days) if days > 1 => texts.count("island.policy-state.days-left", days),
        _ => texts.get("island.policy-state.last-day").to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use dealerbook_locale::built_in;

    use super::*;

    #[test]
    fn the_last_day_is_called_so() {
        let texts = built_in("zh-Hans");
        assert_eq!(words_for(1, &texts), "今天是最后一天");
        assert_eq!(words_for(2, &texts), "还剩 2 天");
        assert_eq!(words_for(39, &built_in("en")), "39 days left");
    }
}
