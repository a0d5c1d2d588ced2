//! What would be different under another policy.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::BufRead as _;
use std::io::BufReader;

use peerline_core::crisis::assess::RiskAssessor as _;
use peerline_core::crisis::assess::RuleAssessor;
use peerline_core::moderation::Draft;
use peerline_core::moderation::Reach;
use peerline_core::moderation::Screening;
use peerline_core::moderation::Sent;
use peerline_core::moderation::State;
use peerline_core::moderation::apply;
use peerline_core::moderation::apply_sent;
use peerline_core::moderation::file::FilePolicy;
use peerline_core::moderation::screen_and_decide;
use peerline_core::vocab::Cid;
use peerline_core::vocab::RiskFinding;
use peerline_core::vocab::Seed;
use peerline_core::vocab::Seq;
use peerline_core::vocab::Timestamp;
use serde_json::json;

use super::args::ReplayArgs;
use super::run::read;
use super::said::Said;
use crate::cli::say;
use crate::commands::Failure;

/// One policy with all that follows from it: strikes, mutes and ladders of its own.
pub(super) struct World {
    policy: FilePolicy,
    state: State,
    step: u64,
}

impl World {
    pub(super) fn of(policy: FilePolicy) -> Self {
        Self {
            policy,
            state: State::default(),
            step: 0,
        }
    }

    /// Judges a message as the engine would, and remembers what follows.
    pub(super) fn judge(&mut self, now: Timestamp, draft: &Draft, risk: &RiskFinding) -> Judged {
        self.step = self.step.saturating_add(1);
        let mut entropy = Seed::from_bytes([0; 32]).entropy(self.step);
        let cid = Cid::from_bytes(entropy.draw());
        let screening = Screening::new(now, draft.clone(), cid, risk.clone());
        let outcome = screen_and_decide(&self.state, &self.policy, &mut entropy, screening);
        for fact in &outcome.facts {
            apply(&mut self.state, fact);
        }
        if outcome.cleared.is_some() && draft.reach(risk) != Reach::Open {
            let place = (draft.room.clone(), Seq::ZERO);
            apply_sent(
                &mut self.state,
                &Sent::new(now, draft.author, place, Some(draft.digest())),
            );
        }
        Judged {
            action: outcome.verdict.action.name(),
            rule: outcome.verdict.rule.map(|rule| rule.to_string()),
            trial: outcome
                .verdict
                .trial
                .iter()
                .map(ToString::to_string)
                .collect(),
        }
    }
}

/// What came of one message.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) struct Judged {
    pub(super) action: &'static str,
    pub(super) rule: Option<String>,
    /// Rules on trial that would have had a say.
    pub(super) trial: Vec<String>,
}

impl Judged {
    fn told(&self) -> String {
        let by = self
            .rule
            .as_ref()
            .map_or(String::new(), |rule| format!(" ({rule})"));
        let trial = match self.trial.as_slice() {
            [] => String::new(),
            rules => format!(", on trial {}", rules.join(" ")),
        };
        format!("{}{by}{trial}", self.action)
    }
}

pub(super) fn replay(args: &ReplayArgs) -> Result<(), Failure> {
    let (mut old, mut new) = (World::of(read(&args.old)?), World::of(read(&args.new)?));
    let wrong = |what: String| Failure::PolicyLog(format!("{}: {what}", args.log.display()));
    let log = File::open(&args.log).map_err(|error| wrong(error.to_string()))?;
    let assessor = RuleAssessor::default();
    let mut now = Timestamp::from_unix_millis(1);
    let mut moves: BTreeMap<(&'static str, &'static str), u64> = BTreeMap::new();
    let mut n_messages = 0_u64;
    for (at, line) in BufReader::new(log).lines().enumerate() {
        let number = at.saturating_add(1);
        // What stands in the line is a person's: the complaint says where, never what.
        let here = |what: &str| wrong(format!("line {number}: {what}"));
        let line = line.map_err(|error| here(&error.to_string()))?;
        if line.trim().is_empty() {
            continue;
        }
        let said: Said =
            serde_json::from_str(&line).map_err(|_| here("is no message in the form of a log"))?;
        let draft = said.draft().map_err(|what| here(&what))?;
        now = said.at(now);
        let risk = assessor.assess(draft.text.expose(), draft.language.as_ref());
        let (before, after) = (old.judge(now, &draft, &risk), new.judge(now, &draft, &risk));
        n_messages = n_messages.saturating_add(1);
        if before != after {
            tell(number, &before, &after, args.json);
            let moved = moves.entry((before.action, after.action)).or_default();
            *moved = moved.saturating_add(1);
        }
    }
    sum_up(n_messages, &moves, args.json);
    Ok(())
}

fn tell(line: usize, before: &Judged, after: &Judged, as_json: bool) {
    if as_json {
        let side = |judged: &Judged| json!({"action": judged.action, "rule": judged.rule, "trial": judged.trial});
        say(&json!({"line": line, "old": side(before), "new": side(after)}).to_string());
        return;
    }
    say(&format!(
        "line {line}: {} -> {}",
        before.told(),
        after.told()
    ));
}

fn sum_up(n_messages: u64, moves: &BTreeMap<(&str, &str), u64>, as_json: bool) {
    let n_different: u64 = moves.values().sum();
    if as_json {
        let moves: Vec<_> = moves
            .iter()
            .map(|((old, new), n)| json!({"old": old, "new": new, "n": n}))
            .collect();
        let whole = json!({"messages": n_messages, "different": n_different, "moves": moves});
        say(&whole.to_string());
        return;
    }
    say(&format!(
        "{n_messages} messages, {n_different} judged differently"
    ));
    for ((old, new), n) in moves {
        say(&format!("  {n:>6}  {old} -> {new}"));
    }
}
