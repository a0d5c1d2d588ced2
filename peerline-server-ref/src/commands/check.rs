//! `peerline config check`.

use std::path::Path;
use std::sync::Arc;

use peerline_core::crisis::Stretch;
use peerline_core::ports::Clock;
use peerline_core::vocab::Millis;
use peerline_core::vocab::Timestamp;

use super::Failure;
use super::risk;
use crate::cli::say;
use crate::clock::SystemClock;
use crate::config;
use crate::config::Bell;
use crate::config::EscalationSettings;
use crate::models;
use crate::policy;
use crate::sinks;

/// Reads a file, tries its keys, and says what is wrong.
pub(crate) fn check(file: &Path) -> Result<(), Failure> {
    let settings = config::read(file)?.ok_or_else(|| Failure::NoConfig(file.to_path_buf()))?;
    let clock: Arc<dyn Clock> = Arc::new(SystemClock);
    let escalation = &settings.escalation;
    let desk = sinks::desk(settings.server.public_url.as_ref());
    sinks::ladder(escalation, &clock, desk.as_ref())?;
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
    for told in gaps(escalation, clock.now()) {
        say(&told);
    }
    Ok(())
}

/// How far ahead gaps are looked for.
const AHEAD: Millis = Millis::from_hours(24 * 14);
/// How many gaps of a rota are written out.
const WRITTEN_OUT: usize = 5;

/// Says for each rota when nobody is on call in the two weeks that come.
pub(super) fn gaps(escalation: &EscalationSettings, now: Timestamp) -> Vec<String> {
    let ahead = Stretch::new(now, now.after(AHEAD));
    let rotas = escalation.rings.iter().filter_map(|ring| match ring {
        Bell::Rota(rota) => Some(rota),
        Bell::Log | Bell::Webhook { .. } | Bell::Mail(_) | Bell::Alert(_) => None,
    });
    let told = rotas.filter_map(|rota| {
        let gaps = rota.schedule.gaps(ahead);
        let (name, zone) = (&rota.name, &rota.zone);
        let first = gaps.iter().take(WRITTEN_OUT);
        let written: String = first
            .map(|gap| {
                let from = rota.schedule.shown(gap.from);
                format!("\n!!   {from} to {}", rota.schedule.shown(gap.until))
            })
            .collect();
        let more = gaps.len().saturating_sub(WRITTEN_OUT);
        let more = match more {
            0 => String::new(),
            more => format!("\n!!   and {more} more"),
        };
        (!gaps.is_empty()).then(|| {
            format!(
                "!! rota \"{name}\": in the next 14 days nobody is on call ({zone})\
                 {written}{more}\n!! What is behind this ring is called then, without a wait."
            )
        })
    });
    told.collect()
}

/// Said wherever the end of the ladder wakes nobody.
pub(super) const LOG_ONLY: &str = "\
!! The last resort of the escalation is the log. If no responder answers, only somebody who is
!! watching the log will know that a person may be in danger.
!! A line that is open to the public needs [escalation] last_resort = { webhook = { … } } or
!! { smtp = { … } }.";
