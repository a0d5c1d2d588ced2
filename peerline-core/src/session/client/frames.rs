//! What each frame of the line does to a client.

use super::ClientEvent;
use super::ClientSession;
use super::link::Phase;
use super::room::Step;
use crate::protocol;
use crate::protocol::Address;
use crate::protocol::Bye;
use crate::protocol::ClientFrame;
use crate::protocol::Code;
use crate::protocol::Ev;
use crate::protocol::Fetch;
use crate::protocol::Gap;
use crate::protocol::GapWhy;
use crate::protocol::Hail;
use crate::protocol::Opened;
use crate::protocol::Ping;
use crate::protocol::Refused;
use crate::protocol::ServerFrame;
use crate::protocol::Sig;
use crate::protocol::Status;
use crate::protocol::Taken;
use crate::protocol::Welcome;
use crate::vocab::Cid;
use crate::vocab::Millis;
use crate::vocab::Timestamp;

impl ClientSession {
    /// The wait after a retryable refusal that names none.
    const RETRY: Millis = Millis::from_secs(1);
    /// The least wait after `lane`, lest two ends repeat themselves as fast as the link allows.
    const LANE: Millis = Millis::new(250);

    pub(super) fn take_frame(&mut self, now: Timestamp, frame: ServerFrame<'_>) {
        match (self.phase, frame) {
            (_, ServerFrame::Bye(bye)) => self.take_bye(now, &bye),
            (Phase::Greeting { .. }, ServerFrame::Hail(hail)) => self.take_hail(now, hail),
            (Phase::Joining { .. }, ServerFrame::Welcome(welcome)) => {
                self.take_welcome(now, welcome);
            }
            (Phase::Ready, frame) => self.take_ready(now, frame),
            // Whoever speaks out of turn is not understood: the next link may be.
            (_, _) => self.hang_up(now, Millis::ZERO),
        }
    }

    fn take_ready(&mut self, now: Timestamp, frame: ServerFrame<'_>) {
        match frame {
            ServerFrame::Opened(opened) => self.take_opened(now, opened),
            ServerFrame::Ev(ev) => self.take_entry(now, ev.into_owned()),
            ServerFrame::Ok(taken) => self.take_ok(now, taken.into_owned()),
            ServerFrame::Err(refused) => self.take_err(now, refused),
            ServerFrame::Gap(gap) => self.take_gap(now, gap),
            ServerFrame::Sig(sig) => self.take_sig(sig.into_owned()),
            ServerFrame::Ping(ping) => self.take_ping(now, ping),
            ServerFrame::Hail(_) | ServerFrame::Welcome(_) | ServerFrame::Bye(_) => {
                self.hang_up(now, Millis::ZERO);
            }
        }
    }

    fn take_hail(&mut self, now: Timestamp, hail: Hail) {
        if !hail.v.contains(&protocol::VERSION) {
            self.end(Code::Version);
            return;
        }
        self.phase = Phase::Signing {
            until: self.step_until(now),
        };
        self.hail = Some(hail.clone());
        self.emit(ClientEvent::SignNeeded(hail));
    }

    fn take_welcome(&mut self, now: Timestamp, welcome: Welcome) {
        self.phase = Phase::Ready;
        self.pulse.hear(now);
        self.pulse
            .promise(Millis::new(welcome.hb_ms), welcome.max.inflight);
        self.theirs.frame_bytes = welcome.max.frame;
        self.theirs.frame_depth = welcome.max.depth;
        self.theirs.frame_items = welcome.max.items;
        // The invitation is spent; showing it again would only give it away.
        self.config.invite = None;
        self.emit(ClientEvent::Welcomed(welcome));
    }

    fn take_bye(&mut self, now: Timestamp, bye: &Bye) {
        match bye.again_ms {
            Some(again) => self.hang_up(now, Millis::new(again)),
            None => self.end(bye.code),
        }
    }

    fn take_opened(&mut self, now: Timestamp, opened: Opened) {
        if self.check_opened(now, &opened) {
            return;
        }
        if self.rooms.opened(now, &opened) {
            self.proofs.opened(&opened.room);
            self.note_sure(&opened.room);
            self.emit(ClientEvent::Opened(opened));
        }
    }

    fn take_entry(&mut self, now: Timestamp, mut ev: Ev<'static>) {
        if self.check_entry(now, &ev) || !self.rooms.lengthen(&mut ev) {
            return;
        }
        if let Some(reference) = self.pages.holds(&ev) {
            self.emit(ClientEvent::Older { reference, ev });
            return;
        }
        if let Some(gap) = self.rooms.settle_move(&ev.room) {
            self.emit(ClientEvent::Gap(gap));
            self.refuse_referring(&ev.room, Code::Gone);
        }
        match self.rooms.entry(now, &ev) {
            Step::Take => {
                self.note_sure(&ev.room);
                self.emit(ClientEvent::Entry(ev));
            }
            Step::Pass => {}
            Step::Hole => self.repair(&ev.room),
        }
    }

    fn take_sig(&mut self, mut sig: Sig<'static>) {
        if let Some(room) = self.rooms.name(&sig.room) {
            sig.who = sig.who.map(|who| self.rooms.member(&room, who));
            sig.room = room;
            self.emit(ClientEvent::Sig(sig));
        }
    }

    fn take_gap(&mut self, now: Timestamp, mut gap: Gap) {
        if self.check_gap(now, &gap) {
            return;
        }
        let Some(room) = self.rooms.name(&gap.room) else {
            return;
        };
        gap.room = room;
        if self.rooms.gap(now, &gap) {
            let (room, why) = (gap.room.clone(), gap.why);
            self.emit(ClientEvent::Gap(gap));
            if why.begins_anew() {
                self.refuse_referring(&room, Code::Gone);
            }
            self.note_sure(&room);
            // What is not kept is followed by what is; what was left out has to be asked for.
            if why == GapWhy::Slow {
                self.repair(&room);
            }
        }
    }

    fn take_ping(&mut self, now: Timestamp, ping: Ping) {
        if self.pulse.answers(ping.n) {
            let heads = self.rooms.heads();
            self.send(&ClientFrame::Ping(Ping { n: ping.n, heads }));
        }
        for (room, head) in &ping.heads {
            if self.rooms.reach(now, room, *head) {
                self.repair(room);
            }
        }
    }

    fn take_ok(&mut self, now: Timestamp, taken: Taken<'static>) {
        let reference = taken.reference;
        if let Some(cid) = self.outbox.find(reference) {
            self.outbox.settled(reference);
            self.emit(match taken.st {
                Status::Done => ClientEvent::PutDone { cid, taken },
                Status::Held => ClientEvent::PutHeld { cid, taken },
            });
        } else if self.asks.answered(reference) {
            self.emit(ClientEvent::Answer { reference, taken });
        } else if self.pages.done(reference) {
            self.emit(ClientEvent::OlderDone {
                reference,
                last: taken.seq,
            });
        } else if let Some((room, missing)) = self.rooms.fetched(now, reference, taken.seq) {
            missing
                .into_iter()
                .for_each(|gap| self.emit(ClientEvent::Gap(gap)));
            self.note_sure(&room);
            self.repair(&room);
        }
    }

    fn take_err(&mut self, now: Timestamp, refused: Refused) {
        // An `err` without a number answers nothing of ours that could be named; what it was meant
        // for stays unanswered, and the patience for answers deals with it.
        let Some(reference) = refused.reference else {
            return;
        };
        if let Some(cid) = self.outbox.find(reference) {
            self.refuse_put(now, reference, cid, refused);
        } else if let Some((room, cid)) = self.outbox.abandoned(reference) {
            if is_retryable(&refused) {
                self.send_drop(room, cid);
            }
        } else if self.asks.answered(reference) || self.pages.done(reference) {
            self.emit(ClientEvent::AnswerRefused { reference, refused });
        } else if is_retryable(&refused) && self.is_waited_for(reference) {
            let again = refused.retry_ms.map_or(Self::RETRY, Millis::new);
            self.hang_up(now, again);
        } else if let Some(room) = self.checks.refused(reference) {
            self.refuse_referring(&room, refused.code);
        } else if let Some(room) = self.rooms.refused(reference) {
            if self.proofs.refused(&room, refused.why.as_deref()) {
                let cursor = self.rooms.seen(&room);
                self.rooms.open(room, cursor, None);
                return;
            }
            self.refuse_unsure(&room, refused.code);
            self.emit(ClientEvent::RoomRefused { room, refused });
        }
    }

    fn refuse_put(&mut self, now: Timestamp, reference: u64, cid: Cid, refused: Refused) {
        if refused.code == Code::Nudge {
            self.outbox.nudge(reference);
            self.emit(ClientEvent::PutNudged { cid, refused });
        } else if is_retryable(&refused) {
            let wait = refused.retry_ms.map_or(Self::RETRY, Millis::new);
            let is_lane = refused.code == Code::Lane;
            let least = if is_lane { Self::LANE } else { Millis::ZERO };
            self.outbox.wait(reference, now.after(wait.max(least)));
        } else {
            self.refuse(now, cid, refused);
        }
    }

    /// Tells the line what we have, where it has sent much since it last heard.
    pub(super) fn acknowledge(&mut self) {
        if self.phase == Phase::Ready
            && let Some(n) = self.pulse.acknowledges()
        {
            let heads = self.rooms.heads();
            self.send(&ClientFrame::Ping(Ping { n, heads }));
        }
    }

    fn repair(&mut self, room: &Address) {
        if let Some(after) = self.rooms.repair(room, &mut self.reference) {
            let reference = self.reference;
            self.send(&ClientFrame::Fetch(Fetch {
                reference,
                room: room.clone(),
                after: Some(after),
                before: None,
                n: None,
            }));
        }
    }
}

/// `retry_ms` is there exactly when a retry can help.
const fn is_retryable(refused: &Refused) -> bool {
    refused.retry_ms.is_some() || refused.code.is_retryable()
}
