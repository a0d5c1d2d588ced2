//! Drawings of what the policies did, as SVG.

mod bars;
mod canvas;
mod curves;

use std::path::Path;

use peerline_core::testkit::simulate::Figures;
use peerline_core::testkit::simulate::Group;
use peerline_core::testkit::simulate::Tally;

use super::report::Kind;
use super::report::SimulateError;
use bars::Bars;
use bars::Scale;
use curves::Curve;

/// Draws everything of one kind of day: waits by tier, who was served, fit, and who left unserved by
/// language and by need. Returns the names of the files.
pub(super) fn all(folder: &Path, kind: &Kind) -> Result<Vec<String>, SimulateError> {
    let Kind {
        people, staffing, ..
    } = kind;
    let day = format!("{people} people a day, staffing {staffing}");
    let drawings = [
        ("waits", waits(kind, &day)),
        ("waits-tier-0", waits_of_tier(kind, &day, 0)),
        ("waits-tier-1", waits_of_tier(kind, &day, 1)),
        ("waits-high", waits_of_high(kind, &day)),
        ("served", served(kind, &day)),
        ("fit", fit(kind, &day)),
        ("left-by-language", left_by_language(kind, &day)),
        ("left-by-need", left_by_need(kind, &day)),
    ];
    let mut names = Vec::new();
    for (what, svg) in drawings {
        let name = format!("{what}-{people}-{staffing}.svg");
        let file = folder.join(&name);
        std::fs::write(&file, svg).map_err(|source| SimulateError::File { file, source })?;
        names.push(name);
    }
    Ok(names)
}

fn waits(kind: &Kind, day: &str) -> String {
    let of = |tally: &Tally| (tally.waits.concat(), tally.people.all);
    let title = format!("Served within a wait: {day}");
    curves::draw(&title, "% of all who came", &each(kind, of))
}

/// Waits of a lower tier: the share of those who were served, as how many came is not counted.
fn waits_of_tier(kind: &Kind, day: &str, tier: usize) -> String {
    let of = |tally: &Tally| {
        let waits = tally.waits.get(tier).cloned().unwrap_or_default();
        let n = wide(waits.len());
        (waits, n)
    };
    let title = format!("Tier {tier}, how long the served waited: {day}");
    curves::draw(&title, "% of the served", &each(kind, of))
}

fn waits_of_high(kind: &Kind, day: &str) -> String {
    let of = |tally: &Tally| {
        let [.., high] = &tally.waits;
        (high.clone(), tally.n_high)
    };
    let title = format!("High tier, served within a wait: {day}");
    curves::draw(&title, "% of all who came", &each(kind, of))
}

fn each(kind: &Kind, of: impl Fn(&Tally) -> (Vec<u64>, u64)) -> Vec<Curve> {
    let policies = kind.policies.iter();
    let curves = policies.map(|one| {
        let (waits, n) = of(&one.tally);
        Curve::of(one.policy, waits, n)
    });
    curves.collect()
}

fn served(kind: &Kind, day: &str) -> String {
    let groups = [
        ("served", figure(kind, |all| all.served)),
        (
            "high tier, coverable: within 300 s",
            figure(kind, |all| all.high_soon),
        ),
    ];
    bars(
        kind,
        format!("Who was served: {day}"),
        Scale::PerCent,
        groups,
    )
}

fn fit(kind: &Kind, day: &str) -> String {
    let groups = [(
        "mean score of the pairs, of 1000",
        figure(kind, |all| all.fit),
    )];
    bars(
        kind,
        format!("How well pairs fit: {day}"),
        Scale::Plain,
        groups,
    )
}

fn left_by_language(kind: &Kind, day: &str) -> String {
    let languages = kind.policies.first().map(|one| one.tally.by_language);
    let languages = languages.iter().flatten().enumerate();
    let groups = languages.map(|(nth, group)| {
        let of = |tally: &Tally| tally.by_language.get(nth).map(left).unwrap_or_default();
        let name = format!("{} ({})", nth + 1, group.all);
        (name, tallied(kind, of))
    });
    let title = format!("Left unserved, by language (people): {day}");
    bars(kind, title, Scale::PerCent, groups)
}

fn left_by_need(kind: &Kind, day: &str) -> String {
    let groups = [
        ("without a need", figure(kind, |all| all.left_without_need)),
        ("with a need", figure(kind, |all| all.left_with_need)),
    ];
    let title = format!("Left unserved, by need: {day}");
    bars(kind, title, Scale::PerCent, groups)
}

fn figure(kind: &Kind, read: fn(&Figures) -> u64) -> Vec<u64> {
    kind.policies.iter().map(|one| read(&one.figures)).collect()
}

fn tallied(kind: &Kind, read: impl Fn(&Tally) -> u64) -> Vec<u64> {
    kind.policies.iter().map(|one| read(&one.tally)).collect()
}

fn bars<N: Into<String>>(
    kind: &Kind,
    title: String,
    scale: Scale,
    groups: impl IntoIterator<Item = (N, Vec<u64>)>,
) -> String {
    let groups = groups.into_iter();
    let bars = Bars {
        title,
        scale,
        series: kind.policies.iter().map(|one| one.policy).collect(),
        groups: groups.map(|(name, all)| (name.into(), all)).collect(),
    };
    bars::draw(&bars)
}

/// The share who left, in hundredths of a percent.
fn left(group: &Group) -> u64 {
    let gone = group.all.saturating_sub(group.served);
    gone.saturating_mul(10_000)
        .checked_div(group.all)
        .unwrap_or_default()
}

fn wide(n: usize) -> u64 {
    u64::try_from(n).unwrap_or(u64::MAX)
}
