//! Matchers for tests.

use crate::matching::Matcher;
use crate::matching::Pairing;
use crate::matching::Pool;
use crate::vocab::AccountId;
use crate::vocab::Timestamp;

/// Never proposes anybody: everyone waits.
#[derive(Clone, Copy, Debug, Default)]
#[non_exhaustive]
pub struct NoMatch;

impl Matcher for NoMatch {
    fn propose(
        &self,
        _now: Timestamp,
        _pool: &Pool<'_>,
        _compatible: &dyn Fn(AccountId, AccountId) -> bool,
    ) -> Vec<Pairing> {
        Vec::new()
    }
}

/// Proposes what it was told, whether or not it makes sense: for tests of what stands behind a
/// matcher. It keeps no law.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct Scripted {
    /// What it says each time.
    pub says: Vec<Pairing>,
}

impl Scripted {
    /// Makes a matcher that always says this.
    #[must_use]
    pub const fn new(says: Vec<Pairing>) -> Self {
        Self { says }
    }
}

impl Matcher for Scripted {
    fn propose(
        &self,
        _now: Timestamp,
        _pool: &Pool<'_>,
        _compatible: &dyn Fn(AccountId, AccountId) -> bool,
    ) -> Vec<Pairing> {
        self.says.clone()
    }
}
