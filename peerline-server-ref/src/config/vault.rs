//! The `[vault]` section.

use std::path::Path;
use std::path::PathBuf;

use peerline_core::identity::LineId;
use peerline_core::identity::vault::Guardian;
use peerline_core::identity::vault::Guardians;
use peerline_core::identity::vault::Guarding;
use peerline_core::identity::vault::Purpose;
use peerline_core::identity::vault::VaultTerms;
use toml::Spanned;

use super::ConfigError;
use super::error::Fault;
use super::error::Origin;
use super::escalation;
use super::escalation::Bell;
use super::file;

/// Who guards emergency contacts, for what, and how long they are kept.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct VaultSettings {
    /// The guardians, and how many of them must agree.
    pub guardians: Guardians,
    /// For what people may agree to be helped.
    pub purposes: Vec<Purpose>,
    /// How many whole days an entry is kept.
    pub days: u64,
    /// How guardians are told that they are asked; `None` where somebody calls them by hand.
    pub call: Option<Bell>,
}

impl VaultSettings {
    /// How many days an entry is kept where nothing else is said: a quarter of a year.
    pub const DAYS: u64 = 90;

    /// Returns what the line decides by.
    #[must_use]
    pub fn terms(&self, line: LineId) -> VaultTerms {
        VaultTerms {
            guarding: Guarding::new(line, self.guardians.clone()),
            purposes: self.purposes.clone(),
            days: self.days,
        }
    }
}

/// Reads the section; `None` where it names no guardians. `beside` makes paths relative to the file.
pub(super) fn read(
    origin: &Origin<'_>,
    section: &file::Vault,
    beside: impl Fn(&Path) -> PathBuf,
) -> Result<Option<VaultSettings>, ConfigError> {
    let reader = Reader { origin };
    let Some(guardians) = &section.guardians else {
        return reader.without_guardians(section).map(|()| None);
    };
    let all = guardians.get_ref().iter();
    let all = all
        .map(|text| reader.guardian(text))
        .collect::<Result<Vec<_>, _>>()?;
    let threshold = section.threshold.as_ref();
    let threshold = threshold.ok_or_else(|| {
        let what = "how many guardians must agree is missing";
        let advice = "say `threshold = 2`, or more";
        reader.wrong("threshold", guardians, what, advice)
    })?;
    let set = u8::try_from(*threshold.get_ref())
        .ok()
        .and_then(|threshold| Guardians::new(threshold, all).ok());
    let guardians = set.ok_or_else(|| {
        let what = "these guardians cannot guard anything together";
        let advice = "name 2 to 16 guardians, each with keys of their own, of whom at least 2 and at most all must agree";
        reader.wrong("threshold", threshold, what, advice)
    })?;
    Ok(Some(VaultSettings {
        guardians,
        purposes: reader.purposes(section)?,
        days: reader.days(section)?,
        call: reader.call(section, beside)?,
    }))
}

struct Reader<'a> {
    origin: &'a Origin<'a>,
}

impl Reader<'_> {
    fn without_guardians(&self, section: &file::Vault) -> Result<(), ConfigError> {
        let what = "the vault has no guardians";
        let advice = "name them with `guardians = [..]`; `peerline vault keygen` makes their keys";
        if let Some(threshold) = &section.threshold {
            return Err(self.wrong("guardians", threshold, what, advice));
        }
        if let Some(days) = &section.days {
            return Err(self.wrong("guardians", days, what, advice));
        }
        if let Some(call) = &section.call {
            return Err(self.wrong("guardians", call, what, advice));
        }
        match &section.purposes {
            Some(purposes) => Err(self.wrong("guardians", purposes, what, advice)),
            None => Ok(()),
        }
    }

    /// A webhook, a mail or the log: an alerting service keeps events of cases, and would not know this one.
    fn call(
        &self,
        section: &file::Vault,
        beside: impl Fn(&Path) -> PathBuf,
    ) -> Result<Option<Bell>, ConfigError> {
        let Some(target) = &section.call else {
            return Ok(None);
        };
        match escalation::read_bell(self.origin, "vault.call", target, beside)? {
            Bell::Alert(_) | Bell::Rota(_) => {
                let what = "an alerting service takes cases alone";
                let advice = "use { webhook = { … } } or { smtp = { … } }";
                Err(self.wrong("call", target, what, advice))
            }
            bell @ (Bell::Log | Bell::Webhook { .. } | Bell::Mail(_)) => Ok(Some(bell)),
        }
    }

    fn guardian(&self, text: &Spanned<String>) -> Result<Guardian, ConfigError> {
        text.get_ref().trim().parse().map_err(|_| {
            let what = "this is no public key of a guardian";
            let advice = "copy the line that `peerline vault keygen` printed, 86 characters";
            self.wrong("guardians", text, what, advice)
        })
    }

    /// The narrowest first, each once, whatever the order in the file.
    fn purposes(&self, section: &file::Vault) -> Result<Vec<Purpose>, ConfigError> {
        let Some(named) = &section.purposes else {
            return Ok(Purpose::ALL.to_vec());
        };
        let mut found = Vec::new();
        for name in named.get_ref() {
            found.push(match name.get_ref().as_str() {
                "danger_to_life" => Purpose::DangerToLife,
                "lost_contact" => Purpose::LostContact,
                other => {
                    let what = format!("\"{other}\" is no purpose");
                    let advice = "use \"danger_to_life\" or \"lost_contact\"";
                    return Err(self.wrong("purposes", name, what, advice));
                }
            });
        }
        found.sort_unstable();
        found.dedup();
        if found.is_empty() {
            let advice = "name at least one purpose, or leave the key out for both";
            return Err(self.wrong("purposes", named, "there is no purpose", advice));
        }
        Ok(found)
    }

    fn days(&self, section: &file::Vault) -> Result<u64, ConfigError> {
        let Some(days) = &section.days else {
            return Ok(VaultSettings::DAYS);
        };
        if (1..=MOST_DAYS).contains(days.get_ref()) {
            return Ok(*days.get_ref());
        }
        let what = format!("{} is out of range", days.get_ref());
        let advice = format!("use a number from 1 to {MOST_DAYS}, or leave the key out");
        Err(self.wrong("days", days, what, advice))
    }

    fn wrong<T>(
        &self,
        key: &str,
        at: &Spanned<T>,
        what: impl Into<String>,
        advice: impl Into<String>,
    ) -> ConfigError {
        let fault = Fault::new(&format!("vault.{key}"), what, advice);
        ConfigError::at(self.origin, Some(at.span()), fault)
    }
}

/// Half a year: a number that nobody looked at for longer may be somebody else's.
const MOST_DAYS: u64 = 183;
