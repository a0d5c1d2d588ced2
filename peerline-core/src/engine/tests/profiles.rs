//! What people ask for and offer, and how the line says no to it.

use super::town::*;
use crate::engine::Answer;
use crate::engine::Bar;
use crate::engine::Barred;
use crate::engine::Policies;
use crate::engine::Why;
use crate::log::Act;
use crate::log::Notice;
use crate::matching::Again;
use crate::matching::AgeBand;
use crate::matching::Asked;
use crate::matching::Breaks;
use crate::matching::Gender;
use crate::matching::Hours;
use crate::matching::InvalidProfile;
use crate::matching::Lists;
use crate::matching::Need;
use crate::matching::Preference;
use crate::matching::Style;
use crate::vocab::Clearance;
use crate::vocab::Language;
use crate::vocab::Millis;
use crate::vocab::Role;
use crate::vocab::Tier;

fn line() -> Town {
    let languages = ["en", "de"].map(|tag| tag.parse::<Language>().unwrap());
    let mut town = Town::with(Policies {
        lists: Lists::default()
            .of_topics(["grief".parse().unwrap()])
            .of_languages(&languages)
            .of_tags(["bereaved".parse().unwrap()]),
        breaks: Breaks::of_their_own().after(12),
        ..policies()
    });
    town.connect(1);
    town.staff(2, Role::Supporter);
    town
}

fn asked() -> Asked {
    Asked {
        languages: vec![Language::english()],
        ..Asked::default()
    }
}

fn hours(capacity: u32) -> Hours {
    Hours {
        languages: vec![Language::english()],
        capacity,
        ..Hours::default()
    }
}

fn ask(town: &mut Town, asked: Asked) -> Answer {
    town.put(1, me(1), Act::Seek(Box::new(asked)))
}

fn offer(town: &mut Town, hours: Hours) -> Answer {
    town.put(2, me(2), Act::Available(Box::new(hours)))
}

#[track_caller]
fn barred(answer: Answer) -> Box<Barred> {
    let Answer::Barred(barred) = answer else {
        panic!("{answer:?}");
    };
    assert!(!barred.say.is_empty());
    barred
}

#[track_caller]
fn invalid(answer: Answer) -> (&'static str, Why) {
    let barred = barred(answer);
    assert!(matches!(barred.bar, Bar::Profile(_)), "{barred:?}");
    (barred.bar.as_str(), barred.why)
}

fn full() -> Asked {
    Asked {
        topics: vec!["grief".parse().unwrap()],
        languages: vec!["de-at".parse().unwrap(), Language::english()],
        age: Some(AgeBand::Young),
        needs: [Need::Literal, Need::SlowPace].into(),
        tags: vec!["bereaved".parse().unwrap()],
        gender: Some(Preference::firm(Gender::Woman)),
        style: Some(Preference::soft(Style::Listen)),
        any_language: true,
        again: Some(Again::Avoid),
    }
}

#[test]
fn a_whole_wish_is_kept_told_back_and_outlives_a_restart() {
    let mut town = line();
    assert!(is_done(&ask(&mut town, full())));
    assert_eq!(
        town.told(1).last(),
        Some(&&Notice::Sought(Box::new(full())))
    );
    for _ in 0..2 {
        let ticket = town.engine.state.matching.ticket_of(person(1)).unwrap();
        let wish = full().wish(&town.engine.limits).unwrap();
        assert_eq!(ticket.wish, wish);
        assert_eq!(wish.needs().len(), 2);
        assert!(wish.takes_any_language() && !wish.is_minor());
        town.restart();
    }
}

#[test]
fn what_the_line_does_not_list_is_refused_by_name_and_the_place_is_kept() {
    let mut town = line();
    assert!(is_done(&ask(&mut town, asked())));
    let place = town.engine.state.matching.ticket_of(person(1)).cloned();
    let topic = Asked {
        topics: vec!["crypto".parse().unwrap()],
        ..asked()
    };
    let language = Asked {
        languages: vec![Language::english(), "tlh".parse().unwrap()],
        ..asked()
    };
    let tag = Asked {
        tags: vec!["moon".parse().unwrap()],
        ..asked()
    };
    for (wish, why) in [
        (topic, "unknown_topic"),
        (language, "unknown_language"),
        (tag, "unknown_tag"),
    ] {
        assert_eq!(invalid(ask(&mut town, wish)), (why, Why::Denied));
        let now = town.engine.state.matching.ticket_of(person(1)).cloned();
        assert_eq!(now, place);
    }
}

#[test]
fn ten_thousand_experiences_are_refused_with_a_way_on() {
    let mut town = line();
    let tags = (0..10_000).map(|n| format!("t{n}").parse().unwrap());
    let wish = Asked {
        tags: tags.collect(),
        ..asked()
    };
    assert_eq!(
        invalid(ask(&mut town, wish)),
        ("too_many_tags", Why::TooBig)
    );
    assert!(is_done(&ask(&mut town, asked())));
}

#[test]
fn a_shift_out_of_bounds_is_refused_by_name() {
    let mut town = line();
    let of = |change: fn(&mut Hours)| {
        let mut hours = hours(1);
        change(&mut hours);
        hours
    };
    let ages = [AgeBand::Minor, AgeBand::Young];
    for (hours, expected) in [
        (hours(9), ("capacity", Why::TooBig)),
        (hours(u32::MAX), ("capacity", Why::TooBig)),
        (
            of(|one| one.break_points = Some(0)),
            ("break_points", Why::TooBig),
        ),
        (
            of(|one| one.break_points = Some(13)),
            ("break_points", Why::TooBig),
        ),
        (
            Hours {
                ages: ages.into(),
                ..hours(1)
            },
            ("not_certified", Why::Denied),
        ),
        (
            of(|one| one.languages.clear()),
            ("no_language", Why::OutOfPlace),
        ),
    ] {
        assert_eq!(invalid(offer(&mut town, hours)), expected);
    }
    assert_eq!(town.engine.state.matching.supporters().count(), 0);
}

#[test]
fn clearance_is_the_lines_to_give_and_is_shown() {
    let mut town = line();
    town.engine.policies.clearance = Clearance {
        tier: Tier::Soon,
        minors: true,
    };
    let surging = Hours {
        surge: true,
        ..hours(1)
    };
    assert_eq!(
        invalid(offer(&mut town, surging)),
        ("not_cleared", Why::Denied)
    );
    let youth = Hours {
        ages: [AgeBand::Minor].into(),
        break_points: Some(4),
        ..hours(2)
    };
    assert!(is_done(&offer(&mut town, youth.clone())));
    let shown = Notice::Available {
        hours: Box::new(youth),
        clearance: Some(Tier::Soon),
        minors: true,
    };
    assert_eq!(town.told(2).last(), Some(&&shown));
    let supporter = town.engine.state.matching.supporters().next().unwrap();
    assert_eq!(supporter.shift.clearance(), Tier::Soon);
    assert_eq!(supporter.shift.load_points(), Some(4));
}

#[test]
fn who_is_asked_to_talk_learns_what_the_other_needs() {
    let mut town = line();
    let able = Hours {
        needs: Need::ALL.iter().copied().collect(),
        ..hours(1)
    };
    assert!(is_done(&offer(&mut town, able)));
    let wish = Asked {
        gender: None,
        ..full()
    };
    assert!(is_done(&ask(&mut town, wish)));
    let told = town.told(2);
    let Some(Notice::Offered(seeker)) = told.last() else {
        panic!("{told:?}");
    };
    assert!(seeker.needs.contains(&Need::Literal));
    assert_eq!(
        (seeker.age, seeker.style),
        (Some(AgeBand::Young), Some(Style::Listen))
    );
}

#[test]
fn an_offer_that_was_answered_is_over_for_everybody() {
    let mut town = line();
    town.staff(3, Role::Supporter);
    assert!(is_done(&offer(&mut town, hours(1))));
    assert!(is_done(&ask(&mut town, asked())));
    let offer = town.offer_to(2);
    let accept = Act::AcceptOffer { offer };
    let foreign = barred(town.put(3, me(3), accept.clone()));
    assert_eq!((foreign.bar, foreign.why), (Bar::OfferOver, Why::Gone));
    assert!(is_done(&town.put(2, me(2), accept.clone())));
    let room = town.engine.state.matching.partner_room(person(1));
    for act in [accept, Act::DeclineOffer { offer }] {
        assert_eq!(barred(town.put(2, me(2), act)).bar, Bar::OfferOver);
    }
    assert_eq!(town.engine.state.matching.partner_room(person(1)), room);
    assert_eq!(barred(ask(&mut town, asked())).bar, Bar::Talking);
}

#[test]
fn who_asks_and_cancels_without_end_is_slowed_down_and_still_reaches_a_responder() {
    let mut town = line();
    for _ in 0..30 {
        assert!(is_done(&ask(&mut town, asked())));
        assert!(is_done(&town.put(1, me(1), Act::Leave)));
    }
    let refusal = barred(ask(&mut town, asked()));
    assert_eq!((refusal.bar, refusal.why), (Bar::TooOften, Why::Denied));
    assert!(is_done(&town.put(1, me(1), Act::Leave)));
    // A signal goes through, and who is in danger is not counted.
    assert!(is_done(&town.put(1, me(1), ask_for_human())));
    assert_eq!(town.n_cards(1), 1);
    assert!(is_done(&ask(&mut town, asked())));

    let mut town = line();
    for _ in 0..30 {
        assert!(is_done(&ask(&mut town, asked())));
    }
    let until = barred(ask(&mut town, asked())).at.unwrap();
    // The place is kept, and the wait has an end.
    assert_eq!(town.engine.state.matching.waiting().count(), 1);
    town.pass(until.since(town.now));
    assert!(is_done(&ask(&mut town, asked())));
    assert!(until.since(town.now) <= Millis::from_mins(10));
}

#[test]
fn every_refusal_of_a_profile_has_a_name_of_its_own() {
    let all = [
        InvalidProfile::TooManyTopics { max: 1 },
        InvalidProfile::TooManyLanguages { max: 1 },
        InvalidProfile::TooManyTags { max: 1 },
        InvalidProfile::NoLanguage,
        InvalidProfile::Capacity { max: 1 },
        InvalidProfile::LoadPoints { max: 1 },
        InvalidProfile::AgeContradiction,
        InvalidProfile::NotCertified,
        InvalidProfile::NotCleared,
        InvalidProfile::UnknownTopic,
        InvalidProfile::UnknownLanguage,
        InvalidProfile::UnknownTag,
    ];
    let names: std::collections::BTreeSet<_> = all.iter().map(|one| one.as_str()).collect();
    assert_eq!(names.len(), all.len());
}
