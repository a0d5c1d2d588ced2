use super::*;
use crate::testkit::workload::Demand;
use crate::testkit::workload::Homogeneous;
use crate::testkit::workload::Rule;
use crate::testkit::workload::Workload;
use crate::vocab::Millis;

fn small_day() -> Workload {
    Workload::day(1, Demand::new(600, 1000))
}

fn tally(day: &Workload, outcome: &Outcome) -> Tally {
    Tally::of(day, &covers(day), outcome)
}

fn first_come() -> Policy {
    Policy::named("first-come").expect("it is in the list")
}

#[test]
fn a_day_under_every_policy_breaks_no_rule() {
    let day = small_day();
    let trial = Trial::new(&day).expect("the line takes them");
    for policy in Policy::all() {
        let outcome = trial.run(&policy);
        let counted = tally(&day, &outcome);
        assert_eq!(counted.violations, [0; Rule::ALL.len()], "{}", policy.name);
        assert_eq!(
            counted.waits.iter().flatten().count(),
            outcome.fates.iter().flatten().count()
        );
        assert!(0 < counted.people.served, "{}", policy.name);
    }
}

#[test]
fn a_violation_would_be_counted() {
    let day = small_day();
    let trial = Trial::new(&day).expect("the line takes them");
    let mut outcome = trial.run(&first_come());
    let blocked = day.named_blocks().first().expect("a block");
    let fate = outcome.fates.get_mut(blocked.seeker).expect("a seeker");
    *fate = Some(Served {
        supporter: blocked.supporter,
        waited: Millis::default(),
    });
    assert_eq!(tally(&day, &outcome).violations, [1, 0, 0, 0, 0, 0]);
}

#[test]
fn the_same_day_has_the_same_digest_and_another_has_another() {
    let day = small_day();
    let (one, two) = (Trial::new(&day).unwrap(), Trial::new(&day).unwrap());
    for policy in Policy::all() {
        assert_eq!(one.run(&policy).digest, two.run(&policy).digest);
    }
    let other = Workload::day(2, Demand::new(600, 1000));
    let other = Trial::new(&other).unwrap().run(&first_come());
    assert_ne!(one.run(&first_come()).digest, other.digest);
}

#[test]
fn nobody_is_in_more_conversations_than_there_are_slots() {
    let day = small_day();
    let outcome = Trial::new(&day).unwrap().run(&first_come());
    for (number, supporter) in day.supporters().iter().enumerate() {
        let talks = day.seekers().iter().zip(&outcome.fates);
        let talks = talks.filter_map(|(seeker, fate)| {
            let served = fate.filter(|served| served.supporter == number)?;
            let begins = seeker.arrives.after(served.waited);
            Some((begins, begins.after(seeker.chat)))
        });
        let talks: Vec<_> = talks.collect();
        for (begins, _) in &talks {
            assert!(supporter.begins <= *begins && *begins <= supporter.ends);
            let at_once = talks
                .iter()
                .filter(|(from, to)| from <= begins && begins < to);
            assert!(at_once.count() <= usize::from(supporter.capacity));
        }
    }
}

#[test]
fn nobody_waits_beyond_their_patience() {
    let day = small_day();
    for policy in Policy::all() {
        let outcome = Trial::new(&day).unwrap().run(&policy);
        for (seeker, fate) in day.seekers().iter().zip(&outcome.fates) {
            assert!(fate.is_none_or(|served| served.waited <= seeker.patience));
        }
    }
}

#[test]
fn who_is_never_covered_is_served_by_nobody() {
    let day = small_day();
    let covers = covers(&day);
    assert!(covers.contains(&Cover::Never) && covers.contains(&Cover::Later));
    for policy in Policy::all() {
        let outcome = Trial::new(&day).unwrap().run(&policy);
        let fates = covers.iter().zip(&outcome.fates);
        let mut uncovered = fates.filter(|(cover, _)| **cover == Cover::Never);
        assert!(uncovered.all(|(_, fate)| fate.is_none()), "{}", policy.name);
    }
}

#[test]
fn one_line_for_everybody_serves_far_fewer() {
    let day = small_day();
    let trial = Trial::new(&day).unwrap();
    let served = |name: &str| {
        let policy = Policy::named(name).expect("it is in the list");
        tally(&day, &trial.run(&policy)).people.share()
    };
    assert!(served("global-fifo") + 2000 < served("first-come"));
}

#[test]
fn erlang_c_is_what_the_tables_say() {
    // One desk at eight tenths: C = 0.8, so a wait of 0.8 * 1000 / 0.2 = 4000.
    let one = Homogeneous::new(1, Millis::new(1250), Millis::new(1000), 1);
    assert_eq!(erlang_c_wait(&one), Some(Millis::new(3999)));
    // Two desks, one Erlang: C = 1/3, so a third of 1000.
    let two = Homogeneous::new(1, Millis::new(1000), Millis::new(1000), 2);
    assert_eq!(erlang_c_wait(&two), Some(Millis::new(333)));
    // The example of many call centres: a hundred calls in half an hour, three minutes each, fourteen
    // desks. 17.4 % wait, 7.8 s on average; by the sum of the definition, without the recurrence,
    // 0.174132 and 7.8359 s.
    let desks = Homogeneous::new(1, Millis::from_secs(18), Millis::from_mins(3), 14);
    assert_eq!(erlang_c_wait(&desks), Some(Millis::new(7835)));
    let too_much = Homogeneous::new(1, Millis::new(500), Millis::new(1000), 2);
    assert_eq!(erlang_c_wait(&too_much), None);
}

/// Two desks and one Erlang: a third waits (the sum of the definition is 1 + 1 + 1 / 2 * 2 = 3, of which
/// the last is 1), so the mean wait is a third of ten minutes. The mean of twenty times 19,000 people
/// spreads by 1.25 % around it (measured beside, by another program with another source of chance),
/// so five percent are four times the spread.
#[test]
fn a_homogeneous_line_waits_as_erlang_says() {
    let line = Homogeneous::new(19_000, Millis::from_mins(10), Millis::from_mins(10), 2);
    let expected = erlang_c_wait(&line).expect("it is stable").get();
    assert_eq!(expected.div_ceil(1000), 200);
    let mut measured = Tally::default();
    for seed in 1..=20 {
        let people = line.workload(seed);
        let outcome = Trial::new(&people).unwrap().run(&first_come());
        measured.join(Tally::of(&people, &[Cover::AtOnce; 19_000], &outcome));
    }
    assert_eq!(measured.people.served, 380_000);
    let mean = measured.figures().wait.mean;
    let off = mean.abs_diff(expected) * 1000 / expected;
    assert!(off <= 50, "{mean} ms against {expected} ms");
}

#[test]
fn counting_apart_and_together_is_the_same() {
    let day = small_day();
    let trial = Trial::new(&day).unwrap();
    let one = tally(&day, &trial.run(&first_come()));
    let mut twice = one.clone();
    twice.join(one.clone());
    assert_eq!(twice.people.all, 2 * one.people.all);
    assert_eq!(twice.figures().wait.mean, one.figures().wait.mean);
    assert_eq!(twice.figures().fit, one.figures().fit);
}

#[test]
fn everybody_at_once_is_paired_within_what_is_possible() {
    let line = Workload::snapshot(1, 60, 40);
    let trial = Trial::new(&line).unwrap();
    let possible = trial.possible_at_once(&first_come());
    let pairs = trial.at_once(&first_come());
    assert!(30 < pairs.len());
    assert!(pairs.iter().all(|pair| possible.contains(pair)));
}
