//! The vault in a case: a responder asks the guardians, takes that back, and reads what they sent.

use super::Answer;
use super::Engine;
use super::Why;
use super::puts::Author;
use super::vaults::VaultView;
use crate::crisis::Case;
use crate::identity::By;
use crate::identity::vault::Approval;
use crate::identity::vault::Command;
use crate::identity::vault::OpenRequest;
use crate::identity::vault::Opening;
use crate::identity::vault::VaultRefusal;
use crate::log::Notice;
use crate::log::Task;
use crate::log::VaultAct;
use crate::log::VaultAnswer;
use crate::log::VaultMoved;
use crate::log::VaultStep;
use crate::vocab::AccountId;
use crate::vocab::Capability;
use crate::vocab::CaseId;
use crate::vocab::Millis;
use crate::vocab::Queue;
use crate::vocab::RoomName;
use crate::vocab::Timestamp;
use crate::vocab::VaultRequestId;

impl Engine {
    /// Does what whoever has a case, or supervises, wants with the contact of its person.
    pub(super) fn vault_in_case(&mut self, case: CaseId, author: Author, act: VaultAct) -> Answer {
        if let Err(why) = self.may(author.conn, Capability::OpenVault) {
            return Answer::refuse(why);
        }
        if !self.has_case(case, author.account) {
            return Answer::refuse(Why::Denied);
        }
        let by = By::Account(author.account);
        let done = match act {
            VaultAct::Ask { request } => self
                .is_about(case, &request)
                .and_then(|()| self.ask_guardians(request, by)),
            VaultAct::Withdraw { request } => self.withdraw_request(request, by),
            VaultAct::Leave { .. } | VaultAct::Forget => return Answer::refuse(Why::OutOfPlace),
        };
        match done {
            Ok(()) => Answer::DONE,
            Err(refusal) => refused(refusal),
        }
    }

    /// Returns what it takes to ask for the contact of a case's person, and how requests about it
    /// stand. What guardians sent is in it once enough of them agreed.
    pub(super) fn vault_of_case(&self, asker: AccountId, case: CaseId) -> Result<VaultView, Why> {
        let opens = self.staff(asker, Capability::OpenVault).is_some();
        if !opens || !self.has_case(case, asker) {
            return Err(Why::Denied);
        }
        let person = self.person_of_case(case).ok_or(Why::Gone)?;
        let mut view = self.vault_view(person).ok_or(Why::Denied)?;
        view.requests = self.state.vault.about(person).map(shown).collect();
        Ok(view)
    }

    /// Asks the guardians, and says so where responders, and guardians among them, read it.
    pub(super) fn ask_guardians(
        &mut self,
        request: OpenRequest,
        by: By,
    ) -> Result<(), VaultRefusal> {
        if self.vault_decide(Command::Ask { request, by })? > 0 {
            self.vault_moved(request.id, VaultStep::Asked);
            // A row of due work, so that a crash before they are called loses nothing.
            let task = Task::CallGuardians {
                request: request.id,
                until: request.until,
                tries: 0,
            };
            self.turn.work(self.turn.now, task);
        }
        Ok(())
    }

    /// Returns whether guardians would be called for something.
    pub(super) fn waits_for_guardians(&self, request: VaultRequestId) -> bool {
        let opening = self.state.vault.opening(request);
        opening.is_some_and(|one| one.opened.is_none() && self.turn.now < one.request.until)
    }

    /// Nobody took the call: it is made again, with growing pauses, as long as the request waits.
    pub(super) fn call_guardians_again(&mut self, task: Task) {
        if let Task::CallGuardians {
            request,
            until,
            tries,
        } = task
            && self.waits_for_guardians(request)
        {
            let tries = tries.saturating_add(1);
            let again = Task::CallGuardians {
                request,
                until,
                tries,
            };
            let pause = Millis::from_secs(1_u64 << tries.min(6));
            self.turn.work(self.turn.now.after(pause), again);
        }
    }

    /// Takes a request back; what guardians sent to it is destroyed.
    pub(super) fn withdraw_request(
        &mut self,
        request: VaultRequestId,
        by: By,
    ) -> Result<(), VaultRefusal> {
        let moved = self.moved(request, VaultStep::Withdrawn);
        if self.vault_decide(Command::Withdraw { request, by })? > 0 {
            self.tell_moved(moved);
        }
        Ok(())
    }

    /// Takes what a guardian sent.
    pub(super) fn approve_in_vault(
        &mut self,
        request: VaultRequestId,
        approval: Box<Approval>,
    ) -> Result<VaultAnswer, VaultRefusal> {
        if self.vault_decide(Command::Approve { approval })? > 0 {
            let opening = self.state.vault.opening(request);
            let is_open = opening.is_some_and(|one| one.opened.is_some());
            let step = if is_open {
                VaultStep::Opened
            } else {
                VaultStep::Agreed
            };
            self.vault_moved(request, step);
        }
        self.agreed(request)
    }

    fn vault_moved(&mut self, request: VaultRequestId, step: VaultStep) {
        let moved = self.moved(request, step);
        self.tell_moved(moved);
    }

    fn moved(&self, request: VaultRequestId, step: VaultStep) -> Option<(AccountId, VaultMoved)> {
        let opening = self.state.vault.opening(request)?;
        let (person, reason) = (opening.account, opening.request.reason);
        let have = u8::try_from(opening.approvals.len()).unwrap_or(u8::MAX);
        let moved = VaultMoved {
            request,
            case: None,
            step,
            reason,
            have,
        };
        Some((person, moved))
    }

    /// In every open case of the person, and where responders are called from.
    fn tell_moved(&mut self, moved: Option<(AccountId, VaultMoved)>) {
        let Some((person, moved)) = moved else {
            return;
        };
        let cases = self.state.open_cases();
        let cases = cases.filter(|case| self.person(case.person) == person);
        let cases: Vec<CaseId> = cases.map(|case| case.id).collect();
        for id in &cases {
            let case = Some(*id);
            let notice = Notice::VaultMoved(VaultMoved { case, ..moved });
            self.notice(&RoomName::Case(*id), notice);
        }
        let main = RoomName::Crisis(Queue::main());
        let case = cases.first().copied();
        self.notice(&main, Notice::VaultMoved(VaultMoved { case, ..moved }));
    }

    fn is_about(&self, case: CaseId, request: &OpenRequest) -> Result<(), VaultRefusal> {
        let person = self.person_of_case(case);
        let kept = person.and_then(|person| self.state.vault.sealed(person));
        let kept = kept.ok_or(VaultRefusal::UnknownEntry)?;
        let same = kept.entry() == request.entry;
        same.then_some(()).ok_or(VaultRefusal::OtherRecord)
    }

    fn has_case(&self, case: CaseId, account: AccountId) -> bool {
        let owner = self.state.crisis.case(case).and_then(Case::owner);
        owner == Some(account) || self.staff(account, Capability::Supervise).is_some()
    }

    fn person_of_case(&self, case: CaseId) -> Option<AccountId> {
        let case = self.state.crisis.case(case)?;
        Some(self.person(case.person))
    }
}

fn refused(refusal: VaultRefusal) -> Answer {
    let why = match refusal {
        VaultRefusal::UnknownEntry
        | VaultRefusal::OtherRecord
        | VaultRefusal::OtherGuardians
        | VaultRefusal::UnknownRequest
        | VaultRefusal::Ended
        | VaultRefusal::RequestEnded => Why::Gone,
        VaultRefusal::NoVault
        | VaultRefusal::NotOpened
        | VaultRefusal::Book(_)
        | VaultRefusal::Malformed
        | VaultRefusal::NotAContact
        | VaultRefusal::BadGuardians
        | VaultRefusal::WrongKey
        | VaultRefusal::NotAgreed
        | VaultRefusal::NotYours
        | VaultRefusal::RequestExists
        | VaultRefusal::RequestTooLong
        | VaultRefusal::NotApproved
        | VaultRefusal::TooFew { .. }
        | VaultRefusal::FalseShare { .. } => Why::Denied,
    };
    Answer::Refused {
        why,
        retry: None,
        decision: None,
        say: Some(refusal.to_string()),
    }
}

/// What guardians sent is given out once enough of them agreed: by then it stands in the log, and
/// the person is told.
fn shown(opening: &Opening) -> AskedView {
    let is_open = opening.opened.is_some();
    let sent = opening.approvals.values().filter(|_| is_open);
    AskedView {
        request: opening.request,
        have: opening.approvals.len(),
        opened: opening.opened,
        approvals: sent.cloned().collect(),
    }
}

/// A request about the person of a case, for who has the case.
#[derive(Clone, Debug, Eq, PartialEq)]
#[expect(clippy::exhaustive_structs, reason = "the engine makes it")]
pub struct AskedView {
    /// What was asked.
    pub request: OpenRequest,
    /// How many guardians agreed.
    pub have: usize,
    /// When enough of them had.
    pub opened: Option<Timestamp>,
    /// What they sent, once enough of them had.
    pub approvals: Vec<Approval>,
}
