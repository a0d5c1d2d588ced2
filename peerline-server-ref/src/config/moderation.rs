//! The `[moderation]` section.

use std::collections::BTreeMap;
use std::path::Path;
use std::path::PathBuf;

use peerline_core::moderation::file::Shipped;
use toml::Spanned;
use url::Url;

use super::ConfigError;
use super::error::Fault;
use super::error::Origin;
use super::escalation::is_near;
use super::file;

/// By which rules messages are judged.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct ModerationSettings {
    /// The policy.
    pub policy: PolicySource,
    /// The models outside that the policy may ask, by the names it has for them.
    pub models: BTreeMap<String, ModelSettings>,
}

impl Default for ModerationSettings {
    fn default() -> Self {
        let policy = PolicySource::Shipped(Shipped::PeerLine);
        let models = BTreeMap::new();
        Self { policy, models }
    }
}

/// Where a model is asked.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct ModelSettings {
    /// The address that takes a text and answers with a score.
    pub url: Url,
    /// The file with the key that it wants.
    pub key_file: Option<PathBuf>,
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
    origin: &Origin<'_>,
    section: &file::Moderation,
    beside: impl Fn(&Path) -> PathBuf,
) -> Result<ModerationSettings, ConfigError> {
    let mut settings = ModerationSettings::default();
    if let Some(name) = section.policy.as_deref() {
        settings.policy = PolicySource::named(name, &beside);
    }
    for entry in &section.models {
        let url = address(origin, &entry.url)?;
        let key_file = entry.key_file.as_ref();
        let key_file = key_file.map(|path| beside(path.get_ref()));
        let model = ModelSettings { url, key_file };
        let name = entry.name.get_ref().clone();
        if settings.models.insert(name, model).is_some() {
            let advice = "name each model once, by the name that the policy has for it";
            let fault = Fault::new(
                "moderation.models.name",
                "there is one of that name",
                advice,
            );
            return Err(ConfigError::at(origin, Some(entry.name.span()), fault));
        }
    }
    Ok(settings)
}

fn address(origin: &Origin<'_>, value: &Spanned<String>) -> Result<Url, ConfigError> {
    let key = "moderation.models.url";
    let at = |fault| ConfigError::at(origin, Some(value.span()), fault);
    let url = Url::parse(value.get_ref()).map_err(|error| {
        let advice = "use a whole address, as in \"http://127.0.0.1:8090/score\"";
        at(Fault::new(key, error.to_string(), advice))
    })?;
    let safe = url.scheme() == "https" || (url.scheme() == "http" && is_near(&url));
    if !safe {
        let what = "what people write must not cross the internet in the clear";
        let advice = "use https://; http:// is for loopback and private addresses alone";
        return Err(at(Fault::new(key, what, advice)));
    }
    Ok(url)
}
