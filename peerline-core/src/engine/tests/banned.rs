//! A ban holds under every later name and in every kind of room, and never before a responder.

use proptest::prelude::*;

use super::rooms::bar;
use super::rooms::session;
use super::rooms::spec;
use super::rooms::with;
use super::ticketed::proof;
use super::ticketed::room_key;
use super::ticketed::target;
use super::ticketed::weeks;
use super::town::*;
use crate::engine::Bar;
use crate::identity::Ticket;
use crate::identity::WeekKeys;
use crate::log::Act;
use crate::log::RoomAct;
use crate::log::StandingAct;
use crate::room::Alone;
use crate::room::RoomKind;
use crate::vocab::AskId;
use crate::vocab::Millis;
use crate::vocab::OccupantId;
use crate::vocab::Role;
use crate::vocab::RoomId;
use crate::vocab::RoomName;

const RESPONDER: u8 = 7;
const MODERATOR: u8 = 6;
/// How many tickets the person holds from before, each for another key.
const HELD: u32 = 4;

/// A line with every kind of room, and somebody, 1, who was in all of them.
struct Scene {
    town: Town,
    weeks: WeekKeys,
    day: RoomId,
    held: Vec<Ticket>,
    /// Their name, and the one of whom they could talk to alone.
    who: OccupantId,
    other: OccupantId,
    asked: AskId,
}

impl Scene {
    fn new() -> Self {
        let mut day = spec("day", RoomKind::DropIn);
        day.alone = Alone::Peers;
        let circle = spec("circle", RoomKind::Circle);
        let mut town = Town::with(with(vec![day, session("evening"), circle]));
        town.feed(crate::engine::Input::Start);
        for n in [1, 2] {
            town.connect(n);
        }
        town.staff(MODERATOR, Role::Moderator);
        town.staff(RESPONDER, Role::Responder);
        // Probation is over, and the session of this day has begun.
        town.pass(Millis::from_hours(25));
        let weeks = weeks(town.now);
        town.take_weeks(&weeks);
        let day = town.hall("day");
        let mut enter = |n: u8, number| {
            let key = room_key(n, number, day);
            let ticket = town.ticket(n, &key).unwrap();
            town.show((n, &key), day, (&weeks, &ticket)).unwrap()
        };
        let (who, other) = (enter(1, 0), enter(2, 0));
        let held = (1..=HELD).map(|number| town.ticket(1, &room_key(1, number, day)).unwrap());
        let held = held.collect();
        let asked = RoomAct::AskAlone {
            to: who,
            quote: Vec::new(),
        };
        assert!(is_done(&town.room_act(2, day, asked)));
        let asks = &town.engine.state.halls.asks;
        let own = crate::vocab::AccountId::from_bytes(*other.as_bytes());
        let asked = asks.of(own).next().unwrap();
        Self {
            town,
            weeks,
            day,
            held,
            who,
            other,
            asked,
        }
    }

    fn ban(&mut self) {
        let order = StandingAct::Sanction(target(self.day, self.who));
        assert!(is_done(&self.town.stand(MODERATOR, order)));
    }

    fn ask_alone(&mut self) -> crate::engine::Answer {
        let ask = RoomAct::AskAlone {
            to: self.other,
            quote: Vec::new(),
        };
        self.town.room_act(1, self.day, ask)
    }

    /// Tries one way in; returns whether it was open.
    fn try_door(&mut self, door: Door) -> bool {
        let Self { town, day, .. } = self;
        match door {
            Door::FreshTicket(number) => town.ticket(1, &room_key(1, number, *day)).is_ok(),
            Door::HeldTicket(at) => {
                let number = u32::from(at) % HELD;
                let key = room_key(1, number + 1, *day);
                let ticket = &self.held[usize::from(at) % self.held.len()];
                let entered = town.show((1, &key), *day, (&self.weeks, ticket));
                if let Err(why) = entered {
                    let out = matches!(why, Some(Bar::HelpOnly | Bar::Ticket(_)));
                    assert!(out, "{why:?}");
                }
                entered.is_ok()
            }
            Door::Room(slug) => {
                let hall = town.hall(slug);
                let entered = town.enter(1, hall, None);
                let open = is_done(&entered);
                assert!(open || bar(&entered) == Bar::HelpOnly, "{entered:?}");
                open
            }
            Door::Pair => is_done(&town.put(1, me(1), seek())),
            Door::AskAlone => is_done(&self.ask_alone()),
            Door::AgreeAlone => {
                let agree = RoomAct::AgreeAlone {
                    ask: self.asked,
                    quote: false,
                };
                is_done(&town.put(1, RoomName::Own(self.who), Act::Room(agree)))
            }
        }
    }
}

#[derive(Clone, Copy, Debug)]
enum Door {
    FreshTicket(u32),
    HeldTicket(u8),
    Room(&'static str),
    Pair,
    AskAlone,
    AgreeAlone,
}

#[derive(Clone, Copy, Debug)]
enum Step {
    Try(Door),
    /// Goes and comes back, as whoever has the phrase.
    Reconnect,
    /// Shows a key again, to be known under the name it entered with.
    Rename(u32),
    Restart,
    Wait(u64),
}

fn doors() -> impl Strategy<Value = Door> {
    prop_oneof![
        (0_u32..8).prop_map(Door::FreshTicket),
        any::<u8>().prop_map(Door::HeldTicket),
        prop::sample::select(vec!["day", "evening", "circle"]).prop_map(Door::Room),
        Just(Door::Pair),
        Just(Door::AskAlone),
        Just(Door::AgreeAlone),
    ]
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let step = prop_oneof![
        6 => doors().prop_map(Step::Try),
        2 => Just(Step::Reconnect),
        2 => (0_u32..8).prop_map(Step::Rename),
        1 => Just(Step::Restart),
        2 => (1_u64..20).prop_map(Step::Wait),
    ];
    prop::collection::vec(step, 1..10)
}

/// Each alone, so that a ban that shuts one of them for another reason is no proof.
#[test]
fn every_door_is_open_before_the_ban_and_shut_behind_it() {
    let doors = [
        Door::FreshTicket(1),
        Door::HeldTicket(0),
        Door::Room("day"),
        Door::Room("evening"),
        Door::Room("circle"),
        Door::Pair,
        Door::AskAlone,
        Door::AgreeAlone,
    ];
    for door in doors {
        let mut before = Scene::new();
        assert!(before.try_door(door), "{door:?} before");
        let mut behind = Scene::new();
        behind.ban();
        assert!(!behind.try_door(door), "{door:?} behind");
        behind.town.reaches_a_responder(1, RESPONDER);
    }
}

#[test]
fn who_agrees_to_talk_alone_does_not_meet_somebody_who_was_banned_since() {
    let mut scene = Scene::new();
    let order = StandingAct::Sanction(target(scene.day, scene.other));
    assert!(is_done(&scene.town.stand(MODERATOR, order)));
    assert!(!scene.try_door(Door::AgreeAlone));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn no_renaming_and_no_coming_back_opens_a_door_and_a_responder_is_reached_each_time(
        steps in steps(),
    ) {
        let mut scene = Scene::new();
        scene.ban();
        for step in steps {
            match step {
                Step::Try(door) => prop_assert!(!scene.try_door(door), "{door:?}"),
                Step::Reconnect => {
                    scene.town.disconnect(1);
                    scene.town.connect(1);
                }
                Step::Rename(number) => {
                    let key = room_key(1, number, scene.day);
                    let back = proof(&key, scene.day, None);
                    // The name they had, for as long as its lease runs, and no other.
                    if let Ok(who) = scene.town.open_with(1, scene.day, back) {
                        prop_assert_eq!((number, who), (0, scene.who));
                    }
                }
                Step::Restart => {
                    scene.town.restart();
                    for n in [1, 2, MODERATOR, RESPONDER] {
                        scene.town.connect(n);
                    }
                    let weeks = scene.weeks.clone();
                    scene.town.take_weeks(&weeks);
                }
                Step::Wait(hours) => {
                    scene.town.pass(Millis::from_hours(hours));
                }
            }
            scene.town.reaches_a_responder(1, RESPONDER);
        }
    }
}
