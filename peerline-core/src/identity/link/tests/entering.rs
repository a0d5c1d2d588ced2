//! A ticket opens one room once, under one name.

use std::collections::BTreeSet;

use proptest::prelude::*;

use super::ALICE;
use super::BOB;
use super::DAY;
use super::Desk;
use super::HOUR;
use super::NOW;
use super::room;
use crate::identity::By;
use crate::identity::Command;
use crate::identity::EnterRefusal;
use crate::identity::Fact;
use crate::identity::State;
use crate::identity::Terms;
use crate::identity::TicketRefusal;
use crate::identity::apply;
use crate::identity::decide;
use crate::vocab::AccountId;
use crate::vocab::Millis;
use crate::vocab::Sensitive;

#[test]
fn an_entry_gives_a_name_and_a_lease_and_leaves_no_account() {
    let mut desk = Desk::new();
    let entry = desk.walk_in(NOW, 1, ALICE);
    let lease = desk.book.lease(room(1), entry.who).unwrap();
    assert_eq!(lease.until, entry.until);
    let written = serde_json::to_string(&entry.fact).unwrap();
    assert!(!written.contains(&ALICE.to_string()));
    assert!(!format!("{:?}", desk.book).contains(&ALICE.to_string()));
}

#[test]
fn leases_last_from_12_to_36_hours_and_differ() {
    let mut desk = Desk::new();
    let mut spans = BTreeSet::new();
    for _ in 0..64 {
        let span = desk.walk_in(NOW, 1, ALICE).until.since(NOW);
        assert!(HOUR.times(12) <= span && span <= HOUR.times(36));
        spans.insert(span);
    }
    assert!(60 < spans.len());
    assert!(spans.iter().any(|span| *span < HOUR.times(18)));
    assert!(spans.iter().any(|span| HOUR.times(30) < *span));
}

#[test]
fn one_account_has_one_name_in_a_room_and_another_in_the_next() {
    let mut desk = Desk::new();
    let here = desk.walk_in(NOW, 1, ALICE).who;
    assert_eq!(desk.walk_in(NOW, 1, ALICE).who, here);
    assert_ne!(desk.walk_in(NOW, 2, ALICE).who, here);
    assert_ne!(desk.walk_in(NOW, 1, BOB).who, here);
}

#[test]
fn a_ticket_is_good_once_wherever_it_is_shown() {
    let mut desk = Desk::new();
    let ticket = desk.issue(NOW, ALICE);
    let shown = desk.show(NOW, &ticket);
    desk.enter(NOW, 1, &shown).unwrap();
    for n in [1, 2] {
        let again = desk.enter(NOW, n, &shown).unwrap_err();
        assert_eq!(again, EnterRefusal::Ticket(TicketRefusal::Spent));
    }
    // When it is no longer remembered as used, its day is over.
    let pruned = Fact::Pruned {
        ended: ticket.expires,
        unseen_since: NOW,
    };
    desk.take(&[pruned]);
    assert!(!desk.book.is_spent(ticket.number));
    let late = desk.enter(ticket.expires, 1, &shown).unwrap_err();
    assert_eq!(late, EnterRefusal::Ticket(TicketRefusal::Expired));
}

#[test]
fn tickets_fetched_ahead_open_nothing_under_a_sanction() {
    let mut desk = Desk::new();
    let ticket = desk.issue(NOW, ALICE);
    let shown = desk.show(NOW, &ticket);
    let (ground, until) = ("rules#contact".parse().unwrap(), NOW.after(DAY));
    let command = Command::Sanction {
        account: ALICE,
        ground,
        until,
        by: By::Operator,
    };
    let facts = decide(&desk.book, &Terms::default(), NOW, command).unwrap();
    desk.take(&facts);
    let refused = desk.enter(NOW, 1, &shown).unwrap_err();
    assert!(matches!(refused, EnterRefusal::HelpOnly { until: end, .. } if end == until));
    assert!(refused.to_string().contains("signal"));
    assert!(!desk.book.is_spent(ticket.number));
}

#[test]
fn what_a_ticket_left_behind_goes_with_the_key_that_opens_it() {
    let mut desk = Desk::new();
    let entry = desk.walk_in(NOW, 1, ALICE);
    let end = desk.book.lease(room(1), entry.who).unwrap();
    let end = end.link.week().key_ends();
    let prune = |desk: &mut Desk, now| {
        let facts = decide(&desk.book, &Terms::default(), now, Command::Prune).unwrap();
        desk.take(&facts);
    };
    prune(&mut desk, end.after(DAY));
    assert!(
        desk.book.next_lapse().is_some(),
        "nobody noticed that it ended"
    );
    let (room_id, who) = (room(1), entry.who);
    desk.take(&[Fact::LeaseEnded { room: room_id, who }]);
    assert_eq!(desk.book.next_lapse(), None);
    prune(&mut desk, end.before(Millis::new(1)));
    assert!(desk.book.lease(room(1), entry.who).is_some());
    prune(&mut desk, end);
    assert_eq!(desk.book, State::under(Sensitive::new([8; 32])));
}

#[derive(Clone, Debug)]
enum Step {
    Issue(u8),
    Show(usize, u8),
    Wait(u64),
    Prune,
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let step = prop_oneof![
        3 => (1_u8..4).prop_map(Step::Issue),
        5 => (any::<prop::sample::Index>(), 1_u8..4).prop_map(|(at, n)| Step::Show(at.index(16), n)),
        1 => (0_u64..30).prop_map(Step::Wait),
        1 => Just(Step::Prune),
    ];
    prop::collection::vec(step, 0..40)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn no_ticket_ever_opens_twice_and_replay_agrees(steps in steps()) {
        let mut desk = Desk::new();
        let (mut now, mut facts, mut used) = (NOW, Vec::new(), BTreeSet::new());
        let mut tickets = Vec::new();
        for step in steps {
            match step {
                Step::Issue(n) => tickets.push(desk.issue(now, AccountId::from_bytes([n; 16]))),
                Step::Wait(hours) => {
                    now = now.after(HOUR.times(hours));
                    desk.rotate(now);
                }
                Step::Prune => {
                    let pruned = decide(&desk.book, &Terms::default(), now, Command::Prune).unwrap();
                    desk.take(&pruned);
                    facts.extend(pruned);
                }
                Step::Show(at, n) => {
                    let Some(ticket) = tickets.get(at) else { continue };
                    let checked = desk.keys.verifiers();
                    let checked = checked.check(now, &ticket.encode(), &super::KEY, &super::R);
                    match checked {
                        Err(refusal) => prop_assert_eq!(refusal, TicketRefusal::Expired),
                        Ok(shown) => match desk.enter(now, n, &shown) {
                            Ok(entry) => {
                                prop_assert!(used.insert(ticket.number));
                                facts.push(entry.fact);
                            }
                            Err(refused) => {
                                prop_assert_eq!(refused, EnterRefusal::Ticket(TicketRefusal::Spent));
                                prop_assert!(used.contains(&ticket.number));
                            }
                        },
                    }
                }
            }
        }
        let text = serde_json::to_string(&facts).unwrap();
        let mut replayed = State::under(Sensitive::new([8; 32]));
        for fact in serde_json::from_str::<Vec<Fact>>(&text).unwrap() {
            apply(&mut replayed, &fact);
        }
        prop_assert_eq!(replayed, desk.book);
    }
}
