//! Sanctions, sweeps and blocks by what a ticket left behind.

use super::ALICE;
use super::BOB;
use super::DAY;
use super::Desk;
use super::HOUR;
use super::NOW;
use super::room;
use crate::identity::Bearer;
use crate::identity::BearerRefusal;
use crate::identity::By;
use crate::identity::Command;
use crate::identity::Entry;
use crate::identity::Fact;
use crate::identity::KeyStanding;
use crate::identity::Order;
use crate::identity::Refusal;
use crate::identity::Standing as _;
use crate::identity::Terms;
use crate::identity::TicketRefusal;
use crate::identity::Whose;
use crate::identity::decide;
use crate::identity::sanction_bearer;
use crate::identity::sweep_bearer;
use crate::vocab::AccountId;
use crate::vocab::Erased;
use crate::vocab::Role;
use crate::vocab::Timestamp;

const MIRA: AccountId = AccountId::from_bytes([21; 16]);
const NOOR: AccountId = AccountId::from_bytes([22; 16]);

fn desk() -> Desk {
    let mut desk = Desk::new();
    for (account, role) in [(MIRA, Role::Moderator), (NOOR, Role::Supervisor)] {
        desk.take(&[Fact::RoleGranted { account, role }]);
    }
    desk
}

fn order(desk: &Desk, n: u8, entry: &Entry, by: By, until: Timestamp) -> Order {
    let bearer = Bearer {
        room: room(n),
        who: entry.who,
    };
    let lease = desk.book.lease(bearer.room, bearer.who).unwrap();
    Order {
        bearer,
        whose: Whose::Link(lease.link),
        ground: "rules#threats".parse().unwrap(),
        until,
        by,
    }
}

fn sanction(desk: &Desk, now: Timestamp, order: &Order) -> Result<Vec<Fact>, BearerRefusal> {
    sanction_bearer((&desk.book, &Terms::default(), &desk.keys), now, order)
}

fn sweep(desk: &Desk, now: Timestamp, order: &Order) -> Result<Vec<Fact>, BearerRefusal> {
    sweep_bearer((&desk.book, &Terms::default(), &desk.keys), now, order)
}

#[test]
fn a_sanction_by_link_ends_no_lease_and_leads_to_no_other_name() {
    let mut desk = desk();
    let here = desk.walk_in(NOW, 1, ALICE);
    let there = desk.walk_in(NOW, 2, ALICE);
    let before: Vec<_> = desk.book.leases().map(|(_, _, lease)| *lease).collect();
    let order = order(&desk, 1, &here, By::Account(MIRA), NOW.after(DAY.times(30)));
    let facts = sanction(&desk, NOW, &order).unwrap();
    assert!(matches!(&facts[..], [Fact::Sanctioned { account, .. }] if *account == ALICE));
    let written = serde_json::to_string(&facts).unwrap();
    for name in [here.who, there.who] {
        assert!(!written.contains(&name.to_string()));
    }
    desk.take(&facts);
    let after: Vec<_> = desk.book.leases().map(|(_, _, lease)| *lease).collect();
    assert_eq!(after, before);
    // What it changes is that no ticket opens anything any more.
    let ticket = desk.issue(NOW, ALICE);
    let shown = desk.show(NOW, &ticket);
    assert!(desk.enter(NOW, 2, &shown).is_err());
}

#[test]
fn who_may_not_moderate_does_not_learn_whether_a_link_opens() {
    let mut desk = desk();
    let here = desk.walk_in(NOW, 1, ALICE);
    let until = NOW.after(DAY);
    let order = order(&desk, 1, &here, By::Account(BOB), until);
    let not_allowed = Err(BearerRefusal::Book(Refusal::NotAllowed));
    assert_eq!(sanction(&desk, NOW, &order), not_allowed);
    assert_eq!(sweep(&desk, NOW, &order), not_allowed);
    let ends = here_ends(&desk, &here);
    let _ = desk.keys.destroy(ends);
    assert_eq!(sanction(&desk, NOW, &order), not_allowed);
    assert_eq!(sweep(&desk, NOW, &order), not_allowed);
}

fn here_ends(desk: &Desk, entry: &Entry) -> Timestamp {
    let lease = desk.book.lease(room(1), entry.who).unwrap();
    lease.link.week().key_ends()
}

#[test]
fn sanction_and_sweep_fail_closed_once_the_key_is_gone() {
    let mut desk = desk();
    let here = desk.walk_in(NOW, 1, ALICE);
    let end = here_ends(&desk, &here);
    let order = order(&desk, 1, &here, By::Operator, end.after(DAY));
    assert!(sanction(&desk, NOW, &order).is_ok());
    let before = desk.book.clone();
    let _ = desk.keys.destroy(end);
    let gone = Err(BearerRefusal::Ticket(TicketRefusal::KeyDestroyed));
    assert_eq!(sanction(&desk, end, &order), gone);
    assert_eq!(sweep(&desk, end, &order), gone);
    assert_eq!(desk.book, before);
}

#[test]
fn a_sweep_takes_two_people_and_ends_every_lease_of_that_account_alone() {
    let mut desk = desk();
    let here = desk.walk_in(NOW, 1, ALICE);
    let there = desk.walk_in(NOW, 2, ALICE);
    let other = desk.walk_in(NOW, 1, BOB);
    let until = NOW.after(DAY);
    let first = order(&desk, 1, &here, By::Account(MIRA), until);
    let facts = sweep(&desk, NOW, &first).unwrap();
    assert!(matches!(&facts[..], [Fact::SweepSigned { .. }]));
    desk.take(&facts);
    let alone = Err(BearerRefusal::SecondPersonNeeded);
    assert_eq!(sweep(&desk, NOW.after(HOUR), &first), alone);
    let second = order(&desk, 1, &here, By::Account(NOOR), until);
    let facts = sweep(&desk, NOW.after(HOUR), &second).unwrap();
    desk.take(&facts);
    for (n, name) in [(1, here.who), (2, there.who)] {
        assert_eq!(
            desk.book.lease(room(n), name).unwrap().until,
            Timestamp::ZERO
        );
    }
    assert_eq!(
        desk.book.lease(room(1), other.who).unwrap().until,
        other.until
    );
    assert!(desk.book.sanction(NOW.after(HOUR), ALICE).is_some());
    assert_eq!(
        desk.book.sweep_signed(NOW.after(HOUR), room(1), here.who),
        None
    );
}

#[test]
fn a_signature_that_waited_for_a_day_counts_no_longer() {
    let mut desk = desk();
    let here = desk.walk_in(NOW, 1, ALICE);
    let until = NOW.after(DAY.times(7));
    let first = order(&desk, 1, &here, By::Account(MIRA), until);
    let facts = sweep(&desk, NOW, &first).unwrap();
    desk.take(&facts);
    let second = order(&desk, 1, &here, By::Account(NOOR), until);
    let late = sweep(&desk, NOW.after(DAY), &second).unwrap();
    assert!(matches!(&late[..], [Fact::SweepSigned { .. }]));
    desk.book.erase(&Erased::new(MIRA, []));
    assert_eq!(desk.book.sweep_signed(NOW, room(1), here.who), None);
}

#[test]
fn a_block_by_links_holds_under_every_later_name_and_names_neither() {
    let mut desk = desk();
    let (alice, bob) = (desk.walk_in(NOW, 1, ALICE), desk.walk_in(NOW, 1, BOB));
    let [a, b] = [alice, bob].map(|entry| {
        let link = desk.book.lease(room(1), entry.who).unwrap().link;
        desk.keys.open(&link).unwrap()
    });
    let block = Command::Block { a, b, until: None };
    let facts = decide(&desk.book, &Terms::default(), NOW, block).unwrap();
    let written = serde_json::to_string(&facts).unwrap();
    for name in [ALICE, BOB] {
        assert!(!written.contains(&name.to_string()));
    }
    desk.take(&facts);
    let standing = KeyStanding::default();
    let end = NOW.after(DAY.times(180));
    assert!(!standing.compatible(&desk.book, end.before(HOUR), ALICE, BOB));
    assert!(!standing.compatible(&desk.book, end.before(HOUR), BOB, ALICE));
    assert!(standing.compatible(&desk.book, NOW, ALICE, MIRA));
    assert!(standing.compatible(&desk.book, end, ALICE, BOB));
    // A thief of the book alone does not find the pair again.
    let elsewhere = crate::identity::State::default();
    assert_ne!(elsewhere.pair(ALICE, BOB), desk.book.pair(ALICE, BOB));
}
