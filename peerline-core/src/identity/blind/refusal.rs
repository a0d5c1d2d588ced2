//! Why there is no blind ticket, or why one opens nothing.

use crate::identity::Ground;
use crate::identity::TicketRefusal;
use crate::vocab::Millis;
use crate::vocab::Timestamp;

/// A blind ticket was not given, or opens nothing. None of it stands between a person and a
/// responder, who needs no ticket.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum BlindRefusal {
    /// The ticket opens nothing.
    #[error(transparent)]
    Ticket(#[from] TicketRefusal),
    /// What is to be signed, or was signed, is no element of the group, or not of this length.
    #[error("not what this version sends; make a new request")]
    Malformed,
    /// A request has one to [`BlindTerms::AT_ONCE`](super::BlindTerms::AT_ONCE) parts.
    #[error("a request has one to four parts; ask again for fewer")]
    TooMany,
    /// The account had its tickets for today.
    #[error("no more blind tickets today; tickets that are not blind are to be had")]
    Rate {
        /// When there are some again.
        retry: Millis,
    },
    /// The account is new: what limits somebody who comes back under a new phrase would not hold.
    #[error("a new account gets no blind tickets yet; tickets that are not blind are to be had")]
    Probation {
        /// Until when.
        until: Timestamp,
    },
    /// A sanction is in force: it leaves the way to a responder, which needs no ticket.
    #[error("a sanction is in force; a responder can always be reached with `signal`")]
    HelpOnly {
        /// When it ends.
        until: Timestamp,
        /// Why.
        ground: Ground,
    },
    /// The proof does not hold: the line used another key than it published. Whoever sees this was
    /// perhaps to be recognized by it.
    #[error("the line did not use the key that it published; do not use these tickets")]
    Proof,
}
