//! The bytes of a ticket, and each way in which they can be wrong.

use super::ALICE;
use super::BOB;
use super::DAY;
use super::Desk;
use super::KEY;
use super::LINE;
use super::NOW;
use super::R;
use crate::identity::Class;
use crate::identity::LineId;
use crate::identity::Link;
use crate::identity::PublicKey;
use crate::identity::Ticket;
use crate::identity::TicketRefusal;
use crate::identity::WeekKeys;
use crate::identity::bind;
use crate::vocab::Millis;
use crate::vocab::Seed;
use crate::vocab::Week;

#[test]
fn a_ticket_is_182_bytes_and_comes_back_from_them() {
    let ticket = Desk::new().issue(NOW, ALICE);
    let bytes = ticket.encode();
    assert_eq!(bytes.len(), Ticket::BYTES);
    assert_eq!(Ticket::decode(&bytes), Ok(ticket));
}

#[test]
fn no_other_length_version_or_class_is_read() {
    let bytes = Desk::new().issue(NOW, ALICE).encode();
    let longer = [bytes.as_slice(), &[0]].concat();
    let mut version = bytes.clone();
    version[0] = 2;
    let mut class = bytes.clone();
    class[1] = 0;
    for wrong in [
        &[][..],
        &bytes[1..],
        &bytes[..181],
        &longer,
        &version,
        &class,
    ] {
        assert_eq!(Ticket::decode(wrong), Err(TicketRefusal::Malformed));
    }
}

#[test]
fn a_genuine_ticket_says_as_what_and_never_who() {
    let mut desk = Desk::new();
    let ticket = desk.issue(NOW, ALICE);
    let shown = desk.show(NOW, &ticket);
    assert_eq!(shown.class(), Class::Member);
    assert_eq!(shown.number(), ticket.number);
    assert_eq!(desk.keys.open(shown.link()), Ok(ALICE));
    let seen = format!("{shown:?} {ticket:?}");
    assert!(!seen.contains(&ALICE.to_string()));
}

#[test]
fn one_flipped_bit_anywhere_and_it_opens_nothing() {
    let mut desk = Desk::new();
    let bytes = desk.issue(NOW, ALICE).encode();
    let verifiers = desk.keys.verifiers();
    for bit in 0..bytes.len() * 8 {
        let mut flipped = bytes.clone();
        flipped[bit / 8] ^= 1 << (bit % 8);
        let refused = verifiers.check(NOW, &flipped, &KEY, &R);
        assert!(refused.is_err(), "bit {bit} does not matter");
    }
}

#[test]
fn one_flipped_bit_in_a_link_and_it_is_nobodys() {
    let mut desk = Desk::new();
    let bytes = desk.issue(NOW, ALICE).link.encode();
    assert_eq!(bytes.len(), Link::BYTES);
    for bit in 0..bytes.len() * 8 {
        let mut flipped = bytes.clone();
        flipped[bit / 8] ^= 1 << (bit % 8);
        let link = Link::decode(&flipped).unwrap();
        assert!(desk.keys.open(&link).is_err(), "bit {bit} does not matter");
    }
    let link = Link::decode(&bytes).unwrap();
    let text = serde_json::to_string(&link).unwrap();
    assert_eq!(serde_json::from_str::<Link>(&text).unwrap(), link);
    assert_eq!(Link::decode(&bytes[1..]), Err(TicketRefusal::Malformed));
}

#[test]
fn a_ticket_works_until_midnight_two_days_ahead_for_everybody_alike() {
    let mut desk = Desk::new();
    let morning = NOW.before(Millis::new(NOW.unix_millis() % DAY.get()));
    let evening = morning.after(DAY).before(Millis::new(1));
    let midnight = morning.after(DAY.times(2));
    for (at, account) in [(morning, ALICE), (evening, BOB)] {
        let ticket = desk.issue(at, account);
        assert_eq!(ticket.expires, midnight);
        let check = |now| {
            let verifiers = desk.keys.verifiers();
            verifiers.check(now, &ticket.encode(), &KEY, &R)
        };
        assert!(check(midnight.before(Millis::new(1))).is_ok());
        assert_eq!(check(midnight), Err(TicketRefusal::Expired));
    }
}

#[test]
fn each_wrong_ticket_is_refused_with_what_to_do() {
    let mut desk = Desk::new();
    let ticket = desk.issue(NOW, ALICE).encode();
    let verifiers = desk.keys.verifiers();
    let check = |now, key: &PublicKey, r: &[u8; 32]| verifiers.check(now, &ticket, key, r);
    let other = PublicKey::from_bytes([6; 32]);
    assert_eq!(check(NOW, &other, &R), Err(TicketRefusal::WrongBind));
    assert_eq!(check(NOW, &KEY, &[7; 32]), Err(TicketRefusal::WrongBind));
    let week_before = NOW.before(Week::SPAN);
    assert_eq!(check(week_before, &KEY, &R), Err(TicketRefusal::NotYet));

    let mut elsewhere = WeekKeys::new(LineId::from_bytes([1; 32]));
    let mut entropy = Seed::from_bytes([1; 32]).entropy(1);
    let _ = elsewhere.rotate(NOW, &mut entropy);
    let foreign = elsewhere.verifiers().check(NOW, &ticket, &KEY, &R);
    assert_eq!(foreign, Err(TicketRefusal::NotOurs));
    let mut same_key = WeekKeys::new(LineId::from_bytes([1; 32]));
    same_key.load(Week::of(NOW), desk.keys.keys[&Week::of(NOW)].clone());
    let wrong_line = same_key.verifiers().check(NOW, &ticket, &KEY, &R);
    assert_eq!(wrong_line, Err(TicketRefusal::NotOurs));
    let no_key = WeekKeys::new(LINE)
        .verifiers()
        .check(NOW, &ticket, &KEY, &R);
    assert_eq!(no_key, Err(TicketRefusal::KeyDestroyed));

    for refusal in [
        TicketRefusal::Malformed,
        TicketRefusal::NotOurs,
        TicketRefusal::Expired,
        TicketRefusal::NotYet,
        TicketRefusal::WrongBind,
        TicketRefusal::Spent,
        TicketRefusal::KeyDestroyed,
    ] {
        let says = refusal.to_string();
        let way_on = ["ask", "use", "takes a fresh", "wait", "decide"];
        assert!(way_on.iter().any(|way| says.contains(way)), "{says}");
    }
}

#[test]
fn tickets_of_one_account_share_only_what_all_of_a_day_share() {
    let mut desk = Desk::new();
    let mine = [desk.issue(NOW, ALICE), desk.issue(NOW, ALICE)];
    let theirs = desk.issue(NOW, BOB).encode();
    let [a, b] = mine.map(|ticket| ticket.encode());
    // Version, class, week and end are everybody's; the bind is the client's own choice.
    assert_eq!(a[..14], theirs[..14]);
    let own = |bytes: &[u8]| [&bytes[14..30], &bytes[62..]].concat();
    let (a, b) = (own(&a), own(&b));
    for window in a.windows(6) {
        assert!(!b.windows(6).any(|other| other == window));
    }
}

#[test]
fn a_bind_hides_the_room_key() {
    assert_ne!(bind(&KEY, &[1; 32]), bind(&KEY, &[2; 32]));
    let mut desk = Desk::new();
    let bytes = desk.issue(NOW, ALICE).encode();
    for window in KEY.as_bytes().windows(6) {
        assert!(!bytes.windows(6).any(|other| other == window));
    }
}
