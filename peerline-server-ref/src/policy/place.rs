//! Where the policy of a running line is read from, and which one is in force.

use std::sync::Arc;

use peerline_core::driver;
use peerline_core::moderation::ModerationPolicy as _;
use peerline_core::moderation::PolicyId;
use peerline_core::moderation::file::FilePolicy;
use peerline_core::vocab::Limits;
use tokio::sync::Mutex;

use super::PolicyError;
use super::for_line;
use crate::config::ModerationSettings;

/// The policy was not changed; the one before goes on.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum NotChanged {
    /// It was refused.
    #[error(transparent)]
    Refused(#[from] PolicyError),
    /// Reading it ended before it was read.
    #[error("the policy could not be read to its end; try again")]
    CutShort,
    /// The line does not answer.
    #[error("the line does not answer")]
    NoAnswer,
}

/// Where the policy of a running line is read from, and which one is in force.
#[derive(Debug)]
pub(crate) struct PolicyPlace {
    settings: ModerationSettings,
    limits: Limits,
    /// Held while a file is read and handed over: one that was read earlier never takes the place of
    /// one that was read later.
    current: Mutex<PolicyId>,
}

impl PolicyPlace {
    /// Reads the policy that a line begins with.
    pub(crate) fn open(
        settings: &ModerationSettings,
        limits: &Limits,
    ) -> Result<(Arc<Self>, FilePolicy), PolicyError> {
        let policy = for_line(settings, limits)?;
        let place = Self {
            settings: settings.clone(),
            limits: limits.clone(),
            current: Mutex::new(policy.id()),
        };
        Ok((Arc::new(place), policy))
    }

    /// Returns which policy is in force.
    pub(crate) async fn current(&self) -> PolicyId {
        self.current.lock().await.clone()
    }

    /// Reads the policy again, beside the line, and hands it over whole. One that is refused changes
    /// nothing.
    pub(crate) async fn read_again(
        self: Arc<Self>,
        line: driver::Line,
    ) -> Result<PolicyId, NotChanged> {
        let mut current = self.current.lock().await;
        let (settings, limits) = (self.settings.clone(), self.limits.clone());
        let read = tokio::task::spawn_blocking(move || for_line(&settings, &limits)).await;
        let policy = read.map_err(|_| NotChanged::CutShort)??;
        let id = policy.id();
        let taken = line.moderate_by(Arc::new(policy)).await;
        taken.map_err(|_| NotChanged::NoAnswer)?;
        current.clone_from(&id);
        tracing::info!(policy = %id.name, version = id.version, "the policy was read again");
        Ok(id)
    }
}
