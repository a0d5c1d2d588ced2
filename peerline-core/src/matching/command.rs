//! What can be asked of the line, and how it says no.

use std::fmt;

use super::InvalidProfile;
use super::Ladder;
use super::LeaveReason;
use super::Matcher;
use super::Shift;
use super::Supporter;
use super::Ticket;
use super::Widened;
use super::Wish;
use super::fit;
use crate::vocab::AccountId;
use crate::vocab::Limits;
use crate::vocab::Millis;
use crate::vocab::OfferId;
use crate::vocab::RoomId;
use crate::vocab::Tier;

/// What can be asked of the line.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum Command {
    /// Joins the line; from a person already in it, changes the wish and keeps the place.
    Seek {
        /// Who.
        account: AccountId,
        /// What they ask for.
        wish: Wish,
        /// How soon. From a person already in line it can only raise.
        tier: Tier,
    },
    /// Leaves the line. Wins over an offer that has not been accepted.
    Withdraw {
        /// Who.
        account: AccountId,
        /// Why.
        why: LeaveReason,
    },
    /// Comes on shift, or changes the shift. Whoever they declined may be offered to them again.
    Ready {
        /// Who.
        account: AccountId,
        /// What they offer.
        shift: Shift,
    },
    /// Goes off shift; running offers lapse, rooms go on.
    Away {
        /// Who.
        account: AccountId,
    },
    /// Accepts an offer: the one act that brings two people together.
    Accept {
        /// Which supporter.
        account: AccountId,
        /// Which offer.
        offer: OfferId,
        /// The room they will talk in, new.
        room: RoomId,
    },
    /// Passes an offer on.
    Decline {
        /// Which supporter.
        account: AccountId,
        /// Which offer.
        offer: OfferId,
    },
    /// Says that an offer's time is up; nothing happens where it no longer runs. The caller keeps
    /// the time, from [`State::next_lapse`](super::State::next_lapse).
    Lapse {
        /// Which offer.
        offer: OfferId,
    },
    /// Looks for pairs now: after a block was lifted, or at [`State::next_look`](super::State::next_look).
    Pair,
    /// Ends a conversation.
    End {
        /// Where they talked.
        room: RoomId,
    },
    /// Moves a waiting person to a higher tier; a lower one changes nothing.
    RaiseTier {
        /// Who.
        account: AccountId,
        /// To which tier.
        tier: Tier,
    },
    /// Gives somebody a break, on shift or off it: nobody new is offered to them until it is over. Where they
    /// talk with somebody it begins at the end of that.
    Spare {
        /// Who.
        account: AccountId,
    },
}

/// Why the line said no. Nobody loses a place by a refusal.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum Refusal {
    /// The wish or shift is out of bounds.
    #[error("the profile is out of bounds: {0}")]
    Profile(#[from] InvalidProfile),
    /// As many people wait as the line can hold. Never said to the urgent tier.
    #[error("the line is full")]
    Full,
    /// The person already talks with a supporter.
    #[error("already in a conversation")]
    AlreadyTalking,
    /// The person is not in line.
    #[error("not in line")]
    NotInLine,
    /// The supporter is not on shift.
    #[error("not on shift")]
    NotOnShift,
    /// The offer does not run: never made, answered, lapsed or taken back.
    #[error("the offer does not run")]
    NoSuchOffer,
    /// The offer was made to somebody else.
    #[error("the offer was made to somebody else")]
    NotYourOffer,
    /// The room is already used by a pair.
    #[error("the room is in use")]
    RoomInUse,
    /// No pair talks in this room.
    #[error("no pair talks in this room")]
    NoSuchRoom,
}

/// What a decision knows beside the state.
#[derive(Clone, Copy)]
#[non_exhaustive]
pub struct Context<'a> {
    /// The bounds of the line.
    pub limits: &'a Limits,
    /// Who proposes pairs.
    pub matcher: &'a dyn Matcher,
    /// Whether two people may meet at all, under whatever name. Asked both ways around; one no is
    /// enough.
    pub compatible: &'a dyn Fn(AccountId, AccountId) -> bool,
    /// How long an offer runs.
    pub offer_time: Millis,
    /// How the search is widened while somebody waits.
    pub ladder: &'a Ladder,
    /// When supporters are given a break.
    pub breaks: Breaks,
}

/// When supporters are given a break they cannot talk their way out of.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct Breaks {
    /// After how many load points, for who set no figure of their own; never where missing.
    pub after_points: Option<u16>,
    /// How long a break is, from the end of the last conversation.
    pub length: Millis,
}

impl Breaks {
    /// Makes breaks for those alone who set a figure of their own, of a quarter of an hour.
    #[must_use]
    pub const fn of_their_own() -> Self {
        Self {
            after_points: None,
            length: Millis::from_mins(15),
        }
    }

    /// Returns the same breaks, after so many load points.
    #[must_use]
    pub const fn after(mut self, points: u16) -> Self {
        self.after_points = Some(points);
        self
    }

    /// Returns the same breaks, this long.
    #[must_use]
    pub const fn lasting(mut self, length: Millis) -> Self {
        self.length = length;
        self
    }
}

impl Default for Breaks {
    fn default() -> Self {
        Self::of_their_own()
    }
}

/// A ladder on which nothing is waited for.
static OPEN: Ladder = Ladder::open();

impl<'a> Context<'a> {
    /// How long an offer runs if nothing else is said: half a minute is enough to look at it, and
    /// short enough that the next supporter is asked within the minute.
    pub const OFFER_TIME: Millis = Millis::from_secs(30);

    /// Makes a context with the usual offer time, where nothing is waited for.
    #[must_use]
    pub fn new(
        limits: &'a Limits,
        matcher: &'a dyn Matcher,
        compatible: &'a dyn Fn(AccountId, AccountId) -> bool,
    ) -> Self {
        Self {
            limits,
            matcher,
            compatible,
            offer_time: Self::OFFER_TIME,
            ladder: &OPEN,
            breaks: Breaks::default(),
        }
    }

    /// Returns the same context with another offer time.
    #[must_use]
    pub const fn with_offer_time(mut self, offer_time: Millis) -> Self {
        self.offer_time = offer_time;
        self
    }

    /// Returns the same context with a ladder.
    #[must_use]
    pub const fn with_ladder(mut self, ladder: &'a Ladder) -> Self {
        self.ladder = ladder;
        self
    }

    /// Returns the same context with other breaks.
    #[must_use]
    pub const fn with_breaks(mut self, breaks: Breaks) -> Self {
        self.breaks = breaks;
        self
    }

    /// Returns whether every hard rule but the declines allows the pair.
    pub(super) fn fits(&self, ticket: &Ticket, supporter: &Supporter<'_>) -> bool {
        ticket.account != supporter.account
            && fit::suits(&ticket.wish, ticket.tier, supporter.shift, Widened::ALL)
            && self.may_meet(ticket.account, supporter.account)
    }

    /// Returns whether the two may meet, whoever of them set the block.
    pub(super) fn may_meet(&self, one: AccountId, other: AccountId) -> bool {
        (self.compatible)(one, other) && (self.compatible)(other, one)
    }
}

impl fmt::Debug for Context<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Context")
            .field("limits", &self.limits)
            .field("matcher", &self.matcher)
            .field("offer_time", &self.offer_time)
            .field("ladder", &self.ladder)
            .field("breaks", &self.breaks)
            .finish_non_exhaustive()
    }
}
