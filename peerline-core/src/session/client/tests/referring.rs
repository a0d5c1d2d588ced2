use super::*;
use crate::protocol::GapWhy;
use crate::session::client::Cursor;
use crate::vocab::Seq;

fn room() -> Address {
    ROOM.parse().unwrap()
}

/// A client that has two entries of a room, which it receives.
fn reader() -> Desk {
    let mut desk = Desk::ready();
    desk.open_at(ROOM, 2);
    desk.say(&ev(ROOM, 1));
    desk.say(&ev(ROOM, 2));
    desk.drain();
    desk
}

/// The same without a link.
fn cut_off() -> Desk {
    let mut desk = reader();
    desk.session.disconnected(desk.now);
    desk.drain();
    desk
}

fn redact(desk: &mut Desk, seq: u64) -> Cid {
    let draft = Draft::new(room(), Kind::Redact, Body::of(&())).about(Seq::new(seq));
    desk.session.put(desk.now, draft)
}

/// Comes back and returns the number under which the room is opened.
fn come_back(desk: &mut Desk) -> u64 {
    desk.session.dial(desk.now);
    desk.join();
    let sent = desk.sent();
    assert_eq!(kinds(&sent), [] as [&str; 0]);
    desk.events();
    sent[0]["open"][0]["ref"].as_u64().unwrap()
}

fn kinds(sent: &[Value]) -> Vec<&str> {
    let puts = sent.iter().filter(|frame| frame["t"] == "put");
    puts.map(|put| put["kind"].as_str().unwrap()).collect()
}

fn types(sent: &[Value]) -> Vec<&str> {
    sent.iter()
        .map(|frame| frame["t"].as_str().unwrap())
        .collect()
}

fn gap(room: &str, why: &str) -> String {
    format!(r#"{{"t":"gap","room":"{room}","epoch":1,"lo":1,"hi":2,"why":"{why}"}}"#)
}

fn refused(desk: &mut Desk) -> Vec<String> {
    let mut names = desk.names();
    names.retain(|name| name.starts_with("refused"));
    names
}

#[test]
fn what_refers_to_an_entry_waits_until_the_log_is_known_and_holds_its_place() {
    let mut desk = cut_off();
    redact(&mut desk, 2);
    desk.put(ROOM, "after");
    desk.put(OTHER, "elsewhere");
    desk.session.dial(desk.now);
    desk.join();
    let sent = desk.sent();
    assert_eq!(texts(&sent), ["elsewhere"]);
    let reference = sent[0]["open"][0]["ref"].as_u64().unwrap();
    desk.say(&opened(ROOM, 1, 2, 2, reference));
    assert_eq!(kinds(&desk.sent()), ["redact", "msg"]);
}

#[test]
fn a_log_that_goes_on_is_known_by_its_next_entry() {
    let mut desk = cut_off();
    redact(&mut desk, 2);
    let reference = come_back(&mut desk);
    desk.say(&opened(ROOM, 1, 3, 2, reference));
    assert_eq!(kinds(&desk.sent()), [] as [&str; 0]);
    desk.say(&ev(ROOM, 3));
    assert_eq!(kinds(&desk.sent()), ["redact"]);
}

#[test]
fn in_another_log_nothing_is_done_to_what_stands_there() {
    for why in ["diverged", "epoch"] {
        let mut desk = cut_off();
        redact(&mut desk, 2);
        desk.put(ROOM, "after");
        let reference = come_back(&mut desk);
        desk.say(&opened(ROOM, 1, 3, 2, reference));
        desk.say(&gap(ROOM, why));
        assert_eq!(refused(&mut desk), ["refused Gone"]);
        assert_eq!(kinds(&desk.sent()), ["msg"]);
        desk.say(&ev(ROOM, 1));
        redact(&mut desk, 1);
        assert_eq!(kinds(&desk.sent()), ["redact"]);
    }
}

#[test]
fn a_gap_may_come_before_the_room_is_open() {
    let mut desk = cut_off();
    redact(&mut desk, 2);
    let reference = come_back(&mut desk);
    desk.say(&gap(ROOM, "diverged"));
    assert_eq!(refused(&mut desk), ["refused Gone"]);
    desk.say(&opened(ROOM, 1, 1, 0, reference));
    desk.say(&ev(ROOM, 1));
    redact(&mut desk, 1);
    assert_eq!(kinds(&desk.sent()), ["redact"]);
}

#[test]
fn another_log_of_the_same_length_is_not_taken_for_the_same() {
    let mut desk = cut_off();
    redact(&mut desk, 2);
    let reference = come_back(&mut desk);
    let other = opened(ROOM, 1, 2, 2, reference).replace(&hash(2), &hash(99));
    desk.say(&other);
    assert_eq!(kinds(&desk.sent()), [] as [&str; 0]);
    desk.say(&gap(ROOM, "diverged"));
    assert_eq!(refused(&mut desk), ["refused Gone"]);
}

#[test]
fn a_log_that_starts_anew_without_a_word_is_another_one() {
    let mut desk = cut_off();
    redact(&mut desk, 2);
    let reference = come_back(&mut desk);
    desk.say(&opened(ROOM, 1, 3, 0, reference));
    desk.say(&ev(ROOM, 1));
    assert_eq!(refused(&mut desk), ["refused Gone"]);
    assert_eq!(kinds(&desk.sent()), [] as [&str; 0]);
}

#[test]
fn a_call_for_a_person_waits_for_no_log() {
    let mut desk = cut_off();
    redact(&mut desk, 2);
    let call = Draft::new(room(), Kind::Signal, Body::of(&())).about(Seq::new(2));
    let cid = desk.session.put(desk.now, call);
    desk.session.dial(desk.now);
    desk.join();
    let sent = desk.sent();
    assert_eq!(kinds(&sent), ["signal"]);
    desk.say(&gap(ROOM, "diverged"));
    assert_eq!(refused(&mut desk), ["refused Gone"]);
    assert!(desk.session.unanswered().any(|open| open == cid));
}

#[test]
fn a_nudged_edit_is_settled_with_its_log() {
    let mut desk = reader();
    redact(&mut desk, 2);
    let number = numbers(&desk.sent())[0];
    desk.say(&err(number, "nudge", None));
    desk.session.disconnected(desk.now);
    desk.drain();
    come_back(&mut desk);
    desk.say(&gap(ROOM, "diverged"));
    assert_eq!(refused(&mut desk), ["refused Gone"]);
    assert_eq!(desk.session.unanswered().count(), 0);
}

#[test]
fn the_lane_of_the_line_hears_what_it_waits_for_in_vain() {
    let mut desk = reader();
    let cid = redact(&mut desk, 2);
    let number = numbers(&desk.sent())[0];
    desk.say(&err(number, "busy", Some(60_000)));
    desk.put(ROOM, "after");
    desk.say(&gap(ROOM, "diverged"));
    let sent = desk.sent();
    assert_eq!(types(&sent), ["drop", "put"]);
    assert_eq!(sent[0]["cid"], cid.to_string());
    assert_eq!(sent[1]["kind"], "msg");
}

#[test]
fn a_room_that_is_shown_no_more_is_looked_at_and_closed_again() {
    let mut desk = reader();
    desk.session.close(desk.now, room());
    desk.session.disconnected(desk.now);
    desk.drain();
    redact(&mut desk, 2);
    desk.session.dial(desk.now);
    desk.join();
    let sent = desk.sent();
    assert_eq!(types(&sent), ["hello", "open"]);
    assert_eq!(
        (&sent[1]["seq"], &sent[1]["h"]),
        (&2.into(), &hash(2).into())
    );
    desk.events();
    desk.say(&opened(ROOM, 1, 3, 2, sent[1]["ref"].as_u64().unwrap()));
    desk.say(&ev(ROOM, 3));
    assert_eq!(types(&desk.sent()), ["close", "put"]);
    assert_eq!(desk.names(), [] as [&str; 0]);
}

#[test]
fn a_look_that_finds_another_log_settles_what_waited_for_it() {
    let mut desk = reader();
    desk.session.close(desk.now, room());
    desk.session.disconnected(desk.now);
    redact(&mut desk, 2);
    desk.put(ROOM, "after");
    desk.session.dial(desk.now);
    desk.join();
    desk.drain();
    desk.say(&gap(ROOM, "diverged"));
    assert_eq!(desk.names(), ["gap Diverged", "refused Gone"]);
    assert_eq!(types(&desk.sent()), ["close", "put"]);
}

#[test]
fn a_look_that_finds_another_log_tells_it_though_the_line_says_nothing_of_it() {
    for (epoch, why) in [(1, GapWhy::Diverged), (2, GapWhy::Epoch)] {
        let mut desk = reader();
        desk.session.close(desk.now, room());
        desk.session.disconnected(desk.now);
        redact(&mut desk, 2);
        desk.session.dial(desk.now);
        desk.join();
        let reference = desk.sent()[1]["ref"].as_u64().unwrap();
        desk.events();
        desk.say(&opened(ROOM, epoch, 1, 1, reference));
        let events = desk.events();
        let [ClientEvent::Gap(told), ClientEvent::PutRefused { .. }] = &events[..] else {
            panic!("{events:?}");
        };
        assert_eq!((&told.room, told.why), (&room(), why));
        assert_eq!((told.lo, told.hi), (Seq::new(1), Seq::new(2)));
    }
}

#[test]
fn a_room_that_cannot_be_opened_settles_what_waited_for_it() {
    let mut desk = cut_off();
    redact(&mut desk, 2);
    desk.put(ROOM, "after");
    let reference = come_back(&mut desk);
    desk.say(&err(reference, "denied", None));
    assert_eq!(refused(&mut desk), ["refused Denied"]);
    assert_eq!(kinds(&desk.sent()), ["msg"]);
}

#[test]
fn a_look_that_is_refused_settles_what_waited_for_it() {
    let mut desk = reader();
    desk.session.close(desk.now, room());
    desk.session.disconnected(desk.now);
    redact(&mut desk, 2);
    desk.session.dial(desk.now);
    desk.join();
    let reference = desk.sent()[1]["ref"].as_u64().unwrap();
    desk.events();
    desk.say(&err(reference, "gone", None));
    assert_eq!(desk.names(), ["refused Gone"]);
}

#[test]
fn a_room_that_is_shown_again_waits_for_the_look_that_is_under_way() {
    let mut desk = reader();
    desk.session.close(desk.now, room());
    desk.session.disconnected(desk.now);
    let cid = redact(&mut desk, 2);
    desk.session.dial(desk.now);
    desk.join();
    let reference = desk.sent()[1]["ref"].as_u64().unwrap();
    let cursor = Cursor::new(1, Seq::new(2), None);
    desk.session.open_from(desk.now, room(), Some(cursor));
    desk.session.give_up(desk.now, cid);
    assert_eq!(desk.sent(), [] as [Value; 0]);
    desk.say(&opened(ROOM, 1, 2, 2, reference));
    assert_eq!(types(&desk.sent()), ["close", "open"]);
}

#[test]
fn a_look_without_an_answer_ends_the_link() {
    let mut desk = reader();
    desk.session.close(desk.now, room());
    desk.session.disconnected(desk.now);
    redact(&mut desk, 2);
    desk.session.dial(desk.now);
    desk.join();
    desk.drain();
    desk.pass(10_000);
    assert_eq!(desk.names()[0], "hang up");
}

#[test]
fn what_was_kept_is_compared_with_the_log_that_its_author_saw() {
    let mut first = cut_off();
    redact(&mut first, 2);
    let kept: Vec<_> = first.session.kept().collect();
    for cursor in [None, Some(Cursor::new(1, Seq::new(1), None))] {
        let mut second = Desk::of(ClientConfig::new(Seed::from_bytes([8; 32])));
        second.session.restore(second.now, kept.clone());
        second.session.open_from(second.now, room(), cursor);
        second.session.dial(second.now);
        second.join();
        let sent = second.sent();
        assert!(sent[0].get("open").is_none());
        assert_eq!(
            (&sent[1]["t"], &sent[1]["seq"]),
            (&"open".into(), &2.into())
        );
        second.say(&opened(ROOM, 1, 2, 2, sent[1]["ref"].as_u64().unwrap()));
        assert_eq!(types(&second.sent()), ["close", "open", "put"]);
    }
}

#[test]
fn what_refers_to_a_room_that_was_never_had_goes_at_once() {
    let mut desk = Desk::ready();
    redact(&mut desk, 4);
    assert_eq!(kinds(&desk.sent()), ["redact"]);
}
