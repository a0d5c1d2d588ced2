//! What may happen in a vault.

use super::Approval;
use super::Book;
use super::Fact;
use super::Guarding;
use super::OpenRequest;
use super::Opening;
use super::SealedContact;
use super::VaultRefusal;
use crate::identity::By;
use crate::identity::State;
use crate::identity::decide::may;
use crate::vocab::AccountId;
use crate::vocab::Capability;
use crate::vocab::Timestamp;
use crate::vocab::VaultRequestId;

/// Something asked of the vault.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum Command {
    /// Keep what somebody sealed, in place of what was there. Taking a contact back is sealing
    /// nobody.
    Seal {
        /// Who.
        account: AccountId,
        /// What.
        sealed: Box<SealedContact>,
    },
    /// Ask the guardians to open a contact.
    Ask {
        /// What is asked.
        request: OpenRequest,
        /// Somebody who may [`OpenVault`](Capability::OpenVault).
        by: By,
    },
    /// Take a guardian's approval.
    Approve {
        /// Which.
        approval: Box<Approval>,
    },
    /// Note that the person was told.
    Tell {
        /// Of which request.
        request: VaultRequestId,
    },
    /// Take a request back: guardians are asked no more, and what they sent is destroyed.
    Withdraw {
        /// Which.
        request: VaultRequestId,
        /// Who asked, or the operator.
        by: By,
    },
    /// Drop what has ended.
    Prune,
}

/// Decides a command. Asked twice, it answers the same and changes nothing the second time.
///
/// # Errors
/// A [`VaultRefusal`], with nothing changed.
pub fn decide(
    (book, accounts, vault): (&Book, &State, &Guarding),
    now: Timestamp,
    command: Command,
) -> Result<Vec<Fact>, VaultRefusal> {
    match command {
        Command::Seal { account, sealed } => {
            vault.admit(now, &sealed)?;
            seal(book, account, sealed)
        }
        Command::Ask { request, by } => {
            may(accounts, now, by, Capability::OpenVault)?;
            ask((book, vault), now, request, by)
        }
        Command::Approve { approval } => approve((book, vault), now, approval),
        Command::Tell { request } => tell(book, request),
        Command::Withdraw { request, by } => {
            may(accounts, now, by, Capability::OpenVault)?;
            withdraw(book, request, by)
        }
        Command::Prune => {
            let due = book.has_ended(now);
            Ok(only_if(due, Fact::Pruned { ended: now }))
        }
    }
}

fn seal(
    book: &Book,
    account: AccountId,
    sealed: Box<SealedContact>,
) -> Result<Vec<Fact>, VaultRefusal> {
    let holder = book.entry(sealed.entry());
    if holder.is_some_and(|(other, _)| other != account) {
        return Err(VaultRefusal::OtherRecord);
    }
    let is_new = book.sealed(account) != Some(&*sealed);
    let sealed = Some(sealed);
    Ok(only_if(is_new, Fact::Sealed { account, sealed }))
}

fn ask(
    (book, vault): (&Book, &Guarding),
    now: Timestamp,
    request: OpenRequest,
    by: By,
) -> Result<Vec<Fact>, VaultRefusal> {
    match book.opening(request.id) {
        Some(opening) if opening.request == request && opening.by == by => return Ok(Vec::new()),
        Some(_) => return Err(VaultRefusal::RequestExists),
        None => {}
    }
    let account = about((book, vault), now, &request)?;
    Ok(vec![Fact::Asked {
        account,
        request,
        by,
    }])
}

fn approve(
    (book, vault): (&Book, &Guarding),
    now: Timestamp,
    approval: Box<Approval>,
) -> Result<Vec<Fact>, VaultRefusal> {
    let opening = book.opening(approval.request);
    let opening = opening.ok_or(VaultRefusal::UnknownRequest)?;
    // The first one counts; a guardian who sends another has nothing to add.
    if opening.approvals.contains_key(&approval.guardian) {
        vault.verify(&opening.request, &approval)?;
        return Ok(Vec::new());
    }
    let account = about((book, vault), now, &opening.request)?;
    vault.verify(&opening.request, &approval)?;
    let opened = opens(book, opening);
    let mut facts = vec![Fact::Approved { account, approval }];
    if opened {
        facts.push(Fact::Opened {
            account,
            request: opening.request.id,
            at: now,
        });
    }
    Ok(facts)
}

/// Returns whether one more approval is enough, and was not before.
fn opens(book: &Book, opening: &Opening) -> bool {
    let need = book.sealed(opening.account).map(SealedContact::threshold);
    let have = opening.approvals.len().saturating_add(1);
    opening.opened.is_none() && need.is_some_and(|need| usize::from(need) <= have)
}

/// Returns whose contact a request is about, where it may still be opened by it.
fn about(
    (book, vault): (&Book, &Guarding),
    now: Timestamp,
    request: &OpenRequest,
) -> Result<AccountId, VaultRefusal> {
    request.holds(now)?;
    let kept = book.entry(request.entry);
    let (account, sealed) = kept.ok_or(VaultRefusal::UnknownEntry)?;
    vault.admit(now, sealed)?;
    if sealed.digest() != request.record {
        return Err(VaultRefusal::OtherRecord);
    }
    Ok(account)
}

fn tell(book: &Book, request: VaultRequestId) -> Result<Vec<Fact>, VaultRefusal> {
    let opening = book.opening(request).ok_or(VaultRefusal::UnknownRequest)?;
    let account = opening.account;
    let due = opening.opened.is_some() && !opening.told;
    Ok(only_if(due, Fact::Told { account, request }))
}

/// Who asked takes it back, or the operator; what is not known any more is taken back already.
fn withdraw(book: &Book, request: VaultRequestId, by: By) -> Result<Vec<Fact>, VaultRefusal> {
    let Some(opening) = book.opening(request) else {
        return Ok(Vec::new());
    };
    if by != By::Operator && by != opening.by {
        return Err(VaultRefusal::NotYours);
    }
    let account = opening.account;
    Ok(vec![Fact::Withdrawn { account, request }])
}

fn only_if(due: bool, fact: Fact) -> Vec<Fact> {
    if due { vec![fact] } else { Vec::new() }
}
