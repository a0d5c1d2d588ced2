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
    Undo(usize, u8),
    Claim(usize, u8),
    GiveBack(usize, u8),
    Judge(u8, u8, u8),
    Report(u8),
    Dismiss(u8, u8),
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
        1 => (0..8_usize, 0..12_u8).prop_map(|(n, by)| Step::Undo(n, by)),
        2 => (0..8_usize, 0..12_u8).prop_map(|(n, by)| Step::Claim(n, by)),
        1 => (0..8_usize, 0..12_u8).prop_map(|(n, by)| Step::GiveBack(n, by)),
        2 => (0..12_u8, 0..3_u8, 0..8_u8).prop_map(|(by, who, at)| Step::Judge(by, who, at)),
        1 => (0..8_u8).prop_map(Step::Report),
        1 => (0..12_u8, 0..8_u8).prop_map(|(by, at)| Step::Dismiss(by, at)),
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

fn account(n: u8) -> AccountId {
    AccountId::from_bytes([n; 16])
}

/// Now a decision, now a reported message.
fn matter(state: &State, n: usize) -> Matter {
    if n.is_multiple_of(2) {
        return Matter::Decision(nth(state, n / 2).0);
    }
    let entry = Seq::new(u64::try_from(n).unwrap());
    Matter::Message {
        room: room(),
        entry,
    }
}

fn judgement(by: u8, who: u8, at: u8) -> Judgement {
    let words = draft("hello");
    Judgement {
        by: account(by),
        author: account(who),
        room: room(),
        entry: Some(Seq::new(u64::from(at))),
        action: Action::Remove,
        ground: ReportGround::Abuse,
        why: None,
        sealed: Some(Sealed::of(&words, [at; 16])),
        policy: HOUSE.id(),
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
        Step::Undo(n, by) => Some(Command::Undo {
            by: account(by),
            decision: nth(state, n).0,
        }),
        Step::Claim(n, by) => Some(Command::Claim {
            by: account(by),
            matter: matter(state, n),
        }),
        Step::GiveBack(n, by) => Some(Command::GiveBack {
            by: account(by),
            matter: matter(state, n),
        }),
        Step::Judge(by, who, at) => Some(Command::Judge(Box::new(judgement(by, who, at)))),
        Step::Report(at) => Some(Command::Report {
            by: AUTHOR,
            room: room(),
            seq: Seq::new(u64::from(at)),
            ground: ReportGround::Abuse,
        }),
        Step::Dismiss(by, at) => Some(Command::Dismiss {
            by: account(by),
            room: room(),
            entry: Seq::new(u64::from(at)),
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

    /// Whatever is tried: no appeal is decided by its author or by who decided before, nothing is
    /// decided that somebody else looks at, and what is open can be undone by who has no part in it.
    #[test]
    fn nobody_reviews_their_own_decision(steps in steps(), by in 0..12_u8) {
        let mut town = Town::new(HOUSE.clone());
        let mut now = NOW;
        for (wait, step) in steps {
            now = now.after(Millis::new(wait));
            if let Step::Say(who, raw, over, n) = &step {
                let Ok(text) = Text::new(raw.clone()) else { continue };
                let mut draft = Draft::new(room(), account(*who), Role::Seeker, text);
                draft.over = *over;
                town.say_with(now, draft, risk(*n));
            } else if let Some(command) = command(&town.state, &step) {
                let _ = town.command(now, command);
            }
        }
        let standings: Vec<Standing> = town.state.decisions().cloned().collect();
        for standing in standings.iter().filter(|one| !one.is_settled()) {
            let (decision, by) = (standing.decision.id, account(by));
            let reason = Text::new("because").unwrap();
            let review = Command::Review { by, decision, ruling: Ruling::Reversed, reason };
            let mut entropy = town.entropy();
            let reviewed = decide(&town.state, now, &mut entropy, review).is_ok();
            let undo = Command::Undo { by, decision };
            let undone = decide(&town.state, now, &mut entropy, undo).is_ok();
            let own = standing.decision.source == Source::Moderator { by };
            let is_author = standing.decision.author == by;
            let matter = Matter::Decision(decision);
            let is_taken = town.state.docket().is_with_another(now, &matter, by);
            let may_review = standing.appealed.is_some() && !own && !is_author && !is_taken;
            prop_assert_eq!(reviewed, may_review);
            prop_assert_eq!(undone, standing.appealed.is_none() && !is_author && !is_taken);
        }
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
