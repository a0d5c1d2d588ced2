//! What a policy says about one message.

use std::collections::BTreeSet;

use serde::Deserialize;
use serde::Serialize;

use super::RuleId;
use crate::vocab::Millis;
use crate::vocab::Span;
use crate::vocab::Timestamp;

/// What happens to a message, from the mildest to the strongest.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "snake_case", tag = "action")]
#[non_exhaustive]
pub enum Action {
    /// It is published.
    Allow,
    /// The author is asked to look again, and may change it or send it as it is.
    Nudge,
    /// The author waits.
    Slow {
        /// After how long it may be sent again.
        retry: Millis,
    },
    /// A moderator sees it first.
    Hold,
    /// It is not published.
    Block,
    /// It stood in a room, and a moderator took it out of it.
    Remove,
    /// The author is taken out of the room.
    Kick,
    /// It is not published, and the author writes nothing in rooms for a while.
    Mute {
        /// Until when.
        until: Timestamp,
    },
}

impl Action {
    /// Returns whether the message is published at once.
    #[must_use]
    pub const fn publishes(self) -> bool {
        matches!(self, Self::Allow)
    }

    /// Returns its name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Allow => "allow",
            Self::Nudge => "nudge",
            Self::Slow { .. } => "slow",
            Self::Hold => "hold",
            Self::Block => "block",
            Self::Remove => "remove",
            Self::Kick => "kick",
            Self::Mute { .. } => "mute",
        }
    }

    /// Returns when it ends by itself.
    #[must_use]
    pub const fn ends(self) -> Option<Timestamp> {
        match self {
            Self::Mute { until } => Some(until),
            Self::Allow
            | Self::Nudge
            | Self::Slow { .. }
            | Self::Hold
            | Self::Block
            | Self::Remove
            | Self::Kick => None,
        }
    }

    /// Returns whether it is written down, explained and open to appeal. Nudging and slowing down
    /// are answers that a retry can change; they leave no trace.
    #[must_use]
    pub const fn is_durable(self) -> bool {
        match self {
            Self::Hold | Self::Block | Self::Remove | Self::Kick | Self::Mute { .. } => true,
            Self::Allow | Self::Nudge | Self::Slow { .. } => false,
        }
    }
}

/// What a rule says that a message is; an action may follow or not.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Label {
    /// Holds contact details.
    Contact,
    /// Insults or threatens the reader.
    Abuse,
    /// One of very many in a short time.
    Flood,
    /// The same text again and again.
    Repeat,
    /// Sent as it was after a nudge.
    Overridden,
    /// A signal could not look.
    Unchecked,
    /// Asks for secrecy, pictures, a meeting, or to go elsewhere.
    Pressure,
    /// Personal data that is no contact: a card, an address.
    Personal,
    /// Advertises.
    Promotion,
    /// Hides where it leads.
    Link,
    /// Can set others back who struggle with the same.
    Trigger,
    /// Something else that a policy looks for.
    Other,
}

impl Label {
    /// Every label that a rule may give.
    pub const RULES: [Self; 10] = [
        Self::Contact,
        Self::Abuse,
        Self::Flood,
        Self::Repeat,
        Self::Pressure,
        Self::Personal,
        Self::Promotion,
        Self::Link,
        Self::Trigger,
        Self::Other,
    ];

    /// Returns its name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Contact => "contact",
            Self::Abuse => "abuse",
            Self::Flood => "flood",
            Self::Repeat => "repeat",
            Self::Overridden => "overridden",
            Self::Unchecked => "unchecked",
            Self::Pressure => "pressure",
            Self::Personal => "personal",
            Self::Promotion => "promotion",
            Self::Link => "link",
            Self::Trigger => "trigger",
            Self::Other => "other",
        }
    }

    /// Returns the label that a rule may give by this name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::RULES.into_iter().find(|label| label.name() == name)
    }
}

/// What a policy says about one message, and why.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Verdict {
    /// What happens.
    pub action: Action,
    /// The rule that says so; none where nothing was found.
    pub rule: Option<RuleId>,
    /// What all rules together found.
    pub labels: BTreeSet<Label>,
    /// Where, in the bytes the person wrote.
    pub spans: Vec<Span>,
    /// The place in the community's rules that the decision stands on (`rules#contact`).
    pub ground: Option<String>,
    /// How many days an appeal is open; zero where there is nothing to appeal against.
    pub appeal_days: u16,
    /// Rules on trial that would have had a say; they change nothing.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub trial: BTreeSet<RuleId>,
}

impl Verdict {
    /// Publishes, with nothing found.
    #[must_use]
    pub const fn allow() -> Self {
        Self {
            action: Action::Allow,
            rule: None,
            labels: BTreeSet::new(),
            spans: Vec::new(),
            ground: None,
            appeal_days: 0,
            trial: BTreeSet::new(),
        }
    }

    /// Does `action` by `rule`.
    #[must_use]
    pub fn by(rule: RuleId, action: Action) -> Self {
        Self {
            action,
            rule: Some(rule),
            ..Self::allow()
        }
    }

    /// Returns the verdict with a label.
    #[must_use]
    pub fn label(mut self, label: Label) -> Self {
        self.labels.insert(label);
        self
    }

    /// Returns the verdict with the places found.
    #[must_use]
    pub fn at(mut self, spans: &[Span]) -> Self {
        self.spans.extend_from_slice(spans);
        self
    }

    /// Returns the verdict with the place in the community's rules, and how long it may be
    /// appealed.
    #[must_use]
    pub fn standing_on(mut self, ground: &str, appeal_days: u16) -> Self {
        self.ground = Some(ground.to_owned());
        self.appeal_days = appeal_days;
        self
    }

    /// Returns the stronger of two verdicts with the labels and places of both. Of two equally
    /// strong ones the first wins.
    #[must_use]
    pub fn or_stronger(self, other: Self) -> Self {
        let (mut strong, weak) =
            if self.action < other.action || (self.rule.is_none() && self.action == other.action) {
                (other, self)
            } else {
                (self, other)
            };
        strong.labels.extend(weak.labels);
        strong.trial.extend(weak.trial);
        strong.spans.extend(weak.spans);
        strong.spans.sort_unstable();
        strong.spans.dedup();
        strong
    }
}
