use super::say;
use super::say_sanction;
use crate::moderation::Decision;
use crate::moderation::HousePolicy;
use crate::moderation::Reach;
use crate::moderation::RuleId;
use crate::moderation::Screening;
use crate::vocab::Language;

const RULES: [RuleId; 9] = [
    Decision::SANCTION,
    HousePolicy::CONTACT,
    HousePolicy::CONTACT_AGAIN,
    HousePolicy::ABUSE,
    HousePolicy::ABUSE_AGAIN,
    HousePolicy::FLOOD,
    HousePolicy::REPEAT,
    Screening::MUTED,
    Reach::UNCHECKED,
];

#[test]
fn every_rule_is_explained_in_every_language() {
    let mut seen = std::collections::BTreeSet::new();
    for tag in ["en", "de", "es", "fr", "pt"] {
        let language: Language = tag.parse().unwrap();
        for rule in &RULES {
            assert!(80 < say(rule, Some(&language)).len(), "{tag} {rule}");
            assert!(seen.insert(say(rule, Some(&language))), "{tag} {rule}");
        }
    }
}

#[test]
fn what_lasts_says_how_to_appeal() {
    let words = [
        ("en", "ppeal"),
        ("de", "Einspruch"),
        ("es", "pelar"),
        ("fr", "ontester"),
        ("pt", "ecorrer"),
    ];
    for (tag, word) in words {
        let language: Language = tag.parse().unwrap();
        for rule in [
            HousePolicy::CONTACT_AGAIN,
            HousePolicy::ABUSE,
            HousePolicy::ABUSE_AGAIN,
            Screening::MUTED,
            Reach::UNCHECKED,
            Decision::SANCTION,
        ] {
            assert!(say(&rule, Some(&language)).contains(word), "{tag} {rule}");
        }
    }
}

#[test]
fn an_unknown_language_is_answered_in_english_and_an_unknown_rule_in_general() {
    let (klingon, german): (Language, Language) =
        ("tlh".parse().unwrap(), "de-at".parse().unwrap());
    let unknown: RuleId = "own.rule".parse().unwrap();
    assert_eq!(
        say(&HousePolicy::ABUSE, Some(&klingon)),
        say(&HousePolicy::ABUSE, None)
    );
    assert_ne!(say(&unknown, Some(&german)), say(&unknown, None));
    assert!(say(&unknown, None).contains("rule of this community"));
}

#[test]
fn a_sanction_says_why_and_until_when_in_every_language() {
    let until = "2023-11-14 23:00 UTC";
    for tag in ["en", "de", "es", "fr", "pt"] {
        let language: Language = tag.parse().unwrap();
        let text = say_sanction(Some(&language), "rules#threats", until);
        assert!(text.contains(until), "{text}");
        assert!(
            text.contains("rules#threats") && !text.contains('{'),
            "{text}"
        );
    }
}
