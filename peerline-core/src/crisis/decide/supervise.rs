//! What a supervisor does in a case that somebody else has: the second person.

use super::Draft;
use crate::crisis::Course;
use crate::crisis::CourseFact;
use crate::crisis::Refusal;
use crate::crisis::RescueFact;
use crate::crisis::SuperviseAct;
use crate::crisis::What;
use crate::vocab::AccountId;

pub(super) fn act(draft: &mut Draft, by: AccountId, act: SuperviseAct) -> Result<(), Refusal> {
    let case = &draft.case;
    if by == case.person {
        return Err(Refusal::OwnCase);
    }
    let proposer = case.rescue.as_ref().and_then(|rescue| rescue.by);
    let first = case.owner() == Some(by) || proposer == Some(by);
    match act {
        SuperviseAct::Join if case.owner() == Some(by) => Err(Refusal::SecondPersonNeeded),
        SuperviseAct::Join => {
            join(draft, by);
            Ok(())
        }
        SuperviseAct::Approve | SuperviseAct::Refuse if case.course != Course::RescueProposed => {
            Err(Refusal::NothingToSign)
        }
        SuperviseAct::Approve | SuperviseAct::Refuse if first => Err(Refusal::SecondPersonNeeded),
        SuperviseAct::Approve => {
            join(draft, by);
            rescue(draft, RescueFact::Approved { by });
            Ok(())
        }
        SuperviseAct::Refuse => {
            join(draft, by);
            rescue(draft, RescueFact::Refused { by });
            Ok(())
        }
        SuperviseAct::SignRescue => sign(draft, by, first),
        SuperviseAct::Review => review(draft, by),
    }
}

/// On a line without a supervisor a second responder is the second person. Who has the case, or began the
/// rescue, is nobody's second person; the log says whose place it was.
pub(super) fn stand_in(
    draft: &mut Draft,
    by: AccountId,
    what: SuperviseAct,
) -> Result<(), Refusal> {
    let case = &draft.case;
    let proposer = case.rescue.as_ref().and_then(|rescue| rescue.by);
    if case.owner() == Some(by) || proposer == Some(by) {
        return Err(Refusal::SecondPersonNeeded);
    }
    draft.push(What::Course(CourseFact::StoodIn { by }));
    act(draft, by, what)
}

/// Whoever decides about a rescue is there from then on.
fn join(draft: &mut Draft, by: AccountId) {
    if draft.case.joined != Some(by) || draft.case.call.is_some() {
        draft.push(What::Course(CourseFact::SupervisorJoined { by }));
    }
}

fn sign(draft: &mut Draft, by: AccountId, first: bool) -> Result<(), Refusal> {
    let known = draft.case.rescue.as_ref();
    let unsigned = known.is_some_and(|rescue| rescue.signed.is_none() && rescue.sign_by.is_some());
    if !unsigned {
        return Err(Refusal::NothingToSign);
    }
    if first {
        return Err(Refusal::SecondPersonNeeded);
    }
    rescue(draft, RescueFact::Signed { by });
    Ok(())
}

/// A rescue is signed before the case is put away.
fn review(draft: &mut Draft, by: AccountId) -> Result<(), Refusal> {
    if !draft.case.is_closed() {
        return Err(Refusal::Open);
    }
    let known = draft.case.rescue.as_ref();
    if known.is_some_and(|rescue| rescue.sign_by.is_some() && rescue.signed.is_none()) {
        return Err(Refusal::NeedsSignature);
    }
    draft.push(What::Reviewed { by });
    Ok(())
}

fn rescue(draft: &mut Draft, fact: RescueFact) {
    draft.push(What::Rescue(Box::new(fact)));
}
