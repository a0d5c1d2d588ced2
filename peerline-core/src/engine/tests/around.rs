//! Who is here, away or gone: told on whole minutes, to those in the room.

use super::town::*;
use crate::engine::Answer;
use crate::engine::Asker;
use crate::engine::Info;
use crate::engine::Input;
use crate::engine::Output;
use crate::engine::PresentView;
use crate::engine::Question;
use crate::engine::Why;
use crate::log::Passing;
use crate::log::Presence;
use crate::vocab::Millis;
use crate::vocab::RoomId;
use crate::vocab::RoomName;
use crate::vocab::Timestamp;

const MINUTE: u64 = 60_000;

fn told(outputs: &[Output]) -> Vec<Presence> {
    let said = outputs.iter().filter_map(|output| {
        if let Output::Whisper {
            what: Passing::Present(state),
            ..
        } = output
        {
            Some(*state)
        } else {
            None
        }
    });
    said.collect()
}

fn be(n: u8, room: RoomId, state: Presence) -> Input {
    Input::Pass {
        conn: conn(n),
        room: RoomName::Room(room),
        what: Passing::Present(state),
    }
}

/// A pair of whom nothing is left to be told.
fn town() -> (Town, RoomId) {
    let mut town = Town::new();
    let room = town.pair(1, 2);
    town.pass(Millis::from_mins(2));
    (town, room)
}

fn ask(town: &mut Town, n: u8, room: RoomId) -> Answer {
    let asker = Asker {
        conn: conn(n),
        reference: 1,
    };
    let question = Question::Present { room };
    answer(&town.feed(Input::Ask { asker, question }))
}

fn present(town: &mut Town, n: u8, room: RoomId) -> PresentView {
    let told = ask(town, n, room);
    let Answer::Told(Info::Present(view)) = told else {
        panic!("{told:?}")
    };
    view
}

/// Lets time pass up to the next whole minute, and returns what is told on it.
fn to_the_minute(town: &mut Town) -> Vec<Presence> {
    let over = town.now.unix_millis() % MINUTE;
    let early = town.pass(Millis::new(MINUTE - over - 1));
    assert!(told(&early).is_empty(), "nothing before the minute is over");
    told(&town.pass(Millis::new(1)))
}

#[test]
fn what_changed_is_told_when_the_minute_is_over() {
    let (mut town, room) = town();
    let outputs = town.feed(be(1, room, Presence::Away));
    assert!(outputs.is_empty(), "not at once, and nothing is written");
    assert_eq!(to_the_minute(&mut town), [Presence::Away]);
    assert_eq!(present(&mut town, 2, room).away, 1);
    town.feed(be(1, room, Presence::Here));
    assert_eq!(to_the_minute(&mut town), [Presence::Here]);
    assert_eq!(present(&mut town, 2, room).here, 2);
}

#[test]
fn what_changed_back_within_a_minute_is_never_told() {
    let (mut town, room) = town();
    town.feed(be(1, room, Presence::Away));
    town.feed(be(1, room, Presence::Here));
    town.disconnect(1);
    town.connect(1);
    assert!(to_the_minute(&mut town).is_empty());
}

#[test]
fn a_lost_connection_is_away_and_then_gone_and_coming_back_is_here() {
    let (mut town, room) = town();
    town.disconnect(1);
    assert_eq!(to_the_minute(&mut town), [Presence::Away]);
    let later = told(&town.pass(Millis::from_mins(3)));
    assert_eq!(later, [Presence::Gone]);
    let view = present(&mut town, 2, room);
    assert_eq!((view.here, view.away), (1, 0));
    assert!(town.is_in(1, room), "gone has not left");
    town.connect(1);
    assert_eq!(to_the_minute(&mut town), [Presence::Here]);
}

#[test]
fn no_time_is_exact() {
    let (mut town, room) = town();
    town.now = town.now.after(Millis::new(23_456));
    town.feed(be(1, room, Presence::Away));
    town.pass(Millis::from_mins(1));
    let since = |view: PresentView| view.members.iter().find_map(|member| member.since).unwrap();
    let shown = since(present(&mut town, 2, room));
    assert_eq!(shown.unix_millis() % MINUTE, 0);
    assert!(shown < town.now);
    town.pass(Millis::from_hours(2));
    let shown: Timestamp = since(present(&mut town, 2, room));
    assert_eq!(shown.unix_millis() % (60 * MINUTE), 0);
}

#[test]
fn who_is_in_a_room_is_told_to_its_members_alone() {
    let (mut town, room) = town();
    town.connect(9);
    assert_eq!(refused(&ask(&mut town, 9, room)), Some(Why::Denied));
    assert!(told(&town.feed(be(9, room, Presence::Away))).is_empty());
    to_the_minute(&mut town);
    assert_eq!(present(&mut town, 1, room).here, 2);
}

#[test]
fn typing_and_reading_go_only_where_the_room_has_them() {
    let mut policies = policies();
    policies.pair.read = false;
    let mut town = Town::with(policies);
    let id = town.pair(1, 2);
    let pass = |what| Input::Pass {
        conn: conn(1),
        room: RoomName::Room(id),
        what,
    };
    let typing = town.feed(pass(Passing::Typing));
    assert!(matches!(&typing[..], [Output::Whisper { .. }]));
    let read = Passing::Read(crate::vocab::Seq::new(1));
    assert!(town.feed(pass(read)).is_empty());
}
