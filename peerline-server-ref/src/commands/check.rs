//! `peerline config check`.

use std::path::Path;
use std::sync::Arc;

use peerline_core::ports::Clock;

use super::Failure;
use super::risk;
use crate::cli::say;
use crate::clock::SystemClock;
use crate::config;
use crate::config::Bell;
use crate::models;
use crate::policy;
use crate::sinks;

/// Reads a file, tries its keys, and says what is wrong.
pub(crate) fn check(file: &Path) -> Result<(), Failure> {
    let settings = config::read(file)?.ok_or_else(|| Failure::NoConfig(file.to_path_buf()))?;
    let clock: Arc<dyn Clock> = Arc::new(SystemClock);
    let escalation = &settings.escalation;
    let desk = sinks::desk(settings.server.public_url.as_ref());
    for bell in escalation.bells() {
        sinks::bell(bell, &clock, desk.as_ref())?;
    }
    if let Some(call) = settings
        .vault
        .as_ref()
        .and_then(|vault| vault.call.as_ref())
    {
        sinks::guardian_bell(call, &clock, desk.as_ref())?;
    }
    models::connect(&settings.moderation.models)?;
    risk::assessor(settings.risk_model.as_deref())?;
    policy::for_line(&settings.moderation, &settings.limits)?;
    say(&format!("{} is good", file.display()));
    if escalation.last_resort == Bell::Log {
        say(LOG_ONLY);
    }
    Ok(())
}

/// Said wherever the end of the ladder wakes nobody.
pub(super) const LOG_ONLY: &str = "\
!! The last resort of the escalation is the log. If no responder answers, only somebody who is
!! watching the log will know that a person may be in danger.
!! A line that is open to the public needs [escalation] last_resort = { webhook = { … } } or
!! { smtp = { … } }.";
