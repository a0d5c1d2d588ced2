//! Who may receive which room.

use super::town::*;
use crate::engine::Input;
use crate::engine::Output;
use crate::log::Act;
use crate::vocab::CaseId;
use crate::vocab::Queue;
use crate::vocab::Role;
use crate::vocab::RoomId;
use crate::vocab::RoomName;

fn opens(town: &mut Town, n: u8, room: RoomName) -> bool {
    let outputs = town.feed(Input::Open {
        conn: conn(n),
        reference: None,
        room,
    });
    match &outputs[..] {
        [Output::Open { .. }] => true,
        [Output::RefuseOpen { .. }] => false,
        other => panic!("{other:?}"),
    }
}

#[test]
fn staff_rooms_open_for_their_staff_alone() {
    let mut town = Town::new();
    town.connect(1);
    town.staff(2, Role::Supporter);
    town.staff(3, Role::Responder);
    town.staff(4, Role::Moderator);
    town.staff(5, Role::Supervisor);
    let main = Queue::main;
    let case = RoomName::Case(CaseId::from_bytes([1; 16]));
    let rooms = [
        (crisis(), [false, false, true, false, true]),
        (case, [false, false, true, false, true]),
        (RoomName::Mod(main()), [false, false, false, true, true]),
        (RoomName::Match(main()), [false, false, false, false, true]),
        (RoomName::Line, [false, false, false, false, true]),
    ];
    for (room, expected) in rooms {
        let seen = [1, 2, 3, 4, 5].map(|n| opens(&mut town, n, room.clone()));
        assert_eq!(seen, expected, "{room}");
    }
}

#[test]
fn nobody_opens_the_room_of_another() {
    let mut town = Town::new();
    town.connect(1);
    town.staff(5, Role::Supervisor);
    assert!(opens(&mut town, 1, me(1)));
    assert!(!opens(&mut town, 5, me(1)));
    assert!(!opens(&mut town, 9, me(9)), "not connected");
    assert!(!opens(
        &mut town,
        1,
        RoomName::Room(RoomId::from_bytes([1; 16]))
    ));
}

#[test]
fn who_left_no_longer_reads_what_is_said_after() {
    let mut town = Town::new();
    let room = town.pair(1, 2);
    assert!(opens(&mut town, 2, RoomName::Room(room)));
    town.put(1, RoomName::Room(room), say(DANGER));
    town.put(2, RoomName::Room(room), Act::Leave);
    assert!(!opens(&mut town, 2, RoomName::Room(room)));
    assert!(opens(&mut town, 1, RoomName::Room(room)));
}

#[test]
fn who_was_there_at_the_end_still_reads() {
    let mut town = Town::new();
    let room = town.pair(1, 2);
    town.put(1, RoomName::Room(room), Act::Leave);
    assert!(opens(&mut town, 2, RoomName::Room(room)));
}

#[test]
fn a_wrong_invitation_keeps_out() {
    let mut town = Town::new();
    let secret = crate::vocab::Sensitive::new([1; 32]);
    let outputs = town.feed(connect(1, Some(secret)));
    assert_eq!(outputs, [Output::Turn { conn: conn(1) }]);
}
