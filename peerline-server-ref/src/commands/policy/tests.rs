use peerline_core::vocab::RiskFinding;
use peerline_core::vocab::Timestamp;

use super::explain::told;
use super::replay::World;
use super::run::read;
use super::said::Said;

fn said(text: &str) -> Said {
    Said {
        text: text.to_owned(),
        ..Said::default()
    }
}

#[test]
fn an_explanation_names_signals_rules_and_what_the_author_reads() {
    let policy = read("peer-line").unwrap();
    let draft = said("write to someone@example.org").draft().unwrap();
    let text = told(&policy, &draft, &[]);
    for part in [
        "policy   peer-line",
        "\"someone@example.org\"",
        "holds, nudge",
        "verdict  nudge by privacy.contact",
        "labels   contact",
        "author   Your message is not sent yet",
    ] {
        assert!(text.contains(part), "{part}\n{text}");
    }
    let text = told(&policy, &draft, &["contact"]);
    assert!(
        text.contains("could not look") && text.contains("verdict  hold"),
        "{text}"
    );
}

#[test]
fn a_replay_climbs_the_ladder_of_each_policy() {
    let (mut peer, mut youth) = (
        World::of(read("peer-line").unwrap()),
        World::of(read("youth-line").unwrap()),
    );
    let mut said = said("write to someone@example.org");
    said.again = true;
    let draft = said.draft().unwrap();
    let mut actions = Vec::new();
    for minute in 1..4 {
        let now = Timestamp::from_unix_millis(minute * 120_000);
        let judge = |world: &mut World| world.judge(now, &draft, &RiskFinding::NoSignal).action;
        actions.push((judge(&mut peer), judge(&mut youth)));
    }
    assert_eq!(
        actions,
        [("allow", "allow"), ("allow", "hold"), ("hold", "hold")]
    );
}

#[test]
fn a_message_of_a_log_is_read_or_refused_with_a_reason() {
    let read = |line: &str| {
        let said: Result<Said, _> = serde_json::from_str(line);
        said.map_err(|error| error.to_string())
            .and_then(|said| said.draft().map(|_| ()))
    };
    assert_eq!(
        read(r#"{"text":"hi","role":"supporter","kind":"circle","lang":"de","at":5,"again":true}"#),
        Ok(())
    );
    for (line, why) in [
        (r#"{"text":" "}"#, "empty"),
        (r#"{"text":"hi","role":"boss"}"#, "not one of seeker"),
        (r#"{"text":"hi","kind":"attic"}"#, "not one of one_to_one"),
        (r#"{"text":"hi","lang":"x"}"#, "language"),
        (r#"{"word":"hi"}"#, "unknown field"),
    ] {
        let error = read(line).unwrap_err();
        assert!(error.contains(why), "{error}");
    }
}
