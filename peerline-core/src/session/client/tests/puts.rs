use super::*;
use crate::session::Unanswered;

fn reconnect(desk: &mut Desk) -> Vec<Value> {
    desk.session.dial(desk.now);
    desk.join();
    desk.sent()
}

#[test]
fn a_put_is_sent_and_done() {
    let mut desk = Desk::ready();
    let cid = desk.put(ROOM, "a");
    let sent = desk.sent();
    assert_eq!(sent[0]["cid"], cid.to_string());
    assert!(sent[0].get("age_s").is_none());
    desk.say(&ok(numbers(&sent)[0]));
    let events = desk.events();
    assert!(matches!(&events[..], [ClientEvent::PutDone { cid: done, .. }] if *done == cid));
    assert_eq!(desk.session.unanswered().count(), 0);
}

#[test]
fn a_held_put_is_told_apart() {
    let mut desk = Desk::ready();
    desk.put(ROOM, "a");
    let number = numbers(&desk.sent())[0];
    desk.say(&format!(r#"{{"t":"ok","ref":{number},"st":"held"}}"#));
    assert_eq!(desk.names(), ["held"]);
}

#[test]
fn a_put_made_without_a_link_waits_for_one() {
    let mut desk = Desk::new();
    desk.put(ROOM, "a");
    assert!(desk.sent().is_empty());
    desk.now = at(desk.now.unix_millis() + 5_000);
    let sent = reconnect(&mut desk);
    assert_eq!(texts(&sent), ["a"]);
    assert_eq!(sent[1]["age_s"], 5);
}

#[test]
fn unanswered_puts_go_again_with_the_same_cid_in_the_same_order() {
    let mut desk = Desk::ready();
    for text in ["a", "b", "c"] {
        desk.put(ROOM, text);
    }
    let first = desk.sent();
    desk.say(&ok(numbers(&first)[0]));
    desk.session.disconnected(desk.now);
    let again = reconnect(&mut desk);
    assert_eq!(texts(&again), ["b", "c"]);
    assert_eq!(again[1]["cid"], first[1]["cid"]);
    assert_eq!(again[1]["age_s"], 0);
}

#[test]
fn a_busy_line_is_asked_again_after_its_time_and_the_lane_waits() {
    let mut desk = Desk::ready();
    desk.put(ROOM, "a");
    desk.put(ROOM, "b");
    let sent = numbers(&desk.sent());
    desk.say(&err(sent[0], "busy", Some(2_000)));
    desk.say(&err(sent[1], "lane", Some(0)));
    desk.put(ROOM, "c");
    desk.pass(1_999);
    assert!(desk.sent().is_empty());
    desk.pass(1);
    assert_eq!(texts(&desk.sent()), ["a", "b", "c"]);
}

#[test]
fn other_rooms_do_not_wait() {
    let mut desk = Desk::ready();
    desk.put(ROOM, "a");
    let sent = numbers(&desk.sent());
    desk.say(&err(sent[0], "rate", Some(2_000)));
    desk.put(OTHER, "b");
    assert_eq!(texts(&desk.sent()), ["b"]);
}

#[test]
fn a_lane_is_not_tried_faster_than_a_person_could_notice() {
    let mut desk = Desk::ready();
    desk.put(ROOM, "a");
    let sent = numbers(&desk.sent());
    desk.say(&err(sent[0], "lane", Some(0)));
    desk.pass(249);
    assert!(desk.sent().is_empty());
    desk.pass(1);
    assert_eq!(texts(&desk.sent()), ["a"]);
}

#[test]
fn a_new_link_does_not_wait_for_the_old_lane() {
    let mut desk = Desk::ready();
    desk.put(ROOM, "a");
    let sent = numbers(&desk.sent());
    desk.say(&err(sent[0], "busy", Some(60_000)));
    desk.session.disconnected(desk.now);
    assert_eq!(texts(&reconnect(&mut desk)), ["a"]);
}

#[test]
fn no_more_than_a_window_of_one_room_is_on_its_way() {
    let mut desk = Desk::ready();
    for n in 0..20 {
        desk.put(ROOM, &n.to_string());
    }
    let sent = desk.sent();
    assert_eq!(texts(&sent).len(), 8);
    desk.say(&ok(numbers(&sent)[0]));
    assert_eq!(texts(&desk.sent()), ["8"]);
}

#[test]
fn a_refused_put_is_told_and_lets_the_next_go() {
    let mut desk = Desk::ready();
    desk.put(ROOM, "a");
    let sent = numbers(&desk.sent());
    desk.say(&err(sent[0], "blocked", None));
    assert_eq!(desk.names(), ["refused Blocked"]);
    desk.session.disconnected(desk.now);
    assert!(texts(&reconnect(&mut desk)).is_empty());
}

#[test]
fn a_nudged_put_waits_for_its_author() {
    let mut desk = Desk::ready();
    let cid = desk.put(ROOM, "a");
    let sent = numbers(&desk.sent());
    desk.say(&err(sent[0], "nudge", None));
    assert_eq!(desk.names(), ["nudged"]);
    assert!(desk.session.put_over(desk.now, cid));
    let sent = desk.sent();
    assert_eq!(sent[0]["cid"], cid.to_string());
    assert_eq!(sent[0]["over"], true);
    assert!(!desk.session.put_over(desk.now, cid), "once");
}

#[test]
fn a_nudged_put_can_be_given_up() {
    let mut desk = Desk::ready();
    let cid = desk.put(ROOM, "a");
    let sent = numbers(&desk.sent());
    desk.say(&err(sent[0], "nudge", None));
    assert!(desk.session.give_up(desk.now, cid));
    assert!(!desk.session.put_over(desk.now, cid));
    assert!(desk.sent().is_empty());
}

#[test]
fn giving_up_the_put_that_blocks_frees_the_lane() {
    let mut desk = Desk::ready();
    let cid = desk.put(ROOM, "a");
    desk.put(ROOM, "b");
    let sent = numbers(&desk.sent());
    desk.say(&err(sent[0], "busy", Some(60_000)));
    desk.say(&err(sent[1], "lane", Some(0)));
    assert!(desk.session.give_up(desk.now, cid));
    let sent = desk.sent();
    assert_eq!(
        (&sent[0]["t"], &sent[0]["cid"]),
        (&"drop".into(), &cid.to_string().into())
    );
    assert_eq!(texts(&sent), ["b"]);
}

#[test]
fn giving_up_what_is_on_its_way_tells_the_line_when_it_asks_again() {
    let mut desk = Desk::ready();
    let cid = desk.put(ROOM, "a");
    let sent = numbers(&desk.sent());
    assert!(desk.session.give_up(desk.now, cid));
    assert!(desk.sent().is_empty());
    desk.say(&err(sent[0], "busy", Some(1_000)));
    assert_eq!(desk.sent()[0]["t"], "drop");
}

#[test]
fn giving_up_what_is_answered_does_nothing() {
    let mut desk = Desk::ready();
    let cid = desk.put(ROOM, "a");
    let sent = numbers(&desk.sent());
    desk.say(&ok(sent[0]));
    assert!(!desk.session.give_up(desk.now, cid));
}

#[test]
fn an_unanswered_put_ends_the_link_and_goes_again() {
    let mut desk = Desk::ready();
    desk.put(ROOM, "a");
    desk.drain();
    for n in 1..=2 {
        desk.pass(4_999);
        desk.say(&format!(r#"{{"t":"ping","n":{n}}}"#));
    }
    assert!(desk.events().is_empty());
    desk.pass(2);
    assert_eq!(desk.names()[0], "hang up");
    assert_eq!(texts(&reconnect(&mut desk)), ["a"]);
}

#[test]
fn cids_do_not_repeat() {
    let mut desk = Desk::new();
    let cids: std::collections::BTreeSet<Cid> = (0..100).map(|_| desk.put(ROOM, "a")).collect();
    assert_eq!(cids.len(), 100);
}

#[test]
fn the_same_seed_and_calls_give_the_same_bytes() {
    let run = || {
        let mut desk = Desk::ready();
        desk.put(ROOM, "a");
        desk.session.disconnected(desk.now);
        desk.pass(60_000);
        (desk.sent(), desk.names(), desk.session.poll_timeout())
    };
    assert_eq!(run(), run());
}

#[test]
fn a_report_names_its_entry() {
    let mut desk = Desk::ready();
    let draft = message(ROOM, "a").about(crate::vocab::Seq::new(4));
    desk.session.put(desk.now, draft);
    assert_eq!(desk.sent()[0]["re"], 4);
}

#[test]
fn what_was_kept_is_sent_by_the_next_session_under_the_same_cids_in_order() {
    let mut first = Desk::ready();
    let nudged = first.put(ROOM, "nudged");
    let number = numbers(&first.sent())[0];
    first.say(&err(number, "nudge", None));
    let cids = [
        first.put(ROOM, "one"),
        first.put(OTHER, "two"),
        first.put(ROOM, "three"),
    ];
    let kept: Vec<_> = first.session.kept().collect();
    // As a program writes it down.
    let kept = serde_json::to_string(&kept).unwrap();
    let kept: Vec<Unanswered> = serde_json::from_str(&kept).unwrap();
    let mut second = Desk::of(ClientConfig::new(Seed::from_bytes([8; 32])));
    second.session.restore(second.now, kept);
    second.session.dial(second.now);
    second.join();
    let sent = second.sent();
    assert_eq!(texts(&sent), ["one", "three", "two"]);
    let puts: Vec<_> = sent.iter().filter(|frame| frame["t"] == "put").collect();
    assert_eq!(puts[1]["cid"], cids[2].to_string());
    assert!(second.session.put_over(second.now, nudged));
    assert_eq!(second.sent()[0]["cid"], nudged.to_string());
}

#[test]
fn a_call_for_a_person_waits_for_nothing() {
    let mut desk = Desk::ready();
    desk.put(ROOM, "one");
    let number = numbers(&desk.sent())[0];
    desk.say(&err(number, "busy", Some(60_000)));
    let call = |room: &str| Draft::new(room.parse().unwrap(), Kind::Signal, Body::of(&()));
    let cid = desk.session.put(desk.now, call(ROOM));
    assert_eq!(desk.sent()[0]["cid"], cid.to_string());
    for _ in 0..20 {
        desk.put(OTHER, "many");
    }
    desk.drain();
    let cid = desk.session.put(desk.now, call(OTHER));
    assert_eq!(desk.sent()[0]["cid"], cid.to_string());
}

#[test]
fn what_the_line_would_not_read_is_refused_and_holds_up_nothing() {
    let mut desk = Desk::ready();
    let long = desk.put(ROOM, &"a".repeat(17_000));
    assert!(desk.sent().is_empty());
    assert_eq!(desk.names(), ["refused TooBig"]);
    assert!(!desk.session.unanswered().any(|cid| cid == long));
    desk.put(ROOM, "short");
    assert_eq!(texts(&desk.sent()), ["short"]);
}
