//! How people talk in a room: what binds them, and that it never binds somebody in danger.

use std::sync::Arc;

use proptest::prelude::*;

use super::town::*;
use crate::crisis::assess::UnavailableAssessor;
use crate::engine::Answer;
use crate::engine::Input;
use crate::engine::Output;
use crate::engine::Policies;
use crate::engine::Why;
use crate::identity::Principal;
use crate::log::Act;
use crate::log::Fact;
use crate::room;
use crate::room::Manner;
use crate::room::MannerChange;
use crate::room::NotNow;
use crate::room::Quiet;
use crate::room::RoomKind;
use crate::room::TalkAct;
use crate::vocab::Language;
use crate::vocab::Millis;
use crate::vocab::Role;
use crate::vocab::RoomId;
use crate::vocab::RoomName;
use crate::vocab::Seq;

/// A sign that opens a case and calls nobody yet.
const WORN: &str = "i am such a burden to everyone";

fn town(change: impl FnOnce(&mut Manner)) -> Town {
    let mut pair = Manner::of(RoomKind::OneToOne);
    change(&mut pair);
    Town::with(Policies { pair, ..policies() })
}

fn slow(seconds: u64) -> Town {
    town(|manner| manner.slow = Millis::from_secs(seconds))
}

pub(super) fn not_now(answer: &Answer) -> Option<NotNow> {
    if let Why::NotNow(not_now) = refused(answer)? {
        Some(not_now)
    } else {
        None
    }
}

fn connect_in(n: u8, language: Language) -> Input {
    Input::Connect {
        conn: conn(n),
        principal: Principal::assert_verified(person(n), "a test"),
        language,
        country: None,
        invite: None,
        knock: None,
    }
}

fn spoken(town: &Town, room: &RoomName) -> Option<Language> {
    let said = town.log.iter().filter(|(name, ..)| name == room);
    let mut spoken = said.rev().filter_map(|(_, _, entry)| {
        if let Fact::Room(room::Fact::Said { language, .. }) = &entry.fact {
            language.clone()
        } else {
            None
        }
    });
    spoken.next()
}

/// Brings a supervisor into the conversation of somebody who called for a person.
fn lead(town: &mut Town, seeker: u8, room: RoomId, supervisor: u8) {
    town.staff(supervisor, Role::Supervisor);
    assert!(is_done(&town.put(
        seeker,
        RoomName::Room(room),
        ask_for_human()
    )));
    let case = RoomName::Case(town.case_of(seeker));
    assert!(is_done(&town.put(supervisor, case, Act::Take)));
}

#[test]
fn slow_mode_gives_words_back_and_says_when_they_can_go() {
    let mut town = slow(60);
    let room = RoomName::Room(town.pair(1, 2));
    assert!(is_done(&town.put(1, room.clone(), say("hello"))));
    let (sent, n_kept) = (town.now, town.log.len());
    town.pass(Millis::from_secs(20));
    let answer = town.put(1, room.clone(), say("are you there"));
    let until = sent.after(Millis::from_secs(60));
    assert_eq!(not_now(&answer), Some(NotNow::Slow { until }));
    assert!(
        matches!(&answer, Answer::Refused { retry: None, say: Some(say), .. } if !say.is_empty())
    );
    assert_eq!(town.log.len(), n_kept, "nothing is written down");
    for words in ["hello", "i am here", "take your time"] {
        let answer = town.put(2, room.clone(), say(words));
        assert!(is_done(&answer), "staff is bound by nothing");
    }
    town.pass(Millis::from_secs(40));
    assert!(is_done(&town.put(1, room, say("are you there"))));
}

#[test]
fn slow_mode_lets_somebody_put_right_what_they_said() {
    let mut town = slow(60);
    let id = town.pair(1, 2);
    let room = RoomName::Room(id);
    let outputs = town.put_all(1, room.clone(), say("helo"));
    let entry = commit(&outputs).entries.first().unwrap().1;
    let Act::Say { text, .. } = say("hello") else {
        unreachable!()
    };
    let edit = Act::Edit {
        entry,
        text,
        language: None,
        notes: None,
    };
    assert!(is_done(&town.put(1, room, edit)));
}

#[test]
fn a_sign_that_calls_nobody_yet_does_not_count_either() {
    let mut town = slow(600);
    let room = RoomName::Room(town.pair(1, 2));
    for words in [WORN, "it is so much", "i cannot sleep"] {
        let answer = town.put(1, room.clone(), say(words));
        let first = words != "i cannot sleep";
        assert_eq!(is_done(&answer), first, "{words}: {answer:?}");
    }
    assert!(is_done(&town.put(1, room, say(WORN))));
}

#[test]
fn who_people_were_called_for_is_bound_by_nothing() {
    let mut town = town(|manner| {
        manner.slow = Millis::from_secs(600);
        manner.turns = true;
    });
    let room = RoomName::Room(town.pair(1, 2));
    assert_eq!(
        not_now(&town.put(1, room.clone(), say("hello"))),
        Some(NotNow::Turn)
    );
    assert!(is_done(&town.put(1, room.clone(), ask_for_human())));
    for words in ["please", "is somebody there", "i am alone"] {
        assert!(is_done(&town.put(1, room.clone(), say(words))), "{words}");
    }
}

#[test]
fn where_nobody_could_look_for_danger_a_message_goes_through() {
    let mut pair = Manner::of(RoomKind::OneToOne);
    pair.turns = true;
    pair.slow = Millis::from_secs(600);
    let policies = Policies {
        risk: Arc::new(UnavailableAssessor),
        pair,
        ..policies()
    };
    let mut town = Town::with(policies);
    let room = RoomName::Room(town.pair(1, 2));
    for words in ["good evening", "are you there"] {
        assert!(is_done(&town.put(1, room.clone(), say(words))));
    }
}

#[test]
fn who_does_not_lead_changes_nothing() {
    let mut town = Town::new();
    let room = RoomName::Room(town.pair(1, 2));
    let head = town.engine.state.head(&room);
    let change = MannerChange {
        slow: Some(Millis::from_secs(5)),
        ..MannerChange::default()
    };
    for n in [1, 2, 9] {
        let act = Act::Talk(TalkAct::SetManner(Box::new(change.clone())));
        assert_eq!(refused(&town.put(n, room.clone(), act)), Some(Why::Denied));
    }
    assert_eq!(town.engine.state.head(&room), head);
}

#[test]
fn who_leads_sets_the_manner_and_everybody_sees_it() {
    let mut town = Town::new();
    let id = town.pair(1, 2);
    lead(&mut town, 1, id, 3);
    let room = RoomName::Room(id);
    let change = MannerChange {
        turns: Some(true),
        ..MannerChange::default()
    };
    let act = || Act::Talk(TalkAct::SetManner(Box::new(change.clone())));
    let outputs = town.put_all(3, room.clone(), act());
    let published = outputs.iter().any(|output| {
        matches!(output, Output::Publish { room: name, entry, .. }
            if *name == room && matches!(entry.fact, Fact::Room(room::Fact::Talk(_))))
    });
    assert!(published);
    let head = town.engine.state.head(&room);
    assert!(is_done(&town.put(3, room.clone(), act())));
    assert_eq!(town.engine.state.head(&room), head, "no change, no entry");
    let talk = town.engine.state.room(id).unwrap().talk();
    assert!(talk.manner.turns && talk.manner.typing, "the rest stays");
}

#[test]
fn a_message_is_in_the_language_of_its_author_where_the_room_has_it() {
    let german: Language = "de".parse().unwrap();
    let mut town = town(|manner| manner.languages = vec!["fr".parse().unwrap()]);
    let room = RoomName::Room(town.pair(1, 2));
    assert!(is_done(&town.put(1, room.clone(), say("hello"))));
    assert_eq!(spoken(&town, &room), Some(Language::english()));
    for (theirs, taken) in [("de", "en"), ("fr-ca", "fr-ca"), ("en-gb", "en-gb")] {
        town.disconnect(1);
        town.feed(connect_in(1, theirs.parse().unwrap()));
        let answer = town.put(1, room.clone(), say(&format!("hello from {theirs}")));
        assert!(is_done(&answer));
        assert_eq!(spoken(&town, &room), Some(taken.parse().unwrap()));
    }
    let said = Act::Say {
        text: crate::vocab::Text::new("guten abend").unwrap(),
        language: Some(german.clone()),
        notes: None,
    };
    assert!(is_done(&town.put(1, room.clone(), said)));
    assert_eq!(spoken(&town, &room), Some(german), "what the author says");
}

#[test]
fn a_report_of_danger_calls_a_responder_for_another_person() {
    let mut town = Town::new();
    let id = town.pair(1, 2);
    let room = RoomName::Room(id);
    let report = |entry| Act::Report {
        entry,
        ground: "danger".to_owned(),
    };
    let outputs = town.put_all(2, room.clone(), say("i feel low tonight"));
    let entry = commit(&outputs).entries.first().unwrap().1;
    assert!(is_done(&town.put(1, room.clone(), report(entry))));
    let case = town.engine.state.open_cases().next().unwrap();
    assert_eq!(case.kind, crate::crisis::Kind::ThirdParty);
    assert_eq!((case.person, case.room), (person(1), Some(id)));
    assert!(
        case.band.pages() && !town.work.is_empty(),
        "people are called"
    );
    assert!(is_done(&town.put(2, room.clone(), say(DANGER))));
    let kinds: Vec<_> = town
        .engine
        .state
        .open_cases()
        .map(|case| case.kind)
        .collect();
    assert_eq!(kinds.len(), 2, "never merged: {kinds:?}");
    assert!(is_done(&town.put(1, room.clone(), report(entry))));
    assert_eq!(town.engine.state.open_cases().count(), 2, "said again");
    assert_eq!(
        refused(&town.put(1, room, report(Seq::new(9999)))),
        Some(Why::Gone)
    );
}

#[test]
fn a_report_on_any_other_ground_calls_nobody() {
    let mut town = Town::new();
    let room = RoomName::Room(town.pair(1, 2));
    let entry = town.engine.state.head(&room);
    for ground in ["abuse", "contact", "spam", "something"] {
        let ground = ground.to_owned();
        assert!(is_done(&town.put(
            1,
            room.clone(),
            Act::Report { entry, ground }
        )));
    }
    assert_eq!(town.engine.state.open_cases().count(), 0);
}

pub(super) fn any_manner() -> impl Strategy<Value = Manner> {
    let quiet = (0..1440_u16, 0..1440_u16).prop_map(|(from, until)| Quiet::new(from, until).ok());
    let spans = (0..20_000_u64, 0..80_000_u64);
    (spans, any::<bool>(), any::<bool>(), quiet).prop_map(|((slow, read), agree, turns, quiet)| {
        let mut manner = Manner::of(RoomKind::OneToOne);
        manner.slow = Millis::from_secs(slow);
        manner.read_first = Millis::from_secs(read);
        manner.agree = agree;
        manner.turns = turns;
        manner.quiet = quiet;
        manner
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, ..ProptestConfig::default() })]

    #[test]
    fn no_manner_ever_stops_a_sign_of_danger(
        manner in any_manner(),
        hour in 0..48_u64,
        before in prop::collection::vec(0..3_usize, 0..6),
        sign in 0..3_usize,
    ) {
        let mut town = Town::with(Policies { pair: manner, ..policies() });
        town.now = town.now.after(Millis::from_hours(hour));
        let room = RoomName::Room(town.pair(1, 2));
        for pick in before {
            let act = [say("hello"), Act::Talk(TalkAct::RaiseHand), say("i see")][pick].clone();
            town.put(1, room.clone(), act);
        }
        let head = town.engine.state.head(&room);
        let act = [say(DANGER), say(WORN), ask_for_human()][sign].clone();
        let outputs = town.put_all(1, room.clone(), act);
        prop_assert!(is_done(&answer(&outputs)), "{outputs:?}");
        let case = town.engine.state.open_cases().find(|case| case.person == person(1));
        prop_assert!(case.is_some(), "its case is opened");
        let said = sign < 2;
        prop_assert_eq!(town.engine.state.head(&room) > head, said);
        let counted = commit(&outputs).entries.iter().any(|(_, _, entry)| {
            matches!(entry.fact, Fact::Room(room::Fact::Said { counts: true, .. }))
        });
        prop_assert!(!counted, "and it does not count");
    }
}
