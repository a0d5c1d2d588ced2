//! What happened to accounts. State is these, folded.

use serde::Deserialize;
use serde::Serialize;

use super::Ground;
use super::Lease;
use crate::vocab::AccountId;
use crate::vocab::Clearance;
use crate::vocab::Digest;
use crate::vocab::OccupantId;
use crate::vocab::Role;
use crate::vocab::RoomId;
use crate::vocab::TicketNumber;
use crate::vocab::Timestamp;

/// Who acted.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum By {
    /// The operator, at the server itself, or a rule the operator set.
    Operator,
    /// Somebody on the line.
    Account(AccountId),
}

/// One thing that happened. It holds no word of a person.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "snake_case", tag = "fact")]
#[non_exhaustive]
pub enum Fact {
    /// An invitation was made; its secret is known to whoever will redeem it alone.
    Invited {
        /// The digest of its secret.
        invite: Digest,
        /// The role it gives.
        role: Role,
        /// When it ends.
        until: Timestamp,
        /// Who made it.
        by: By,
        /// What it clears a supporter for; what the line clears everybody for where it says nothing.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        clearance: Option<Clearance>,
    },
    /// An account was given a role.
    RoleGranted {
        /// Which account.
        account: AccountId,
        /// Which role.
        role: Role,
    },
    /// An invitation was redeemed and gives nothing to anybody else.
    InviteSpent {
        /// The digest of its secret.
        invite: Digest,
        /// Who redeemed it.
        account: AccountId,
    },
    /// A role was taken back.
    RoleRevoked {
        /// From which account.
        account: AccountId,
        /// Which role.
        role: Role,
        /// Who took it.
        by: By,
    },
    /// An account visited, for the first time or for the first time in a while.
    Seen {
        /// Which account.
        account: AccountId,
        /// When, rounded up to the hour.
        at: Timestamp,
    },
    /// An account may reach responders alone, for a time.
    Sanctioned {
        /// Which account.
        account: AccountId,
        /// Why.
        ground: Ground,
        /// When it ends.
        until: Timestamp,
        /// Who decided it.
        by: By,
    },
    /// A sanction was taken back.
    SanctionLifted {
        /// From which account.
        account: AccountId,
        /// Who took it back.
        by: By,
    },
    /// Two accounts do not meet, for a time.
    Blocked {
        /// Both, as a MAC that says neither: [`State::pair`](super::State::pair).
        pair: Digest,
        /// When it ends.
        until: Timestamp,
    },
    /// An account was erased on its bearer's wish. It stands in old logs alone: it says who.
    /// [`Erased`](Self::Erased) took its place.
    Forgotten {
        /// Which account.
        account: AccountId,
    },
    /// What had ended was dropped.
    Pruned {
        /// What ended at or before this time.
        ended: Timestamp,
        /// And accounts last seen before this time.
        unseen_since: Timestamp,
    },
    /// Somebody showed a ticket and may be in a room for a time.
    Entered {
        /// Which room.
        room: RoomId,
        /// What they are called there.
        who: OccupantId,
        /// As what, and until when; the box keeps every other fact small.
        lease: Box<Lease>,
        /// The ticket, which opens nothing any more.
        ticket: TicketNumber,
        /// Until when that must be remembered.
        expires: Timestamp,
    },
    /// A lease ended before its time.
    LeaseEnded {
        /// In which room.
        room: RoomId,
        /// Whose, by their name there.
        who: OccupantId,
    },
    /// The first of two people asked for somebody to be swept out of every room.
    SweepSigned {
        /// A room they are in.
        room: RoomId,
        /// Their name there.
        who: OccupantId,
        /// Who signed.
        by: By,
        /// When the signature counts no longer.
        until: Timestamp,
    },
    /// Somebody under a sanction was erased: a stone stands in their place until it would have
    /// ended.
    StoneSet {
        /// A MAC of the account, under a key that is kept apart from the logs.
        mark: OccupantId,
        /// Why.
        ground: Ground,
        /// When it ends.
        until: Timestamp,
    },
    /// The person came back, and bears the sanction again.
    StoneTaken {
        /// Which stone.
        mark: OccupantId,
    },
    /// Somebody was erased; nothing says who.
    Erased,
    /// An account was erased, but for what somebody may still need: the rest follows when that
    /// ends.
    Leaving {
        /// Which account.
        account: AccountId,
    },
    /// An account that was leaving came back before the rest was erased.
    Returned {
        /// Which account.
        account: AccountId,
    },
    /// A supporter was cleared for something of their own: from now on that holds, and not what the
    /// line clears everybody for.
    Cleared {
        /// Which account.
        account: AccountId,
        /// For what.
        clearance: Clearance,
        /// Who decided it.
        by: By,
    },
}

impl Fact {
    /// Returns whom it puts under a sanction.
    #[must_use]
    pub const fn sanctioned(&self) -> Option<AccountId> {
        if let Self::Sanctioned { account, .. } = self {
            Some(*account)
        } else {
            None
        }
    }
}
