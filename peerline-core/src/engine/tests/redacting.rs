use super::town::*;
use crate::engine::Answer;
use crate::engine::Why;
use crate::log::About;
use crate::log::Act;
use crate::log::DocketAct;
use crate::log::Fact;
use crate::log::Notice;
use crate::log::Said;
use crate::moderation;
use crate::moderation::HousePolicy;
use crate::moderation::ReportGround;
use crate::moderation::Ruling;
use crate::room;
use crate::vocab::Cid;
use crate::vocab::ContentNotes;
use crate::vocab::Queue;
use crate::vocab::Role;
use crate::vocab::RoomId;
use crate::vocab::RoomName;
use crate::vocab::Seq;
use crate::vocab::Text;

const fn redact(entry: Seq) -> Act {
    Act::Redact { entry }
}

fn edit(entry: Seq, text: &str) -> Act {
    let (text, language) = (Text::new(text).unwrap(), None);
    Act::Edit {
        entry,
        text,
        language,
        notes: None,
    }
}

/// Says something and returns where it stands.
fn said(town: &mut Town, n: u8, room: RoomId, text: &str) -> Seq {
    let outputs = town.put_all(n, RoomName::Room(room), say(text));
    let (_, seq, _) = commit(&outputs).entries.first().unwrap();
    *seq
}

fn tombs(town: &mut Town, n: u8, room: RoomId, act: Act) -> Vec<Seq> {
    let outputs = town.put_all(n, RoomName::Room(room), act);
    let batch = commit(&outputs);
    assert!(
        batch
            .tombs
            .iter()
            .all(|(name, _)| *name == RoomName::Room(room))
    );
    batch.tombs.iter().map(|(_, seq)| *seq).collect()
}

fn n_changes(town: &Town, room: RoomId) -> usize {
    let here = town
        .log
        .iter()
        .filter(|(name, ..)| *name == RoomName::Room(room));
    here.filter(|(_, _, entry)| entry.re.is_some()).count()
}

#[test]
fn a_message_is_taken_away_in_the_commit_that_says_so() {
    let mut town = Town::new();
    let room = town.pair(1, 2);
    let seq = said(&mut town, 1, room, "hello");
    assert_eq!(tombs(&mut town, 1, room, redact(seq)), [seq]);
    let (name, at, entry) = town.log.last().unwrap();
    assert_eq!((name, *at), (&RoomName::Room(room), seq.next()));
    assert_eq!(entry.re, Some(seq));
    let member = town.engine.state.room(room).unwrap().member(person(1));
    assert_eq!(entry.who, member.map(|member| member.occupant));
}

#[test]
fn taking_away_what_is_gone_is_done_and_writes_nothing_in_the_room() {
    let mut town = Town::new();
    let room = town.pair(1, 2);
    let seq = said(&mut town, 1, room, "hello");
    tombs(&mut town, 1, room, redact(seq));
    assert!(is_done(&town.put(1, RoomName::Room(room), redact(seq))));
    assert_eq!(n_changes(&town, room), 1);
}

/// What a moderator asks for who has read `words` as the message `entry`.
fn remove(room: RoomId, (entry, words): (Seq, Seq), read: &str) -> Act {
    let about = About {
        room,
        ground: ReportGround::Methods,
        why: None,
    };
    let said = Some(Said {
        text: Text::new(read).unwrap(),
        language: None,
        notes: ContentNotes::NONE,
    });
    Act::Docket(Box::new(DocketAct::Remove {
        about,
        entry,
        words,
        said,
    }))
}

#[test]
fn what_others_said_is_taken_away_by_a_decision_and_by_nothing_else() {
    let mut town = Town::new();
    let room = town.pair(1, 2);
    let seq = said(&mut town, 1, room, "hello");
    let name = RoomName::Room(room);
    town.staff(11, Role::Supervisor);
    for (n, act) in [
        (2, redact(seq)),
        (2, remove(room, (seq, seq), "hello")),
        (11, redact(seq)),
        (11, remove(room, (seq, seq), "hello")),
    ] {
        assert_eq!(refused(&town.put(n, name.clone(), act)), Some(Why::Denied));
    }
    town.put(1, name.clone(), ask_for_human());
    let case = town.case_of(1);
    assert!(is_done(&town.put(11, RoomName::Case(case), Act::Take)));
    let plain = town.put(11, name.clone(), redact(seq));
    assert_eq!(
        refused(&plain),
        Some(Why::Denied),
        "no record, no notice, no appeal"
    );
    let elsewhere = remove(RoomId::from_bytes([7; 16]), (seq, seq), "hello");
    assert_eq!(
        refused(&town.put(11, name.clone(), elsewhere)),
        Some(Why::OutOfPlace)
    );
    assert_eq!(
        tombs(&mut town, 11, room, remove(room, (seq, seq), "hello")),
        [seq]
    );
    let made = town.engine.state.moderation.decisions().next().unwrap();
    assert_eq!(
        (made.decision.author, made.decision.entry),
        (person(1), Some(seq))
    );
    assert!(made.decision.sealed.is_some() && made.decision.appeal_until.is_some());
    let decision = made.decision.id;
    let told = town.told(1).into_iter();
    let is_it = |notice: &Notice| matches!(notice, Notice::Moderated { decision: one, .. } if *one == decision);
    assert_eq!(told.filter(|notice| is_it(notice)).count(), 1);
}

#[test]
fn what_was_taken_away_in_a_room_comes_back_with_the_appeal_that_is_won() {
    let mut town = Town::new();
    let room = town.pair(1, 2);
    let seq = said(&mut town, 1, room, "hello");
    town.staff(11, Role::Supervisor);
    town.staff(12, Role::Moderator);
    town.put(1, RoomName::Room(room), ask_for_human());
    let case = town.case_of(1);
    assert!(is_done(&town.put(11, RoomName::Case(case), Act::Take)));
    tombs(&mut town, 11, room, remove(room, (seq, seq), "hello"));
    let decision = town.engine.state.moderation.decisions().next().unwrap();
    let decision = decision.decision.id;
    let text = Text::new("it was no method").unwrap();
    let appeal = Act::Appeal { decision, text };
    assert!(is_done(&town.put(1, me(1), appeal)));
    let reason = Text::new("it was none").unwrap();
    let reverse = DocketAct::Rule {
        decision,
        ruling: Ruling::Reversed,
        reason,
    };
    let reverse = Act::Docket(Box::new(reverse));
    let queue = RoomName::Mod(Queue::main());
    let own = town.put(11, queue.clone(), reverse.clone());
    assert_eq!(refused(&own), Some(Why::Denied), "not who decided");
    assert!(is_done(&town.put(12, queue, reverse)));
    let message = town.engine.state.room(room).unwrap().message(seq).unwrap();
    assert!(message.words.is_some(), "it stands in its place again");
}

#[test]
fn what_is_no_message_cannot_be_taken_away() {
    let mut town = Town::new();
    let room = town.pair(1, 2);
    let seq = said(&mut town, 1, room, "hello");
    for entry in [Seq::ZERO, Seq::new(1), seq.next()] {
        let answer = town.put(1, RoomName::Room(room), redact(entry));
        assert_eq!(refused(&answer), Some(Why::Gone));
    }
    let elsewhere = town.put(1, me(1), redact(seq));
    assert_eq!(refused(&elsewhere), Some(Why::OutOfPlace));
    town.connect(3);
    let stranger = town.put(3, RoomName::Room(room), redact(seq));
    assert_eq!(refused(&stranger), Some(Why::Denied));
}

#[test]
fn a_case_stays_when_the_words_that_opened_it_go() {
    for act in [redact as fn(Seq) -> Act, |seq| edit(seq, "never mind")] {
        let mut town = Town::new();
        let room = town.pair(1, 2);
        let seq = said(&mut town, 1, room, DANGER);
        let before = town.engine.state.crisis.case(town.case_of(1)).cloned();
        let work: Vec<_> = town.work.keys().cloned().collect();
        assert!(is_done(&town.put(1, RoomName::Room(room), act(seq))));
        let after = town.engine.state.crisis.case(town.case_of(1)).cloned();
        assert_eq!(before, after);
        assert_eq!(work, town.work.keys().cloned().collect::<Vec<_>>());
    }
}

#[test]
fn a_change_destroys_the_words_before_and_refers_to_the_message() {
    let mut town = Town::new();
    let room = town.pair(1, 2);
    let seq = said(&mut town, 1, room, "hello");
    assert_eq!(tombs(&mut town, 1, room, edit(seq, "good evening")), [seq]);
    let first = seq.next();
    assert_eq!(tombs(&mut town, 1, room, edit(seq, "good night")), [first]);
    let (_, at, entry) = town.log.last().unwrap();
    assert_eq!((*at, entry.re), (first.next(), Some(seq)));
    let Fact::Room(room::Fact::Edited { text, .. }) = &entry.fact else {
        panic!("{entry:?}");
    };
    assert_eq!(text.expose(), "good night");
    let again = town.put(1, RoomName::Room(room), edit(first, "no"));
    assert_eq!(refused(&again), Some(Why::Gone), "a change is no message");
    assert_eq!(tombs(&mut town, 1, room, redact(seq)), [first.next()]);
    let again = town.put(1, RoomName::Room(room), edit(seq, "no"));
    assert_eq!(
        refused(&again),
        Some(Why::Gone),
        "what was taken away is gone"
    );
}

#[test]
fn only_the_author_changes_a_message() {
    let mut town = Town::new();
    let room = town.pair(1, 2);
    let seq = said(&mut town, 1, room, "hello");
    let answer = town.put(2, RoomName::Room(room), edit(seq, "good evening"));
    assert_eq!(refused(&answer), Some(Why::Denied));
}

#[test]
fn a_sign_of_danger_in_a_change_opens_a_case() {
    let mut town = Town::new();
    let room = town.pair(1, 2);
    let seq = said(&mut town, 1, room, "hello");
    assert!(town.engine.is_urgent(&edit(seq, DANGER)));
    assert!(is_done(&town.put(
        1,
        RoomName::Room(room),
        edit(seq, DANGER)
    )));
    assert_eq!(town.case_room(1), room);
    assert_eq!(town.n_cards(1), 1);
}

#[test]
fn a_change_is_judged_like_a_message() {
    let mut town = Town::new();
    let room = town.pair(1, 2);
    let name = RoomName::Room(room);
    let seq = said(&mut town, 1, room, "hello");
    let nudged = town.put(1, name.clone(), edit(seq, CONTACT));
    assert_eq!(refused(&nudged), Some(Why::Nudge));
    let blocked = town.put(1, name.clone(), edit(seq, ABUSE));
    assert!(!is_done(&blocked));
    assert_eq!(n_changes(&town, room), 0);
    let words = town.engine.state.room(room).unwrap().words();
    assert_eq!(
        words,
        [seq],
        "the words before stay where a change is not taken"
    );
}

#[test]
fn a_retry_of_a_put_whose_words_are_gone_gets_its_first_answer() {
    let mut town = Town::new();
    let room = town.pair(1, 2);
    let (name, cid) = (RoomName::Room(room), Cid::from_bytes([42; 16]));
    let first = answer(&town.put_as(1, name.clone(), cid, say("hello")));
    let other = answer(&town.put_as(1, name.clone(), cid, say("other")));
    assert_eq!(refused(&other), Some(Why::CidReused));
    let seq = town.engine.state.head(&name);
    tombs(&mut town, 1, room, redact(seq));
    for text in ["hello", "other"] {
        let again = answer(&town.put_as(1, name.clone(), cid, say(text)));
        assert_eq!(again, first);
    }
    let cids = town
        .log
        .iter()
        .filter_map(|(_, _, entry)| entry.put.as_ref());
    assert_eq!(cids.filter(|mark| mark.cid == cid).count(), 1);
}

#[test]
fn words_that_are_gone_are_no_repetition_but_count_towards_the_pace() {
    let mut town = Town::new();
    let room = town.pair(1, 2);
    for _ in 1..HousePolicy::REPEATS {
        let seq = said(&mut town, 1, room, "hello");
        tombs(&mut town, 1, room, redact(seq));
    }
    said(&mut town, 1, room, "hello");
    let sent = town.engine.state.moderation.history(person(1)).sent();
    assert_eq!(sent.count(), HousePolicy::REPEATS);
}

#[test]
fn what_is_remembered_is_what_a_restart_remembers() {
    let mut town = Town::new();
    let room = town.pair(1, 2);
    let first = said(&mut town, 1, room, "hello");
    let second = said(&mut town, 1, room, "i see");
    said(&mut town, 2, room, "good evening");
    for act in [redact(first), edit(second, "hello"), edit(second, "yes")] {
        assert!(is_done(&town.put(1, RoomName::Room(room), act)));
        let remembered = town.engine.state.clone();
        town.restart();
        assert_eq!(remembered, town.engine.state);
        town.connect(1);
    }
}

#[test]
fn sealed_words_go_when_their_decision_can_no_longer_be_appealed() {
    let mut town = Town::new();
    let room = town.pair(1, 2);
    let cid = Cid::from_bytes([42; 16]);
    let blocked = town.put_as(1, RoomName::Room(room), cid, say(ABUSE));
    let made = commit(&blocked)
        .entries
        .iter()
        .find_map(|(name, seq, entry)| {
            let Fact::Moderation(fact) = &entry.fact else {
                return None;
            };
            let decision = fact.decided()?;
            assert!(decision.sealed.is_some() && entry.put.is_some());
            Some((name.clone(), *seq, decision.appeal_until.unwrap()))
        });
    let (queue, seq, until) = made.expect("a decision");
    town.pass(until.since(town.now));
    let (_, _, entry) = town
        .log
        .iter()
        .find(|(name, at, _)| (name, *at) == (&queue, seq))
        .unwrap();
    let Fact::Moderation(fact) = &entry.fact else {
        panic!("{entry:?}");
    };
    let decision = fact.decided().unwrap();
    assert!(decision.sealed.is_none() && decision.spans.is_empty());
    assert_eq!(entry.put.as_ref().unwrap().digest, None);
    let remembered = town.engine.state.clone();
    town.restart();
    town.feed(crate::engine::Input::Tick);
    assert_eq!(remembered, town.engine.state);
}

#[test]
fn what_an_appeal_says_goes_when_it_can_no_longer_be_decided() {
    let mut town = Town::new();
    let room = town.pair(1, 2);
    let blocked = town.put(1, RoomName::Room(room), say(ABUSE));
    let Answer::Refused {
        decision: Some(decision),
        ..
    } = blocked
    else {
        panic!("{blocked:?}")
    };
    let appeal = Act::Appeal {
        decision,
        text: Text::new("it was a quotation").unwrap(),
    };
    assert!(is_done(&town.put(1, me(1), appeal)));
    let argued = |town: &Town| {
        let facts = town.log.iter().filter_map(|(_, _, entry)| {
            if let Fact::Moderation(moderation::Fact::Appealed { text, .. }) = &entry.fact {
                return Some(text.clone());
            }
            None
        });
        facts.collect::<Vec<_>>()
    };
    assert!(argued(&town)[0].is_some());
    town.pass(moderation::State::APPEALED);
    assert_eq!(argued(&town), [None]);
    let remembered = town.engine.state.clone();
    town.restart();
    town.feed(crate::engine::Input::Tick);
    assert_eq!(remembered, town.engine.state);
}
