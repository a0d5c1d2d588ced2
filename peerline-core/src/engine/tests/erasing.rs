//! A person erases themselves: nothing of them is left but what somebody may still need.

use super::retention::hold;
use super::town::*;
use crate::engine::Answer;
use crate::engine::Info;
use crate::engine::Input;
use crate::engine::Output;
use crate::engine::Question;
use crate::identity;
use crate::log::Act;
use crate::log::CloseReason;
use crate::log::Fact;
use crate::log::KeptItem;
use crate::log::KeptWhat;
use crate::log::KeptWhy;
use crate::room;
use crate::room::LeaveWhy;
use crate::testkit::stored;
use crate::vocab::AccountId;
use crate::vocab::Band;
use crate::vocab::Millis;
use crate::vocab::OccupantId;
use crate::vocab::Role;
use crate::vocab::RoomId;
use crate::vocab::RoomName;
use crate::vocab::Timestamp;

const HOUR: Millis = Millis::from_hours(1);

fn erase(town: &mut Town, n: u8) -> (Vec<KeptItem>, Vec<Output>) {
    let outputs = town.put_all(n, me(n), Act::Erase);
    let Answer::Told(Info::Kept(report)) = answer(&outputs) else {
        panic!("no report: {outputs:?}");
    };
    (report.items, outputs)
}

fn kept(town: &mut Town, n: u8) -> Vec<KeptItem> {
    let asker = crate::engine::Asker {
        conn: conn(n),
        reference: 3,
    };
    let question = Question::Kept;
    let outputs = town.feed(Input::Ask { asker, question });
    let Answer::Told(Info::Kept(report)) = answer(&outputs) else {
        panic!("no report: {outputs:?}");
    };
    report.items
}

fn whats(items: &[KeptItem]) -> Vec<KeptWhat> {
    items.iter().map(|item| item.what).collect()
}

/// Every name of somebody that the line could have written down, as it would be written.
fn names(town: &Town, n: u8) -> Vec<String> {
    let account = person(n);
    let rooms = town.engine.state.rooms.keys().map(|id| RoomName::Room(*id));
    let names = rooms.chain([me(n), crisis()]);
    let mut names: Vec<_> = names
        .map(|room| town.engine.name_in(&room, account).to_string())
        .collect();
    names.push(account.to_string());
    names
}

/// Returns whether any entry that is kept has one of these texts in it.
fn is_somewhere(town: &Town, texts: &[String]) -> bool {
    town.log.iter().any(|(room, _, entry)| {
        let (bytes, _) = stored::round_trip(entry).unwrap();
        let bytes = String::from_utf8(bytes).unwrap();
        let here = |text: &String| bytes.contains(text) || room.to_string().contains(text);
        texts.iter().any(here)
    })
}

/// The state that is remembered is the one that the logs tell.
fn replays(town: &mut Town) {
    let remembered = town.engine.state.clone();
    town.restart();
    assert_eq!(remembered, town.engine.state);
}

/// A pair that talks; 1 seeks.
fn talking(town: &mut Town) -> RoomId {
    let room = town.pair(1, 2);
    for (n, text) in [(1, "my own words"), (2, "good evening"), (1, "more words")] {
        assert!(is_done(&town.put(n, RoomName::Room(room), say(text))));
    }
    room
}

fn closed(town: &mut Town, n: u8, responder: u8) {
    let case = RoomName::Case(town.case_of(n));
    assert!(is_done(&town.put(responder, case.clone(), Act::Take)));
    let assess = Act::Assess {
        priority: Band::High,
        reason: "answers".to_owned(),
    };
    let end = Act::CloseCase {
        reason: CloseReason::Left,
    };
    for act in [Act::Acknowledge, assess, end] {
        assert!(is_done(&town.put(responder, case.clone(), act)));
    }
}

#[test]
fn nothing_is_left_of_who_erases_themselves() {
    let mut town = Town::new();
    let room = talking(&mut town);
    assert!(is_done(&town.put(1, RoomName::Room(room), Act::Leave)));
    assert!(is_done(&town.put(1, me(1), seek())));
    let mut texts = names(&town, 1);
    let handle = town.engine.state.room(room).unwrap();
    texts.push(handle.member(person(1)).unwrap().handle.clone());
    texts.extend(["my own words".to_owned(), "more words".to_owned()]);
    assert!(is_somewhere(&town, &texts));
    let (report, outputs) = erase(&mut town, 1);
    assert_eq!(report, []);
    assert!(!is_somewhere(&town, &texts), "{:?}", town.log);
    let erasure = commit(&outputs).erasure.as_ref().expect("an erasure");
    assert_eq!(erasure.logs, [me(1)]);
    let last = outputs.last().expect("a farewell");
    let conns = vec![conn(1)];
    assert_eq!(*last, Output::Farewell { conns });
    replays(&mut town);
}

#[test]
fn the_others_keep_what_they_said_and_see_who_left() {
    let mut town = Town::new();
    let room = talking(&mut town);
    let name = RoomName::Room(room);
    let here = town.engine.name_in(&name, person(1));
    let (_, outputs) = erase(&mut town, 1);
    let left = Fact::Room(room::Fact::Left {
        occupant: here,
        why: LeaveWhy::Left,
    });
    let mut entries = commit(&outputs).entries.iter();
    let leaves = entries.any(|(room, _, entry)| *room == name && entry.fact == left);
    assert!(leaves, "{outputs:?}");
    assert!(is_somewhere(&town, &["good evening".to_owned()]));
    let (_, _, leave) = town
        .log
        .iter()
        .rfind(|(_, _, entry)| matches!(entry.fact, Fact::Room(room::Fact::Left { .. })))
        .expect("somebody left");
    assert_eq!(leave.who, Some(OccupantId::NOBODY));
    assert!(leave.re.is_some(), "whose place is empty");
    let state = town.engine.state.room(room).unwrap();
    assert!(state.member(person(1)).is_none() && state.member(AccountId::NOBODY).is_none());
    assert!(state.member(person(2)).is_some());
}

#[test]
fn erasing_twice_and_coming_back_finds_somebody_new() {
    let mut town = Town::new();
    talking(&mut town);
    assert_eq!(erase(&mut town, 1).0, []);
    town.connect(1);
    assert_eq!(whats(&kept(&mut town, 1)), [KeptWhat::Account]);
    assert_eq!(erase(&mut town, 1).0, []);
    assert!(!is_somewhere(&town, &names(&town, 1)));
    replays(&mut town);
}

#[test]
fn what_is_kept_is_told_before_and_asking_changes_nothing() {
    let mut town = Town::new();
    talking(&mut town);
    let before = town.engine.state.clone();
    let told = whats(&kept(&mut town, 1));
    for what in [
        KeptWhat::Account,
        KeptWhat::Rooms,
        KeptWhat::Words,
        KeptWhat::Log,
        KeptWhat::Puts,
    ] {
        assert!(told.contains(&what), "{told:?}");
    }
    assert_eq!(before, town.engine.state);
}

#[test]
fn what_a_hold_keeps_is_told_as_that_with_its_end_and_a_case_that_is_open_comes_first() {
    let mut town = Town::new();
    let room = talking(&mut town);
    let until = town.now.after(HOUR.times(120));
    hold(&mut town, Some(room), 5);
    let of_room = |town: &mut Town| -> Vec<_> {
        let items = kept(town, 1).into_iter();
        let items = items.filter(|item| item.room == Some(room));
        items
            .map(|item| (item.what, item.why, item.until, item.n, item.stays))
            .collect()
    };
    let why = (KeptWhy::LegalHold, Some(until));
    let held = [
        (KeptWhat::Rooms, why.0, why.1, 1, true),
        (KeptWhat::Words, why.0, why.1, 2, true),
    ];
    assert_eq!(of_room(&mut town), held);
    assert!(is_done(&town.put(1, RoomName::Room(room), say(DANGER))));
    let case = (KeptWhy::OpenCase, None);
    let sought = [
        (KeptWhat::Rooms, case.0, case.1, 1, true),
        (KeptWhat::Words, case.0, case.1, 3, true),
    ];
    assert_eq!(of_room(&mut town), sought, "nobody knows when it ends");
    // The report of an erasure says the same, and the words are still there.
    let report = erase(&mut town, 1).0;
    let stays = report.iter().filter(|item| item.room == Some(room));
    assert_eq!(stays.count(), 2);
    assert!(is_somewhere(&town, &["my own words".to_owned()]));
}

/// No act of today sanctions anybody; one of a moderator writes this fact.
fn sanction(town: &mut Town, n: u8, until: Timestamp) {
    let entropy = town.engine.seed.entropy(town.engine.state.n_entries());
    town.engine.turn = crate::engine::batch::Turn::new(town.now, entropy);
    let fact = identity::Fact::Sanctioned {
        account: person(n),
        ground: "rules#contact".parse().unwrap(),
        until,
        by: identity::By::Operator,
    };
    let fact = Fact::Identity(fact);
    town.engine.append(&RoomName::Line, None, fact);
    let (batch, _) = town.engine.turn.take();
    town.log.extend(batch.entries);
}

#[test]
fn who_was_sanctioned_is_so_under_the_same_phrase_and_still_reaches_a_responder() {
    let mut town = Town::new();
    town.connect(1);
    let until = town.now.after(HOUR.times(48));
    sanction(&mut town, 1, until);

    let report = erase(&mut town, 1).0;
    assert_eq!(whats(&report), [KeptWhat::Ban]);
    assert_eq!(report[0].until, Some(until));
    assert!(report[0].stays);
    assert!(!is_somewhere(&town, &names(&town, 1)), "a mark alone");
    replays(&mut town);

    let outputs = town.connect(1);
    let help_only = |output: &Output| {
        matches!(
            output,
            Output::Welcome {
                admission: identity::Admission::HelpOnly { .. },
                ..
            }
        )
    };
    assert!(outputs.iter().any(help_only), "{outputs:?}");
    assert!(refused(&town.put(1, me(1), seek())).is_some());
    assert!(is_done(&town.put(1, me(1), ask_for_human())));
    assert!(town.engine.state.open_cases().count() == 1);
}

#[test]
fn who_may_be_in_danger_is_looked_for_with_what_was_said_until_the_case_ends() {
    let mut town = Town::new();
    town.staff(7, Role::Responder);
    town.connect(1);
    assert!(is_done(&town.put(1, me(1), ask_for_human())));
    let room = town.case_room(1);
    assert!(is_done(&town.put(1, RoomName::Room(room), say(DANGER))));
    let (report, _) = erase(&mut town, 1);
    let told = whats(&report);
    assert_eq!(told, [KeptWhat::Rooms, KeptWhat::Words, KeptWhat::Case]);
    assert!(report.iter().all(|item| item.stays));
    assert!(is_somewhere(&town, &[DANGER.to_owned()]));
    assert!(!town.log.iter().any(|(room, ..)| *room == me(1)));
    replays(&mut town);
    town.connect(7);
    closed(&mut town, 1, 7);
    town.pass(Millis::new(1));
    let mut texts = names(&town, 1);
    texts.push(DANGER.to_owned());
    assert!(!is_somewhere(&town, &texts), "the case is over");
    replays(&mut town);
}

#[test]
fn who_comes_back_while_a_case_is_open_has_it_as_before() {
    let mut town = Town::new();
    town.staff(7, Role::Responder);
    town.connect(1);
    assert!(is_done(&town.put(1, me(1), ask_for_human())));
    let case = town.case_of(1);
    erase(&mut town, 1);
    town.connect(1);
    assert!(is_done(&town.put(1, me(1), ask_for_human())));
    assert_eq!(town.case_of(1), case, "one person, one episode");
    replays(&mut town);
    town.connect(7);
    town.connect(1);
    closed(&mut town, 1, 7);
    town.pass(HOUR);
    let account = person(1);
    assert!(town.engine.state.identity.presence(account).is_some());
}

#[test]
fn a_small_case_ends_with_its_person_and_a_large_one_does_not() {
    let mut town = Town::new();
    town.staff(7, Role::Responder);
    let room = talking(&mut town);
    let words = say("i feel so hopeless, nothing makes sense any more");
    assert!(is_done(&town.put(1, RoomName::Room(room), words)));
    let small = town
        .engine
        .state
        .open_cases()
        .all(|case| !case.band.pages());
    assert!(small);
    erase(&mut town, 1);
    assert_eq!(town.engine.state.open_cases().count(), 0);
    assert!(!is_somewhere(&town, &names(&town, 1)));
    replays(&mut town);
}

#[test]
fn a_responder_who_erases_themselves_leaves_their_case_to_others() {
    let mut town = Town::new();
    town.staff(7, Role::Responder);
    town.staff(8, Role::Responder);
    town.connect(1);
    assert!(is_done(&town.put(1, me(1), ask_for_human())));
    let case = RoomName::Case(town.case_of(1));
    assert!(is_done(&town.put(7, case.clone(), Act::Take)));
    let (report, _) = erase(&mut town, 7);
    assert_eq!(report, []);
    let open = town.engine.state.open_cases().next().unwrap();
    assert!(open.owner().is_none());
    let mut texts = names(&town, 7);
    texts.push(town.engine.staff_name(person(7)).1);
    assert!(!is_somewhere(&town, &texts));
    replays(&mut town);
    town.connect(8);
    assert!(is_done(&town.put(8, case, Act::Take)));
}
