//! A rule at work.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use super::expr::Cond;
use crate::moderation::Action;
use crate::moderation::Label;
use crate::moderation::RuleId;
use crate::vocab::Millis;
use crate::vocab::Timestamp;

/// What a rule does, before its times are known.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub(super) enum Act {
    Allow,
    Nudge,
    /// Until there is room again, where no time is named.
    Slow(Option<Millis>),
    Hold,
    Block,
    Mute(Millis),
}

impl Act {
    /// Returns the action at `now`; `room` is how long until there is room for another message.
    pub(super) fn at(self, now: Timestamp, room: Millis) -> Action {
        match self {
            Self::Allow => Action::Allow,
            Self::Nudge => Action::Nudge,
            Self::Slow(retry) => Action::Slow {
                retry: retry.unwrap_or(room).max(Millis::new(1)),
            },
            Self::Hold => Action::Hold,
            Self::Block => Action::Block,
            Self::Mute(span) => Action::Mute {
                until: now.after(span),
            },
        }
    }

    /// Returns whether something is written down that can be appealed.
    pub(super) const fn is_durable(self) -> bool {
        matches!(self, Self::Hold | Self::Block | Self::Mute(_))
    }

    /// Returns whether it leaves a strike, at once or when it is overridden.
    pub(super) const fn strikes(self) -> bool {
        self.is_durable() || matches!(self, Self::Nudge)
    }
}

/// What follows from the `hits`-th time within `per` on.
#[derive(Clone, Debug)]
pub(super) struct Step {
    /// The name under which decisions and explanations know this step.
    pub(super) id: RuleId,
    pub(super) hits: usize,
    pub(super) per: Millis,
    pub(super) act: Act,
}

/// A rule.
#[derive(Clone, Debug)]
pub(super) struct Rule {
    pub(super) id: RuleId,
    pub(super) when: Cond,
    pub(super) uses: BTreeSet<usize>,
    /// From the mildest on; the first is for the first time. Never empty.
    pub(super) steps: Vec<Step>,
    pub(super) labels: BTreeSet<Label>,
    pub(super) ground: Option<String>,
    pub(super) appeal_days: u16,
    pub(super) shadow: bool,
}

impl Rule {
    /// Returns whether it ever does more than label.
    pub(super) fn acts(&self) -> bool {
        self.steps.iter().any(|step| step.act != Act::Allow)
    }
}

/// What authors read, by rule and language.
pub(super) type Says = BTreeMap<RuleId, BTreeMap<String, String>>;

/// Reads a span of time such as `10s`, `15m`, `24h`, `14d` or `40ms`.
pub(super) fn span_of_time(text: &str) -> Option<Millis> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let (number, unit) = text.split_at_checked(digits)?;
    let number: u64 = number.parse().ok().filter(|&number| number <= 1_000_000)?;
    let unit = match unit {
        "ms" => Millis::new(1),
        "s" => Millis::from_secs(1),
        "m" => Millis::from_mins(1),
        "h" => Millis::from_hours(1),
        "d" => Millis::from_hours(24),
        _ => return None,
    };
    Some(unit.times(number))
}

/// Reads what a rule does; the strongest of several.
pub(super) fn act(text: &str) -> Result<Act, (String, &'static str)> {
    let (verb, time) = text
        .split_once(':')
        .map_or((text, None), |(verb, time)| (verb, Some(time)));
    match verb {
        "kick" | "ban" | "remove" => return Err((format!("no rule may `{verb}`"), HUMAN)),
        "escalate" => return Err((format!("`{text}` is not for a rule to say"), LAW)),
        "review" => {
            return Err((
                format!("there is no `{verb}`"),
                "use `hold`: a moderator decides",
            ));
        }
        _ => {}
    }
    let span = match time {
        Some(time) => Some(span_of_time(time).ok_or_else(|| {
            (
                format!("`{time}` is no span of time"),
                "write it as in `mute:15m` or `slow:30s`",
            )
        })?),
        None => None,
    };
    let bounded = |least, most| {
        let good = span.filter(|span| (least..=most).contains(span));
        good.ok_or_else(|| (format!("`{text}` lasts too short or too long"), BOUNDS))
    };
    match (verb, span) {
        ("allow" | "label", None) => Ok(Act::Allow),
        ("nudge", None) => Ok(Act::Nudge),
        ("hold", None) => Ok(Act::Hold),
        ("block", None) => Ok(Act::Block),
        ("slow", None) => Ok(Act::Slow(None)),
        ("slow", Some(_)) => Ok(Act::Slow(Some(bounded(
            Millis::from_secs(1),
            Millis::from_hours(1),
        )?))),
        ("mute", Some(_)) => Ok(Act::Mute(bounded(
            Millis::from_mins(1),
            Millis::from_hours(7 * 24),
        )?)),
        ("mute", None) => Err(("a mute must end".to_owned(), "say when, as in `mute:15m`")),
        _ => Err((format!("`{text}` is nothing that a rule can do"), ACTS)),
    }
}

const ACTS: &str = "use allow, nudge, slow, slow:30s, hold, block or mute:15m";
const BOUNDS: &str = "a slow lasts 1s to 1h, a mute 1m to 7d";
const HUMAN: &str = "what takes somebody's place away is a moderator's to decide: use `hold`";
const LAW: &str =
    "a message with a sign of danger is published and opens a case, whatever a policy says";
