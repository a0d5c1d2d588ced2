//! What happened in a vault. It stays in the log: who asked, who agreed, when it was opened.

use serde::Deserialize;
use serde::Serialize;

use super::Approval;
use super::OpenRequest;
use super::SealedContact;
use crate::identity::By;
use crate::vocab::AccountId;
use crate::vocab::Digest;
use crate::vocab::Erased;
use crate::vocab::Timestamp;
use crate::vocab::VaultEntryId;
use crate::vocab::VaultRequestId;

/// One thing that happened. It holds no word of a person, but what only guardians can open.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "snake_case", tag = "fact")]
#[non_exhaustive]
pub enum Fact {
    /// Somebody sealed a contact, or that there is nobody, in place of what was there.
    Sealed {
        /// Who.
        account: AccountId,
        /// What; `None` once they are erased.
        sealed: Option<Box<SealedContact>>,
    },
    /// Somebody of staff asked to open a contact.
    Asked {
        /// Whose.
        account: AccountId,
        /// For what.
        request: OpenRequest,
        /// Who asked.
        by: By,
    },
    /// A guardian agreed.
    Approved {
        /// Whose contact it is about.
        account: AccountId,
        /// With what.
        approval: Box<Approval>,
    },
    /// Enough guardians agreed: whoever asked can read it.
    Opened {
        /// Whose.
        account: AccountId,
        /// By which request.
        request: VaultRequestId,
        /// When.
        at: Timestamp,
    },
    /// The person was told that their contact was opened.
    Told {
        /// Who.
        account: AccountId,
        /// By which request.
        request: VaultRequestId,
    },
    /// A request was taken back, by who asked or because the person forgot their entry: what
    /// guardians sent to it is destroyed.
    Withdrawn {
        /// Whose contact it was about.
        account: AccountId,
        /// Which request.
        request: VaultRequestId,
    },
    /// What had ended was dropped.
    Pruned {
        /// What ended at or before this time.
        ended: Timestamp,
    },
}

impl Fact {
    /// Returns the accounts it names.
    #[must_use]
    pub fn accounts(&self) -> Vec<AccountId> {
        let mut named: Vec<AccountId> = self.subject().into_iter().collect();
        if let Self::Asked {
            by: By::Account(account),
            ..
        } = self
        {
            named.push(*account);
        }
        named
    }

    /// Takes a person out of it: nobody stands in their place, and what they sealed is gone.
    pub fn erase(&mut self, person: &Erased) {
        if let Self::Asked {
            by: By::Account(account),
            ..
        } = self
        {
            person.account(account);
        }
        if !self.subject().is_some_and(|subject| person.is(subject)) {
            return;
        }
        match self {
            Self::Sealed { account, sealed } => {
                person.account(account);
                *sealed = None;
            }
            Self::Asked {
                account, request, ..
            } => {
                person.account(account);
                request.entry = VaultEntryId::from_bytes([0; 16]);
                request.record = Digest::from_bytes([0; 32]);
            }
            Self::Approved { account, approval } => {
                person.account(account);
                approval.blank();
            }
            Self::Opened { account, .. }
            | Self::Told { account, .. }
            | Self::Withdrawn { account, .. } => person.account(account),
            Self::Pruned { .. } => {}
        }
    }

    /// Returns whose contact it is about.
    #[must_use]
    pub const fn subject(&self) -> Option<AccountId> {
        match self {
            Self::Sealed { account, .. }
            | Self::Asked { account, .. }
            | Self::Approved { account, .. }
            | Self::Opened { account, .. }
            | Self::Told { account, .. }
            | Self::Withdrawn { account, .. } => Some(*account),
            Self::Pruned { .. } => None,
        }
    }
}
