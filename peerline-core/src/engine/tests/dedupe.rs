//! One put, one answer.

use super::town::*;
use crate::engine::Answer;
use crate::engine::Why;
use crate::log::Act;
use crate::vocab::Millis;
use crate::vocab::Role;
use crate::vocab::RoomName;
use crate::vocab::Seq;

#[test]
fn a_retry_gets_the_same_answer_and_changes_nothing() {
    let mut town = Town::new();
    let room = RoomName::Room(town.pair(1, 2));
    let cid = town.next_cid();
    let first = answer(&town.put_as(1, room.clone(), cid, say("hello")));
    let n_kept = town.log.len();
    assert!(matches!(first, Answer::Done { seq: Some(_) }));
    assert_eq!(answer(&town.put_as(1, room, cid, say("hello"))), first);
    assert_eq!(town.log.len(), n_kept);
}

#[test]
fn the_same_id_with_other_content_is_refused_and_changes_nothing() {
    let mut town = Town::new();
    let room = RoomName::Room(town.pair(1, 2));
    let cid = town.next_cid();
    town.put_as(1, room.clone(), cid, say("hello"));
    let n_kept = town.log.len();
    let other = answer(&town.put_as(1, room, cid, say("goodbye")));
    assert_eq!(refused(&other), Some(Why::CidReused));
    assert_eq!(town.log.len(), n_kept);
}

#[test]
fn the_same_id_of_another_person_is_another_put() {
    let mut town = Town::new();
    let room = RoomName::Room(town.pair(1, 2));
    let cid = town.next_cid();
    let one = answer(&town.put_as(1, room.clone(), cid, say("hello")));
    let two = answer(&town.put_as(2, room, cid, say("hello")));
    assert!(is_done(&one) && is_done(&two) && one != two);
}

#[test]
fn every_kind_of_put_is_answered_the_same_after_a_restart() {
    let mut town = Town::new();
    let room = RoomName::Room(town.pair(1, 2));
    town.staff(3, Role::Responder);
    town.connect(4);
    town.put(4, me(4), seek());
    let report = Act::Report {
        entry: Seq::new(1),
        ground: "abuse".to_owned(),
    };
    let mut puts = vec![
        (1, room.clone(), say("hello")),
        (1, room.clone(), say(ABUSE)),
        (1, room.clone(), report),
        (1, room.clone(), ask_for_human()),
        (5, me(5), ask_for_human()),
        (5, me(5), seek()),
        (5, me(5), Act::Leave),
        // On going on shift the supporter is told of an offer first.
        (2, me(2), available(4)),
        (2, room, Act::Leave),
    ];
    town.connect(5);
    let mut answers = Vec::new();
    for (n, room, act) in puts.clone() {
        let cid = town.next_cid();
        answers.push((cid, answer(&town.put_as(n, room, cid, act))));
    }
    let case = RoomName::Case(town.case_of(1));
    for act in [
        Act::Take,
        Act::Take,
        Act::Acknowledge,
        Act::HandOff { to: None },
    ] {
        let cid = town.next_cid();
        let answered = answer(&town.put_as(3, case.clone(), cid, act.clone()));
        assert!(is_done(&answered), "{act:?}: {answered:?}");
        answers.push((cid, answered));
        puts.push((3, case.clone(), act));
    }
    let n_kept = town.log.len();
    town.restart();
    for n in 1..=5 {
        town.connect(n);
    }
    for ((n, room, act), (cid, before)) in puts.into_iter().zip(answers) {
        let again = answer(&town.put_as(n, room, cid, act.clone()));
        let seen = (refused(&again), refused(&before));
        assert!(
            again == before || seen.0.is_some() && seen.0 == seen.1,
            "{act:?}: {before:?}, {again:?}"
        );
    }
    assert_eq!(town.log.len(), n_kept);
}

#[test]
fn a_put_is_forgotten_after_its_time() {
    let mut town = Town::new();
    let room = RoomName::Room(town.pair(1, 2));
    let cid = town.next_cid();
    let first = answer(&town.put_as(1, room.clone(), cid, say("hello")));
    town.pass(Millis::from_hours(24));
    assert_eq!(
        answer(&town.put_as(1, room.clone(), cid, say("hello"))),
        first
    );
    town.pass(Millis::from_secs(1));
    assert_ne!(answer(&town.put_as(1, room, cid, say("hello"))), first);
}

#[test]
fn an_offer_that_no_longer_fits_is_refused_the_same_way_twice() {
    let mut town = Town::new();
    town.connect(1);
    town.staff(2, Role::Supporter);
    town.put(2, me(2), available(1));
    town.put(1, me(1), seek());
    let offer = town.offer_to(2);
    town.put(1, me(1), Act::Leave);
    let cid = town.next_cid();
    let first = answer(&town.put_as(2, me(2), cid, Act::AcceptOffer { offer }));
    assert_eq!(refused(&first), Some(Why::Gone));
    assert_eq!(
        answer(&town.put_as(2, me(2), cid, Act::AcceptOffer { offer })),
        first
    );
}
