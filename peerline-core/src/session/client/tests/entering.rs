use super::*;
use crate::protocol::Join;
use crate::session::LinkState;
use crate::vocab::RoomId;

const HALL: RoomId = RoomId::from_bytes([0; 16]);

fn proof() -> Join {
    Join {
        pk: Key([1; 32]),
        nonce: Key([2; 32]),
        sig: SignatureBytes([3; 64]),
        r: None,
        ticket: None,
    }
}

fn refusal(reference: u64, why: &str) -> String {
    format!(r#"{{"t":"err","ref":{reference},"code":"denied","why":"{why}"}}"#)
}

/// Answers the question for proof; returns the number of the `open` that bears it.
fn prove(desk: &mut Desk) -> u64 {
    desk.session.proved(desk.now, HALL, Some(proof()));
    let sent = desk.sent();
    let open = sent.last().unwrap();
    assert_eq!((&open["t"], &open["room"]), (&"open".into(), &ROOM.into()));
    assert!(open["join"]["sig"].is_string());
    open["ref"].as_u64().unwrap()
}

#[test]
fn a_room_is_opened_with_proof_first_without_and_then_with_a_ticket() {
    let mut desk = Desk::ready();
    desk.session.enter(desk.now, HALL);
    assert!(desk.sent().is_empty(), "nothing is asked without proof");
    assert_eq!(desk.names(), ["prove false", "catching up"]);
    let reference = prove(&mut desk);
    desk.say(&refusal(reference, "ticket_needed"));
    assert_eq!(desk.names(), ["prove true"]);
    let reference = prove(&mut desk);
    desk.say(&opened(ROOM, 1, 0, 0, reference));
    assert_eq!(desk.session.state(), LinkState::Live);
}

#[test]
fn a_second_refusal_is_the_last() {
    let mut desk = Desk::ready();
    desk.session.enter(desk.now, HALL);
    let reference = prove(&mut desk);
    desk.say(&refusal(reference, "ticket_needed"));
    let reference = prove(&mut desk);
    desk.drain();
    desk.say(&refusal(reference, "ticket_spent"));
    assert_eq!(desk.names(), ["room refused Denied", "live"]);
}

#[test]
fn what_is_not_about_tickets_is_no_reason_to_show_one() {
    let mut desk = Desk::ready();
    desk.session.enter(desk.now, HALL);
    let reference = prove(&mut desk);
    desk.drain();
    desk.say(&refusal(reference, "full"));
    assert_eq!(desk.names(), ["room refused Denied", "live"]);
}

#[test]
fn every_link_takes_a_proof_of_its_own() {
    let mut desk = Desk::ready();
    desk.session.enter(desk.now, HALL);
    let reference = prove(&mut desk);
    desk.say(&opened(ROOM, 1, 0, 0, reference));
    desk.session.disconnected(desk.now);
    desk.session.dial(desk.now);
    desk.drain();
    desk.join();
    let sent = desk.sent();
    assert_eq!(sent.len(), 1);
    assert!(sent[0]["open"].is_null(), "not with hello");
    assert!(desk.names().contains(&"prove false".to_owned()));
    prove(&mut desk);
}

#[test]
fn a_lease_is_renewed_where_the_room_stands() {
    let mut desk = Desk::ready();
    desk.session.enter(desk.now, HALL);
    let reference = prove(&mut desk);
    desk.say(&opened(ROOM, 1, 1, 0, reference));
    desk.say(&ev(ROOM, 1));
    desk.drain();
    desk.session.renew(desk.now, HALL);
    assert!(desk.names().contains(&"prove true".to_owned()));
    desk.session.proved(desk.now, HALL, Some(proof()));
    let sent = desk.sent();
    assert_eq!(sent[0]["seq"], 1);
    desk.session.proved(desk.now, HALL, None);
    assert!(desk.names().contains(&"room refused Denied".to_owned()));
}

/// The private room of the name that `opened` gives.
const OWN: &str = "~BAAAAAAAAAAAAAAAAAAAAA";
const ELSEWHERE: &str = "CAAAAAAAAAAAAAAAAAAAAA";

/// A desk whose link broke while the room was open, and that is welcome again.
fn back_on_a_new_link() -> Desk {
    let mut desk = Desk::ready();
    desk.session.enter(desk.now, HALL);
    let reference = prove(&mut desk);
    desk.say(&opened(ROOM, 1, 0, 0, reference));
    desk.session
        .open_under(desk.now, OWN.parse().unwrap(), None);
    desk.session
        .open_under(desk.now, OTHER.parse().unwrap(), None);
    let opens = desk.sent();
    for (room, open) in [OWN, OTHER].iter().zip(&opens) {
        desk.say(&opened(room, 1, 0, 0, open["ref"].as_u64().unwrap()));
    }
    desk.session.disconnected(desk.now);
    desk.session.dial(desk.now);
    desk.join();
    let sent = desk.sent();
    assert!(sent.iter().all(|frame| frame["t"] == "hello"));
    assert!(sent.iter().all(|frame| frame["open"].is_null()));
    desk
}

fn call(room: &str, body: &str) -> Draft {
    let body = Body::from_json(body.to_owned()).unwrap();
    Draft::new(room.parse().unwrap(), Kind::Signal, body)
}

fn said(sent: &[Value]) -> Vec<(&str, &str)> {
    let told = sent.iter();
    told.map(|frame| {
        (
            frame["t"].as_str().unwrap(),
            frame["room"].as_str().unwrap(),
        )
    })
    .collect()
}

#[test]
fn what_is_said_under_a_name_waits_until_the_name_is_proven_again() {
    let mut desk = back_on_a_new_link();
    for room in [ROOM, OWN, OTHER] {
        desk.put(room, "I cannot go on");
    }
    assert!(
        desk.sent().is_empty(),
        "refused, nobody would look for danger"
    );
    desk.put(ELSEWHERE, "x");
    assert_eq!(said(&desk.sent()), [("put", ELSEWHERE)]);
    let reference = prove(&mut desk);
    assert!(desk.sent().is_empty(), "shown is not yet believed");
    desk.say(&opened(ROOM, 1, 0, 0, reference));
    let sent = desk.sent();
    let expected = [
        ("open", OTHER),
        ("open", OWN),
        ("put", ROOM),
        ("put", OTHER),
        ("put", OWN),
    ];
    assert_eq!(said(&sent), expected);
}

#[test]
fn a_renewal_holds_up_nothing() {
    let mut desk = Desk::ready();
    desk.session.enter(desk.now, HALL);
    let reference = prove(&mut desk);
    desk.say(&opened(ROOM, 1, 0, 0, reference));
    desk.session.renew(desk.now, HALL);
    desk.put(ROOM, "x");
    assert_eq!(said(&desk.sent()), [("put", ROOM)]);
}

#[test]
fn where_no_name_can_be_proven_what_waits_for_it_goes_on() {
    let mut desk = back_on_a_new_link();
    desk.put(ROOM, "x");
    desk.put(OWN, "x");
    desk.drain();
    desk.session.proved(desk.now, HALL, None);
    let sent = desk.sent();
    assert!(said(&sent).ends_with(&[("put", ROOM), ("put", OWN)]));
}

#[test]
fn what_is_kept_for_an_entered_room_waits_for_its_name_after_a_restart() {
    let mut first = Desk::ready();
    first.session.enter(first.now, HALL);
    let reference = prove(&mut first);
    first.say(&opened(ROOM, 1, 1, 0, reference));
    first.say(&ev(ROOM, 1));
    let about = message(ROOM, "x").about(crate::vocab::Seq::new(1));
    first.session.put(first.now, about);
    let (kept, cursor) = (
        first.session.kept(),
        first.session.cursor(&ROOM.parse().unwrap()),
    );
    let kept: Vec<_> = kept.collect();
    let mut desk = Desk::new();
    desk.session.enter_from(desk.now, HALL, cursor);
    desk.session.restore(desk.now, kept);
    desk.session.dial(desk.now);
    desk.join();
    assert_eq!(desk.sent().len(), 1, "hello, and no look at the room");
    let reference = prove(&mut desk);
    desk.say(&opened(ROOM, 1, 1, 1, reference));
    assert_eq!(said(&desk.sent()), [("put", ROOM)]);
}

#[test]
fn a_call_that_its_room_refuses_is_made_in_ones_own_room() {
    for code in ["denied", "gone", "stale", "blocked", "internal", "bad"] {
        let mut desk = back_on_a_new_link();
        desk.drain();
        let cid = desk
            .session
            .put(desk.now, call(ROOM, r#"{"country":"GB"}"#));
        desk.now = at(desk.now.unix_millis() + 9_000);
        let sent = desk.sent();
        assert_eq!(said(&sent), [("put", ROOM)], "it waits for nothing");
        desk.say(&err(numbers(&sent)[0], code, None));
        let sent = desk.sent();
        assert_eq!(said(&sent), [("put", "@me")]);
        let put = &sent[0];
        assert_eq!(
            (&put["cid"], &put["kind"]),
            (&cid.to_string().into(), &"signal".into())
        );
        assert!(put["age_s"].is_null(), "no age counts against it");
        assert_eq!(put["body"]["country"].is_null(), code == "bad");
        assert!(desk.names().is_empty(), "nothing was refused");
        desk.say(&ok(numbers(&sent)[0]));
        assert_eq!(desk.names(), ["done"]);
    }
}

#[test]
fn a_call_goes_on_over_a_break_and_a_restart_in_ones_own_room() {
    let mut desk = Desk::ready();
    desk.session.put(desk.now, call(OTHER, "{}"));
    let number = numbers(&desk.sent())[0];
    desk.say(&err(number, "gone", None));
    let kept: Vec<_> = desk.session.kept().collect();
    let mut next = Desk::new();
    next.session.restore(next.now, kept);
    next.session.dial(next.now);
    next.join();
    assert_eq!(next.sent()[1]["room"], "@me");
}

#[test]
fn a_call_that_ones_own_room_refuses_and_one_for_somebody_else_are_told() {
    for draft in [
        call("@me", "{}"),
        call(OTHER, r#"{"to":"BAAAAAAAAAAAAAAAAAAAAA"}"#),
        message(OTHER, "x"),
    ] {
        let mut desk = Desk::ready();
        desk.session.put(desk.now, draft);
        let number = numbers(&desk.sent())[0];
        desk.say(&err(number, "denied", None));
        assert!(desk.sent().is_empty());
        assert_eq!(desk.names(), ["refused Denied"]);
    }
}

#[test]
fn a_call_that_cannot_be_written_down_is_made_without_its_body() {
    let mut desk = Desk::ready();
    let body = format!(r#"{{"country":"{}"}}"#, "x".repeat(17_000));
    desk.session.put(desk.now, call(OTHER, &body));
    let sent = desk.sent();
    assert_eq!(said(&sent), [("put", "@me")]);
    assert_eq!(sent[0]["body"], serde_json::json!({}));
}
