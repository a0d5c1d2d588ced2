//! How far the search for a supporter has been widened for somebody who waits.

use std::fmt;
use std::str::FromStr;

/// A rule that may give way to waiting. The rules that keep people safe are not among them, and so
/// cannot be written into a ladder: blocks, the rule for minors, clearance, needs, and a language
/// for those who did not ask for any.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
#[non_exhaustive]
pub enum Rule {
    /// A named topic: a supporter who takes other topics alone.
    Topic,
    /// A firm wish for a way of talking.
    Style,
    /// A firm wish for a gender.
    Gender,
    /// The named languages, for who opted in to others.
    Language,
}

impl Rule {
    /// Every rule that may give way.
    pub const ALL: &'static [Self] = &[Self::Topic, Self::Style, Self::Gender, Self::Language];

    /// Returns its name in a configuration.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Topic => "topic",
            Self::Style => "style",
            Self::Gender => "gender",
            Self::Language => "language",
        }
    }

    /// Every name that stands for a rule no waiting relaxes, as somebody might write it.
    const NEVER: &'static [&'static str] = &[
        "accessibility",
        "age",
        "block",
        "blocks",
        "clearance",
        "minor",
        "minors",
        "need",
        "needs",
        "risk",
        "self",
    ];

    const fn bit(self) -> u8 {
        match self {
            Self::Topic => 1,
            Self::Style => 2,
            Self::Gender => 4,
            Self::Language => 8,
        }
    }
}

impl FromStr for Rule {
    type Err = NotARung;

    fn from_str(name: &str) -> Result<Self, NotARung> {
        let mut all = Self::ALL.iter().copied();
        if let Some(rule) = all.find(|rule| rule.as_str() == name) {
            return Ok(rule);
        }
        let mut never = Self::NEVER.iter().copied();
        Err(match never.find(|one| *one == name) {
            Some(rule) => NotARung::NeverGivesWay { rule },
            None => NotARung::Unknown,
        })
    }
}

/// A name that cannot stand on a ladder.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum NotARung {
    /// A rule that keeps people safe, or without which no help is help.
    #[error(
        "{rule} never gives way, however long somebody waits; topic, style, gender and language may"
    )]
    NeverGivesWay {
        /// The rule.
        rule: &'static str,
    },
    /// No rule at all.
    #[error("no such rule; topic, style, gender and language may give way")]
    Unknown,
}

/// The rules that have given way for somebody; the wider, the more.
#[derive(Clone, Copy, Default, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct Widened(u8);

impl Widened {
    /// No rule has given way.
    pub const NONE: Self = Self(0);

    /// Every rule that may has given way.
    pub const ALL: Self = Self(15);

    /// Returns this with one more rule given way.
    #[must_use]
    pub const fn and(self, rule: Rule) -> Self {
        Self(self.0 | rule.bit())
    }

    /// Returns whether a rule has given way.
    #[must_use]
    pub const fn has(self, rule: Rule) -> bool {
        self.0 & rule.bit() != 0
    }
}

impl FromIterator<Rule> for Widened {
    fn from_iter<I: IntoIterator<Item = Rule>>(rules: I) -> Self {
        rules.into_iter().fold(Self::NONE, Self::and)
    }
}

impl fmt::Debug for Widened {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let rules = Rule::ALL.iter().filter(|rule| self.has(**rule));
        f.debug_set().entries(rules).finish()
    }
}
