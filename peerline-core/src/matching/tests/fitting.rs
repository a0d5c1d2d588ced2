use super::*;
use crate::matching::fit::score;
use crate::matching::fit::suits;

fn fits(wish: &Wish, shift: &Shift) -> bool {
    suits(wish, Tier::Routine, shift, Widened::NONE)
}

fn widened_fits(wish: &Wish, shift: &Shift) -> bool {
    suits(wish, Tier::Routine, shift, Widened::ALL)
}

fn tagged(ids: &str) -> Vec<Tag> {
    let ids = ids.split_whitespace();
    ids.map(|id| id.parse().expect("a tag")).collect()
}

#[test]
fn a_need_is_never_relaxed() {
    let wish = wish("en").needing([Need::ScreenReader]);
    assert!(!widened_fits(
        &wish,
        &shift("en", 1).meeting([Need::Literal])
    ));
    let all = Need::ALL.iter().copied();
    assert!(fits(&wish, &shift("en", 1).meeting(all)));
}

#[test]
fn the_rule_for_minors_and_clearance_are_never_relaxed() {
    let minor = wish("en").of_minor();
    assert!(!widened_fits(&minor, &shift("en", 1)));
    assert!(widened_fits(&minor, &shift("en", 1).certified_for_minors()));
    let soon = suits(&wish("en"), Tier::Soon, &shift("en", 1), Widened::ALL);
    assert!(!soon);
}

#[test]
fn ages_a_supporter_does_not_take_are_never_relaxed() {
    let young = shift("en", 1).for_ages([AgeBand::Young]).expect("ages");
    assert!(fits(&wish("en").aged(AgeBand::Young), &young));
    assert!(fits(&wish("en"), &young), "who told no age is an adult");
    assert!(!widened_fits(&wish("en").aged(AgeBand::Older), &young));
    let certified = young.certified_for_minors();
    assert!(!widened_fits(&wish("en").of_minor(), &certified));
    let minors = shift("en", 1).certified_for_minors();
    let minors = minors.for_ages([AgeBand::Minor]).expect("ages");
    assert!(!widened_fits(&wish("en"), &minors));
}

#[test]
fn a_language_gives_way_to_those_who_opted_in_alone() {
    assert!(!widened_fits(&wish("de"), &shift("en", 1)));
    let opted_in = wish("de").in_any_language();
    assert!(!fits(&opted_in, &shift("en", 1)));
    assert!(widened_fits(&opted_in, &shift("en", 1)));
}

#[test]
fn topics_and_firm_wishes_stand_until_they_give_way() {
    let topical = Wish::new(&Limits::default(), topics("grief"), languages("en")).expect("a wish");
    let sleep = Shift::new(&Limits::default(), topics("sleep"), languages("en"), 1);
    let sleep = sleep.expect("a shift");
    let pairs = [
        (Rule::Topic, topical, sleep),
        (
            Rule::Gender,
            wish("en").for_gender(Preference::firm(Gender::Woman)),
            shift("en", 1).of_gender(Gender::Man),
        ),
        (
            Rule::Style,
            wish("en").for_style(Preference::firm(Style::Plan)),
            shift("en", 1).in_styles([Style::Listen]),
        ),
    ];
    for (rule, wish, shift) in pairs {
        assert!(!fits(&wish, &shift));
        let widened = Widened::NONE.and(rule);
        assert!(suits(&wish, Tier::Routine, &shift, widened), "{rule:?}");
    }
    let soft = wish("en").for_gender(Preference::soft(Gender::Woman));
    assert!(fits(&soft, &shift("en", 1)));
}

#[test]
fn the_score_counts_what_was_wished_for() {
    let limits = Limits::default();
    let seeker = wish("de en")
        .with_tags(&limits, tagged("a b c d e"))
        .expect("tags")
        .for_gender(Preference::soft(Gender::Woman))
        .for_style(Preference::firm(Style::Listen));
    let with = |tags: &str| {
        shift("de", 1)
            .with_tags(&limits, tagged(tags))
            .expect("tags")
    };
    assert_eq!(score(&seeker, &shift("en", 1)), 0);
    assert_eq!(score(&seeker, &shift("de", 1)), 100);
    assert_eq!(score(&seeker, &with("a c x")), 400);
    let best = with("a b c d e")
        .of_gender(Gender::Woman)
        .in_styles([Style::Listen]);
    assert_eq!(score(&seeker, &best), fit::MAX_SCORE);
    assert_eq!(score(&wish("en"), &best), 0);
}

#[test]
fn meeting_again_needs_the_consent_of_both() {
    let ticket = crate::vocab::TicketId::from_bytes([1; 16]);
    let wish = wish("en");
    let candidate = Candidate::new(ticket, who(1), &wish).preferring(who(100));
    let (agrees, does_not) = (shift("en", 1).agreeing_to_again(), shift("en", 1));
    let score = |n, shift| fit::score_of(&candidate, &Supporter::new(who(n), shift));
    assert_eq!(score(100, &agrees), fit::MAX_SCORE);
    assert_eq!(score(100, &does_not), 100);
    assert_eq!(score(101, &agrees), 100);
}

#[test]
fn the_surge_slot_takes_one_urgent_person_alone() {
    let shift = shift("en", 1).cleared_to(Tier::Urgent).with_surge();
    let supporter = Supporter::new(who(100), &shift);
    assert_eq!((supporter.free(), supporter.slots()), (1, 2));
    let full = supporter.with_load(1, Timestamp::ZERO);
    assert_eq!((full.free(), full.slots()), (0, 1));
    let over = supporter.with_load(2, Timestamp::ZERO);
    assert_eq!(over.slots(), 0);
}
