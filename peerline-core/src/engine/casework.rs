//! What helpers do in a case beyond taking it, and how a case looks to them.

use std::collections::BTreeSet;

use super::Answer;
use super::Engine;
use super::Why;
use super::cases::refused;
use super::puts::Author;
use crate::crisis;
use crate::crisis::CareAct;
use crate::crisis::Command;
use crate::crisis::CourseFact;
use crate::crisis::FollowUpAct;
use crate::crisis::FollowUpFact;
use crate::crisis::RescueFact;
use crate::crisis::SuperviseAct;
use crate::crisis::Target;
use crate::crisis::What;
use crate::log::CaseView;
use crate::log::Fact;
use crate::log::Notice;
use crate::matching;
use crate::vocab::AccountId;
use crate::vocab::Capability;
use crate::vocab::CaseId;
use crate::vocab::Role;
use crate::vocab::RoomId;
use crate::vocab::RoomName;

impl Engine {
    pub(super) fn care_act(&mut self, case: CaseId, author: Author, act: CareAct) -> Answer {
        let act = self.in_whose_place(act);
        let role = match self.may_care(author, &act) {
            Ok(role) => role,
            Err(why) => return Answer::refuse(why),
        };
        let (joins, rests) = (joins(&act), act == CareAct::FollowUp(FollowUpAct::Rest));
        let by = author.account;
        if let Err(refusal) = self.try_crisis(Command::Care { case, by, act }) {
            return refused(refusal);
        }
        if joins {
            self.bring_supervisor(case, by, role);
        }
        if rests {
            self.release_room(case, None);
        }
        Answer::DONE
    }

    /// What a supervisor does, a responder may do in one's place while nobody of the line is one: a
    /// rescue that waits for somebody who does not exist helps nobody.
    fn in_whose_place(&self, act: CareAct) -> CareAct {
        match act {
            CareAct::Supervise(act) if self.lacks_supervisor() => CareAct::StandIn(act),
            other @ (CareAct::Judge(_)
            | CareAct::Rescue(_)
            | CareAct::Supervise(_)
            | CareAct::StandIn(_)
            | CareAct::FollowUp(_)) => other,
        }
    }

    /// Returns whether nobody of the line is a supervisor, here or away.
    fn lacks_supervisor(&self) -> bool {
        let mut staff = self.state.identity.staff();
        !staff.any(|(_, roles)| roles.iter().any(|role| role.can(Capability::Supervise)))
    }

    /// Who comes, or says yes or no while somebody waits for it, need not have logged in minutes
    /// ago: that would cost the time. What can wait needs it.
    fn may_care(&self, author: Author, act: &CareAct) -> Result<Role, Why> {
        match act {
            CareAct::Judge(_) | CareAct::Rescue(_) | CareAct::FollowUp(_) | CareAct::StandIn(_) => {
                self.may(author.conn, Capability::Respond)
            }
            CareAct::Supervise(
                SuperviseAct::Join | SuperviseAct::Approve | SuperviseAct::Refuse,
            ) => {
                self.may(author.conn, Capability::Respond)?;
                self.staff(author.account, Capability::Supervise)
                    .ok_or(Why::Denied)
            }
            CareAct::Supervise(SuperviseAct::SignRescue | SuperviseAct::Review) => {
                self.may(author.conn, Capability::Supervise)
            }
        }
    }

    /// An urgent case is over: whoever ended it, and whoever joined as the second person, is offered a talk
    /// about it, and as a supporter meets nobody new for a while. Calls for help reach them as before.
    pub(super) fn relieve(&mut self, id: CaseId, by: AccountId) {
        let Some(case) = self.state.crisis.case(id).filter(|case| case.peak.pages()) else {
            return;
        };
        let had_part: BTreeSet<AccountId> = case.joined.into_iter().chain([by]).collect();
        for account in had_part.into_iter().filter(|account| !account.is_nobody()) {
            let roles = self.state.identity.roles(account);
            if roles.iter().any(|role| role.can(Capability::Support)) {
                // Never refused: whoever is off shift has their break there.
                let _ = self.match_decide(matching::Command::Spare { account });
            }
            let notice = Notice::Debrief { case: id };
            self.notice(&RoomName::Me(account), notice);
        }
    }

    /// A supervisor comes into the conversation, visible to the person.
    fn bring_supervisor(&mut self, case: CaseId, supervisor: AccountId, role: Role) {
        let room = self.state.crisis.case(case).and_then(|case| case.room);
        if let Some(room) = room {
            self.join_room(room, supervisor, role);
        }
    }

    /// Who helps in a room for two leads the person to a step of their own plan. What they write there
    /// never comes to the line but sealed.
    pub(super) fn ask_plan(&mut self, id: RoomId, author: Author, n: u8) -> Answer {
        let room = self.state.room(id);
        let member = room.and_then(|room| room.present_member(author.account));
        let (Some(room), Some(member)) = (room, member) else {
            return Answer::refuse(Why::Denied);
        };
        let helps = member.role.can(Capability::Support) || member.role.can(Capability::Respond);
        if !helps || !room.kind.is_private() {
            return Answer::refuse(Why::Denied);
        }
        if !room.is_open() {
            return Answer::refuse(Why::Gone);
        }
        let who = member.occupant;
        let notice = Notice::PlanAsked { n };
        self.append(&RoomName::Room(id), Some(who), Fact::Notice(notice));
        Answer::DONE
    }

    pub(super) fn case_view(&self, id: CaseId) -> Option<CaseView> {
        let case = self.state.crisis.case(id)?;
        let step = match &case.phase {
            crisis::Phase::Offered(offer) => offer.step,
            crisis::Phase::Owned(_) | crisis::Phase::Resting(_) | crisis::Phase::Closed => 0,
        };
        Some(CaseView {
            case: id,
            priority: case.band,
            state: stage_name(case.stage()).to_owned(),
            since: case.opened_at,
            room: case.room,
            owner: case.owner().map(|owner| self.staff_name(owner)),
            step,
            third_party: case.kind == crisis::Kind::ThirdParty,
            wish: case.wish.map(|wish| wish.band),
            course: Some(case.course).filter(|course| *course != crisis::Course::Talking),
            want: case.want(),
            joined: case.joined.is_some(),
            follow: case.follow.map(|follow| follow.state),
            gone: case.recontact.is_some(),
            due: case.awaited(),
            second: (case.want().is_some() || case.joined.is_some()) && self.lacks_supervisor(),
        })
    }
}

const fn joins(act: &CareAct) -> bool {
    matches!(
        act,
        CareAct::Supervise(SuperviseAct::Join | SuperviseAct::Approve | SuperviseAct::Refuse)
            | CareAct::StandIn(SuperviseAct::Join | SuperviseAct::Approve | SuperviseAct::Refuse)
    )
}

/// Who did it, where a person did.
pub(super) const fn actor(what: &What) -> Option<AccountId> {
    match what {
        What::Owned { responder, .. }
        | What::Acknowledged { responder, .. }
        | What::HandoffAccepted { responder, .. }
        | What::Released { responder, .. } => Some(*responder),
        What::HandoffOffered { from, .. } => Some(*from),
        What::AssessmentRecorded { by, .. }
        | What::BandLowered { by, .. }
        | What::Answered { by, .. }
        | What::Closed { by, .. }
        | What::Reviewed { by } => Some(*by),
        What::Course(fact) => fact.by(),
        What::Rescue(fact) => fact.by(),
        What::FollowUp(fact) => fact.by(),
        What::Signalled { .. }
        | What::SignalAdded { .. }
        | What::BandRaised { .. }
        | What::Offered { .. }
        | What::LastResort { .. }
        | What::PageDelivered { .. }
        | What::PageFailed { .. }
        | What::OwnerCalled { .. }
        | What::AnswerDue { .. }
        | What::HandoffDeclined { .. }
        | What::CheckedIn { .. }
        | What::SeekerGone
        | What::SeekerBack => None,
    }
}

/// Whether people are called because of a fact.
pub(super) fn calls_people(what: &What) -> bool {
    match what {
        What::Offered { .. }
        | What::LastResort { .. }
        | What::OwnerCalled { .. }
        | What::HandoffOffered { .. }
        | What::Course(CourseFact::SupervisorCalled { .. }) => true,
        What::Rescue(fact) => matches!(**fact, RescueFact::ContactAsked { .. }),
        What::FollowUp(FollowUpFact::RecontactDue { n, .. }) => 0 < *n,
        What::Course(
            CourseFact::Taken { .. }
            | CourseFact::SupervisorJoined { .. }
            | CourseFact::StoodIn { .. },
        )
        | What::FollowUp(
            FollowUpFact::Agreed { .. }
            | FollowUpFact::Declined { .. }
            | FollowUpFact::Rested { .. }
            | FollowUpFact::Due { .. }
            | FollowUpFact::Missed { .. }
            | FollowUpFact::Tried { .. }
            | FollowUpFact::Lost { .. }
            | FollowUpFact::RecontactTried { .. },
        )
        | What::Signalled { .. }
        | What::SignalAdded { .. }
        | What::BandRaised { .. }
        | What::BandLowered { .. }
        | What::PageDelivered { .. }
        | What::PageFailed { .. }
        | What::Owned { .. }
        | What::AnswerDue { .. }
        | What::Acknowledged { .. }
        | What::HandoffAccepted { .. }
        | What::HandoffDeclined { .. }
        | What::Released { .. }
        | What::AssessmentRecorded { .. }
        | What::Answered { .. }
        | What::CheckedIn { .. }
        | What::SeekerGone
        | What::SeekerBack
        | What::Closed { .. }
        | What::Reviewed { .. } => false,
    }
}

/// The pages that a fact asks for: of which step, to whom.
pub(super) fn pages(what: &What) -> Option<(u32, &[Target])> {
    if let What::Offered { step, targets, .. }
    | What::Course(CourseFact::SupervisorCalled { step, targets, .. }) = what
    {
        Some((*step, targets))
    } else {
        None
    }
}

pub(super) const fn stage_name(stage: crisis::Stage) -> &'static str {
    match stage {
        crisis::Stage::Offered => "offered",
        crisis::Stage::Owned => "owned",
        crisis::Stage::Assessing => "assessing",
        crisis::Stage::HandoffOffered => "handoff",
        crisis::Stage::Resting => "resting",
        crisis::Stage::Closed => "closed",
    }
}
