//! A model and its record as files beside each other.

use std::ffi::OsString;
use std::path::Path;
use std::path::PathBuf;
use std::sync::Arc;

use peerline_core::crisis::assess::RaisingAssessor;
use peerline_core::crisis::assess::RiskAssessor;
use peerline_core::crisis::assess::RuleAssessor;
use peerline_core::crisis::rank::Model;
use peerline_core::crisis::rank::RankAssessor;
use peerline_core::crisis::rank::Record;

use super::failure::RiskError;

/// The rules, and over them the model of a file where its record beside it allows that.
pub(crate) fn assessor(model: Option<&Path>) -> Result<Arc<dyn RiskAssessor>, RiskError> {
    let rules = RuleAssessor::default();
    match model {
        None => Ok(Arc::new(rules)),
        Some(file) => Ok(Arc::new(RaisingAssessor::new(rules, load(file)?))),
    }
}

fn load(file: &Path) -> Result<RankAssessor, RiskError> {
    let unfit = |why| RiskError::Unfit {
        file: file.to_owned(),
        why,
    };
    RankAssessor::new(read_model(file)?, &read_record(file)?).map_err(unfit)
}

pub(super) fn read_model(file: &Path) -> Result<Model, RiskError> {
    let bytes = std::fs::read(file).map_err(|source| failed(file, source))?;
    Model::from_bytes(&bytes).map_err(|why| RiskError::Model {
        file: file.to_owned(),
        why,
    })
}

pub(super) fn read_record(model: &Path) -> Result<Record, RiskError> {
    let file = beside(model);
    let text = std::fs::read_to_string(&file).map_err(|source| RiskError::NoRecord {
        file: file.clone(),
        source,
    })?;
    serde_json::from_str(&text).map_err(|why| RiskError::Record { file, why })
}

/// Writes the record first: a model without one orders nobody.
pub(super) fn write(file: &Path, model: &Model, record: &Record) -> Result<(), RiskError> {
    let record_file = beside(file);
    let text = serde_json::to_string_pretty(record).map_err(|why| RiskError::Record {
        file: record_file.clone(),
        why,
    })?;
    std::fs::write(&record_file, text + "\n").map_err(|source| failed(&record_file, source))?;
    std::fs::write(file, model.to_bytes()).map_err(|source| failed(file, source))
}

pub(super) fn beside(model: &Path) -> PathBuf {
    let mut name: OsString = model.as_os_str().to_owned();
    name.push(".record.json");
    PathBuf::from(name)
}

fn failed(file: &Path, source: std::io::Error) -> RiskError {
    RiskError::File {
        file: file.to_owned(),
        source,
    }
}
