//! How guardians learn that they are asked.

use std::fmt::Debug;

use async_trait::async_trait;
use serde::Deserialize;
use serde::Serialize;

use super::PortError;
use crate::vocab::Timestamp;
use crate::vocab::VaultRequestId;

/// Tells the guardians of a line that a request waits for them: by a webhook, or by mail.
///
/// # Contract
/// - Keyed: the same call may come again after a crash; its request is its key and travels with it
///   (`call_carries_its_request`).
/// - Honest: `Ok` means that the other side took it; a time-out is an error (`refused_call_is_an_error`).
///
/// # Privacy
/// A call says that a request waits, and until when: nothing of whom it is about, and not why.
#[async_trait]
pub trait GuardianBell: Debug + Send + Sync {
    /// Delivers a call.
    ///
    /// # Errors
    /// `Unavailable` where a retry can help, `Refused` where it cannot.
    ///
    /// # Cancel safety
    /// Dropping the future leaves it unknown whether the call went out; it will be made again.
    async fn ring(&self, call: &GuardianCall) -> Result<(), PortError>;
}

/// One call for the guardians.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[non_exhaustive]
pub struct GuardianCall {
    /// The number that they compare with what they are told by voice.
    pub request: VaultRequestId,
    /// How long the request waits.
    pub until: Timestamp,
    /// Whether this is a drill.
    pub drill: bool,
}

impl GuardianCall {
    /// Makes a call.
    #[must_use]
    pub const fn new(request: VaultRequestId, until: Timestamp) -> Self {
        Self {
            request,
            until,
            drill: false,
        }
    }
}
