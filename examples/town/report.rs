//! What is printed at the end.

use peerline_core::testkit::town::Outcome;
use peerline_core::testkit::town::Town;
use serde_json::Value;
use serde_json::json;

use crate::Args;
use crate::crowd::Found;

/// Milliseconds of an hour.
const HOUR: u64 = 3_600_000;

pub(crate) fn print(args: &Args, town: &Town, found: &Found) {
    if args.json {
        println!("{}", to_json(found));
    } else {
        println!("{}", to_text(found));
    }
    for outcome in &found.findings {
        for finding in &outcome.findings {
            eprintln!("seed {}: {finding}", outcome.seed);
        }
    }
    if let Some(Outcome { seed, .. }) = found.findings.first() {
        println!("{}", town.script(*seed));
    }
}

fn to_text(found: &Found) -> String {
    let counts = &found.counts;
    format!(
        "{} seeds in {:.1} s, {} simulated hours: {} frames, {} puts, {} entries, {} links, {} cuts, \
         {} kills, {} restores, {} store faults, {} pages; {} findings",
        found.seeds,
        found.took.as_secs_f64(),
        counts.simulated.get() / HOUR,
        counts.frames,
        counts.puts,
        counts.entries,
        counts.links,
        counts.cuts,
        counts.kills,
        counts.restores,
        counts.store_faults,
        counts.pages,
        found.findings.len(),
    )
}

fn to_json(found: &Found) -> Value {
    let counts = &found.counts;
    let findings = found.findings.iter().map(|outcome| {
        let texts = outcome.findings.iter().map(ToString::to_string);
        json!({"seed": outcome.seed, "findings": texts.collect::<Vec<_>>()})
    });
    json!({
        "seeds": found.seeds,
        "seconds": found.took.as_secs_f64(),
        "simulated_hours": counts.simulated.get() / HOUR,
        "frames": counts.frames,
        "puts": counts.puts,
        "entries": counts.entries,
        "links": counts.links,
        "cuts": counts.cuts,
        "kills": counts.kills,
        "restores": counts.restores,
        "store_faults": counts.store_faults,
        "pages": counts.pages,
        "findings": findings.collect::<Vec<_>>(),
    })
}
