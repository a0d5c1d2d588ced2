//! A person who is erased: what is left of them in a case is that somebody was in danger, or
//! helped.

use super::Case;
use super::CourseFact;
use super::Fact;
use super::FollowUpFact;
use super::Phase;
use super::RescueFact;
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
            | What::Answered { by, .. }
            | What::Closed { by, .. }
            | What::Reviewed { by } => visit(by),
            What::Course(course) => course.by_mut().into_iter().for_each(visit),
            What::Rescue(rescue) => rescue.by_mut().into_iter().for_each(visit),
            What::FollowUp(follow) => follow.by_mut().into_iter().for_each(visit),
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

impl CourseFact {
    const fn by_mut(&mut self) -> Option<&mut AccountId> {
        match self {
            Self::Taken { by, .. } | Self::SupervisorJoined { by } | Self::StoodIn { by } => {
                Some(by)
            }
            Self::SupervisorCalled { .. } => None,
        }
    }
}

impl RescueFact {
    const fn by_mut(&mut self) -> Option<&mut AccountId> {
        match self {
            Self::Proposed { by, .. }
            | Self::Approved { by }
            | Self::Refused { by }
            | Self::Dispatched { by, .. }
            | Self::Noted { by, .. }
            | Self::ContactConfirmed { by }
            | Self::ContactFailed { by, .. }
            | Self::FurtherSteps { by, .. }
            | Self::CannotLocate { by, .. }
            | Self::Signed { by } => Some(by),
            Self::ContactAsked { .. } => None,
        }
    }
}

impl FollowUpFact {
    const fn by_mut(&mut self) -> Option<&mut AccountId> {
        match self {
            Self::Agreed { by }
            | Self::Declined { by }
            | Self::Tried { by, .. }
            | Self::RecontactTried { by, .. } => Some(by),
            Self::Rested { .. }
            | Self::Due { .. }
            | Self::Missed { .. }
            | Self::Lost { .. }
            | Self::RecontactDue { .. } => None,
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
        self.joined.iter_mut().for_each(|by| person.account(by));
        if let Some(rescue) = &mut self.rescue {
            rescue.by.iter_mut().for_each(|by| person.account(by));
            rescue.signed.iter_mut().for_each(|by| person.account(by));
        }
        if let Phase::Owned(owner) = &mut self.phase {
            person.account(&mut owner.responder);
            if let Some(handoff) = &mut owner.handoff {
                handoff.to.iter_mut().for_each(|to| person.account(to));
            }
        }
    }
}
