//! A room that is full says little about who is in it.

use super::rooms::bar;
use super::rooms::spec;
use super::rooms::with;
use super::town::*;
use crate::engine::Answer;
use crate::engine::Asker;
use crate::engine::Bar;
use crate::engine::Info;
use crate::engine::Input;
use crate::engine::Question;
use crate::log::Act;
use crate::log::StandingAct;
use crate::matching::Asked;
use crate::room::Busy;
use crate::room::RoomKind;
use crate::room::RoomSpec;
use crate::vocab::Language;
use crate::vocab::Millis;
use crate::vocab::RoomId;
use crate::vocab::RoomName;
use crate::vocab::Week;

const HOUR: Millis = Millis::from_hours(1);
pub(super) const MOMENT: Millis = Millis::new(1);
const SLUGS: [&str; 8] = ["a", "b", "c", "d", "e", "f", "g", "h"];

/// A line with so many drop-in rooms, and two who must not meet, 1 and 2, in the first hour of a week.
pub(super) fn town(n: usize) -> Town {
    let mut town = open(n);
    town.block(1, 2);
    town
}

/// The same line before anybody blocked anybody.
fn open(n: usize) -> Town {
    let rooms = SLUGS.iter().take(n);
    let rooms = rooms.map(|slug| spec(slug, RoomKind::DropIn)).collect();
    let mut town = Town::with(with(rooms));
    town.now = Week::of(town.now).next().begins();
    town.feed(Input::Start);
    for n in [1, 2] {
        town.connect(n);
    }
    town
}

/// The first meets the second in a room, and does not want to any more.
fn blocks(town: &mut Town, room: RoomId) {
    for n in [1, 2] {
        assert!(is_done(&town.enter(n, room, None)));
    }
    let other = town.engine.state.room(room).unwrap().member(person(2));
    let who = other.unwrap().occupant;
    let block = Act::Standing(StandingAct::Block { who });
    assert!(is_done(&town.put(1, RoomName::Room(room), block)));
    for n in [1, 2] {
        assert!(is_done(&town.put(n, RoomName::Room(room), Act::Leave)));
    }
}

pub(super) fn looks_full(town: &mut Town, n: u8, room: RoomId) -> bool {
    let asker = Asker {
        conn: conn(n),
        reference: 1,
    };
    let question = Question::Directory;
    let told = answer(&town.feed(Input::Ask { asker, question }));
    let Answer::Told(Info::Directory(rooms)) = told else {
        panic!("{told:?}")
    };
    let listed = rooms.iter().find(|listed| listed.room == room).unwrap();
    listed.busy == Busy::Full
}

/// Returns for how many pairs of a person and a room the room looks full at the end of this week.
fn n_full(town: &mut Town, people: u8) -> usize {
    town.now = Week::of(town.now).next().begins().before(MOMENT);
    for n in 10..10 + people {
        town.connect(n);
    }
    let rooms: Vec<_> = town.engine.state.halls.listed.values().copied().collect();
    let all = (10..10 + people).flat_map(|n| rooms.iter().map(move |room| (n, *room)));
    let mut full = 0;
    for (n, room) in all {
        let looks = looks_full(town, n, room);
        let entered = town.enter(n, room, None);
        // What the list says and what the door says is one thing.
        assert_eq!(looks, !is_done(&entered), "{entered:?}");
        if looks {
            assert_eq!(bar(&entered), Bar::Full);
            full += 1;
        }
    }
    full
}

#[test]
fn one_in_four_rooms_looks_full_to_everybody_whoever_is_there() {
    let mut town = town(8);
    assert_eq!(n_full(&mut town, 20), 20 * 2);
}

#[test]
fn no_room_looks_full_for_nothing_where_there_is_no_block_or_no_other_room() {
    let mut few = town(1);
    assert_eq!(n_full(&mut few, 10), 0);
    let mut town = town(8);
    // A block ends by itself after 180 days.
    town.now = town.now.after(HOUR.times(24 * 181));
    assert_eq!(n_full(&mut town, 10), 0);
}

#[test]
fn where_rooms_do_not_come_out_even_one_more_looks_full_in_some_weeks_and_one_is_always_left() {
    for n_rooms in [2, 3, 5] {
        let mut town = town(n_rooms);
        let rooms: Vec<_> = town.engine.state.halls.listed.values().copied().collect();
        for n in 10..30 {
            town.connect(n);
        }
        let mut full = 0;
        for _ in 0..10 {
            town.now = Week::of(town.now).next().begins().before(MOMENT);
            for n in 10..30 {
                let own = rooms.iter().filter(|room| looks_full(&mut town, n, **room));
                let own = own.count();
                // So many whole rooms, and at most one more.
                assert!((n_rooms / 4..=n_rooms / 4 + 1).contains(&own), "{own}");
                full += own;
            }
            town.now = town.now.after(HOUR);
        }
        let of = 10 * 20 * n_rooms;
        assert!((of / 5..=of * 3 / 10).contains(&full), "{full} of {of}");
    }
}

#[test]
fn what_looked_full_does_so_after_a_restart_with_a_reason_and_without() {
    let mut town = open(4);
    let hall = town.hall("a");
    blocks(&mut town, hall);
    let rooms: Vec<_> = town.engine.state.halls.listed.values().copied().collect();
    town.now = Week::of(town.now).next().begins().before(HOUR);
    let covered = rooms.iter().filter(|room| looks_full(&mut town, 1, **room));
    let covered: Vec<_> = covered.copied().collect();
    let free = rooms.iter().find(|room| !covered.contains(room));
    let kept_out = *free.unwrap();
    assert!(is_done(&town.enter(2, kept_out, None)));
    assert!(looks_full(&mut town, 1, kept_out));
    assert!(is_done(&town.put(2, RoomName::Room(kept_out), Act::Leave)));
    town.restart();
    town.connect(1);
    for room in covered.iter().chain([&kept_out]) {
        assert!(looks_full(&mut town, 1, *room));
        assert_eq!(bar(&town.enter(1, *room, None)), Bar::Full);
    }
}

#[test]
fn the_first_look_writes_one_mark_for_each_room_that_looks_full_whatever_the_reason() {
    let mut town = town(4);
    let rooms: Vec<_> = town.engine.state.halls.listed.values().copied().collect();
    town.now = Week::of(town.now).next().begins().before(HOUR);
    let look = |town: &mut Town, n| {
        let asker = Asker {
            conn: conn(n),
            reference: 1,
        };
        let question = Question::Directory;
        let outputs = town.feed(Input::Ask { asker, question });
        let commits = outputs.iter().filter_map(|output| {
            if let crate::engine::Output::Commit(batch) = output {
                Some(batch.entries.len())
            } else {
                None
            }
        });
        commits.sum::<usize>()
    };
    // Without a reason, and once.
    assert_eq!((look(&mut town, 1), look(&mut town, 1)), (1, 0));
    let free = rooms
        .iter()
        .find(|room| is_done(&town.enter(2, **room, None)));
    assert!(free.is_some());
    // With one.
    assert_eq!((look(&mut town, 1), look(&mut town, 1)), (1, 0));
}

#[test]
fn rooms_turn_full_at_any_time_of_the_week_and_stay_so_until_its_end() {
    let mut town = town(4);
    let mut turned = Vec::new();
    let rooms: Vec<_> = town.engine.state.halls.listed.values().copied().collect();
    let begins = town.now;
    let mut before = [0; 20];
    for n in 10..30 {
        town.connect(n);
    }
    for day in 1..8 {
        town.now = begins.after(HOUR.times(24 * day)).before(MOMENT);
        for (n, before) in (10..30).zip(&mut before) {
            let all = rooms.iter().filter(|room| looks_full(&mut town, n, **room));
            let now = all.count();
            assert!(*before <= now && now <= 1, "{before} before {now}");
            if *before < now {
                turned.push(day);
            }
            *before = now;
        }
    }
    assert_eq!(turned.len(), 20, "for everybody once");
    turned.sort_unstable();
    turned.dedup();
    assert!(4 < turned.len(), "on many days: {turned:?}");
}

#[test]
fn who_was_kept_out_with_a_reason_is_until_the_week_ends_whether_the_other_is_there_or_not() {
    let mut town = town(3);
    let room = town.hall("a");
    assert!(is_done(&town.enter(2, room, None)));
    assert!(looks_full(&mut town, 1, room));
    assert_eq!(bar(&town.enter(1, room, None)), Bar::Full);
    assert!(is_done(&town.put(2, RoomName::Room(room), Act::Leave)));
    for day in 1..7 {
        town.now = Week::of(town.now).begins().after(HOUR.times(24 * day));
        assert!(looks_full(&mut town, 1, room));
        assert_eq!(bar(&town.enter(1, room, None)), Bar::Full);
    }
    town.now = Week::of(town.now).next().begins();
    assert!(!looks_full(&mut town, 1, room));
    assert!(is_done(&town.enter(1, room, None)));
}

#[test]
fn the_answer_is_the_same_with_a_reason_and_without() {
    let mut town = town(4);
    let rooms: Vec<_> = town.engine.state.halls.listed.values().copied().collect();
    town.now = Week::of(town.now).next().begins().before(MOMENT);
    let covered = *rooms
        .iter()
        .find(|room| looks_full(&mut town, 1, **room))
        .unwrap();
    let free = rooms.iter().filter(|room| **room != covered);
    let other = free
        .copied()
        .find(|room| is_done(&town.enter(2, *room, None)));
    let without = town.enter(1, covered, None);
    let with = town.enter(1, other.unwrap(), None);
    let (Answer::Barred(with), Answer::Barred(without)) = (with, without) else {
        panic!("let in");
    };
    assert_eq!(with.why, without.why);
    assert_eq!(
        (with.bar, &with.say, with.at),
        (without.bar, &without.say, without.at)
    );
    // And whoever finds every room full reaches a responder.
    assert!(is_done(&town.put(1, me(1), ask_for_human())));
}

#[test]
fn what_else_is_open_comes_first_in_the_language_that_was_asked_for() {
    let language = |tag: &str| tag.parse::<Language>().unwrap();
    let speaking = |slug, tag| RoomSpec {
        languages: vec![language(tag)],
        ..spec(slug, RoomKind::DropIn)
    };
    for (asked, first) in [("fr", "fr"), ("en", "en")] {
        let mut town = Town::with(with(vec![speaking("a", "en"), speaking("b", "fr")]));
        town.feed(Input::Start);
        town.connect(1);
        let wish = Asked {
            languages: vec![language(asked)],
            ..Asked::default()
        };
        let sought = town.put(1, me(1), Act::Seek(Box::new(wish)));
        assert!(is_done(&sought), "{sought:?}");
        let open = town.engine.rooms_with_space(person(1));
        let room = town.engine.state.room(open[0]).unwrap();
        let spec = room.setting.spec.as_ref().unwrap();
        assert_eq!(spec.languages, [language(first)]);
        assert_eq!(open.len(), 2, "the other is not left out");
    }
}
