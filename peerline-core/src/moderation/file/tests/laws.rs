use std::sync::OnceLock;

use proptest::prelude::*;

use super::super::Shipped;
use super::*;
use crate::moderation::Action;
use crate::moderation::screen;
use crate::testkit::fuzz;
use crate::vocab::Millis;

/// Rules over every kind of signal and every action, with one that is negated.
const EVERYTHING: &str = r#"
[list]
bad = { words = ["you fool", "go away"] }
[signal]
bad = { list = "bad" }
contact = { find = ["email", "phone", "handle", "link", "short_link", "card", "address"] }
shape = { patterns = ["[0-9]{3,9} ?mg", "x{3,9}"] }
fast = { count = 3, per = "10s" }
same = { same = 2, per = "60s" }
crisis = { assessor = "default", on_error = "hit" }
harm = { model = "m", min = "50%", deadline = "10ms", on_error = "hit" }
care = { model = "n", min = "50%", deadline = "10ms", on_error = "review" }
[[rule]]
id = "block"
when = "bad and not crisis"
do = ["block"]
ladder = [{ hits = 2, per = "24h", do = ["mute:15m"] }]
ground = "g"
appeal = "1d"
[[rule]]
id = "nudge"
when = "contact or shape.count >= 1"
do = ["nudge"]
ground = "g"
[[rule]]
id = "slow"
when = "fast"
do = ["slow"]
ground = "g"
[[rule]]
id = "repeat"
when = "same or text.capitals > 80 and text.letters > 20"
do = ["nudge"]
ground = "g"
[[rule]]
id = "harm"
when = "harm and not (care and author.role == 'seeker')"
do = ["block"]
ground = "g"
appeal = "1d"
[[rule]]
id = "label"
when = "crisis or care"
do = ["label"]
labels = ["other"]
[[test]]
rule = "block"
hit = ["you fool"]
miss = ["x"]
[[test]]
rule = "nudge"
hit = ["a@example.org"]
miss = ["x"]
[[test]]
rule = "repeat"
before = 1
hit = ["x"]
miss = ["y"]
"#;

fn everything() -> &'static FilePolicy {
    static READ: OnceLock<FilePolicy> = OnceLock::new();
    READ.get_or_init(|| good(EVERYTHING))
}

fn peer_line() -> &'static FilePolicy {
    static READ: OnceLock<FilePolicy> = OnceLock::new();
    READ.get_or_init(|| Shipped::PeerLine.policy().unwrap())
}

fn texts() -> impl Strategy<Value = String> {
    let parts = vec![
        "you fool",
        "go away",
        "a@example.org",
        "500mg",
        "xxxx",
        "HELLO",
        " ",
        "\u{200b}",
        "é",
        "👩\u{200d}👩",
        "ﷺ",
        "0151 2345678",
        "y0u f00l",
        ". ",
        "bit.ly/a",
        "4111 1111 1111 1111",
    ];
    proptest::collection::vec(proptest::sample::select(parts), 1..12)
        .prop_map(|parts| format!("a{}", parts.concat()))
}

fn risks() -> impl Strategy<Value = RiskFinding> {
    prop_oneof![
        Just(RiskFinding::NoSignal),
        Just(RiskFinding::Unavailable),
        Just(danger()),
    ]
}

fn histories() -> impl Strategy<Value = (usize, usize)> {
    (0_usize..4, 0_usize..4)
}

fn history(draft: &Draft, (n_strikes, n_sent): (usize, usize)) -> History {
    let mut history = History::default();
    for _ in 0..n_strikes {
        history.note_strike(NOW.before(Millis::from_mins(5)), rule("block"));
    }
    for _ in 0..n_sent {
        let place = (draft.room.clone(), crate::vocab::Seq::ZERO);
        let at = NOW.before(Millis::from_secs(2));
        let sent = crate::moderation::Sent::new(at, draft.author, place, Some(draft.digest()));
        history.note_sent(sent);
    }
    history
}

/// At once, or as a moderator.
fn is_seen(action: Action) -> bool {
    matches!(action, Action::Allow | Action::Hold)
}

proptest! {
    #[test]
    fn with_any_signals_down_a_human_sees_no_less(
        raw in texts(),
        risk in risks(),
        past in histories(),
        scores in proptest::collection::vec(0_u16..1001, 2),
        down in proptest::sample::subsequence(
            vec!["bad", "contact", "shape", "fast", "same", "crisis", "harm", "care"], 0..=8),
    ) {
        let policy = everything();
        let mut draft = draft(&raw);
        draft.scores = draft.scores.with("m", scores[0]).with("n", scores[1]);
        let history = history(&draft, past);
        let up = policy.trace(NOW, &draft, &history, &risk).verdict;
        let out = policy.trace_without(&down, (NOW, &draft, &history, &risk)).verdict;
        prop_assert!(is_seen(out.action) || !is_seen(up.action), "{up:?} became {out:?}");
    }

    #[test]
    fn danger_is_published_whatever_the_file_says(raw in texts(), past in histories()) {
        for policy in [everything(), peer_line()] {
            let draft = draft(&raw);
            let history = history(&draft, past);
            prop_assert_eq!(policy.judge(NOW, &draft, &history, &danger()).action, Action::Allow);
            let screened = screen(policy, NOW, draft, &history, &danger());
            prop_assert!(screened.verdict().action.publishes());
        }
    }

    #[test]
    fn every_place_lies_on_bounds_and_the_verdict_is_the_same_again(raw in texts(), past in histories()) {
        let policy = everything();
        let draft = draft(&raw);
        let history = history(&draft, past);
        let verdict = policy.judge(NOW, &draft, &history, &RiskFinding::NoSignal);
        for span in &verdict.spans {
            prop_assert!(span.of(&raw).is_some_and(|part| !part.is_empty()));
        }
        prop_assert_eq!(policy.judge(NOW, &draft, &history, &RiskFinding::NoSignal), verdict);
    }

    #[test]
    fn any_text_is_a_policy_or_is_refused(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
        fuzz::policy(&bytes);
        fuzz::condition(&bytes);
    }
}
