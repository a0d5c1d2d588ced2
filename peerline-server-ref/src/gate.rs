//! The gate that the configuration asks for.

use std::fs;
use std::io;
use std::path::Path;
use std::sync::Arc;

use peerline_core::identity::AllOf;
use peerline_core::identity::Gate;
use peerline_core::identity::InviteGate;
use peerline_core::identity::RateGate;
use peerline_core::identity::WorkGate;
use peerline_core::identity::WorkWhen;

use crate::config::GateSettings;
use crate::config::Work;

/// A gate could not be put up.
#[derive(Debug, thiserror::Error)]
#[error(
    "{file}: {why}\n  -> put one pass on each line, readable for the account that runs the server"
)]
#[non_exhaustive]
pub struct GateError {
    /// Which file.
    pub file: String,
    /// Why.
    pub why: String,
}

/// Makes the gate: open where nothing is asked.
///
/// # Errors
/// Where the file of passes cannot be read or holds none.
pub fn gate_of(settings: &GateSettings) -> Result<Arc<dyn Gate>, GateError> {
    let mut gates: Vec<Arc<dyn Gate>> = Vec::new();
    if let Some(newcomers) = settings.newcomers_per_hour {
        gates.push(Arc::new(RateGate::of(newcomers)));
    }
    if let Some(file) = &settings.pass_file {
        gates.push(Arc::new(invite_gate(file)?));
    }
    let when = match settings.work {
        Work::Off => None,
        Work::Rush => Some(WorkWhen::Rush(settings.rush_per_minute)),
        Work::Always => Some(WorkWhen::Always),
    };
    if let Some(when) = when {
        gates.push(Arc::new(WorkGate::of(settings.work_bits, when)));
    }
    Ok(Arc::new(AllOf::of(gates)))
}

fn invite_gate(file: &Path) -> Result<InviteGate, GateError> {
    let failed = |why: String| GateError {
        file: file.display().to_string(),
        why,
    };
    let text = fs::read_to_string(file).map_err(|error: io::Error| failed(error.to_string()))?;
    let lines: Vec<&str> = text.lines().filter(|line| is_pass(line)).collect();
    if lines.is_empty() {
        return Err(failed("there is no pass in it".to_owned()));
    }
    Ok(InviteGate::of(lines))
}

/// A pass has a letter or a digit; one of spaces and hyphens alone would open to an empty answer.
fn is_pass(line: &str) -> bool {
    line.chars().any(char::is_alphanumeric)
}

#[cfg(test)]
mod tests;
