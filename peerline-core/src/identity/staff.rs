//! The login of staff: what a token says, for how long it holds, and when it is asked for.
//!
//! A role belongs to an account for as long as nobody takes it back. Where the operator asks for
//! it, a role is *in force* only beside a token: the server gave it to one device after it saw a
//! passkey that verified its owner. The gravest steps ask for such a look that is at most
//! [`StaffTerms::fresh`] old.
//!
//! What never lives here: a passkey, or how a token is written (that is `protocol`).

use std::fmt;

use ed25519_dalek::SigningKey;
use ed25519_dalek::VerifyingKey;

use super::LineId;
use super::PublicKey;
use super::encoding::lp_joined;
use super::paseto;
use crate::vocab::Millis;
use crate::vocab::Timestamp;

/// Whether roles need a login to be in force.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
#[non_exhaustive]
pub enum StaffLogin {
    /// A role is in force whenever its account is there.
    #[default]
    Optional,
    /// A role is in force only while a token holds that was given to the device.
    Required,
}

/// How logins of staff hold.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct StaffTerms {
    /// Whether roles need a login.
    pub login: StaffLogin,
    /// Who signs tokens; without it no token holds.
    pub issuer: Option<StaffIssuer>,
    /// How long a token holds. 10 minutes.
    pub token: Millis,
    /// How old the look at a passkey may be for the gravest steps. 2 minutes.
    pub fresh: Millis,
    /// For how long tokens are given anew after one look at a passkey. 12 hours: a long shift.
    pub shift: Millis,
}

impl StaffTerms {
    /// Sets whether roles need a login, and who signs tokens.
    #[must_use]
    pub fn with(login: StaffLogin, issuer: Option<StaffIssuer>) -> Self {
        Self {
            login,
            issuer,
            ..Self::default()
        }
    }

    /// Returns what a token says that is given now for a device after a look at a passkey at
    /// `verified`; `None` where that look is too long ago.
    #[must_use]
    pub fn grant(
        &self,
        now: Timestamp,
        device: PublicKey,
        verified: Timestamp,
    ) -> Option<StaffClaims> {
        let verified = verified.min(now);
        let until = whole_second(now)
            .after(self.token)
            .min(verified.after(self.shift));
        (now < until).then_some(StaffClaims {
            device,
            issued: whole_second(now),
            until: whole_second(until),
            verified: whole_second(verified),
        })
    }
}

impl Default for StaffTerms {
    fn default() -> Self {
        Self {
            login: StaffLogin::Optional,
            issuer: None,
            token: Millis::from_mins(10),
            fresh: Millis::from_mins(2),
            shift: Millis::from_hours(12),
        }
    }
}

/// What a staff token says. All times are whole seconds.
///
/// It names no role: what an account may do stands in the line's own book, so that a role taken
/// back is gone at once, whatever tokens are about.
#[derive(Clone, Debug, Eq, PartialEq)]
#[expect(
    clippy::exhaustive_structs,
    reason = "these are signed: another field is another version, not an addition"
)]
pub struct StaffClaims {
    /// The device it was given to: the key that signs the join.
    pub device: PublicKey,
    /// When it was given.
    pub issued: Timestamp,
    /// When it ends.
    pub until: Timestamp,
    /// When a passkey last verified its owner.
    pub verified: Timestamp,
}

impl StaffClaims {
    /// Returns whether the token holds now, for a device.
    ///
    /// # Errors
    /// [`TokenRefusal::OtherDevice`] where it was given to another one, [`TokenRefusal::Ended`] or
    /// [`TokenRefusal::NotYet`] by the time.
    pub fn check(&self, now: Timestamp, device: &PublicKey) -> Result<(), TokenRefusal> {
        if self.device != *device {
            return Err(TokenRefusal::OtherDevice);
        }
        if self.until <= now {
            return Err(TokenRefusal::Ended);
        }
        if now < self.issued || self.until < self.issued || self.issued < self.verified {
            return Err(TokenRefusal::NotYet);
        }
        Ok(())
    }

    /// Returns whether the token holds, and the passkey was seen at most `fresh` ago.
    #[must_use]
    pub fn is_fresh(&self, now: Timestamp, fresh: Millis) -> bool {
        now < self.until && now.since(self.verified) <= fresh
    }
}

/// A staff token was not taken.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum TokenRefusal {
    /// The line's key did not sign it.
    #[error("this is not a token of this line; log in again")]
    Forged,
    /// It was given to another device.
    #[error("this token was given to another device; log in here")]
    OtherDevice,
    /// Its time is over.
    #[error("the token has ended; log in again")]
    Ended,
    /// Its time has not come.
    #[error("the token does not hold yet; is a clock wrong?")]
    NotYet,
}

/// The key that signs staff tokens of one line. `Debug` shows nothing of it.
#[derive(Clone)]
pub struct StaffKey {
    key: SigningKey,
    line: LineId,
}

impl StaffKey {
    /// Makes the key from 32 secret bytes that serve nothing else.
    #[must_use]
    pub fn from_seed(seed: &[u8; 32], line: LineId) -> Self {
        Self {
            key: SigningKey::from_bytes(seed),
            line,
        }
    }

    /// Returns the half that verifies.
    #[must_use]
    pub fn issuer(&self) -> StaffIssuer {
        StaffIssuer {
            key: self.key.verifying_key(),
            line: self.line,
        }
    }

    /// Signs what a token says.
    #[must_use]
    pub fn sign(&self, message: &[u8]) -> String {
        paseto::sign(&self.key, message, &implicit(&self.line))
    }
}

impl fmt::Debug for StaffKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("StaffKey(..)")
    }
}

/// Who signs the staff tokens of one line.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct StaffIssuer {
    key: VerifyingKey,
    line: LineId,
}

impl StaffIssuer {
    /// Returns the public key, for those who verify tokens elsewhere.
    #[must_use]
    pub fn public(&self) -> PublicKey {
        PublicKey::from_bytes(self.key.to_bytes())
    }

    /// Returns what a token says, where this issuer signed it for this line.
    ///
    /// # Errors
    /// [`TokenRefusal::Forged`].
    pub fn open(&self, token: &str) -> Result<Vec<u8>, TokenRefusal> {
        paseto::verify(&self.key, token, &implicit(&self.line)).ok_or(TokenRefusal::Forged)
    }
}

/// Signed along with every token and not in it: one of another line, or of another use of the key,
/// is no token here.
fn implicit(line: &LineId) -> Vec<u8> {
    lp_joined(&[b"peerline/v1/staff", line.as_bytes()])
}

/// Tokens hold whole seconds; rounded down, so that none holds longer than it should.
fn whole_second(at: Timestamp) -> Timestamp {
    Timestamp::from_unix_millis(at.unix_millis() / 1000 * 1000)
}

#[cfg(test)]
mod tests;
