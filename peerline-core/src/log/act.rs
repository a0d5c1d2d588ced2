//! What somebody asks for with a put.

use serde::Deserialize;
use serde::Serialize;

use super::DocketAct;
use super::RoomAct;
use super::StandingAct;
use super::VaultAct;
use crate::crisis::CareAct;
use crate::identity::LockerBlob;
use crate::matching::Asked;
use crate::matching::Hours;
use crate::room::TalkAct;
use crate::vocab::Band;
use crate::vocab::CaseId;
use crate::vocab::ContentNotes;
use crate::vocab::DecisionId;
use crate::vocab::Language;
use crate::vocab::OccupantId;
use crate::vocab::OfferId;
use crate::vocab::Sensitive;
use crate::vocab::Seq;
use crate::vocab::Text;

/// What a put asks for.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum Act {
    /// Says something in a room.
    Say {
        /// The words.
        text: Text,
        /// Their language, where the writer said it.
        language: Option<Language>,
        /// What they talk about, where the writer said it.
        notes: Option<ContentNotes>,
    },
    /// Says something else in the place of an own message.
    Edit {
        /// Which message.
        entry: Seq,
        /// The words.
        text: Text,
        /// Their language, where the writer said it.
        language: Option<Language>,
        /// What they talk about, where the writer said it.
        notes: Option<ContentNotes>,
    },
    /// Takes a message away.
    Redact {
        /// Which message.
        entry: Seq,
    },
    /// Leaves a room, or stops waiting.
    Leave,
    /// Waits for a supporter.
    Seek(Box<Asked>),
    /// Goes on shift, or off with a capacity of zero.
    Available(Box<Hours>),
    /// Takes an offered seeker.
    AcceptOffer {
        /// Which.
        offer: OfferId,
    },
    /// Passes on an offered seeker.
    DeclineOffer {
        /// Which.
        offer: OfferId,
    },
    /// Takes a case, or accepts its hand-off.
    Take,
    /// Declines a case's hand-off.
    DeclineHandoff,
    /// Asks for a human, now.
    AskForHuman {
        /// ISO 3166 country for helplines.
        country: Option<Sensitive<String>>,
        /// The member whom a helper in this room worries about.
        about: Option<OccupantId>,
    },
    /// Answers a care card with "not now" or "this is not about me".
    Dismiss {
        /// Which case.
        case: CaseId,
        /// Which of the two.
        why: DismissWhy,
    },
    /// Reports the entry that the put refers to.
    Report {
        /// Which entry.
        entry: Seq,
        /// Why, as one of the operator's grounds.
        ground: String,
    },
    /// Asks another person to look at a decision.
    Appeal {
        /// Which.
        decision: DecisionId,
        /// In the author's words.
        text: Text,
    },
    /// A responder has read the conversation.
    Acknowledge,
    /// A human says how soon a person is needed.
    Assess {
        /// How soon.
        priority: Band,
        /// Why, as a code.
        reason: String,
    },
    /// Offers a case to another responder, or to all.
    HandOff {
        /// To whom, as named in `#crisis/main`; to all where missing.
        to: Option<OccupantId>,
    },
    /// Decides something in a moderators' queue.
    Docket(Box<DocketAct>),
    /// Signs, as a supervisor, what the owner of a case wishes.
    Countersign,
    /// Does something in a case beyond taking it: judges, goes on with a rescue, agrees as a second
    /// person, asks how somebody is afterwards.
    Care(CareAct),
    /// Does something about somebody's standing.
    Standing(StandingAct),
    /// Ends a case.
    CloseCase {
        /// Why.
        reason: CloseReason,
    },
    /// Does something about a room of the directory, how a room is led, or with whom to talk alone.
    Room(RoomAct),
    /// Changes how people talk in a room.
    Talk(TalkAct),
    /// Brings what the gate asks newcomers for.
    Enter {
        /// A proof of work.
        work: Option<u64>,
        /// The pass of a closed group.
        pass: Option<Sensitive<String>>,
    },
    /// Erases whoever asks: account, names, words and all.
    Erase,
    /// Puts something into the person's locker.
    Keep {
        /// The version that it takes the place of; zero where there was none.
        after: u64,
        /// What.
        blob: LockerBlob,
    },
    /// Leaves, destroys or asks for an emergency contact.
    Vault(VaultAct),
}

impl Act {
    /// Returns whether it is words of somebody, in which a sign of danger may be.
    #[must_use]
    pub const fn speaks(&self) -> bool {
        self.words().is_some()
    }

    /// Returns the words that somebody says or writes in it, to a room or to who looks at an appeal,
    /// and their language, where the writer said it.
    #[must_use]
    pub const fn words(&self) -> Option<(&Text, Option<&Language>)> {
        match self {
            Self::Say { text, language, .. } | Self::Edit { text, language, .. } => {
                Some((text, language.as_ref()))
            }
            Self::Appeal { text, .. } => Some((text, None)),
            Self::Redact { .. }
            | Self::Leave
            | Self::Seek(_)
            | Self::Available(_)
            | Self::AcceptOffer { .. }
            | Self::DeclineOffer { .. }
            | Self::Take
            | Self::DeclineHandoff
            | Self::AskForHuman { .. }
            | Self::Dismiss { .. }
            | Self::Report { .. }
            | Self::Acknowledge
            | Self::Assess { .. }
            | Self::HandOff { .. }
            | Self::Docket(_)
            | Self::Countersign
            | Self::Care(_)
            | Self::Standing(_)
            | Self::CloseCase { .. }
            | Self::Room(_)
            | Self::Talk(_)
            | Self::Enter { .. }
            | Self::Erase
            | Self::Keep { .. }
            | Self::Vault(_) => None,
        }
    }

    /// Returns whether it calls for a person.
    #[must_use]
    pub const fn calls(&self) -> bool {
        matches!(self, Self::AskForHuman { .. })
    }
}

/// How a person answers a care card.
#[cfg_attr(feature = "schemars1", derive(schemars::JsonSchema))]
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum DismissWhy {
    /// Not now.
    NotNow,
    /// This is not about me.
    NotMe,
}

/// Why a case ends.
#[cfg_attr(feature = "schemars1", derive(schemars::JsonSchema))]
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum CloseReason {
    /// The person is safe for now.
    SafeNow,
    /// Another service took over.
    HandedToService,
    /// The person did not want help.
    DeclinedHelp,
    /// The person left.
    Left,
    /// It was no crisis.
    NotACrisis,
    /// Another case covers it.
    Duplicate,
}
