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
