//! What happened.

use serde::Deserialize;
use serde::Serialize;

use super::Shift;
use super::Wish;
use crate::vocab::AccountId;
use crate::vocab::OfferId;
use crate::vocab::RoomId;
use crate::vocab::TicketId;
use crate::vocab::Tier;
use crate::vocab::Timestamp;

/// What happened in the line. The state is a fold of these and of nothing else.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "snake_case", tag = "fact")]
#[non_exhaustive]
pub enum Fact {
    /// A person joined the line.
    Sought {
        /// Their place.
        ticket: TicketId,
        /// Who.
        account: AccountId,
        /// What they ask for.
        wish: Wish,
        /// How soon.
        tier: Tier,
        /// Since when they count as waiting.
        arrived: Timestamp,
    },
    /// A waiting person asks for something else; the place stays.
    WishChanged {
        /// Their place.
        ticket: TicketId,
        /// What they ask for now.
        wish: Wish,
    },
    /// A waiting person is needed sooner; inside the new tier their arrival counts as before.
    TierRaised {
        /// Their place.
        ticket: TicketId,
        /// The new tier.
        tier: Tier,
    },
    /// A person left the line unmatched.
    Withdrawn {
        /// Their place.
        ticket: TicketId,
        /// Why.
        why: LeaveReason,
    },
    /// A supporter is on shift, or changed their shift.
    Ready {
        /// Who.
        account: AccountId,
        /// What they offer.
        shift: Shift,
        /// When.
        at: Timestamp,
    },
    /// A supporter takes no more offers; their rooms go on.
    Away {
        /// Who.
        account: AccountId,
        /// Why.
        why: AwayReason,
    },
    /// A supporter needs a break, is on one, or has had it.
    Rested {
        /// Who.
        account: AccountId,
        /// How far it is.
        rest: Rest,
    },
    /// A seeker was offered to a supporter.
    Offered {
        /// The offer.
        offer: OfferId,
        /// Whose place.
        ticket: TicketId,
        /// To whom.
        supporter: AccountId,
        /// When the offer is due to lapse.
        until: Timestamp,
    },
    /// The supporter passed the offer on; the seeker is back at the old place.
    Declined {
        /// The offer.
        offer: OfferId,
    },
    /// The offer ended without an answer; the seeker is back at the old place.
    Lapsed {
        /// The offer.
        offer: OfferId,
    },
    /// The offer was taken back; a seeker still in line is back at the old place.
    OfferWithdrawn {
        /// The offer.
        offer: OfferId,
        /// Why.
        why: WithdrawReason,
    },
    /// Two people were brought together.
    Matched {
        /// The accepted offer.
        offer: OfferId,
        /// The place that is given up.
        ticket: TicketId,
        /// Who asked.
        seeker: AccountId,
        /// Who accepted.
        supporter: AccountId,
        /// Where they talk.
        room: RoomId,
        /// When.
        at: Timestamp,
    },
    /// A conversation ended and its slot is free.
    Ended {
        /// Where they talked.
        room: RoomId,
        /// When.
        at: Timestamp,
    },
}

/// A break that is due after so many load points.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Rest {
    /// It begins when the conversations that run have ended; no offers are made until then.
    Due,
    /// It lasts until then, on shift or off it.
    Until(Timestamp),
    /// It is over.
    Over,
}

/// Why a person left the line unmatched.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum LeaveReason {
    /// They chose to.
    Chose,
    /// Their connection was gone for too long.
    ConnectionLost,
    /// A responder is with them.
    Responder,
    /// The line's staff took them out.
    Removed,
}

/// Why a supporter takes no more offers.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum AwayReason {
    /// They said so.
    Chose,
    /// They left offers unanswered, and nobody should wait on an empty chair.
    Unanswered,
}

/// Why an offer was taken back.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum WithdrawReason {
    /// The seeker left the line.
    SeekerLeft,
    /// The two no longer fit: a block, a changed wish or shift, a higher tier.
    NoLongerFits,
    /// The supporter now takes fewer at a time.
    SlotGone,
}
