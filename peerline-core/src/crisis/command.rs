//! What a case can be asked to do.

use super::AssessReason;
use super::CareAct;
use super::CloseReason;
use super::EscalationPolicy;
use super::SkipReason;
use super::Source;
use super::Target;
use super::Timers;
use crate::vocab::AccountId;
use crate::vocab::Band;
use crate::vocab::CaseId;
use crate::vocab::Category;
use crate::vocab::Reason;
use crate::vocab::RiskFinding;
use crate::vocab::RoomId;
use crate::vocab::Seq;
use crate::vocab::Timestamp;

/// What a decision may look at beside the state.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Context<'a> {
    /// The ladder.
    pub policy: &'a dyn EscalationPolicy,
    /// The times.
    pub timers: &'a Timers,
    /// How many responders are at the console now.
    pub on_duty: usize,
    /// The time of the decision.
    pub now: Timestamp,
}

impl<'a> Context<'a> {
    /// Makes a context.
    #[must_use]
    pub const fn new(
        policy: &'a dyn EscalationPolicy,
        timers: &'a Timers,
        on_duty: usize,
        now: Timestamp,
    ) -> Self {
        Self {
            policy,
            timers,
            on_duty,
            now,
        }
    }
}

/// A sign of danger.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct Signal {
    /// Who gave it.
    pub person: AccountId,
    /// Where it came from.
    pub source: Source,
    /// How soon a person is needed; brought into the reach of a detector and the floor of its source.
    pub band: Band,
    /// What a detector recognised.
    pub reasons: Vec<Reason>,
    /// Where it was given.
    pub room: Option<RoomId>,
    /// Where in that room's log.
    pub entry: Option<Seq>,
}

impl Signal {
    /// Makes a sign without reasons or place; the fields are public.
    #[must_use]
    pub const fn new(person: AccountId, source: Source, band: Band) -> Self {
        Self {
            person,
            source,
            band,
            reasons: Vec::new(),
            room: None,
            entry: None,
        }
    }

    /// Makes the sign that a detector's finding is, or `None` where it found nothing.
    ///
    /// A detector that could not look is a sign as well: a human looks instead. Where every reason is
    /// a worry about somebody else, so is the sign; one reason about the writer makes it theirs.
    #[must_use]
    pub fn of_finding(person: AccountId, finding: RiskFinding) -> Option<Self> {
        match finding {
            RiskFinding::NoSignal => None,
            RiskFinding::Unavailable => {
                Some(Self::new(person, Source::DetectorOutage, Band::Elevated))
            }
            RiskFinding::Signal { band, reasons } => {
                let other = |reason: &Reason| reason.category == Category::ThirdParty;
                let source = if !reasons.is_empty() && reasons.iter().all(other) {
                    Source::ThirdParty
                } else {
                    Source::OwnWords
                };
                Some(Self {
                    reasons,
                    ..Self::new(person, source, band)
                })
            }
        }
    }

    /// Returns the band as a case takes it: at most [`Band::DETECTOR_MAX`], since what is above is a
    /// trained human's to say, and at least what its source calls for.
    #[must_use]
    pub fn effective_band(&self) -> Band {
        let floor = match self.source {
            Source::Asked => Band::High,
            Source::DetectorOutage => Band::Elevated,
            Source::OwnWords | Source::Helper | Source::ThirdParty => Band::Routine,
        };
        self.band.max(floor).min(Band::DETECTOR_MAX)
    }
}

/// What a case can be asked to do. Who may ask is the engine's to check; that a case's owner alone
/// acts as its owner is checked here.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum Command {
    /// A sign of danger: opens a case, or raises or adds to the person's open one.
    Signal(Signal),
    /// The time of [`Case::wake`](super::Case::wake) has come.
    Wake {
        /// The case.
        case: CaseId,
    },
    /// A responder takes the case.
    Accept {
        /// The case.
        case: CaseId,
        /// Who.
        responder: AccountId,
    },
    /// The owner has read the latest.
    Acknowledge {
        /// The case.
        case: CaseId,
        /// Who.
        responder: AccountId,
    },
    /// The owner asks somebody, or everybody, to take over.
    OfferHandoff {
        /// The case.
        case: CaseId,
        /// The owner.
        by: AccountId,
        /// Who is asked.
        to: Option<AccountId>,
    },
    /// Somebody takes over.
    AcceptHandoff {
        /// The case.
        case: CaseId,
        /// Who.
        by: AccountId,
    },
    /// The one asked says no, or the owner takes the question back.
    DeclineHandoff {
        /// The case.
        case: CaseId,
        /// Who.
        by: AccountId,
    },
    /// The owner says how soon a person is needed.
    Assess {
        /// The case.
        case: CaseId,
        /// The owner.
        by: AccountId,
        /// The band.
        band: Band,
        /// Why; needed to lower.
        reason: Option<AssessReason>,
    },
    /// A supervisor signs the owner's wish to go below High.
    Countersign {
        /// The case.
        case: CaseId,
        /// Who.
        supervisor: AccountId,
    },
    /// The seeker wrote; the owner has to answer.
    SeekerWrote {
        /// Who.
        person: AccountId,
    },
    /// The owner of a case does not answer.
    ResponderSilent {
        /// The case.
        case: CaseId,
        /// Who.
        responder: AccountId,
    },
    /// A responder's connection is lost past its grace.
    ResponderGone {
        /// Who.
        responder: AccountId,
    },
    /// A seeker's connection is lost past its grace.
    SeekerGone {
        /// Who.
        person: AccountId,
    },
    /// A seeker is back.
    SeekerBack {
        /// Who.
        person: AccountId,
    },
    /// A person erased themselves: their cases below High end, as they left; the others go on.
    PersonErased {
        /// Who.
        person: AccountId,
    },
    /// A page arrived or failed.
    PageOutcome {
        /// The case.
        case: CaseId,
        /// Of which offer.
        step: u32,
        /// Where.
        target: Target,
        /// Whether it arrived.
        delivered: bool,
    },
    /// The owner closes the case.
    Close {
        /// The case.
        case: CaseId,
        /// The owner.
        by: AccountId,
        /// Why.
        reason: CloseReason,
        /// Why it was not assessed, where it was not.
        skip: Option<SkipReason>,
    },
    /// Something that helpers do beyond taking a case.
    Care {
        /// The case.
        case: CaseId,
        /// Who.
        by: AccountId,
        /// What.
        act: CareAct,
    },
    /// A second look at a closed case is done.
    Review {
        /// The case.
        case: CaseId,
        /// Who.
        by: AccountId,
    },
}

/// A command was refused. Nothing has changed.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum Refusal {
    /// There is no such case.
    #[error("there is no such case")]
    UnknownCase,
    /// The case is closed.
    #[error("the case is closed")]
    Closed,
    /// The case is not closed yet.
    #[error("the case is open")]
    Open,
    /// Somebody else has the case.
    #[error("somebody else has the case")]
    Taken,
    /// Only the owner can do this.
    #[error("only the owner of the case can do this")]
    NotOwner,
    /// No hand-off is open for this person.
    #[error("no hand-off is open for you")]
    NoHandoff,
    /// A hand-off is open already, or is offered to its own owner.
    #[error("a hand-off is open, or would go to its own owner")]
    HandoffOpen,
    /// Lowering a band needs a reason.
    #[error("lowering needs a reason")]
    NeedsReason,
    /// Closing needs an assessment, or a reason why there was none.
    #[error("closing needs an assessment or a reason for its absence")]
    NeedsAssessment,
    /// Nothing waits for a signature.
    #[error("nothing waits for a signature")]
    NothingToSign,
    /// The second person must be another one than the first.
    #[error("a second person is needed")]
    SecondPersonNeeded,
    /// The person a case is about cannot own it.
    #[error("a case cannot be owned by the person it is about")]
    OwnCase,
    /// The sign carried no danger.
    #[error("there was no sign of danger")]
    NoSignal,
    /// What is done for the person does not lead there from here.
    #[error("what is done for the person does not lead there from here")]
    OutOfCourse,
    /// A rescue needs to say what it stands on, and what was tried before.
    #[error("a rescue needs its grounds, and what was tried before")]
    NeedsGrounds,
    /// Danger is open: a supervisor joins first, or what is done changes.
    #[error("danger is open; a supervisor joins first")]
    DangerOpen,
    /// A supervisor signs the rescue first.
    #[error("a supervisor signs the rescue first")]
    NeedsSignature,
    /// Nobody has said that somebody is with the person.
    #[error("contact is not confirmed, and a supervisor has not signed the further steps")]
    ContactOpen,
    /// The person was promised that they are asked afterwards.
    #[error("a follow-up was promised and is open")]
    FollowUpOpen,
    /// The person has not agreed to be asked afterwards.
    #[error("the person has not agreed to a follow-up")]
    NoConsent,
    /// A case at High and above does not rest.
    #[error("a case at high and above does not rest")]
    StillUrgent,
}

impl Command {
    /// Returns the case it names.
    #[must_use]
    pub const fn case(&self) -> Option<CaseId> {
        match self {
            Self::Wake { case }
            | Self::Accept { case, .. }
            | Self::Acknowledge { case, .. }
            | Self::OfferHandoff { case, .. }
            | Self::AcceptHandoff { case, .. }
            | Self::DeclineHandoff { case, .. }
            | Self::Assess { case, .. }
            | Self::Countersign { case, .. }
            | Self::ResponderSilent { case, .. }
            | Self::PageOutcome { case, .. }
            | Self::Close { case, .. }
            | Self::Care { case, .. }
            | Self::Review { case, .. } => Some(*case),
            Self::Signal(_)
            | Self::SeekerWrote { .. }
            | Self::ResponderGone { .. }
            | Self::SeekerGone { .. }
            | Self::SeekerBack { .. }
            | Self::PersonErased { .. } => None,
        }
    }
}
