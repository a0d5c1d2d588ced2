//! The `[gate]` section.

use std::path::PathBuf;

use peerline_core::identity::WorkChallenge;
use peerline_core::identity::WorkGate;
use toml::Spanned;

use super::ConfigError;
use super::error::Fault;
use super::error::Origin;
use super::file;

/// What newcomers are asked before they meet peers. Nobody is ever asked before a responder.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct GateSettings {
    /// The file with the passes of a closed group, one a line; `None` for an open line.
    pub pass_file: Option<PathBuf>,
    /// The most newcomers from one network within an hour; `None` is no bound.
    pub newcomers_per_hour: Option<u32>,
    /// When a proof of work is asked for.
    pub work: Work,
    /// How many leading zero bits it has.
    pub work_bits: u8,
    /// How many newcomers within a minute are a rush.
    pub rush_per_minute: u32,
}

/// When a proof of work is asked for.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
#[non_exhaustive]
pub enum Work {
    /// Never.
    #[default]
    Off,
    /// While newcomers come in a rush.
    Rush,
    /// Of every newcomer.
    Always,
}

impl Default for GateSettings {
    fn default() -> Self {
        Self {
            pass_file: None,
            newcomers_per_hour: None,
            work: Work::Off,
            work_bits: WorkGate::BITS,
            rush_per_minute: 60,
        }
    }
}

/// Reads the section; `beside` makes paths relative to the file.
pub(super) fn read(
    origin: &Origin<'_>,
    section: &file::Gate,
    beside: impl Fn(&std::path::Path) -> PathBuf,
) -> Result<GateSettings, ConfigError> {
    let reader = Reader { origin };
    let pass_file = section.pass_file.as_ref();
    let mut settings = GateSettings {
        pass_file: pass_file.map(|path| beside(path.get_ref())),
        ..GateSettings::default()
    };
    if let Some(bound) = &section.newcomers_per_hour {
        let found = reader.bounded("newcomers_per_hour", bound, (1, 100_000))?;
        settings.newcomers_per_hour = u32::try_from(found).ok();
    }
    if let Some(work) = &section.work {
        settings.work = reader.work(work)?;
    }
    if let Some(bits) = &section.work_bits {
        let range = (MIN_BITS, u64::from(WorkChallenge::MAX_BITS));
        let found = reader.bounded("work_bits", bits, range)?;
        settings.work_bits = u8::try_from(found).unwrap_or(WorkGate::BITS);
    }
    if let Some(rush) = &section.rush_per_minute {
        let found = reader.bounded("rush_per_minute", rush, (1, 100_000))?;
        settings.rush_per_minute = u32::try_from(found).unwrap_or(u32::MAX);
    }
    Ok(settings)
}

struct Reader<'a> {
    origin: &'a Origin<'a>,
}

impl Reader<'_> {
    fn work(&self, value: &Spanned<String>) -> Result<Work, ConfigError> {
        match value.get_ref().as_str() {
            "off" => Ok(Work::Off),
            "rush" => Ok(Work::Rush),
            "always" => Ok(Work::Always),
            other => {
                let what = format!("\"{other}\" is no time to ask for work");
                let advice = "use \"off\", \"rush\" or \"always\"";
                let fault = Fault::new("gate.work", what, advice);
                Err(ConfigError::at(self.origin, Some(value.span()), fault))
            }
        }
    }

    fn bounded(
        &self,
        key: &str,
        entry: &Spanned<u64>,
        (low, high): (u64, u64),
    ) -> Result<u64, ConfigError> {
        if (low..=high).contains(entry.get_ref()) {
            return Ok(*entry.get_ref());
        }
        let what = format!("{} is out of range", entry.get_ref());
        let advice = format!("use a number from {low} to {high}, or leave the key out");
        let fault = Fault::new(&format!("gate.{key}"), what, advice);
        Err(ConfigError::at(self.origin, Some(entry.span()), fault))
    }
}

/// Fewer bits cost nobody anything.
const MIN_BITS: u64 = 8;
