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
use crate::log::Fact;
use crate::log::Notice;
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
use crate::vocab::Role;
use crate::vocab::RoomId;
use crate::vocab::RoomName;

impl Engine {
    pub(super) fn take_case(&mut self, case: CaseId, author: Author) -> Answer {
        let Some(role) = self.staff(author.account, Capability::Respond) else {
            return Answer::refuse(Why::Denied);
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
        if let Some(before) = handed.filter(|owner| *owner != responder) {
            self.leave_case_room(case, before);
        }
        self.done(case)
    }

    pub(super) fn decline_handoff(&mut self, case: CaseId, author: Author) -> Answer {
        self.respond(case, author, |by| Command::DeclineHandoff { case, by })
    }

    pub(super) fn acknowledge(&mut self, case: CaseId, author: Author) -> Answer {
        self.respond(case, author, |responder| Command::Acknowledge {
            case,
            responder,
        })
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
            "answers" => Some(AssessReason::Answers),
            "buffers" => Some(AssessReason::Buffers),
            "misread" => Some(AssessReason::Misread),
            "in_care" => Some(AssessReason::InCare),
            _ => return Answer::refuse(Why::OutOfPlace),
        };
        self.respond(case, author, |by| Command::Assess {
            case,
            by,
            band,
            reason,
        })
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
        self.respond(case, author, |by| Command::OfferHandoff { case, by, to })
    }

    pub(super) fn close_case(
        &mut self,
        case: CaseId,
        author: Author,
        reason: CloseReason,
    ) -> Answer {
        let (reason, skip) = closing(reason);
        let answer = self.respond(case, author, |by| Command::Close {
            case,
            by,
            reason,
            skip,
        });
        if matches!(answer, Answer::Done { .. }) {
            self.leave_case_room(case, author.account);
            self.end_crisis_room(case);
        }
        answer
    }

    /// A case's timer, an offer's end, or a page that waits to be sent.
    pub(super) fn due(&mut self, task: Task) {
        match task {
            Task::LapseOffer { offer } => {
                self.turn.settle(task.key());
                // Refused where the offer has ended already: then nothing is due.
                let _ = self.match_decide(matching::Command::Lapse { offer });
            }
            Task::WakeCase { case } => {
                self.turn.settle(task.key());
                self.crisis_decide(Command::Wake { case });
            }
            Task::Page { case, .. } => {
                let waits = self
                    .state
                    .crisis
                    .case(case)
                    .is_some_and(|case| matches!(case.phase, crisis::Phase::Offered(_)));
                if waits {
                    self.turn.say(Output::Page { task });
                } else {
                    // Somebody has it, or it is over: a page now would be a false alarm.
                    self.turn.settle(task.key());
                }
            }
        }
    }

    /// How a page went: written down, and tried again with growing pauses until somebody has it.
    pub(super) fn paged(&mut self, task: Task, delivered: bool) {
        let Task::Page {
            case,
            step,
            target,
            priority,
            since,
            tries,
        } = task
        else {
            return;
        };
        self.turn.settle(task.key());
        self.crisis_decide(Command::PageOutcome {
            case,
            step,
            target,
            delivered,
        });
        if !delivered {
            let tries = tries.saturating_add(1);
            let again = Task::Page {
                case,
                step,
                target,
                priority,
                since,
                tries,
            };
            let pause = Millis::from_secs(1_u64 << tries.min(6));
            self.turn.work(self.turn.now.after(pause), again);
        }
    }

    fn respond(
        &mut self,
        case: CaseId,
        author: Author,
        command: impl FnOnce(AccountId) -> Command,
    ) -> Answer {
        if self.staff(author.account, Capability::Respond).is_none() {
            return Answer::refuse(Why::Denied);
        }
        match self.try_crisis(command(author.account)) {
            Ok(_) => self.done(case),
            Err(refusal) => refused(refusal),
        }
    }

    /// Answers with the last entry of the case's log; a command that changed nothing is noted, so
    /// that its retry finds an answer.
    fn done(&mut self, case: CaseId) -> Answer {
        let room = RoomName::Case(case);
        if self.turn.has_mark() {
            self.append(&room, None, Fact::Notice(Notice::Noted));
        }
        Answer::Done {
            seq: Some(self.state.head(&room)),
        }
    }

    /// The responder joins the conversation, visibly; a seeker who still waits in line need not.
    fn bring_responder(&mut self, case: CaseId, responder: AccountId, role: Role) {
        let Some(open) = self.state.crisis.case(case) else {
            return;
        };
        let (person, room) = (open.person, open.room);
        if let Some(room) = room {
            self.join_room(room, responder, role);
        }
        let why = matching::LeaveReason::Responder;
        // Refused where the person does not wait.
        let _ = self.match_decide(matching::Command::Withdraw {
            account: person,
            why,
        });
    }

    fn leave_case_room(&mut self, case: CaseId, responder: AccountId) {
        let room = self.state.crisis.case(case).and_then(|case| case.room);
        if let Some(room) = room {
            // Refused where they are not in it.
            let _ = self.leave_room(room, responder, LeaveWhy::Left);
        }
    }

    fn end_crisis_room(&mut self, case: CaseId) {
        let room = self.state.crisis.case(case).and_then(|case| case.room);
        let made_for_it = |id: &RoomId| {
            self.state
                .room(*id)
                .is_some_and(|room| room.kind == RoomKind::Crisis)
        };
        if let Some(id) = room.filter(made_for_it) {
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

fn refused(refusal: Refusal) -> Answer {
    Answer::refuse(match refusal {
        Refusal::UnknownCase | Refusal::Closed | Refusal::Taken | Refusal::NoHandoff => Why::Gone,
        Refusal::NotOwner | Refusal::SecondPersonNeeded => Why::Denied,
        _ => Why::OutOfPlace,
    })
}
