//! What the acknowledgement says of itself.

use dealerbook_domain::acknowledgement::Acknowledgement;
use dealerbook_locale::Texts;

use super::wanted::Stand;
use crate::browser::clock::WallTime;

/// What became of the last press of a button.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It was kept; the record itself says so.
    Kept,
    /// The device refused to keep it.
    NotKept,
    /// The record was taken back.
    TakenBack,
    /// The device refused to take it back.
    NotTakenBack,
}

/// The line that says where things stand. `when` reads the moment of an act in the portal's time zone.
pub fn status(
    texts: &Texts,
    stand: &Stand,
    outcome: Option<Outcome>,
    when: impl Fn(&Acknowledgement) -> Option<WallTime>,
) -> String {
    let of_act = |key: &str, act: &Acknowledgement| {
        let moment = when(act);
        let date = moment.map_or_else(|| act.at.clone(), |moment| texts.date(moment.date));
        let time = moment.map(|moment| texts.time(moment.time)).unwrap_or_default();
        texts.fill(key, &[("date", &date), ("time", &time), ("version", &act.text.version)]).into_owned()
    };
    let refused = match outcome {
        Some(Outcome::NotKept) => Some("island.acknowledgement.not-kept"),
        Some(Outcome::NotTakenBack) => Some("island.acknowledgement.not-taken-back"),
        _ => None,
    };
    match (refused, stand) {
        (_, Stand::Blocked) => texts.get("island.acknowledgement.blocked").to_owned(),
        (Some(key), _) => texts.get(key).to_owned(),
        (None, Stand::Done(act)) => of_act("island.acknowledgement.done", act),
        (None, Stand::Changed(act)) => of_act("island.acknowledgement.changed", act),
        (None, Stand::Open) if outcome == Some(Outcome::TakenBack) => {
            texts.get("island.acknowledgement.taken-back").to_owned()
        }
        (None, Stand::Open) => String::new(),
    }
}

/// What must be known besides: of a record, or before one is made. `damaged`: what was kept here can't be read.
pub const fn notes(stand: &Stand, damaged: bool) -> [Option<&'static str>; 2] {
    let note = match stand {
        Stand::Blocked => None,
        Stand::Done(_) => Some("island.acknowledgement.only-here"),
        Stand::Open | Stand::Changed(_) => Some("island.acknowledgement.before"),
    };
    [if damaged { Some("island.acknowledgement.unreadable") } else { None }, note]
}

/// The class and the label of the button, where there is something to do.
pub const fn button(stand: &Stand) -> Option<(&'static str, &'static str)> {
    match stand {
        Stand::Blocked => None,
        Stand::Done(_) => Some(("button-link acknowledgement-undo", "island.acknowledgement.take-back")),
        Stand::Open | Stand::Changed(_) => Some(("button acknowledgement-button", "island.acknowledgement.button")),
    }
}

#[cfg(test)]
mod tests {
    use dealerbook_domain::acknowledgement::ShownText;
    use dealerbook_locale::built_in;

    use super::*;

    fn act() -> Acknowledgement {
        let text = ShownText { document: "policies/a".into(), version: 2, language: "en".into(), sha256: "a".into() };
        Acknowledgement { text, at: "2026-11-23T01:30:00.000Z".into() }
    }

    fn in_shanghai(_: &Acknowledgement) -> Option<WallTime> {
        Some(WallTime { date: "2026-11-23".parse().ok()?, time: "09:30:00".parse().ok()? })
    }

    #[test]
    fn a_record_shows_its_moment() {
        let chinese = status(&built_in("zh-Hans"), &Stand::Done(act()), Some(Outcome::Kept), in_shanghai);
        assert_eq!(chinese, "已阅知 · 2026年11月23日 09:30（第 2 版）");
    }

    #[test]
    fn a_moment_that_cannot_be_read_is_shown_as_it_stands() {
        let english = status(&built_in("en"), &Stand::Done(act()), None, |_| None);
        assert!(english.contains("2026-11-23T01:30:00.000Z"), "{english}");
    }

    #[test]
    fn where_nothing_can_be_kept_there_is_no_button_but_a_plain_word() {
        let texts = built_in("en");
        assert_eq!(button(&Stand::Blocked), None);
        assert_eq!(status(&texts, &Stand::Blocked, None, in_shanghai), texts.get("island.acknowledgement.blocked"));
    }

    #[test]
    fn a_refusal_is_never_hidden() {
        let texts = built_in("en");
        for stand in [Stand::Open, Stand::Done(act()), Stand::Changed(act())] {
            let said = status(&texts, &stand, Some(Outcome::NotKept), in_shanghai);
            assert_eq!(said, texts.get("island.acknowledgement.not-kept"));
        }
    }
}
