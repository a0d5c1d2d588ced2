//! Responders and their cases.

use super::town::*;
use crate::engine::Why;
use crate::log::Act;
use crate::log::CloseReason;
use crate::log::Fact;
use crate::log::Notice;
use crate::log::Task;
use crate::vocab::Band;
use crate::vocab::CaseId;
use crate::vocab::Millis;
use crate::vocab::Role;
use crate::vocab::RoomName;

fn called() -> (Town, CaseId) {
    let mut town = Town::new();
    town.connect(1);
    town.staff(3, Role::Responder);
    town.staff(4, Role::Responder);
    town.put(1, me(1), ask_for_human());
    let case = town.case_of(1);
    (town, case)
}

fn close(reason: CloseReason) -> Act {
    Act::CloseCase { reason }
}

fn assess(priority: Band) -> Act {
    let reason = if priority < Band::High { "answers" } else { "" };
    Act::Assess {
        priority,
        reason: reason.to_owned(),
    }
}

#[test]
fn who_takes_a_case_comes_into_the_room_visibly() {
    let (mut town, case) = called();
    assert!(is_done(&town.put(3, RoomName::Case(case), Act::Take)));
    let room = town.case_room(1);
    assert!(town.is_in(3, room));
    assert_eq!(
        town.engine
            .state
            .room(room)
            .unwrap()
            .member(person(3))
            .unwrap()
            .role,
        Role::Responder
    );
    assert_eq!(
        refused(&town.put(4, RoomName::Case(case), Act::Take)),
        Some(Why::Gone)
    );
}

#[test]
fn closing_takes_the_responder_out_and_ends_the_room_made_for_it() {
    let (mut town, case) = called();
    let room = town.case_room(1);
    town.put(3, RoomName::Case(case), Act::Take);
    assert!(is_done(&town.put(
        3,
        RoomName::Case(case),
        Act::Acknowledge
    )));
    let early = town.put(3, RoomName::Case(case), close(CloseReason::SafeNow));
    assert_eq!(refused(&early), Some(Why::OutOfPlace), "not assessed yet");
    assert!(is_done(&town.put(
        3,
        RoomName::Case(case),
        assess(Band::High)
    )));
    assert!(is_done(&town.put(
        3,
        RoomName::Case(case),
        close(CloseReason::SafeNow)
    )));
    assert!(!town.is_in(3, room));
    assert!(!town.engine.state.room(room).unwrap().is_open());
    assert!(!town.work.contains_key(&Task::WakeCase { case }.key()));
}

#[test]
fn closing_leaves_a_pair_together() {
    let mut town = Town::new();
    let room = town.pair(1, 2);
    town.staff(3, Role::Responder);
    town.put(1, RoomName::Room(room), say(DANGER));
    let case = RoomName::Case(town.case_of(1));
    town.put(3, case.clone(), Act::Take);
    town.put(3, case.clone(), assess(Band::High));
    assert!(is_done(&town.put(3, case, close(CloseReason::SafeNow))));
    assert!(!town.is_in(3, room) && town.is_in(2, room));
    assert!(town.engine.state.room(room).unwrap().is_open());
}

#[test]
fn responders_hear_of_the_end_of_a_small_case() {
    let mut town = Town::new();
    let room = town.pair(1, 2);
    town.staff(3, Role::Responder);
    town.put(
        1,
        RoomName::Room(room),
        say("i am such a burden to everyone"),
    );
    let case = RoomName::Case(town.case_of(1));
    town.put(3, case.clone(), Act::Take);
    assert!(is_done(&town.put(3, case, close(CloseReason::NotACrisis))));
    let last = town.log.iter().rev().find_map(|(_, _, entry)| {
        if let Fact::Notice(Notice::CaseChanged { view, .. }) = &entry.fact {
            Some(view)
        } else {
            None
        }
    });
    assert_eq!(last.unwrap().state, "closed");
    assert!(!town.work.keys().any(|key| key.starts_with("case/")));
}

#[test]
fn a_hand_off_moves_the_case_and_the_chair() {
    let (mut town, case) = called();
    let room = town.case_room(1);
    town.put(3, RoomName::Case(case), Act::Take);
    let to = town.engine.staff_name(person(4)).0;
    assert!(is_done(&town.put(
        3,
        RoomName::Case(case),
        Act::HandOff { to: Some(to) }
    )));
    assert!(is_done(&town.put(4, RoomName::Case(case), Act::Take)));
    assert!(town.is_in(4, room) && !town.is_in(3, room));
    let case = town.engine.state.crisis.case(case).unwrap();
    assert_eq!(case.owner(), Some(person(4)));
}

#[test]
fn a_declined_hand_off_stays_with_its_owner() {
    let (mut town, case) = called();
    town.put(3, RoomName::Case(case), Act::Take);
    let to = town.engine.staff_name(person(4)).0;
    town.put(3, RoomName::Case(case), Act::HandOff { to: Some(to) });
    assert!(is_done(&town.put(
        4,
        RoomName::Case(case),
        Act::DeclineHandoff
    )));
    let case = town.engine.state.crisis.case(case).unwrap();
    assert_eq!(case.owner(), Some(person(3)));
}

#[test]
fn a_responder_who_leaves_the_room_leaves_the_case_to_others() {
    let (mut town, case) = called();
    let room = town.case_room(1);
    town.put(3, RoomName::Case(case), Act::Take);
    assert!(is_done(&town.put(3, RoomName::Room(room), Act::Leave)));
    assert!(town.engine.state.room(room).unwrap().is_open());
    assert_eq!(town.engine.state.crisis.case(case).unwrap().owner(), None);
    assert!(is_done(&town.put(4, RoomName::Case(case), Act::Take)));
}

#[test]
fn who_fell_silent_is_out_when_another_takes_over() {
    let (mut town, case) = called();
    let room = town.case_room(1);
    town.put(3, RoomName::Case(case), Act::Take);
    town.pass(Millis::from_secs(61));
    assert_eq!(town.engine.state.crisis.case(case).unwrap().owner(), None);
    assert!(is_done(&town.put(4, RoomName::Case(case), Act::Take)));
    assert!(town.is_in(4, room) && !town.is_in(3, room));
}

#[test]
fn the_owner_goes_where_the_person_asks_next() {
    let (mut town, case) = called();
    let room = town.case_room(1);
    town.put(3, RoomName::Case(case), Act::Take);
    town.put(1, RoomName::Room(room), Act::Leave);
    assert!(is_done(&town.put(1, me(1), ask_for_human())));
    let new = town.case_room(1);
    assert!(new != room && town.is_in(1, new) && town.is_in(3, new));
    assert!(!town.is_in(3, room) && !town.engine.state.room(room).unwrap().is_open());
}

#[test]
fn a_person_with_a_responder_no_longer_waits_and_is_told() {
    let mut town = Town::new();
    town.connect(1);
    town.staff(3, Role::Responder);
    town.put(1, me(1), seek());
    town.put(1, me(1), ask_for_human());
    let case = RoomName::Case(town.case_of(1));
    town.put(3, case, Act::Take);
    assert_eq!(town.engine.state.matching.waiting().count(), 0);
    assert!(town.told(1).contains(&&Notice::StoppedWaiting));
}

#[test]
fn only_responders_touch_cases() {
    let (mut town, case) = called();
    town.staff(5, Role::Supporter);
    for n in [1, 5] {
        for act in [
            Act::Take,
            Act::Acknowledge,
            assess(Band::Routine),
            close(CloseReason::Left),
        ] {
            assert_eq!(
                refused(&town.put(n, RoomName::Case(case), act)),
                Some(Why::Denied)
            );
        }
    }
}
