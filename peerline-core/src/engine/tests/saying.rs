//! What people say: published, held back, or a sign of danger.

use std::sync::Arc;

use super::town::*;
use crate::crisis::What;
use crate::crisis::assess::RiskAssessor;
use crate::crisis::assess::UnavailableAssessor;
use crate::engine::Answer;
use crate::engine::Output;
use crate::engine::Policies;
use crate::engine::Why;
use crate::log::Act;
use crate::log::Fact;
use crate::log::Notice;
use crate::log::Task;
use crate::moderation;
use crate::room;
use crate::vocab::Band;
use crate::vocab::Language;
use crate::vocab::Millis;
use crate::vocab::Queue;
use crate::vocab::RiskFinding;
use crate::vocab::Role;
use crate::vocab::RoomId;
use crate::vocab::RoomName;
use crate::vocab::Seq;
use crate::vocab::Text;

#[test]
fn a_message_in_danger_is_one_commit_with_everything_it_sets_going() {
    let mut town = Town::new();
    let room = RoomName::Room(town.pair(1, 2));
    let outputs = town.put_all(1, room.clone(), say(DANGER));
    let batch = commit(&outputs);
    let case = RoomName::Case(town.case_of(1));
    let said = batch.entries.first().unwrap();
    assert!(said.0 == room && matches!(said.2.fact, Fact::Room(room::Fact::Said { .. })));
    let logs: Vec<_> = batch.entries.iter().map(|(log, ..)| log.clone()).collect();
    assert_eq!(logs, [room.clone(), case.clone(), case, crisis(), me(1)]);
    let put = batch.put.as_ref().unwrap();
    assert_eq!((&put.room, put.seq), (&room, Some(said.1)));
    let tasks: Vec<_> = batch.work.iter().map(|due| due.task).collect();
    assert!(
        tasks.iter().any(|task| matches!(task, Task::Page { .. })),
        "nobody is on duty"
    );
    assert!(
        tasks
            .iter()
            .any(|task| matches!(task, Task::WakeCase { .. }))
    );
    let signalled = batch.entries.iter().find_map(|(_, _, entry)| {
        if let Fact::Crisis(fact) = &entry.fact {
            Some(&fact.what)
        } else {
            None
        }
    });
    assert!(matches!(
        signalled,
        Some(What::Signalled {
            band: Band::High,
            ..
        })
    ));
}

#[test]
fn nothing_is_published_or_answered_before_its_commit() {
    let mut town = Town::new();
    let room = RoomName::Room(town.pair(1, 2));
    let outputs = town.put_all(1, room, say(DANGER));
    let place = |wanted: fn(&Output) -> bool| outputs.iter().position(wanted).unwrap();
    let published = place(|output| matches!(output, Output::Publish { .. }));
    let answered = place(|output| matches!(output, Output::Answer { .. }));
    assert_eq!(place(|output| matches!(output, Output::Commit(_))), 0);
    assert!(published < answered);
    let entries = commit(&outputs)
        .entries
        .iter()
        .map(|(room, seq, _)| (room.clone(), *seq));
    let shown = outputs.iter().filter_map(|output| {
        if let Output::Publish { room, seq, .. } = output {
            Some((room.clone(), *seq))
        } else {
            None
        }
    });
    assert!(entries.eq(shown));
}

#[test]
fn a_nudge_leaves_nothing_and_the_second_sending_goes_through() {
    let mut town = Town::new();
    let room = RoomName::Room(town.pair(1, 2));
    let cid = town.next_cid();
    let n_kept = town.log.len();
    let first = answer(&town.put_as(1, room.clone(), cid, say(CONTACT)));
    assert_eq!(refused(&first), Some(Why::Nudge));
    assert!(matches!(&first, Answer::Refused { say: Some(say), .. } if !say.is_empty()));
    assert_eq!(town.log.len(), n_kept);
    let again = answer(&town.put_over(1, (room, cid, true), say(CONTACT)));
    assert!(is_done(&again), "{again:?}");
}

#[test]
fn a_blocked_message_is_written_down_explained_and_answered_the_same_again() {
    let mut town = Town::new();
    let room = RoomName::Room(town.pair(1, 2));
    let head = town.engine.state.head(&room);
    let cid = town.next_cid();
    let first = answer(&town.put_as(1, room.clone(), cid, say(ABUSE)));
    let Answer::Refused {
        why: Why::Blocked,
        decision: Some(decision),
        ..
    } = first
    else {
        panic!("{first:?}");
    };
    assert_eq!(town.engine.state.head(&room), head);
    let queue = RoomName::Mod(Queue::main());
    let decided = town.log.iter().any(|(log, _, entry)| {
        *log == queue
            && matches!(&entry.fact, Fact::Moderation(moderation::Fact::Decided(one)) if one.id == decision)
    });
    assert!(decided);
    let told = town.told(1);
    assert!(
        matches!(told.last(), Some(Notice::Moderated { decision: id, say }) if *id == decision && !say.is_empty())
    );
    let again = answer(&town.put_as(1, room, cid, say(ABUSE)));
    assert!(
        matches!(again, Answer::Refused { why: Why::Blocked, decision: Some(id), .. } if id == decision)
    );
}

#[test]
fn danger_is_heard_through_abuse() {
    let mut town = Town::new();
    let room = RoomName::Room(town.pair(1, 2));
    let words = format!("{ABUSE}. {DANGER}");
    assert!(is_done(&town.put(1, room, say(&words))));
    assert!(
        town.engine
            .state
            .open_cases()
            .any(|case| case.band == Band::High)
    );
}

#[test]
fn danger_is_heard_from_who_is_not_in_the_room_and_they_learn_nothing_of_it() {
    let mut town = Town::new();
    let id = town.pair(1, 2);
    town.connect(3);
    let rooms = [id, RoomId::from_bytes([77; 16])].map(RoomName::Room);
    let head = town.engine.state.head(&rooms[0]);
    for room in &rooms {
        let answer = town.put(3, room.clone(), say("hello"));
        assert!(
            matches!(
                answer,
                Answer::Refused {
                    why: Why::Denied,
                    ..
                }
            ),
            "{answer:?}"
        );
    }
    assert_eq!(town.engine.state.open_cases().count(), 0);
    for room in &rooms {
        let answer = town.put(3, room.clone(), say(DANGER));
        assert!(
            matches!(
                answer,
                Answer::Refused {
                    why: Why::Denied,
                    ..
                }
            ),
            "{answer:?}"
        );
    }
    assert_eq!(town.engine.state.open_cases().count(), 1);
    assert!(town.is_in(3, town.case_room(3)));
    assert_eq!(town.engine.state.head(&rooms[0]), head);
}

#[test]
fn a_report_stays_between_its_author_and_the_moderators() {
    let mut town = Town::new();
    let id = town.pair(1, 2);
    let room = RoomName::Room(id);
    let head = town.engine.state.head(&room);
    let report = |entry| Act::Report {
        entry,
        ground: "abuse".to_owned(),
    };
    assert!(is_done(&town.put(1, room.clone(), report(head))));
    assert_eq!(town.engine.state.head(&room), head);
    assert!(matches!(town.told(1).last(), Some(Notice::Reported { .. })));
    assert_eq!(
        refused(&town.put(1, room.clone(), report(Seq::ZERO))),
        Some(Why::Gone)
    );
    assert_eq!(
        refused(&town.put(1, room.clone(), report(head.next()))),
        Some(Why::Gone)
    );
    town.connect(9);
    assert_eq!(refused(&town.put(9, room, report(head))), Some(Why::Denied));
}

#[test]
fn a_decision_of_others_is_appealed_like_one_that_never_was() {
    let mut town = Town::new();
    let room = RoomName::Room(town.pair(1, 2));
    let blocked = town.put(1, room, say(ABUSE));
    let Answer::Refused {
        decision: Some(decision),
        ..
    } = blocked
    else {
        panic!("{blocked:?}")
    };
    let appeal = |decision| Act::Appeal {
        decision,
        text: Text::new("look again").unwrap(),
    };
    let unknown = crate::vocab::DecisionId::from_bytes([1; 16]);
    assert_eq!(
        town.put(2, me(2), appeal(decision)),
        town.put(2, me(2), appeal(unknown))
    );
    assert!(is_done(&town.put(1, me(1), appeal(decision))));
    assert_eq!(
        refused(&town.put(1, me(1), appeal(decision))),
        Some(Why::Gone)
    );
}

#[test]
fn an_outage_of_the_detector_raises_attention_and_publishes() {
    let policies = Policies {
        risk: Arc::new(UnavailableAssessor),
        ..policies()
    };
    let mut town = Town::with(policies);
    let room = RoomName::Room(town.pair(1, 2));
    assert!(is_done(&town.put(1, room, say("good evening"))));
    let case = town.engine.state.crisis.case(town.case_of(1)).unwrap();
    assert_eq!(case.band, Band::Elevated);
    assert_eq!(town.n_cards(1), 1);
}

/// A detector with a bug.
#[derive(Debug)]
struct Panicking;

impl RiskAssessor for Panicking {
    fn assess(&self, _: &str, _: Option<&Language>) -> RiskFinding {
        panic!("a bug in a detector")
    }
}

#[test]
fn a_detector_that_panics_raises_attention_and_publishes() {
    let policies = Policies {
        risk: Arc::new(Panicking),
        ..policies()
    };
    let mut town = Town::with(policies);
    let room = RoomName::Room(town.pair(1, 2));
    assert!(is_done(&town.put(1, room, say("good evening"))));
    let case = town.engine.state.crisis.case(town.case_of(1)).unwrap();
    assert_eq!(case.band, Band::Elevated);
    assert_eq!(town.n_cards(1), 1);
}

#[test]
fn responders_speak_of_danger_without_a_case() {
    let mut town = Town::new();
    town.connect(1);
    town.staff(3, Role::Responder);
    town.put(1, me(1), ask_for_human());
    let case = RoomName::Case(town.case_of(1));
    town.put(3, case, Act::Take);
    let room = RoomName::Room(town.case_room(1));
    assert!(is_done(&town.put(3, room, say(DANGER))));
    assert_eq!(town.engine.state.open_cases().count(), 1);
}

#[test]
fn decisions_are_closed_when_the_time_for_an_appeal_is_over() {
    let mut town = Town::new();
    let room = RoomName::Room(town.pair(1, 2));
    town.put(1, room, say(ABUSE));
    assert_eq!(town.engine.state.moderation.decisions().count(), 1);
    town.pass(Millis::from_hours(24 * 15));
    assert_eq!(town.engine.state.moderation.decisions().count(), 0);
}
