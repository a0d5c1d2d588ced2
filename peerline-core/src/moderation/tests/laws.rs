use std::sync::Arc;
use std::sync::atomic::AtomicU64;
use std::sync::atomic::Ordering;

use super::*;
use crate::testkit::moderation::all_laws;
use crate::testkit::moderation::all_signal_laws;

#[test]
fn what_ships_keeps_every_law() {
    for (name, law) in all_laws() {
        assert_eq!(law(&house()), Ok(()), "{name}");
        assert_eq!(law(&AllowAll), Ok(()), "{name}");
        let shared: Box<dyn ModerationPolicy> = Box::new(Arc::new(house()));
        assert_eq!(law(&shared), Ok(()), "{name}");
    }
    for (name, law) in all_signal_laws() {
        assert_eq!(law(&Contact::default()), Ok(()), "{name}");
        let abuse: Box<dyn Signal> = Box::new(Arc::new(WordList::abuse().unwrap()));
        assert_eq!(law(&abuse), Ok(()), "{name}");
    }
}

type Judge = fn(&Wrong, &Draft, &RiskFinding) -> Verdict;

/// The house policy with one mistake.
#[derive(Debug)]
struct Wrong {
    judge: Judge,
    asked: AtomicU64,
}

impl ModerationPolicy for Wrong {
    fn id(&self) -> PolicyId {
        PolicyId::new("wrong".parse().unwrap(), 1)
    }

    fn judge(&self, _: Timestamp, draft: &Draft, _: &History, risk: &RiskFinding) -> Verdict {
        (self.judge)(self, draft, risk)
    }
}

fn rule() -> RuleId {
    "wrong.rule".parse().unwrap()
}

fn in_a_room(draft: &Draft, risk: &RiskFinding) -> bool {
    draft.room == room() && *risk == RiskFinding::NoSignal
}

fn block() -> Verdict {
    Verdict::by(rule(), Action::Block).standing_on("rules#wrong", 14)
}

const WRONG: [(&str, Judge); 8] = [
    ("danger_is_always_published", |_, _, risk| match risk {
        RiskFinding::Signal { .. } => Verdict::by(rule(), Action::Nudge),
        RiskFinding::NoSignal | RiskFinding::Unavailable => Verdict::allow(),
    }),
    ("way_to_a_responder_is_open", |_, draft, risk| {
        if draft.room == RoomName::Crisis(Queue::main()) && *risk == RiskFinding::NoSignal {
            return block();
        }
        Verdict::allow()
    }),
    ("outage_never_hides_a_message", |_, draft, risk| {
        if draft.room == room() && *risk == RiskFinding::Unavailable {
            return block();
        }
        Verdict::allow()
    }),
    ("verdict_is_deterministic", |wrong, _, _| {
        if wrong.asked.fetch_add(1, Ordering::Relaxed) % 2 == 0 {
            return Verdict::allow();
        }
        Verdict::allow().label(Label::Repeat)
    }),
    ("verdict_spans_lie_on_bounds", |_, _, _| {
        Verdict::allow().at(&[Span::new(0, 1)])
    }),
    ("refusal_names_its_rule", |_, draft, risk| {
        let mut verdict = Verdict::allow();
        if in_a_room(draft, risk) {
            verdict.action = Action::Nudge;
        }
        verdict
    }),
    ("durable_act_can_be_appealed", |_, draft, risk| {
        if in_a_room(draft, risk) {
            return Verdict::by(rule(), Action::Block);
        }
        Verdict::allow()
    }),
    ("waiting_ends", |_, draft, risk| {
        if in_a_room(draft, risk) {
            return Verdict::by(
                rule(),
                Action::Slow {
                    retry: Millis::ZERO,
                },
            );
        }
        Verdict::allow()
    }),
];

#[test]
fn each_law_catches_the_policy_that_breaks_it_and_no_other() {
    assert_eq!(WRONG.len(), all_laws().len());
    for (broken, judge) in WRONG {
        for (name, law) in all_laws() {
            let asked = AtomicU64::new(0);
            let found = law(&Wrong { judge, asked });
            assert_eq!(found.is_err(), name == broken, "{name} on {broken}");
        }
    }
}

type Look = fn(&AtomicU64) -> Finding;

#[derive(Debug)]
struct WrongSignal(Look, AtomicU64);

impl Signal for WrongSignal {
    fn name(&self) -> &'static str {
        "wrong"
    }

    fn look(&self, _: &Looked<'_>) -> Finding {
        (self.0)(&self.1)
    }
}

#[test]
fn each_law_catches_the_signal_that_breaks_it() {
    let wrong: [(&str, Look); 3] = [
        ("signal_spans_lie_on_bounds", |_| {
            Finding::of(vec![Span::new(0, 9999)])
        }),
        ("signal_is_deterministic", |asked| {
            if asked.fetch_add(1, Ordering::Relaxed) % 2 == 0 {
                return Finding::Clear;
            }
            Finding::Unavailable
        }),
        ("signal_hit_names_a_place", |_| Finding::Hit {
            spans: Vec::new(),
        }),
    ];
    for (broken, look) in wrong {
        for (name, law) in all_signal_laws() {
            let found = law(&WrongSignal(look, AtomicU64::new(0)));
            assert_eq!(found.is_err(), name == broken, "{name} on {broken}");
        }
    }
}

#[test]
fn the_screen_overrules_a_policy_that_is_wrong_about_danger() {
    for (_, judge) in WRONG {
        let asked = AtomicU64::new(0);
        let wrong = Wrong { judge, asked };
        let screened = screen(
            &wrong,
            NOW,
            draft("I am here"),
            &History::default(),
            &danger(),
        );
        assert!(matches!(screened, Screened::Cleared(..)));
    }
}

#[test]
fn the_screen_turns_a_block_without_a_look_into_a_hold() {
    let wrong = Wrong {
        judge: |_, _, _| block(),
        asked: AtomicU64::new(0),
    };
    let risk = RiskFinding::Unavailable;
    let screened = screen(&wrong, NOW, draft("I am here"), &History::default(), &risk);
    assert_eq!(screened.verdict().action, Action::Hold);
    assert_eq!(screened.verdict().rule, Some(Reach::UNCHECKED));
}
