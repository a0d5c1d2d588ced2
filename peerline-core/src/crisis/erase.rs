//! A person who is erased: what is left of them in a case is that somebody was in danger, or
//! helped.

use super::Case;
use super::Fact;
use super::Phase;
use super::State;
use super::What;
use crate::vocab::AccountId;
use crate::vocab::Erased;

impl Fact {
    /// Returns the accounts it names.
    #[must_use]
    pub fn accounts(&self) -> Vec<AccountId> {
        let mut named = Vec::new();
        self.clone().each_account(|account| named.push(*account));
        named
    }

    /// Takes a person out of it: nobody stands in their place.
    pub fn erase(&mut self, person: &Erased) {
        self.each_account(|account| person.account(account));
    }

    fn each_account(&mut self, mut visit: impl FnMut(&mut AccountId)) {
        match &mut self.what {
            What::Signalled { person, .. } => visit(person),
            What::BandLowered { by, signed, .. } => {
                visit(by);
                signed.iter_mut().for_each(visit);
            }
            What::Owned { responder, .. }
            | What::OwnerCalled { responder, .. }
            | What::Acknowledged { responder, .. }
            | What::HandoffAccepted { responder, .. }
            | What::Released { responder, .. } => visit(responder),
            What::HandoffOffered { from, to, .. } => {
                visit(from);
                to.iter_mut().for_each(visit);
            }
            What::AssessmentRecorded { by, .. }
            | What::Closed { by, .. }
            | What::Reviewed { by } => visit(by),
            What::SignalAdded { .. }
            | What::BandRaised { .. }
            | What::Offered { .. }
            | What::LastResort { .. }
            | What::PageDelivered { .. }
            | What::PageFailed { .. }
            | What::AnswerDue { .. }
            | What::HandoffDeclined { .. }
            | What::CheckedIn { .. }
            | What::SeekerGone
            | What::SeekerBack => {}
        }
    }
}

impl State {
    /// Forgets a person in all cases but those that `stays` names, as a fold of the facts without
    /// them does. A case that is open is no reason to forget whom it is about.
    pub fn erase(&mut self, person: &Erased, stays: impl Fn(&Case) -> bool) {
        for case in self.cases.values_mut().filter(|case| !stays(case)) {
            case.erase(person);
        }
    }
}

impl Case {
    fn erase(&mut self, person: &Erased) {
        person.account(&mut self.person);
        if let Some(wish) = &mut self.wish {
            person.account(&mut wish.by);
        }
        if let Phase::Owned(owner) = &mut self.phase {
            person.account(&mut owner.responder);
            if let Some(handoff) = &mut owner.handoff {
                handoff.to.iter_mut().for_each(|to| person.account(to));
            }
        }
    }
}
