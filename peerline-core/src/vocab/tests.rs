use proptest::prelude::any;
use proptest::prop_assert;
use proptest::prop_assert_eq;
use proptest::proptest;

use super::AccountId;
use super::Band;
use super::CaseId;
use super::DigestBuilder;
use super::InvalidText;
use super::Language;
use super::Millis;
use super::Queue;
use super::Role;
use super::RoomId;
use super::RoomName;
use super::Seed;
use super::Sensitive;
use super::Seq;
use super::Span;
use super::Text;
use super::Tier;
use super::Timestamp;
use super::Topic;

proptest! {
    #[test]
    fn ids_survive_their_text_form(bytes in any::<[u8; 16]>()) {
        let id = RoomId::from_bytes(bytes);
        prop_assert_eq!(id.to_string().len(), 22);
        prop_assert_eq!(id.to_string().parse(), Ok(id));
        let json = serde_json::to_string(&id).expect("an id is a string");
        prop_assert_eq!(serde_json::from_str::<RoomId>(&json).expect("and back"), id);
    }

    #[test]
    fn reading_any_text_as_a_name_never_panics(text in ".{0,64}") {
        let _ = text.parse::<RoomName>();
        let _ = text.parse::<RoomId>();
        let _ = text.parse::<Language>();
        let _ = text.parse::<Topic>();
        let _ = text.parse::<Queue>();
    }

    #[test]
    fn room_names_survive_their_text_form(bytes in any::<[u8; 16]>()) {
        for name in [
            RoomName::Room(RoomId::from_bytes(bytes)),
            RoomName::Me(AccountId::from_bytes(bytes)),
            RoomName::Case(CaseId::from_bytes(bytes)),
            RoomName::Crisis(Queue::main()),
            RoomName::Mod(Queue::main()),
            RoomName::Match(Queue::main()),
            RoomName::Line,
        ] {
            prop_assert_eq!(name.to_string().parse(), Ok(name));
        }
    }

    #[test]
    fn time_never_overflows(at in any::<u64>(), span in any::<u64>()) {
        let (at, span) = (Timestamp::from_unix_millis(at), Millis::new(span));
        prop_assert!(at <= at.after(span));
        prop_assert!(at.before(span) <= at);
        prop_assert_eq!(at.since(at.after(span)), Millis::ZERO);
    }

    #[test]
    fn parts_of_a_digest_cannot_run_into_each_other(a in ".{0,40}", b in ".{1,40}") {
        let digest = |parts: &[&str]| {
            let mut builder = DigestBuilder::new("test");
            for part in parts {
                builder.bytes(part.as_bytes());
            }
            builder.finish()
        };
        let joined = format!("{a}{b}");
        prop_assert!(digest(&[&a, &b]) != digest(&[&joined]));
    }

    #[test]
    fn draws_stay_below_their_bound(seed in any::<[u8; 32]>(), n in 1_u64..1_000) {
        let mut entropy = Seed::from_bytes(seed).entropy(n);
        prop_assert!(entropy.below(n) < n);
    }
}

#[test]
fn an_id_of_another_length_is_refused() {
    for text in [
        "",
        "A",
        "AAAAAAAAAAAAAAAAAAAAA",
        "AAAAAAAAAAAAAAAAAAAAAAA",
        "AAAAAAAAAAAAAAAAAAAAA=",
    ] {
        assert!(text.parse::<RoomId>().is_err(), "{text:?}");
    }
}

#[test]
fn a_text_is_bounded_and_not_empty() {
    assert_eq!(Text::new(" \n\t").map(|_| ()), Err(InvalidText::Empty));
    let long = "x".repeat(Text::MAX_BYTES.saturating_add(1));
    assert_eq!(
        Text::new(long).map(|_| ()),
        Err(InvalidText::TooLong { len: 4097 })
    );
    assert!(Text::new("x".repeat(Text::MAX_BYTES)).is_ok());
}

#[test]
fn words_and_secrets_are_never_printed() {
    let text = Text::new("marker").expect("a text");
    assert_eq!(format!("{text:?}"), "Text(6 bytes)");
    assert_eq!(format!("{:?}", Sensitive::new("marker")), "Sensitive(..)");
    assert_eq!(format!("{:?}", Seed::from_bytes([1; 32])), "Seed(..)");
}

#[test]
fn languages_are_reduced_to_lower_case_and_bounded() {
    assert_eq!(
        "PT-br".parse::<Language>().expect("a tag").as_str(),
        "pt-br"
    );
    assert_eq!(
        "zh-Hant".parse::<Language>().expect("a tag").primary(),
        "zh"
    );
    for tag in [
        "",
        "e",
        "english",
        "en_US",
        "en-",
        "en-x",
        "12",
        "en-aaaaaaaaaaaaaa",
    ] {
        assert!(tag.parse::<Language>().is_err(), "{tag:?}");
    }
}

#[test]
fn only_high_and_above_page_and_a_detector_gets_no_further_than_high() {
    let paging = [Band::High, Band::Imminent, Band::AttemptInProgress];
    for band in [Band::Routine, Band::Watch, Band::Elevated] {
        assert!(!band.pages(), "{band:?}");
    }
    for band in paging {
        assert_eq!(band.tier(), Tier::Urgent);
    }
    assert_eq!(Band::DETECTOR_MAX, Band::High);
    assert!(Tier::Routine < Tier::Soon && Tier::Soon < Tier::Urgent);
}

#[test]
fn a_span_off_the_character_bounds_gives_nothing() {
    assert_eq!(Span::new(0, 2).of("ä!"), Some("ä"));
    assert_eq!(Span::new(0, 1).of("ä!"), None);
    assert_eq!(Span::new(2, 9).of("ä!"), None);
}

#[test]
fn nobody_is_staff_by_choice() {
    assert!(!Role::Seeker.is_staff());
    for role in [
        Role::Supporter,
        Role::Moderator,
        Role::Responder,
        Role::Supervisor,
    ] {
        assert!(role.is_staff(), "{role:?}");
    }
}

#[test]
fn positions_count_from_one_and_do_not_wrap() {
    assert_eq!(Seq::ZERO.next(), Seq::new(1));
    assert_eq!(Seq::new(u64::MAX).next(), Seq::new(u64::MAX));
}

#[test]
fn seeds_apart_are_independent_and_repeatable() {
    let seed = Seed::from_bytes([9; 32]);
    let draw = |seed: Seed, n| seed.entropy(n).draw::<16>();
    assert_eq!(draw(seed, 1), draw(seed, 1));
    assert_ne!(draw(seed, 1), draw(seed, 2));
    assert_ne!(draw(seed.apart("a"), 1), draw(seed.apart("b"), 1));
}
