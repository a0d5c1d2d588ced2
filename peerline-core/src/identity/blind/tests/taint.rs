//! What the line sees when it signs, beside what it sees at a room.

use proptest::prelude::*;

use super::LINE;
use super::NOW;
use super::ask;
use super::desk;
use super::draws;
use crate::identity::Admission;
use crate::identity::PublicKey;
use crate::identity::TicketRefusal;
use crate::identity::bind;
use crate::identity::blind::BlindDesk as _;
use crate::identity::blind::BlindRequest;
use crate::identity::blind::BlindTicket;
use crate::identity::blind::finish;
use crate::vocab::AccountId;

/// Everything but version and week, which all tickets of a week share.
fn own(ticket: &BlindTicket) -> Vec<u8> {
    ticket.encode().split_off(5)
}

fn shares_six_bytes(a: &[u8], b: &[u8]) -> bool {
    a.windows(6)
        .any(|one| b.windows(6).any(|other| one == other))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn a_ticket_shares_no_byte_with_what_was_asked_or_answered(
        account in any::<[u8; 16]>(),
        key in any::<[u8; 32]>(),
        r in any::<[u8; 32]>(),
        draw in 100_u64..1_000_000,
    ) {
        let mut desk = desk();
        let room_key = PublicKey::from_bytes(key);
        let offer = desk.offer(NOW).unwrap();
        let bound = bind(&room_key, &r);
        let request = BlindRequest::new(&offer, &LINE, bound, &mut draws(draw)).unwrap();
        let asked = request.blinded();
        let who = (AccountId::from_bytes(account), &Admission::Welcome);
        let signed = desk.sign(NOW, &mut draws(2), who, &[asked]).unwrap();
        let tickets = finish(&[request], &signed).unwrap();
        let seen = [&asked.0[..], &signed.evaluated[0], &signed.proof, &account].concat();
        let shown = own(&tickets[0]);
        prop_assert!(!shares_six_bytes(&shown, &seen));
        prop_assert!(!shares_six_bytes(&shown, &key));
    }

    /// The same ticket comes of any blind: so what was hidden says nothing about what comes of it.
    #[test]
    fn every_question_could_have_been_the_one_for_every_ticket(
        r in any::<[u8; 32]>(),
        draws in prop::collection::vec(100_u64..1_000_000, 2..4),
    ) {
        let mut desk = desk();
        let mut all = Vec::new();
        for draw in draws {
            let account = AccountId::from_bytes([u8::try_from(draw % 251).unwrap(); 16]);
            all.push(ask(&mut desk, NOW, account, (&r, draw)).unwrap());
        }
        prop_assert!(all.iter().all(|ticket| *ticket == all[0]));
    }

    #[test]
    fn no_bytes_that_were_not_signed_open_anything(
        bytes in prop::collection::vec(any::<u8>(), 0..120),
        value in any::<[u8; 32]>(),
    ) {
        let desk = desk();
        let refused = desk.check(NOW, &bytes, &super::KEY, &super::R);
        prop_assert_eq!(refused, Err(TicketRefusal::Malformed));
        let week = desk.offer(NOW).unwrap().week.number().to_be_bytes();
        let bound = bind(&super::KEY, &super::R);
        let forged = [&[2][..], &week, bound.as_bytes(), &value, &value].concat();
        let refused = desk.check(NOW, &forged, &super::KEY, &super::R);
        prop_assert_eq!(refused, Err(TicketRefusal::NotOurs));
    }
}
