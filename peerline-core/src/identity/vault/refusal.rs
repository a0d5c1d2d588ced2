//! Why a vault stays shut.

use crate::identity::Refusal;

/// Something about an emergency contact was refused. None of it stands between a person and a
/// responder.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum VaultRefusal {
    /// The line has no vault.
    #[error("this line has no vault; see [vault] in docs/configuration.md")]
    NoVault,
    /// Not enough guardians agreed yet, so nothing is given out.
    #[error("not enough guardians agreed yet")]
    NotOpened,
    /// Who asks may not.
    #[error(transparent)]
    Book(#[from] Refusal),
    /// The bytes are not of version 1, or were changed on the way.
    #[error("not of version 1, or changed on the way")]
    Malformed,
    /// A contact is one to 510 bytes of text.
    #[error("a contact is one to 510 bytes of text without control characters but line ends")]
    NotAContact,
    /// There have to be 2 to 16 guardians with keys of their own, and at least two must agree.
    #[error("2 to 16 guardians, each with keys of their own, at least two of whom must agree")]
    BadGuardians,
    /// It was sealed to other guardians, or for another line.
    #[error("sealed to other guardians than these, or changed on the way")]
    OtherGuardians,
    /// The key is none of the guardians', or is not the one the request was made with.
    #[error("this key has no part in it")]
    WrongKey,
    /// The day until which the person agreed is over.
    #[error("the person agreed until a day that is over")]
    Ended,
    /// The person agreed to be helped for another purpose.
    #[error("the person did not agree to this purpose")]
    NotAgreed,
    /// Nothing is kept under that name: it was erased, or never there.
    #[error("nothing is kept under that name")]
    UnknownEntry,
    /// What is kept was sealed anew since the request was made, or is another's.
    #[error("the request is about something else than what is kept")]
    OtherRecord,
    /// No such request.
    #[error("there is no such request")]
    UnknownRequest,
    /// Somebody else asked, and only they or the operator take it back.
    #[error("somebody else asked: they take it back, or whoever runs the line")]
    NotYours,
    /// Another request has this id.
    #[error("another request has this id")]
    RequestExists,
    /// The request has ended.
    #[error("the request has ended; make another one")]
    RequestEnded,
    /// A request holds at most 72 hours.
    #[error("a request holds at most 72 hours")]
    RequestTooLong,
    /// The approval was not signed by that guardian for this request.
    #[error("not signed by that guardian for this request")]
    NotApproved,
    /// Fewer guardians approved than must.
    #[error("{have} guardians approved; it takes {need}")]
    TooFew {
        /// How many approvals count.
        have: u8,
        /// How many it takes.
        need: u8,
    },
    /// A guardian approved with something else than their share.
    #[error("guardian {guardian} sent something else than their share")]
    FalseShare {
        /// Which, by their place among the guardians, from 0.
        guardian: u8,
    },
}
