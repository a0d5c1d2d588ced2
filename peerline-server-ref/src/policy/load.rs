//! From a name to a policy that passed its own tests.

use std::fs;
use std::io;
use std::io::Read as _;
use std::path::Component;
use std::path::Path;
use std::path::PathBuf;

use peerline_core::crisis::assess::RiskAssessor as _;
use peerline_core::crisis::assess::RuleAssessor;
use peerline_core::moderation::file::FailedTest;
use peerline_core::moderation::file::FilePolicy;
use peerline_core::moderation::file::InvalidPolicy;
use peerline_core::resources::Directory;
use peerline_core::vocab::Limits;

use crate::config::ModerationSettings;
use crate::config::PolicySource;

/// A policy was refused; the one before goes on.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum PolicyError {
    /// The file cannot be read.
    #[error("the policy {} cannot be read: {source}\n  -> name a file that the account of the server can read", file.display())]
    File {
        /// Which file.
        file: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// It is wrong.
    #[error("the policy {} is refused:\n{invalid}", file.display())]
    Invalid {
        /// Which file.
        file: PathBuf,
        /// What is wrong.
        invalid: InvalidPolicy,
    },
    /// It does not do what it says.
    #[error("the policy {} is refused, {} of its tests fail:\n{}", file.display(), failed.len(), lines(failed))]
    Tests {
        /// Which file.
        file: PathBuf,
        /// Which tests; never empty.
        failed: Vec<FailedTest>,
    },
    /// It asks a model that the configuration does not name.
    #[error("the policy {} asks the model `{model}`, and no such model is connected\n  -> add it to the configuration as [[moderation.models]], or take the signal out: with it every message that hangs on it would wait for a moderator", file.display())]
    Model {
        /// Which file.
        file: PathBuf,
        /// Which model.
        model: String,
    },
}

/// Reads a policy and its lists, without trying it.
///
/// # Errors
/// [`PolicyError::File`] and [`PolicyError::Invalid`].
pub fn load(source: &PolicySource) -> Result<FilePolicy, PolicyError> {
    let file = name_of(source);
    let read = match source {
        PolicySource::Shipped(shipped) => shipped.policy(),
        PolicySource::File(path) => {
            let failed = |source| PolicyError::File {
                file: path.clone(),
                source,
            };
            let text = bounded(path).map_err(failed)?;
            let folder = path.parent().unwrap_or_else(|| Path::new("."));
            FilePolicy::read(&text, &|name| list(folder, name))
        }
    };
    read.map_err(|invalid| PolicyError::Invalid { file, invalid })
}

/// Reads the policy of a line, tries it with its own tests, and tells it what the line knows.
///
/// # Errors
/// [`PolicyError`].
pub fn for_line(settings: &ModerationSettings, limits: &Limits) -> Result<FilePolicy, PolicyError> {
    let source = &settings.policy;
    let policy = load(source)?;
    let file = name_of(source);
    let connected = |model: &&str| settings.models.contains_key(*model);
    if let Some(model) = policy.models().into_keys().find(|model| !connected(model)) {
        let model = model.to_owned();
        return Err(PolicyError::Model { file, model });
    }
    let assessor = RuleAssessor::default();
    let failed = policy.failed_tests(&|text, language| assessor.assess(text, language));
    if !failed.is_empty() {
        return Err(PolicyError::Tests { file, failed });
    }
    let directory = Directory::seed();
    let dials: Vec<&str> = directory.dials().collect();
    Ok(policy.on_line(limits, &dials))
}

fn name_of(source: &PolicySource) -> PathBuf {
    match source {
        PolicySource::Shipped(shipped) => PathBuf::from(shipped.name()),
        PolicySource::File(path) => path.clone(),
    }
}

/// Lists lie in the folder of the policy or below it: a policy that somebody shares reads nothing
/// else of this machine.
fn list(folder: &Path, name: &str) -> Option<String> {
    let name = Path::new(name);
    let inside = name
        .components()
        .all(|part| matches!(part, Component::Normal(_)));
    inside.then(|| bounded(&folder.join(name)).ok()).flatten()
}

/// Reads a file of at most one byte more than a policy may have, which then is too many.
fn bounded(path: &Path) -> io::Result<String> {
    let most = u64::try_from(FilePolicy::MAX_BYTES).unwrap_or(u64::MAX);
    let mut text = String::new();
    let file = fs::File::open(path)?;
    file.take(most.saturating_add(1))
        .read_to_string(&mut text)?;
    Ok(text)
}

fn lines(failed: &[FailedTest]) -> String {
    let line = |test: &FailedTest| {
        format!(
            "line {}: {} {}: {}",
            test.line, test.rule, test.what, test.text
        )
    };
    failed.iter().map(line).collect::<Vec<_>>().join("\n")
}
