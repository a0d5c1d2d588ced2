//! What a policy must not be, although it can be read.
//!
//! The first law of the house is among it: no rule that is about danger keeps a message back. What a
//! rule about something else does to a message with a sign of danger is no policy's to say, see
//! [`Reach`](crate::moderation::Reach).

use std::collections::BTreeSet;

use super::expr::Field;
use super::expr::Flag;
use super::expr::Measure;
use super::expr::View;
use super::fault::Faults;
use super::policy::FilePolicy;
use super::read::Read;
use super::rule::Act;
use super::rule::Rule;
use super::sense::Kind;
use super::sense::Sense;

/// Complains of everything in a policy that was read.
pub(super) fn whole(faults: &mut Faults<'_>, (policy, _): &Read, text: &str) {
    let mut seen = BTreeSet::new();
    for rule in &policy.rules {
        let mut complain = |what: &str, advice: &str| {
            let start = place(text, rule.id.as_str());
            faults.at(start..start, (&format!("rule.{}", rule.id), what, advice));
        };
        if !seen.insert(rule.id.clone()) {
            complain(
                "there are two rules of this name",
                "give each its own: strikes go by it",
            );
        }
        danger(policy, rule, &mut complain);
        grounds(rule, &mut complain);
        ladder(rule, &mut complain);
        pace(policy, rule, &mut complain);
        tried(policy, rule, &mut complain);
    }
    if !faults.is_empty() {
        return;
    }
    let used: BTreeSet<usize> = policy
        .rules
        .iter()
        .flat_map(|rule| rule.uses.iter().copied())
        .collect();
    for (at, sense) in policy.senses.iter().enumerate() {
        if !used.contains(&at) {
            let start = place(text, &sense.name);
            let advice = "use it in a `when`, or take it out";
            faults.at(
                start..start,
                (&format!("signal.{}", sense.name), "no rule uses it", advice),
            );
        }
    }
}

fn place(text: &str, name: &str) -> usize {
    text.find(&format!("\"{name}\""))
        .or_else(|| text.find(name))
        .unwrap_or(0)
}

/// Nobody is cut off from help: a condition that can hold because of a sign of danger may label.
fn danger(policy: &FilePolicy, rule: &Rule, complain: &mut dyn FnMut(&str, &str)) {
    let is_danger = |at: &usize| policy.senses.get(*at).is_some_and(Sense::is_danger);
    let named = rule.uses.iter().any(is_danger);
    let possible = rule.when.holds(&Danger(&policy.senses)) != Some(false);
    if named && possible && rule.acts() {
        complain(
            "it could keep back a message with a sign of danger",
            "let it label alone, or add `and not` with the signal: what a person in danger writes \
             is always published",
        );
    }
}

fn grounds(rule: &Rule, complain: &mut dyn FnMut(&str, &str)) {
    if rule.acts()
        && rule
            .ground
            .as_deref()
            .is_none_or(|ground| ground.trim().is_empty())
    {
        let advice = "add ground = \"rules#...\": where your rules say so";
        complain("it acts, and does not say on what ground", advice);
    }
    if rule.steps.iter().any(|step| step.act.is_durable()) && rule.appeal_days == 0 {
        let advice = "add appeal = \"14d\"";
        complain("what it does lasts, and cannot be appealed", advice);
    }
}

fn ladder(rule: &Rule, complain: &mut dyn FnMut(&str, &str)) {
    let pairs = rule.steps.iter().zip(rule.steps.iter().skip(1));
    for (lower, upper) in pairs {
        if upper.hits <= lower.hits || upper.act < lower.act {
            complain(
                "the ladder does not go up",
                "let hits rise from step to step, and let no step be milder than the one before",
            );
        }
        if !lower.act.strikes() {
            complain(
                "the step before leaves no strike, so the ladder is never climbed",
                "strikes come from nudge (when it is overridden), hold, block and mute",
            );
        }
    }
}

/// `slow` without a time waits for room, and only a count knows when there is some.
fn pace(policy: &FilePolicy, rule: &Rule, complain: &mut dyn FnMut(&str, &str)) {
    let counts = |at: &usize| {
        let sense = policy.senses.get(*at);
        sense.is_some_and(|sense| matches!(sense.kind, Kind::Flood { .. }))
    };
    let timeless = rule.steps.iter().any(|step| step.act == Act::Slow(None));
    if timeless && !rule.uses.iter().any(counts) {
        complain(
            "`slow` has no time",
            "write slow:30s, or use a signal with `count`",
        );
    }
}

/// A rule that acts shows what it hits and what it misses.
fn tried(policy: &FilePolicy, rule: &Rule, complain: &mut dyn FnMut(&str, &str)) {
    let with = |hit: bool| {
        let mut own = policy.trials.iter().filter(|trial| trial.rule == rule.id);
        own.any(|trial| trial.hit == hit)
    };
    let by_text = policy.senses.iter().enumerate().any(|(at, sense)| {
        rule.uses.contains(&at) && matches!(sense.kind, Kind::Text(..) | Kind::Contact(_))
    });
    if by_text && rule.acts() && !(with(true) && with(false)) {
        let advice = "add a [[test]] with its id, `hit` and `miss`";
        complain("no test shows what it hits and what it misses", advice);
    }
}

/// A message with a sign of danger, of which nothing else is known.
struct Danger<'a>(&'a [Sense]);

impl View for Danger<'_> {
    fn hit(&self, signal: usize) -> Option<bool> {
        let sense = self.0.get(signal)?;
        sense.is_danger().then_some(true)
    }

    fn count(&self, _: usize) -> Option<u64> {
        None
    }

    fn measure(&self, _: Measure) -> Option<u64> {
        None
    }

    fn field(&self, _: Field) -> Option<&str> {
        None
    }

    fn flag(&self, _: Flag) -> Option<bool> {
        None
    }
}
