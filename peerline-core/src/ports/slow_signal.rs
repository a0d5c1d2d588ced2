//! Looks at a message from outside: a model, or another program.

use std::fmt::Debug;

use async_trait::async_trait;

use crate::moderation::Scores;
use crate::vocab::Language;
use crate::vocab::Text;

/// Looks at words and says how much of one thing is in them; may take its time, and may fail.
///
/// The line asks it before a message is judged, waits no longer than the policy says, and leaves it
/// alone for a while where it fails again and again. What follows from a failure is the policy's
/// `on_error`: a message is then held for a moderator, and never reads as clear.
///
/// # Contract
/// - Bounds: a score is at most [`Scores::MOST`] (`slow_score_is_within_bounds`).
/// - Honest: what could not be looked at has no score, not a low one (`slow_failure_is_a_value`).
///
/// # Privacy
/// It is given the words and their language, and nothing about who wrote them or where. It writes no
/// word down, also where it fails.
#[async_trait]
pub trait SlowSignal: Debug + Send + Sync {
    /// Looks at a text. A failure is a value.
    ///
    /// # Cancel safety
    /// The future is dropped when the deadline is over.
    async fn score(&self, text: &Text, language: Option<&Language>) -> SlowFinding;
}

/// What a look from outside gave.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[expect(clippy::exhaustive_enums, reason = "it looked, or it did not")]
pub enum SlowFinding {
    /// How much of it there is, from 0 to [`Scores::MOST`].
    Score(u16),
    /// It could not look.
    Unavailable,
}

impl SlowFinding {
    /// Returns the finding for a number from elsewhere: one beyond [`Scores::MOST`] is no score.
    #[must_use]
    pub fn of(number: u64) -> Self {
        let score = u16::try_from(number).ok();
        score
            .filter(|score| *score <= Scores::MOST)
            .map_or(Self::Unavailable, Self::Score)
    }
}
