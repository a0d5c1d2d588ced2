//! Why a ticket opens nothing, and what to do.

/// A ticket, or what it left behind, was refused. Nobody is at fault by it, and none of it stands
/// between a person and a responder.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd, thiserror::Error)]
#[non_exhaustive]
pub enum TicketRefusal {
    /// It is not 182 bytes of this version.
    #[error("not a ticket of version 1; ask the line for a fresh one")]
    Malformed,
    /// This line did not sign it as it is: it was made up, changed on the way, or is another
    /// line's.
    #[error("this line did not sign this ticket; ask this line for a fresh one")]
    NotOurs,
    /// Its day is over.
    #[error("the ticket has ended; ask the line for a fresh one")]
    Expired,
    /// It is of a week to come.
    #[error("the ticket is of a week to come; wait, or ask the line for one of this week")]
    NotYet,
    /// It was made for another room key.
    #[error("the ticket was made for another room key; use the one it was asked for, or ask anew")]
    WrongBind,
    /// It was shown before.
    #[error("the ticket was used before; every entry takes a fresh one")]
    Spent,
    /// The key of its week is destroyed: nobody can say any more whose it was.
    #[error(
        "the key of that week is destroyed; decide by what is known since, or ask for a fresh ticket"
    )]
    KeyDestroyed,
    /// It was blind: nobody ever knew whose it was.
    #[error(
        "a blind ticket leads to no account; decide by what is known in this room, or use a sweep of it"
    )]
    Unlinkable,
}

impl TicketRefusal {
    /// Returns its name on the wire.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Malformed => "ticket_malformed",
            Self::NotOurs => "ticket_not_ours",
            Self::Expired => "ticket_expired",
            Self::NotYet => "ticket_not_yet",
            Self::WrongBind => "ticket_wrong_bind",
            Self::Spent => "ticket_spent",
            Self::KeyDestroyed => "ticket_key_destroyed",
            Self::Unlinkable => "ticket_unlinkable",
        }
    }
}
