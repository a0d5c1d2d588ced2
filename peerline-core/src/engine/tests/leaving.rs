//! How a conversation ends.

use super::town::*;
use crate::engine::Output;
use crate::engine::Why;
use crate::log::Act;
use crate::vocab::RoomName;

#[test]
fn leaving_ends_the_pair_and_frees_the_supporter() {
    let mut town = Town::new();
    let room = town.pair(1, 2);
    town.connect(3);
    town.put(3, me(3), seek());
    assert!(town.engine.state.matching.offers_of(person(2)).is_empty());
    let outputs = town.put_all(1, RoomName::Room(room), Act::Leave);
    assert!(is_done(&answer(&outputs)));
    assert!(
        outputs
            .iter()
            .any(|output| matches!(output, Output::Expel { conns, .. } if *conns == [conn(1)]))
    );
    assert_eq!(town.engine.state.matching.partner_room(person(1)), None);
    assert!(!town.engine.state.room(room).unwrap().is_open());
    assert_eq!(town.engine.state.matching.offers_of(person(2)).len(), 1);
}

#[test]
fn who_left_cannot_write_or_leave_again() {
    let mut town = Town::new();
    let room = RoomName::Room(town.pair(1, 2));
    town.put(1, room.clone(), Act::Leave);
    assert_eq!(
        refused(&town.put(1, room.clone(), say("hello"))),
        Some(Why::Denied)
    );
    assert_eq!(
        refused(&town.put(1, room.clone(), Act::Leave)),
        Some(Why::Denied)
    );
    assert_eq!(refused(&town.put(2, room, say("hello"))), Some(Why::Gone));
}

#[test]
fn a_room_with_an_open_case_waits_for_the_responder() {
    let mut town = Town::new();
    let room = town.pair(1, 2);
    town.put(1, RoomName::Room(room), say(DANGER));
    town.put(2, RoomName::Room(room), Act::Leave);
    assert!(town.engine.state.room(room).unwrap().is_open());
    assert!(is_done(&town.put(
        1,
        RoomName::Room(room),
        say("is somebody there")
    )));
}
