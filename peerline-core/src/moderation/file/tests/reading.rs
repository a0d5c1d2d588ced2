use super::*;
use crate::moderation::Action;
use crate::moderation::Label;
use crate::moderation::Reach;
use crate::moderation::Scores;
use crate::vocab::Language;
use crate::vocab::Millis;

const FOOL: &str = r#"
[list]
own = { file = "own.txt" }
[signal]
own = { list = "own" }
[[rule]]
id = "respect.own"
when = "own and author.role == 'seeker'"
do = ["nudge"]
labels = ["abuse"]
ladder = [{ hits = 2, per = "1h", do = ["hold"], say = { en = "second time" } }]
ground = "rules#own"
appeal = "7d"
say = { en = "be kind" }
[[test]]
rule = "respect.own"
hit = ["you fool"]
miss = ["you fool around"]
"#;

#[test]
fn a_file_says_what_follows() {
    let policy = good(FOOL);
    assert_eq!(
        policy.failed_tests(&|_, _| RiskFinding::NoSignal),
        Vec::new()
    );
    let verdict = judge(&policy, &draft("y0u f o o l"));
    assert_eq!(verdict.action, Action::Nudge);
    assert_eq!(verdict.rule, Some(rule("respect.own")));
    assert!(verdict.labels.contains(&Label::Abuse));
    assert_eq!(verdict.spans.len(), 1);
    assert_eq!(judge(&policy, &draft("hello")), Verdict::allow());
    let mut other = draft("you fool");
    other.role = Role::Moderator;
    assert_eq!(judge(&policy, &other).action, Action::Allow);
}

#[test]
fn a_ladder_is_climbed_by_strikes_within_its_window() {
    let policy = good(FOOL);
    let mut history = History::default();
    history.note_strike(NOW.before(Millis::from_mins(30)), rule("respect.own"));
    let again = policy.judge(NOW, &draft("you fool"), &history, &RiskFinding::NoSignal);
    assert_eq!(again.action, Action::Hold);
    assert_eq!(again.rule, Some(rule("respect.own.again")));
    assert_eq!(again.appeal_days, 7);
    let said = policy.say(&rule("respect.own.again"), Some(&Language::english()));
    assert_eq!(said, Some("second time"));
    let later = NOW.after(Millis::from_hours(1));
    let late = policy.judge(later, &draft("you fool"), &history, &RiskFinding::NoSignal);
    assert_eq!(late.action, Action::Nudge);
}

#[test]
fn a_rule_on_trial_changes_nothing_and_leaves_its_name() {
    for text in [
        FOOL.replace("ladder", "shadow = true\nladder"),
        FOOL.replace("[list]", "mode = \"shadow\"\n[list]"),
    ] {
        let verdict = judge(&good(&text), &draft("you fool"));
        assert_eq!((verdict.action, verdict.rule), (Action::Allow, None));
        assert_eq!(
            verdict.trial.into_iter().collect::<Vec<_>>(),
            [rule("respect.own")]
        );
    }
}

#[test]
fn the_strongest_action_wins_and_the_labels_of_all_stay() {
    let policy = good(
        r#"
[list]
a = { words = ["one"] }
b = { words = ["two"] }
[signal]
a = { list = "a" }
b = { list = "b" }
[[rule]]
id = "a"
when = "a"
do = ["nudge"]
labels = ["link"]
ground = "g"
[[rule]]
id = "b"
when = "b or b.count > 7"
do = ["label", "block"]
labels = ["other"]
ground = "g"
appeal = "1d"
[[test]]
rule = "a"
hit = ["one"]
miss = ["two"]
[[test]]
rule = "b"
hit = ["two"]
miss = ["one"]
"#,
    );
    let verdict = judge(&policy, &draft("one two"));
    assert_eq!(verdict.rule, Some(rule("b")));
    assert_eq!(
        verdict.labels.into_iter().collect::<Vec<_>>(),
        [Label::Link, Label::Other]
    );
}

#[test]
fn what_is_wrong_is_said_with_its_place_and_what_to_do() {
    for (rest, expected) in FAULTS {
        let found = wrong(rest);
        assert!(found.contains(expected), "{rest}\n{found}");
        assert!(found.contains("\n  -> "), "{found}");
    }
}

#[test]
fn a_rule_about_danger_never_keeps_a_message_back() {
    let rest = |when: &str, act: &str| {
        format!(
            "[signal]\ncrisis = {{ assessor = \"default\", on_error = \"review\" }}\nfast = {{ count = 3, per = \"10s\" }}\n\
             [[rule]]\nid = \"a\"\nwhen = \"{when}\"\ndo = [\"{act}\"]\nground = \"g\"\nappeal = \"1d\"\n\
             [[rule]]\nid = \"b\"\nwhen = \"fast or crisis\"\ndo = [\"label\"]\n"
        )
    };
    for act in ["nudge", "slow:5s", "hold", "block", "mute:15m"] {
        for when in [
            "crisis",
            "crisis or fast",
            "not (fast and not crisis)",
            "crisis.count > 0",
        ] {
            let found = wrong(&rest(when, act));
            assert!(
                found.contains("keep back a message with a sign of danger"),
                "{when}: {found}"
            );
        }
        good(&rest("fast and not crisis", act));
    }
    good(&rest("crisis", "label"));
}

#[test]
fn a_model_without_a_score_is_a_model_that_could_not_look() {
    let policy = |on_error: &str, act: &str| {
        good(&format!(
            "[signal]\nharm = {{ model = \"local\", min = \"80%\", deadline = \"40ms\", on_error = \"{on_error}\" }}\n\
             [[rule]]\nid = \"a\"\nwhen = \"harm and author.role == 'seeker'\"\ndo = [\"{act}\"]\nground = \"g\"\nappeal = \"1d\"\n"
        ))
    };
    let scored = |score| {
        let mut draft = draft("hello");
        draft.scores = Scores::NONE.with("local", score);
        draft
    };
    let block = policy("hit", "block");
    assert_eq!(judge(&block, &scored(800)).action, Action::Block);
    assert_eq!(judge(&block, &scored(799)).action, Action::Allow);
    for (on_error, act, expected) in [
        ("hit", "block", Action::Hold),
        ("review", "block", Action::Hold),
        ("review", "label", Action::Hold),
        ("hit", "label", Action::Allow),
        ("hit", "nudge", Action::Hold),
    ] {
        let verdict = judge(&policy(on_error, act), &draft("hello"));
        assert_eq!(verdict.action, expected, "{on_error} {act}");
        assert!(verdict.labels.contains(&Label::Unchecked));
        let held = verdict.action == Action::Hold;
        assert_eq!(
            verdict.rule,
            Some(if held { Reach::UNCHECKED } else { rule("a") })
        );
    }
    let mut staff = draft("hello");
    staff.role = Role::Moderator;
    assert_eq!(judge(&block, &staff), Verdict::allow());
    assert_eq!(
        block.models().into_iter().collect::<Vec<_>>(),
        [("local", Millis::new(40))]
    );
}

#[test]
fn a_digest_changes_with_every_word_of_the_file_and_of_its_lists() {
    let id = |text: &str, list: &str| {
        let policy = FilePolicy::read(text, &|_| Some(list.to_owned())).unwrap();
        policy.id()
    };
    let text = with(FOOL);
    assert_eq!(id(&text, "you fool"), id(&text, "you fool"));
    assert_ne!(id(&text, "you fool"), id(&text, "you fools"));
    assert_ne!(
        id(&text, "you fool"),
        id(&text.replace("be kind", "be kinder"), "you fool")
    );
}

/// What may stand in a file, and what is said about it.
const FAULTS: &[(&str, &str)] = &[
    (
        "[signal]\nx = { count = 0, per = \"10s\" }",
        "6:15: signal.x: this number is out of range",
    ),
    (
        "[signal]\nx = { count = 5, per = \"2h\" }",
        "remembered for a minute",
    ),
    (
        "[signal]\nx = { list = \"no\" }",
        "there is no [list] called `no`",
    ),
    (
        "[signal]\nx = { find = [\"fax\"] }",
        "`fax` cannot be looked for",
    ),
    ("[signal]\nx = { patterns = [\"a+\"] }", "it has no bound"),
    (
        "[signal]\nx = { patterns = [\"a{0,3}\"] }",
        "matches where nothing is",
    ),
    ("[signal]\nx = { patterns = [\"(a\"] }", "it cannot be read"),
    (
        "[signal]\nx = { assessor = \"default\" }",
        "it can fail, and nothing says what then",
    ),
    (
        "[signal]\nx = { model = \"m\", min = \"80%\", deadline = \"40ms\" }",
        "on_error",
    ),
    (
        "[signal]\nand = { same = 3, per = \"10s\" }",
        "this is no name for a signal",
    ),
    ("[signal]\nx = { }", "say what to look for"),
    (
        "[list]\nx = { file = \"gone.txt\" }",
        "there is no file gone.txt",
    ),
    ("[list]\nx = { words = [] }", "the list is empty"),
    ("mode = \"off\"", "`off` is no mode"),
    ("normalize = [\"rot13\"]", "`rot13` is no step"),
    (
        "[[rule]]\nid = \"a\"\nwhen = \"nope\"\ndo = [\"block\"]",
        "7:9: rule.a: nothing is called `nope`",
    ),
    (
        "[[rule]]\nid = \"a\"\nwhen = \"text.lines >\"\ndo = [\"block\"]",
        "7:21: rule.a: the end stands",
    ),
    (
        "[[rule]]\nid = \"a\"\nwhen = \"true\"\ndo = [\"ban\"]",
        "no rule may `ban`",
    ),
    (
        "[[rule]]\nid = \"a\"\nwhen = \"true\"\ndo = [\"escalate:crisis\"]",
        "opens a case, whatever",
    ),
    (
        "[[rule]]\nid = \"a\"\nwhen = \"true\"\ndo = [\"mute\"]",
        "a mute must end",
    ),
    (
        "[[rule]]\nid = \"a\"\nwhen = \"true\"\ndo = [\"hold\"]",
        "does not say on what ground",
    ),
    (
        "[[rule]]\nid = \"a\"\nwhen = \"true\"\ndo = [\"hold\"]\nground = \"g\"",
        "cannot be appealed",
    ),
    (
        "[[rule]]\nid = \"a\"\nwhen = \"true\"\ndo = [\"slow\"]\nground = \"g\"",
        "`slow` has no time",
    ),
    (
        "[[rule]]\nid = \"a\"\nwhen = \"true\"\ndo = [\"slow:5s\"]\nground = \"g\"\nladder = [{ hits = 2, per = \"1h\", do = [\"hold\"] }]\nappeal = \"1d\"",
        "never climbed",
    ),
    (
        "[[rule]]\nid = \"a\"\nwhen = \"true\"\ndo = [\"label\"]\n[[rule]]\nid = \"a\"\nwhen = \"true\"\ndo = [\"label\"]",
        "two rules of this name",
    ),
    (
        "[list]\nx = { words = [\"x\"] }\n[signal]\nx = { list = \"x\" }",
        "no rule uses it",
    ),
    (
        "[list]\nx = { words = [\"x\"] }\n[signal]\nx = { list = \"x\" }\n[[rule]]\nid = \"a\"\nwhen = \"x\"\ndo = [\"nudge\"]\nground = \"g\"",
        "no test shows",
    ),
    ("[[test]]\nrule = \"gone\"\nhit = [\"x\"]", "no rule `gone`"),
    ("colour = 1", "unknown field `colour`"),
];
