//! How much a room that looks full tells over many weeks, where it is the only one, and of a session: what the line
//! hides, and how far that goes.

use super::covering::MOMENT;
use super::covering::looks_full;
use super::covering::town;
use super::rooms::bar;
use super::rooms::session;
use super::rooms::spec;
use super::rooms::with;
use super::town::*;
use crate::engine::Bar;
use crate::engine::Input;
use crate::log::Act;
use crate::room::RoomKind;
use crate::vocab::Millis;
use crate::vocab::Role;
use crate::vocab::RoomId;
use crate::vocab::RoomName;
use crate::vocab::Week;

/// As many as one block holds.
const WEEKS: usize = 24;
const PEOPLE: u8 = 60;

/// Goes on to the last moment of this week, when everything that was drawn for it shows.
fn last_moment(town: &mut Town) {
    town.now = Week::of(town.now).next().begins().before(MOMENT);
    town.feed(Input::Tick);
}

fn next_week(town: &mut Town) {
    town.now = Week::of(town.now).next().begins();
    last_moment(town);
}

fn rooms(town: &Town) -> Vec<RoomId> {
    town.engine.state.halls.listed.values().copied().collect()
}

/// Which rooms look full to whom, week by week: people, weeks, rooms.
fn weeks(town: &mut Town) -> Vec<Vec<Vec<bool>>> {
    let rooms = rooms(town);
    let mut all = vec![Vec::new(); usize::from(PEOPLE)];
    last_moment(town);
    for _ in 0..WEEKS {
        for (n, own) in (10..10 + PEOPLE).zip(&mut all) {
            let full = rooms.iter().map(|id| {
                let room = town.engine.state.room(*id).unwrap();
                town.engine.looks_full(*id, room, person(n))
            });
            own.push(full.collect());
        }
        next_week(town);
    }
    all
}

/// Whether `part` of `whole` is `of` in a hundred, give or take `off`.
fn is_about(part: usize, whole: usize, (of, off): (usize, usize)) -> bool {
    let found = part * 100;
    (whole * (of - off)..=whole * (of + off)).contains(&found)
}

#[test]
fn over_many_weeks_every_room_looks_full_as_often_as_every_other() {
    let mut town = town(4);
    let all = weeks(&mut town);
    let whole = usize::from(PEOPLE) * WEEKS;
    for room in 0..4 {
        let full = all.iter().flatten().filter(|week| week[room]).count();
        assert!(is_about(full, whole, (25, 4)), "{room}: {full} of {whole}");
    }
}

#[test]
fn a_week_says_nothing_of_the_next_and_one_phrase_nothing_of_another() {
    let mut town = town(4);
    let all = weeks(&mut town);
    let (mut again, mut full) = (0, 0);
    for own in &all {
        for two in own.windows(2) {
            for (this, next) in two[0].iter().zip(&two[1]) {
                full += usize::from(*this);
                again += usize::from(*this && *next);
            }
        }
    }
    // Of the rooms that looked full one in four does in the next week: no more, and no less.
    assert!(is_about(again, full, (25, 5)), "{again} of {full}");
    // Somebody who looks with two phrases sees the same room full by both as often as two strangers do.
    let (mut both, mut one) = (0, 0);
    for two in all.chunks(2) {
        for (first, second) in two[0].iter().zip(&two[1]) {
            for (by_one, by_other) in first.iter().zip(second) {
                one += usize::from(*by_one);
                both += usize::from(*by_one && *by_other);
            }
        }
    }
    assert!(is_about(both, one, (25, 6)), "{both} of {one}");
}

#[test]
fn a_room_in_which_the_other_always_is_looks_full_every_week_which_chance_alone_seldom_does_for_four()
 {
    let mut lines = town(4);
    let all = weeks(&mut lines);
    // How often a room looks full for four weeks on end without any reason: one in 256.
    let windows = all.iter().flat_map(|own| own.windows(4));
    let (mut runs, mut whole) = (0, 0);
    for window in windows {
        for room in 0..4 {
            whole += 1;
            runs += usize::from(window.iter().all(|week| week[room]));
        }
    }
    assert!(0 < runs && runs * 100 < whole, "{runs} of {whole}");

    // With a reason it does in all of them: this is what is not hidden, and the pages say to choose another room.
    let mut town = town(4);
    let hall = town.hall("a");
    last_moment(&mut town);
    let mut in_sight = 0;
    for _ in 0..WEEKS {
        town.connect(2);
        in_sight += usize::from(town.is_in(2, hall) || is_done(&town.enter(2, hall, None)));
        if town.is_in(2, hall) {
            assert!(looks_full(&mut town, 1, hall));
            assert_eq!(bar(&town.enter(1, hall, None)), Bar::Full);
        }
        // The others are drawn as ever: at most one of four besides.
        let besides = rooms(&town).into_iter().filter(|room| *room != hall);
        let besides: Vec<RoomId> = besides.collect();
        let full = besides
            .iter()
            .filter(|room| looks_full(&mut town, 1, **room));
        assert!(full.count() <= 1);
        next_week(&mut town);
    }
    assert!(WEEKS / 2 < in_sight, "{in_sight}");
}

#[test]
fn the_only_room_is_full_to_who_is_kept_out_and_to_nobody_else_and_a_person_comes_all_the_same() {
    let mut town = town(1);
    let hall = town.hall("a");
    assert!(is_done(&town.enter(2, hall, None)));
    for n in 10..20 {
        town.connect(n);
    }
    for _ in 0..4 {
        last_moment(&mut town);
        assert!(looks_full(&mut town, 1, hall));
        // It is not said to be for a reason: the answer is that of a room without a seat.
        assert_eq!(bar(&town.enter(1, hall, None)), Bar::Full);
        for n in 10..20 {
            assert!(!looks_full(&mut town, n, hall));
        }
        next_week(&mut town);
    }
    assert!(is_done(&town.put(1, me(1), ask_for_human())));
    // Who left is met no more: from the next week on the room is free.
    assert!(is_done(&town.put(2, RoomName::Room(hall), Act::Leave)));
    next_week(&mut town);
    assert!(!looks_full(&mut town, 1, hall));
}

/// A session in an hour, and three drop-in rooms.
fn evening() -> (Town, RoomId) {
    let mut specs = vec![session("evening")];
    specs.extend(["a", "b", "c"].map(|slug| spec(slug, RoomKind::DropIn)));
    let mut town = Town::with(with(specs));
    town.feed(Input::Start);
    for n in [1, 2] {
        town.connect(n);
    }
    town.staff(3, Role::Facilitator);
    town.block(1, 2);
    let evening = town.hall("evening");
    (town, evening)
}

#[test]
fn nobody_is_kept_out_of_a_session_for_nothing() {
    let (mut town, evening) = evening();
    let place = rooms(&town).iter().position(|room| *room == evening);
    let (place, all) = (place.unwrap(), weeks(&mut town));
    let full = |of: usize| all.iter().flatten().filter(|week| week[of]).count();
    assert_eq!(full(place), 0, "it takes place once");
    // The block is there all the time: of the other rooms some look full.
    assert!((0..4).any(|room| 0 < full(room)));
}

#[test]
fn a_session_is_full_to_who_must_not_meet_somebody_there_and_a_person_comes_all_the_same() {
    let (mut town, evening) = evening();
    town.pass(Millis::from_mins(55));
    assert!(is_done(&town.enter(3, evening, Some(Role::Facilitator))));
    assert!(is_done(&town.enter(2, evening, None)));
    assert!(looks_full(&mut town, 1, evening));
    assert_eq!(bar(&town.enter(1, evening, None)), Bar::Full);
    // Somebody else finds a seat.
    town.connect(10);
    assert!(is_done(&town.enter(10, evening, None)));
    assert!(is_done(&town.put(1, me(1), ask_for_human())));
}
