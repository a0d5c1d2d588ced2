//! What responders do with a case, and what its timer and its pages bring.

use super::Answer;
use super::Engine;
use super::Output;
use super::Why;
use super::puts::Author;
use crate::crisis;
use crate::crisis::AssessReason;
use crate::crisis::Command;
use crate::crisis::Refusal;
use crate::crisis::SkipReason;
use crate::log::CloseReason;
use crate::log::Task;
use crate::matching;
use crate::room::LeaveWhy;
use crate::room::RoomKind;
use crate::vocab::AccountId;
use crate::vocab::Band;
use crate::vocab::Capability;
use crate::vocab::CaseId;
use crate::vocab::Millis;
use crate::vocab::OccupantId;
use crate::vocab::OfferId;
use crate::vocab::Role;
use crate::vocab::RoomId;

/// After the twelfth pause, of 68 minutes, calling a page off is given up.
const CALL_OFF_TRIES: u32 = 12;

impl Engine {
    pub(super) fn take_case(&mut self, case: CaseId, author: Author) -> Answer {
        let role = match self.may(author.conn, Capability::Respond) {
            Ok(role) => role,
            Err(why) => return Answer::refuse(why),
        };
        let responder = author.account;
        let handed = self.state.crisis.case(case).and_then(crisis::Case::owner);
        let command = match handed {
            Some(owner) if owner != responder => Command::AcceptHandoff {
                case,
                by: responder,
            },
            Some(_) | None => Command::Accept { case, responder },
        };
        if let Err(refusal) = self.try_crisis(command) {
            return refused(refusal);
        }
        self.bring_responder(case, responder, role);
        self.release_room(case, Some(responder));
        self.tell_taken(case);
        Answer::DONE
    }

    pub(super) fn decline_handoff(&mut self, case: CaseId, author: Author) -> Answer {
        self.respond(author, |by| Command::DeclineHandoff { case, by })
    }

    pub(super) fn acknowledge(&mut self, case: CaseId, author: Author) -> Answer {
        self.respond(author, |responder| Command::Acknowledge { case, responder })
    }

    pub(super) fn assess(
        &mut self,
        case: CaseId,
        author: Author,
        band: Band,
        reason: &str,
    ) -> Answer {
        let reason = match reason {
            "" => None,
            known => match AssessReason::named(known) {
                Some(reason) => Some(reason),
                None => return Answer::refuse(Why::OutOfPlace),
            },
        };
        self.respond(author, |by| Command::Assess {
            case,
            by,
            band,
            reason,
        })
    }

    /// A supervisor agrees that the person is needed less soon than High: two people have looked.
    pub(super) fn countersign(&mut self, case: CaseId, author: Author) -> Answer {
        if let Err(why) = self.may(author.conn, Capability::Supervise) {
            return Answer::refuse(why);
        }
        let supervisor = author.account;
        match self.try_crisis(Command::Countersign { case, supervisor }) {
            Ok(_) => Answer::DONE,
            Err(refusal) => refused(refusal),
        }
    }

    pub(super) fn hand_off(
        &mut self,
        case: CaseId,
        author: Author,
        to: Option<OccupantId>,
    ) -> Answer {
        let to = match to {
            None => None,
            Some(name) => match self.responder_named(name) {
                Some(account) => Some(account),
                None => return Answer::refuse(Why::Gone),
            },
        };
        self.respond(author, |by| Command::OfferHandoff { case, by, to })
    }

    pub(super) fn close_case(
        &mut self,
        case: CaseId,
        author: Author,
        reason: CloseReason,
    ) -> Answer {
        let (reason, skip) = closing(reason);
        let room = self.state.crisis.case(case).and_then(|case| case.room);
        let answer = self.respond(author, |by| Command::Close {
            case,
            by,
            reason,
            skip,
        });
        if matches!(answer, Answer::Done { .. }) {
            self.end_crisis_room(room);
        }
        answer
    }

    /// A case's timer, an offer's end, or a page that waits to be sent.
    pub(super) fn due(&mut self, task: Task) {
        match task {
            Task::LapseOffer { offer } => self.lapse_due(offer),
            Task::WakeCase { case } => {
                self.crisis_decide(Command::Wake { case });
                // The row may have been taken out while a change of its time was under way.
                self.keep_timer(case);
            }
            Task::Page { case, step, .. } => {
                if self.waits_for_somebody(case, step) {
                    self.turn.say(Output::Page { task });
                } else {
                    self.turn.settle(task.key());
                }
            }
            Task::CallOff { .. } => self.turn.say(Output::Page { task }),
            Task::CallGuardians { request, .. } => {
                if self.waits_for_guardians(request) {
                    self.turn.say(Output::Page { task });
                } else {
                    self.turn.settle(task.key());
                }
            }
        }
    }

    fn lapse_due(&mut self, offer: OfferId) {
        let task = Task::LapseOffer { offer };
        let until = self.state.matching.open_offer(offer).map(|one| one.until);
        match until.filter(|until| self.turn.now < *until) {
            Some(until) => self.turn.work(until, task),
            None => {
                self.turn.settle(task.key());
                // Never refused: an offer that has ended already is left as it is.
                let _ = self.match_decide(matching::Command::Lapse { offer });
            }
        }
    }

    /// Returns whether a page for a case would not be a false alarm: nobody has it, and it is not
    /// over, or this is the page for a supervisor who has not come.
    fn waits_for_somebody(&self, case: CaseId, step: u32) -> bool {
        self.state.crisis.case(case).is_some_and(|case| {
            let offered = matches!(case.phase, crisis::Phase::Offered(_));
            offered || case.call.is_some_and(|call| call.step == step)
        })
    }

    /// How a page went: written down, and tried again with growing pauses until somebody has it.
    pub(super) fn paged(&mut self, task: Task, delivered: bool) {
        self.turn.settle(task.key());
        let Task::Page {
            case,
            step,
            target,
            priority,
            since,
            tries,
            supervisor,
        } = task
        else {
            if !delivered {
                self.call_off_again(task);
                self.call_guardians_again(task);
            }
            return;
        };
        let open = self.state.crisis.case(case);
        let waits = open.is_some_and(|open| {
            matches!(open.phase, crisis::Phase::Offered(_)) || open.call.is_some()
        });
        self.crisis_decide(Command::PageOutcome {
            case,
            step,
            target,
            delivered,
        });
        if delivered && !waits {
            // It rang after somebody had come.
            self.call_off(case, (step, target), Some((priority, since)));
        }
        if !delivered && self.waits_for_somebody(case, step) {
            let tries = tries.saturating_add(1);
            let again = Task::Page {
                case,
                step,
                target,
                priority,
                since,
                tries,
                supervisor,
            };
            let pause = Millis::from_secs(1_u64 << tries.min(6));
            self.turn.work(self.turn.now.after(pause), again);
        }
    }

    /// Calling off is a courtesy: it is tried for some two hours, and then left.
    fn call_off_again(&mut self, task: Task) {
        if let Task::CallOff {
            case,
            step,
            target,
            priority,
            since,
            tries,
        } = task
            && tries < CALL_OFF_TRIES
        {
            let tries = tries.saturating_add(1);
            let again = Task::CallOff {
                case,
                step,
                target,
                priority,
                since,
                tries,
            };
            let pause = Millis::from_secs(1_u64 << tries);
            self.turn.work(self.turn.now.after(pause), again);
        }
    }

    fn respond(&mut self, author: Author, command: impl FnOnce(AccountId) -> Command) -> Answer {
        if let Err(why) = self.may(author.conn, Capability::Respond) {
            return Answer::refuse(why);
        }
        match self.try_crisis(command(author.account)) {
            Ok(_) => Answer::DONE,
            Err(refusal) => refused(refusal),
        }
    }

    /// The responder joins the conversation, visibly; a seeker who still waits in line need not.
    pub(super) fn bring_responder(&mut self, case: CaseId, responder: AccountId, role: Role) {
        let Some(open) = self.state.crisis.case(case) else {
            return;
        };
        let (person, room) = (open.person, open.room);
        if let Some(room) = room {
            self.join_room(room, responder, role);
        }
        let why = matching::LeaveReason::Responder;
        self.withdraw(person, why);
    }

    /// Takes those responders out of a case's conversation who do not have it.
    pub(super) fn release_room(&mut self, case: CaseId, owner: Option<AccountId>) {
        let Some(id) = self.state.crisis.case(case).and_then(|case| case.room) else {
            return;
        };
        for responder in self.responders_in(id) {
            if owner != Some(responder) {
                self.take_leave(id, responder);
            }
        }
    }

    fn responders_in(&self, id: RoomId) -> Vec<AccountId> {
        let members = self
            .state
            .room(id)
            .into_iter()
            .flat_map(|room| room.members());
        members
            .filter(|(_, member)| member.present && member.role.can(Capability::Respond))
            .map(|(account, _)| account)
            .collect()
    }

    /// A responder leaves a conversation, unless another case of theirs is there.
    pub(super) fn take_leave(&mut self, id: RoomId, responder: AccountId) {
        let has_part = |case: &crisis::Case| {
            let rests = matches!(case.phase, crisis::Phase::Resting(_));
            let joined = case.joined == Some(responder) && !rests;
            case.room == Some(id) && (case.owner() == Some(responder) || joined)
        };
        let stays = self.state.open_cases().any(has_part);
        if !stays {
            // Refused where they are not in it.
            let _ = self.leave_room(id, responder, LeaveWhy::Left);
        }
    }

    /// The case is over: responders leave its conversation, and a room made for it ends.
    pub(super) fn end_crisis_room(&mut self, room: Option<RoomId>) {
        let Some(id) = room else { return };
        for responder in self.responders_in(id) {
            self.take_leave(id, responder);
        }
        let made_for_it = self
            .state
            .room(id)
            .is_some_and(|room| room.kind == RoomKind::Crisis);
        let shared = self.state.open_cases().any(|case| case.room == Some(id));
        if made_for_it && !shared {
            self.close_room(id);
        }
    }

    fn responder_named(&self, name: OccupantId) -> Option<AccountId> {
        self.presence
            .accounts()
            .filter(|account| self.staff(*account, Capability::Respond).is_some())
            .find(|account| self.staff_name(*account).0 == name)
    }
}

const fn closing(reason: CloseReason) -> (crisis::CloseReason, Option<SkipReason>) {
    match reason {
        CloseReason::SafeNow => (crisis::CloseReason::Supported, None),
        CloseReason::HandedToService => (crisis::CloseReason::HandedOver, None),
        CloseReason::DeclinedHelp => (crisis::CloseReason::Supported, Some(SkipReason::Declined)),
        CloseReason::Left => (crisis::CloseReason::Left, Some(SkipReason::Left)),
        CloseReason::NotACrisis => (crisis::CloseReason::NoRisk, None),
        CloseReason::Duplicate => (crisis::CloseReason::Misread, Some(SkipReason::Duplicate)),
    }
}

pub(super) fn refused(refusal: Refusal) -> Answer {
    Answer::refuse(match refusal {
        Refusal::UnknownCase | Refusal::Closed | Refusal::Taken | Refusal::NoHandoff => Why::Gone,
        Refusal::NotOwner | Refusal::SecondPersonNeeded => Why::Denied,
        Refusal::Open
        | Refusal::OutOfCourse
        | Refusal::NeedsGrounds
        | Refusal::NeedsSignature
        | Refusal::DangerOpen
        | Refusal::ContactOpen
        | Refusal::FollowUpOpen
        | Refusal::NoConsent
        | Refusal::StillUrgent
        | Refusal::HandoffOpen
        | Refusal::NeedsReason
        | Refusal::NeedsAssessment
        | Refusal::NothingToSign
        | Refusal::OwnCase
        | Refusal::NoSignal => Why::OutOfPlace,
    })
}
