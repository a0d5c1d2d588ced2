use std::sync::LazyLock;

use proptest::prelude::*;

use super::*;

static HOUSE: LazyLock<HousePolicy> = LazyLock::new(house);

#[derive(Clone, Debug)]
enum Step {
    Say(u8, String, bool, u8),
    Appeal(usize),
    Review(usize, bool),
    Release(usize),
    Withhold(usize),
    Close,
}

fn words() -> impl Strategy<Value = String> {
    let parts = vec![
        "shut up and die ",
        "y0u 1d10t ",
        "a@b.com ",
        "+49 151 2345678 ",
        "hello ",
        "é",
        "\u{200b}",
        "I want to die ",
    ];
    prop_oneof![
        proptest::collection::vec(proptest::sample::select(parts), 1..4)
            .prop_map(|parts| parts.concat()),
        ".{1,40}",
    ]
}

fn risk(n: u8) -> RiskFinding {
    match n % 3 {
        0 => RiskFinding::NoSignal,
        1 => RiskFinding::Unavailable,
        _ => danger(),
    }
}

fn steps() -> impl Strategy<Value = Vec<(u64, Step)>> {
    let step = prop_oneof![
        8 => (0..3_u8, words(), any::<bool>(), prop_oneof![3 => Just(0_u8), 1 => 1..3_u8])
            .prop_map(|(who, text, over, risk)| Step::Say(who, text, over, risk)),
        2 => (0..8_usize).prop_map(Step::Appeal),
        2 => (0..8_usize, any::<bool>()).prop_map(|(n, stands)| Step::Review(n, stands)),
        1 => (0..8_usize).prop_map(Step::Release),
        1 => (0..8_usize).prop_map(Step::Withhold),
        1 => Just(Step::Close),
    ];
    let wait = prop_oneof![
        0..20_000_u64,
        Just(24 * 3_600_000_u64),
        Just(15 * 24 * 3_600_000_u64)
    ];
    proptest::collection::vec((wait, step), 0..40)
}

fn nth(state: &State, n: usize) -> (DecisionId, AccountId) {
    let found = state.decisions().nth(n).map(|standing| &standing.decision);
    found.map_or((DecisionId::from_bytes([0; 16]), AUTHOR), |decision| {
        (decision.id, decision.author)
    })
}

fn ruling(stands: bool) -> Ruling {
    if stands {
        Ruling::Stands
    } else {
        Ruling::Reversed
    }
}

fn command(state: &State, step: &Step) -> Option<Command> {
    let reason = Text::new("because").unwrap();
    match *step {
        Step::Say(..) => None,
        Step::Appeal(n) => {
            let (decision, account) = nth(state, n);
            let text = reason;
            Some(Command::Appeal {
                account,
                decision,
                text,
            })
        }
        Step::Review(n, stands) => Some(Command::Review {
            by: MODERATOR,
            decision: nth(state, n).0,
            ruling: ruling(stands),
            reason,
        }),
        Step::Release(n) => Some(Command::Release {
            by: MODERATOR,
            decision: nth(state, n).0,
        }),
        Step::Withhold(n) => Some(Command::Withhold {
            by: MODERATOR,
            decision: nth(state, n).0,
        }),
        Step::Close => Some(Command::Close),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn replay_gives_the_same_state(steps in steps()) {
        let mut town = Town::new(HOUSE.clone());
        let mut now = NOW;
        for (wait, step) in steps {
            now = now.after(Millis::new(wait));
            if let Step::Say(who, raw, over, n) = &step {
                let Ok(text) = Text::new(raw.clone()) else { continue };
                let mut draft = Draft::new(room(), AccountId::from_bytes([*who; 16]), Role::Seeker, text);
                draft.over = *over;
                town.say_with(now, draft, risk(*n));
            } else if let Some(command) = command(&town.state, &step) {
                let _ = town.command(now, command);
            }
        }
        prop_assert_eq!(town.replayed(), town.state);
    }

    #[test]
    fn danger_is_published_whatever_came_before(steps in steps(), raw in words(), over: bool) {
        let mut town = Town::new(HOUSE.clone());
        for (_, step) in steps {
            if let Step::Say(_, raw, over, n) = step && let Ok(text) = Text::new(raw) {
                let mut draft = Draft::new(room(), AUTHOR, Role::Seeker, text);
                draft.over = over;
                town.say_with(NOW, draft, risk(n));
            }
        }
        let Ok(text) = Text::new(raw) else { return Ok(()) };
        let mut draft = Draft::new(room(), AUTHOR, Role::Seeker, text);
        draft.over = over;
        let outcome = town.say_with(NOW, draft.clone(), danger());
        prop_assert!(outcome.cleared.is_some() && outcome.facts.is_empty());
        let unseen = town.say_with(NOW, draft, RiskFinding::Unavailable);
        prop_assert!(unseen.cleared.is_some() || unseen.verdict.action == Action::Hold);
    }

    #[test]
    fn spans_of_any_text_lie_on_bounds(raw in words()) {
        let Ok(text) = Text::new(raw.clone()) else { return Ok(()) };
        let draft = Draft::new(room(), AUTHOR, Role::Seeker, text);
        let verdict = HOUSE.judge(NOW, &draft, &History::default(), &RiskFinding::NoSignal);
        for span in verdict.spans {
            prop_assert!(span.of(&raw).is_some_and(|part| !part.is_empty()));
        }
    }
}
