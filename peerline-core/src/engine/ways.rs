//! Refusals that leave somebody with a way on: why, in their own language, and what there is
//! instead.

use super::Answer;
use super::Engine;
use super::Why;
use crate::identity::TicketRefusal;
use crate::matching;
use crate::matching::InvalidProfile;
use crate::room;
use crate::room::PauseWhy;
use crate::room::Room;
use crate::room::RoomKind;
use crate::vocab::AccountId;
use crate::vocab::Language;
use crate::vocab::RoomId;
use crate::vocab::Timestamp;

/// A refusal that says what there is instead.
#[derive(Clone, Debug, Eq, PartialEq)]
#[expect(clippy::exhaustive_structs, reason = "the engine makes it")]
pub struct Barred {
    /// The family of the refusal.
    pub why: Why,
    /// What stands in the way.
    pub bar: Bar,
    /// In plain language.
    pub say: String,
    /// Rooms of the directory with space.
    pub rooms: Vec<RoomId>,
    /// When it may go, where that is known.
    pub at: Option<Timestamp>,
}

/// What stands in the way.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
#[non_exhaustive]
pub enum Bar {
    /// No seat is left.
    Full,
    /// Nobody talks in it for now.
    Paused,
    /// The session has not begun.
    NotBegun,
    /// The circle waits for more people.
    Gathering,
    /// It is over.
    Closed,
    /// A sanction leaves nothing but the way to a responder.
    HelpOnly,
    /// Their role does not allow it.
    Role,
    /// Somebody else leads.
    Taken,
    /// They asked enough people, or this person, of late.
    Asked,
    /// It is quiet there at this hour.
    Quiet,
    /// The ticket opens nothing.
    Ticket(TicketRefusal),
    /// It takes a fresh ticket.
    TicketNeeded,
    /// Another device kept something in the locker meanwhile.
    LockerChanged,
    /// What they ask for, or offer, does not do.
    Profile(InvalidProfile),
    /// As many wait as the line can hold.
    LineFull,
    /// They already talk with somebody.
    Talking,
    /// The offer does not run any more.
    OfferOver,
    /// They asked anew too often of late.
    TooOften,
    /// The guardians, or how long an entry is kept, are others than what was sealed for.
    VaultChanged,
    /// They are too new for blind tickets.
    Probation,
    /// Somebody came with a blind ticket: nothing leads to them under another name.
    Unlinkable,
}

impl Bar {
    /// Returns its name on the wire.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Full => "full",
            Self::Paused => "paused",
            Self::NotBegun => "not_begun",
            Self::Gathering => "gathering",
            Self::Closed => "closed",
            Self::HelpOnly => "help_only",
            Self::Role => "role",
            Self::Taken => "taken",
            Self::Asked => "asked",
            Self::Quiet => "quiet",
            Self::Ticket(refusal) => refusal.as_str(),
            Self::TicketNeeded => "ticket_needed",
            Self::LockerChanged => "locker_changed",
            Self::Profile(invalid) => invalid.as_str(),
            Self::LineFull => "line_full",
            Self::Talking => "talking",
            Self::OfferOver => "offer_over",
            Self::TooOften => "too_often",
            Self::VaultChanged => "vault_changed",
            Self::Probation => "probation",
            Self::Unlinkable => "unlinkable",
        }
    }

    /// Returns under which name its plain words stand: why exactly a ticket opens nothing is for
    /// programs.
    const fn says(self) -> &'static str {
        match self {
            Self::Ticket(_) | Self::TicketNeeded => "ticket",
            Self::Profile(invalid) => invalid.says(),
            Self::Full
            | Self::Paused
            | Self::NotBegun
            | Self::Gathering
            | Self::Closed
            | Self::HelpOnly
            | Self::Role
            | Self::Taken
            | Self::Asked
            | Self::Quiet
            | Self::LockerChanged
            | Self::LineFull
            | Self::Talking
            | Self::OfferOver
            | Self::TooOften
            | Self::VaultChanged
            | Self::Probation
            | Self::Unlinkable => self.as_str(),
        }
    }

    const fn why(self) -> Why {
        match self {
            Self::Closed | Self::Talking | Self::OfferOver | Self::Unlinkable => Why::Gone,
            Self::LineFull => Why::TooBig,
            Self::Profile(invalid) => of_profile(invalid),
            Self::Full
            | Self::Paused
            | Self::NotBegun
            | Self::Gathering
            | Self::HelpOnly
            | Self::Role
            | Self::Taken
            | Self::Asked
            | Self::Quiet
            | Self::Ticket(_)
            | Self::TicketNeeded
            | Self::LockerChanged
            | Self::TooOften
            | Self::Probation
            | Self::VaultChanged => Why::Denied,
        }
    }
}

/// What stands in the way in plain language.
fn in_words(bar: Bar, language: Option<&Language>) -> &'static str {
    let name = bar.says();
    matching::say(name, language).unwrap_or_else(|| room::say(name, language))
}

/// How many other rooms a refusal names.
const NAMED: usize = 3;

impl Engine {
    /// Refuses with a way on.
    pub(super) fn bar(&self, account: AccountId, bar: Bar, at: Option<Timestamp>) -> Answer {
        let language = self.presence.language(account);
        Answer::Barred(Box::new(Barred {
            why: bar.why(),
            bar,
            say: in_words(bar, language.as_ref()).to_owned(),
            rooms: self.elsewhere(account, bar),
            at,
        }))
    }

    /// Refuses what a room does not do, with a way on.
    pub(super) fn bar_from(
        &self,
        account: AccountId,
        room: &Room,
        refusal: room::Refusal,
    ) -> Answer {
        let next = room.next_start(self.turn.now);
        match refusal {
            room::Refusal::Full => self.bar(account, Bar::Full, None),
            room::Refusal::Paused => self.bar(account, paused(room), next),
            room::Refusal::NotTheTime => self.bar(account, Bar::NotBegun, next),
            room::Refusal::Closed => self.bar(account, Bar::Closed, None),
            room::Refusal::Taken => self.bar(account, Bar::Taken, None),
            room::Refusal::NotAllowed | room::Refusal::ReadOnly => {
                self.bar(account, Bar::Role, None)
            }
            room::Refusal::NoMember
            | room::Refusal::NoMessage
            | room::Refusal::NoHand
            | room::Refusal::OtherNorms => Answer::refuse(Why::Gone),
            room::Refusal::TooMuch => Answer::refuse(Why::TooBig),
            room::Refusal::NotAMember
            | room::Refusal::Open
            | room::Refusal::NotYours
            | room::Refusal::LeadersOnly
            | room::Refusal::NoTurns => Answer::refuse(Why::Denied),
        }
    }

    /// Returns the rooms that a refusal names.
    fn elsewhere(&self, account: AccountId, bar: Bar) -> Vec<RoomId> {
        if matches!(
            bar,
            Bar::HelpOnly | Bar::LockerChanged | Bar::VaultChanged | Bar::Talking
        ) {
            return Vec::new();
        }
        self.rooms_with_space(account)
    }

    /// Returns a few rooms of the directory where somebody could talk now, in their language first.
    pub(super) fn rooms_with_space(&self, account: AccountId) -> Vec<RoomId> {
        let speaks = self.speaks(account);
        let person = self.person(account);
        let listed = self.state.halls.listed.values();
        let mut rooms: Vec<_> = listed
            .filter_map(|id| {
                let room = self.state.room(*id)?;
                let spec = room.setting.spec.as_ref()?;
                let talks = room.is_open() && room.kind != RoomKind::Staff;
                let free = room.has_place(&self.limits) && room.present_member(account).is_none();
                let foreign = !speaks
                    .iter()
                    .any(|language| spec.languages.contains(language));
                (talks && free && !self.looks_full(*id, room, person)).then_some((foreign, *id))
            })
            .collect();
        rooms.sort_by_key(|(foreign, _)| *foreign);
        rooms.into_iter().map(|(_, id)| id).take(NAMED).collect()
    }

    /// In which languages somebody would talk: those they asked for, else that of their page.
    fn speaks(&self, account: AccountId) -> Vec<Language> {
        let ticket = self.state.matching.ticket_of(account);
        ticket.map_or_else(
            || self.presence.language(account).into_iter().collect(),
            |ticket| ticket.wish.languages().to_vec(),
        )
    }
}

/// The family of what does not do in a wish or a shift.
const fn of_profile(invalid: InvalidProfile) -> Why {
    match invalid {
        InvalidProfile::NoLanguage | InvalidProfile::AgeContradiction => Why::OutOfPlace,
        InvalidProfile::TooManyTopics { .. }
        | InvalidProfile::TooManyLanguages { .. }
        | InvalidProfile::TooManyTags { .. }
        | InvalidProfile::Capacity { .. }
        | InvalidProfile::LoadPoints { .. } => Why::TooBig,
        InvalidProfile::NotCertified
        | InvalidProfile::NotCleared
        | InvalidProfile::UnknownTopic
        | InvalidProfile::UnknownLanguage
        | InvalidProfile::UnknownTag => Why::Denied,
    }
}

/// What a pause is called to who wants to talk.
pub(super) const fn paused(room: &Room) -> Bar {
    match room.setting.pause {
        Some(PauseWhy::NotBegun | PauseWhy::Over) => Bar::NotBegun,
        Some(PauseWhy::Gathering) => Bar::Gathering,
        Some(PauseWhy::Lease | PauseWhy::Moderator) | None => Bar::Paused,
    }
}
