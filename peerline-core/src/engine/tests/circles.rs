//! Circles, and talking alone.

use super::rooms::bar;
use super::rooms::spec;
use super::rooms::with;
use super::town::*;
use crate::engine::Answer;
use crate::engine::Bar;
use crate::engine::Input;
use crate::engine::Why;
use crate::identity;
use crate::log::Act;
use crate::log::AskedAlone;
use crate::log::Fact;
use crate::log::Notice;
use crate::log::RoomAct;
use crate::room;
use crate::room::Alone;
use crate::room::Life;
use crate::room::RoomKind;
use crate::room::RoomState;
use crate::vocab::AskId;
use crate::vocab::Language;
use crate::vocab::Millis;
use crate::vocab::Role;
use crate::vocab::RoomId;
use crate::vocab::RoomName;
use crate::vocab::Seq;
use crate::vocab::Timestamp;

impl Town {
    pub(super) fn sanction(&mut self, n: u8, until: Timestamp) {
        self.identify(identity::Command::Sanction {
            account: person(n),
            ground: "abuse".parse().unwrap(),
            until,
            by: identity::By::Operator,
        });
    }

    pub(super) fn block(&mut self, a: u8, b: u8) {
        let (a, b) = (person(a), person(b));
        let until = None;
        self.identify(identity::Command::Block { a, b, until });
    }

    /// Writes something into the book of accounts of this run.
    fn identify(&mut self, command: identity::Command) {
        self.feed(Input::Tick);
        assert!(self.engine.identify(command));
    }

    fn circle_of(&self, n: u8) -> RoomId {
        let circles = self.engine.state.halls.circles.iter().copied();
        let mut own = circles.filter(|id| self.is_in(n, *id));
        own.next_back().unwrap()
    }

    fn asked(&self, n: u8) -> AskedAlone {
        let told = self.told(n).into_iter().rev();
        let mut asked = told.filter_map(|notice| {
            if let Notice::AskedAlone(asked) = notice {
                Some(asked.clone())
            } else {
                None
            }
        });
        asked.next().unwrap()
    }

    fn ends(&self, n: u8) -> Vec<bool> {
        let told = self.told(n).into_iter();
        told.filter_map(|notice| {
            if let Notice::AloneEnded { agreed, .. } = notice {
                Some(*agreed)
            } else {
                None
            }
        })
        .collect()
    }

    fn ask_alone(&mut self, n: u8, room: RoomId, to: u8) -> Answer {
        let to = self.engine.name_in(&RoomName::Room(room), person(to));
        let quote = Vec::new();
        self.room_act(n, room, RoomAct::AskAlone { to, quote })
    }
}

fn circle(languages: &[&str]) -> Act {
    Act::Room(RoomAct::SeekCircle {
        topics: Vec::new(),
        languages: languages.iter().map(|one| one.parse().unwrap()).collect(),
    })
}

fn seated(town: &mut Town, n: u8) -> RoomId {
    town.connect(n);
    assert!(is_done(&town.put(n, me(n), circle(&["en"]))));
    town.circle_of(n)
}

#[test]
fn a_circle_begins_with_three_and_takes_no_more_than_its_seats() {
    let mut town = Town::new();
    let first = seated(&mut town, 1);
    assert_eq!(seated(&mut town, 2), first);
    let waits = town.put(1, RoomName::Room(first), say("hello"));
    assert_eq!(bar(&waits), Bar::Gathering);
    assert_eq!(seated(&mut town, 3), first);
    assert!(is_done(&town.put(1, RoomName::Room(first), say("hello"))));
    for n in 12..17 {
        assert_eq!(seated(&mut town, n), first);
    }
    assert_ne!(seated(&mut town, 17), first, "eight are enough");
}

#[test]
fn who_asks_again_keeps_their_seat() {
    let mut town = Town::new();
    let first = seated(&mut town, 1);
    assert_eq!(seated(&mut town, 1), first);
    assert_eq!(town.engine.state.room(first).unwrap().n_present(), 1);
}

#[test]
fn two_with_a_block_between_them_are_never_seated_together() {
    let mut town = Town::new();
    town.block(1, 2);
    let first = seated(&mut town, 1);
    assert_ne!(seated(&mut town, 2), first);
    let (second, third) = (town.circle_of(2), seated(&mut town, 3));
    assert!(
        [first, second].contains(&third),
        "who has no block sits anywhere"
    );
}

#[test]
fn another_language_is_another_circle() {
    let mut town = Town::new();
    let first = seated(&mut town, 1);
    town.connect(2);
    assert!(is_done(&town.put(2, me(2), circle(&["de"]))));
    assert_ne!(town.circle_of(2), first);
    let language = &town.engine.state.room(town.circle_of(2)).unwrap().language;
    assert_eq!(*language, "de".parse::<Language>().unwrap());
}

#[test]
fn a_circle_to_which_too_few_come_ends_and_says_why() {
    let mut town = Town::new();
    let first = seated(&mut town, 1);
    town.restart();
    town.connect(1);
    town.pass(Millis::from_mins(11));
    let room = town.engine.state.room(first).unwrap();
    assert_eq!(room.state, RoomState::Closed);
    let ended = town.log.iter().any(|(name, _, entry)| {
        let ended = matches!(entry.fact, Fact::Room(room::Fact::Life(Life::Ended { .. })));
        ended && *name == RoomName::Room(first)
    });
    assert!(ended);
    assert_ne!(seated(&mut town, 1), first);
}

#[test]
fn a_circle_of_the_directory_seats_who_comes_in_by_it() {
    let mut small = spec("circle", RoomKind::Circle);
    small.seats = 3;
    let mut town = Town::with(with(vec![small]));
    town.feed(Input::Start);
    let hall = town.hall("circle");
    for n in 1..=4 {
        town.connect(n);
        assert!(is_done(&town.enter(n, hall, None)));
    }
    let circle = town.circle_of(1);
    assert!((1..=3).all(|n| town.is_in(n, circle)) && !town.is_in(4, circle));
    assert_eq!(town.engine.state.room(hall).unwrap().n_present(), 0);
}

/// A drop-in room where peers may be asked, with two seekers and a supporter in it.
fn day(alone: Alone) -> (Town, RoomId) {
    let mut day = spec("day", RoomKind::DropIn);
    day.alone = alone;
    let mut town = Town::with(with(vec![day]));
    town.feed(Input::Start);
    let hall = town.hall("day");
    town.connect(1);
    town.connect(2);
    town.staff(4, Role::Supporter);
    town.enter(1, hall, None);
    town.enter(2, hall, None);
    town.enter(4, hall, Some(Role::Supporter));
    (town, hall)
}

fn agree(ask: AskId, quote: bool) -> Act {
    Act::Room(RoomAct::AgreeAlone { ask, quote })
}

#[test]
fn who_says_yes_talks_alone_with_who_asked() {
    let (mut town, hall) = day(Alone::Supporters);
    let before = town.engine.state.head(&RoomName::Room(hall));
    assert!(is_done(&town.ask_alone(1, hall, 4)));
    let asked = town.asked(4);
    assert!(is_done(&town.put(4, me(4), agree(asked.ask, true))));
    assert_eq!(
        town.engine.state.head(&RoomName::Room(hall)),
        before,
        "the room sees nothing"
    );
    let matched = town.matched(1).into_iter().rev();
    let alone = |(_, kind): &(RoomId, RoomKind)| *kind == RoomKind::OneToOne;
    let (room, _) = matched.into_iter().find(alone).unwrap();
    assert!(town.is_in(1, room) && town.is_in(4, room));
    assert_eq!(town.ends(1), [true]);
    let again = town.put(4, me(4), agree(asked.ask, true));
    assert_eq!(again, Answer::refuse(Why::Gone));
}

#[test]
fn what_was_said_is_taken_along_only_where_both_want_it() {
    for wanted in [true, false] {
        let (mut town, hall) = day(Alone::Supporters);
        let name = RoomName::Room(hall);
        assert!(is_done(&town.put(1, name.clone(), say("mine"))));
        let mine = town.engine.state.head(&name);
        assert!(is_done(&town.put(2, name.clone(), say("of another"))));
        let other = town.engine.state.head(&name);
        let to = town.engine.name_in(&name, person(4));
        let ask = |quote: Vec<Seq>| RoomAct::AskAlone { to, quote };
        let foreign = town.room_act(1, hall, ask(vec![other]));
        assert_eq!(
            foreign,
            Answer::refuse(Why::Gone),
            "nothing of somebody else"
        );
        assert!(is_done(&town.room_act(1, hall, ask(vec![mine]))));
        let asked = town.asked(4);
        assert_eq!(asked.quote, [mine]);
        town.put(4, me(4), agree(asked.ask, wanted));
        let quoted = town.log.iter().any(|(_, _, entry)| {
            matches!(&entry.fact, Fact::Room(room::Fact::Life(Life::Quoted { room, entries })) if *room == hall && *entries == [mine])
        });
        assert_eq!(quoted, wanted);
    }
}

#[test]
fn a_no_a_block_and_silence_look_the_same_to_who_asked() {
    let told = |how: u8| {
        let (mut town, hall) = day(Alone::Supporters);
        if how == 1 {
            town.block(1, 4);
        }
        let answer = town.ask_alone(1, hall, 4);
        if how == 2 {
            let ask = town.asked(4).ask;
            let pass = Act::Room(RoomAct::PassAlone { ask });
            assert!(is_done(&town.put(4, me(4), pass)));
            assert_eq!(
                refused(&town.put(4, me(4), agree(ask, false))),
                Some(Why::Gone)
            );
        }
        let n_asked = town
            .told(4)
            .iter()
            .filter(|one| matches!(one, Notice::AskedAlone(_)))
            .count();
        assert_eq!(n_asked, usize::from(how != 1));
        town.pass(Millis::from_mins(6));
        (answer, town.ends(1), town.told(1).len())
    };
    assert_eq!(told(0).1, [false]);
    assert_eq!(told(0), told(1));
    assert_eq!(told(0), told(2));
}

#[test]
fn nobody_is_asked_again_and_again() {
    let (mut town, hall) = day(Alone::Supporters);
    assert!(is_done(&town.ask_alone(1, hall, 4)));
    assert_eq!(bar(&town.ask_alone(1, hall, 4)), Bar::Asked);
    town.pass(Millis::from_hours(1));
    town.enter(1, hall, None);
    town.restart();
    for n in [1, 2, 4] {
        town.connect(n);
    }
    assert_eq!(
        bar(&town.ask_alone(1, hall, 4)),
        Bar::Asked,
        "whatever came of it"
    );
    assert!(is_done(&town.ask_alone(2, hall, 4)));
}

#[test]
fn peers_are_asked_where_the_operator_lets_them_and_never_on_probation() {
    let (mut town, hall) = day(Alone::Supporters);
    assert_eq!(bar(&town.ask_alone(1, hall, 2)), Bar::Role);
    let (mut town, hall) = day(Alone::Nobody);
    assert_eq!(bar(&town.ask_alone(1, hall, 4)), Bar::Role);
    let (mut town, hall) = day(Alone::Peers);
    assert_eq!(bar(&town.ask_alone(1, hall, 2)), Bar::Role, "on probation");
    assert!(is_done(&town.ask_alone(1, hall, 4)), "but a supporter");
    town.pass(Millis::from_hours(25));
    assert!(is_done(&town.ask_alone(1, hall, 2)));
}
