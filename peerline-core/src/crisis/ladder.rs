//! Whom to call, in what order, and how long to wait.

use std::fmt::Debug;

use serde::Deserialize;
use serde::Serialize;

use super::Timers;
use crate::vocab::Band;
use crate::vocab::Millis;

/// Whom a page goes to.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "snake_case", tag = "target", content = "ring")]
#[non_exhaustive]
pub enum Target {
    /// Everybody on duty, in the console.
    Console,
    /// A ring of the on-call roster; ring 1 is called first.
    OnCall(u8),
    /// The sink that needs no roster, which every line must configure.
    LastResort,
}

/// One step of the ladder: who is called now, and how long until the next step.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct Step {
    /// Who is called; never empty.
    pub targets: Vec<Target>,
    /// How long the step is given before the next one.
    pub wait: Millis,
}

impl Step {
    /// Makes a step.
    #[must_use]
    pub const fn new(targets: Vec<Target>, wait: Millis) -> Self {
        Self { targets, wait }
    }

    /// Returns whether it calls somebody who need not be on duty.
    #[must_use]
    pub fn reaches_beyond_console(&self) -> bool {
        self.targets.iter().any(|target| *target != Target::Console)
    }
}

/// Decides whom to call for a case that nobody has taken.
///
/// # Contract
/// - Total: every step number of every band has a step that calls somebody; the ladder never ends
///   (`ladder_never_ends`).
/// - Deterministic: the same arguments give the same step (`ladder_is_deterministic`).
/// - Patient: no step waits zero, which would page without end (`no_step_waits_zero`).
/// - Quick: at High and above no step waits longer than [`Timers::HARD_LIMIT`]
///   (`urgent_steps_stay_under_the_hard_limit`).
/// - Final: at High and above the last resort is called within [`Timers::HARD_LIMIT`] of the first
///   step, and in every step after that (`last_resort_comes_in_time_and_stays`).
/// - Awake: with nobody on duty, the first step at High and above calls beyond the console
///   (`nobody_on_duty_skips_the_console`).
pub trait EscalationPolicy: Debug + Send + Sync {
    /// Returns step `step`, counted from zero, with `on_duty` people at the console.
    fn step(&self, step: u32, on_duty: usize, band: Band) -> Step;
}

/// The ladder a line starts with.
///
/// At High and above: the console for 60 s, then the first ring as well for 180 s, then both rings
/// and the last resort, again every 5 minutes until a human takes the case. Elevated widens more
/// slowly and reaches the last resort too, so that a detector's outage on an empty night is seen.
/// Watch stays in the console. With nobody on duty the console's own step is left out.
#[derive(Clone, Debug, Default)]
pub struct StandardLadder {
    timers: Timers,
}

impl StandardLadder {
    /// Makes the ladder with `timers`.
    #[must_use]
    pub const fn new(timers: Timers) -> Self {
        Self { timers }
    }

    fn urgent(&self, step: u32) -> Step {
        let timers = &self.timers;
        match step {
            0 => Step::new(vec![Target::Console], timers.offer_alarm),
            1 => Step::new(vec![Target::Console, Target::OnCall(1)], timers.ring_widen),
            _ => Step::new(every_target(), timers.last_resort),
        }
    }

    fn soon(&self, step: u32) -> Step {
        let timers = &self.timers;
        match step {
            0 => Step::new(vec![Target::Console], timers.ring_widen),
            1 => Step::new(vec![Target::Console, Target::OnCall(1)], timers.last_resort),
            _ => Step::new(every_target(), timers.last_resort.times(3)),
        }
    }
}

impl EscalationPolicy for StandardLadder {
    fn step(&self, step: u32, on_duty: usize, band: Band) -> Step {
        let step = if on_duty == 0 {
            step.saturating_add(1)
        } else {
            step
        };
        match band {
            Band::High | Band::Imminent | Band::AttemptInProgress => self.urgent(step),
            Band::Elevated => self.soon(step),
            Band::Watch | Band::Routine => {
                Step::new(vec![Target::Console], self.timers.last_resort.times(2))
            }
        }
    }
}

fn every_target() -> Vec<Target> {
    vec![
        Target::Console,
        Target::OnCall(1),
        Target::OnCall(2),
        Target::LastResort,
    ]
}
