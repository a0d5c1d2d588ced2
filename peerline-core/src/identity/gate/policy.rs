//! The trait of gates, and what a gate and a newcomer say to each other.

use std::sync::Arc;

use super::Door;
use super::WorkChallenge;
use crate::vocab::Millis;
use crate::vocab::Sensitive;
use crate::vocab::Timestamp;

/// What newcomers are asked for, as told to everybody before they say who they are.
#[derive(Clone, Copy, Debug, Default, Eq, Ord, PartialEq, PartialOrd)]
#[non_exhaustive]
pub struct Asks {
    /// How many leading zero bits a proof of work has.
    pub work: Option<u8>,
    /// Whether a pass is asked for, as the members of a closed group have it.
    pub pass: bool,
}

impl Asks {
    /// Returns what is asked for by both.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self {
            work: self.work.max(other.work),
            pass: self.pass || other.pass,
        }
    }
}

/// A newcomer at the gate.
#[derive(Clone, Debug, Eq, PartialEq)]
#[expect(clippy::exhaustive_structs, reason = "the host makes it")]
pub struct Knock {
    /// The network they come from, shortened by the host; `None` where it is not known. It is kept
    /// nowhere: a [`Door`] counts under a keyed hash of it.
    pub network: Option<Sensitive<u64>>,
    /// What a proof of work is made for: this connection and no other.
    pub challenge: WorkChallenge,
    /// What they bring.
    pub answer: GateAnswer,
}

/// What a newcomer brings.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
#[expect(clippy::exhaustive_structs, reason = "the host makes it")]
pub struct GateAnswer {
    /// A proof of work.
    pub work: Option<u64>,
    /// The pass of a closed group, as it was typed.
    pub pass: Option<Sensitive<String>>,
}

impl GateAnswer {
    /// Adds what is brought later; what it does not hold stays.
    pub fn add(&mut self, later: &Self) {
        self.work = later.work.or(self.work);
        if later.pass.is_some() {
            self.pass.clone_from(&later.pass);
        }
    }
}

/// What a newcomer lacks, and with it the way on. There is no "never".
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum Lack {
    /// A pass; bring one.
    #[error("this line asks newcomers for a pass; bring the one you were given")]
    Pass,
    /// The pass that was brought is not one of this line's.
    #[error("this pass is not one of this line's; check how it is written")]
    WrongPass,
    /// A proof of work with so many leading zero bits for this connection's challenge.
    #[error("this line is under load; solve a proof of work of {bits} bits")]
    Work {
        /// How many.
        bits: u8,
    },
    /// Nothing but patience: too many newcomers, or wrong passes, from this network.
    #[error("too many tries to come in from this network; try again later")]
    Wait {
        /// For how long at most.
        retry: Millis,
    },
}

/// Decides whether a newcomer may meet peers.
///
/// It reads what it is given, nothing else, and always answers. It is never asked about somebody
/// whom the book knows, and its answer never stands before a responder.
///
/// # Contract
/// - Honest: who brings the work that is asked for lacks no work (`work_that_is_asked_for_opens`).
/// - Fresh: work done for one connection opens no other (`a_proof_opens_one_connection`).
/// - Told: on a quiet line, what is lacked was told before (`what_is_lacked_was_told`).
/// - Finite: who waits as told need not wait any more (`waiting_ends`).
/// - Even: networks that nobody came from are treated alike (`fresh_networks_are_alike`).
/// - Fair: who comes from no known network never waits (`an_unknown_network_never_waits`).
/// - Steady: asked again, it answers the same (`a_gate_is_repeatable`).
///
/// # Privacy
/// It sees no account, and no network but as a keyed hash.
pub trait Gate: std::fmt::Debug + Send + Sync {
    /// Returns what newcomers are asked for now.
    fn asks(&self, door: &Door, now: Timestamp) -> Asks;

    /// Returns whether a newcomer may meet peers.
    ///
    /// # Errors
    /// What they lack.
    fn admit(&self, door: &Door, now: Timestamp, knock: &Knock) -> Result<(), Lack>;
}

macro_rules! forward {
    ($pointer:ident) => {
        impl<G: Gate + ?Sized> Gate for $pointer<G> {
            fn asks(&self, door: &Door, now: Timestamp) -> Asks {
                (**self).asks(door, now)
            }

            fn admit(&self, door: &Door, now: Timestamp, knock: &Knock) -> Result<(), Lack> {
                (**self).admit(door, now, knock)
            }
        }
    };
}

forward!(Arc);
forward!(Box);
