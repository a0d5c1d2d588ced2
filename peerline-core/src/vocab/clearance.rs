//! What supporters are cleared for.

use serde::Deserialize;
use serde::Serialize;

use super::Tier;

/// What a supporter is cleared for: set by the operator for the whole line, or granted to one of them.
/// It is never theirs to say.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, PartialEq, Serialize)]
#[serde(deny_unknown_fields)]
#[expect(clippy::exhaustive_structs, reason = "a pair")]
pub struct Clearance {
    /// Up to which tier.
    pub tier: Tier,
    /// Whether they are certified for minors.
    pub minors: bool,
}

impl Default for Clearance {
    /// Everybody is cleared for the urgent, since a responder comes beside; for minors nobody is
    /// until somebody says so.
    fn default() -> Self {
        Self {
            tier: Tier::Urgent,
            minors: false,
        }
    }
}
