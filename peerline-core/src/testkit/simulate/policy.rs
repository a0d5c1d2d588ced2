//! What is compared: a matcher, and how the line around it is set.

use std::sync::Arc;

use super::GlobalFifo;
use crate::matching::BestScore;
use crate::matching::DeferredAcceptance;
use crate::matching::FirstCome;
use crate::matching::Matcher;
use crate::matching::TwoPhase;
use crate::vocab::Millis;

/// A way to run a line.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Policy {
    /// Its name.
    pub name: &'static str,
    /// Who proposes pairs.
    pub matcher: Arc<dyn Matcher>,
    /// After which wait a topic gives way to anybody who may take the person; never where missing.
    pub topic_gives_way: Option<Millis>,
    /// Whether supporters cleared for the high tier take one more of it over their capacity.
    pub surge: bool,
}

impl Policy {
    /// After which wait a topic gives way where nothing else is said.
    pub const TOPIC_GIVES_WAY: Millis = Millis::from_secs(60);

    /// Makes a policy that keeps to topics and to capacity.
    #[must_use]
    pub fn strict(name: &'static str, matcher: impl Matcher + 'static) -> Self {
        Self {
            name,
            matcher: Arc::new(matcher),
            topic_gives_way: None,
            surge: false,
        }
    }

    /// Returns the same policy, where topics give way to waiting and the high tier has its slot.
    #[must_use]
    pub const fn with_ladder_and_surge(mut self) -> Self {
        self.topic_gives_way = Some(Self::TOPIC_GIVES_WAY);
        self.surge = true;
        self
    }

    /// Returns every policy there is to compare; the first is the one to compare with.
    #[must_use]
    pub fn all() -> Vec<Self> {
        vec![
            Self::strict("first-come", FirstCome),
            Self::strict("global-fifo", GlobalFifo),
            Self::strict("first-come-ladder", FirstCome).with_ladder_and_surge(),
            Self::strict("preference", BestScore::default()).with_ladder_and_surge(),
            Self::strict("deferred-acceptance", DeferredAcceptance::default())
                .with_ladder_and_surge(),
            Self::strict("default", TwoPhase::new()).with_ladder_and_surge(),
        ]
    }

    /// Returns a policy by its name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::all().into_iter().find(|policy| policy.name == name)
    }
}
