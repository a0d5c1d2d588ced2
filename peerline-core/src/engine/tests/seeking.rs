//! Waiting, being offered, being matched.

use super::town::*;
use crate::engine::Why;
use crate::log::Act;
use crate::log::Notice;
use crate::log::OfferEnd;
use crate::vocab::Millis;
use crate::vocab::Role;
use crate::vocab::RoomName;

fn offered() -> Town {
    let mut town = Town::new();
    town.connect(1);
    town.staff(2, Role::Supporter);
    town.put(2, me(2), available(1));
    town.put(1, me(1), seek());
    town
}

#[test]
fn an_accepted_offer_brings_two_together_and_tells_both() {
    let mut town = Town::new();
    let room = town.pair(1, 2);
    for n in [1, 2] {
        assert!(town.is_in(n, room));
        let matched = |notice: &&Notice| matches!(notice, Notice::Matched { room: id, crisis: false, .. } if *id == room);
        assert!(town.told(n).iter().any(matched));
    }
}

#[test]
fn an_offer_lapses_and_cannot_be_accepted_after() {
    let mut town = offered();
    let offer = town.offer_to(2);
    town.pass(Millis::from_secs(30));
    let lapsed = Notice::OfferEnded {
        offer,
        end: OfferEnd::Lapsed,
    };
    assert!(town.told(2).contains(&&lapsed));
    let late = town.put(2, me(2), Act::AcceptOffer { offer });
    assert_eq!(refused(&late), Some(Why::Gone));
    assert_eq!(town.engine.state.matching.waiting().count(), 1);
}

#[test]
fn a_supporter_who_lets_offers_lapse_is_off_shift_and_told() {
    let mut town = offered();
    town.pass(Millis::from_mins(5));
    assert_eq!(town.engine.state.matching.supporters().count(), 0);
    assert!(matches!(
        town.told(2).last(),
        Some(Notice::Available { hours, .. }) if hours.capacity == 0
    ));
}

#[test]
fn a_supporter_gone_past_the_grace_is_off_shift_and_the_seeker_is_back_in_line() {
    let mut town = offered();
    town.disconnect(2);
    town.pass(Millis::from_secs(61));
    assert_eq!(town.engine.state.matching.supporters().count(), 0);
    let ticket = town.engine.state.matching.ticket_of(person(1)).unwrap();
    assert_eq!(ticket.offer, None);
}

#[test]
fn a_seeker_back_within_the_grace_keeps_the_place() {
    let mut town = offered();
    let arrived = town
        .engine
        .state
        .matching
        .ticket_of(person(1))
        .unwrap()
        .arrived;
    town.disconnect(1);
    town.pass(Millis::from_mins(4));
    town.connect(1);
    town.pass(Millis::from_mins(20));
    let ticket = town.engine.state.matching.ticket_of(person(1)).unwrap();
    assert_eq!(ticket.arrived, arrived);
}

#[test]
fn a_seeker_gone_past_the_grace_loses_the_place_and_reads_so_later() {
    let mut town = offered();
    town.disconnect(1);
    town.pass(Millis::from_mins(6));
    assert_eq!(town.engine.state.matching.waiting().count(), 0);
    assert_eq!(town.told(1).last(), Some(&&Notice::StoppedWaiting));
}

#[test]
fn after_a_restart_the_graces_run() {
    let mut town = offered();
    town.restart();
    town.connect(1);
    town.pass(Millis::from_mins(10));
    assert_eq!(town.engine.state.matching.supporters().count(), 0);
    assert_eq!(town.engine.state.matching.waiting().count(), 1);
}

#[test]
fn only_supporters_go_on_shift() {
    let mut town = Town::new();
    town.connect(1);
    town.staff(3, Role::Responder);
    for n in [1, 3] {
        assert_eq!(
            refused(&town.put(n, me(n), available(1))),
            Some(Why::Denied)
        );
    }
}

#[test]
fn a_member_gone_for_long_is_out_but_not_one_in_danger() {
    let mut town = Town::new();
    let room = town.pair(1, 2);
    town.put(1, RoomName::Room(room), say(DANGER));
    for n in [1, 2] {
        town.disconnect(n);
    }
    town.pass(Millis::from_mins(30));
    assert!(town.is_in(1, room) && !town.is_in(2, room));
    assert!(town.engine.state.room(room).unwrap().is_open());
}
