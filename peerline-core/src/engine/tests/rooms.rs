//! Rooms of the directory: who comes in, who leads, and that everybody is heard.

use std::sync::Arc;

use super::town::*;
use crate::engine::Answer;
use crate::engine::Asker;
use crate::engine::Bar;
use crate::engine::Info;
use crate::engine::Input;
use crate::engine::ListedRoom;
use crate::engine::Output;
use crate::engine::Policies;
use crate::engine::Question;
use crate::engine::Why;
use crate::log::Act;
use crate::log::Fact;
use crate::log::Notice;
use crate::log::RoomAct;
use crate::room;
use crate::room::Busy;
use crate::room::Life;
use crate::room::PauseWhy;
use crate::room::RoomKind;
use crate::room::RoomSpec;
use crate::room::RoomState;
use crate::room::Sitting;
use crate::vocab::Language;
use crate::vocab::Millis;
use crate::vocab::Role;
use crate::vocab::RoomId;
use crate::vocab::RoomName;
use crate::vocab::Timestamp;

/// The start of every town, and of the first session.
const START: u64 = 1_700_000_000_000;

pub(super) fn spec(slug: &str, kind: RoomKind) -> RoomSpec {
    RoomSpec::new(slug.parse().unwrap(), kind, (Language::english(), slug))
}

pub(super) fn session(slug: &str) -> RoomSpec {
    let mut session = spec(slug, RoomKind::Session);
    session.seats = 3;
    session.sittings = vec![Sitting {
        first: Timestamp::from_unix_millis(START + 3_600_000),
        every: Some(Millis::from_hours(24)),
        lasts: Millis::from_hours(1),
        last: None,
    }];
    session
}

fn directory() -> Vec<RoomSpec> {
    let mut day = spec("day", RoomKind::DropIn);
    day.seats = 2;
    let staff = spec("staff", RoomKind::Staff);
    let circle = spec("circle", RoomKind::Circle);
    vec![day, session("evening"), staff, circle]
}

pub(super) fn with(rooms: Vec<RoomSpec>) -> Policies {
    let mut policies = policies();
    policies.rooms = Arc::from(rooms);
    policies
}

fn town() -> Town {
    let mut town = Town::with(with(directory()));
    town.feed(Input::Start);
    town
}

impl Town {
    fn listed(&mut self, n: u8) -> Vec<ListedRoom> {
        let asker = Asker {
            conn: conn(n),
            reference: 1,
        };
        let question = Question::Directory;
        let told = answer(&self.feed(Input::Ask { asker, question }));
        let Answer::Told(Info::Directory(rooms)) = told else {
            panic!("{told:?}")
        };
        rooms
    }

    pub(super) fn hall(&self, slug: &str) -> RoomId {
        self.engine.state.halls.listed[&slug.parse().unwrap()]
    }

    pub(super) fn room_act(&mut self, n: u8, room: RoomId, act: RoomAct) -> Answer {
        self.put(n, RoomName::Room(room), Act::Room(act))
    }

    pub(super) fn enter(&mut self, n: u8, room: RoomId, role: Option<Role>) -> Answer {
        self.room_act(n, room, RoomAct::Join { role })
    }

    fn state_of(&self, room: RoomId) -> RoomState {
        self.engine.state.room(room).unwrap().state
    }

    fn pause_of(&self, room: RoomId) -> Option<PauseWhy> {
        self.engine.state.room(room).unwrap().setting.pause
    }

    /// Returns what is told in a room about how it is led.
    fn lives(&self, room: RoomId) -> Vec<&Life> {
        let here = self
            .log
            .iter()
            .filter(|(name, ..)| *name == RoomName::Room(room));
        here.filter_map(|(_, _, entry)| {
            if let Fact::Room(room::Fact::Life(life)) = &entry.fact {
                Some(life)
            } else {
                None
            }
        })
        .collect()
    }

    pub(super) fn matched(&self, n: u8) -> Vec<(RoomId, RoomKind)> {
        let told = self.told(n).into_iter();
        told.filter_map(|notice| {
            if let Notice::Matched { room, kind, .. } = notice {
                Some((*room, *kind))
            } else {
                None
            }
        })
        .collect()
    }
}

#[track_caller]
pub(super) fn bar(answer: &Answer) -> Bar {
    let Answer::Barred(barred) = answer else {
        panic!("{answer:?}")
    };
    assert!(!barred.say.is_empty());
    barred.bar
}

#[test]
fn who_comes_in_is_told_as_what_and_may_open_the_room() {
    let mut town = town();
    town.connect(1);
    let day = town.hall("day");
    let outputs = town.put_all(
        1,
        RoomName::Room(day),
        Act::Room(RoomAct::Join { role: None }),
    );
    let Answer::Done { seq: Some(seq) } = answer(&outputs) else {
        panic!("{outputs:?}")
    };
    let joins = |output: &Output| matches!(output, Output::Publish { room: RoomName::Room(id), seq: at, .. } if *id == day && *at == seq);
    assert!(outputs.iter().any(joins));
    assert_eq!(town.matched(1), [(day, RoomKind::DropIn)]);
    let opened = town.feed(Input::Open {
        conn: conn(1),
        reference: Some(1),
        room: RoomName::Room(day),
    });
    assert!(matches!(
        opened[..],
        [Output::Open {
            role: Role::Seeker,
            ..
        }]
    ));
    assert!(is_done(&town.put(1, RoomName::Room(day), say("hello"))));
}

#[test]
fn the_directory_never_says_how_many_are_there() {
    let mut town = town();
    town.connect(1);
    town.connect(2);
    let day = town.hall("day");
    let seen = |town: &mut Town| {
        let listed = town.listed(3);
        let day = listed.iter().find(|one| one.room == day).unwrap();
        (day.busy, day.role)
    };
    town.connect(3);
    assert_eq!(seen(&mut town), (Busy::Quiet, None));
    town.enter(1, day, None);
    town.enter(2, day, None);
    assert_eq!(seen(&mut town), (Busy::Full, None));
}

#[test]
fn a_room_that_is_full_names_others_and_keeps_the_way_to_a_person_open() {
    let mut town = Town::with(with(
        [directory(), vec![spec("night", RoomKind::DropIn)]].concat(),
    ));
    town.feed(Input::Start);
    let (day, night) = (town.hall("day"), town.hall("night"));
    for n in 1..=3 {
        town.connect(n);
    }
    town.enter(1, day, None);
    town.enter(2, day, None);
    let Answer::Barred(barred) = town.enter(3, day, None) else {
        panic!("it is full")
    };
    assert_eq!((barred.bar, barred.why), (Bar::Full, Why::Denied));
    let circle = town.hall("circle");
    assert_eq!(barred.rooms, [circle, night], "and no room of the staff");
    assert!(is_done(&town.put(3, me(3), ask_for_human())));
    assert!(town.engine.state.room(town.case_room(3)).is_some());
    // Who keeps the rules needs no seat.
    town.staff(10, Role::Moderator);
    assert!(is_done(&town.enter(10, day, Some(Role::Moderator))));
}

#[test]
fn nobody_comes_in_to_talk_while_the_room_rests() {
    let mut day = spec("day", RoomKind::DropIn);
    day.manner.quiet = Some("22:00-23:00".parse().unwrap());
    let mut town = Town::with(with(vec![day]));
    town.feed(Input::Start);
    town.connect(1);
    town.staff(4, Role::Supporter);
    let hall = town.hall("day");
    let Answer::Barred(barred) = town.enter(1, hall, None) else {
        panic!("it rests")
    };
    let over = Timestamp::from_unix_millis(START + 2_800_000);
    assert_eq!((barred.bar, barred.at), (Bar::Quiet, Some(over)));
    assert!(is_done(&town.enter(4, hall, Some(Role::Supporter))));
    assert!(is_done(&town.put(1, me(1), ask_for_human())));
    town.pass(Millis::from_mins(47));
    assert!(is_done(&town.enter(1, hall, None)));
}

#[test]
fn staff_rooms_are_unknown_to_who_may_not_come_in() {
    let mut town = town();
    town.connect(1);
    town.staff(4, Role::Supporter);
    let staff = town.hall("staff");
    let shown = |town: &mut Town, n| town.listed(n).iter().any(|one| one.room == staff);
    assert!(!shown(&mut town, 1) && shown(&mut town, 4));
    let unknown = town.enter(1, RoomId::from_bytes([3; 16]), None);
    assert_eq!(town.enter(1, staff, None), unknown);
    assert_eq!(unknown, Answer::refuse(Why::Denied));
    assert!(is_done(&town.enter(4, staff, None)));
}

#[test]
fn nobody_comes_in_as_what_the_line_did_not_make_them() {
    let mut town = town();
    town.connect(1);
    let day = town.hall("day");
    let answer = town.enter(1, day, Some(Role::Moderator));
    assert_eq!(bar(&answer), Bar::Role);
    assert!(!town.is_in(1, day));
}

#[test]
fn a_session_is_open_as_long_as_its_facilitator_is_there() {
    let mut town = town();
    town.connect(1);
    town.staff(5, Role::Facilitator);
    let evening = town.hall("evening");
    let waits = |one: &Life| {
        let why = PauseWhy::NotBegun;
        matches!(one, Life::Paused { why: because, next: Some(_), .. } if *because == why)
    };
    assert!(town.lives(evening).last().is_some_and(|one| waits(one)));
    assert_eq!(bar(&town.enter(1, evening, None)), Bar::NotBegun);
    assert!(is_done(&town.enter(5, evening, Some(Role::Facilitator))));
    let early = town.room_act(5, evening, RoomAct::Open);
    assert_eq!(bar(&early), Bar::NotBegun);
    town.pass(Millis::from_mins(50));
    assert!(
        is_done(&town.enter(1, evening, None)),
        "people may wait together"
    );
    let waits = town.put(1, RoomName::Room(evening), say("hello"));
    assert_eq!(bar(&waits), Bar::NotBegun);
    assert!(is_done(&town.room_act(5, evening, RoomAct::Open)));
    assert!(is_done(&town.put(1, RoomName::Room(evening), say("hello"))));
    town.disconnect(5);
    town.pass(Millis::from_mins(2));
    assert_eq!(town.pause_of(evening), Some(PauseWhy::Lease));
    let told = town.lives(evening);
    assert!(matches!(
        told.last(),
        Some(Life::Paused {
            why: PauseWhy::Lease,
            ..
        })
    ));
    let paused = town.put(1, RoomName::Room(evening), say("hello"));
    assert_eq!(bar(&paused), Bar::Paused);
}

#[test]
fn a_lease_that_is_not_kept_lapses_and_one_that_is_kept_goes_on_to_the_end() {
    let mut town = town();
    town.staff(5, Role::Facilitator);
    let evening = town.hall("evening");
    town.enter(5, evening, Some(Role::Facilitator));
    town.pass(Millis::from_mins(60));
    assert!(is_done(&town.room_act(5, evening, RoomAct::Open)));
    town.pass(Millis::from_mins(10));
    assert!(is_done(&town.room_act(5, evening, RoomAct::Open)));
    town.pass(Millis::from_mins(14));
    assert_eq!(town.state_of(evening), RoomState::Open);
    town.pass(Millis::from_mins(2));
    assert_eq!(town.pause_of(evening), Some(PauseWhy::Lease));
    for _ in 0..6 {
        town.room_act(5, evening, RoomAct::Open);
        town.pass(Millis::from_mins(10));
    }
    assert_eq!(
        town.pause_of(evening),
        Some(PauseWhy::Over),
        "a session ends"
    );
    let next = Timestamp::from_unix_millis(START + 3_600_000).after(Millis::from_hours(24));
    let told = town.lives(evening);
    assert!(matches!(told.last(), Some(Life::Paused { next: Some(at), .. }) if *at == next));
}

#[test]
fn a_lease_lapses_after_a_restart_as_it_would_have_before() {
    let mut town = town();
    town.connect(1);
    town.staff(5, Role::Facilitator);
    let evening = town.hall("evening");
    town.pass(Millis::from_mins(50));
    town.enter(5, evening, Some(Role::Facilitator));
    town.room_act(5, evening, RoomAct::Open);
    town.restart();
    assert_eq!(town.hall("evening"), evening, "the same room");
    assert_eq!(town.state_of(evening), RoomState::Open);
    town.pass(Millis::from_mins(16));
    assert_eq!(town.pause_of(evening), Some(PauseWhy::Lease));
}

#[test]
fn danger_goes_through_in_a_room_that_is_paused_and_a_person_comes_in_private() {
    let mut town = town();
    town.connect(1);
    town.connect(2);
    town.staff(7, Role::Responder);
    let evening = town.hall("evening");
    town.pass(Millis::from_mins(50));
    town.enter(1, evening, None);
    town.enter(2, evening, None);
    assert!(is_done(&town.put(1, RoomName::Room(evening), say(DANGER))));
    let own = town.case_room(1);
    assert_ne!(own, evening);
    assert!(town.is_in(1, own) && !town.is_in(2, own));
    let case = RoomName::Case(town.case_of(1));
    assert!(is_done(&town.put(7, case, Act::Take)));
    assert!(town.is_in(7, own) && !town.is_in(7, evening));
    assert!(is_done(&town.put(
        2,
        RoomName::Room(evening),
        ask_for_human()
    )));
    assert_ne!(town.case_room(2), evening);
}

#[test]
fn danger_is_heard_where_nothing_can_be_said() {
    let mut town = town();
    town.staff(12, Role::Observer);
    town.connect(1);
    let day = town.hall("day");
    town.enter(12, day, Some(Role::Observer));
    assert_eq!(
        bar(&town.put(12, RoomName::Room(day), say("hello"))),
        Bar::Role
    );
    assert_eq!(
        bar(&town.put(12, RoomName::Room(day), say(DANGER))),
        Bar::Role
    );
    assert!(town.is_in(12, town.case_room(12)));
    town.enter(1, day, None);
    town.engine.policies = with(Vec::new());
    town.feed(Input::Start);
    assert_eq!(town.state_of(day), RoomState::Closed);
    assert_eq!(
        bar(&town.put(1, RoomName::Room(day), say(DANGER))),
        Bar::Closed
    );
    assert!(town.is_in(1, town.case_room(1)));
}

#[test]
fn the_directory_follows_what_the_operator_wants() {
    let mut town = town();
    town.connect(1);
    let (day, evening) = (town.hall("day"), town.hall("evening"));
    let before = town.log.len();
    town.restart();
    assert_eq!(
        town.log.len(),
        before,
        "what is wanted already changes nothing"
    );
    let mut rooms = directory();
    rooms.retain(|spec| spec.slug.as_str() != "evening");
    rooms[0].title = rooms[0]
        .title
        .clone()
        .with("de".parse().unwrap(), "Tagraum");
    town.engine.policies = with(rooms.clone());
    town.feed(Input::Start);
    assert_eq!(town.hall("day"), day);
    assert!(matches!(
        town.lives(day)[..],
        [Life::Listed { .. }, Life::Listed { .. }]
    ));
    assert_eq!(town.state_of(evening), RoomState::Closed);
    assert!(matches!(
        town.lives(evening).last(),
        Some(Life::Ended { .. })
    ));
    rooms[0].kind = RoomKind::Circle;
    rooms[0].seats = 4;
    town.engine.policies = with(rooms);
    town.feed(Input::Start);
    assert_ne!(town.hall("day"), day, "another kind is another room");
}

#[test]
fn a_sanction_leaves_the_way_to_a_responder_and_no_room() {
    let mut town = town();
    town.connect(1);
    let day = town.hall("day");
    let until = town.now.after(Millis::from_hours(24));
    town.sanction(1, until);
    assert_eq!(bar(&town.enter(1, day, None)), Bar::HelpOnly);
    assert!(is_done(&town.put(1, me(1), ask_for_human())));
    assert!(town.is_in(1, town.case_room(1)));
}

#[test]
fn roles_are_given_by_who_leads_and_only_as_the_line_gave_them() {
    let mut town = town();
    town.connect(1);
    town.staff(4, Role::Supporter);
    town.staff(5, Role::Facilitator);
    town.staff(10, Role::Moderator);
    let day = town.hall("day");
    for (n, role) in [(1, None), (4, Some(Role::Supporter))] {
        assert!(is_done(&town.enter(n, day, role)));
    }
    town.enter(5, day, Some(Role::Facilitator));
    town.enter(10, day, Some(Role::Moderator));
    let named = |town: &Town, n| town.engine.name_in(&RoomName::Room(day), person(n));
    let assign = |town: &mut Town, by, to, role| {
        let to = named(town, to);
        town.room_act(by, day, RoomAct::Assign { to, role })
    };
    assert_eq!(bar(&assign(&mut town, 1, 4, Role::Seeker)), Bar::Role);
    assert_eq!(bar(&assign(&mut town, 5, 1, Role::Supporter)), Bar::Role);
    assert_eq!(bar(&assign(&mut town, 5, 10, Role::Seeker)), Bar::Role);
    assert!(is_done(&assign(&mut town, 5, 4, Role::Seeker)));
    let now = |town: &Town| {
        let room = town.engine.state.room(day).unwrap();
        room.member(person(4)).unwrap().role
    };
    assert_eq!(now(&town), Role::Seeker);
    town.put(4, RoomName::Room(day), Act::Leave);
    let back = town.enter(4, day, Some(Role::Supporter));
    assert_eq!(bar(&back), Bar::Role, "what was said stays");
    assert!(is_done(&town.enter(4, day, None)));
}

#[test]
fn who_supervises_comes_into_a_room_for_two_and_everybody_there_sees_it() {
    let mut town = town();
    let room = town.pair(1, 4);
    town.staff(11, Role::Supervisor);
    town.staff(10, Role::Moderator);
    assert_eq!(town.enter(10, room, None), Answer::refuse(Why::Denied));
    let open = Input::Open {
        conn: conn(11),
        reference: Some(1),
        room: RoomName::Room(room),
    };
    assert!(
        matches!(town.feed(open)[..], [Output::RefuseOpen { .. }]),
        "not unseen"
    );
    assert!(is_done(&town.enter(11, room, None)));
    let joined = town.log.iter().any(|(name, _, entry)| {
        let supervisor = matches!(
            &entry.fact,
            Fact::Room(room::Fact::Joined {
                role: Role::Supervisor,
                ..
            })
        );
        supervisor && *name == RoomName::Room(room)
    });
    assert!(joined);
}

#[test]
fn the_thread_beside_a_room_is_for_its_staff_and_leaves_no_trace_in_it() {
    let mut town = town();
    let room = town.pair(1, 4);
    town.staff(11, Role::Supervisor);
    town.enter(11, room, None);
    let in_room = |town: &Town| {
        let here = town.log.iter();
        here.filter(|(name, ..)| *name == RoomName::Room(room))
            .count()
    };
    let before = in_room(&town);
    let seeker = town.room_act(1, room, RoomAct::OpenBeside);
    assert_eq!(seeker, Answer::refuse(Why::Denied));
    assert!(is_done(&town.room_act(4, room, RoomAct::OpenBeside)));
    assert_eq!(in_room(&town), before, "nothing of it is in the room");
    let thread = town.engine.state.halls.threads[&room];
    assert!(town.is_in(4, thread) && town.is_in(11, thread) && !town.is_in(1, thread));
    assert_eq!(town.matched(1).len(), 1, "the seeker knows of nothing");
    assert_eq!(town.enter(1, thread, None), Answer::refuse(Why::Denied));
    assert!(is_done(&town.put(
        4,
        RoomName::Room(thread),
        say("how is it?")
    )));
    town.put(11, RoomName::Room(room), Act::Leave);
    assert!(
        !town.is_in(11, thread),
        "who leaves the room leaves the thread"
    );
    assert_eq!(
        refused(&town.put(11, RoomName::Room(thread), say("still here?"))),
        Some(Why::Denied)
    );
    town.put(1, RoomName::Room(room), Act::Leave);
    assert_eq!(town.state_of(thread), RoomState::Closed);
}
