use super::town::*;
use crate::engine::Engine;
use crate::engine::Output;
use crate::engine::Why;
use crate::log::Act;
use crate::log::CloseReason;
use crate::log::Fact;
use crate::room;
use crate::vocab::Millis;
use crate::vocab::Role;
use crate::vocab::RoomId;
use crate::vocab::RoomName;
use crate::vocab::Seq;

const KEPT: Millis = Millis::from_hours(7 * 24);
const MINUTE: Millis = Millis::from_mins(1);

/// A pair that has talked and parted.
fn parted(town: &mut Town) -> RoomId {
    let room = town.pair(1, 2);
    for (n, text) in [(1, "hello"), (2, "good evening"), (1, "i see")] {
        assert!(is_done(&town.put(n, RoomName::Room(room), say(text))));
    }
    assert!(is_done(&town.put(2, RoomName::Room(room), Act::Leave)));
    room
}

fn base(engine: &Engine, room: RoomId) -> u64 {
    engine.state.base(&RoomName::Room(room)).get()
}

fn words(town: &Town, room: RoomId) -> Vec<Seq> {
    town.engine.state.room(room).unwrap().words()
}

fn buried(outputs: &[Output]) -> Vec<Seq> {
    let batches = outputs.iter().filter_map(|output| {
        if let Output::Commit(batch) = output {
            Some(batch)
        } else {
            None
        }
    });
    let tombs = batches.flat_map(|batch| &batch.tombs);
    tombs.map(|(_, seq)| *seq).collect()
}

#[test]
fn words_are_destroyed_when_their_room_is_over_for_long_enough() {
    let mut town = Town::new();
    let room = parted(&mut town);
    let said = words(&town, room);
    let before = town.pass(Millis::new(KEPT.get() - 1));
    assert_eq!(buried(&before), []);
    assert_eq!(buried(&town.pass(Millis::new(1))), said);
    assert_eq!(base(&town.engine, room), said.last().unwrap().get());
    let (name, _, entry) = town.log.last().unwrap();
    assert_eq!(*name, RoomName::Room(room));
    let trimmed = room::Fact::Trimmed {
        base: *said.last().unwrap(),
        goes_on: false,
    };
    assert_eq!(entry.fact, Fact::Room(trimmed));
    assert_eq!(buried(&town.pass(KEPT)), [], "once");
    let answer = town.put(1, RoomName::Room(room), Act::Redact { entry: said[0] });
    assert_eq!(refused(&answer), Some(Why::Gone));
}

#[test]
fn words_in_an_open_room_stay() {
    let mut town = Town::new();
    let room = town.pair(1, 2);
    assert!(is_done(&town.put(1, RoomName::Room(room), say("hello"))));
    town.pass(KEPT.times(3));
    assert_eq!(words(&town, room).len(), 1);
}

#[test]
fn a_line_that_keeps_everything_destroys_nothing() {
    let mut town = Town::new();
    town.engine.limits.keep_closed = None;
    let room = parted(&mut town);
    town.pass(KEPT.times(10));
    assert_eq!(words(&town, room).len(), 3);
    town.engine.limits.keep_closed = Some(KEPT);
    town.pass(Millis::from_hours(1));
    assert!(words(&town, room).is_empty(), "a line may change its mind");
}

#[test]
fn a_long_talk_goes_page_by_page() {
    let mut town = Town::new();
    town.engine.limits.page = 2;
    let room = parted(&mut town);
    let said = words(&town, room);
    assert_eq!(buried(&town.pass(KEPT)), said);
    let bases = town.log.iter().filter_map(|(_, _, entry)| {
        if let Fact::Room(room::Fact::Trimmed { base, .. }) = &entry.fact {
            Some(*base)
        } else {
            None
        }
    });
    assert_eq!(bases.collect::<Vec<_>>(), [said[1], said[2]]);
}

/// A pair that has parted, whose first message was changed last: its words stand behind all others.
fn changed_and_parted(town: &mut Town) -> (RoomId, Seq, Vec<Seq>) {
    let room = town.pair(1, 2);
    let name = RoomName::Room(room);
    for text in ["hello", "i see"] {
        assert!(is_done(&town.put(1, name.clone(), say(text))));
    }
    let first = words(town, room)[0];
    let edit = Act::Edit {
        entry: first,
        text: crate::vocab::Text::new("good evening").unwrap(),
        language: None,
        notes: None,
    };
    assert!(is_done(&town.put(1, name.clone(), edit)));
    assert!(is_done(&town.put(2, name, Act::Leave)));
    (room, first, words(town, room))
}

#[test]
fn words_of_a_change_go_with_their_own_place_and_not_with_their_message() {
    let mut town = Town::new();
    town.engine.limits.page = 1;
    let (room, first, said) = changed_and_parted(&mut town);
    assert!(said.iter().all(|seq| first < *seq));
    assert_eq!(buried(&town.pass(KEPT)), said);
    assert!(words(&town, room).is_empty());
}

#[test]
fn a_restart_between_two_pages_remembers_what_the_run_did() {
    let mut town = Town::new();
    let little = |town: &mut Town| {
        town.engine.limits.page = 1;
        town.engine.limits.keep_closed = Some(MINUTE);
    };
    little(&mut town);
    let (room, first, said) = changed_and_parted(&mut town);
    let same = |town: &mut Town| {
        let remembered = town.engine.state.clone();
        town.restart();
        little(town);
        assert_eq!(remembered, town.engine.state);
    };
    town.now = town.now.after(MINUTE);
    assert_eq!(buried(&town.feed(crate::engine::Input::Tick)), said[..1]);
    same(&mut town);
    town.connect(1);
    let redact = Act::Redact { entry: first };
    assert!(is_done(&town.put(1, RoomName::Room(room), redact)));
    assert!(words(&town, room).is_empty());
    same(&mut town);
    assert_eq!(town.engine.next_trim(), None, "nothing is left to destroy");
}

#[test]
fn a_room_in_which_nothing_was_said_is_left_alone() {
    let mut town = Town::new();
    let room = town.pair(1, 2);
    town.put(2, RoomName::Room(room), Act::Leave);
    let head = town.engine.state.head(&RoomName::Room(room));
    town.pass(KEPT.times(2));
    assert_eq!(town.engine.state.head(&RoomName::Room(room)), head);
}

#[test]
fn an_open_case_keeps_the_words_of_its_room_and_so_does_its_end_for_as_long() {
    let mut town = Town::new();
    town.staff(7, Role::Responder);
    town.connect(1);
    assert!(is_done(&town.put(1, me(1), ask_for_human())));
    let (case, room) = (town.case_of(1), town.case_room(1));
    assert!(is_done(&town.put(1, RoomName::Room(room), say("hello"))));
    // No act of today ends a room before its case; a later one might.
    town.engine.close_room(room);
    town.pass(KEPT.times(2));
    assert_eq!(words(&town, room).len(), 1, "a case is open");

    assert!(is_done(&town.put(7, RoomName::Case(case), Act::Take)));
    let end = Act::CloseCase {
        reason: CloseReason::Left,
    };
    for act in [Act::Acknowledge, assessed(), end] {
        let answer = town.put(7, RoomName::Case(case), act);
        assert!(is_done(&answer), "{answer:?}");
    }
    town.pass(Millis::new(KEPT.get() - MINUTE.get()));
    assert_eq!(words(&town, room).len(), 1, "the case ended lately");
    town.pass(MINUTE);
    assert!(words(&town, room).is_empty());
}

fn assessed() -> Act {
    Act::Assess {
        priority: crate::vocab::Band::High,
        reason: "answers".to_owned(),
    }
}

#[test]
fn an_opening_says_up_to_where_nothing_is_kept() {
    let mut town = Town::new();
    let room = parted(&mut town);
    town.pass(KEPT);
    town.connect(3);
    let open = |n| crate::engine::Input::Open {
        conn: conn(n),
        reference: None,
        room: RoomName::Room(room),
    };
    let wanted = base(&town.engine, room);
    let outputs = town.feed(open(1));
    let told = outputs.iter().any(
        |output| matches!(output, Output::Open { base, .. } if base.get() == wanted && wanted != 0),
    );
    assert!(told, "{outputs:?}");
}
