use super::*;

#[test]
fn repetitions_are_dropped_and_the_order_is_kept() {
    let wish = Wish::new(
        &Limits::default(),
        topics("grief panic grief"),
        languages("de en de EN"),
    );
    let wish = wish.expect("a wish");
    assert_eq!(wish.topics(), topics("grief panic"));
    assert_eq!(wish.languages(), languages("de en"));
}

#[test]
fn a_wish_without_a_language_is_refused() {
    let wish = Wish::new(&Limits::default(), [], []);
    assert_eq!(wish, Err(InvalidProfile::NoLanguage));
}

#[test]
fn ten_thousand_topics_are_refused() {
    let many = (0..10_000).map(|n| format!("t{n}").parse().expect("a topic"));
    let wish = Wish::new(&Limits::default(), many, languages("en"));
    assert_eq!(wish, Err(InvalidProfile::TooManyTopics { max: 16 }));
}

#[test]
fn too_many_languages_are_refused() {
    let many = (b'a'..=b'z').map(|letter| {
        let tag = format!("e{}", char::from(letter));
        tag.parse().expect("a tag")
    });
    let wish = Wish::new(&Limits::default(), [], many);
    assert_eq!(wish, Err(InvalidProfile::TooManyLanguages { max: 16 }));
}

#[test]
fn a_capacity_out_of_bounds_is_refused() {
    for capacity in [0, 9, 255] {
        let shift = Shift::new(&Limits::default(), [], languages("en"), capacity);
        assert_eq!(shift, Err(InvalidProfile::Capacity { max: 8 }));
    }
}

#[test]
fn a_decoded_profile_is_checked_by_the_line() {
    let mut line = Line::new();
    let shift =
        r#"{"topics":[],"languages":["en"],"capacity":255,"minors":false,"clearance":"routine"}"#;
    let shift = serde_json::from_str(shift).expect("a shift");
    let max = InvalidProfile::Capacity { max: 8 };
    assert_eq!(line.ready(1, shift), Err(Refusal::Profile(max)));

    let wish = r#"{"topics":[],"languages":[],"minor":false}"#;
    let command = Command::Seek {
        account: who(1),
        wish: serde_json::from_str(wish).expect("a wish"),
        tier: Tier::Urgent,
    };
    let refusal = Refusal::Profile(InvalidProfile::NoLanguage);
    assert_eq!(line.ask(command), Err(refusal));
}

#[test]
fn a_fact_reads_as_a_tagged_record() {
    let fact = Fact::Away {
        account: who(0),
        why: AwayReason::Unanswered,
    };
    let json = serde_json::to_string(&fact).expect("json");
    let expected = r#"{"fact":"away","account":"@AAAAAAAAAAAAAAAAAAAAAA","why":"unanswered"}"#;
    assert_eq!(json, expected);
}

fn tags(n: usize) -> impl Iterator<Item = Tag> {
    (0..n).map(|n| format!("t{n}").parse().expect("a tag"))
}

#[test]
fn ten_thousand_experiences_are_refused() {
    let limits = Limits::default();
    let refusal = InvalidProfile::TooManyTags { max: 16 };
    assert_eq!(wish("en").with_tags(&limits, tags(10_000)), Err(refusal));
    assert_eq!(shift("en", 1).with_tags(&limits, tags(17)), Err(refusal));
    assert!(wish("en").with_tags(&limits, tags(16)).is_ok());
}

#[test]
fn load_points_out_of_bounds_are_refused() {
    for points in [0, 101] {
        let refused = shift("en", 1).with_load_points(&Limits::default(), points);
        assert_eq!(refused, Err(InvalidProfile::LoadPoints { max: 100 }));
    }
}

#[test]
fn minors_among_the_ages_of_the_uncertified_are_refused() {
    let refused = shift("en", 1).for_ages([AgeBand::Minor, AgeBand::Young]);
    assert_eq!(refused, Err(InvalidProfile::NotCertified));
    let certified = shift("en", 1).certified_for_minors();
    assert!(certified.for_ages([AgeBand::Minor]).is_ok());
}

#[test]
fn a_decoded_wish_that_contradicts_itself_is_refused() {
    let limits = Limits::default();
    for (minor, age) in [(true, "adult"), (false, "minor")] {
        let json = format!(r#"{{"topics":[],"languages":["en"],"minor":{minor},"age":"{age}"}}"#);
        let wish: Wish = serde_json::from_str(&json).expect("a wish");
        assert_eq!(wish.check(&limits), Err(InvalidProfile::AgeContradiction));
    }
}

#[test]
fn a_profile_of_before_reads_as_it_was_meant_and_is_written_as_it_was() {
    let old = r#"{"topics":["grief"],"languages":["en"],"minor":false}"#;
    let wish: Wish = serde_json::from_str(old).expect("a wish");
    assert_eq!(wish.age(), None);
    assert_eq!(serde_json::to_string(&wish).expect("json"), old);
    let old = r#"{"topics":[],"languages":["en"],"capacity":2,"minors":true,"clearance":"urgent"}"#;
    let shift: Shift = serde_json::from_str(old).expect("a shift");
    assert!(!shift.surges() && shift.load_points().is_none());
    assert_eq!(serde_json::to_string(&shift).expect("json"), old);
}

#[test]
fn a_full_profile_survives_the_log() {
    let limits = Limits::default();
    let wish = wish("de en")
        .aged(AgeBand::Young)
        .needing([Need::Literal, Need::SlowPace])
        .with_tags(&limits, tags(3))
        .expect("tags")
        .for_gender(Preference::firm(Gender::Woman))
        .for_style(Preference::soft(Style::Listen))
        .in_any_language()
        .again(Again::Avoid);
    let json = serde_json::to_string(&wish).expect("json");
    assert_eq!(serde_json::from_str::<Wish>(&json).expect("a wish"), wish);
    let shift = shift("de", 2)
        .certified_for_minors()
        .for_ages([AgeBand::Minor])
        .expect("certified")
        .meeting([Need::Literal])
        .of_gender(Gender::NonBinary)
        .in_styles([Style::Plan])
        .with_surge()
        .agreeing_to_again()
        .with_load_points(&limits, 12)
        .expect("points");
    let json = serde_json::to_string(&shift).expect("json");
    assert_eq!(
        serde_json::from_str::<Shift>(&json).expect("a shift"),
        shift
    );
}

#[test]
fn names_are_read_as_they_are_written() {
    for need in Need::ALL {
        assert_eq!(need.as_str().parse(), Ok(*need));
        let json = serde_json::to_string(need).expect("json");
        assert_eq!(json.trim_matches('"'), need.as_str());
    }
    assert_eq!("a_kind_voice".parse::<Need>(), Err(UnknownTrait));
}
