//! What is due later: timers and pages, kept as rows so that they survive a restart.

use serde::Deserialize;
use serde::Serialize;

use crate::crisis::Target;
use crate::vocab::Band;
use crate::vocab::CaseId;
use crate::vocab::OfferId;
use crate::vocab::Timestamp;
use crate::vocab::VaultRequestId;

/// Something to do at a time. Putting in the same key again replaces it.
#[derive(Clone, Debug, Eq, PartialEq)]
#[expect(clippy::exhaustive_structs, reason = "the engine makes it")]
pub struct Due {
    /// When.
    pub at: Timestamp,
    /// What.
    pub task: Task,
}

/// What to do.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "snake_case", tag = "task")]
#[non_exhaustive]
pub enum Task {
    /// An offer that was not answered lapses.
    LapseOffer {
        /// Which.
        offer: OfferId,
    },
    /// A case's one timer.
    WakeCase {
        /// Which.
        case: CaseId,
    },
    /// A page to a human.
    Page {
        /// For which case.
        case: CaseId,
        /// At which step of the ladder.
        step: u32,
        /// To whom.
        target: Target,
        /// How soon a person is needed.
        priority: Band,
        /// When the signal came.
        since: Timestamp,
        /// How often it was tried before.
        tries: u32,
        /// Whether it calls a supervisor to a case that somebody has.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        supervisor: bool,
    },
    /// A page that is needed no more, because somebody has the case: the target may put it down.
    CallOff {
        /// For which case.
        case: CaseId,
        /// At which step of the ladder.
        step: u32,
        /// To whom.
        target: Target,
        /// How soon a person was needed.
        priority: Band,
        /// When the signal came.
        since: Timestamp,
        /// How often it was tried before.
        tries: u32,
    },
    /// Guardians are told that a request waits for them.
    CallGuardians {
        /// Which.
        request: VaultRequestId,
        /// How long it waits.
        until: Timestamp,
        /// How often it was tried before.
        tries: u32,
    },
}

impl Task {
    /// Returns the idempotency key: one per offer, per case, per (case, step, target) for a page
    /// and for calling it off, and per request to guardians.
    #[must_use]
    pub fn key(&self) -> String {
        match self {
            Self::LapseOffer { offer } => format!("offer/{offer}"),
            Self::WakeCase { case } => format!("case/{case}"),
            Self::Page {
                case, step, target, ..
            } => format!("page/{case}/{step}/{}", name(*target)),
            Self::CallOff {
                case, step, target, ..
            } => format!("off/{case}/{step}/{}", name(*target)),
            Self::CallGuardians { request, .. } => format!("guardians/{request}"),
        }
    }
}

fn name(target: Target) -> String {
    match target {
        Target::Console => "console".to_owned(),
        Target::OnCall(ring) => format!("ring-{ring}"),
        Target::LastResort => "last-resort".to_owned(),
    }
}
