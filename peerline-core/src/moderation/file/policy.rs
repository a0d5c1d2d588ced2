//! The policy that a file describes.

use std::collections::BTreeMap;
use std::fmt;

use super::expr::Field;
use super::expr::Flag;
use super::expr::Measure;
use super::expr::View;
use super::rule::Act;
use super::rule::Rule;
use super::rule::Says;
use super::rule::Step;
use super::sense::Folds;
use super::sense::OnError;
use super::sense::Question;
use super::sense::Seen;
use super::sense::Sense;
use super::trace::Fired;
use super::trace::Found;
use super::trace::Trace;
use super::trial::Trial;
use crate::moderation::Action;
use crate::moderation::Draft;
use crate::moderation::History;
use crate::moderation::Label;
use crate::moderation::ModerationPolicy;
use crate::moderation::PolicyId;
use crate::moderation::Reach;
use crate::moderation::RuleId;
use crate::moderation::Verdict;
use crate::vocab::Language;
use crate::vocab::Limits;
use crate::vocab::Millis;
use crate::vocab::RiskFinding;
use crate::vocab::RoomName;
use crate::vocab::Timestamp;

/// A moderation policy that was read from a file.
///
/// It is total, deterministic and bounded: every rule is asked about every message, and each is a
/// condition of bounded size over signals that take time linear in the text. The strongest action
/// wins, and the labels of all rules stay.
///
/// Where a signal could not look, a condition that hangs on it is unknown. The message is then held
/// for a moderator, or treated as a hit whose block becomes a hold, as the file says for the signal:
/// with any signals down, a human sees every message that a human would have seen with them up.
#[derive(Clone)]
pub struct FilePolicy {
    pub(super) id: PolicyId,
    pub(super) shadow: bool,
    pub(super) languages: Vec<String>,
    pub(super) senses: Vec<Sense>,
    pub(super) rules: Vec<Rule>,
    pub(super) says: Says,
    pub(super) trials: Vec<Trial>,
}

impl FilePolicy {
    /// Returns the languages that it was written and tried for.
    pub fn languages(&self) -> impl Iterator<Item = &str> {
        self.languages.iter().map(String::as_str)
    }

    /// Returns the names of its rules, in the order of the file.
    pub fn rules(&self) -> impl Iterator<Item = &RuleId> {
        self.rules.iter().map(|rule| &rule.id)
    }

    /// Returns the names of its signals.
    pub fn signals(&self) -> impl Iterator<Item = &str> {
        self.senses.iter().map(|sense| sense.name.as_str())
    }

    /// Returns the policy as the line uses it: by its own pace where the file says `pace = "line"`,
    /// and with every number of its directory let go by `find`.
    #[must_use]
    pub fn on_line(mut self, limits: &Limits, numbers: &[&str]) -> Self {
        for sense in &mut self.senses {
            sense.learn(limits, numbers);
        }
        self
    }

    /// Judges a message and keeps what every signal and rule said.
    #[must_use]
    pub fn trace(
        &self,
        now: Timestamp,
        draft: &Draft,
        history: &History,
        risk: &RiskFinding,
    ) -> Trace {
        self.trace_without(&[], (now, draft, history, risk))
    }

    /// Judges a message as [`trace`](Self::trace) does, while the signals of these names cannot look.
    #[must_use]
    pub fn trace_without(
        &self,
        down: &[&str],
        (now, draft, history, risk): (Timestamp, &Draft, &History, &RiskFinding),
    ) -> Trace {
        if !matches!(draft.room, RoomName::Room(_)) {
            return Trace::of(Verdict::allow());
        }
        let asked = Question {
            now,
            draft,
            history,
            risk,
        };
        let scene = Scene::of(self, asked, down);
        let mut trace = Trace::of(Verdict::allow());
        trace.found = scene.found();
        for rule in &self.rules {
            let fired = scene.fire(rule);
            if let Some(verdict) = &fired.verdict {
                trace.weigh(verdict, self.shadow || rule.shadow);
            }
            trace.fired.push(fired);
        }
        trace.verdict = draft.reach(risk).keep(trace.verdict);
        trace
    }

    /// Returns how long each model outside may take, by its name.
    #[must_use]
    pub fn models(&self) -> BTreeMap<&str, Millis> {
        let models = self.senses.iter().filter_map(Sense::model);
        models.collect()
    }
}

impl ModerationPolicy for FilePolicy {
    fn id(&self) -> PolicyId {
        self.id.clone()
    }

    fn judge(
        &self,
        now: Timestamp,
        draft: &Draft,
        history: &History,
        risk: &RiskFinding,
    ) -> Verdict {
        self.trace(now, draft, history, risk).verdict
    }

    fn asks(&self) -> Vec<(&str, Millis)> {
        self.models().into_iter().collect()
    }

    fn say(&self, rule: &RuleId, language: Option<&Language>) -> Option<&str> {
        let texts = self.says.get(rule)?;
        let wanted = language.and_then(|language| texts.get(language.primary()));
        let first = || texts.get(self.languages.first()?);
        wanted.or_else(first).map(String::as_str)
    }
}

impl fmt::Debug for FilePolicy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { id, rules, .. } = self;
        write!(
            f,
            "FilePolicy({} {}, {} rules)",
            id.name,
            id.version,
            rules.len()
        )
    }
}

/// One message, and what every signal saw in it.
struct Scene<'a> {
    policy: &'a FilePolicy,
    asked: Question<'a>,
    seen: Vec<Seen>,
}

impl<'a> Scene<'a> {
    fn of(policy: &'a FilePolicy, asked: Question<'a>, down: &[&str]) -> Self {
        let mut folds = Folds::of(asked.draft.text.expose());
        let look = |sense: &Sense| {
            if down.contains(&sense.name.as_str()) {
                return Seen::unavailable();
            }
            sense.look(asked, &mut folds)
        };
        let seen = policy.senses.iter().map(look).collect();
        Self {
            policy,
            asked,
            seen,
        }
    }

    fn found(&self) -> Vec<Found> {
        let pairs = self.policy.senses.iter().zip(&self.seen);
        let found = pairs.map(|(sense, seen)| Found {
            signal: sense.name.clone(),
            count: seen.count,
            spans: seen.spans.clone(),
        });
        found.collect()
    }

    fn fire(&self, rule: &Rule) -> Fired {
        let answer = rule.when.holds(self);
        let verdict = match answer {
            Some(false) => None,
            Some(true) => Some(self.verdict(rule, false)),
            None => Some(self.verdict(rule, true)),
        };
        Fired {
            rule: rule.id.clone(),
            answer,
            verdict,
            shadow: rule.shadow,
        }
    }

    fn verdict(&self, rule: &Rule, unknown: bool) -> Verdict {
        let (id, act) = self
            .step(rule)
            .map_or((&rule.id, Act::Allow), |step| (&step.id, step.act));
        let act = if unknown {
            self.unknown(rule, act)
        } else {
            act
        };
        let mut verdict = Verdict::by(id.clone(), act.at(self.asked.now, self.room(rule)));
        verdict.labels.extend(rule.labels.iter().copied());
        if unknown {
            verdict.labels.insert(Label::Unchecked);
        }
        if unknown && verdict.action == Action::Hold {
            // Nobody found anything: the author reads that, and no ladder is climbed.
            verdict.rule = Some(Reach::UNCHECKED);
        }
        if verdict.action == Action::Nudge && self.asked.draft.over {
            verdict.action = Action::Allow;
            verdict.labels.insert(Label::Overridden);
        }
        if verdict.action.is_durable() {
            verdict.appeal_days = rule.appeal_days.max(1);
        }
        let ground = rule.ground.clone();
        verdict.ground = ground.or_else(|| act.is_durable().then(|| UNCHECKED.to_owned()));
        let spans = rule.uses.iter().filter_map(|at| self.seen.get(*at));
        let spans = spans.flat_map(|seen| seen.spans.iter().copied());
        verdict.spans.extend(spans);
        verdict.spans.sort_unstable();
        verdict.spans.dedup();
        verdict
    }

    /// What is done where nobody knows whether the rule holds: a human sees the message.
    fn unknown(&self, rule: &Rule, act: Act) -> Act {
        let unseen = rule.uses.iter().filter(|at| self.hit(**at).is_none());
        let review = unseen
            .filter_map(|at| self.policy.senses.get(*at))
            .any(|sense| sense.on_error == OnError::Review);
        if review || act != Act::Allow {
            Act::Hold
        } else {
            Act::Allow
        }
    }

    /// The last step whose number of times is reached with this message.
    fn step<'r>(&self, rule: &'r Rule) -> Option<&'r Step> {
        let reached = |step: &&Step| {
            let before = rule.steps.iter().map(|known| {
                self.asked
                    .history
                    .n_strikes(self.asked.now, &known.id, step.per)
            });
            step.hits <= before.sum::<usize>().saturating_add(1)
        };
        rule.steps.iter().rev().find(reached)
    }

    fn room(&self, rule: &Rule) -> Millis {
        let seen = rule.uses.iter().filter_map(|at| self.seen.get(*at));
        seen.map(|seen| seen.room).max().unwrap_or(Millis::ZERO)
    }
}

impl View for Scene<'_> {
    fn hit(&self, signal: usize) -> Option<bool> {
        self.count(signal).map(|count| 0 < count)
    }

    fn count(&self, signal: usize) -> Option<u64> {
        self.seen.get(signal)?.count
    }

    fn measure(&self, measure: Measure) -> Option<u64> {
        let text = self.asked.draft.text.expose();
        let letters = || text.chars().filter(|letter| letter.is_alphabetic());
        let count = match measure {
            Measure::Strikes => self.asked.history.n_recent_strikes(self.asked.now),
            Measure::Posts => self.asked.history.sent().count(),
            Measure::Letters => letters().count(),
            Measure::Words => text.split_whitespace().count(),
            Measure::Lines => text.lines().count(),
            Measure::Capitals => {
                let capitals = letters().filter(|letter| letter.is_uppercase()).count();
                let all = letters().count().max(1);
                capitals.saturating_mul(100).checked_div(all).unwrap_or(0)
            }
        };
        u64::try_from(count).ok()
    }

    fn field(&self, field: Field) -> Option<&str> {
        let draft = self.asked.draft;
        Some(match field {
            Field::Role => draft.role.as_str(),
            Field::Room => draft.kind.unwrap_or_default(),
            Field::Language => draft.language.as_ref().map_or("", Language::primary),
        })
    }

    fn flag(&self, flag: Flag) -> Option<bool> {
        Some(match flag {
            Flag::Again => self.asked.draft.over,
            Flag::Edit => self.asked.draft.edits.is_some(),
            Flag::Unread => *self.asked.risk == RiskFinding::Unavailable,
        })
    }
}

/// What a hold stands on where its rule names nothing.
const UNCHECKED: &str = "rules#unchecked";
