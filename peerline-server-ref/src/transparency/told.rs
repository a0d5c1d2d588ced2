//! Counts as JSON.

use peerline_core::moderation::Counts;
use peerline_core::moderation::Decider;
use peerline_core::moderation::Ended;
use peerline_core::moderation::Kind;
use peerline_core::moderation::Many;
use peerline_core::moderation::PublicCounts;
use peerline_core::moderation::Table;
use peerline_core::vocab::Millis;
use serde::Serialize;
use serde_json::Value;
use serde_json::json;

use super::Quarter;

/// What everybody may read.
pub(crate) fn public(line: &str, quarter: Quarter, counts: &PublicCounts) -> Value {
    let log = counts.log.iter().map(|(mark, kind)| match kind {
        Some(kind) => json!({"mark": mark, "action": kind.action, "rule": kind.rule, "ground": kind.ground, "policy": kind.policy, "by": kind.by}),
        None => json!({"mark": mark}),
    });
    json!({
        "line": line,
        "quarter": quarter.to_string(),
        "fewest_told_apart": counts.floor,
        "acts": table(&counts.acts, act),
        "reports": table(&counts.reports, |ground| json!({"ground": ground})),
        "reported_messages": table(&counts.handled, |became| json!({"became": became})),
        "reported_messages_half_within_hours": counts.report_hours,
        "appeals": table(&counts.appeals, appeal),
        "appeals_half_within_hours": counts.appeal_hours,
        "sent_after_a_nudge": many(counts.overridden),
        "held_then_published": many(counts.released),
        "taken_back_without_an_appeal": many(counts.undone),
        "outages_of_models": counts.outages,
        "log": log.collect::<Vec<_>>(),
    })
}

/// What the operator alone reads.
pub(crate) fn exact(quarter: Quarter, counts: &Counts) -> Value {
    let hours = |span: Option<Millis>| span.map(|span| span.get().div_ceil(HOUR));
    json!({
        "quarter": quarter.to_string(),
        "acts": rows(counts.acts.iter(), act),
        "reports": rows(counts.reports.iter(), |ground| json!({"ground": ground})),
        "reported_messages": rows(counts.handled.iter(), |became| json!({"became": became})),
        "reported_messages_half_within_hours": hours(counts.report_took),
        "appeals": rows(counts.appeals.iter(), appeal),
        "appeals_half_within_hours": hours(counts.appeal_took),
        "sent_after_a_nudge": counts.overridden,
        "held_then_published": counts.released,
        "taken_back_without_an_appeal": counts.undone,
        "outages_of_models": counts.outages,
    })
}

fn act(kind: &Kind) -> Value {
    json!(kind)
}

fn appeal((by, ended): &(Decider, Ended)) -> Value {
    json!({"decided_by": by, "became": ended})
}

fn table<K: Serialize>(table: &Table<K>, row: impl Fn(&K) -> Value) -> Value {
    let told = rows(table.rows.iter().map(|(kind, n)| (kind, n)), row);
    json!({"rows": told, "rest": many(table.rest)})
}

fn rows<'a, K: 'a>(
    counted: impl Iterator<Item = (&'a K, &'a u64)>,
    row: impl Fn(&K) -> Value,
) -> Vec<Value> {
    let one = |(kind, n): (&K, &u64)| {
        let mut row = row(kind);
        if let Some(fields) = row.as_object_mut() {
            fields.insert("n".to_owned(), json!(n));
        }
        row
    };
    counted.map(one).collect()
}

#[expect(
    clippy::wildcard_enum_match_arm,
    reason = "what a later core may say has no words here yet, and is not told apart"
)]
fn many(many: Many) -> Value {
    match many {
        Many::None => json!(0),
        Many::N(n) => json!(n),
        _ => json!("few"),
    }
}

const HOUR: u64 = Millis::from_hours(1).get();
