//! The report as tables that can be pasted into a page.

use std::fmt::Write as _;

use peerline_core::testkit::simulate::Figures;
use peerline_core::testkit::simulate::OfTier;

use super::report::Kind;
use super::report::Report;

/// One row of a table: what it is called and how it is read.
type Row = (&'static str, fn(&Figures) -> String);

const ROWS: &[Row] = &[
    ("served", |all| share(all.served)),
    ("wait of the served: mean", |all| seconds(all.wait.mean)),
    ("wait, half within", |all| seconds(all.wait.p50)),
    ("wait, nine of ten within", |all| seconds(all.wait.p90)),
    ("tier 0: mean, half, nine of ten", |all| tier(all, 0)),
    ("tier 1: mean, half, nine of ten", |all| tier(all, 1)),
    ("high tier: mean, half, nine of ten", |all| tier(all, 2)),
    ("high tier, coverable: within 300 s", |all| {
        share(all.high_soon)
    }),
    ("fit, of 1000", |all| all.fit.to_string()),
    ("topic not theirs", |all| share(all.off_topic)),
    ("worst language: left unserved", |all| {
        share(all.worst_language)
    }),
    ("without a need: left unserved", |all| {
        share(all.left_without_need)
    }),
    ("with a need: left unserved", |all| {
        share(all.left_with_need)
    }),
    ("met the partner they asked for", |all| share(all.again)),
    ("proposals refused by the line", |all| share(all.refused)),
    ("violations", |all| all.violations.to_string()),
    ("nobody on shift fits on arrival", |all| {
        share(all.uncovered)
    }),
    ("nobody fits before they leave", |all| {
        share(all.never_covered)
    }),
];

/// How a policy stands to the first one.
type Against = (&'static str, fn(&Figures, &Figures) -> String);

const AGAINST: &[Against] = &[
    ("served, in points", |own, first| {
        points(own.served, first.served)
    }),
    ("mean wait", |own, first| {
        ratio(own.wait.mean, first.wait.mean)
    }),
    ("worst language: left unserved", |own, first| {
        ratio(own.worst_language, first.worst_language)
    }),
];

/// Writes the report as one table for each kind of day.
pub(super) fn table(report: &Report) -> String {
    let mut text = String::new();
    for kind in &report.days {
        write_kind(&mut text, kind, report.seeds);
        text.push('\n');
    }
    line(
        &mut text,
        &format!("digest of all decisions: {}", report.digest),
    );
    text
}

fn write_kind(text: &mut String, kind: &Kind, seeds: u64) {
    let n = kind.policies.first().map_or(0, |one| one.figures.people);
    let Kind {
        people, staffing, ..
    } = kind;
    let title = format!(
        "{people} people a day, slots for {staffing} per mille of the peak, {seeds} days, {n} people"
    );
    line(text, &title);
    line(text, "");
    let names: Vec<String> = kind
        .policies
        .iter()
        .map(|one| one.policy.to_owned())
        .collect();
    row(text, "", &names);
    let rule: Vec<String> = names.iter().map(|_| "--:".to_owned()).collect();
    row(text, "--", &rule);
    for (name, read) in ROWS {
        let cells: Vec<String> = kind.policies.iter().map(|one| read(&one.figures)).collect();
        row(text, name, &cells);
    }
    if let Some(first) = kind.policies.first() {
        for (name, compare) in AGAINST {
            let cells = kind.policies.iter();
            let cells = cells.map(|one| compare(&one.figures, &first.figures));
            row(
                text,
                &format!("{name}, against {}", first.policy),
                &cells.collect::<Vec<_>>(),
            );
        }
    }
    let digests = kind.policies.iter();
    let digests = digests.map(|one| one.digest.get(..12).unwrap_or_default().to_owned());
    row(text, "digest", &digests.collect::<Vec<_>>());
}

pub(super) fn row(text: &mut String, name: &str, cells: &[String]) {
    let cells: String = cells.iter().map(|cell| format!(" {cell:>17} |")).collect();
    line(text, &format!("| {name:<50} |{cells}"));
}

pub(super) fn line(text: &mut String, what: &str) {
    // Writing into a string does not fail.
    let _infallible = writeln!(text, "{what}");
}

fn tier(all: &Figures, index: usize) -> String {
    let of = all.by_tier.get(index).copied().unwrap_or_default();
    let OfTier { mean, p50, p90, .. } = of;
    format!("{} {} {}", seconds(mean), seconds(p50), seconds(p90))
}

/// Whole seconds, and tenths below ten.
fn seconds(millis: u64) -> String {
    if millis < 10_000 {
        return format!("{}.{} s", millis / 1000, millis % 1000 / 100);
    }
    format!("{} s", millis / 1000)
}

pub(super) fn share(hundredths: u64) -> String {
    format!("{}.{:02} %", hundredths / 100, hundredths % 100)
}

pub(super) fn ratio(own: u64, first: u64) -> String {
    let Some(thousandths) = own.saturating_mul(1000).checked_div(first) else {
        return "-".to_owned();
    };
    format!("{}.{:03}", thousandths / 1000, thousandths % 1000)
}

fn points(own: u64, first: u64) -> String {
    let sign = if own < first { '-' } else { '+' };
    let off = own.abs_diff(first);
    format!("{sign}{}.{:02}", off / 100, off % 100)
}
