//! How somebody may enter, and who may meet whom.

use std::sync::Arc;

use super::Class;
use super::Ground;
use super::LeaseTerms;
use super::Principal;
use super::State;
use super::decide::whole_hour;
use crate::vocab::AccountId;
use crate::vocab::Entropy;
use crate::vocab::Millis;
use crate::vocab::Timestamp;

/// How somebody may enter. There is no "not at all": every answer leads to a responder.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum Admission {
    /// Everywhere.
    Welcome,
    /// Everywhere, slower and without direct messages to peers: what limits somebody who comes back
    /// under a new phrase.
    Probation {
        /// When it ends.
        until: Timestamp,
    },
    /// To a responder, and nowhere else.
    HelpOnly {
        /// When it ends.
        until: Timestamp,
        /// Why.
        ground: Ground,
    },
}

/// Decides how somebody enters and who may meet.
///
/// It reads the account book and the time it is given, nothing else, and always answers.
///
/// # Contract
/// - Firm: a sanction in force gives `HelpOnly` with its end and ground (`sanction_holds`).
/// - Lapsed: a sanction that has ended restricts nobody (`lapsed_sanction_frees`).
/// - Mild: without a sanction nobody is kept to `HelpOnly` (`help_only_needs_a_sanction`).
/// - Finite: what restricts somebody ends later than now (`restriction_ends_later`).
/// - Apart: two accounts with a block in force do not meet (`block_holds`).
/// - Even: `compatible(a, b)` is `compatible(b, a)` (`compatible_is_even`).
/// - Selfless: nobody meets themselves (`nobody_meets_themselves`).
/// - Steady: asked again, it answers the same (`answers_are_repeatable`).
/// - Shut: under a sanction there is no ticket (`sanction_gets_no_ticket`).
/// - Plain: a ticket says `newcomer` exactly on probation (`class_follows_admission`).
/// - Short: a lease is longer than nothing and ends before the key that could open it
///   (`leases_end`).
///
/// # Privacy
/// It sees accounts. No answer may depend on more than the state says of the accounts asked about.
pub trait Standing: std::fmt::Debug + Send + Sync {
    /// Returns how `principal` may enter.
    fn admit(&self, state: &State, now: Timestamp, principal: &Principal) -> Admission;

    /// Returns whether `a` and `b` may be brought together.
    fn compatible(&self, state: &State, now: Timestamp, a: AccountId, b: AccountId) -> bool;

    /// Returns as what `principal` may enter rooms with a ticket, or `None` where they get none.
    fn class(&self, state: &State, now: Timestamp, principal: &Principal) -> Option<Class>;

    /// Returns how long somebody who showed a ticket may stay before they need a fresh one.
    fn lease(&self, entropy: &mut Entropy) -> Millis;
}

macro_rules! forward {
    ($pointer:ident) => {
        impl<S: Standing + ?Sized> Standing for $pointer<S> {
            fn admit(&self, state: &State, now: Timestamp, principal: &Principal) -> Admission {
                (**self).admit(state, now, principal)
            }

            fn compatible(
                &self,
                state: &State,
                now: Timestamp,
                a: AccountId,
                b: AccountId,
            ) -> bool {
                (**self).compatible(state, now, a, b)
            }

            fn class(&self, state: &State, now: Timestamp, principal: &Principal) -> Option<Class> {
                (**self).class(state, now, principal)
            }

            fn lease(&self, entropy: &mut Entropy) -> Millis {
                (**self).lease(entropy)
            }
        }
    };
}

forward!(Arc);
forward!(Box);

/// Sanctions and blocks by account, a probation for new accounts, and no tickets: for a line whose
/// rooms are all of its own making.
///
/// Staff were invited by somebody who knows them, so they are never on probation.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct KeyStanding {
    /// How long an account is on probation after its first visit. 24 hours unless set.
    pub probation: Millis,
}

impl KeyStanding {
    /// Returns the default with another probation.
    #[must_use]
    pub const fn with_probation(probation: Millis) -> Self {
        Self { probation }
    }
}

impl Default for KeyStanding {
    fn default() -> Self {
        Self::with_probation(Millis::from_hours(24))
    }
}

impl Standing for KeyStanding {
    fn admit(&self, state: &State, now: Timestamp, principal: &Principal) -> Admission {
        let account = principal.account();
        if let Some(sanction) = state.sanction(now, account) {
            return Admission::HelpOnly {
                until: sanction.until,
                ground: sanction.ground.clone(),
            };
        }
        let first = state
            .presence(account)
            .map_or_else(|| whole_hour(now), |seen| seen.first);
        let until = first.after(self.probation);
        if state.is_staff(account) || self.probation == Millis::ZERO || until <= now {
            return Admission::Welcome;
        }
        Admission::Probation { until }
    }

    fn compatible(&self, state: &State, now: Timestamp, a: AccountId, b: AccountId) -> bool {
        a != b && !state.blocked(now, a, b)
    }

    fn class(&self, _: &State, _: Timestamp, _: &Principal) -> Option<Class> {
        None
    }

    fn lease(&self, entropy: &mut Entropy) -> Millis {
        LeaseTerms::default().draw(entropy)
    }
}
