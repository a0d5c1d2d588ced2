//! Newcomers are asked before their peers and never before a responder.

use std::sync::Arc;

use super::town::Town;
use super::town::ask_for_human;
use super::town::conn;
use super::town::me;
use super::town::person;
use super::town::policies;
use crate::engine::Answer;
use crate::engine::Input;
use crate::engine::Output;
use crate::engine::Policies;
use crate::engine::Why;
use crate::identity::AllOf;
use crate::identity::Gate;
use crate::identity::GateAnswer;
use crate::identity::InviteGate;
use crate::identity::Knock;
use crate::identity::Lack;
use crate::identity::LineId;
use crate::identity::Principal;
use crate::identity::RateGate;
use crate::identity::WorkChallenge;
use crate::identity::WorkGate;
use crate::identity::WorkWhen;
use crate::log::Act;
use crate::matching::Asked;
use crate::vocab::Language;
use crate::vocab::Millis;
use crate::vocab::Role;
use crate::vocab::Sensitive;

const BITS: u8 = 8;

fn behind(gate: impl Gate + 'static) -> Town {
    Town::with(Policies {
        gate: Arc::new(gate),
        ..policies()
    })
}

fn challenge(n: u8) -> WorkChallenge {
    WorkChallenge {
        line: LineId::from_bytes([9; 32]),
        nonce: [n; 32],
    }
}

fn solved(n: u8) -> Option<u64> {
    challenge(n).search(BITS, 0, 1 << 20)
}

/// Connects a newcomer; returns their standing and what they lack.
fn come(town: &mut Town, n: u8, answer: GateAnswer) -> Option<Lack> {
    let knock = Knock {
        network: Some(Sensitive::new(5)),
        challenge: challenge(n),
        answer,
    };
    let outputs = town.feed(Input::Connect {
        conn: conn(n),
        principal: Principal::assert_verified(person(n), "a test"),
        language: Language::english(),
        country: None,
        invite: None,
        knock: Some(Box::new(knock)),
    });
    let welcome = outputs.into_iter().find_map(|output| {
        if let Output::Welcome { lack, .. } = output {
            return Some(lack);
        }
        None
    });
    welcome.expect("everybody is let in")
}

fn seek() -> Act {
    Act::Seek(Box::new(Asked {
        languages: vec![Language::english()],
        ..Asked::default()
    }))
}

fn enter(work: Option<u64>, pass: Option<&str>) -> Act {
    let pass = pass.map(|pass| Sensitive::new(pass.to_owned()));
    Act::Enter { work, pass }
}

fn is_denied(answer: &Answer) -> bool {
    matches!(
        answer,
        Answer::Refused {
            why: Why::Denied,
            ..
        }
    )
}

#[test]
fn all_gates_at_their_maximum_never_stand_before_a_responder() {
    let mut town = behind(AllOf::of(vec![
        Arc::new(RateGate::of(0)),
        Arc::new(InviteGate::of([])),
        Arc::new(WorkGate::of(WorkChallenge::MAX_BITS, WorkWhen::Always)),
    ]));
    town.staff(1, Role::Responder);
    assert!(matches!(
        come(&mut town, 2, GateAnswer::default()),
        Some(Lack::Wait { .. })
    ));
    assert!(is_denied(&town.put(2, me(2), seek())));
    assert!(matches!(
        town.put(2, me(2), ask_for_human()),
        Answer::Done { .. }
    ));
    let case = town
        .engine
        .state()
        .open_cases()
        .next()
        .expect("a case is open");
    assert_eq!(case.person, person(2));
}

#[test]
fn who_brings_the_work_comes_in_and_is_never_asked_again() {
    let mut town = behind(WorkGate::of(BITS, WorkWhen::Always));
    let none = GateAnswer::default();
    assert_eq!(
        come(&mut town, 2, none.clone()),
        Some(Lack::Work { bits: BITS })
    );
    assert!(is_denied(&town.put(2, me(2), seek())));
    // A proof that was made for another connection.
    let Answer::Refused {
        why: Why::Denied,
        say: Some(say),
        ..
    } = town.put(2, me(2), enter(solved(3), None))
    else {
        panic!("let in");
    };
    assert!(say.contains("call a person"), "{say}");
    let done = Answer::Done { seq: None };
    assert!(matches!(
        town.put(2, me(2), enter(solved(2), None)),
        Answer::Done { .. }
    ));
    assert_ne!(
        town.put(2, me(2), seek()),
        done,
        "waits in line, with an entry"
    );
    town.disconnect(2);
    assert_eq!(come(&mut town, 2, none.clone()), None);
    town.restart();
    assert_eq!(come(&mut town, 2, none), None, "the book knows them");
}

#[test]
fn who_brings_the_work_at_once_is_never_kept() {
    let mut town = behind(WorkGate::of(BITS, WorkWhen::Always));
    let answer = GateAnswer {
        work: solved(2),
        pass: None,
    };
    assert_eq!(come(&mut town, 2, answer), None);
    assert!(matches!(town.put(2, me(2), seek()), Answer::Done { .. }));
}

#[test]
fn invited_staff_and_those_who_were_here_are_not_asked() {
    let mut town = behind(InviteGate::of(["sunflower"]));
    town.staff(1, Role::Supporter);
    town.disconnect(1);
    assert_eq!(come(&mut town, 1, GateAnswer::default()), None);
    // Here before the gate was put up.
    town.connect(2);
    town.disconnect(2);
    assert_eq!(come(&mut town, 2, GateAnswer::default()), None);
}

#[test]
fn guessing_a_pass_is_slowed_and_the_way_to_a_responder_is_not() {
    let mut town = behind(InviteGate::of(["sunflower"]));
    assert_eq!(come(&mut town, 2, GateAnswer::default()), Some(Lack::Pass));
    for _ in 0..InviteGate::TRIES {
        assert!(is_denied(&town.put(2, me(2), enter(None, Some("rose")))));
    }
    let Answer::Refused {
        why: Why::Rate,
        retry: Some(retry),
        ..
    } = town.put(2, me(2), enter(None, Some("sunflower")))
    else {
        panic!("not slowed");
    };
    assert!(matches!(
        town.put(2, me(2), ask_for_human()),
        Answer::Done { .. }
    ));
    town.now = town.now.after(retry);
    let put = town.put(2, me(2), enter(None, Some("sunflower")));
    assert!(matches!(put, Answer::Done { .. }), "{put:?}");
}

#[test]
fn what_is_asked_for_together_may_be_brought_one_after_the_other() {
    let mut town = behind(AllOf::of(vec![
        Arc::new(InviteGate::of(["sunflower"])),
        Arc::new(WorkGate::of(BITS, WorkWhen::Always)),
    ]));
    assert_eq!(come(&mut town, 2, GateAnswer::default()), Some(Lack::Pass));
    assert!(is_denied(&town.put(2, me(2), enter(None, Some("rose")))));
    // The wrong pass is not tried again with the work.
    for _ in 0..=InviteGate::TRIES {
        assert!(is_denied(&town.put(2, me(2), enter(solved(2), None))));
    }
    let put = town.put(2, me(2), enter(None, Some("sunflower")));
    assert!(matches!(put, Answer::Done { .. }), "{put:?}");
    assert!(matches!(town.put(2, me(2), seek()), Answer::Done { .. }));
}

#[test]
fn a_network_that_sends_many_waits_until_the_hour_is_over() {
    let mut town = behind(RateGate::of(2));
    let none = GateAnswer::default;
    assert_eq!(come(&mut town, 2, none()), None);
    assert_eq!(come(&mut town, 3, none()), None);
    let Some(Lack::Wait { retry }) = come(&mut town, 4, none()) else {
        panic!("let in");
    };
    town.now = town.now.after(retry);
    assert!(matches!(
        town.put(4, me(4), enter(None, None)),
        Answer::Done { .. }
    ));
    assert!(matches!(town.put(4, me(4), seek()), Answer::Done { .. }));
}

#[test]
fn a_rush_is_met_with_work_and_then_over() {
    let mut town = behind(WorkGate::of(BITS, WorkWhen::Rush(3)));
    let asks = |town: &mut Town| town.engine.asks(town.now).work;
    assert_eq!(asks(&mut town), None);
    for n in 2..4 {
        assert_eq!(come(&mut town, n, GateAnswer::default()), None);
    }
    assert_eq!(
        come(&mut town, 4, GateAnswer::default()),
        Some(Lack::Work { bits: BITS })
    );
    assert_eq!(asks(&mut town), Some(BITS));
    town.now = town.now.after(Millis::from_mins(2));
    assert_eq!(asks(&mut town), None);
}
