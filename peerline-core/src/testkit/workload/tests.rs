use super::*;
use crate::vocab::Millis;
use crate::vocab::Timestamp;

#[test]
fn the_check_values_come_out() {
    let mut stream = Stream::new(1, "check");
    let drawn = [stream.draw(), stream.draw(), stream.draw()];
    let expected = [
        0xd0e8_0927_3d89_4915,
        0x5414_bc9c_1bc8_268a,
        0xa182_cb14_9a3c_38fe,
    ];
    assert_eq!(drawn, expected);
}

#[test]
fn below_reaches_every_number_and_none_above() {
    let mut stream = Stream::new(1, "below");
    let mut seen = [0_u32; 6];
    for _ in 0..6000 {
        let drawn = usize::try_from(stream.below(6)).unwrap();
        *seen.get_mut(drawn).expect("below six") += 1;
    }
    assert!(seen.iter().all(|n| (850..1150).contains(n)), "{seen:?}");
    assert_eq!(stream.below(0), 0);
}

#[test]
fn a_pick_follows_its_weights() {
    let mut stream = Stream::new(1, "pick");
    let mut seen = [0_u32; 3];
    for _ in 0..10_000 {
        *seen.get_mut(stream.pick(&[70, 0, 30])).expect("an index") += 1;
    }
    let [first, never, last] = seen;
    assert!((6800..7200).contains(&first) && never == 0 && (2800..3200).contains(&last));
}

#[test]
fn picks_apart_never_repeat() {
    let mut stream = Stream::new(1, "apart");
    for n in 0..6 {
        let mut picked = stream.pick_apart(&[9, 1, 1, 1, 1], n);
        picked.sort_unstable();
        picked.dedup();
        assert_eq!(picked.len(), n.min(5));
    }
}

#[test]
fn the_exponential_has_its_mean_and_its_tail() {
    let mut stream = Stream::new(1, "exponential");
    let n: u64 = 100_000;
    let drawn: Vec<u64> = (0..n).map(|_| stream.exponential(1_000_000)).collect();
    let mean = drawn.iter().sum::<u64>() / n;
    assert!((990_000..1_010_000).contains(&mean), "mean {mean}");
    // One in e is over the mean, one in e cubed over thrice the mean.
    let over = |times: u64| drawn.iter().filter(|x| times * 1_000_000 < **x).count();
    assert!((36_300..37_300).contains(&over(1)), "{}", over(1));
    assert!((4_780..5_180).contains(&over(3)), "{}", over(3));
}

#[test]
fn a_day_has_the_people_and_the_slots_that_were_asked_for() {
    let demand = Demand::new(30_000, 1000);
    let day = Workload::day(1, demand);
    let n = day.seekers().len();
    assert!((29_400..30_600).contains(&n), "{n} seekers");
    // The busiest hour has 2,149 arrivals of half an hour: 1,074 conversations.
    assert!((1_073_000..1_076_000).contains(&day::slots(demand)));
    let busiest = DAY_BEGINS.after(Millis::from_hours(22));
    let on_shift = day.supporters().iter();
    let on_shift = on_shift.filter(|one| one.begins <= busiest && busiest < one.ends);
    let slots: u64 = on_shift.map(|one| u64::from(one.capacity)).sum();
    assert!((900..1150).contains(&slots), "{slots} slots");
}

#[test]
fn the_people_have_the_shares_of_the_workload() {
    let day = Workload::day(2, Demand::new(30_000, 1000));
    let n = day.seekers().len();
    let share = |count: usize| count * 1000 / n;
    let of = |is: fn(&Seeker) -> bool| share(day.seekers().iter().filter(|one| is(one)).count());
    assert!((590..610).contains(&of(|one| one.language == 0)));
    assert!((210..230).contains(&of(|one| one.band == 0)));
    assert!((140..160).contains(&of(|one| one.needs != 0)));
    assert!((45..56).contains(&of(Seeker::is_high)));
    assert!((290..310).contains(&of(|one| one.gender.is_some())));
    let certified = day.supporters().iter().filter(|one| one.certified).count();
    let certified = certified * 1000 / day.supporters().len();
    assert!((330..370).contains(&certified), "{certified}");
}

#[test]
fn the_same_seed_is_the_same_day_and_another_is_another() {
    let demand = Demand::new(300, 1000);
    let (one, same) = (Workload::day(7, demand), Workload::day(7, demand));
    assert_eq!(one.seekers(), same.seekers());
    assert_eq!(one.supporters(), same.supporters());
    assert_eq!(one.named_blocks(), same.named_blocks());
    assert_ne!(one.seekers(), Workload::day(8, demand).seekers());
}

#[test]
fn staffing_moves_no_seeker() {
    let lean = Workload::day(7, Demand::new(300, 1000));
    let rich = Workload::day(7, Demand::new(300, 1600));
    assert_eq!(lean.seekers(), rich.seekers());
    assert!(lean.supporters().len() < rich.supporters().len());
}

#[test]
fn a_block_holds_under_every_name_and_both_ways() {
    let day = Workload::day(3, Demand::new(3000, 1000));
    assert!(500 < day.named_blocks().len());
    for block in day.named_blocks() {
        for name in 0..3 {
            let seeker = account_of_seeker(block.seeker, name);
            let supporter = account_of_supporter(block.supporter, 2 - name);
            assert!(!day.may_meet(seeker, supporter) && !day.may_meet(supporter, seeker));
        }
        let rule = day.forbids(block.seeker, block.supporter);
        assert!(matches!(rule, Some(Rule::Blocked | Rule::Themself)));
    }
}

#[test]
fn a_block_list_kept_by_name_would_miss_half() {
    let day = Workload::day(4, Demand::new(30_000, 1000));
    let missed = day.named_blocks().iter().filter(|block| {
        let seeker = day.seekers().get(block.seeker).expect("a seeker");
        let supporter = day.supporters().get(block.supporter).expect("a supporter");
        (seeker.name, supporter.name) != (block.seeker_name, block.supporter_name)
    });
    let missed = missed.count() * 100 / day.named_blocks().len();
    assert!((50..62).contains(&missed), "{missed} %");
}

#[test]
fn who_is_on_both_sides_never_meets_themself() {
    let day = Workload::day(5, Demand::new(30_000, 1600));
    let both = (0..).zip(day.supporters());
    let both: Vec<(usize, &Supporter)> = both.filter(|(_, one)| one.also.is_some()).collect();
    assert!(20 < both.len());
    for (supporter, one) in both {
        let seeker = one.also.expect("they are both");
        assert_eq!(day.forbids(seeker, supporter), Some(Rule::Themself));
        let comes_as = day.seekers().get(seeker).expect("a seeker").name;
        assert_ne!(comes_as, one.name, "under another name");
        let (seeker, supporter) = (
            account_of_seeker(seeker, comes_as),
            account_of_supporter(supporter, one.name),
        );
        assert!(!day.may_meet(seeker, supporter));
    }
}

#[test]
fn a_pair_that_fits_in_all_scores_a_thousand() {
    let day = Homogeneous::new(1, Millis::from_secs(1), Millis::from_secs(1), 1).workload(1);
    let mut seeker = day.seekers().first().expect("one seeker").clone();
    let mut supporter = day.supporters().first().expect("one supporter").clone();
    seeker.tags = [1, 70, 130, 200, 255].into_iter().collect();
    supporter.tags = seeker.tags;
    assert_eq!(score(&seeker, &supporter), 850);
    seeker.gender = Some(supporter.gender);
    assert_eq!(score(&seeker, &supporter), 1000);
    seeker.gender = Some(2);
    supporter.styles = 0b0010;
    supporter.languages = vec![3, 0];
    supporter.tags = [70].into_iter().collect();
    assert_eq!(score(&seeker, &supporter), 150);
    assert_eq!(supporter.tags.iter().collect::<Vec<_>>(), vec![70]);
}

#[test]
fn a_snapshot_holds_those_who_wait_and_those_who_begin() {
    let line = Workload::snapshot(1, 500, 400);
    assert_eq!((line.seekers().len(), line.supporters().len()), (500, 400));
    let in_order = line.seekers().is_sorted_by_key(|one| one.arrives);
    assert!(in_order && line.seekers().iter().all(|one| one.arrives <= DAY_BEGINS));
    assert!(line.supporters().iter().all(|one| one.begins == DAY_BEGINS));
    assert!(Timestamp::ZERO < line.seekers().first().expect("somebody").arrives);
}

#[test]
fn a_wish_to_meet_again_names_somebody_who_is_there_and_may() {
    let day = Workload::day(6, Demand::new(3000, 1000));
    let mut n = 0;
    for (seeker, one) in day.seekers().iter().enumerate() {
        let Some(again) = day.again(seeker) else {
            continue;
        };
        n += 1;
        assert!(one.rematch && day.forbids(seeker, again).is_none());
        let there = day.supporters().get(again).expect("a supporter");
        assert!(there.begins <= one.arrives && one.arrives < there.ends);
    }
    assert!((70..140).contains(&n), "{n} wishes");
}
