//! From what the configuration says to models that can be asked.

use std::collections::BTreeMap;
use std::sync::Arc;

use peerline_core::ports::SlowSignal;

use super::HttpModel;
use crate::config::ModelSettings;
use crate::secrets;
use crate::secrets::SecretError;

/// Connects the models that a configuration names.
///
/// # Errors
/// Where a key cannot be read or holds what no header can, or TLS cannot start.
pub fn connect(
    models: &BTreeMap<String, ModelSettings>,
) -> Result<BTreeMap<String, Arc<dyn SlowSignal>>, ModelError> {
    let connected = models.iter().map(|(name, model)| {
        let key = model.key_file.as_deref().map(secrets::read_private);
        let key = key.transpose()?;
        let key = key.as_deref().map(str::trim);
        let model = HttpModel::new(name, model.url.clone(), key)?;
        let model: Arc<dyn SlowSignal> = Arc::new(model);
        Ok((name.clone(), model))
    });
    connected.collect()
}

/// A model could not be connected.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ModelError {
    /// Its key could not be read.
    #[error("moderation, key_file of a model: {0}")]
    Key(#[from] SecretError),
    /// Its key holds something that no header may.
    #[error(
        "moderation, key_file of the model `{0}`: it holds more than visible ASCII on one line"
    )]
    KeyForm(String),
    /// TLS could not start.
    #[error("the connection to a model could not be set up: {0}")]
    Tls(#[from] reqwest::Error),
}
