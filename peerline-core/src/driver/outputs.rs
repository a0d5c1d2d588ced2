//! What the engine says, done.

use std::sync::Arc;
use std::sync::atomic::Ordering::SeqCst;

use super::commits::Chained;
use super::commits::Step;
use super::core::Core;
use super::counters::Tally;
use super::logins;
use super::message::ToConn;
use super::pages;
use super::translate;
use super::translate_talk;
use crate::engine::Answer;
use crate::engine::Asker;
use crate::engine::ConnId;
use crate::engine::Info;
use crate::engine::Input;
use crate::engine::Output;
use crate::engine::TalkView;
use crate::engine::Why;
use crate::identity::Admission;
use crate::identity::Lack;
use crate::log::Fact;
use crate::log::Notice;
use crate::log::Passing;
use crate::log::Task;
use crate::ports::WorkKey;
use crate::protocol;
use crate::protocol::Address;
use crate::protocol::Placed;
use crate::session::Joined;
use crate::session::Published;
use crate::session::RoomOpened;
use crate::vocab::Cid;
use crate::vocab::Millis;
use crate::vocab::OccupantId;
use crate::vocab::Role;
use crate::vocab::RoomName;
use crate::vocab::Seq;
use crate::vocab::Timestamp;

/// How long others believe what somebody said in passing.
const PASSING: Millis = Millis::from_secs(6);

/// A room that somebody may receive.
struct Opening {
    conn: ConnId,
    reference: Option<u64>,
    room: RoomName,
    base: Seq,
    who: OccupantId,
    role: Role,
    talk: Option<Box<TalkView>>,
}

impl Core {
    /// Does what follows from an act that is durable.
    pub(super) fn perform(&mut self, step: Step) {
        if step.buries {
            self.shared.burials.fetch_add(1, SeqCst);
        }
        if let Some(due) = step.due {
            self.due = self.due.min(due);
        }
        for key in &step.voided {
            self.claims.void(key);
        }
        for chained in &step.entries {
            self.publish(chained);
        }
        for output in step.then {
            self.output(output);
        }
    }

    /// A page went out, or did not.
    pub(super) fn paged(&mut self, (task, delivered): (Task, bool)) {
        let tally = &self.shared.tally;
        if matches!(task, Task::Page { .. }) {
            Tally::add(if delivered {
                &tally.pages_sent
            } else {
                &tally.pages_failed
            });
        }
        self.claims.sent(&WorkKey::new(task.key()));
        self.handle(Input::Paged { task, delivered });
    }

    #[expect(
        clippy::too_many_lines,
        reason = "one arm for each thing that can happen, and nothing else"
    )]
    fn output(&mut self, output: Output) {
        match output {
            Output::Answer { asker, put, answer } => self.answer(asker, put, answer),
            Output::Welcome {
                conn,
                roles,
                resting,
                login,
                admission,
                lack,
                visits,
            } => self.welcome(conn, ((roles, resting), login), (&admission, lack, visits)),
            Output::Turn { conn } => self.hub.send(conn, ToConn::RefuseJoin),
            Output::Open {
                conn,
                reference,
                room,
                base,
                who,
                role,
                talk,
                ..
            } => self.open_room(Opening {
                conn,
                reference,
                room,
                base,
                who,
                role,
                talk,
            }),
            Output::RefuseOpen {
                conn,
                reference,
                room,
                barred,
                login,
            } => {
                let room = Address::of(&room);
                let barred = barred.map(|barred| {
                    let answer = Answer::Barred(barred);
                    Box::new(translate::answer(&self.shared.profile, answer))
                });
                let barred = barred.or_else(|| login.then(|| Box::new(logins::refused())));
                let refusal = ToConn::RefuseOpen {
                    reference,
                    room,
                    barred,
                };
                self.hub.send(conn, refusal);
            }
            Output::Expel { conns, room } => {
                conns.into_iter().for_each(|conn| self.expel(conn, &room));
            }
            Output::Farewell { conns } => {
                for conn in conns {
                    self.hub.send(conn, ToConn::Farewell);
                }
            }
            Output::Rest { conn } => self.rest(conn),
            Output::Whisper { room, who, what } => self.whisper(&room, who, what),
            Output::Page { task } => self.page(task),
            Output::Invited { reference, secret } => self.invited(reference, secret),
            Output::Settled { reference } => self.settled(reference),
            Output::Kept { reference, answer } => self.kept(reference, Some(answer)),
            Output::Vault { reference, answer } => self.vault_told(reference, Some(answer)),
            Output::Commit(_) | Output::Publish { .. } => {}
        }
    }

    fn page(&mut self, task: Task) {
        match pages::send(&self.shared.ports, task) {
            Some(sending) => {
                self.claims.sending(WorkKey::new(task.key()));
                self.pages.push(sending);
            }
            // Nothing to send is nothing to try again.
            None => self.handle(Input::Paged {
                task,
                delivered: true,
            }),
        }
    }

    fn open_room(&mut self, opening: Opening) {
        let Opening {
            conn,
            reference,
            room: name,
            base,
            who,
            role,
            talk,
        } = opening;
        let (head, h) = self.commits.durable(&name);
        let Some(number) = self.hub.subscribe(conn, &name) else {
            return;
        };
        let until = self.lease_of(&name, who);
        if let (RoomName::Room(id), Some(_)) = (&name, until) {
            self.hub.name(conn, *id, who);
        }
        let opened = RoomOpened {
            reference,
            room: Address::of(&name),
            epoch: self.shared.profile.epoch,
            base,
            head,
            h,
            who,
            role,
            caps: translate::capabilities(role),
            until,
            talk: talk.map(|talk| Box::new(translate_talk::opened(*talk))),
            number,
        };
        self.hub.send(conn, ToConn::Opened(Box::new(opened)));
    }

    /// Returns when somebody needs a fresh ticket for a room.
    fn lease_of(&self, name: &RoomName, who: OccupantId) -> Option<Timestamp> {
        let RoomName::Room(id) = name else {
            return None;
        };
        let lease = self.engine.state().identity().lease(*id, who);
        lease.map(|lease| lease.until)
    }

    /// Sends nothing more of a room to a connection.
    pub(super) fn expel(&mut self, conn: ConnId, room: &RoomName) {
        self.hub.unsubscribe(conn, room);
        self.hub.send(conn, ToConn::Expelled(Address::of(room)));
    }

    fn whisper(&mut self, room: &RoomName, who: OccupantId, what: Passing) {
        let sig = protocol::passing(Address::of(room), Some(who.into()), what, PASSING);
        self.hub
            .whisper(room, || ToConn::Sig(Box::new(sig.clone())));
    }

    fn publish(&mut self, chained: &Chained) {
        let Chained {
            room,
            seq,
            h,
            entry,
        } = chained;
        let tally = &self.shared.tally;
        Tally::add(&tally.entries_committed);
        if let Fact::Notice(Notice::CaseChanged { alarm: true, .. }) = &entry.fact {
            Tally::add(&tally.alarms);
        }
        if let Fact::Matching(fact) = &entry.fact {
            self.count_line(fact);
        }
        if !self.hub.has_members(room) {
            return;
        }
        let placed = Placed {
            room,
            seq: *seq,
            h: *h,
        };
        let own = protocol::own_viewers(entry)
            .into_iter()
            .map(|who| (who, protocol::present(&placed, entry, Some(who))))
            .collect();
        let ev = protocol::present(&placed, entry, None);
        let number = self.hub.number(room);
        let published = Arc::new(Published::new(room.clone(), number, ev, own));
        let (copies, behind) = self.hub.publish(&published);
        Tally::add_many(&self.shared.tally.deliveries, copies);
        Tally::add_many(&self.shared.tally.slow_readers, behind);
    }

    fn answer(&mut self, asker: Asker, put: Option<(RoomName, Cid)>, answer: Answer) {
        self.count(&answer);
        let Asker { conn, reference } = asker;
        if let Answer::Told(Info::Matter(detail)) = answer {
            self.hub.send(conn, ToConn::Matter { reference, detail });
            return;
        }
        let answer = translate::answer(&self.shared.profile, answer);
        let message = match put {
            Some((room, cid)) => ToConn::PutAnswered {
                reference,
                room: Address::of(&room),
                cid,
                answer,
            },
            None => ToConn::AskAnswered { reference, answer },
        };
        self.hub.send(conn, message);
    }

    fn count(&self, answer: &Answer) {
        let tally = &self.shared.tally;
        match answer {
            Answer::Held { .. } => Tally::add(&tally.holds),
            Answer::Refused {
                why: Why::Nudge, ..
            } => Tally::add(&tally.nudges),
            Answer::Refused {
                why: Why::Blocked, ..
            } => Tally::add(&tally.blocks),
            Answer::Done { .. } | Answer::Told(_) | Answer::Refused { .. } | Answer::Barred(_) => {}
        }
    }

    fn welcome(
        &mut self,
        conn: ConnId,
        ((roles, resting), login): ((Vec<Role>, Vec<Role>), bool),
        (admission, lack, visits): (&Admission, Option<Lack>, bool),
    ) {
        let standing = if lack.is_some() || visits {
            "help_only"
        } else {
            translate::standing(admission)
        };
        if lack.is_some() {
            Tally::add(&self.shared.tally.gated_joins);
        }
        let gate = lack.map(translate::lack);
        let joined = Joined {
            roles,
            resting,
            login: login.then_some("needed"),
            standing,
            gate,
        };
        self.hub.send(conn, ToConn::Joined(joined));
    }
}
