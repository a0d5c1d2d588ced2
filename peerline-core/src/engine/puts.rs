//! Puts: once, and to whom they go.

use super::Answer;
use super::ConnId;
use super::Engine;
use super::Output;
use super::Put;
use super::Why;
use super::state::Known;
use super::talking::Words;
use crate::identity::GateAnswer;
use crate::log::Act;
use crate::log::Notice;
use crate::log::PutMark;
use crate::log::PutOutcome;
use crate::log::RoomAct;
use crate::log::StandingAct;
use crate::vocab::AccountId;
use crate::vocab::CaseId;
use crate::vocab::Cid;
use crate::vocab::RoomId;
use crate::vocab::RoomName;

/// Who puts, and how.
#[derive(Clone, Copy, Debug)]
pub(super) struct Author {
    pub(super) account: AccountId,
    pub(super) conn: ConnId,
    pub(super) cid: Cid,
    pub(super) over: bool,
}

impl Author {
    const fn new(account: AccountId, (conn, cid): (ConnId, Cid), over: bool) -> Self {
        Self {
            account,
            conn,
            cid,
            over,
        }
    }
}

impl Engine {
    pub(super) fn put(&mut self, put: Put) {
        let Put {
            asker,
            room,
            cid,
            digest,
            over,
            act,
            scores,
        } = put;
        self.turn.scores = scores;
        self.lapse_leases();
        let erased = match (&act, self.presence.account(asker.conn)) {
            (Act::Erase, Some(account)) => self.everybody_of(account),
            (_, _) => Vec::new(),
        };
        let answer = match self.acts_as(asker.conn, &room) {
            None => self.hear_nameless((asker.conn, cid), &room, &act),
            Some(account) => {
                let author = Author::new(account, (asker.conn, cid), over);
                let who = self.name_in(&room, account);
                let horizon = self.turn.now.before(self.limits.dedupe);
                match self
                    .state
                    .known(&room, who, cid)
                    .filter(|known| known.is_within(horizon))
                {
                    Some(known) if known.is_of(digest) => again(known),
                    Some(_) => {
                        self.hear(&room, author, &act);
                        Answer::refuse(Why::CidReused)
                    }
                    None => {
                        let outcome = PutOutcome::Done;
                        let mark = PutMark {
                            room: None,
                            who,
                            cid,
                            digest: Some(digest),
                            outcome,
                        };
                        self.turn.mark(room.clone(), mark);
                        let answer = self.act(&room, author, act);
                        let answer = self.with_a_way_on(account, answer);
                        self.settle_put(account, answer)
                    }
                }
            }
        };
        let is_erased = matches!(answer, Answer::Told(_));
        self.turn.say(Output::Answer {
            asker,
            put: Some((room, cid)),
            answer,
        });
        if is_erased {
            self.farewell(&erased);
        }
    }

    /// Whatever was done is remembered, and answered as its retries will be.
    fn settle_put(&mut self, account: AccountId, answer: Answer) -> Answer {
        match answer {
            Answer::Done { .. } => {
                if self.turn.has_mark() {
                    self.answer_notice(&RoomName::Me(account), Notice::Noted);
                }
                let seq = self.turn.put_seq();
                Answer::Done { seq }
            }
            Answer::Held { .. } | Answer::Told(_) | Answer::Refused { .. } | Answer::Barred(_) => {
                answer
            }
        }
    }

    /// A put that came too late to be done: nobody knows any more whether it was done before. Who
    /// calls for a person in it, or gives a sign of danger, is heard all the same.
    pub(super) fn put_late(&mut self, put: Put) {
        let Put {
            asker,
            room,
            cid,
            act,
            ..
        } = put;
        self.lapse_leases();
        self.hear_nameless((asker.conn, cid), &room, &act);
        self.turn.say(Output::Answer {
            asker,
            put: Some((room, cid)),
            answer: Answer::refuse(Why::Stale),
        });
    }

    /// Hears what is put under whatever name the connection has there, or else under its own.
    fn hear_nameless(&mut self, (conn, cid): (ConnId, Cid), room: &RoomName, act: &Act) -> Answer {
        let named = self.acts_as(conn, room);
        if let Some(account) = named.or_else(|| self.presence.account(conn)) {
            let author = Author::new(account, (conn, cid), false);
            self.hear(room, author, act);
        }
        Answer::refuse(Why::Denied)
    }

    fn act(&mut self, room: &RoomName, author: Author, act: Act) -> Answer {
        if matches!(act, Act::Appeal { .. }) {
            // Written down first, so that a retry gets the same answer; then heard, wherever it was put.
            let heard = act.clone();
            let answer = self.act_there(room, author, act);
            self.hear(room, author, &heard);
            return answer;
        }
        if !matches!(room, RoomName::Room(_)) && act.speaks() {
            self.hear(room, author, &act);
        }
        self.act_there(room, author, act)
    }

    fn act_there(&mut self, room: &RoomName, author: Author, act: Act) -> Answer {
        match room {
            RoomName::Me(owner) if *owner == author.account => {
                if self.presence.is_visit(author.conn) {
                    self.act_under_name(author, act)
                } else {
                    self.act_for_self(author, act)
                }
            }
            RoomName::Own(_) => self.act_under_name(author, act),
            RoomName::Room(id) => self.act_in_room(*id, author, act),
            RoomName::Case(case) => self.act_in_case(*case, author, act),
            RoomName::Mod(_) => self.act_in_queue(author, act),
            RoomName::Me(_)
            | RoomName::Crisis(_)
            | RoomName::Match(_)
            | RoomName::Line
            | RoomName::Locker(_)
            | RoomName::Vault(_) => Answer::refuse(Why::Denied),
        }
    }

    fn act_for_self(&mut self, author: Author, act: Act) -> Answer {
        match act {
            Act::Seek(asked) => self.seek(author, *asked),
            Act::Leave => self.stop_waiting(author),
            Act::Available(hours) => self.available(author, *hours),
            Act::AcceptOffer { offer } => self.accept_offer(author, offer),
            Act::DeclineOffer { offer } => self.decline_offer(author, offer),
            Act::AskForHuman { country, .. } => self.ask_for_human(author, None, (country, None)),
            Act::Room(act) => self.room_act_for_self(author, act),
            Act::Dismiss { case, why } => self.dismiss(author, case, why),
            Act::Appeal { decision, text } => self.appeal(author, decision, text),
            Act::Erase => self.erase(author),
            Act::Keep { after, blob } => self.keep_in_locker(author, after, blob),
            Act::Vault(act) => self.own_vault(author, act),
            Act::Enter { work, pass } => self.pass_gate(author, GateAnswer { work, pass }),
            Act::Standing(_)
            | Act::Docket(_)
            | Act::Countersign
            | Act::Care(_)
            | Act::Say { .. }
            | Act::Edit { .. }
            | Act::Redact { .. }
            | Act::Take
            | Act::DeclineHandoff
            | Act::Report { .. }
            | Act::Acknowledge
            | Act::Assess { .. }
            | Act::HandOff { .. }
            | Act::CloseCase { .. }
            | Act::Talk(_) => Answer::refuse(Why::OutOfPlace),
        }
    }

    /// Does what somebody asks for in the private room of a name: help is always within reach.
    fn act_under_name(&mut self, author: Author, act: Act) -> Answer {
        match act {
            Act::AskForHuman { country, .. } => self.ask_for_human(author, None, (country, None)),
            Act::Dismiss { case, why } => self.dismiss(author, case, why),
            Act::Appeal { decision, text } => self.appeal(author, decision, text),
            Act::Room(RoomAct::AgreeAlone { ask, quote }) => self.agree_alone(author, ask, quote),
            Act::Room(RoomAct::PassAlone { ask }) => self.pass_alone(author, ask),
            Act::Say { .. }
            | Act::Edit { .. }
            | Act::Redact { .. }
            | Act::Leave
            | Act::Seek { .. }
            | Act::Available { .. }
            | Act::AcceptOffer { .. }
            | Act::DeclineOffer { .. }
            | Act::Take
            | Act::DeclineHandoff
            | Act::Report { .. }
            | Act::Acknowledge
            | Act::Assess { .. }
            | Act::HandOff { .. }
            | Act::Standing(_)
            | Act::Docket(_)
            | Act::Countersign
            | Act::Care(_)
            | Act::Erase
            | Act::Keep { .. }
            | Act::Vault(_)
            | Act::Enter { .. }
            | Act::CloseCase { .. }
            | Act::Talk(_)
            | Act::Room(_) => Answer::refuse(Why::OutOfPlace),
        }
    }

    fn act_in_room(&mut self, room: RoomId, author: Author, act: Act) -> Answer {
        match act {
            Act::Say {
                text,
                language,
                notes,
            } => {
                let edits = None;
                let words = Words {
                    text,
                    language,
                    notes,
                    edits,
                };
                self.say(room, author, words)
            }
            Act::Edit {
                entry,
                text,
                language,
                notes,
            } => {
                let edits = Some(entry);
                let words = Words {
                    text,
                    language,
                    notes,
                    edits,
                };
                self.say(room, author, words)
            }
            Act::Redact { entry } => self.redact(room, author, entry),
            Act::AskForHuman { country, about } => {
                self.ask_for_human(author, Some(room), (country, about))
            }
            Act::Room(act) => self.room_act(room, author, act),
            Act::Report { entry, ground } => self.report(room, author, entry, &ground),
            Act::Leave => self.leave(room, author),
            Act::Talk(act) => self.talk(room, author, act),
            Act::Standing(StandingAct::Block { who }) => self.block(room, author, who),
            Act::Docket(act) => self.decide_in_room(room, author, *act),
            Act::Standing(_)
            | Act::Countersign
            | Act::Care(_)
            | Act::Seek { .. }
            | Act::Available { .. }
            | Act::AcceptOffer { .. }
            | Act::DeclineOffer { .. }
            | Act::Take
            | Act::DeclineHandoff
            | Act::Dismiss { .. }
            | Act::Appeal { .. }
            | Act::Acknowledge
            | Act::Assess { .. }
            | Act::HandOff { .. }
            | Act::CloseCase { .. }
            | Act::Enter { .. }
            | Act::Keep { .. }
            | Act::Vault(_)
            | Act::Erase => Answer::refuse(Why::OutOfPlace),
        }
    }

    fn act_in_case(&mut self, case: CaseId, author: Author, act: Act) -> Answer {
        match act {
            Act::Take => self.take_case(case, author),
            Act::DeclineHandoff => self.decline_handoff(case, author),
            Act::Acknowledge => self.acknowledge(case, author),
            Act::Assess { priority, reason } => self.assess(case, author, priority, &reason),
            Act::HandOff { to } => self.hand_off(case, author, to),
            Act::CloseCase { reason } => self.close_case(case, author, reason),
            Act::Countersign => self.countersign(case, author),
            Act::Vault(act) => self.vault_in_case(case, author, act),
            Act::Care(act) => self.care_act(case, author, act),
            Act::Say { .. }
            | Act::Edit { .. }
            | Act::Redact { .. }
            | Act::Leave
            | Act::Seek { .. }
            | Act::Available { .. }
            | Act::AcceptOffer { .. }
            | Act::DeclineOffer { .. }
            | Act::AskForHuman { .. }
            | Act::Dismiss { .. }
            | Act::Report { .. }
            | Act::Appeal { .. }
            | Act::Room(_)
            | Act::Talk(_)
            | Act::Standing(_)
            | Act::Docket(_)
            | Act::Enter { .. }
            | Act::Keep { .. }
            | Act::Erase => Answer::refuse(Why::OutOfPlace),
        }
    }
}

/// The original answer, for a retry.
fn again(known: &Known) -> Answer {
    match known.outcome {
        PutOutcome::Done => Answer::Done { seq: known.seq },
        PutOutcome::Held(decision) => Answer::Held { decision },
        PutOutcome::Blocked(decision) => Answer::Refused {
            why: Why::Blocked,
            retry: None,
            decision: Some(decision),
            say: None,
        },
    }
}
