//! One person: a root key, an application around the real client session, and what it remembers.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::fmt;

use serde_json::Value;

use super::book::Book;
use super::finding::Finding;
use super::finding::Law;
use super::letters::Fate;
use super::letters::Letter;
use super::letters::Letters;
use super::signer::Signer;
use super::story::Deed;
use crate::identity::Root;
use crate::protocol::Address;
use crate::protocol::Encoding;
use crate::protocol::Hail;
use crate::protocol::Key;
use crate::protocol::Kind;
use crate::session::ClientConfig;
use crate::session::ClientEvent;
use crate::session::ClientSession;
use crate::session::LinkState;
use crate::session::Unanswered;
use crate::vocab::AccountId;
use crate::vocab::Cid;
use crate::vocab::Entropy;
use crate::vocab::Language;
use crate::vocab::Millis;
use crate::vocab::Role;
use crate::vocab::RoomName;
use crate::vocab::Seed;
use crate::vocab::Seq;
use crate::vocab::Timestamp;

/// What somebody is on the line.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Part {
    Seeker,
    Supporter,
    Responder,
}

impl Part {
    /// Returns the role that an invitation gives.
    pub(super) const fn staff(self) -> Option<Role> {
        match self {
            Self::Seeker => None,
            Self::Supporter => Some(Role::Supporter),
            Self::Responder => Some(Role::Responder),
        }
    }
}

/// One person.
pub(super) struct Person {
    pub(super) part: Part,
    pub(super) root: Root,
    pub(super) account: AccountId,
    pub(super) session: Option<ClientSession>,
    pub(super) conn: Option<u64>,
    pub(super) invite: Option<Key>,
    pub(super) book: Book,
    pub(super) letters: Letters,
    pub(super) chance: Entropy,
    /// Rooms in which they talk.
    pub(super) talks: BTreeSet<Address>,
    /// Rooms in which they have begun to.
    pub(super) greeted: BTreeSet<Address>,
    /// The conversation of each case that was taken.
    pub(super) cases: BTreeMap<String, Option<Address>>,
    pub(super) due: Option<Timestamp>,
    /// The line wants nothing more of this session.
    pub(super) ended: bool,
    pub(super) words: u64,
    pub(super) was_rude: bool,
    pub(super) encoding: Encoding,
    /// Puts that an application which starts finds written down.
    kept: Vec<Unanswered>,
    /// Puts that were written down a while ago.
    noted: Vec<Unanswered>,
    signer: Signer,
    seed: Seed,
    n_sessions: u64,
    n_signed: u64,
}

/// What came of something that a person's application took.
#[derive(Debug, Default)]
pub(super) struct Moves {
    /// Ends the present link.
    pub(super) hang_up: bool,
    /// Wants a link.
    pub(super) dial: bool,
    pub(super) frames: Vec<Vec<u8>>,
    pub(super) plans: Vec<(Millis, Deed)>,
    pub(super) findings: Vec<Finding>,
    /// What the line has said it has taken away.
    pub(super) gone: Vec<(Address, Seq)>,
}

impl Person {
    pub(super) fn new(part: Part, seed: Seed) -> Self {
        let mut chance = seed.apart("person").entropy(0);
        let root = Root::from_entropy(&mut chance);
        let signer = Signer::new(&root);
        Self {
            part,
            root,
            account: signer.account(),
            session: None,
            conn: None,
            invite: None,
            book: Book::default(),
            letters: Letters::default(),
            chance,
            talks: BTreeSet::new(),
            greeted: BTreeSet::new(),
            cases: BTreeMap::new(),
            due: None,
            ended: false,
            words: 0,
            was_rude: false,
            encoding: Encoding::Json,
            kept: Vec::new(),
            noted: Vec::new(),
            signer,
            seed,
            n_sessions: 0,
            n_signed: 0,
        }
    }

    /// Starts the application: with what it kept, where it ran before.
    pub(super) fn start(&mut self, now: Timestamp) {
        self.n_sessions = self.n_sessions.saturating_add(1);
        self.ended = false;
        let seed = self.seed.apart(&format!("session {}", self.n_sessions));
        self.encoding = if self.chance.below(2) == 0 {
            Encoding::Json
        } else {
            Encoding::Cbor
        };
        let mut config = ClientConfig::new(seed)
            .speaking(Language::english())
            .encoded(self.encoding);
        if let Some(invite) = self.invite {
            config = config.invited(invite);
        }
        let mut session = ClientSession::new(config);
        self.book.reload();
        self.book.open(&Address::Me);
        if self.part == Part::Responder {
            self.book.open(&crisis());
        }
        for (room, view) in &self.book.rooms {
            session.open_from(now, room.clone(), view.cursor());
        }
        session.restore(now, std::mem::take(&mut self.kept));
        session.dial(now);
        self.session = Some(session);
    }

    /// Ends the application: what was not written down is gone.
    pub(super) fn stop(&mut self) {
        if let Some(session) = &self.session {
            self.kept = self.letters.kept(session, &self.noted);
        }
        self.session = None;
        self.conn = None;
        self.due = None;
    }

    pub(super) fn put(
        &mut self,
        now: Timestamp,
        (room, kind): (Address, Kind),
        body: Value,
        danger: bool,
    ) -> Option<Cid> {
        self.put_about(now, (room, kind, None), body, danger)
    }

    pub(super) fn put_about(
        &mut self,
        now: Timestamp,
        (room, kind, re): (Address, Kind, Option<Seq>),
        body: Value,
        danger: bool,
    ) -> Option<Cid> {
        let may_be_nudged = body
            .get("text")
            .is_some_and(|text| text == super::story::CONTACT);
        let meant = re.and_then(|re| self.book.chain(&room, re));
        let mut letter = Letter {
            re,
            meant,
            cid: Cid::from_bytes([0; 16]),
            room,
            kind,
            body,
            fate: Fate::Open,
            danger,
            undone: false,
            may_be_nudged,
            was_refused: false,
        };
        let cid = self.session.as_mut()?.put(now, letter.draft());
        letter.cid = cid;
        self.letters.all.push(letter);
        Some(cid)
    }

    /// Does what the session asks for, and passes the rest to the person.
    pub(super) fn attend(&mut self, now: Timestamp) -> Moves {
        let mut moves = Moves::default();
        while let Some(event) = self.session.as_mut().and_then(ClientSession::poll_event) {
            self.take(now, event, &mut moves);
        }
        let Some(session) = self.session.as_mut() else {
            return moves;
        };
        while let Some(frame) = session.poll_transmit() {
            moves.frames.push(frame);
        }
        self.due = session.poll_timeout();
        if self.chance.below(8) == 0 {
            self.noted = session.kept().collect();
        }
        moves
    }

    pub(super) fn is_live(&self) -> bool {
        let state = self.session.as_ref().map(ClientSession::state);
        state == Some(LinkState::Live)
    }

    /// Returns whether every put has its answer.
    pub(super) fn is_answered(&self) -> bool {
        self.session
            .as_ref()
            .is_some_and(|session| session.unanswered().next().is_none())
    }

    fn take(&mut self, now: Timestamp, event: ClientEvent, moves: &mut Moves) {
        match event {
            ClientEvent::Dial => moves.dial = true,
            ClientEvent::HangUp => {
                moves.hang_up = true;
                moves.dial = false;
            }
            ClientEvent::SignNeeded(hail) => self.sign(now, &hail),
            ClientEvent::Opened(opened) => {
                self.book.opened(&opened);
                self.came_in(&opened.room, moves);
            }
            ClientEvent::Entry(ev) => match self.book.entry(&ev, self.encoding) {
                Ok(()) => self.read(&ev, moves),
                Err(finding) => moves.findings.push(finding),
            },
            ClientEvent::Gap(gap) => self.book.gap(&gap),
            ClientEvent::RoomRefused { room, .. } => {
                self.book.forget(&room);
                self.talks.remove(&room);
            }
            ClientEvent::PutDone { cid, taken } => {
                self.letters.settle(cid, Fate::Done(taken.seq));
                self.was_done(cid, moves);
            }
            ClientEvent::PutHeld { cid, .. } => self.letters.settle(cid, Fate::Held),
            ClientEvent::PutRefused { cid, .. } => self.letters.settle(cid, Fate::Refused),
            ClientEvent::PutNudged { cid, .. } => self.think_again(now, cid),
            ClientEvent::Welcomed(welcome) => self.was_welcomed(&welcome.me.roles, moves),
            ClientEvent::Ended { code } => self.was_sent_away(&format!("{code:?}"), moves),
            ClientEvent::Live => self.is_up_to_date(moves),
            _ => {}
        }
    }

    fn sign(&mut self, now: Timestamp, hail: &Hail) {
        self.n_signed = self.n_signed.saturating_add(1);
        let nonce = self.seed.apart("nonces").entropy(self.n_signed).draw();
        let auth = self.signer.sign((hail.nonce.0, hail.now), nonce);
        if let Some(session) = self.session.as_mut() {
            session.signed(now, auth);
        }
    }

    /// A person who was asked to look again sends it as it is, or lets it be.
    fn think_again(&mut self, now: Timestamp, cid: Cid) {
        let over = self.chance.below(2) == 0;
        let Some(session) = self.session.as_mut() else {
            return;
        };
        if over && session.put_over(now, cid) {
            self.letters.put_last(cid);
        } else {
            session.give_up(now, cid);
            self.letters.settle(cid, Fate::GivenUp);
        }
    }

    fn was_sent_away(&mut self, code: &str, moves: &mut Moves) {
        self.ended = true;
        if self.invite.take().is_some() || self.part != Part::Seeker {
            // An older backup knows neither the invitation nor who used it.
            moves.plans.push((Millis::from_secs(1), Deed::AskInvite));
        } else {
            let what = format!("a seeker was sent away for good: {code}");
            moves.findings.push(Finding::new(Law::Welcome, what));
        }
    }
}

impl fmt::Debug for Person {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Person")
            .field("part", &self.part)
            .field("conn", &self.conn)
            .field("session", &self.session)
            .finish_non_exhaustive()
    }
}

/// Returns the room in which responders are called.
pub(super) fn crisis() -> Address {
    Address::Room(RoomName::Crisis(crate::vocab::Queue::main()))
}
