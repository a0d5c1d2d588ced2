//! Names that decisions and policy files use.

use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

use serde::Deserialize;
use serde::Serialize;

/// The name of a rule or of a policy: 1 to 48 of `a-z`, `0-9`, `.`, `_` and `-`
/// (`privacy.contact`).
#[derive(Clone, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(try_from = "String", into = "String")]
pub struct RuleId(Cow<'static, str>);

impl RuleId {
    /// The most bytes a name may have.
    pub const MAX_BYTES: usize = 48;

    /// The name of a rule of this crate.
    pub(super) const fn own(name: &'static str) -> Self {
        Self(Cow::Borrowed(name))
    }

    /// Returns the name.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for RuleId {
    type Err = InvalidRuleId;

    fn from_str(name: &str) -> Result<Self, InvalidRuleId> {
        Self::try_from(name.to_owned())
    }
}

impl TryFrom<String> for RuleId {
    type Error = InvalidRuleId;

    fn try_from(name: String) -> Result<Self, InvalidRuleId> {
        let good = matches!(name.len(), 1..=Self::MAX_BYTES)
            && name
                .bytes()
                .all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'.' | b'_' | b'-'));
        if good {
            Ok(Self(Cow::Owned(name)))
        } else {
            Err(InvalidRuleId)
        }
    }
}

impl From<RuleId> for String {
    fn from(rule: RuleId) -> Self {
        rule.0.into_owned()
    }
}

impl fmt::Display for RuleId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A rule's name was refused.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[error("a rule's name is 1 to 48 of a-z, 0-9, '.', '_' and '-'")]
#[non_exhaustive]
pub struct InvalidRuleId;
