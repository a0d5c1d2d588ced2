//! What a trained helper learned by asking, as records of closed lists.
//!
//! The software asks none of this and shows no questionnaire: whoever enters an answer was trained to
//! ask. A record orders how soon a person is needed and describes nobody; no total is computed.

use serde::Deserialize;
use serde::Serialize;

use crate::vocab::Band;

/// One answer, as the helper heard it.
#[cfg_attr(feature = "schemars1", derive(schemars::JsonSchema))]
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Answer {
    /// Yes.
    Yes,
    /// No.
    No,
    /// The person did not want to answer. It is no "no".
    Declined,
    /// Nobody asked. It is no "no".
    #[default]
    NotAsked,
}

impl Answer {
    const fn is_yes(self) -> bool {
        matches!(self, Self::Yes)
    }

    const fn was_asked(self) -> bool {
        !matches!(self, Self::NotAsked)
    }
}

/// The assessment grid: desire, capability, intent and buffers (Joiner and others 2007, the standard
/// of the crisis lines of the United States).
#[cfg_attr(feature = "schemars1", derive(schemars::JsonSchema))]
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
#[serde(default)]
#[expect(
    clippy::exhaustive_structs,
    reason = "the four of the grid; a later one is another record"
)]
pub struct Grid {
    /// Wishes to be dead, pain, hopelessness, being a burden, alone.
    pub desire: Answer,
    /// Means, practice, an earlier attempt, being intoxicated or sleepless.
    pub capability: Answer,
    /// A plan, preparing, something under way.
    pub intent: Answer,
    /// People, plans, a reason to live, being glad to talk. A "yes" holds a person.
    pub buffers: Answer,
}

/// The answers of a C-SSRS screener (Columbia-Suicide Severity Rating Scale), in its order. The first
/// five are about the last month.
///
/// The map to bands, which a clinician of the line confirms: yes to 4 or 5 within a month, or
/// behavior within three months, is at least [`Band::High`]. Everything else maps to nothing: the
/// helper says how soon.
#[cfg_attr(feature = "schemars1", derive(schemars::JsonSchema))]
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
#[serde(default)]
#[expect(
    clippy::exhaustive_structs,
    reason = "the items of a published instrument"
)]
pub struct Cssrs {
    /// 1: a wish to be dead.
    pub wished_dead: Answer,
    /// 2: thoughts of ending one's life.
    pub thoughts: Answer,
    /// 3: with a way in mind, without intent.
    pub way: Answer,
    /// 4: with some intent to act.
    pub intent: Answer,
    /// 5: with intent and a plan.
    pub planned: Answer,
    /// 6: behavior, ever.
    pub behavior: Answer,
    /// 6: behavior within three months.
    pub behavior_recent: Answer,
}

/// The answers of the ASQ (Ask Suicide-Screening Questions, National Institute of Mental Health), in
/// its order.
///
/// The map to bands, which a clinician of the line confirms: yes to "right now" is
/// [`Band::Imminent`]. Everything else maps to nothing: the helper says how soon.
#[cfg_attr(feature = "schemars1", derive(schemars::JsonSchema))]
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
#[serde(default)]
#[expect(
    clippy::exhaustive_structs,
    reason = "the items of a published instrument"
)]
pub struct Asq {
    /// 1: wished to be dead in the last weeks.
    pub wished_dead: Answer,
    /// 2: felt that others would be better off, in the last weeks.
    pub better_off: Answer,
    /// 3: thoughts of ending one's life in the last week.
    pub thoughts: Answer,
    /// 4: ever tried.
    pub tried: Answer,
    /// 5: thoughts of it right now.
    pub right_now: Answer,
}

/// What one assessment recorded; a part that is missing was not used.
#[cfg_attr(feature = "schemars1", derive(schemars::JsonSchema))]
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Answers {
    /// The grid.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub grid: Option<Grid>,
    /// The C-SSRS.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cssrs: Option<Cssrs>,
    /// The ASQ.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub asq: Option<Asq>,
}

impl Cssrs {
    /// Returns the least band that these answers mean: see [`Cssrs`].
    #[must_use]
    pub const fn floor(&self) -> Band {
        if self.intent.is_yes() || self.planned.is_yes() || self.behavior_recent.is_yes() {
            Band::High
        } else {
            Band::Routine
        }
    }

    const fn was_used(&self) -> bool {
        let Self {
            wished_dead,
            thoughts,
            way,
            intent,
            planned,
            behavior,
            behavior_recent,
        } = self;
        wished_dead.was_asked()
            || thoughts.was_asked()
            || way.was_asked()
            || intent.was_asked()
            || planned.was_asked()
            || behavior.was_asked()
            || behavior_recent.was_asked()
    }
}

impl Asq {
    /// Returns the least band that these answers mean: see [`Asq`].
    #[must_use]
    pub const fn floor(&self) -> Band {
        if self.right_now.is_yes() {
            Band::Imminent
        } else {
            Band::Routine
        }
    }

    const fn was_used(&self) -> bool {
        self.wished_dead.was_asked()
            || self.better_off.was_asked()
            || self.thoughts.was_asked()
            || self.tried.was_asked()
            || self.right_now.was_asked()
    }
}

impl Grid {
    const fn was_used(&self) -> bool {
        self.desire.was_asked()
            || self.capability.was_asked()
            || self.intent.was_asked()
            || self.buffers.was_asked()
    }
}

impl Answers {
    /// Returns the least band that the answers mean. The grid means none by itself: a helper says.
    #[must_use]
    pub fn floor(&self) -> Band {
        let cssrs = self.cssrs.map(|cssrs| cssrs.floor());
        let asq = self.asq.map(|asq| asq.floor());
        cssrs.max(asq).unwrap_or_default()
    }

    /// Returns the parts in which anything was asked.
    #[must_use]
    pub fn used(self) -> Option<Self> {
        let used = Self {
            grid: self.grid.filter(Grid::was_used),
            cssrs: self.cssrs.filter(Cssrs::was_used),
            asq: self.asq.filter(Asq::was_used),
        };
        let any = used.grid.is_some() || used.cssrs.is_some() || used.asq.is_some();
        any.then_some(used)
    }
}
