//! What a blind ticket is good for, and what cannot be done about its bearer.

use std::collections::BTreeSet;

use proptest::prelude::*;

use super::ALICE;
use super::BlindRefusal;
use super::Book;
use super::KEY;
use super::NOW;
use super::R;
use super::ask;
use super::desk;
use crate::identity::Bearer;
use crate::identity::BearerRefusal;
use crate::identity::By;
use crate::identity::EnterRefusal;
use crate::identity::Fact;
use crate::identity::Order;
use crate::identity::PublicKey;
use crate::identity::Refusal;
use crate::identity::Terms;
use crate::identity::TicketRefusal;
use crate::identity::Whose;
use crate::identity::apply;
use crate::identity::bind;
use crate::identity::blind::BlindDesk as _;
use crate::identity::sanction_bearer;
use crate::identity::sweep_bearer;
use crate::vocab::AccountId;
use crate::vocab::Millis;
use crate::vocab::Role;
use crate::vocab::RoomId;

const MIRA: AccountId = AccountId::from_bytes([21; 16]);
const NOOR: AccountId = AccountId::from_bytes([22; 16]);

#[test]
fn an_entry_names_after_the_key_and_leaves_a_link_to_nobody() {
    let mut desk = desk();
    let mut book = Book::new();
    let other = PublicKey::from_bytes([7; 32]);
    let mut names = BTreeSet::new();
    for (n, key) in [(1, KEY), (1, other), (2, KEY)] {
        let request = desk.offer(NOW).unwrap();
        let bound = bind(&key, &[n; 32]);
        let draw = u64::from(n) + u64::from(key.as_bytes()[0]);
        let mut entropy = super::draws(draw);
        let request =
            super::BlindRequest::new(&request, &super::LINE, bound, &mut entropy).unwrap();
        let who = (ALICE, &super::Admission::Welcome);
        let asked = [request.blinded()];
        let signed = desk.sign(NOW, &mut super::draws(50), who, &asked).unwrap();
        let tickets = super::finish(&[request], &signed).unwrap();
        let shown = desk
            .check(NOW, &tickets[0].encode(), &key, &[n; 32])
            .unwrap();
        let entry = book.enter(NOW, (n, &key), &shown).unwrap();
        let written = serde_json::to_string(&entry.fact).unwrap();
        assert!(!written.contains(&ALICE.to_string()));
        let lease = book
            .state
            .lease(RoomId::from_bytes([n; 16]), entry.who)
            .unwrap();
        assert!(lease.link.is_unlinkable());
        assert_eq!(book.weeks.open(&lease.link), Err(TicketRefusal::Unlinkable));
        names.insert(entry.who);
    }
    assert_eq!(names.len(), 3, "one name for each room and key");
}

#[test]
fn no_sanction_follows_and_two_people_take_the_name_out_of_one_room() {
    let mut desk = desk();
    let mut book = Book::new();
    for (account, role) in [(MIRA, Role::Moderator), (NOOR, Role::Supervisor)] {
        apply(&mut book.state, &Fact::RoleGranted { account, role });
    }
    let ticket = ask(&mut desk, NOW, ALICE, (&R, 10)).unwrap().encode();
    let shown = desk.check(NOW, &ticket, &KEY, &R).unwrap();
    let entry = book.enter(NOW, (1, &KEY), &shown).unwrap();
    let bearer = Bearer {
        room: RoomId::from_bytes([1; 16]),
        who: entry.who,
    };
    let link = book.state.lease(bearer.room, bearer.who).unwrap().link;
    let order = |by: AccountId| Order {
        bearer,
        whose: Whose::Link(link),
        ground: "rules#threats".parse().unwrap(),
        until: NOW.after(Millis::from_hours(24)),
        by: By::Account(by),
    };
    let terms = Terms::default();
    let sanction =
        |book: &Book, by| sanction_bearer((&book.state, &terms, &book.weeks), NOW, &order(by));
    assert_eq!(sanction(&book, MIRA), Err(BearerRefusal::Unlinkable));
    // Who may not moderate does not learn that the ticket was blind.
    assert_eq!(sanction(&book, ALICE), Err(Refusal::NotAllowed.into()));
    let sweep = |book: &Book, by| sweep_bearer((&book.state, &terms, &book.weeks), NOW, &order(by));
    let signed = sweep(&book, MIRA).unwrap();
    assert!(matches!(&signed[..], [Fact::SweepSigned { .. }]));
    signed.iter().for_each(|fact| apply(&mut book.state, fact));
    assert_eq!(sweep(&book, MIRA), Err(BearerRefusal::SecondPersonNeeded));
    let swept = sweep(&book, NOOR).unwrap();
    let Bearer { room, who } = bearer;
    assert_eq!(swept, [Fact::LeaseEnded { room, who }]);
}

#[test]
fn a_ban_costs_the_tickets_of_tomorrow_and_not_those_in_hand() {
    let mut desk = desk();
    let mut book = Book::new();
    let held = ask(&mut desk, NOW, ALICE, (&R, 10)).unwrap().encode();
    let until = NOW.after(Millis::from_hours(24 * 30));
    let ground: crate::identity::Ground = "rules#threats".parse().unwrap();
    let sanctioned = Fact::Sanctioned {
        account: ALICE,
        ground: ground.clone(),
        until,
        by: By::Operator,
    };
    apply(&mut book.state, &sanctioned);
    let principal = crate::identity::Principal::assert_verified(ALICE, "a test");
    let standing = crate::identity::SealedLink::default();
    let admission = crate::identity::Standing::admit(&standing, &book.state, NOW, &principal);
    let asked = [super::request(&desk, NOW, &R, 11).blinded()];
    let refused = desk.sign(NOW, &mut super::draws(12), (ALICE, &admission), &asked);
    assert_eq!(refused, Err(BlindRefusal::HelpOnly { until, ground }));
    let shown = desk.check(NOW, &held, &KEY, &R).unwrap();
    assert!(book.enter(NOW, (1, &KEY), &shown).is_ok());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(16))]

    #[test]
    fn no_blind_ticket_ever_opens_twice(
        shows in prop::collection::vec((0_usize..4, 1_u8..4, 0_u64..240), 1..12),
    ) {
        let mut desk = desk();
        let mut book = Book::new();
        let tickets: Vec<_> = (0..4_u8)
            .map(|n| ([n; 32], ask(&mut desk, NOW, ALICE, (&[n; 32], 20)).unwrap().encode()))
            .collect();
        let mut used = BTreeSet::new();
        let ends = super::BlindTerms::default().ends(super::Week::of(NOW));
        for (at, room, hours) in shows {
            let now = NOW.after(Millis::from_hours(hours));
            let (r, ticket) = &tickets[at];
            match desk.check(now, ticket, &KEY, r) {
                Err(refusal) => {
                    prop_assert_eq!(refusal, TicketRefusal::Expired);
                    prop_assert!(ends <= now);
                }
                Ok(shown) => match book.enter(now, (room, &KEY), &shown) {
                    Ok(_) => prop_assert!(used.insert(at)),
                    Err(refused) => {
                        let spent = EnterRefusal::Ticket(TicketRefusal::Spent);
                        prop_assert_eq!(refused, spent);
                        prop_assert!(used.contains(&at));
                    }
                },
            }
        }
    }
}
