//! The invariants of `crisis` over random schedules, with crashes.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use proptest::prelude::*;

use super::care_acts::CareVerb;
use super::care_acts::any_care_verb;
use super::care_acts::care_command;
use super::care_acts::care_fact_holds;
use super::care_acts::care_state_holds;
use super::town::Town;
use super::town::account;
use crate::crisis::AssessReason;
use crate::crisis::CloseReason;
use crate::crisis::Command;
use crate::crisis::Fact;
use crate::crisis::Signal;
use crate::crisis::SkipReason;
use crate::crisis::Source;
use crate::crisis::State;
use crate::crisis::Target;
use crate::crisis::What;
use crate::vocab::AccountId;
use crate::vocab::Band;
use crate::vocab::CaseId;
use crate::vocab::Millis;

#[derive(Clone, Debug)]
enum Act {
    Signal(u8, Source, Band),
    OnNthCase(usize, u8, Verb),
    Gone(u8),
    SeekerGone(u8),
    SeekerBack(u8),
    Wrote(u8),
    Pass(u64),
    Outage(u64),
    Duty(usize),
}

#[derive(Clone, Copy, Debug)]
pub(super) enum Verb {
    Accept,
    Acknowledge,
    Handoff(Option<u8>),
    Take,
    Decline,
    Assess(Band, bool),
    Sign,
    Silent,
    PageFailed(u32),
    Close(bool),
    Review,
    Care(CareVerb),
}

fn any_band() -> impl Strategy<Value = Band> {
    prop::sample::select(vec![
        Band::Routine,
        Band::Watch,
        Band::Elevated,
        Band::High,
        Band::Imminent,
        Band::AttemptInProgress,
    ])
}

fn any_source() -> impl Strategy<Value = Source> {
    prop::sample::select(vec![
        Source::OwnWords,
        Source::Asked,
        Source::Helper,
        Source::DetectorOutage,
        Source::ThirdParty,
    ])
}

fn any_verb() -> impl Strategy<Value = Verb> {
    prop_oneof![
        4 => Just(Verb::Accept),
        3 => Just(Verb::Acknowledge),
        1 => prop::option::of(10_u8..13).prop_map(Verb::Handoff),
        1 => Just(Verb::Take),
        1 => Just(Verb::Decline),
        2 => (any_band(), any::<bool>()).prop_map(|(band, why)| Verb::Assess(band, why)),
        1 => Just(Verb::Sign),
        1 => Just(Verb::Silent),
        1 => (0_u32..4).prop_map(Verb::PageFailed),
        1 => any::<bool>().prop_map(Verb::Close),
        1 => Just(Verb::Review),
        6 => any_care_verb().prop_map(Verb::Care),
    ]
}

fn any_act() -> impl Strategy<Value = Act> {
    prop_oneof![
        4 => (1_u8..4, any_source(), any_band()).prop_map(|(who, from, band)| {
            Act::Signal(who, from, band)
        }),
        8 => (0_usize..4, 10_u8..13, any_verb()).prop_map(|(nth, who, verb)| {
            Act::OnNthCase(nth, who, verb)
        }),
        1 => (10_u8..13).prop_map(Act::Gone),
        1 => (1_u8..4).prop_map(Act::SeekerGone),
        1 => (1_u8..4).prop_map(Act::SeekerBack),
        2 => (1_u8..4).prop_map(Act::Wrote),
        3 => (0_u64..400).prop_map(Act::Pass),
        1 => (0_u64..40_000).prop_map(Act::Outage),
        1 => (0_usize..3).prop_map(Act::Duty),
    ]
}

pub(super) fn command(case: CaseId, by: AccountId, verb: Verb) -> Command {
    match verb {
        Verb::Accept => Command::Accept {
            case,
            responder: by,
        },
        Verb::Acknowledge => Command::Acknowledge {
            case,
            responder: by,
        },
        Verb::Handoff(to) => Command::OfferHandoff {
            case,
            by,
            to: to.map(account),
        },
        Verb::Take => Command::AcceptHandoff { case, by },
        Verb::Decline => Command::DeclineHandoff { case, by },
        Verb::Assess(band, why) => {
            let reason = why.then_some(AssessReason::Answers);
            Command::Assess {
                case,
                by,
                band,
                reason,
            }
        }
        Verb::Sign => Command::Countersign {
            case,
            supervisor: by,
        },
        Verb::Silent => Command::ResponderSilent {
            case,
            responder: by,
        },
        Verb::PageFailed(step) => Command::PageOutcome {
            case,
            step,
            target: Target::Console,
            delivered: false,
        },
        Verb::Close(skip) => {
            let skip = skip.then_some(SkipReason::Declined);
            Command::Close {
                case,
                by,
                reason: CloseReason::Supported,
                skip,
            }
        }
        Verb::Review => Command::Review { case, by },
        Verb::Care(verb) => care_command(case, by, verb),
    }
}

fn run(town: &mut Town, act: Act) {
    // A refusal is an answer like any other; it changes nothing, which `holds` looks at.
    let _ = match act {
        Act::Signal(who, source, band) => {
            town.act(Command::Signal(Signal::new(account(who), source, band)))
        }
        Act::OnNthCase(nth, who, verb) => {
            let id = town.state.cases().nth(nth).map(|case| case.id);
            id.map_or(Ok(Vec::new()), |id| {
                town.act(command(id, account(who), verb))
            })
        }
        Act::Gone(who) => town.act(Command::ResponderGone {
            responder: account(who),
        }),
        Act::SeekerGone(who) => town.act(Command::SeekerGone {
            person: account(who),
        }),
        Act::SeekerBack(who) => town.act(Command::SeekerBack {
            person: account(who),
        }),
        Act::Wrote(who) => town.act(Command::SeekerWrote {
            person: account(who),
        }),
        Act::Pass(seconds) => {
            town.pass(Millis::from_secs(seconds));
            Ok(Vec::new())
        }
        Act::Outage(seconds) => {
            town.outage(Millis::from_secs(seconds));
            Ok(Vec::new())
        }
        Act::Duty(n) => {
            town.on_duty = n;
            Ok(Vec::new())
        }
    };
}

/// What must be true of the state at every instant between two inputs.
pub(super) fn state_holds(town: &Town) -> Result<(), TestCaseError> {
    for case in town.state.cases().filter(|case| !case.is_closed()) {
        prop_assert!(
            case.owner().is_some() || case.wake() > Some(town.now),
            "8: {case:?}"
        );
        prop_assert!(
            case.owner() != Some(case.person),
            "nobody owns their own: {case:?}"
        );
        prop_assert!(case.band <= case.peak);
        care_state_holds(case)?;
    }
    Ok(())
}

/// What must be true of every log, fact by fact.
fn log_holds(facts: &[Fact]) -> Result<(), TestCaseError> {
    let mut state = State::default();
    let mut seen = BTreeSet::new();
    for fact in facts {
        fact_holds(&mut state, fact)?;
        if let What::Offered { step, .. } = &fact.what {
            prop_assert!(seen.insert((fact.case, *step)), "a page's key is used once");
        }
    }
    Ok(())
}

/// What must be true of every fact, where it falls.
pub(super) fn fact_holds(state: &mut State, fact: &Fact) -> Result<(), TestCaseError> {
    let before = state.case(fact.case).cloned();
    state.apply(fact);
    let after = state.case(fact.case).cloned();
    if let Some(before) = &before {
        care_fact_holds(before, fact)?;
    }
    if let Some((before, after)) = before.zip(after) {
        if after.band < before.band {
            let What::BandLowered { signed, by, .. } = &fact.what else {
                panic!("2: fell without a human: {fact:?}");
            };
            let crossed = before.band.pages() && !after.band.pages();
            prop_assert!(
                !crossed || signed.is_some_and(|second| second != *by),
                "2: {fact:?}"
            );
        }
        if let What::Closed { skip, .. } = &fact.what {
            let judged = before.assessed || skip.is_some() || !before.peak.pages();
            prop_assert!(judged && before.owner().is_some(), "1 and 6: {before:?}");
        }
        if let What::Released { responder, .. } = &fact.what {
            prop_assert!(before.owner() != Some(*responder), "8: {fact:?}");
        }
        if let What::Offered { targets, until, .. } = &fact.what {
            prop_assert!(!targets.is_empty() && *until > fact.at);
        }
    }
    Ok(())
}

/// Every raise of an open case is followed by a call, in the same decision (11).
pub(super) fn raises_call(facts: &[Fact]) -> Result<(), TestCaseError> {
    for pair in facts.windows(2) {
        if matches!(
            pair[0].what,
            What::BandRaised {
                source: Some(_),
                ..
            }
        ) {
            let calls = matches!(
                pair[1].what,
                What::Offered { .. } | What::OwnerCalled { .. }
            );
            prop_assert!(calls, "11: {pair:?}");
        }
    }
    Ok(())
}

/// A crash forgets everything but the facts: all of them, or each case's own.
fn replay_holds(town: &Town) -> Result<(), TestCaseError> {
    let mut whole = State::default();
    let mut logs: BTreeMap<CaseId, Vec<Fact>> = BTreeMap::new();
    for fact in &town.facts {
        let stored = serde_json::to_string(fact).expect("facts are plain");
        let read: Fact = serde_json::from_str(&stored).expect("and come back");
        prop_assert_eq!(&read, fact);
        whole.apply(&read);
        logs.entry(fact.case).or_default().push(read);
    }
    prop_assert_eq!(&whole, &town.state);
    for (id, log) in logs {
        let mut alone = State::default();
        log.iter().for_each(|fact| alone.apply(fact));
        prop_assert_eq!(alone.case(id), town.state.case(id));
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn no_case_is_ever_lost_or_dropped(
        acts in prop::collection::vec(any_act(), 1..60),
    ) {
        let mut town = Town::with_duty(1);
        for act in acts {
            run(&mut town, act);
            state_holds(&town)?;
        }
        log_holds(&town.facts)?;
        raises_call(&town.facts)?;
        replay_holds(&town)?;
    }

    #[test]
    fn an_urgent_case_reaches_the_last_resort_in_time_unless_somebody_takes_it(
        on_duty in 0_usize..3, outage in 0_u64..20_000,
    ) {
        let mut town = Town::with_duty(on_duty);
        let case = town.signal(1, Band::High);
        town.pass(Millis::from_secs(300));
        prop_assert!(town.case(case).last_resorts > 0);
        let before = town.case(case).last_resorts;
        town.outage(Millis::from_secs(outage));
        town.pass(Millis::from_secs(300));
        prop_assert!(town.case(case).last_resorts > before);
    }
}
