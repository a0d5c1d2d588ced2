//! What each supporter is cleared for, on shift and in the line.

use super::town::*;
use crate::engine::Answer;
use crate::engine::Input;
use crate::engine::Output;
use crate::engine::Policies;
use crate::log::Act;
use crate::log::Notice;
use crate::matching::AgeBand;
use crate::matching::Asked;
use crate::matching::Hours;
use crate::vocab::Clearance;
use crate::vocab::Language;
use crate::vocab::Millis;
use crate::vocab::Role;
use crate::vocab::Tier;

const YOUTH: Clearance = Clearance {
    tier: Tier::Urgent,
    minors: true,
};
const ADULTS: Clearance = Clearance {
    tier: Tier::Soon,
    minors: false,
};

/// Two who wait on a line that certifies nobody: a minor, and then somebody of age.
fn line() -> Town {
    let mut town = Town::with(policies());
    for (n, age) in [(1, AgeBand::Minor), (4, AgeBand::Adult)] {
        town.connect(n);
        let asked = Asked {
            languages: vec![Language::english()],
            age: Some(age),
            ..Asked::default()
        };
        assert!(is_done(&town.put(n, me(n), Act::Seek(Box::new(asked)))));
        town.pass(Millis::from_secs(1));
    }
    town
}

fn hours(ages: &[AgeBand]) -> Act {
    Act::Available(Box::new(Hours {
        languages: vec![Language::english()],
        capacity: 1,
        ages: ages.iter().copied().collect(),
        ..Hours::default()
    }))
}

fn clear(town: &mut Town, n: u8, clearance: Clearance) -> bool {
    let outputs = town.feed(Input::Clear {
        reference: 9,
        account: person(n),
        clearance,
    });
    let settled = |output: &Output| matches!(output, Output::Settled { reference: 9 });
    outputs.iter().any(settled)
}

/// Who is offered to a supporter, if anybody.
fn offered(town: &Town, n: u8) -> Option<u8> {
    let offers = town.engine.state.matching.offers_of(person(n));
    let seeker = offers.first()?.seeker;
    [1, 4].into_iter().find(|one| person(*one) == seeker)
}

#[test]
fn a_minor_is_offered_to_the_certified_alone_and_the_line_certifies_nobody() {
    let mut town = line();
    town.staff(2, Role::Supporter);
    town.cleared(3, Role::Supporter, Some(YOUTH));
    assert!(is_done(&town.put(2, me(2), hours(&[]))));
    assert_eq!(offered(&town, 2), Some(4), "who is of age");
    assert!(is_done(&town.put(3, me(3), hours(&[AgeBand::Minor]))));
    assert_eq!(offered(&town, 3), Some(1), "the minor");
    let Some(Notice::Available {
        minors, clearance, ..
    }) = town
        .told(3)
        .into_iter()
        .find(|notice| matches!(notice, Notice::Available { .. }))
    else {
        panic!("not told");
    };
    assert!(*minors && *clearance == Some(Tier::Urgent));
}

#[test]
fn nobody_certifies_themself_by_what_they_offer() {
    let mut town = line();
    town.cleared(2, Role::Supporter, Some(ADULTS));
    let answer = town.put(2, me(2), hours(&[AgeBand::Minor]));
    assert!(matches!(answer, Answer::Barred(_)), "{answer:?}");
    let surging = Act::Available(Box::new(Hours {
        languages: vec![Language::english()],
        capacity: 1,
        surge: true,
        ..Hours::default()
    }));
    let answer = town.put(2, me(2), surging);
    assert!(matches!(answer, Answer::Barred(_)), "{answer:?}");
}

#[test]
fn who_is_certified_no_more_loses_the_offer_at_once_and_the_minor_keeps_the_place() {
    let mut town = line();
    town.cleared(2, Role::Supporter, Some(YOUTH));
    assert!(is_done(&town.put(2, me(2), hours(&[]))));
    assert_eq!(offered(&town, 2), Some(1));
    let ticket = |town: &Town| {
        let ticket = town.engine.state.matching.ticket_of(person(1)).unwrap();
        (ticket.id, ticket.arrived)
    };
    let before = ticket(&town);
    let offer = town.offer_to(2);
    assert!(clear(&mut town, 2, ADULTS));
    assert_eq!(offered(&town, 2), Some(4), "the next who fits");
    assert_eq!(ticket(&town), before);
    let late = town.put(2, me(2), Act::AcceptOffer { offer });
    assert!(matches!(late, Answer::Barred(_)), "{late:?}");
    // It holds after a start, and on the next shift.
    town.restart();
    town.connect(2);
    assert_eq!(offered(&town, 2), Some(4));
    assert!(matches!(
        town.put(2, me(2), hours(&[AgeBand::Minor])),
        Answer::Barred(_)
    ));
    assert!(clear(&mut town, 2, YOUTH));
    assert!(is_done(&town.put(2, me(2), hours(&[AgeBand::Minor]))));
    assert_eq!(offered(&town, 2), Some(1));
}

#[test]
fn a_shift_for_minors_alone_ends_with_the_certificate() {
    let mut town = line();
    town.cleared(2, Role::Supporter, Some(YOUTH));
    assert!(is_done(&town.put(2, me(2), hours(&[AgeBand::Minor]))));
    assert!(clear(&mut town, 2, ADULTS));
    assert_eq!(town.engine.state.matching.supporters().count(), 0);
    assert_eq!(offered(&town, 2), None);
    let told = town.told(2);
    let Some(Notice::Available { hours, .. }) = told.last() else {
        panic!("{told:?}");
    };
    assert_eq!(hours.capacity, 0, "told that the shift is over");
}

#[test]
fn who_does_not_support_is_not_cleared_and_off_shift_it_waits_for_the_next() {
    let mut town = line();
    town.staff(3, Role::Moderator);
    assert!(!clear(&mut town, 3, YOUTH));
    assert!(!clear(&mut town, 1, YOUTH));
    town.staff(2, Role::Supporter);
    assert!(clear(&mut town, 2, YOUTH));
    assert_eq!(town.engine.state.matching.supporters().count(), 0);
    assert!(is_done(&town.put(2, me(2), hours(&[AgeBand::Minor]))));
    assert_eq!(offered(&town, 2), Some(1));
}

#[test]
fn what_the_line_certifies_no_more_holds_from_the_next_start_on_also_for_who_is_on_shift() {
    let mut town = Town::with(Policies {
        clearance: YOUTH,
        ..policies()
    });
    town.staff(2, Role::Supporter);
    town.staff(3, Role::Supporter);
    assert!(is_done(&town.put(2, me(2), hours(&[]))));
    assert!(is_done(&town.put(3, me(3), hours(&[AgeBand::Minor]))));
    town.connect(1);
    let minor = || {
        Act::Seek(Box::new(Asked {
            languages: vec![Language::english()],
            age: Some(AgeBand::Minor),
            ..Asked::default()
        }))
    };
    assert!(is_done(&town.put(1, me(1), minor())));
    let is_offered = |town: &Town| [2, 3].iter().any(|n| offered(town, *n) == Some(1));
    assert!(is_offered(&town));
    let place = |town: &Town| {
        let ticket = town.engine.state.matching.ticket_of(person(1)).unwrap();
        (ticket.id, ticket.arrived)
    };
    let before = place(&town);

    town.engine.policies.clearance = ADULTS;
    town.restart();
    assert!(!is_offered(&town), "the offer is taken back");
    assert_eq!(place(&town), before, "and the place is kept");
    town.pass(Millis::from_secs(20));
    assert!(!is_offered(&town), "and none is made anew");
    let on_shift: Vec<_> = town.engine.state.matching.supporters().collect();
    assert!(on_shift.iter().all(|one| !one.shift.takes_minors()));
    assert_eq!(on_shift.len(), 1, "a shift for minors alone ends");
    let Some(Notice::Available {
        minors: false,
        clearance: None,
        ..
    }) = town.told(3).last()
    else {
        panic!("and is told: {:?}", town.told(3));
    };
}
