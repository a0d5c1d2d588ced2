//! The laws of [`EscalationPolicy`].

use crate::crisis::EscalationPolicy;
use crate::crisis::Step;
use crate::crisis::Target;
use crate::crisis::Timers;
use crate::testkit::Broken;
use crate::testkit::LawResult;
use crate::vocab::Band;
use crate::vocab::Millis;

/// One law.
pub type EscalationLaw = fn(&dyn EscalationPolicy) -> LawResult;

/// Every law with its name.
#[must_use]
pub fn all_laws() -> Vec<(&'static str, EscalationLaw)> {
    vec![
        ("ladder_never_ends", ladder_never_ends),
        ("ladder_is_deterministic", ladder_is_deterministic),
        ("no_step_waits_zero", no_step_waits_zero),
        (
            "urgent_steps_stay_under_the_hard_limit",
            urgent_steps_stay_under_the_hard_limit,
        ),
        (
            "last_resort_comes_in_time_and_stays",
            last_resort_comes_in_time_and_stays,
        ),
        (
            "nobody_on_duty_skips_the_console",
            nobody_on_duty_skips_the_console,
        ),
    ]
}

/// Every step calls somebody.
///
/// # Errors
/// [`Broken`] where one calls nobody.
pub fn ladder_never_ends(subject: &dyn EscalationPolicy) -> LawResult {
    each("ladder_never_ends", subject, |_, step| {
        !step.targets.is_empty()
    })
}

/// The same arguments give the same step.
///
/// # Errors
/// [`Broken`] where they do not.
pub fn ladder_is_deterministic(subject: &dyn EscalationPolicy) -> LawResult {
    each(
        "ladder_is_deterministic",
        subject,
        |(number, on_duty, band), step| subject.step(number, on_duty, band) == *step,
    )
}

/// No step waits zero.
///
/// # Errors
/// [`Broken`] where one does.
pub fn no_step_waits_zero(subject: &dyn EscalationPolicy) -> LawResult {
    each("no_step_waits_zero", subject, |_, step| {
        step.wait > Millis::ZERO
    })
}

/// At High and above no step waits longer than [`Timers::HARD_LIMIT`].
///
/// # Errors
/// [`Broken`] where one does.
pub fn urgent_steps_stay_under_the_hard_limit(subject: &dyn EscalationPolicy) -> LawResult {
    each(
        "urgent_steps_stay_under_the_hard_limit",
        subject,
        |(_, _, band), step| !band.pages() || step.wait <= Timers::HARD_LIMIT,
    )
}

/// At High and above the last resort is called within [`Timers::HARD_LIMIT`] and from then on.
///
/// # Errors
/// [`Broken`] where it comes late, never, or is left out again.
pub fn last_resort_comes_in_time_and_stays(subject: &dyn EscalationPolicy) -> LawResult {
    const LAW: &str = "last_resort_comes_in_time_and_stays";
    for band in BANDS.into_iter().filter(|band| band.pages()) {
        for on_duty in CREWS {
            let (mut waited, mut reached) = (Millis::ZERO, false);
            for number in numbers() {
                let step = subject.step(number, on_duty, band);
                let here = step.targets.contains(&Target::LastResort);
                let late = !reached && waited > Timers::HARD_LIMIT;
                if late || (reached && !here) {
                    let what = format!("step {number}, {on_duty} on duty, {band:?}: {step:?}");
                    return Err(Broken::new(LAW, what));
                }
                reached |= here;
                waited = Millis::new(waited.get().saturating_add(step.wait.get()));
            }
            if !reached {
                return Err(Broken::new(LAW, format!("never for {band:?}")));
            }
        }
    }
    Ok(())
}

/// With nobody on duty the first step at High and above calls beyond the console.
///
/// # Errors
/// [`Broken`] where it does not.
pub fn nobody_on_duty_skips_the_console(subject: &dyn EscalationPolicy) -> LawResult {
    each(
        "nobody_on_duty_skips_the_console",
        subject,
        |(_, on_duty, band), step| on_duty > 0 || !band.pages() || step.reaches_beyond_console(),
    )
}

fn each(
    law: &'static str,
    subject: &dyn EscalationPolicy,
    holds: impl Fn((u32, usize, Band), &Step) -> bool,
) -> LawResult {
    for band in BANDS {
        for on_duty in CREWS {
            for number in numbers() {
                let step = subject.step(number, on_duty, band);
                if !holds((number, on_duty, band), &step) {
                    let what = format!("step {number}, {on_duty} on duty, {band:?}: {step:?}");
                    return Err(Broken::new(law, what));
                }
            }
        }
    }
    Ok(())
}

fn numbers() -> impl Iterator<Item = u32> {
    (0..400).chain([u32::MAX - 1, u32::MAX])
}

const CREWS: [usize; 4] = [0, 1, 7, usize::MAX];

const BANDS: [Band; 6] = [
    Band::Routine,
    Band::Watch,
    Band::Elevated,
    Band::High,
    Band::Imminent,
    Band::AttemptInProgress,
];
