//! What a policy would do with a text, and why.

use std::fmt::Write as _;
use std::io::Read as _;

use peerline_core::crisis::assess::RiskAssessor as _;
use peerline_core::crisis::assess::RuleAssessor;
use peerline_core::moderation;
use peerline_core::moderation::Draft;
use peerline_core::moderation::History;
use peerline_core::moderation::ModerationPolicy as _;
use peerline_core::moderation::file::FilePolicy;
use peerline_core::moderation::file::Fired;
use peerline_core::moderation::file::Found;
use peerline_core::vocab::RiskFinding;
use peerline_core::vocab::Timestamp;

use super::args::ExplainArgs;
use super::run::read;
use super::said::Said;
use crate::cli::say;
use crate::commands::Failure;

pub(super) fn explain(args: &ExplainArgs) -> Result<(), Failure> {
    let policy = read(&args.policy)?;
    let mut text = args.text.clone();
    if text == "-" {
        text.clear();
        std::io::stdin()
            .read_to_string(&mut text)
            .map_err(Failure::Runtime)?;
    }
    let said = Said {
        text,
        kind: Some(args.room.clone()),
        role: Some(args.role.clone()),
        lang: args.lang.clone(),
        ..Said::default()
    };
    let draft = said.draft().map_err(Failure::PolicyLog)?;
    let without: Vec<&str> = args.without.iter().map(String::as_str).collect();
    if let Some(unknown) = without
        .iter()
        .find(|name| !policy.signals().any(|one| one == **name))
    {
        return Err(Failure::PolicyLog(format!(
            "{} has no signal `{unknown}`",
            args.policy
        )));
    }
    say(&told(&policy, &draft, &without));
    Ok(())
}

/// Everything that is known about a verdict, in words.
pub(super) fn told(policy: &FilePolicy, draft: &Draft, without: &[&str]) -> String {
    let risk = RuleAssessor::default().assess(draft.text.expose(), draft.language.as_ref());
    let trace = policy.trace_without(without, (NOW, draft, History::EMPTY, &risk));
    let id = policy.id();
    let mut out = format!(
        "policy   {} {}\ndanger   {}\n",
        id.name,
        id.version,
        danger(&risk)
    );
    out.push_str("signals\n");
    for found in &trace.found {
        line(&mut out, &found.signal, &seen(found, draft.text.expose()));
    }
    out.push_str("rules\n");
    for fired in &trace.fired {
        line(&mut out, fired.rule.as_str(), &said(fired));
    }
    let verdict = &trace.verdict;
    let labels: Vec<&str> = verdict.labels.iter().map(|label| label.name()).collect();
    let by = verdict
        .rule
        .as_ref()
        .map_or(String::new(), |rule| format!(" by {rule}"));
    let _ = write!(out, "verdict  {}{by}", verdict.action.name());
    if !labels.is_empty() {
        let _ = write!(out, "\nlabels   {}", labels.join(", "));
    }
    if let Some(rule) = verdict
        .rule
        .as_ref()
        .filter(|_| !verdict.action.publishes())
    {
        let own = policy.say(rule, draft.language.as_ref());
        let text = own.unwrap_or_else(|| moderation::say(rule, draft.language.as_ref()));
        let _ = write!(out, "\nauthor   {text}");
    }
    out
}

fn line(out: &mut String, name: &str, what: &str) {
    let _ = writeln!(out, "  {name:<20} {what}");
}

fn seen(found: &Found, raw: &str) -> String {
    let places = found.spans.iter().filter_map(|span| span.of(raw));
    let places: Vec<String> = places.map(|place| format!("\"{place}\"")).collect();
    match found.count {
        None => "could not look".to_owned(),
        Some(0) => "-".to_owned(),
        Some(count) if places.is_empty() => count.to_string(),
        Some(_) => places.join(", "),
    }
}

fn said(fired: &Fired) -> String {
    let answer = match fired.answer {
        Some(true) => "holds",
        Some(false) => return "-".to_owned(),
        None => "unknown: a signal could not look",
    };
    let act = fired
        .verdict
        .as_ref()
        .map_or("", |verdict| verdict.action.name());
    let shadow = if fired.shadow {
        " (on trial: does nothing)"
    } else {
        ""
    };
    format!("{answer}, {act}{shadow}")
}

fn danger(risk: &RiskFinding) -> &'static str {
    if matches!(risk, RiskFinding::Signal { .. }) {
        "a sign of it: the message is published, and a case opened"
    } else if *risk == RiskFinding::Unavailable {
        "nobody could look"
    } else {
        "no sign of it"
    }
}

const NOW: Timestamp = Timestamp::from_unix_millis(1_800_000_000_000);
