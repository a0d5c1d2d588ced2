//! What the line knows of its vault: a pure fold of [`Fact`]s.

use std::collections::BTreeMap;

use super::Approval;
use super::Fact;
use super::OpenRequest;
use super::SealedContact;
use crate::identity::By;
use crate::vocab::AccountId;
use crate::vocab::Erased;
use crate::vocab::Timestamp;
use crate::vocab::VaultEntryId;
use crate::vocab::VaultRequestId;

/// Who has what sealed, and who asks for it.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Book {
    pub(super) entries: BTreeMap<AccountId, SealedContact>,
    names: BTreeMap<VaultEntryId, AccountId>,
    pub(super) openings: BTreeMap<VaultRequestId, Opening>,
}

/// A request, and how far it came.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct Opening {
    /// Whose contact.
    pub account: AccountId,
    /// What is asked.
    pub request: OpenRequest,
    /// Who asked.
    pub by: By,
    /// What guardians sent, by their place.
    pub approvals: BTreeMap<u8, Approval>,
    /// When enough of them had agreed.
    pub opened: Option<Timestamp>,
    /// Whether the person was told.
    pub told: bool,
}

impl Book {
    /// Returns what an account has sealed, or `None` where nothing was sealed for it yet: then the
    /// host seals nobody, so that everybody has an entry.
    #[must_use]
    pub fn sealed(&self, account: AccountId) -> Option<&SealedContact> {
        self.entries.get(&account)
    }

    /// Returns whose entry has this name, and what is kept there.
    #[must_use]
    pub fn entry(&self, entry: VaultEntryId) -> Option<(AccountId, &SealedContact)> {
        let account = *self.names.get(&entry)?;
        Some((account, self.entries.get(&account)?))
    }

    /// Returns how many people have an entry.
    #[must_use]
    pub fn n_entries(&self) -> usize {
        self.entries.len()
    }

    /// Returns who has an entry.
    pub fn accounts(&self) -> impl Iterator<Item = AccountId> {
        self.entries.keys().copied()
    }

    /// Returns the requests, by their ids.
    pub fn openings(&self) -> impl Iterator<Item = &Opening> {
        self.openings.values()
    }

    /// Returns whose entries end at or before a time.
    pub fn ended(&self, now: Timestamp) -> impl Iterator<Item = AccountId> {
        let all = self.entries.iter();
        all.filter(move |(_, sealed)| sealed.until() <= now)
            .map(|(account, _)| *account)
    }

    /// Returns when [`Command::Prune`](super::Command::Prune) has something to do next.
    #[must_use]
    pub fn next_end(&self) -> Option<Timestamp> {
        let entries = self.entries.values().map(SealedContact::until);
        let requests = self.openings.values();
        let closing = requests.filter(|one| one.opened.is_none() || one.told);
        entries.chain(closing.map(|one| one.request.until)).min()
    }

    /// Returns a request.
    #[must_use]
    pub fn opening(&self, request: VaultRequestId) -> Option<&Opening> {
        self.openings.get(&request)
    }

    /// Returns the requests a guardian has still to look at.
    pub fn waiting(&self, now: Timestamp, guardian: u8) -> impl Iterator<Item = &Opening> {
        let open = self.openings.values();
        open.filter(move |opening| {
            now < opening.request.until
                && opening.opened.is_none()
                && !opening.approvals.contains_key(&guardian)
        })
    }

    /// Returns the requests about somebody.
    pub fn about(&self, account: AccountId) -> impl Iterator<Item = &Opening> {
        let all = self.openings.values();
        all.filter(move |one| one.account == account)
    }

    /// Returns what takes back whatever is asked about somebody who forgets their entry. The host
    /// destroys the entry itself ([`lift`](Self::lift)): no fact says whose is gone.
    pub fn withdrawn(&self, account: AccountId) -> impl Iterator<Item = Fact> {
        self.about(account).map(move |one| Fact::Withdrawn {
            account,
            request: one.request.id,
        })
    }

    /// Returns whose entries hold what guardians sent to requests that end at or before a time.
    pub fn answered(&self, ended: Timestamp) -> impl Iterator<Item = AccountId> {
        let over = self.openings.values().filter(move |one| one.is_over(ended));
        over.filter(|one| !one.approvals.is_empty())
            .map(|one| one.account)
    }

    /// Returns the openings that a person was not told of yet.
    pub fn untold(&self, account: AccountId) -> impl Iterator<Item = &Opening> {
        let all = self.openings.values();
        all.filter(move |one| one.account == account && one.opened.is_some() && !one.told)
    }

    /// Returns whether an account stands here.
    #[must_use]
    pub fn remembers(&self, account: AccountId) -> bool {
        let asked = |one: &Opening| one.account == account || one.by == By::Account(account);
        self.entries.contains_key(&account) || self.openings.values().any(asked)
    }

    /// Forgets a person, as a fold of the facts without them does.
    pub fn erase(&mut self, person: &Erased) {
        self.forget(person.account);
    }

    fn forget(&mut self, account: AccountId) {
        self.lift(account);
        self.openings.retain(|_, one| one.account != account);
        for one in self.openings.values_mut() {
            if one.by == By::Account(account) {
                one.by = By::Account(AccountId::NOBODY);
            }
        }
    }

    /// Forgets what somebody sealed, and what guardians sent to open it: its log is gone.
    pub fn lift(&mut self, account: AccountId) {
        for one in self.openings.values_mut() {
            if one.account == account {
                one.approvals.clear();
            }
        }
        if let Some(sealed) = self.entries.remove(&account) {
            self.names.remove(&sealed.entry());
        }
    }

    /// Returns whether [`Fact::Pruned`] would drop something.
    pub(super) fn has_ended(&self, ended: Timestamp) -> bool {
        let over = |sealed: &SealedContact| sealed.until() <= ended;
        self.entries.values().any(over) || self.openings.values().any(|one| one.is_over(ended))
    }

    fn prune(&mut self, ended: Timestamp) {
        let over: Vec<_> = self.ended(ended).collect();
        for account in over {
            self.lift(account);
        }
        self.openings.retain(|_, one| !one.is_over(ended));
    }
}

impl Opening {
    /// What was opened is kept until the person was told.
    fn is_over(&self, ended: Timestamp) -> bool {
        self.request.until <= ended && (self.opened.is_none() || self.told)
    }
}

/// Applies a fact. It never fails: what does not fit changes nothing.
pub fn apply(book: &mut Book, fact: &Fact) {
    if fact.subject().is_some_and(|account| account.is_nobody()) {
        return;
    }
    match fact {
        Fact::Sealed { account, sealed } => {
            if let Some(sealed) = sealed {
                book.lift(*account);
                book.names.insert(sealed.entry(), *account);
                book.entries.insert(*account, (**sealed).clone());
            }
        }
        Fact::Asked {
            account,
            request,
            by,
        } => {
            let opening = Opening {
                account: *account,
                request: *request,
                by: *by,
                approvals: BTreeMap::new(),
                opened: None,
                told: false,
            };
            book.openings.entry(request.id).or_insert(opening);
        }
        Fact::Approved { approval, .. } => {
            if let Some(opening) = book.openings.get_mut(&approval.request) {
                let approval = (**approval).clone();
                opening.approvals.insert(approval.guardian, approval);
            }
        }
        Fact::Opened { request, at, .. } => {
            if let Some(opening) = book.openings.get_mut(request) {
                opening.opened = Some(*at);
            }
        }
        Fact::Told { request, .. } => {
            if let Some(opening) = book.openings.get_mut(request) {
                opening.told = true;
            }
        }
        Fact::Withdrawn { request, .. } => {
            book.openings.remove(request);
        }
        Fact::Pruned { ended } => book.prune(*ended),
    }
}
