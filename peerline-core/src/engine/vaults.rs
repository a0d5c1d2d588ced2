//! The vault: what people seal and leave here, who asks for it, who agrees, and who is told.

use std::collections::BTreeSet;

use super::Answer;
use super::Engine;
use super::Output;
use super::Why;
use super::puts::Author;
use super::vault_asking::AskedView;
use super::ways::Bar;
use crate::identity::By;
use crate::identity::vault;
use crate::identity::vault::Command;
use crate::identity::vault::Guardian;
use crate::identity::vault::Look;
use crate::identity::vault::Opening;
use crate::identity::vault::Purpose;
use crate::identity::vault::SealedContact;
use crate::identity::vault::VaultRefusal;
use crate::log::Fact;
use crate::log::Notice;
use crate::log::RequestView;
use crate::log::VaultAct;
use crate::log::VaultAnswer;
use crate::log::VaultWish;
use crate::vocab::AccountId;
use crate::vocab::CaseId;
use crate::vocab::KeyName;
use crate::vocab::RoomName;
use crate::vocab::Timestamp;
use crate::vocab::VaultRequestId;

impl Engine {
    /// Does what somebody wants with their own entry. Nothing of it is remembered for retries.
    pub(super) fn own_vault(&mut self, author: Author, act: VaultAct) -> Answer {
        self.turn.take_mark(&RoomName::Line);
        match act {
            VaultAct::Leave { sealed } => self.seal_in_vault(author, sealed),
            VaultAct::Forget => self.forget_in_vault(author.account),
            VaultAct::Ask { .. } | VaultAct::Withdraw { .. } => Answer::refuse(Why::OutOfPlace),
        }
    }

    /// Destroys what somebody left, with its key, and takes back whatever is asked about it.
    fn forget_in_vault(&mut self, account: AccountId) -> Answer {
        // On a line that keeps none any more there may be an entry all the same.
        let withdrawn: Vec<_> = self.state.vault.withdrawn(account).collect();
        for fact in withdrawn {
            self.note_in_vault(fact);
        }
        if self.state.vault.sealed(account).is_some() {
            self.empty_vault(account);
        }
        Answer::DONE
    }

    /// Keeps what somebody sealed, and destroys what lay there before. The same once more changes
    /// nothing.
    fn seal_in_vault(&mut self, author: Author, sealed: Box<SealedContact>) -> Answer {
        let account = author.account;
        let Some(terms) = &self.policies.vault else {
            return Answer::refuse(Why::Denied);
        };
        // Whoever has not come in yet has left nobody behind.
        if self.presence.knocks.contains_key(&author.conn) {
            return self.bar(account, Bar::HelpOnly, None);
        }
        let is_known = self.state.vault.sealed(account) == Some(&*sealed);
        if !is_known && terms.admit(self.turn.now, &sealed).is_err() {
            return self.bar(account, Bar::VaultChanged, None);
        }
        match self.vault_decide(Command::Seal { account, sealed }) {
            Ok(_) => Answer::DONE,
            Err(_) => self.bar(account, Bar::VaultChanged, None),
        }
    }

    /// Returns what somebody needs to leave a contact, and what lies there of them.
    pub(super) fn vault_view(&self, account: AccountId) -> Option<VaultView> {
        let terms = self.policies.vault.as_ref()?;
        let guardians = terms.guarding.guardians();
        Some(VaultView {
            threshold: guardians.threshold(),
            guardians: guardians.all().to_vec(),
            purposes: terms.purposes.clone(),
            until: terms.until(self.turn.now),
            sealed: self.state.vault.sealed(account).cloned().map(Box::new),
            requests: Vec::new(),
        })
    }

    /// Does what the operator or a guardian wants with the vault, and answers.
    pub(super) fn vault(&mut self, reference: u64, wish: VaultWish) {
        let answer = match wish {
            VaultWish::Status => Ok(self.vault_status()),
            VaultWish::Find { case } => self.find_in_vault(case),
            VaultWish::Ask { request } => {
                let asked = self.ask_guardians(request, By::Operator);
                asked.map(|()| VaultAnswer::Asked)
            }
            VaultWish::Withdraw { request } => {
                let taken = self.withdraw_request(request, By::Operator);
                taken.map(|()| VaultAnswer::Withdrawn)
            }
            VaultWish::Waiting { look } => self.waiting_for(&look),
            VaultWish::Approve { approval } => {
                let request = approval.request;
                self.approve_in_vault(request, approval)
            }
            VaultWish::Read { request } => self.read_vault(request),
        };
        let answer = answer.unwrap_or_else(VaultAnswer::Refused);
        self.turn.say(Output::Vault { reference, answer });
    }

    /// Drops what has ended.
    pub(super) fn prune_vault(&mut self) {
        let now = self.turn.now;
        if self.state.vault.next_end().is_some_and(|end| end <= now) {
            let ended: BTreeSet<_> = self.state.vault.ended(now).collect();
            let answered: BTreeSet<_> = self.state.vault.answered(now).collect();
            let pruned = vault::Fact::Pruned { ended: now };
            self.append(&RoomName::Line, None, Fact::Vault(pruned));
            for account in &ended {
                self.empty_vault(*account);
            }
            for account in answered.difference(&ended) {
                self.rewrite_vault(*account);
            }
        }
    }

    /// Destroys the entries of accounts that nothing is known of any more.
    pub(super) fn clear_vault(&mut self) {
        let known = |account: &AccountId| self.state.identity.presence(*account).is_some();
        let all = self.state.vault.accounts();
        let left: Vec<_> = all.filter(|account| !known(account)).collect();
        for account in left {
            self.empty_vault(account);
        }
    }

    /// Lets one or more facts happen.
    pub(super) fn vault_decide(&mut self, command: Command) -> Result<usize, VaultRefusal> {
        let terms = self.policies.vault.as_ref();
        let guarding = &terms.ok_or(VaultRefusal::NoVault)?.guarding;
        let state = (&self.state.vault, &self.state.identity, guarding);
        let facts = vault::decide(state, self.turn.now, command)?;
        let n_facts = facts.len();
        for fact in facts {
            self.note_in_vault(fact);
        }
        Ok(n_facts)
    }

    /// Writes a fact down where it belongs: what was sealed, and what guardians sent to open it, in
    /// the log of the entry, with which they are destroyed; all else in that of the line.
    fn note_in_vault(&mut self, fact: vault::Fact) {
        let log = match &fact {
            vault::Fact::Sealed { account, .. } => {
                let log = RoomName::Vault(*account);
                self.state.heads.remove(&log);
                self.turn.drop_log(log.clone());
                log
            }
            vault::Fact::Approved { account, .. } => RoomName::Vault(*account),
            vault::Fact::Asked { .. }
            | vault::Fact::Opened { .. }
            | vault::Fact::Told { .. }
            | vault::Fact::Withdrawn { .. }
            | vault::Fact::Pruned { .. } => RoomName::Line,
        };
        self.append(&log, None, Fact::Vault(fact.clone()));
        match fact {
            vault::Fact::Opened {
                account, request, ..
            } => self.tell_of_opening(account, request),
            vault::Fact::Withdrawn { account, .. } => self.rewrite_vault(account),
            vault::Fact::Sealed { .. }
            | vault::Fact::Approved { .. }
            | vault::Fact::Asked { .. }
            | vault::Fact::Told { .. }
            | vault::Fact::Pruned { .. } => {}
        }
    }

    /// Begins the log of an entry anew, without what guardians sent to requests that are over.
    fn rewrite_vault(&mut self, account: AccountId) {
        let Some(sealed) = self.state.vault.sealed(account).cloned() else {
            return;
        };
        let openings = self.state.vault.about(account);
        let sent = openings.flat_map(|one| one.approvals.values().cloned());
        let sent: Vec<_> = sent.map(Box::new).collect();
        let sealed = Some(Box::new(sealed));
        self.note_in_vault(vault::Fact::Sealed { account, sealed });
        for approval in sent {
            self.note_in_vault(vault::Fact::Approved { account, approval });
        }
    }

    /// Tells the person in the same act: there is no opening that they do not find in their log.
    fn tell_of_opening(&mut self, account: AccountId, request: VaultRequestId) {
        let Some(opening) = self.state.vault.opening(request) else {
            return;
        };
        let reason = opening.request.reason;
        let language = self.presence.language(account);
        let say = vault::say_opened(reason, language.as_ref()).to_owned();
        self.notice(&RoomName::Me(account), Notice::VaultOpened { reason, say });
        let told = vault::Fact::Told { account, request };
        self.append(&RoomName::Line, None, Fact::Vault(told));
    }

    fn empty_vault(&mut self, account: AccountId) {
        let log = RoomName::Vault(account);
        self.state.heads.remove(&log);
        self.state.vault.lift(account);
        self.turn.drop_log(log.clone());
        self.turn.forget_keys(vec![KeyName::Log(log)]);
    }

    fn vault_status(&self) -> VaultAnswer {
        let book = &self.state.vault;
        VaultAnswer::Status {
            entries: book.n_entries(),
            requests: book.openings().map(view).collect(),
        }
    }

    /// Whoever entered a room with a ticket is found behind their name, as long as anything leads
    /// there.
    fn find_in_vault(&self, case: CaseId) -> Result<VaultAnswer, VaultRefusal> {
        let case = self.state.crisis.case(case);
        let person = case.map(|case| self.person(case.person));
        let sealed = person.and_then(|person| self.state.vault.sealed(person));
        let sealed = sealed.ok_or(VaultRefusal::UnknownEntry)?;
        Ok(VaultAnswer::Found(Box::new(sealed.clone())))
    }

    fn waiting_for(&self, look: &Look) -> Result<VaultAnswer, VaultRefusal> {
        let terms = self.policies.vault.as_ref();
        let guarding = &terms.ok_or(VaultRefusal::NoVault)?.guarding;
        let guardian = guarding.looks(self.turn.now, look)?;
        let book = &self.state.vault;
        let waiting = book.waiting(self.turn.now, guardian);
        let both = waiting.filter_map(|one| {
            let (_, sealed) = book.entry(one.request.entry)?;
            let same = sealed.digest() == one.request.record;
            same.then(|| (sealed.clone(), one.request))
        });
        Ok(VaultAnswer::Waiting {
            guardians: guarding.guardians().clone(),
            requests: both.take(SHOWN).collect(),
        })
    }

    pub(super) fn agreed(&self, request: VaultRequestId) -> Result<VaultAnswer, VaultRefusal> {
        let opening = self.state.vault.opening(request);
        let terms = self.policies.vault.as_ref().zip(opening);
        let (terms, opening) = terms.ok_or(VaultRefusal::UnknownRequest)?;
        Ok(VaultAnswer::Approved {
            have: opening.approvals.len(),
            need: terms.guarding.guardians().threshold(),
        })
    }

    /// What guardians sent is given out once enough of them agreed: by then it stands in the log,
    /// and the person is told.
    fn read_vault(&self, request: VaultRequestId) -> Result<VaultAnswer, VaultRefusal> {
        let opening = self.state.vault.opening(request);
        let opening = opening.ok_or(VaultRefusal::UnknownRequest)?;
        if opening.opened.is_none() {
            return Err(VaultRefusal::NotOpened);
        }
        let kept = self.state.vault.entry(opening.request.entry);
        let (_, sealed) = kept.ok_or(VaultRefusal::UnknownEntry)?;
        let terms = self.policies.vault.as_ref().ok_or(VaultRefusal::NoVault)?;
        Ok(VaultAnswer::Read {
            guardians: terms.guarding.guardians().clone(),
            sealed: Box::new(sealed.clone()),
            request: opening.request,
            approvals: opening.approvals.values().cloned().collect(),
        })
    }
}

fn view(opening: &Opening) -> RequestView {
    RequestView {
        id: opening.request.id,
        reason: opening.request.reason,
        until: opening.request.until,
        approvals: opening.approvals.len(),
        opened: opening.opened,
    }
}

/// What somebody needs to leave an emergency contact, and what lies there of them.
#[derive(Clone, Debug, Eq, PartialEq)]
#[expect(clippy::exhaustive_structs, reason = "the engine makes it")]
pub struct VaultView {
    /// How many guardians must agree.
    pub threshold: u8,
    /// The guardians, in their order.
    pub guardians: Vec<Guardian>,
    /// For what somebody may be called.
    pub purposes: Vec<Purpose>,
    /// Until when an entry is kept that is sealed now.
    pub until: Timestamp,
    /// What lies there.
    pub sealed: Option<Box<SealedContact>>,
    /// How requests about it stand, where it is asked for in a case.
    pub requests: Vec<AskedView>,
}

/// How many requests one answer to a guardian holds.
const SHOWN: usize = 16;
