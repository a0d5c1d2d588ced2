//! The state machine of one connection, server's end.

use std::collections::BTreeMap;
use std::collections::VecDeque;

use super::Answer;
use super::Challenge;
use super::Entries;
use super::Joined;
use super::Published;
use super::PutRequest;
use super::Question;
use super::Request;
use super::RoomOpened;
use super::Transmit;
use super::feed::Feed;
use super::feed::Step;
use super::lanes::Lanes;
use super::lanes::Turn;
use crate::protocol;
use crate::protocol::Address;
use crate::protocol::Bye;
use crate::protocol::ClientFrame;
use crate::protocol::Code;
use crate::protocol::Gap;
use crate::protocol::GapWhy;
use crate::protocol::Hello;
use crate::protocol::Key;
use crate::protocol::Maxima;
use crate::protocol::Me;
use crate::protocol::Open;
use crate::protocol::Opened;
use crate::protocol::Ping;
use crate::protocol::Put;
use crate::protocol::Refused;
use crate::protocol::ServerFrame;
use crate::protocol::Sig;
use crate::protocol::Taken;
use crate::protocol::Welcome;
use crate::vocab::Cid;
use crate::vocab::DigestBuilder;
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
    limits: Limits,
    phase: Phase,
    feeds: BTreeMap<Address, Feed>,
    opening: BTreeMap<Address, Open>,
    lanes: Lanes,
    requests: VecDeque<Request>,
    transmits: VecDeque<Transmit>,
    heard: Timestamp,
    pinged: Timestamp,
    pings: u64,
    mistakes: u32,
}

#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Phase {
    Greeting { until: Timestamp },
    Joining,
    Serving,
    Over,
}

impl ServerSession {
    /// Malformed frames after which a connection ends.
    const MAX_MISTAKES: u32 = 16;
    /// Heartbeats of silence after which a connection ends.
    const PATIENCE: u64 = 3;

    /// Starts a connection and says what the client has to sign.
    #[must_use]
    pub fn new(now: Timestamp, limits: Limits, challenge: &Challenge) -> Self {
        let until = now.after(limits.hello);
        let mut session = Self {
            limits,
            phase: Phase::Greeting { until },
            feeds: BTreeMap::new(),
            opening: BTreeMap::new(),
            lanes: Lanes::default(),
            requests: VecDeque::new(),
            transmits: VecDeque::new(),
            heard: now,
            pinged: now,
            pings: 0,
            mistakes: 0,
        };
        session.send(&ServerFrame::Hail(protocol::Hail {
            v: vec![protocol::VERSION],
            line: Key(challenge.line),
            nonce: Key(challenge.nonce),
            now: challenge.now,
        }));
        session
    }

    /// Takes a frame of the client.
    pub fn receive(&mut self, now: Timestamp, bytes: &[u8]) {
        if self.is_over() {
            return;
        }
        self.heard = now;
        match protocol::decode_client(bytes, &self.limits) {
            Ok(frame) => self.frame(frame),
            Err(error) => self.mistake(None, error.code()),
        }
    }

    /// Lets time pass.
    pub fn timeout(&mut self, now: Timestamp) {
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
            ext: Vec::new(),
            me: Me {
                roles: joined.roles,
                standing: joined.standing.to_owned(),
            },
            hb_ms: limits.heartbeat.get(),
            max: Maxima {
                frame: limits.frame_bytes,
                rooms: limits.open_rooms,
                inflight: limits.inflight_bytes,
                text: Text::MAX_BYTES,
            },
            dedupe_s: limits.dedupe.as_secs(),
            now,
        });
        self.send(&welcome);
        let rooms: Vec<Open> = self.opening.values().cloned().collect();
        for open in rooms {
            self.requests.push_back(Request::Open {
                reference: open.reference,
                room: open.room,
            });
        }
    }

    /// The client is not who it says, or speaks no version of ours.
    pub fn refuse_join(&mut self, code: Code) {
        self.end(code, None);
    }

    /// A room may be sent.
    pub fn opened(&mut self, room: RoomOpened) {
        let Some(open) = self.opening.remove(&room.room) else {
            return;
        };
        let start = self.start_of(&open, &room);
        let feed = Feed::new(room.who, room.epoch, room.head, start);
        self.feeds.insert(room.room.clone(), feed);
        self.send(&ServerFrame::Opened(Opened {
            reference: room.reference,
            room: room.room.clone(),
            epoch: room.epoch,
            base: Seq::ZERO,
            head: room.head,
            h: room.h,
            from: start.0,
            who: room.who,
            role: room.role,
            caps: room.caps,
        }));
        self.read_on(&room.room);
    }

    /// A room may not be sent.
    pub fn refuse_open(&mut self, reference: Option<u64>, room: &Address, code: Code) {
        self.opening.remove(room);
        self.refuse(reference, code, None);
    }

    /// The client is no longer in a room: nothing more of it is sent.
    pub fn expelled(&mut self, room: &Address) {
        self.feeds.remove(room);
    }

    /// Something was committed in a room.
    pub fn published(&mut self, published: &Published) {
        let room = Address::of(&published.room);
        let Some(feed) = self.feeds.get_mut(&room) else {
            return;
        };
        if feed.live(published.seq) == Step::Pass {
            self.read_on(&room);
            return;
        }
        let own = published.own.iter().find(|(who, _)| *who == feed.who);
        match own {
            Some((_, ev)) => self.send(&ServerFrame::Ev(ev.clone())),
            None => self
                .transmits
                .push_back(Transmit::Shared(published.frame.clone())),
        }
    }

    /// A room's log reaches further than what came live: the rest is read.
    pub fn reach(&mut self, room: &Address, head: Seq) {
        if let Some(feed) = self.feeds.get_mut(room) {
            feed.reach(head);
            self.read_on(room);
        }
    }

    /// A page of a log was read.
    pub fn page(&mut self, page: Entries) {
        let Entries { room, entries } = page;
        let was_empty = entries.is_empty();
        for ev in entries {
            let Some(feed) = self.feeds.get_mut(&room) else {
                return;
            };
            let epoch = feed.epoch;
            match feed.read(ev.seq, ev.h) {
                Ok(Step::Send) => self.send(&ServerFrame::Ev(ev)),
                Ok(Step::Pass) => {}
                Err(claimed) => {
                    self.send_gap(&room, epoch, claimed);
                    break;
                }
            }
        }
        if let Some(feed) = self.feeds.get_mut(&room) {
            feed.page_ended(was_empty);
        }
        self.read_on(&room);
    }

    /// A page of a log could not be read: the connection ends, and the client comes back for it.
    pub fn unreadable(&mut self) {
        self.end(Code::Busy, Some(Millis::from_secs(1)));
    }

    /// A put was answered.
    pub fn put_answered(&mut self, reference: u64, room: &Address, cid: Cid, answer: Answer) {
        let code = match &answer {
            Answer::Done { .. } => None,
            Answer::Refused { code, .. } => Some(*code),
        };
        self.answer(reference, Some(cid), answer);
        let (next, told) = self.lanes.answered(room, code);
        for put in told {
            self.refuse(Some(put.reference), Code::Lane, Some(Millis::ZERO));
        }
        if let Some(put) = next {
            self.requests.push_back(Request::Put(put));
        }
    }

    /// A question was answered.
    pub fn ask_answered(&mut self, reference: u64, answer: Answer) {
        self.answer(reference, None, answer);
    }

    /// Sends something that is never kept.
    pub fn signal(&mut self, sig: Sig) {
        if self.feeds.contains_key(&sig.room) {
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

    fn frame(&mut self, frame: ClientFrame) {
        match (self.phase, frame) {
            (Phase::Greeting { .. }, ClientFrame::Hello(hello)) => self.hello(hello),
            (Phase::Greeting { .. } | Phase::Joining, _) => self.end(Code::Bad, Some(Millis::ZERO)),
            (Phase::Serving, frame) => self.serve(frame),
            (Phase::Over, _) => {}
        }
    }

    fn serve(&mut self, frame: ClientFrame) {
        match frame {
            ClientFrame::Hello(_) => self.mistake(None, Code::Bad),
            ClientFrame::Open(open) => self.open(open),
            ClientFrame::Close(close) => {
                self.feeds.remove(&close.room);
                self.opening.remove(&close.room);
                self.requests.push_back(Request::Close { room: close.room });
                self.done(close.reference);
            }
            ClientFrame::Put(put) => self.put(put),
            ClientFrame::Drop(drop) => {
                self.lanes.drop_put(&drop.room, drop.cid);
                self.done(drop.reference);
            }
            ClientFrame::Fetch(fetch) => self.fetch(&fetch),
            ClientFrame::Ask(ask) => self.ask(&ask),
            ClientFrame::Sig(sig) if sig.kind == "typing" && self.feeds.contains_key(&sig.room) => {
                self.requests.push_back(Request::Typing { room: sig.room });
            }
            ClientFrame::Sig(_) => {}
            // What a client has heard of a room tells the server nothing that it does not know.
            ClientFrame::Ping(ping) if ping.n == self.pings => {}
            ClientFrame::Ping(ping) => {
                self.send(&ServerFrame::Ping(Ping {
                    n: ping.n,
                    heads: self.heads(),
                }));
            }
        }
    }

    fn hello(&mut self, hello: Hello) {
        if hello.v != protocol::VERSION {
            self.end(Code::Version, None);
            return;
        }
        if self.limits.open_rooms < hello.open.len() {
            self.end(Code::TooBig, None);
            return;
        }
        self.phase = Phase::Joining;
        for open in &hello.open {
            self.opening.insert(open.room.clone(), open.clone());
        }
        self.requests.push_back(Request::Join(Box::new(hello)));
    }

    fn open(&mut self, open: Open) {
        let n_open = self.feeds.len().saturating_add(self.opening.len());
        if self.limits.open_rooms <= n_open && !self.feeds.contains_key(&open.room) {
            self.refuse(open.reference, Code::TooBig, None);
            return;
        }
        self.feeds.remove(&open.room);
        self.opening.insert(open.room.clone(), open.clone());
        self.requests.push_back(Request::Open {
            reference: open.reference,
            room: open.room,
        });
    }

    fn put(&mut self, put: Put) {
        let reference = put.reference;
        if self.limits.dedupe.as_secs() < put.age_s.unwrap_or(0) {
            self.refuse(Some(reference), Code::Stale, None);
            return;
        }
        let act = match protocol::read_act(&put) {
            Ok(act) => act,
            Err(invalid) => return self.mistake(Some(reference), invalid.code()),
        };
        let request = PutRequest {
            reference,
            digest: digest(&put),
            cid: put.cid,
            age_s: put.age_s.unwrap_or(0),
            over: put.over,
            room: put.room,
            act,
        };
        match self.lanes.push(Box::new(request)) {
            Turn::Go(put) => self.requests.push_back(Request::Put(put)),
            Turn::Wait => {}
            Turn::Lane => self.refuse(Some(reference), Code::Lane, Some(Millis::ZERO)),
            Turn::Full => self.refuse(Some(reference), Code::Rate, Some(Millis::from_secs(1))),
        }
    }

    fn ask(&mut self, ask: &protocol::Ask) {
        match question(ask) {
            Some(question) => {
                self.requests.push_back(Request::Ask {
                    reference: ask.reference,
                    question,
                });
            }
            None => self.refuse(Some(ask.reference), Code::Bad, None),
        }
    }

    /// Sends from an earlier place on: what lies behind `after` goes out again, dense as ever.
    fn fetch(&mut self, fetch: &protocol::Fetch) {
        let Some(feed) = self.feeds.get_mut(&fetch.room) else {
            self.refuse(Some(fetch.reference), Code::Denied, None);
            return;
        };
        *feed = Feed::new(feed.who, feed.epoch, feed.head(), (fetch.after, None));
        self.done(fetch.reference);
        self.read_on(&fetch.room);
    }

    fn start_of(&mut self, open: &Open, room: &RoomOpened) -> (Seq, Option<protocol::Chain>) {
        let from = open.seq.unwrap_or(Seq::ZERO);
        let same_epoch = open.epoch.is_none_or(|epoch| epoch == room.epoch);
        if room.head < from || !same_epoch {
            let why = if same_epoch {
                GapWhy::Diverged
            } else {
                GapWhy::Epoch
            };
            let gap = Gap {
                room: room.room.clone(),
                epoch: room.epoch,
                lo: Seq::new(1),
                hi: from,
                why,
            };
            self.send(&ServerFrame::Gap(gap));
            return (Seq::ZERO, None);
        }
        match open.back {
            Some(back) if open.seq.is_none() => {
                (Seq::new(room.head.get().saturating_sub(back)), None)
            }
            Some(_) | None => (from, open.h),
        }
    }

    fn send_gap(&mut self, room: &Address, epoch: u64, hi: Seq) {
        let gap = Gap {
            room: room.clone(),
            epoch,
            lo: Seq::new(1),
            hi,
            why: GapWhy::Diverged,
        };
        self.send(&ServerFrame::Gap(gap));
    }

    fn read_on(&mut self, room: &Address) {
        let Some(feed) = self.feeds.get_mut(room) else {
            return;
        };
        if let Some(after) = feed.wants() {
            let (who, limit) = (feed.who, self.limits.page);
            self.requests.push_back(Request::Read {
                room: room.clone(),
                who,
                after,
                limit,
            });
        }
    }

    fn ping(&mut self, now: Timestamp) {
        self.pinged = now;
        self.pings = self.pings.saturating_add(1);
        let ping = Ping {
            n: self.pings,
            heads: self.heads(),
        };
        self.send(&ServerFrame::Ping(ping));
    }

    fn heads(&self) -> BTreeMap<Address, Seq> {
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

    fn mistake(&mut self, reference: Option<u64>, code: Code) {
        self.mistakes = self.mistakes.saturating_add(1);
        if Self::MAX_MISTAKES < self.mistakes || !matches!(self.phase, Phase::Serving) {
            self.end(code, Some(Millis::from_secs(1)));
            return;
        }
        self.refuse(reference, code, None);
    }

    fn answer(&mut self, reference: u64, cid: Option<Cid>, answer: Answer) {
        let frame = match answer {
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
                decision,
                say,
            } => ServerFrame::Err(Refused {
                reference: Some(reference),
                code,
                retry_ms,
                decision,
                say,
            }),
        };
        self.send(&frame);
    }

    fn done(&mut self, reference: u64) {
        let (seq, decision, body) = (None, None, None);
        let status = protocol::Status::Done;
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

    fn refuse(&mut self, reference: Option<u64>, code: Code, retry: Option<Millis>) {
        let retry_ms = retry.map(Millis::get);
        let frame = Refused {
            reference,
            code,
            retry_ms,
            decision: None,
            say: None,
        };
        self.send(&ServerFrame::Err(frame));
    }

    fn end(&mut self, code: Code, again: Option<Millis>) {
        if self.is_over() {
            return;
        }
        self.send(&ServerFrame::Bye(Bye {
            code,
            again_ms: again.map(Millis::get),
        }));
        self.phase = Phase::Over;
        self.requests.clear();
    }

    fn send(&mut self, frame: &ServerFrame) {
        if !self.is_over() {
            self.transmits
                .push_back(Transmit::Own(protocol::encode_server(frame)));
        }
    }
}

fn digest(put: &Put) -> crate::vocab::Digest {
    let mut builder = DigestBuilder::new("peerline/v1/put");
    builder
        .bytes(put.kind.as_str().as_bytes())
        .bytes(put.body.get().as_bytes());
    builder.number(put.re.unwrap_or_default().get());
    builder.finish()
}

fn question(ask: &protocol::Ask) -> Option<Question> {
    #[derive(Default, serde::Deserialize)]
    struct Where {
        country: Option<String>,
    }
    Some(match ask.what.as_str() {
        "line" => Question::Line,
        "place" => Question::Place,
        "rooms" => Question::Rooms,
        "cases" => Question::Cases,
        "offers" => Question::Offers,
        "resources" => {
            let Where { country } = match &ask.body {
                Some(body) => serde_json::from_str(body.get()).ok()?,
                None => Where::default(),
            };
            Question::Resources { country }
        }
        _ => return None,
    })
}
