//! The ladder's laws, and for each a ladder that breaks it.

use std::sync::atomic::AtomicU64;
use std::sync::atomic::Ordering;

use crate::crisis::Command;
use crate::crisis::Context;
use crate::crisis::EscalationPolicy;
use crate::crisis::Signal;
use crate::crisis::Source;
use crate::crisis::StandardLadder;
use crate::crisis::State;
use crate::crisis::Step;
use crate::crisis::Target;
use crate::crisis::Timers;
use crate::crisis::What;
use crate::crisis::decide;
use crate::testkit::crisis::escalation;
use crate::vocab::Band;
use crate::vocab::Millis;
use crate::vocab::Seed;
use crate::vocab::Timestamp;

use super::town::account;

#[test]
fn the_standard_ladder_keeps_every_law() {
    for (name, law) in escalation::all_laws() {
        assert_eq!(law(&StandardLadder::default()), Ok(()), "{name}");
    }
}

/// A ladder with one thing wrong.
#[derive(Debug)]
enum Wrong {
    Ends,
    Wavers(AtomicU64),
    Storms,
    Dawdles,
    ForgetsLastResort,
    RingsEmptyConsole,
}

impl EscalationPolicy for Wrong {
    fn step(&self, step: u32, on_duty: usize, band: Band) -> Step {
        let good = StandardLadder::default();
        let mut made = good.step(step, on_duty, band);
        match self {
            Self::Ends if step > 9 => made.targets.clear(),
            Self::Wavers(count) => {
                made.wait = Millis::new(1000 + count.fetch_add(1, Ordering::Relaxed));
            }
            Self::Storms => made.wait = Millis::ZERO,
            Self::Dawdles => made.wait = Millis::from_secs(301),
            Self::ForgetsLastResort if step > 9 => {
                made.targets.retain(|target| *target != Target::LastResort);
            }
            Self::RingsEmptyConsole => made = good.step(step, 1, band),
            Self::Ends | Self::ForgetsLastResort => {}
        }
        made
    }
}

#[test]
fn each_law_catches_the_ladder_that_breaks_it() {
    let wrong: [(Wrong, escalation::EscalationLaw); 6] = [
        (Wrong::Ends, escalation::ladder_never_ends),
        (
            Wrong::Wavers(AtomicU64::new(0)),
            escalation::ladder_is_deterministic,
        ),
        (Wrong::Storms, escalation::no_step_waits_zero),
        (
            Wrong::Dawdles,
            escalation::urgent_steps_stay_under_the_hard_limit,
        ),
        (
            Wrong::ForgetsLastResort,
            escalation::last_resort_comes_in_time_and_stays,
        ),
        (
            Wrong::RingsEmptyConsole,
            escalation::nobody_on_duty_skips_the_console,
        ),
    ];
    assert_eq!(wrong.len(), escalation::all_laws().len());
    for (ladder, law) in wrong {
        assert!(law(&ladder).is_err(), "{ladder:?}");
    }
}

#[test]
fn a_ladder_that_breaks_its_contract_cannot_silence_a_case() {
    for ladder in [Wrong::Storms, Wrong::Dawdles, Wrong::RingsEmptyConsole] {
        let timers = Timers::default();
        let now = Timestamp::from_unix_millis(5000);
        let ctx = Context::new(&ladder, &timers, 0, now);
        let signal = Signal::new(account(1), Source::Asked, Band::High);
        let mut entropy = Seed::from_bytes([1; 32]).entropy(1);
        let facts = decide(
            &State::default(),
            &ctx,
            &mut entropy,
            Command::Signal(signal),
        )
        .expect("taken");
        let What::Offered { targets, until, .. } = &facts[1].what else {
            panic!("an offer");
        };
        assert!(
            targets.iter().any(|target| *target != Target::Console),
            "{ladder:?}"
        );
        assert!(
            *until > now && until.since(now) <= Timers::HARD_LIMIT,
            "{ladder:?}"
        );
    }
}
