//! What the operator and guardians ask of the vault, and what is answered.

use serde::Deserialize;
use serde::Serialize;

use crate::identity::vault::Approval;
use crate::identity::vault::Guardians;
use crate::identity::vault::Look;
use crate::identity::vault::OpenRequest;
use crate::identity::vault::Purpose;
use crate::identity::vault::SealedContact;
use crate::identity::vault::VaultRefusal;
use crate::vocab::CaseId;
use crate::vocab::Timestamp;
use crate::vocab::VaultRequestId;

/// What somebody puts about the vault: a person about their own entry, or a responder in a case.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum VaultAct {
    /// Leaves an emergency contact, or nobody: the line cannot tell.
    Leave {
        /// What is kept.
        sealed: Box<SealedContact>,
    },
    /// Destroys the entry, and takes back whatever is asked about it.
    Forget,
    /// Asks the guardians to open the contact of the person of a case.
    Ask {
        /// What is asked.
        request: OpenRequest,
    },
    /// Takes a request back.
    Withdraw {
        /// Which.
        request: VaultRequestId,
    },
}

/// How far a request came, as responders are told.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum VaultStep {
    /// Guardians are asked.
    Asked,
    /// One of them agreed.
    Agreed,
    /// Enough of them did.
    Opened,
    /// It was taken back.
    Withdrawn,
}

impl VaultStep {
    /// Returns its name on the wire.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Asked => "asked",
            Self::Agreed => "agreed",
            Self::Opened => "opened",
            Self::Withdrawn => "withdrawn",
        }
    }
}

/// What the operator, or a guardian, asks of the vault.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum VaultWish {
    /// How it stands.
    Status,
    /// What lies there of the person of a case.
    Find {
        /// Which case.
        case: CaseId,
    },
    /// Ask the guardians to open a contact.
    Ask {
        /// What is asked.
        request: OpenRequest,
    },
    /// Take a request back.
    Withdraw {
        /// Which.
        request: VaultRequestId,
    },
    /// What waits for a guardian.
    Waiting {
        /// Who asks, and lately.
        look: Box<Look>,
    },
    /// A guardian agrees.
    Approve {
        /// With what.
        approval: Box<Approval>,
    },
    /// What the guardians sent, once enough of them agreed.
    Read {
        /// To which request.
        request: VaultRequestId,
    },
}

/// The answer.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum VaultAnswer {
    /// How it stands.
    Status {
        /// How many people have an entry, whatever is in it.
        entries: usize,
        /// The requests that are remembered.
        requests: Vec<RequestView>,
    },
    /// What lies there.
    Found(Box<SealedContact>),
    /// The guardians are asked.
    Asked,
    /// The request is taken back, and what guardians sent is destroyed.
    Withdrawn,
    /// What waits, and who guards it.
    Waiting {
        /// The guardians, and how many of them must agree.
        guardians: Guardians,
        /// What lies there, and what is asked.
        requests: Vec<(SealedContact, OpenRequest)>,
    },
    /// The approval is taken.
    Approved {
        /// How many agreed.
        have: usize,
        /// How many it takes.
        need: u8,
    },
    /// What the guardians sent.
    Read {
        /// What lies there.
        sealed: Box<SealedContact>,
        /// What was asked.
        request: OpenRequest,
        /// Their shares, sealed to who asked.
        approvals: Vec<Approval>,
        /// The guardians, and how many of them must agree.
        guardians: Guardians,
    },
    /// Not done.
    Refused(VaultRefusal),
}

/// A request, as the operator sees it.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[expect(clippy::exhaustive_structs, reason = "the engine makes it")]
pub struct RequestView {
    /// Which.
    pub id: VaultRequestId,
    /// Why.
    pub reason: Purpose,
    /// When it ends.
    pub until: Timestamp,
    /// How many guardians agreed.
    pub approvals: usize,
    /// When enough of them had.
    pub opened: Option<Timestamp>,
}
