//! One connection: a session between a transport and the loop.

use std::sync::atomic::Ordering::SeqCst;

use futures_channel::mpsc;
use futures_util::FutureExt as _;
use futures_util::StreamExt as _;

use super::Line;
use super::Peer;
use super::counters::Tally;
use super::message::Arrival;
use super::message::Message;
use super::message::Outbox;
use super::message::ToConn;
use super::proof;
use super::proof::Claimed;
use super::scoring::Scoring;
use super::translate;
use super::woken::Woken;
use crate::engine::ConnId;
use crate::engine::MatterDetail;
use crate::identity::PublicKey;
use crate::ports::FrameSink;
use crate::ports::FrameSource;
use crate::ports::PortError;
use crate::ports::Stored;
use crate::protocol;
use crate::protocol::Address;
use crate::protocol::Chain;
use crate::protocol::Code;
use crate::protocol::Hello;
use crate::protocol::Placed;
use crate::session::Challenge;
use crate::session::Entries;
use crate::session::Published;
use crate::session::ReadFor;
use crate::session::Request;
use crate::session::ServerSession;
use crate::vocab::Language;
use crate::vocab::Millis;
use crate::vocab::OccupantId;
use crate::vocab::RoomName;
use crate::vocab::Sensitive;
use crate::vocab::Seq;
use crate::vocab::Timestamp;

/// When a client comes back whose connection ended with the loop.
const AGAIN: Millis = Millis::from_secs(1);

/// Carries one connection to its end.
pub(super) async fn serve(
    line: &Line,
    n: u64,
    (source, sink): (Box<dyn FrameSource>, Box<dyn FrameSink>),
    peer: Peer,
) {
    let now = line.shared.ports.clock.now();
    let mut entropy = line.shared.seed.entropy(n);
    let (profile, nonce) = (&line.shared.profile, entropy.draw());
    let challenge = Challenge {
        line: *profile.id.as_bytes(),
        nonce,
        now,
        gate: translate::asks(line.shared.asks()),
    };
    let (outbox, inbox) = Outbox::new();
    let conn = ConnId::new(n);
    let mut connection = Connection {
        line,
        conn,
        session: ServerSession::new(now, line.shared.limits.clone(), peer.encoding, &challenge),
        challenge,
        peer,
        language: Language::english(),
        outbox,
        arrived: None,
        device: None,
        device_id: None,
        login: None,
        responds: false,
        scoring: Scoring::default(),
        matters: Vec::new(),
        burials: line.shared.burials.load(SeqCst),
    };
    connection.run(source, sink, inbox).await;
    if connection.arrived.is_some() {
        // An error means that the loop has ended, and knows nobody any more.
        let _ = line.send(Message::Leave(conn)).await;
    }
}

pub(super) struct Connection<'a> {
    pub(super) line: &'a Line,
    pub(super) conn: ConnId,
    pub(super) session: ServerSession,
    challenge: Challenge,
    peer: Peer,
    /// The language of explanations.
    pub(super) language: Language,
    outbox: Outbox,
    pub(super) arrived: Option<crate::vocab::AccountId>,
    /// The key that signed the join.
    pub(super) device: Option<PublicKey>,
    /// What was wrong with the login that was brought along.
    pub(super) login: Option<&'static str>,
    /// What the locker knows the device by.
    pub(super) device_id: Option<crate::vocab::DeviceId>,
    /// Whether it is somebody who responds to people in danger.
    pub(super) responds: bool,
    pub(super) scoring: Scoring<'a>,
    /// Matters that a moderator asked for, whose words are still to be read.
    pub(super) matters: Vec<(u64, Box<MatterDetail>)>,
    /// How often words had been destroyed when the inbox was last empty.
    burials: u64,
}

/// How far the requests of the session were done.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Worked {
    All,
    More,
}

impl Connection<'_> {
    async fn run(
        &mut self,
        mut source: Box<dyn FrameSource>,
        mut sink: Box<dyn FrameSink>,
        mut inbox: mpsc::Receiver<ToConn>,
    ) {
        loop {
            let worked = self.work().await;
            if worked.is_err() {
                // The loop has ended: come back to the one that follows.
                self.session.drain(AGAIN);
            }
            if self.flush(sink.as_mut()).await.is_err() || self.session.is_over() {
                break;
            }
            if worked == Ok(Worked::More) {
                continue;
            }
            match self.wait(source.as_mut(), &mut inbox).await {
                Woken::Frame(Ok(Some(bytes))) => self.session.receive(self.now(), &bytes),
                Woken::Frame(Ok(None) | Err(_)) => break,
                // It did not take its answers: it reads them again from its cursors.
                Woken::Message(None) => self.session.drain(Millis::ZERO),
                Woken::Message(Some(message)) => self.take(message),
                Woken::Scored(scored) => self.scoring.take(scored),
                Woken::Time => self.session.timeout(self.now()),
            }
            self.take_waiting(&mut inbox);
        }
        // The other side may be gone already; there is nobody to tell.
        let _ = sink.close().await;
    }

    /// Takes all that the loop has said meanwhile, so that one write carries it.
    fn take_waiting(&mut self, inbox: &mut mpsc::Receiver<ToConn>) {
        let burials = self.line.shared.burials.load(SeqCst);
        while let Some(Some(message)) = inbox.next().now_or_never() {
            self.take(message);
        }
        self.burials = burials;
        for (room, head) in self.outbox.take_behind() {
            self.session.reach(&Address::of(&room), head);
        }
    }

    fn take(&mut self, message: ToConn) {
        let now = self.now();
        match message {
            ToConn::Joined(joined) => self.welcome(now, joined),
            ToConn::RefuseJoin => self.session.refuse_join(Code::Auth),
            ToConn::Opened(opened) => self.session.opened(*opened),
            ToConn::RefuseOpen {
                reference,
                room,
                barred,
            } => match barred {
                Some(barred) => self.session.bar_open(reference, &room, *barred),
                None => self.session.refuse_open(reference, &room, Code::Denied),
            },
            ToConn::Expelled(room) => self.session.expelled(&room),
            ToConn::Published(published) => self.published(&published),
            ToConn::Behind => {}
            ToConn::PutAnswered {
                reference,
                room,
                cid,
                answer,
            } => {
                self.session.put_answered(reference, &room, cid, answer);
            }
            ToConn::AskAnswered { reference, answer } => {
                self.session.ask_answered(reference, answer);
            }
            ToConn::Matter { reference, detail } => self.keep_matter(reference, detail),
            ToConn::Sig(sig) => self.session.signal(*sig),
            ToConn::Drain(again) => self.session.drain(again),
            ToConn::UnknownOutcome => self.session.unknown_outcome(),
            ToConn::Farewell => self.session.farewell(),
        }
    }

    /// Hands on an entry, unless words were destroyed while it waited here: then it is read from the
    /// log, which has what is left.
    fn published(&mut self, published: &Published) {
        if self.line.shared.burials.load(SeqCst) == self.burials {
            self.session.published(published);
        } else {
            let room = Address::of(published.room());
            self.session.reach(&room, published.seq());
        }
    }

    /// Does what the session asks for. A page that was read goes out before the next is read: a
    /// long log never stands in memory whole.
    async fn work(&mut self) -> Result<Worked, ()> {
        self.tell_matters().await;
        self.tell_scores().await?;
        while let Some(request) = self.session.poll_request() {
            let conn = self.conn;
            let message = match request {
                Request::Join(hello) => {
                    self.join(*hello).await?;
                    continue;
                }
                Request::Read {
                    room,
                    who,
                    after,
                    limit,
                    to,
                } => {
                    self.read((room, who), (after, limit), to).await;
                    return Ok(Worked::More);
                }
                Request::Ask {
                    reference,
                    question,
                } => match self.asked(reference, question).await {
                    Some(message) => message,
                    None => continue,
                },
                Request::Open {
                    reference,
                    room,
                    join,
                } => match self.prove(&room, join.as_deref()) {
                    Ok(proof) => Message::Open {
                        conn,
                        reference,
                        room,
                        proof,
                    },
                    Err(refusal) => {
                        self.session.bar_open(reference, &room, refusal);
                        continue;
                    }
                },
                Request::Close { room } => Message::Close { conn, room },
                Request::Put(mut put) => {
                    self.bring_words(&mut put).await;
                    self.judge(put).await?;
                    continue;
                }
                Request::Pass { room, what } => Message::Pass { conn, room, what },
            };
            self.line.send(message).await?;
        }
        Ok(Worked::All)
    }

    async fn join(&mut self, mut hello: Hello) -> Result<(), ()> {
        let Some(principal) = proof::verify(&self.claimed(), &mut hello) else {
            Tally::add(&self.line.shared.tally.refused_joins);
            self.session.refuse_join(Code::Auth);
            return Ok(());
        };
        self.arrived = Some(principal.account());
        self.device = Some(PublicKey::from_bytes(hello.auth.pk.0));
        let principal = self.with_login(principal, hello.auth.token.as_ref());
        let principal = self.on_device(principal, hello.auth.device);
        if let Some(language) = &hello.lang {
            self.language = language.clone();
        }
        let arrival = Arrival {
            conn: self.conn,
            outbox: self.outbox.clone(),
            principal,
            language: hello.lang.unwrap_or_else(Language::english),
            country: hello
                .country
                .filter(|code| proof::is_country(code))
                .or_else(|| self.line.shared.profile.country.clone())
                .map(Sensitive::new),
            invite: hello.auth.invite.map(|key| Sensitive::new(key.0)),
            knock: proof::knock(&self.claimed(), hello.auth.gate.unwrap_or_default()),
        };
        Tally::add(&self.line.shared.tally.connections);
        self.line.send(Message::Arrive(Box::new(arrival))).await
    }

    pub(super) fn claimed(&self) -> Claimed<'_> {
        Claimed {
            line: self.line.shared.profile.id,
            challenge: &self.challenge,
            peer: &self.peer,
        }
    }

    async fn read(
        &mut self,
        (room, who): (Address, OccupantId),
        (after, limit): (Seq, usize),
        to: ReadFor,
    ) {
        let Some(account) = self.arrived else { return };
        let Some(name) = room.clone().resolve(account) else {
            return;
        };
        let Ok(stored) = self.stored(&name, after, limit).await else {
            self.session.unreadable();
            return;
        };
        let mut entries = Vec::with_capacity(stored.len());
        for stored in stored {
            let Ok(entry) = protocol::decode_entry(&stored.event.body) else {
                self.session.unreadable();
                return;
            };
            let h = Chain::from_bytes(stored.event.chain);
            let placed = Placed {
                room: &name,
                seq: stored.seq,
                h,
            };
            entries.push(protocol::present(&placed, &entry, Some(who)));
        }
        self.session.page(Entries {
            room,
            after,
            to,
            entries,
        });
    }

    /// Reads a page, and reads it again where words were destroyed meanwhile: once it is said that
    /// they are gone, no page shows them.
    pub(super) async fn stored(
        &self,
        name: &RoomName,
        after: Seq,
        limit: usize,
    ) -> Result<Vec<Stored>, PortError> {
        let shared = &self.line.shared;
        loop {
            let burials = shared.burials.load(SeqCst);
            let stored = shared.ports.journal.read(name, after, limit).await?;
            if shared.burials.load(SeqCst) == burials {
                return Ok(stored);
            }
        }
    }

    pub(super) fn now(&self) -> Timestamp {
        self.line.shared.ports.clock.now()
    }
}
