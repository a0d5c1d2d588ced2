//! How people talk in rooms of the directory.

use proptest::prelude::*;

use super::manners::any_manner;
use super::manners::not_now;
use super::rooms::spec;
use super::rooms::with;
use super::town::*;
use crate::engine::Answer;
use crate::engine::Asker;
use crate::engine::Info;
use crate::engine::Input;
use crate::engine::Output;
use crate::engine::Question;
use crate::engine::TalkView;
use crate::engine::Why;
use crate::log::Act;
use crate::log::Fact;
use crate::log::Notice;
use crate::log::RoomAct;
use crate::room;
use crate::room::Manner;
use crate::room::MannerChange;
use crate::room::NotNow;
use crate::room::RoomKind;
use crate::room::RoomSpec;
use crate::room::TalkAct;
use crate::vocab::Language;
use crate::vocab::Millis;
use crate::vocab::Role;
use crate::vocab::RoomId;
use crate::vocab::RoomName;

const WORN: &str = "i am such a burden to everyone";

fn open(n: u8, room: RoomId) -> Input {
    Input::Open {
        conn: conn(n),
        reference: Some(1),
        room: RoomName::Room(room),
    }
}

fn shown(outputs: Vec<Output>) -> Option<TalkView> {
    outputs.into_iter().find_map(|output| {
        if let Output::Open { talk, .. } = output {
            talk.map(|talk| *talk)
        } else {
            None
        }
    })
}

fn hall(manner: Manner) -> RoomSpec {
    let mut hall = spec("day", RoomKind::DropIn);
    hall.manner = manner;
    hall
}

/// A drop-in room with somebody in it who came for support, 1, and somebody who leads, 3.
fn town(spec: RoomSpec) -> (Town, RoomId) {
    let mut awake = spec.clone();
    awake.manner.quiet = None;
    let mut town = Town::with(with(vec![awake]));
    town.feed(Input::Start);
    let id = town.hall("day");
    town.connect(1);
    town.staff(3, Role::Moderator);
    assert!(is_done(&town.enter(1, id, None)));
    assert!(is_done(&town.enter(3, id, Some(Role::Moderator))));
    if spec.manner.quiet.is_some() {
        town.engine.policies = with(vec![spec]);
        town.feed(Input::Start);
    }
    (town, id)
}

fn in_turns() -> Manner {
    Manner {
        turns: true,
        ..Manner::default()
    }
}

fn set(change: MannerChange) -> Act {
    Act::Talk(TalkAct::SetManner(Box::new(change)))
}

#[test]
fn a_room_is_as_its_operator_says_until_who_leads_says_otherwise() {
    let manner = Manner {
        slow: Millis::from_secs(60),
        agree: true,
        ..Manner::default()
    };
    let mut day = hall(manner);
    day.norms = day
        .norms
        .with("de".parse().unwrap(), "Sei freundlich.\n\nSonst nichts.")
        .with(Language::english(), "Be kind.");
    let (mut town, id) = town(day);
    let view = shown(town.feed(open(1, id))).unwrap();
    assert_eq!(view.manner.slow, Millis::from_secs(60));
    let norms = view.norms.unwrap();
    assert_eq!((norms.version, norms.agreed), (1, None));
    assert_eq!(norms.text.lines, ["Be kind."]);
    assert_eq!(norms.languages.len(), 2);
    let room = RoomName::Room(id);
    let first = town.put(1, room.clone(), say("hello"));
    assert_eq!(not_now(&first), Some(NotNow::ReadFirst { until: None }));
    let agree = Act::Talk(TalkAct::Agree { version: 1 });
    assert!(is_done(&town.put(1, room.clone(), agree)));
    assert!(is_done(&town.put(1, room.clone(), say("hello"))));
    let quick = MannerChange {
        slow: Some(Millis::from_secs(5)),
        ..MannerChange::default()
    };
    assert!(is_done(&town.put(3, room, set(quick))));
    let before = town.engine.state.clone();
    town.restart();
    assert_eq!(town.engine.state, before, "the operator said nothing new");
}

#[test]
fn norms_are_told_to_members_in_the_language_they_ask_for() {
    let mut day = hall(Manner::default());
    day.norms = day
        .norms
        .with("de".parse().unwrap(), "Sei freundlich.")
        .with(Language::english(), "Be kind.");
    let (mut town, id) = town(day);
    town.connect(9);
    let mut ask = |n, language| {
        let asker = Asker {
            conn: conn(n),
            reference: 4,
        };
        let question = Question::Norms { room: id, language };
        answer(&town.feed(Input::Ask { asker, question }))
    };
    assert_eq!(refused(&ask(9, None)), Some(Why::Denied));
    let told = ask(1, Some("de-at".parse().unwrap()));
    let Answer::Told(Info::Norms(norms)) = told else {
        panic!("{told:?}")
    };
    assert_eq!(norms.text.lines, ["Sei freundlich."]);
}

#[test]
fn a_circle_is_as_the_room_it_was_asked_for_in() {
    let manner = in_turns();
    let mut circle = spec("day", RoomKind::Circle);
    circle.manner = manner;
    let mut town = Town::with(with(vec![circle]));
    town.feed(Input::Start);
    let listed = town.hall("day");
    town.connect(1);
    assert!(is_done(&town.enter(1, listed, None)));
    let mut mine = town.engine.state.rooms_of[&person(1)].iter().copied();
    let own = mine.rfind(|id| *id != listed).unwrap();
    assert!(town.engine.state.room(own).unwrap().talk().manner.turns);
}

#[test]
fn a_report_of_danger_among_many_points_a_responder_to_what_was_reported() {
    let (mut town, id) = town(hall(Manner::default()));
    town.connect(2);
    assert!(is_done(&town.enter(2, id, None)));
    let room = RoomName::Room(id);
    let outputs = town.put_all(2, room.clone(), say("i feel low tonight"));
    let entry = commit(&outputs).entries.first().unwrap().1;
    let head = town.engine.state.head(&room);
    let report = Act::Report {
        entry,
        ground: "danger".to_owned(),
    };
    assert!(is_done(&town.put(1, room.clone(), report)));
    assert_eq!(town.engine.state.head(&room), head, "nobody there sees it");
    let case = town.engine.state.open_cases().next().unwrap();
    assert_eq!(case.kind, crate::crisis::Kind::ThirdParty);
    let care = case.room.unwrap();
    let talks = town.engine.state.room(care).unwrap();
    assert!(talks.kind.is_private() && talks.present_member(person(1)).is_some());
    let name = RoomName::Case(case.id);
    let pointed = town.log.iter().any(|(log, _, one)| {
        *log == name
            && matches!(&one.fact, Fact::Notice(Notice::Pointed { room, entry: at })
                if *room == id && *at == entry)
    });
    assert!(pointed);
}

#[test]
fn who_keeps_the_rules_gives_the_turn() {
    let (mut town, id) = town(hall(in_turns()));
    let room = RoomName::Room(id);
    let hello = || say("hello");
    assert_eq!(
        not_now(&town.put(1, room.clone(), hello())),
        Some(NotNow::Turn)
    );
    assert!(is_done(&town.put(
        1,
        room.clone(),
        Act::Talk(TalkAct::RaiseHand)
    )));
    let view = shown(town.feed(open(1, id))).unwrap();
    assert_eq!((view.turn, view.hands.len()), (None, 1));
    let give = Act::Talk(TalkAct::GiveTurn { to: None });
    assert!(is_done(&town.put(3, room.clone(), give)));
    assert!(is_done(&town.put(1, room, hello())));
    let view = shown(town.feed(open(1, id))).unwrap();
    assert!(view.turn.is_some() && view.hands.is_empty());
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, ..ProptestConfig::default() })]

    #[test]
    fn among_many_no_manner_and_no_pause_ever_stops_a_sign_of_danger(
        manner in any_manner(),
        hour in 0..48_u64,
        paused in any::<bool>(),
        before in prop::collection::vec(0..3_usize, 0..6),
        sign in 0..3_usize,
    ) {
        // Nobody comes in while a room rests: it begins to when they are there.
        let quiet = Some(manner.quiet);
        let (mut town, id) = town(hall(Manner { quiet: None, ..manner }));
        town.now = town.now.after(Millis::from_hours(hour));
        let room = RoomName::Room(id);
        let rest = MannerChange { quiet, ..MannerChange::default() };
        prop_assert!(is_done(&town.put(3, room.clone(), set(rest))));
        for pick in before {
            let act = [say("hello"), Act::Talk(TalkAct::RaiseHand), say("i see")][pick].clone();
            town.put(1, room.clone(), act);
        }
        if paused {
            prop_assert!(is_done(&town.room_act(3, id, RoomAct::Pause)));
        }
        let head = town.engine.state.head(&room);
        let act = [say(DANGER), say(WORN), ask_for_human()][sign].clone();
        let outputs = town.put_all(1, room.clone(), act);
        prop_assert!(is_done(&answer(&outputs)), "{outputs:?}");
        let case = town.engine.state.open_cases().find(|case| case.person == person(1));
        prop_assert!(case.is_some(), "its case is opened");
        prop_assert_eq!(town.engine.state.head(&room) > head, sign < 2);
        let counted = commit(&outputs).entries.iter().any(|(_, _, entry)| {
            matches!(entry.fact, Fact::Room(room::Fact::Said { counts: true, .. }))
        });
        prop_assert!(!counted, "and it does not count");
    }
}
