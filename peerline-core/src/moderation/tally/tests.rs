use std::collections::BTreeMap;
use std::collections::BTreeSet;

use super::*;
use crate::moderation::Many;
use crate::moderation::PolicyId;
use crate::moderation::PublicCounts;
use crate::moderation::RuleId;
use crate::vocab::AccountId;
use crate::vocab::Cid;
use crate::vocab::Digest;
use crate::vocab::RoomId;
use crate::vocab::Text;

const FROM: Timestamp = Timestamp::from_unix_millis(1_800_000_000_000);
const AUTHOR: AccountId = AccountId::from_bytes([1; 16]);
const MODERATOR: AccountId = AccountId::from_bytes([9; 16]);

fn hours(n: u64) -> Timestamp {
    FROM.after(Millis::from_hours(n))
}

fn room() -> RoomName {
    RoomName::Room(RoomId::from_bytes([2; 16]))
}

fn id(n: u8) -> DecisionId {
    DecisionId::from_bytes([n; 16])
}

fn rule(name: &str) -> RuleId {
    name.parse().unwrap()
}

/// A decision of the policy by the rule `name`.
fn made(n: u8, at: Timestamp, name: &str) -> Decision {
    Decision {
        id: id(n),
        supersedes: None,
        room: room(),
        author: AUTHOR,
        cid: Cid::from_bytes([n; 16]),
        entry: None,
        action: Action::Block,
        rule: Some(rule(name)),
        policy: PolicyId::new(rule("peer-line"), 3),
        content_digest: Digest::from_bytes([0; 32]),
        labels: BTreeSet::new(),
        spans: Vec::new(),
        ground: Some("rules#respect".to_owned()),
        why: Some(Text::new("heliotrope").unwrap()),
        reported: false,
        starts: at,
        ends: None,
        source: Source::Auto,
        appeal_until: None,
        sealed: None,
    }
}

fn decided(decision: Decision) -> Fact {
    Fact::Decided(Box::new(decision))
}

fn removed(n: u8, at: Timestamp, entry: u64) -> Fact {
    decided(Decision {
        action: Action::Remove,
        entry: Some(Seq::new(entry)),
        source: Source::Moderator { by: MODERATOR },
        ..made(n, at, "moderator.removed")
    })
}

fn undone(n: u8, at: Timestamp, old: u8) -> Fact {
    decided(Decision {
        action: Action::Allow,
        supersedes: Some(id(old)),
        source: Source::Moderator { by: MODERATOR },
        ..made(n, at, "abuse")
    })
}

fn appealed(n: u8, at: Timestamp) -> Fact {
    let (decision, text) = (id(n), Text::new("heliotrope").ok());
    Fact::Appealed { at, decision, text }
}

fn reviewed(n: u8, at: Timestamp, ruling: Ruling) -> Fact {
    Fact::Reviewed {
        at,
        decision: id(n),
        by: MODERATOR,
        ruling,
        reason: None,
    }
}

fn reported(at: Timestamp, entry: u64, ground: ReportGround) -> Fact {
    Fact::Reported {
        at,
        by: AUTHOR,
        room: room(),
        seq: Seq::new(entry),
        ground,
    }
}

fn dismissed(at: Timestamp, entry: u64) -> Fact {
    Fact::Dismissed {
        at,
        room: room(),
        entry: Seq::new(entry),
        by: MODERATOR,
    }
}

fn counted(facts: &[Fact]) -> Counts {
    let mut tally = Tally::new(FROM, hours(1000));
    facts.iter().for_each(|fact| tally.note(fact));
    tally.counts()
}

/// `n` blocks by a rule, each with an id of its own from `first` on.
fn blocks(first: u8, n: u8, name: &str) -> Vec<Fact> {
    let ids = first..first + n;
    ids.map(|n| decided(made(n, hours(u64::from(n)), name)))
        .collect()
}

fn public(facts: &[Fact]) -> PublicCounts {
    counted(facts).public(Counts::FLOOR)
}

#[test]
fn what_lies_in_the_span_is_counted_and_nothing_else() {
    let before = FROM.before(Millis::new(1));
    let facts = [
        decided(made(1, before, "abuse")),
        decided(made(2, FROM, "abuse")),
        decided(made(3, hours(999), "abuse")),
        decided(made(4, hours(1000), "abuse")),
        reported(before, 7, ReportGround::Abuse),
        reported(FROM, 8, ReportGround::Spam),
    ];
    let counts = counted(&facts);
    assert_eq!(counts.acts.values().sum::<u64>(), 2);
    assert_eq!(counts.reports, BTreeMap::from([(ReportGround::Spam, 1)]));
    assert_eq!(counts.handled, BTreeMap::from([(Handled::Waits, 1)]));
}

#[test]
fn an_appeal_is_counted_by_how_it_ended_and_by_who_had_decided() {
    let facts = [
        decided(made(1, FROM, "abuse")),
        removed(2, FROM, 5),
        decided(made(3, FROM, "abuse")),
        decided(made(4, FROM, "abuse")),
        appealed(1, hours(1)),
        appealed(2, hours(1)),
        appealed(3, hours(1)),
        appealed(4, hours(1)),
        reviewed(1, hours(3), Ruling::Reversed),
        undone(9, hours(3), 1),
        // Whenever it was decided: the appeal was made in the span.
        reviewed(2, hours(2000), Ruling::Stands),
        Fact::Closed {
            at: hours(3000),
            decision: id(3),
        },
    ];
    let counts = counted(&facts);
    let wanted = [
        ((Decider::Policy, Ended::Reversed), 1),
        ((Decider::Policy, Ended::Waits), 1),
        ((Decider::Policy, Ended::Lapsed), 1),
        ((Decider::Moderator, Ended::Stands), 1),
    ];
    assert_eq!(counts.appeals, BTreeMap::from(wanted));
    assert_eq!(counts.appeal_took, Some(Millis::from_hours(2)));
    assert_eq!(counts.undone, 0, "it came of the appeal");
    assert_eq!(
        counts.acts.values().sum::<u64>(),
        4,
        "what gives back is no act"
    );
    let own = [decided(made(1, FROM, "abuse")), undone(2, hours(1), 1)];
    assert_eq!(counted(&own).undone, 1);
}

#[test]
fn a_reported_message_is_one_matter_however_many_reported_it() {
    let facts = [
        reported(FROM, 5, ReportGround::Abuse),
        reported(hours(1), 5, ReportGround::Abuse),
        reported(hours(1), 6, ReportGround::Spam),
        removed(1, hours(4), 5),
        dismissed(hours(3), 6),
    ];
    let counts = counted(&facts);
    let grounds = [(ReportGround::Abuse, 2), (ReportGround::Spam, 1)];
    assert_eq!(counts.reports, BTreeMap::from(grounds));
    let handled = [(Handled::Acted, 1), (Handled::Stayed, 1)];
    assert_eq!(counts.handled, BTreeMap::from(handled));
    assert_eq!(counts.report_took, Some(Millis::from_hours(2)));
}

#[test]
fn what_is_rare_stands_in_no_row_no_sum_and_no_line() {
    let facts = [blocks(1, 7, "abuse"), blocks(20, 2, "pressure")].concat();
    let told = public(&facts);
    let rows: Vec<(&str, u64)> = told
        .acts
        .rows
        .iter()
        .map(|(kind, n)| (kind.rule.as_str(), *n))
        .collect();
    assert_eq!(rows, [("abuse", 7)]);
    assert_eq!(told.acts.rest, Many::Few);
    assert_eq!(told.log.len(), 7, "how many were rare is not said");
    let json = serde_json::to_string(&told).unwrap();
    assert!(!json.contains("pressure"), "{json}");
    let more = [facts, blocks(30, 4, "contact")].concat();
    let told = public(&more);
    assert_eq!(told.acts.rest, Many::N(6));
    assert_eq!(told.log.len(), 13);
    assert_eq!(
        told.log.iter().filter(|(_, kind)| kind.is_none()).count(),
        6
    );
}

#[test]
fn nothing_of_one_person_can_be_told_whatever_the_floor() {
    for floor in [0, 1, 2] {
        let told = counted(&blocks(1, 1, "abuse")).public(floor);
        assert_eq!(told.acts.rows, []);
        assert_eq!((told.acts.rest, told.log.len()), (Many::Few, 0));
    }
    assert_eq!(public(&[]).acts.rest, Many::None);
}

#[test]
fn a_time_is_told_where_enough_were_decided() {
    let case = |n: u8| {
        let entry = u64::from(n);
        let report = reported(hours(entry), entry, ReportGround::Abuse);
        [report, dismissed(hours(entry + 2), entry)]
    };
    let few: Vec<Fact> = (1..5).flat_map(case).collect();
    assert_eq!(public(&few).report_hours, None);
    assert_eq!(public(&few).handled.rest, Many::Few);
    let enough: Vec<Fact> = (1..6).flat_map(case).collect();
    assert_eq!(public(&enough).report_hours, Some(2));
    assert_eq!(public(&enough).handled.rows, [(Handled::Stayed, 5)]);
}

#[test]
fn no_word_no_name_no_room_and_no_hour_is_in_what_everybody_may_read() {
    let mut facts = blocks(1, 9, "abuse");
    facts.push(appealed(1, hours(2)));
    let json = serde_json::to_string(&public(&facts)).unwrap();
    let secret = [
        "heliotrope".to_owned(),
        room().to_string(),
        AUTHOR.to_string(),
        MODERATOR.to_string(),
        id(1).to_string(),
        FROM.unix_millis().to_string(),
    ];
    for part in secret {
        assert!(!json.contains(&part), "{part} in {json}");
    }
}

#[test]
fn whoever_was_told_of_a_decision_finds_it_in_the_log() {
    let told = public(&blocks(1, 6, "abuse"));
    let marks: BTreeSet<&String> = told.log.iter().map(|(mark, _)| mark).collect();
    assert_eq!(marks.len(), 6, "each has a name of its own");
    assert!(marks.contains(&mark(id(3))));
    assert!(!marks.contains(&mark(id(7))));
}
