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
