//! What every reply says, and what none may.

use super::Checked;
use super::ChoiceKind;
use super::Help;
use super::Helpline;
use super::Occasion;
use super::Part;
use super::Presence;
use super::SafeReply;
use super::lint;
use super::texts;
use crate::vocab::Language;

const OCCASIONS: [Occasion; 4] = [
    Occasion::OwnRisk,
    Occasion::ThirdParty,
    Occasion::Asked,
    Occasion::DetectorOutage,
];
const PRESENCES: [Presence; 3] = [Presence::Calling, Presence::NobodyOnDuty, Presence::Here];

fn help() -> Help {
    let mut help = Help::with_finder("https://findahelpline.com");
    help.emergency = vec!["112".to_owned(), "999".to_owned()];
    help.lines = vec![
        Helpline::new("Line A", vec!["116 123".to_owned()], Checked::NotYet),
        Helpline::new(
            "Line B",
            vec!["0800 1".to_owned()],
            Checked::On("2026-01-31".to_owned()),
        ),
        Helpline::new("Line C", vec!["143".to_owned()], Checked::Lately),
    ];
    help
}

fn every_reply(help: &Help) -> Vec<SafeReply> {
    let mut replies = Vec::new();
    for texts in texts::ALL {
        let language: Language = texts.language.parse().expect("a language");
        for occasion in OCCASIONS {
            for presence in PRESENCES {
                replies.push(SafeReply::render(occasion, presence, help, Some(&language)));
            }
        }
    }
    replies
}

fn text(reply: &SafeReply, part: Part) -> &str {
    let found = reply
        .paragraphs
        .iter()
        .find(|paragraph| paragraph.part == part);
    found.map_or("", |paragraph| &paragraph.text)
}

#[test]
fn no_reply_holds_a_banned_word() {
    for reply in every_reply(&help()) {
        let labels: Vec<_> = reply.choices.iter().map(|choice| choice.label).collect();
        let all = format!("{}\n{}", reply.plain(), labels.join("\n"));
        assert_eq!(
            lint(&all),
            Vec::<&str>::new(),
            "{} {}",
            reply.language,
            reply.template
        );
    }
}

#[test]
fn the_lint_finds_what_it_looks_for() {
    for wrong in [
        "It will stay secret.",
        "Er hat es begangen",
        "FAILED",
        "90 %",
        "Éxito",
    ] {
        assert!(!lint(wrong).is_empty(), "{wrong}");
    }
    assert!(lint("A person can read this.").is_empty());
}

#[test]
fn every_reply_says_all_that_it_must() {
    for reply in every_reply(&help()) {
        let parts: Vec<_> = reply
            .paragraphs
            .iter()
            .map(|paragraph| paragraph.part)
            .collect();
        assert_eq!(
            parts,
            [
                Part::Automatic,
                Part::Acknowledge,
                Part::Presence,
                Part::Emergency,
                Part::Lines,
                Part::Finder,
                Part::Limits,
                Part::Barrier,
            ]
        );
        assert!(
            reply
                .paragraphs
                .iter()
                .all(|paragraph| !paragraph.text.contains("{}"))
        );
        assert!(text(&reply, Part::Emergency).contains("112"));
        assert!(
            reply
                .choices
                .iter()
                .any(|choice| choice.kind == ChoiceKind::NotNow)
        );
    }
}

#[test]
fn an_unchecked_line_says_so_and_a_dated_one_says_when() {
    for reply in every_reply(&help()) {
        let lines: Vec<_> = text(&reply, Part::Lines).lines().skip(1).collect();
        assert_eq!(lines.len(), 3);
        assert!(lines[0].ends_with(')') && lines[0].starts_with("Line A: 116 123 ("));
        assert!(lines[1].contains("2026-01-31"));
        assert_eq!(lines[2], "Line C: 143");
    }
}

#[test]
fn an_unknown_country_gets_no_number_at_all() {
    for reply in every_reply(&Help::with_finder("https://findahelpline.com")) {
        let digits = reply
            .plain()
            .chars()
            .any(|character| character.is_ascii_digit());
        assert!(!digits, "{}", reply.plain());
        assert!(reply.plain().contains("https://findahelpline.com"));
    }
}

#[test]
fn nobody_on_duty_is_said_and_not_glossed_over() {
    for occasion in OCCASIONS {
        for texts in texts::ALL {
            let language: Language = texts.language.parse().expect("a language");
            let say = |presence| {
                let reply = SafeReply::render(occasion, presence, &help(), Some(&language));
                text(&reply, Part::Presence).to_owned()
            };
            assert_ne!(say(Presence::Calling), say(Presence::NobodyOnDuty));
            assert_ne!(say(Presence::Calling), say(Presence::Here));
        }
    }
}

#[test]
fn own_risk_can_be_put_off_and_be_about_somebody_else() {
    let reply = SafeReply::render(Occasion::OwnRisk, Presence::Calling, &help(), None);
    let options: Vec<_> = reply.choices.iter().map(|choice| choice.kind).collect();
    assert_eq!(
        options,
        [
            ChoiceKind::HumanNow,
            ChoiceKind::NotNow,
            ChoiceKind::NotAboutMe
        ]
    );
}

#[test]
fn another_language_falls_back_to_english_and_says_which_it_is() {
    let finnish = "fi".parse().ok();
    let reply = SafeReply::render(Occasion::Asked, Presence::Here, &help(), finnish.as_ref());
    assert_eq!(reply.language, "en");
}
