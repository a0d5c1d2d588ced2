//! From what the configuration says to a sink that works.

use std::sync::Arc;

use peerline_core::ports::Clock;
use peerline_core::ports::EscalationSink;

use super::LogSink;
use super::WebhookSink;
use crate::config::Bell;
use crate::secrets;
use crate::secrets::SecretError;

/// Makes the sink that a configuration names.
///
/// # Errors
/// Where the key cannot be read, is too short, or TLS cannot start.
pub fn bell(bell: &Bell, clock: &Arc<dyn Clock>) -> Result<Arc<dyn EscalationSink>, SinkError> {
    match bell {
        Bell::Log => Ok(Arc::new(LogSink)),
        Bell::Webhook { url, secret_file } => {
            let secret = secrets::read_private(secret_file)?;
            let secret = secret.trim().as_bytes();
            if secret.len() < SHORTEST {
                return Err(SinkError::Short(secret_file.display().to_string()));
            }
            let sink = WebhookSink::new(url.clone(), secret, Arc::clone(clock))?;
            Ok(Arc::new(sink))
        }
    }
}

/// A sink could not be made.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SinkError {
    /// The key could not be read.
    #[error("escalation, secret_file of a webhook: {0}; make one with: openssl rand -hex 32")]
    Secret(#[from] SecretError),
    /// The key is too short.
    #[error(
        "{0}: a webhook's key has at least {SHORTEST} bytes; make one with: openssl rand -hex 32"
    )]
    Short(String),
    /// TLS could not start.
    #[error("the webhook's connection could not be set up: {0}")]
    Tls(#[from] reqwest::Error),
}

/// The fewest bytes of a key.
const SHORTEST: usize = 16;
