//! The `[moderation]` section.

use std::path::Path;
use std::path::PathBuf;

use peerline_core::moderation::file::Shipped;

use super::file;

/// By which rules messages are judged.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct ModerationSettings {
    /// The policy.
    pub policy: PolicySource,
}

impl Default for ModerationSettings {
    fn default() -> Self {
        let policy = PolicySource::Shipped(Shipped::PeerLine);
        Self { policy }
    }
}

/// Where a policy comes from.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum PolicySource {
    /// One that ships.
    Shipped(Shipped),
    /// A file of the operator's.
    File(PathBuf),
}

impl PolicySource {
    /// Returns the policy that ships under a name, or else the file of that path.
    #[must_use]
    pub fn named(name: &str, beside: impl Fn(&Path) -> PathBuf) -> Self {
        let file = || Self::File(beside(Path::new(name)));
        Shipped::named(name).map_or_else(file, Self::Shipped)
    }
}

/// Reads the section; `beside` makes paths relative to the file.
pub(super) fn read(
    section: &file::Moderation,
    beside: impl Fn(&Path) -> PathBuf,
) -> ModerationSettings {
    let policy = section.policy.as_deref();
    policy.map_or_else(ModerationSettings::default, |name| ModerationSettings {
        policy: PolicySource::named(name, beside),
    })
}
