//! Why a login did not go through, with a way on.

/// A login or a passkey was refused.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum StaffProblem {
    /// What came cannot be read.
    #[error("this cannot be read; load the page again")]
    Malformed,
    /// It came from a page that is not this line's.
    #[error("this came from another site; open the line's own address")]
    Elsewhere,
    /// The invitation is unknown, spent or too old, and there is no fresh login either.
    #[error("the invitation does not hold any more; ask the operator for a new one")]
    NoInvitation,
    /// No passkey is known for this device.
    #[error("no passkey is known for this device; an invitation makes one")]
    NoPasskey,
    /// The first half was too long ago, was used, or never was.
    #[error("this took too long or was used before; begin again")]
    BeginAgain,
    /// The passkey is not the one that was asked for, or did not verify its owner.
    #[error("the passkey did not fit; try again, or use another one")]
    NotVerified,
    /// The account has as many passkeys as it may, or this one is somebody else's.
    #[error("this passkey cannot be added")]
    CannotAdd,
    /// The token does not hold.
    #[error("the login has ended; log in again")]
    LoginEnded,
    /// The line cannot store or read now.
    #[error("the line cannot do this now; try again")]
    NotNow,
}

impl StaffProblem {
    /// Returns the word that programs read.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Malformed => "malformed",
            Self::Elsewhere => "elsewhere",
            Self::NoInvitation => "no_invitation",
            Self::NoPasskey => "no_passkey",
            Self::BeginAgain => "begin_again",
            Self::NotVerified => "not_verified",
            Self::CannotAdd => "cannot_add",
            Self::LoginEnded => "login_ended",
            Self::NotNow => "not_now",
        }
    }
}
