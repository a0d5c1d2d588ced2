//! "I need a person now": for everybody, always.

use super::town::*;
use crate::engine::Why;
use crate::identity;
use crate::identity::By;
use crate::identity::Ground;
use crate::log::Act;
use crate::log::DismissWhy;
use crate::log::Entry;
use crate::log::Fact;
use crate::log::Notice;
use crate::vocab::Band;
use crate::vocab::Millis;
use crate::vocab::Role;
use crate::vocab::RoomId;
use crate::vocab::RoomName;
use crate::vocab::Salt;
use crate::vocab::Sensitive;
use crate::vocab::Seq;

#[test]
fn a_walk_in_gets_a_room_a_card_and_a_case() {
    let mut town = Town::new();
    town.connect(1);
    assert!(is_done(&town.put(1, me(1), ask_for_human())));
    let room = town.case_room(1);
    assert!(town.is_in(1, room));
    let matched = |notice: &&Notice| matches!(notice, Notice::Matched { room: id, crisis: true, .. } if *id == room);
    assert!(town.told(1).iter().any(matched));
    assert_eq!(town.n_cards(1), 1);
    let case = town.engine.state.crisis.case(town.case_of(1)).unwrap();
    assert_eq!(case.band, Band::High);
}

#[test]
fn a_member_asks_where_they_are_and_the_room_does_not_see_it() {
    let mut town = Town::new();
    let room = town.pair(1, 2);
    let head = town.engine.state.head(&RoomName::Room(room));
    assert!(is_done(&town.put(1, RoomName::Room(room), ask_for_human())));
    assert_eq!(town.case_room(1), room);
    assert_eq!(town.engine.state.head(&RoomName::Room(room)), head);
}

#[test]
fn a_supporter_in_a_room_asks_for_the_one_who_came_for_support() {
    let mut town = Town::new();
    let room = town.pair(1, 2);
    assert!(is_done(&town.put(2, RoomName::Room(room), ask_for_human())));
    let case = town.engine.state.crisis.case(town.case_of(1)).unwrap();
    assert_eq!((case.band, case.room), (Band::High, Some(room)));
    assert_eq!((town.n_cards(1), town.n_cards(2)), (1, 0));
}

#[test]
fn somebody_under_a_sanction_may_ask() {
    let mut town = Town::new();
    let fact = identity::Fact::Sanctioned {
        account: person(1),
        ground: "abuse".parse::<Ground>().unwrap(),
        until: town.now.after(Millis::from_hours(1)),
        by: By::Operator,
    };
    let entry = Entry {
        n: 0,
        at: town.now,
        who: None,
        joined: None,
        re: None,
        put: None,
        salt: Sensitive::new(Salt::from_bytes([0; 16])),
        fact: Fact::Identity(fact),
    };
    town.engine
        .restore(&RoomName::Line, Seq::new(1), &entry)
        .unwrap();
    town.connect(1);
    assert_eq!(refused(&town.put(1, me(1), seek())), Some(Why::Denied));
    assert!(is_done(&town.put(1, me(1), ask_for_human())));
    assert!(town.is_in(1, town.case_room(1)));
}

#[test]
fn from_a_closed_room_one_is_brought_to_an_open_one() {
    let mut town = Town::new();
    let room = town.pair(1, 2);
    town.put(2, RoomName::Room(room), Act::Leave);
    assert!(!town.engine.state.room(room).unwrap().is_open());
    assert!(is_done(&town.put(1, RoomName::Room(room), ask_for_human())));
    let new = town.case_room(1);
    assert!(new != room && town.is_in(1, new));
}

#[test]
fn from_a_room_one_has_left_one_is_brought_to_an_own_one() {
    let mut town = Town::new();
    let room = town.pair(1, 2);
    town.put(1, RoomName::Room(room), say(DANGER));
    town.put(1, RoomName::Room(room), Act::Leave);
    assert!(
        town.engine.state.room(room).unwrap().is_open(),
        "its case is open"
    );
    assert!(is_done(&town.put(1, RoomName::Room(room), ask_for_human())));
    let new = town.case_room(1);
    assert!(new != room && town.is_in(1, new));
}

#[test]
fn nobody_asks_from_a_room_of_others() {
    let mut town = Town::new();
    let room = town.pair(1, 2);
    town.connect(3);
    let asked = town.put(3, RoomName::Room(room), ask_for_human());
    assert_eq!(refused(&asked), Some(Why::Denied));
    let unknown = RoomName::Room(RoomId::from_bytes([1; 16]));
    assert_eq!(town.put(3, unknown, ask_for_human()), asked);
}

#[test]
fn asking_twice_keeps_the_room_and_shows_no_second_card() {
    let mut town = Town::new();
    town.connect(1);
    town.put(1, me(1), ask_for_human());
    let room = town.case_room(1);
    assert!(is_done(&town.put(1, me(1), ask_for_human())));
    assert_eq!(town.case_room(1), room);
    assert_eq!(town.n_cards(1), 1);
    assert_eq!(town.engine.state.open_cases().count(), 1);
}

#[test]
fn a_band_that_rises_shows_a_second_card() {
    let mut town = Town::new();
    let room = RoomName::Room(town.pair(1, 2));
    town.put(1, room.clone(), say("i am such a burden to everyone"));
    let n_before = town.n_cards(1);
    town.put(1, room, ask_for_human());
    assert_eq!(town.n_cards(1), n_before + 1);
}

#[test]
fn a_supporter_who_asks_is_not_joined_in_the_room_of_their_seeker() {
    let mut town = Town::new();
    let room = town.pair(1, 2);
    assert!(is_done(&town.put(2, me(2), ask_for_human())));
    assert_ne!(town.case_room(2), room);
}

#[test]
fn a_waiting_person_who_asks_waits_before_everybody() {
    let mut town = Town::new();
    town.connect(1);
    town.connect(2);
    town.put(1, me(1), seek());
    town.put(2, me(2), seek());
    town.put(2, me(2), ask_for_human());
    let first = town.engine.state.matching.waiting().next().unwrap();
    assert_eq!(first.account, person(2));
}

#[test]
fn a_dismissed_card_is_noted_and_the_case_goes_on() {
    let mut town = Town::new();
    town.connect(1);
    town.put(1, me(1), ask_for_human());
    let case = town.case_of(1);
    let why = DismissWhy::NotNow;
    assert!(is_done(&town.put(1, me(1), Act::Dismiss { case, why })));
    assert_eq!(town.case_of(1), case);
    town.staff(3, Role::Responder);
    assert_eq!(
        refused(&town.put(3, me(3), Act::Dismiss { case, why })),
        Some(Why::Gone)
    );
}
