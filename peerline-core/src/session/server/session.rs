//! The state machine of one connection, server's end.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::collections::VecDeque;

use super::Answer;
use super::Challenge;
use super::Joined;
use super::Request;
use super::Transmit;
use super::feed::Feed;
use super::lanes::Lanes;
use super::published::Style;
use super::window::Window;
use crate::protocol;
use crate::protocol::Address;
use crate::protocol::Code;
use crate::protocol::Encoding;
use crate::protocol::Key;
use crate::protocol::Maxima;
use crate::protocol::Me;
use crate::protocol::Open;
use crate::protocol::Ping;
use crate::protocol::ServerFrame;
use crate::protocol::Sig;
use crate::protocol::Welcome;
use crate::vocab::Cid;
use crate::vocab::Limits;
use crate::vocab::Millis;
use crate::vocab::Seq;
use crate::vocab::Text;
use crate::vocab::Timestamp;

/// The server's end of one connection.
///
/// ```text
/// Greeting -hello-> Joining -joined-> Serving -bye-> Over
/// ```
///
/// After each call the host drains [`poll_request`](Self::poll_request) and
/// [`poll_transmit`](Self::poll_transmit), then looks at [`poll_timeout`](Self::poll_timeout) and
/// [`is_over`](Self::is_over).
#[derive(Debug)]
pub struct ServerSession {
    pub(super) limits: Limits,
    pub(super) style: Style,
    pub(super) phase: Phase,
    pub(super) feeds: BTreeMap<Address, Feed>,
    pub(super) opening: BTreeMap<Address, Vec<Open>>,
    pub(super) numbers: BTreeMap<u32, Address>,
    pub(super) window: Window,
    pub(super) pages: BTreeSet<u64>,
    pub(super) lanes: Lanes,
    pub(super) requests: VecDeque<Request>,
    pub(super) transmits: VecDeque<Transmit>,
    pub(super) heard: Timestamp,
    pub(super) pinged: Timestamp,
    pub(super) pings: u64,
    pub(super) echoed: Option<u64>,
    pub(super) mistakes: u32,
    /// Openings of a `hello` that were too many, to be refused when it is welcome.
    pub(super) surplus: Vec<Option<u64>>,
    /// Questions without an answer.
    pub(super) asks: u32,
    /// Since when how often something was said in passing.
    pub(super) passed: (Timestamp, u32),
}

#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Phase {
    Greeting { until: Timestamp },
    Joining,
    Serving,
    Over,
}

impl ServerSession {
    /// Heartbeats of silence after which a connection ends.
    const PATIENCE: u64 = 3;

    /// Starts a connection and says what the client has to sign.
    #[must_use]
    pub fn new(now: Timestamp, limits: Limits, encoding: Encoding, challenge: &Challenge) -> Self {
        let until = now.after(limits.hello);
        let mut session = Self {
            window: Window::new(limits.inflight_bytes),
            limits,
            style: Style {
                encoding,
                short: false,
            },
            phase: Phase::Greeting { until },
            feeds: BTreeMap::new(),
            opening: BTreeMap::new(),
            numbers: BTreeMap::new(),
            pages: BTreeSet::new(),
            lanes: Lanes::default(),
            requests: VecDeque::new(),
            transmits: VecDeque::new(),
            heard: now,
            pinged: now,
            pings: 0,
            echoed: None,
            mistakes: 0,
            surplus: Vec::new(),
            asks: 0,
            passed: (now, 0),
        };
        session.send(&ServerFrame::Hail(protocol::Hail {
            v: vec![protocol::VERSION],
            line: Key(challenge.line),
            nonce: Key(challenge.nonce),
            now: challenge.now,
            gate: challenge.gate,
        }));
        session
    }

    /// Takes a frame of the client.
    pub fn receive(&mut self, now: Timestamp, bytes: &[u8]) {
        if self.is_over() {
            return;
        }
        self.observe(now);
        self.heard = now;
        match protocol::decode_client(bytes, self.style.encoding, &self.limits) {
            Ok(frame) => self.frame(frame),
            Err(error) => self.mistake(None, error.code()),
        }
    }

    /// Lets time pass.
    pub fn timeout(&mut self, now: Timestamp) {
        self.observe(now);
        match self.phase {
            Phase::Greeting { until } if until <= now => self.end(Code::Auth, Some(Millis::ZERO)),
            Phase::Joining | Phase::Serving if self.silent_until() <= now => {
                self.end(Code::Bad, Some(Millis::ZERO));
            }
            Phase::Serving if self.ping_due() <= now => self.ping(now),
            Phase::Greeting { .. } | Phase::Joining | Phase::Serving | Phase::Over => {}
        }
    }

    /// Returns when [`timeout`](Self::timeout) has something to do.
    #[must_use]
    pub fn poll_timeout(&self) -> Option<Timestamp> {
        match self.phase {
            Phase::Greeting { until } => Some(until),
            Phase::Joining => Some(self.silent_until()),
            Phase::Serving => Some(self.silent_until().min(self.ping_due())),
            Phase::Over => None,
        }
    }

    /// Returns the next thing the host is asked to do.
    pub fn poll_request(&mut self) -> Option<Request> {
        self.requests.pop_front()
    }

    /// Returns the next bytes to send.
    pub fn poll_transmit(&mut self) -> Option<Transmit> {
        self.transmits.pop_front()
    }

    /// Returns whether the connection ends once everything is sent.
    #[must_use]
    pub fn is_over(&self) -> bool {
        self.phase == Phase::Over
    }

    /// The client is who it says.
    pub fn joined(&mut self, now: Timestamp, joined: Joined) {
        if self.phase != Phase::Joining {
            return;
        }
        self.phase = Phase::Serving;
        self.pinged = now;
        let limits = &self.limits;
        let welcome = ServerFrame::Welcome(Welcome {
            v: protocol::VERSION,
            ext: self.extensions(),
            me: Me {
                roles: joined.roles,
                resting: joined.resting,
                login: joined.login.map(str::to_owned),
                standing: joined.standing.to_owned(),
                gate: joined.gate,
            },
            hb_ms: limits.heartbeat.get(),
            max: Maxima {
                frame: limits.frame_bytes,
                rooms: limits.open_rooms,
                inflight: limits.inflight_bytes,
                text: Text::MAX_BYTES,
                depth: limits.frame_depth,
                items: limits.frame_items,
            },
            dedupe_s: limits.dedupe.as_secs(),
            now,
        });
        self.send(&welcome);
        for reference in std::mem::take(&mut self.surplus) {
            self.refuse(reference, Code::TooBig, None);
        }
        let rooms: Vec<Open> = self.opening.values().flatten().cloned().collect();
        for open in rooms {
            self.requests.push_back(Request::Open {
                reference: open.reference,
                room: open.room,
                join: open.join,
            });
        }
    }

    /// The client is not who it says, or speaks no version of ours.
    pub fn refuse_join(&mut self, code: Code) {
        self.end(code, None);
    }

    /// A put was answered.
    pub fn put_answered(&mut self, reference: u64, room: &Address, cid: Cid, answer: Answer) {
        if self.is_over() {
            return;
        }
        let code = match &answer {
            Answer::Done { .. } => None,
            Answer::Refused { code, .. } | Answer::Barred { code, .. } => Some(*code),
        };
        self.answer(reference, Some(cid), answer);
        let (next, told) = self.lanes.answered(room, (reference, cid), code);
        for put in told {
            self.refuse(Some(put.reference), Code::Lane, Some(Millis::ZERO));
        }
        if let Some(put) = next {
            self.requests.push_back(Request::Put(put));
        }
    }

    /// A question was answered.
    pub fn ask_answered(&mut self, reference: u64, answer: Answer) {
        self.asks = self.asks.saturating_sub(1);
        self.answer(reference, None, answer);
    }

    /// Sends something that is never kept, to all but the one it came from.
    pub fn signal(&mut self, sig: Sig<'static>) {
        let feed = self.feeds.get(&sig.room);
        let wanted = |feed: &Feed| feed.marks.cover(&sig.kind) && sig.who != Some(feed.who.into());
        if feed.is_some_and(wanted) {
            self.send(&ServerFrame::Sig(sig));
        }
    }

    /// Ends the connection; the client may come back after `again`.
    pub fn drain(&mut self, again: Millis) {
        self.end(Code::Busy, Some(again));
    }

    /// Ends the connection because the outcome of a put is unknown: the client resolves it by
    /// sending the same `cid` again.
    pub fn unknown_outcome(&mut self) {
        self.end(Code::Internal, Some(Millis::ZERO));
    }

    /// Ends the connection of somebody who was erased: there is nothing to come back to.
    pub fn farewell(&mut self) {
        self.end(Code::Gone, None);
    }

    /// Returns the extensions that hold.
    fn extensions(&self) -> Vec<String> {
        let short = self.style.short.then(|| protocol::SHORT.to_owned());
        short.into_iter().collect()
    }

    /// Holds a clock that ran backwards: silence is counted from now, not from a time to come.
    fn observe(&mut self, now: Timestamp) {
        self.heard = self.heard.min(now);
        self.pinged = self.pinged.min(now);
    }

    fn ping(&mut self, now: Timestamp) {
        self.pinged = now;
        self.pings = self.pings.saturating_add(2);
        let ping = Ping {
            n: self.pings,
            heads: self.heads(),
        };
        self.send(&ServerFrame::Ping(ping));
    }

    pub(super) fn heads(&self) -> BTreeMap<Address, Seq> {
        self.feeds
            .iter()
            .map(|(room, feed)| (room.clone(), feed.head()))
            .collect()
    }

    fn silent_until(&self) -> Timestamp {
        self.heard
            .after(self.limits.heartbeat.times(Self::PATIENCE))
    }

    const fn ping_due(&self) -> Timestamp {
        self.pinged.after(self.limits.heartbeat)
    }
}
