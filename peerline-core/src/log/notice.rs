//! Entries that are there to be read.

use std::collections::BTreeSet;

use serde::Deserialize;
use serde::Serialize;

use super::Card;
use super::DismissWhy;
use super::VaultMoved;
use crate::crisis::Course;
use crate::crisis::FollowUpState;
use crate::crisis::Want;
use crate::identity::vault::Purpose;
use crate::matching::AgeBand;
use crate::matching::Asked;
use crate::matching::Hours;
use crate::matching::Need;
use crate::matching::Style;
use crate::room::RoomKind;
use crate::vocab::AskId;
use crate::vocab::Band;
use crate::vocab::CaseId;
use crate::vocab::DecisionId;
use crate::vocab::DeviceId;
use crate::vocab::Language;
use crate::vocab::Millis;
use crate::vocab::OccupantId;
use crate::vocab::OfferId;
use crate::vocab::Role;
use crate::vocab::RoomId;
use crate::vocab::Seq;
use crate::vocab::Tier;
use crate::vocab::Timestamp;
use crate::vocab::Topic;

/// Something told to whoever reads a log: a person in `@me`, responders in `#crisis`.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "snake_case", tag = "notice")]
#[non_exhaustive]
pub enum Notice {
    /// The person waits.
    Sought(Box<Asked>),
    /// The person no longer waits.
    StoppedWaiting,
    /// The supporter is on shift, or off with a capacity of zero.
    Available {
        /// What they offer.
        #[serde(flatten)]
        hours: Box<Hours>,
        /// Up to which tier the line clears them; missing where they are off shift.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        clearance: Option<Tier>,
        /// Whether the line certifies them for minors.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        minors: bool,
    },
    /// A seeker is offered.
    Offered(Box<OfferedSeeker>),
    /// An offer is over.
    OfferEnded {
        /// The offer.
        offer: OfferId,
        /// How.
        end: OfferEnd,
    },
    /// The person has somebody to talk to.
    Matched {
        /// Where.
        room: RoomId,
        /// About what.
        topic: Option<Topic>,
        /// In which language.
        language: Language,
        /// As what.
        role: Role,
        /// Whether a responder is on the way.
        crisis: bool,
        /// What the room is for.
        kind: RoomKind,
        /// Beside which room it is the staff's thread.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        beside: Option<RoomId>,
    },
    /// A decision about something the person wrote, in plain language.
    Moderated {
        /// The record.
        decision: DecisionId,
        /// What, which rule, why, how long, how to appeal.
        say: String,
    },
    /// How an appeal was decided, or that a decision was taken back, in plain language.
    Ruled {
        /// The record.
        decision: DecisionId,
        /// What became of it.
        outcome: RuledAs,
        /// What, why, and what follows.
        say: String,
    },
    /// A responder has taken the person's case and reads now.
    Taken {
        /// The case.
        case: CaseId,
        /// That, in plain language.
        say: String,
    },
    /// A case that was urgent is over for whoever had it: a break, and a talk about it with somebody.
    Debrief {
        /// The case.
        case: CaseId,
    },
    /// Real help, and that a person is being called.
    Care {
        /// The case.
        case: CaseId,
        /// What is shown, as rendered at that time.
        card: Box<Card>,
    },
    /// The person answered a care card; a human still looks.
    Dismissed {
        /// The case.
        case: CaseId,
        /// How.
        why: DismissWhy,
    },
    /// An entry was reported.
    Reported {
        /// Which entry.
        entry: Seq,
        /// On which ground.
        ground: String,
    },
    /// A member points responders to an entry, as a worry about somebody.
    Pointed {
        /// In which room.
        room: RoomId,
        /// Which entry.
        entry: Seq,
    },
    /// A decision was appealed.
    Appealed {
        /// Which.
        decision: DecisionId,
    },
    /// A case is new or has changed.
    CaseChanged {
        /// How it stands now.
        view: CaseView,
        /// Whether people are called because of it.
        alarm: bool,
    },
    /// A helper leads the seeker to a step of their own safety plan.
    PlanAsked {
        /// Which step, from one to six.
        n: u8,
    },
    /// A put was taken that changes nothing else.
    Noted,
    /// Somebody asks whether to talk alone.
    AskedAlone(AskedAlone),
    /// A question whether to talk alone is over, for who asked.
    AloneEnded {
        /// The question.
        ask: AskId,
        /// Whether the other said yes; what else they may have said, nobody learns.
        agreed: bool,
    },
    /// Somebody came with the person's phrase whom their locker did not know.
    Used {
        /// How often that was, in all.
        uses: u64,
        /// Their device, where they named one: so that a device knows its own.
        device: Option<DeviceId>,
    },
    /// A request to open the emergency contact of somebody in danger came further: for responders
    /// and for guardians among them. It names nobody.
    VaultMoved(VaultMoved),
    /// Enough guardians agreed to open the person's emergency contact.
    VaultOpened {
        /// Why.
        reason: Purpose,
        /// In plain language.
        say: String,
    },
}

/// A seeker, as a supporter is asked about them.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[expect(
    clippy::exhaustive_structs,
    reason = "the engine makes it; the stored form is versioned"
)]
pub struct OfferedSeeker {
    /// The offer.
    pub offer: OfferId,
    /// What they want to talk about.
    pub topics: Vec<Topic>,
    /// In which languages.
    pub languages: Vec<Language>,
    /// How long they have waited.
    pub waited: Millis,
    /// When the offer lapses.
    pub until: Timestamp,
    /// What they need in order to talk.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub needs: BTreeSet<Need>,
    /// How old they say they are.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub age: Option<AgeBand>,
    /// The way of talking they wish for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub style: Option<Style>,
}

/// What became of a decision.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum RuledAs {
    /// An appeal was decided, and it stands.
    Stands,
    /// An appeal was decided, and it is taken back.
    Reversed,
    /// It was taken back without an appeal.
    Undone,
    /// A held message was let through.
    Released,
}

impl RuledAs {
    /// Returns its name on the wire.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Stands => "stands",
            Self::Reversed => "reversed",
            Self::Undone => "undone",
            Self::Released => "released",
        }
    }
}

/// A question whether to talk alone, as it is put to somebody.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[expect(
    clippy::exhaustive_structs,
    reason = "the engine makes it; the stored form is versioned"
)]
pub struct AskedAlone {
    /// The question.
    pub ask: AskId,
    /// In which room.
    pub room: RoomId,
    /// What the asker is called there, and what people read.
    pub from: (OccupantId, String),
    /// Which messages the asker would take along.
    pub quote: Vec<Seq>,
    /// Until when it can be answered.
    pub until: Timestamp,
}

/// How an offer ended.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum OfferEnd {
    /// Taken.
    Accepted,
    /// Passed on.
    Declined,
    /// Not answered in time.
    Lapsed,
    /// Taken back.
    Withdrawn,
}

impl OfferEnd {
    /// Returns its name on the wire.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Accepted => "accepted",
            Self::Declined => "declined",
            Self::Lapsed => "lapsed",
            Self::Withdrawn => "withdrawn",
        }
    }
}

/// A case as a list of cases shows it.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[expect(
    clippy::exhaustive_structs,
    reason = "the engine makes it; the stored form is versioned"
)]
pub struct CaseView {
    /// The case.
    pub case: CaseId,
    /// How soon a person is needed.
    pub priority: Band,
    /// `offered`, `owned`, `assessing`, `handoff`, `resting`, `closed`.
    pub state: String,
    /// When the signal came.
    pub since: Timestamp,
    /// The conversation.
    pub room: Option<RoomId>,
    /// The owner's name in `#crisis/main`, and what people read.
    pub owner: Option<(OccupantId, String)>,
    /// The ladder's step.
    pub step: u32,
    /// Whether somebody worries about another person.
    pub third_party: bool,
    /// How soon its owner says that the person is needed, where a supervisor has not signed that.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub wish: Option<Band>,
    /// What is done for the person; missing where somebody talks with them, or will.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub course: Option<Course>,
    /// For what a supervisor is wanted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub want: Option<Want>,
    /// Whether a supervisor has joined.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub joined: bool,
    /// How the contact afterwards stands, where the person agreed to it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub follow: Option<FollowUpState>,
    /// Whether the person is gone and is to be found again.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub gone: bool,
    /// When the next thing is due that somebody waits for: contact, a signature, a follow-up.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due: Option<Timestamp>,
    /// Whether a second responder may do what a supervisor is or was wanted for: the line has none.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub second: bool,
}
