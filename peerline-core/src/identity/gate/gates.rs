//! The gates there are.

use std::collections::BTreeSet;
use std::sync::Arc;

use unicode_normalization::UnicodeNormalization as _;

use super::Asks;
use super::Door;
use super::Gate;
use super::Knock;
use super::Lack;
use super::WorkChallenge;
use crate::vocab::Digest;
use crate::vocab::DigestBuilder;
use crate::vocab::Timestamp;

/// The default: everybody may come in.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
#[non_exhaustive]
pub struct OpenGate;

impl Gate for OpenGate {
    fn asks(&self, _door: &Door, _now: Timestamp) -> Asks {
        Asks::default()
    }

    fn admit(&self, _door: &Door, _now: Timestamp, _knock: &Knock) -> Result<(), Lack> {
        Ok(())
    }
}

/// Asks for a pass, as a closed group gives it to its members. It holds digests alone.
///
/// A pass is short and shared, so it can be guessed: after [`InviteGate::TRIES`] wrong ones from one
/// network within an hour, that network waits.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct InviteGate(BTreeSet<Digest>);

impl InviteGate {
    /// How many wrong passes a network may bring within an hour.
    pub const TRIES: u32 = 20;

    /// Makes a gate that any of `passes` opens. Case, spaces and hyphens do not matter in them.
    #[must_use]
    pub fn of<'a>(passes: impl IntoIterator<Item = &'a str>) -> Self {
        Self(passes.into_iter().map(digest_of).collect())
    }
}

impl Gate for InviteGate {
    fn asks(&self, _door: &Door, _now: Timestamp) -> Asks {
        Asks {
            pass: true,
            ..Asks::default()
        }
    }

    fn admit(&self, door: &Door, now: Timestamp, knock: &Knock) -> Result<(), Lack> {
        if Self::TRIES <= door.tries(knock) {
            let retry = Door::until_next_hour(now);
            return Err(Lack::Wait { retry });
        }
        let Some(pass) = &knock.answer.pass else {
            return Err(Lack::Pass);
        };
        // Looked up by digest: how far a wrong pass gets tells nothing about a right one.
        let known = self.0.contains(&digest_of(pass.expose()));
        known.then_some(()).ok_or(Lack::WrongPass)
    }
}

fn digest_of(pass: &str) -> Digest {
    let letters = pass.nfkd().flat_map(char::to_lowercase);
    let letters = letters.filter(|c| c.is_alphanumeric());
    let letters: String = letters.collect();
    DigestBuilder::new("peerline/v1/pass")
        .bytes(letters.as_bytes())
        .finish()
}

/// Lets so many newcomers in from one network within an hour.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct RateGate {
    /// How many.
    pub newcomers: u32,
}

impl RateGate {
    /// Lets `newcomers` in from one network within an hour.
    #[must_use]
    pub const fn of(newcomers: u32) -> Self {
        Self { newcomers }
    }
}

impl Gate for RateGate {
    fn asks(&self, _door: &Door, _now: Timestamp) -> Asks {
        Asks::default()
    }

    fn admit(&self, door: &Door, now: Timestamp, knock: &Knock) -> Result<(), Lack> {
        if door.newcomers(knock) < self.newcomers {
            return Ok(());
        }
        let retry = Door::until_next_hour(now);
        Err(Lack::Wait { retry })
    }
}

/// Asks for a proof of work, which costs a person nothing they notice and a flood its speed.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct WorkGate {
    /// How many leading zero bits, at most [`WorkChallenge::MAX_BITS`].
    pub bits: u8,
    /// When.
    pub when: WorkWhen,
}

/// When a proof of work is asked for.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum WorkWhen {
    /// Of every newcomer.
    Always,
    /// While at least so many newcomers come within a minute, and a minute longer.
    Rush(u32),
}

impl WorkGate {
    /// The default: about a quarter of a million tries.
    pub const BITS: u8 = 18;

    /// Asks for `bits` bits, at most [`WorkChallenge::MAX_BITS`].
    #[must_use]
    pub fn of(bits: u8, when: WorkWhen) -> Self {
        let bits = bits.min(WorkChallenge::MAX_BITS);
        Self { bits, when }
    }

    fn is_up(self, door: &Door) -> bool {
        match self.when {
            WorkWhen::Always => true,
            WorkWhen::Rush(knocks) => knocks <= door.rush(),
        }
    }
}

impl Gate for WorkGate {
    fn asks(&self, door: &Door, _now: Timestamp) -> Asks {
        Asks {
            work: self.is_up(door).then_some(self.bits),
            ..Asks::default()
        }
    }

    fn admit(&self, door: &Door, _now: Timestamp, knock: &Knock) -> Result<(), Lack> {
        let bits = self.bits;
        let solved = |n| knock.challenge.is_solved_by(n, bits);
        if !self.is_up(door) || knock.answer.work.is_some_and(solved) {
            return Ok(());
        }
        Err(Lack::Work { bits })
    }
}

/// Asks for what each of its gates asks for; what the first one lacks is told first.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct AllOf {
    /// The gates.
    pub gates: Vec<Arc<dyn Gate>>,
}

impl AllOf {
    /// Makes one gate of several.
    #[must_use]
    pub const fn of(gates: Vec<Arc<dyn Gate>>) -> Self {
        Self { gates }
    }
}

impl Gate for AllOf {
    fn asks(&self, door: &Door, now: Timestamp) -> Asks {
        let each = self.gates.iter().map(|gate| gate.asks(door, now));
        each.fold(Asks::default(), Asks::and)
    }

    fn admit(&self, door: &Door, now: Timestamp, knock: &Knock) -> Result<(), Lack> {
        let mut gates = self.gates.iter();
        gates.try_for_each(|gate| gate.admit(door, now, knock))
    }
}
