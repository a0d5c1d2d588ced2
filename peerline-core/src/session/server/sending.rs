//! How answers, refusals and the end are said.

use super::Answer;
use super::ServerSession;
use super::Transmit;
use super::published;
use super::session::Phase;
use crate::protocol;
use crate::protocol::Address;
use crate::protocol::Bye;
use crate::protocol::Code;
use crate::protocol::Ev;
use crate::protocol::Refused;
use crate::protocol::Scope;
use crate::protocol::ServerFrame;
use crate::protocol::Status;
use crate::protocol::Taken;
use crate::vocab::Cid;
use crate::vocab::Millis;

impl ServerSession {
    /// Malformed frames after which a connection ends.
    const MAX_MISTAKES: u32 = 16;

    pub(super) fn mistake(&mut self, reference: Option<u64>, code: Code) {
        self.mistakes = self.mistakes.saturating_add(1);
        if Self::MAX_MISTAKES < self.mistakes || !matches!(self.phase, Phase::Serving) {
            self.end(code, Some(Millis::from_secs(1)));
            return;
        }
        self.refuse(reference, code, None);
    }

    pub(super) fn answer(&mut self, reference: u64, cid: Option<Cid>, answer: Answer) {
        let frame = frame_of(reference, cid, answer);
        self.send(&frame);
    }

    /// Answers an `open`, which need not have a number.
    pub(super) fn answer_open(&mut self, reference: Option<u64>, answer: Answer) {
        let mut frame = frame_of(0, None, answer);
        if let ServerFrame::Err(refused) = &mut frame {
            refused.reference = reference;
        }
        self.send(&frame);
    }

    pub(super) fn done(&mut self, reference: u64) {
        let (seq, decision, body) = (None, None, None);
        let status = Status::Done;
        self.answer(
            reference,
            None,
            Answer::Done {
                seq,
                status,
                decision,
                body,
            },
        );
    }

    pub(super) fn refuse(&mut self, reference: Option<u64>, code: Code, retry: Option<Millis>) {
        let retry_ms = retry.map(Millis::get);
        let frame = Refused {
            reference,
            code,
            retry_ms,
            until: None,
            scope: (code == Code::Rate).then_some(Scope::Connection),
            decision: None,
            say: None,
            why: None,
            ways: None,
        };
        self.send(&ServerFrame::Err(frame));
    }

    pub(super) fn end(&mut self, code: Code, again: Option<Millis>) {
        if self.is_over() {
            return;
        }
        self.send(&ServerFrame::Bye(Bye {
            code,
            again_ms: again.map(Millis::get),
        }));
        self.phase = Phase::Over;
        self.requests.clear();
        self.feeds.clear();
        self.numbers.clear();
        self.pages.clear();
        self.opening.clear();
    }

    /// Sends an entry that was made for this connection alone.
    pub(super) fn send_ev(&mut self, room: &Address, ev: Ev<'static>) -> usize {
        let number = self.feeds.get(room).and_then(|feed| feed.number);
        let bytes = published::write(ev, self.style, number);
        let len = bytes.len();
        self.transmits.push_back(Transmit::Own(bytes));
        len
    }

    pub(super) fn send(&mut self, frame: &ServerFrame<'_>) {
        if !self.is_over() {
            self.transmits
                .push_back(Transmit::Own(protocol::encode_server(
                    frame,
                    self.style.encoding,
                )));
        }
    }
}

fn frame_of(reference: u64, cid: Option<Cid>, answer: Answer) -> ServerFrame<'static> {
    match answer {
        Answer::Done {
            seq,
            status,
            decision,
            body,
        } => ServerFrame::Ok(Taken {
            reference,
            cid,
            seq,
            st: status,
            decision,
            body,
        }),
        Answer::Refused {
            code,
            retry_ms,
            until,
            scope,
            decision,
            say,
        } => ServerFrame::Err(Refused {
            reference: Some(reference),
            code,
            retry_ms,
            until,
            scope: scope.or_else(|| (code == Code::Rate).then_some(Scope::Room)),
            decision,
            say,
            why: None,
            ways: None,
        }),
        Answer::Barred {
            code,
            why,
            say,
            ways,
        } => ServerFrame::Err(Refused {
            reference: Some(reference),
            code,
            retry_ms: None,
            until: None,
            scope: None,
            decision: None,
            say: Some(say),
            why: Some(why.to_owned()),
            ways: Some(ways),
        }),
    }
}
