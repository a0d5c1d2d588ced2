//! What is refused wherever it was put, and heard all the same.

use super::town::*;
use crate::engine::Answer;
use crate::engine::Input;
use crate::engine::Output;
use crate::engine::Why;
use crate::log::Act;
use crate::log::Fact;
use crate::moderation;
use crate::vocab::CaseId;
use crate::vocab::DecisionId;
use crate::vocab::OccupantId;
use crate::vocab::Queue;
use crate::vocab::Role;
use crate::vocab::RoomName;
use crate::vocab::Seq;
use crate::vocab::Text;

fn n_cases(town: &Town) -> usize {
    town.engine.state.open_cases().count()
}

/// A put that is older than puts are remembered.
fn late(town: &mut Town, n: u8, room: RoomName, act: Act) -> Vec<Output> {
    let cid = town.next_cid();
    let Input::Put(put) = put(n, (room, cid, false), act) else {
        unreachable!("a put");
    };
    town.feed(Input::PutLate(put))
}

fn edit(entry: u64, text: &str) -> Act {
    Act::Edit {
        entry: Seq::new(entry),
        text: Text::new(text).unwrap(),
        language: None,
        notes: None,
    }
}

/// Places where nothing is said, and what whoever says something there is told.
fn elsewhere() -> [(RoomName, Why); 6] {
    [
        (me(1), Why::OutOfPlace),
        (RoomName::Own(OccupantId::from_bytes([5; 16])), Why::Denied),
        (RoomName::Case(CaseId::from_bytes([5; 16])), Why::OutOfPlace),
        (RoomName::Mod(Queue::main()), Why::Denied),
        (crisis(), Why::Denied),
        (me(2), Why::Denied),
    ]
}

#[test]
fn danger_is_heard_where_nothing_is_said() {
    for (room, why) in elsewhere() {
        let mut town = Town::new();
        town.connect(1);
        let n_kept = town.log.len();
        let harmless = town.put(1, room.clone(), say("hello"));
        assert_eq!(refused(&harmless), Some(why), "{room}");
        assert_eq!(town.log.len(), n_kept, "{room}");
        for act in [say(DANGER), edit(1, DANGER)] {
            let answer = town.put(1, room.clone(), act);
            assert_eq!(refused(&answer), Some(why), "{room}");
        }
        assert_eq!(n_cases(&town), 1, "{room}");
        assert!(town.n_cards(1) > 0, "{room}");
        assert!(town.is_in(1, town.case_room(1)), "{room}");
    }
}

#[test]
fn what_is_refused_and_heard_is_refused_again() {
    let mut town = Town::new();
    town.connect(1);
    let cid = town.next_cid();
    for _ in 0..3 {
        let outputs = town.put_as(1, me(1), cid, say(DANGER));
        assert_eq!(refused(&answer(&outputs)), Some(Why::OutOfPlace));
    }
    assert_eq!(n_cases(&town), 1);
}

#[test]
fn who_answers_people_in_danger_may_speak_of_it_where_nothing_is_said() {
    let mut town = Town::new();
    town.staff(1, Role::Responder);
    town.put(1, me(1), say(DANGER));
    assert_eq!(n_cases(&town), 0);
}

#[test]
fn danger_that_comes_too_late_is_stale_and_heard_before_that_is_said() {
    let mut town = Town::new();
    let room = RoomName::Room(town.pair(1, 2));
    let head = town.engine.state.head(&room);
    let harmless = late(&mut town, 1, room.clone(), say("hello"));
    assert_eq!(refused(&answer(&harmless)), Some(Why::Stale));
    assert_eq!(n_cases(&town), 0);
    let outputs = late(&mut town, 1, room.clone(), say(DANGER));
    assert_eq!(refused(&answer(&outputs)), Some(Why::Stale));
    let place = |wanted: fn(&Output) -> bool| outputs.iter().position(wanted).unwrap();
    let written = place(|output| matches!(output, Output::Commit(_)));
    assert!(written < place(|output| matches!(output, Output::Answer { .. })));
    assert_eq!(commit(&outputs).put, None, "no retry is answered by it");
    assert_eq!((n_cases(&town), town.n_cards(1)), (1, 1));
    assert_eq!(town.engine.state.head(&room), head, "nothing was said");
}

#[test]
fn whoever_called_for_a_person_too_late_is_heard() {
    let mut town = Town::new();
    town.connect(1);
    let outputs = late(&mut town, 1, me(1), ask_for_human());
    assert_eq!(refused(&answer(&outputs)), Some(Why::Stale));
    assert_eq!((n_cases(&town), town.n_cards(1)), (1, 1));
    town.connect(3);
    let gone = RoomName::Room(crate::vocab::RoomId::from_bytes([77; 16]));
    late(&mut town, 3, gone.clone(), ask_for_human());
    assert_eq!(n_cases(&town), 2, "a room that is not there any more");
    town.connect(4);
    let about = Some(OccupantId::from_bytes([5; 16]));
    let country = None;
    late(&mut town, 4, gone, Act::AskForHuman { country, about });
    assert_eq!(n_cases(&town), 2, "they named somebody else");
}

#[test]
fn danger_under_a_name_that_came_before_with_other_words_is_heard() {
    let mut town = Town::new();
    let room = RoomName::Room(town.pair(1, 2));
    let cid = town.next_cid();
    town.put_as(1, room.clone(), cid, say("hello"));
    let outputs = town.put_as(1, room.clone(), cid, say(DANGER));
    assert_eq!(refused(&answer(&outputs)), Some(Why::CidReused));
    assert_eq!(n_cases(&town), 1);
    let again = town.put_as(1, room, cid, say("hello"));
    assert!(is_done(&answer(&again)));
}

#[test]
fn danger_in_the_place_of_words_of_others_is_heard() {
    let mut town = Town::new();
    let room = RoomName::Room(town.pair(1, 2));
    town.put(2, room.clone(), say("hello"));
    let entry = town.engine.state.head(&room);
    let cid = town.next_cid();
    for _ in 0..2 {
        let outputs = town.put_as(1, room.clone(), cid, edit(entry.get(), DANGER));
        assert!(matches!(answer(&outputs), Answer::Refused { .. }));
    }
    assert_eq!(n_cases(&town), 1);
    assert_eq!(town.engine.state.head(&room), entry);
}

fn appeal(decision: DecisionId, text: &str) -> Act {
    let text = Text::new(text).unwrap();
    Act::Appeal { decision, text }
}

fn n_appeals(town: &Town) -> usize {
    let is_one = |fact: &Fact| matches!(fact, Fact::Moderation(moderation::Fact::Appealed { .. }));
    let facts = town.log.iter().map(|(_, _, entry)| &entry.fact);
    facts.filter(|fact| is_one(fact)).count()
}

#[test]
fn danger_in_an_appeal_is_heard_and_the_appeal_is_made_once() {
    let mut town = Town::new();
    let room = RoomName::Room(town.pair(1, 2));
    let blocked = town.put(2, room, say(ABUSE));
    let Answer::Refused {
        decision: Some(decision),
        ..
    } = blocked
    else {
        panic!("not blocked: {blocked:?}");
    };
    let cid = town.next_cid();
    for _ in 0..3 {
        let outputs = town.put_as(2, me(2), cid, appeal(decision, DANGER));
        assert!(is_done(&answer(&outputs)), "a lost answer is given again");
        assert_eq!((n_cases(&town), n_appeals(&town)), (1, 1));
    }
    assert!(town.n_cards(2) > 0);
    let case = town.case_of(2);
    let person = town.engine.state.crisis.case(case).unwrap().person;
    assert_eq!(
        person,
        super::town::person(2),
        "a supporter is a person, too"
    );
}

#[test]
fn danger_in_an_appeal_that_is_refused_is_heard_wherever_it_was_put() {
    let unknown = DecisionId::from_bytes([6; 16]);
    for room in elsewhere().into_iter().map(|(room, _)| room) {
        let mut town = Town::new();
        town.connect(1);
        let harmless = town.put(1, room.clone(), appeal(unknown, "I meant it kindly"));
        assert!(refused(&harmless).is_some(), "{room}");
        assert_eq!(n_cases(&town), 0, "{room}");
        let cid = town.next_cid();
        for _ in 0..2 {
            let outputs = town.put_as(1, room.clone(), cid, appeal(unknown, DANGER));
            assert!(refused(&answer(&outputs)).is_some(), "{room}");
            assert_eq!(n_cases(&town), 1, "{room}");
        }
    }
    let mut town = Town::new();
    let room = RoomName::Room(town.pair(1, 2));
    let answer = town.put(1, room.clone(), appeal(unknown, DANGER));
    assert_eq!(refused(&answer), Some(Why::OutOfPlace));
    assert_eq!(n_cases(&town), 1);
    late(&mut town, 2, me(2), appeal(unknown, DANGER));
    assert_eq!(n_cases(&town), 2, "it came too late, and was heard");
}

#[test]
fn danger_in_an_appeal_is_urgent_for_a_host_that_cannot_write() {
    let town = Town::new();
    let unknown = DecisionId::from_bytes([6; 16]);
    assert!(town.engine.is_urgent(&appeal(unknown, DANGER)));
    assert!(!town.engine.is_urgent(&appeal(unknown, "I meant it kindly")));
}
