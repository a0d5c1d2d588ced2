use super::*;
use crate::protocol::Chain;
use crate::protocol::Encoding;
use crate::protocol::Who;
use crate::session::Cursor;
use crate::session::LinkState;
use crate::vocab::Seq;

fn room() -> Address {
    ROOM.parse().unwrap()
}

#[test]
fn a_room_is_live_when_its_replay_has_come() {
    let mut desk = Desk::ready();
    desk.open_at(ROOM, 2);
    assert_eq!(desk.names(), ["catching up", &format!("opened {ROOM}")]);
    desk.say(&ev(ROOM, 1));
    desk.say(&ev(ROOM, 2));
    assert_eq!(desk.names(), ["entry 1", "entry 2", "live"]);
}

#[test]
fn an_empty_room_is_live_at_once() {
    let mut desk = Desk::ready();
    desk.open_at(ROOM, 0);
    assert_eq!(desk.session.state(), LinkState::Live);
}

#[test]
fn a_room_opened_without_a_link_goes_with_hello() {
    let mut desk = Desk::new();
    desk.session.open(desk.now, room());
    desk.session.dial(desk.now);
    desk.join();
    let sent = desk.sent();
    assert_eq!(sent[0]["open"][0]["room"], ROOM);
    assert_eq!(sent.len(), 1, "and is not opened twice");
}

#[test]
fn the_next_link_continues_from_the_cursor() {
    let mut desk = Desk::ready();
    desk.open_at(ROOM, 1);
    desk.say(&ev(ROOM, 1));
    desk.session.disconnected(desk.now);
    desk.session.dial(desk.now);
    desk.join();
    let hello = &desk.sent()[0];
    let open = &hello["open"][0];
    assert_eq!(open["epoch"], 1);
    assert_eq!(open["seq"], 1);
    assert_eq!(open["h"], hash(1));
    let reference = open["ref"].as_u64().unwrap();
    desk.drain();
    desk.say(&opened(ROOM, 1, 2, 1, reference));
    desk.say(&ev(ROOM, 2));
    assert_eq!(desk.names(), [&format!("opened {ROOM}"), "entry 2", "live"]);
}

#[test]
fn a_kept_cursor_starts_a_session() {
    let mut desk = Desk::ready();
    let cursor = Cursor::new(3, Seq::new(9), Some(Chain::START));
    desk.session.open_from(desk.now, room(), Some(cursor));
    let open = &desk.sent()[0];
    assert_eq!(
        (open["epoch"].as_u64(), open["seq"].as_u64()),
        (Some(3), Some(9))
    );
    assert_eq!(desk.session.cursor(&room()), Some(cursor));
}

#[test]
fn the_newest_entries_alone_can_be_asked_for() {
    let mut desk = Desk::ready();
    desk.session.open_newest(desk.now, room(), 5);
    let open = &desk.sent()[0];
    assert_eq!(open["back"], 5);
    desk.say(&opened(ROOM, 1, 20, 15, open["ref"].as_u64().unwrap()));
    desk.events();
    desk.say(&ev(ROOM, 16));
    assert_eq!(desk.names(), ["entry 16"]);
}

#[test]
fn what_came_before_is_dropped() {
    let mut desk = Desk::ready();
    desk.open_at(ROOM, 1);
    desk.say(&ev(ROOM, 1));
    desk.drain();
    desk.say(&ev(ROOM, 1));
    assert!(desk.events().is_empty());
}

#[test]
fn a_hole_is_fetched_and_filled_in_order() {
    let mut desk = Desk::ready();
    desk.open_at(ROOM, 0);
    desk.drain();
    desk.say(&ev(ROOM, 2));
    desk.say(&ev(ROOM, 3));
    assert_eq!(desk.names(), ["catching up"]);
    let sent = desk.sent();
    assert_eq!(sent.len(), 1, "one fetch at a time");
    assert_eq!(
        (&sent[0]["t"], &sent[0]["after"]),
        (&"fetch".into(), &0.into())
    );
    for seq in 1..=3 {
        desk.say(&ev(ROOM, seq));
    }
    desk.say(&ok(sent[0]["ref"].as_u64().unwrap()));
    assert_eq!(desk.names(), ["entry 1", "entry 2", "entry 3", "live"]);
}

#[test]
fn a_page_that_does_not_fill_the_hole_is_followed_by_the_next() {
    let mut desk = Desk::ready();
    desk.open_at(ROOM, 0);
    desk.drain();
    desk.say(&ev(ROOM, 3));
    let fetch = desk.sent().remove(0);
    desk.say(&ev(ROOM, 1));
    desk.say(&ok(fetch["ref"].as_u64().unwrap()));
    assert_eq!(desk.sent()[0]["after"], 1);
}

#[test]
fn what_a_page_held_and_did_not_arrive_is_fetched_again() {
    let mut desk = Desk::ready();
    desk.open_at(ROOM, 0);
    desk.drain();
    desk.say(&ev(ROOM, 2));
    let fetch = desk.sent().remove(0);
    desk.say(&page_end(&fetch, 2));
    assert_eq!(desk.sent()[0]["after"], 0);
    desk.say(&ev(ROOM, 1));
    desk.say(&ev(ROOM, 2));
    assert_eq!(desk.session.state(), LinkState::Live);
}

#[test]
fn what_the_line_does_not_have_is_shown_as_a_hole() {
    let mut desk = Desk::ready();
    desk.open_at(ROOM, 0);
    desk.drain();
    desk.say(&ev(ROOM, 3));
    let fetch = desk.sent().remove(0);
    desk.drain();
    desk.say(&ok(fetch["ref"].as_u64().unwrap()));
    assert_eq!(desk.names(), ["gap Missing", "live"]);
    desk.say(&ev(ROOM, 4));
    assert_eq!(desk.names(), ["entry 4"]);
}

#[test]
fn what_is_received_is_acknowledged_before_the_line_pauses() {
    let mut desk = Desk::ready();
    desk.open_at(ROOM, 0);
    desk.drain();
    // What `opened` had is counted too.
    let mut bytes = opened(ROOM, 1, 0, 0, 1).len();
    let mut seq = 0;
    while bytes < 65_536 {
        seq += 1;
        let frame = ev(ROOM, seq);
        bytes += frame.len();
        desk.say(&frame);
        let said = desk.sent();
        assert_eq!(said.is_empty(), bytes < 65_536, "at {bytes} bytes");
        if let Some(ping) = said.first() {
            assert_eq!(
                ping["n"].as_u64().unwrap() % 2,
                1,
                "a ping of our own is odd"
            );
            assert_eq!(ping["heads"][ROOM], seq);
        }
    }
}

#[test]
fn older_entries_come_as_a_page_of_their_own() {
    let mut desk = Desk::ready();
    desk.session.open_newest(desk.now, room(), 1);
    let reference = desk.sent()[0]["ref"].as_u64().unwrap();
    desk.say(&opened(ROOM, 1, 5, 4, reference));
    desk.say(&ev(ROOM, 5));
    desk.drain();
    let page = desk.session.older(desk.now, room(), Seq::new(5), 2);
    let fetch = desk.sent().remove(0);
    assert_eq!((&fetch["before"], &fetch["n"]), (&5.into(), &2.into()));
    for seq in [3, 4, 4] {
        desk.say(&ev(ROOM, seq));
    }
    desk.say(&ev(ROOM, 6));
    desk.say(&ok(page));
    assert_eq!(
        desk.names(),
        ["older 3", "older 4", "entry 6", "older done"]
    );
}

#[test]
fn short_names_are_said_and_understood() {
    let config = ClientConfig::new(Seed::from_bytes([7; 32])).encoded(Encoding::Json);
    let mut desk = Desk::of(ClientConfig {
        short: true,
        ..config
    });
    desk.session.dial(desk.now);
    desk.join();
    assert_eq!(desk.sent()[0]["ext"][0], "short");
    desk.session.open(desk.now, room());
    let reference = desk.sent()[0]["ref"].as_u64().unwrap();
    let opened = opened(ROOM, 1, 1, 0, reference).replace(r#""caps""#, r#""n":7,"caps""#);
    desk.say(&opened);
    let join = ev(ROOM, 1).replace("msg", "join");
    desk.say(&join.replace(r#""kind""#, &format!(r#""who":"{OTHER}","kind""#)));
    desk.drain();
    let said = ev(ROOM, 2).replace(&format!(r#""{ROOM}""#), "7");
    desk.say(&said.replace(r#""kind""#, r#""who":1,"kind""#));
    let events = desk.events();
    let [ClientEvent::Entry(ev)] = events.as_slice() else {
        panic!("{events:?}")
    };
    assert_eq!(ev.room, room());
    assert_eq!(ev.who.and_then(Who::name).unwrap().to_string(), OTHER);
    desk.put(ROOM, "hi");
    assert_eq!(desk.sent()[0]["room"], 7);
}

fn page_end(fetch: &Value, last: u64) -> String {
    let reference = &fetch["ref"];
    format!(r#"{{"t":"ok","ref":{reference},"st":"done","seq":{last}}}"#)
}

#[test]
fn a_ping_tells_of_a_lost_last_entry() {
    let mut desk = Desk::ready();
    desk.open_at(ROOM, 0);
    desk.drain();
    desk.say(&format!(r#"{{"t":"ping","n":2,"heads":{{"{ROOM}":2}}}}"#));
    assert_eq!(desk.names(), ["catching up"]);
    let sent = desk.sent();
    assert_eq!(sent[0]["t"], "ping");
    assert_eq!(
        (&sent[1]["t"], &sent[1]["after"]),
        (&"fetch".into(), &0.into())
    );
}

#[test]
fn a_ping_during_a_replay_fetches_nothing() {
    let mut desk = Desk::ready();
    desk.open_at(ROOM, 2);
    desk.drain();
    desk.say(&format!(r#"{{"t":"ping","n":2,"heads":{{"{ROOM}":3}}}}"#));
    assert_eq!(desk.sent().len(), 1);
    for seq in 1..=3 {
        desk.say(&ev(ROOM, seq));
    }
    assert_eq!(desk.session.state(), LinkState::Live);
}

#[test]
fn a_room_that_stays_behind_ends_the_link() {
    let mut desk = Desk::ready();
    desk.open_at(ROOM, 2);
    desk.say(&ev(ROOM, 1));
    desk.drain();
    desk.pass(10_000);
    assert_eq!(desk.names()[0], "hang up");
}

#[test]
fn a_refused_room_is_named_and_closed() {
    let mut desk = Desk::ready();
    desk.session.open(desk.now, room());
    let reference = desk.sent()[0]["ref"].as_u64().unwrap();
    desk.say(&err(reference, "denied", None));
    assert_eq!(desk.names(), ["catching up", "room refused Denied", "live"]);
    assert!(desk.session.cursor(&room()).is_none());
}

#[test]
fn a_room_that_the_line_cannot_open_now_is_opened_over_the_next_link() {
    let mut desk = Desk::ready();
    desk.session.open(desk.now, room());
    let reference = desk.sent()[0]["ref"].as_u64().unwrap();
    desk.drain();
    desk.say(&err(reference, "busy", Some(3_000)));
    assert_eq!(desk.names()[0], "hang up");
    let wait = desk.session.poll_timeout().unwrap().since(desk.now).get();
    assert!((3_000..=3_500).contains(&wait));
    desk.pass(wait);
    desk.join();
    assert_eq!(desk.sent()[0]["open"][0]["room"], ROOM);
}

#[test]
fn a_log_that_began_anew_is_read_from_its_start() {
    let mut desk = Desk::ready();
    desk.open_at(ROOM, 1);
    desk.say(&ev(ROOM, 1));
    desk.session.disconnected(desk.now);
    desk.session.dial(desk.now);
    desk.join();
    let reference = desk.sent()[0]["open"][0]["ref"].as_u64().unwrap();
    desk.drain();
    desk.say(&format!(
        r#"{{"t":"gap","room":"{ROOM}","epoch":2,"lo":1,"hi":1,"why":"epoch"}}"#
    ));
    desk.say(&opened(ROOM, 2, 1, 0, reference));
    desk.say(&ev(ROOM, 1));
    assert_eq!(
        desk.names(),
        ["gap Epoch", &format!("opened {ROOM}"), "entry 1", "live"]
    );
}

#[test]
fn a_log_that_diverged_is_read_from_its_start() {
    let mut desk = Desk::ready();
    desk.open_at(ROOM, 2);
    desk.say(&ev(ROOM, 1));
    desk.drain();
    desk.say(&format!(
        r#"{{"t":"gap","room":"{ROOM}","epoch":1,"lo":1,"hi":1,"why":"diverged"}}"#
    ));
    assert_eq!(desk.session.cursor(&room()).unwrap().seq, Seq::ZERO);
}

#[test]
fn trimmed_entries_are_passed_over() {
    let mut desk = Desk::ready();
    desk.open_at(ROOM, 5);
    desk.drain();
    desk.say(&format!(
        r#"{{"t":"gap","room":"{ROOM}","epoch":1,"lo":1,"hi":4,"why":"trimmed"}}"#
    ));
    desk.say(&ev(ROOM, 5));
    assert_eq!(desk.names(), ["gap Trimmed", "entry 5", "live"]);
}

#[test]
fn a_log_that_was_trimmed_meanwhile_is_the_same_log() {
    let mut desk = Desk::new();
    let cursor = Cursor::new(1, Seq::new(2), None);
    desk.session.open_from(desk.now, room(), Some(cursor));
    desk.session.dial(desk.now);
    desk.join();
    let reference = desk.sent()[0]["open"][0]["ref"].as_u64().unwrap();
    desk.drain();
    desk.say(&opened(ROOM, 1, 11, 10, reference));
    desk.say(&format!(
        r#"{{"t":"gap","room":"{ROOM}","epoch":1,"lo":3,"hi":10,"why":"trimmed"}}"#
    ));
    desk.say(&ev(ROOM, 11));
    let names = desk.names();
    assert!(
        names.ends_with(&["gap Trimmed".into(), "entry 11".into(), "live".into()]),
        "{names:?}"
    );
}

#[test]
fn what_was_too_slow_is_fetched() {
    let mut desk = Desk::ready();
    desk.open_at(ROOM, 0);
    desk.drain();
    desk.say(&format!(
        r#"{{"t":"gap","room":"{ROOM}","epoch":1,"lo":1,"hi":4,"why":"slow"}}"#
    ));
    assert_eq!(desk.sent()[0]["t"], "fetch");
}

#[test]
fn a_closed_room_says_so_and_is_heard_no_more() {
    let mut desk = Desk::ready();
    desk.open_at(ROOM, 1);
    desk.drain();
    desk.session.close(desk.now, room());
    assert_eq!(desk.sent()[0]["t"], "close");
    desk.say(&ev(ROOM, 1));
    assert_eq!(desk.names(), ["live"]);
}

#[test]
fn an_opening_that_was_called_off_does_not_count_for_the_next() {
    let mut desk = Desk::ready();
    desk.session.open(desk.now, room());
    let first = desk.sent()[0]["ref"].as_u64().unwrap();
    desk.session.close(desk.now, room());
    desk.session.open(desk.now, room());
    desk.drain();
    desk.say(&opened(ROOM, 1, 0, 0, first));
    assert_eq!(desk.session.state(), LinkState::CatchingUp);
    assert!(desk.events().is_empty());
}

#[test]
fn signals_pass_through() {
    let mut desk = Desk::ready();
    desk.say(&format!(
        r#"{{"t":"sig","room":"{ROOM}","kind":"typing","ttl":5000}}"#
    ));
    assert_eq!(desk.names(), ["sig typing"]);
}

#[test]
fn another_epoch_is_not_believed_before_the_gap_that_says_so() {
    let (mut desk, reference) = back_with_one_entry();
    desk.drain();
    desk.say(&opened(ROOM, 2, 3, 0, reference));
    assert_eq!(desk.session.state(), LinkState::CatchingUp);
    let cursor = |desk: &Desk| desk.session.cursor(&room()).unwrap();
    assert_eq!(
        cursor(&desk).epoch,
        1,
        "a link lost here must ask for the gap again"
    );
    desk.drain();
    desk.say(&format!(
        r#"{{"t":"gap","room":"{ROOM}","epoch":2,"lo":1,"hi":1,"why":"epoch"}}"#
    ));
    desk.say(&ev(ROOM, 1));
    assert_eq!(desk.names(), ["gap Epoch", "entry 1"]);
    assert_eq!(cursor(&desk).epoch, 2);
}

#[test]
fn a_log_that_moves_without_a_word_is_told_all_the_same() {
    let (mut desk, reference) = back_with_one_entry();
    desk.say(&opened(ROOM, 2, 1, 0, reference));
    desk.drain();
    desk.say(&ev(ROOM, 1));
    assert_eq!(desk.names(), ["gap Epoch", "entry 1", "live"]);
}

/// A client that had one entry, lost its link and has said hello again; and the number under which
/// it opens the room.
fn back_with_one_entry() -> (Desk, u64) {
    let mut desk = Desk::ready();
    desk.open_at(ROOM, 1);
    desk.say(&ev(ROOM, 1));
    desk.session.disconnected(desk.now);
    desk.session.dial(desk.now);
    desk.join();
    let hello = desk.sent().remove(0);
    let reference = hello["open"][0]["ref"].as_u64().unwrap();
    (desk, reference)
}
