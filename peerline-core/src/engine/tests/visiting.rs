//! Connections that prove one room and nothing else.

use super::rooms::spec;
use super::rooms::with;
use super::ticketed::proof;
use super::ticketed::room_key;
use super::ticketed::weeks;
use super::town::*;
use crate::engine::Bar;
use crate::engine::Input;
use crate::engine::Output;
use crate::engine::Why;
use crate::identity::ContextKey;
use crate::identity::Principal;
use crate::identity::Ticket;
use crate::identity::WeekKeys;
use crate::log::Act;
use crate::log::RoomAct;
use crate::room::RoomKind;
use crate::vocab::AccountId;
use crate::vocab::Language;
use crate::vocab::Millis;
use crate::vocab::OccupantId;
use crate::vocab::RoomId;
use crate::vocab::RoomName;

/// The person, on a connection of their own, and on one that proves a room alone.
const PERSON: u8 = 1;
const VISITOR: u8 = 9;

/// A line with two drop-in rooms, and a ticket that somebody fetched into the first.
struct Scene {
    town: Town,
    weeks: WeekKeys,
    day: RoomId,
    other: RoomId,
    key: ContextKey,
    ticket: Ticket,
}

impl Scene {
    fn new() -> Self {
        let rooms = ["day", "other"].map(|slug| spec(slug, RoomKind::DropIn));
        let mut town = Town::with(with(rooms.to_vec()));
        town.feed(Input::Start);
        let (day, other) = (town.hall("day"), town.hall("other"));
        let weeks = weeks(town.now);
        town.take_weeks(&weeks);
        town.connect(PERSON);
        let key = room_key(PERSON, 0, day);
        let ticket = town.ticket(PERSON, &key).unwrap();
        town.disconnect(PERSON);
        Self {
            town,
            weeks,
            day,
            other,
            key,
            ticket,
        }
    }

    fn principal(&self) -> Principal {
        Principal::of_room(*proof(&self.key, self.day, None))
    }

    fn account(&self) -> AccountId {
        self.key.public().account()
    }

    fn home(&self) -> RoomName {
        RoomName::Me(self.account())
    }

    fn come(&mut self) -> Vec<Output> {
        let principal = self.principal();
        self.town.feed(Input::Connect {
            conn: conn(VISITOR),
            principal,
            language: Language::english(),
            country: None,
            invite: None,
            knock: None,
        })
    }

    /// Comes, shows the ticket, and is in.
    fn inside() -> (Self, OccupantId) {
        let mut scene = Self::new();
        scene.come();
        let shown = (&scene.weeks, &scene.ticket);
        let who = (VISITOR, &scene.key);
        let who = scene.town.show(who, scene.day, shown).unwrap();
        (scene, who)
    }

    fn put(&mut self, room: RoomName, act: Act) -> crate::engine::Answer {
        self.town.put(VISITOR, room, act)
    }

    /// Opens the room without another proof.
    fn open(&mut self) -> Result<OccupantId, ()> {
        let room = RoomName::Room(self.day);
        let outputs = self.town.feed(Input::Open {
            conn: conn(VISITOR),
            reference: Some(1),
            room,
        });
        let opened = outputs.into_iter().find_map(|output| {
            if let Output::Open { who, .. } = output {
                Some(who)
            } else {
                None
            }
        });
        opened.ok_or(())
    }

    fn has_case(&self, who: AccountId) -> bool {
        let mut cases = self.town.engine.state.open_cases();
        cases.any(|case| case.person == who)
    }
}

fn alias(who: OccupantId) -> AccountId {
    AccountId::from_bytes(*who.as_bytes())
}

#[test]
fn whoever_proves_a_room_alone_is_let_in_and_leaves_no_trace() {
    let mut scene = Scene::new();
    let n_kept = scene.town.log.len();
    let outputs = scene.come();
    let visits = |output: &Output| matches!(output, Output::Welcome { visits: true, .. });
    assert!(outputs.iter().any(visits), "{outputs:?}");
    assert_eq!(scene.town.log.len(), n_kept);
    let book = &scene.town.engine.state.identity;
    assert!(book.presence(scene.account()).is_none());
}

#[test]
fn a_ticket_is_all_that_it_takes_to_talk_and_to_be_heard() {
    let (mut scene, who) = Scene::inside();
    let room = RoomName::Room(scene.day);
    assert!(is_done(&scene.put(room.clone(), say("hello"))));
    assert!(!scene.has_case(alias(who)));
    assert!(is_done(&scene.put(room, say(DANGER))));
    assert!(scene.has_case(alias(who)), "under the name they have there");
    assert!(!scene.has_case(scene.account()));
    assert!(!scene.has_case(person(PERSON)), "nothing leads to them");
}

#[test]
fn a_person_is_within_reach_in_the_room_and_without_one() {
    let (mut scene, who) = Scene::inside();
    let room = RoomName::Room(scene.day);
    assert!(is_done(&scene.put(room, ask_for_human())));
    assert!(scene.has_case(alias(who)));
    let own = RoomName::Own(who);
    assert!(is_done(&scene.put(own, ask_for_human())));
    let mut scene = Scene::new();
    scene.come();
    let room = RoomName::Room(scene.day);
    assert!(refused(&scene.put(room.clone(), say(DANGER))).is_some());
    assert!(scene.has_case(scene.account()), "no ticket was shown");
    assert_eq!(
        refused(&scene.put(room, ask_for_human())),
        Some(Why::Denied)
    );
    let home = scene.home();
    assert!(is_done(&scene.put(home, ask_for_human())));
}

#[test]
fn whoever_proves_a_room_alone_has_nothing_else() {
    let (mut scene, _) = Scene::inside();
    let home = scene.home();
    let gate = Act::Enter {
        work: None,
        pass: None,
    };
    let circle = Act::Room(RoomAct::SeekCircle {
        topics: Vec::new(),
        languages: vec![Language::english()],
    });
    for act in [seek(), available(1), Act::Erase, gate, circle] {
        let answer = scene.put(home.clone(), act);
        assert_eq!(refused(&answer), Some(Why::OutOfPlace));
    }
    let join = Act::Room(RoomAct::Join { role: None });
    let (other, day) = (scene.other, RoomName::Room(scene.day));
    let answer = scene.put(RoomName::Room(other), join);
    assert!(matches!(answer, crate::engine::Answer::Barred(barred) if barred.bar == Bar::HelpOnly));
    let key = room_key(PERSON, 0, scene.day);
    let tickets = scene.town.ticket(VISITOR, &key).unwrap_err();
    assert!(
        matches!(tickets, crate::engine::Answer::Barred(barred) if barred.bar == Bar::HelpOnly)
    );
    let staff = [me(PERSON), crisis()];
    for room in staff {
        assert_eq!(refused(&scene.put(room, say("hello"))), Some(Why::Denied));
    }
    assert!(is_done(&scene.put(day, say("still here"))));
}

#[test]
fn the_key_alone_brings_them_back_while_the_lease_runs() {
    let (mut scene, who) = Scene::inside();
    scene.town.disconnect(VISITOR);
    scene.come();
    assert_eq!(scene.open(), Ok(who));
    let room = RoomName::Room(scene.day);
    assert!(is_done(&scene.put(room, say("hello again"))));
    scene.town.disconnect(VISITOR);
    scene.town.pass(Millis::from_hours(37));
    scene.come();
    assert_eq!(scene.open(), Err(()), "the lease has ended");
    let own = RoomName::Own(who);
    assert!(is_done(&scene.put(own, ask_for_human())));
    assert!(scene.has_case(alias(who)));
}

#[test]
fn an_engine_that_is_built_anew_knows_them_again() {
    let (mut scene, who) = Scene::inside();
    scene.town.restart();
    let principal = scene.principal();
    scene.town.feed(Input::Resume {
        conn: conn(VISITOR),
        principal,
        language: Language::english(),
        country: None,
        knock: None,
    });
    assert_eq!(scene.open(), Ok(who));
    let home = scene.home();
    assert_eq!(refused(&scene.put(home, seek())), Some(Why::OutOfPlace));
}

#[test]
fn the_key_of_one_room_opens_no_other() {
    let (mut scene, _) = Scene::inside();
    let other = room_key(PERSON, 0, scene.other);
    let shown = scene
        .town
        .open_with(VISITOR, scene.other, proof(&other, scene.other, None));
    assert_eq!(shown, Err(None));
    let held = scene
        .town
        .open_with(VISITOR, scene.other, proof(&scene.key, scene.other, None));
    assert_eq!(held, Err(None));
}

#[test]
fn a_ticket_into_another_room_is_kept_where_one_room_alone_was_proven() {
    let mut scene = Scene::new();
    scene.town.connect(PERSON);
    let other = room_key(PERSON, 0, scene.other);
    let ticket = scene.town.ticket(PERSON, &other).unwrap();
    scene.town.disconnect(PERSON);
    scene.come();
    let shown = (&scene.weeks, &ticket);
    let here = scene.town.show((VISITOR, &other), scene.other, shown);
    assert_eq!(here, Err(None));
    scene.town.connect(PERSON);
    let elsewhere = scene.town.show((PERSON, &other), scene.other, shown);
    assert!(elsewhere.is_ok(), "a refusal spends nothing");
}
