//! The state machine of a client.

use std::collections::VecDeque;
use std::fmt;

use super::ClientConfig;
use super::ClientEvent;
use super::LinkState;
use super::asks::Asks;
use super::backoff::Backoff;
use super::checks::Checks;
use super::link::Phase;
use super::link::Pulse;
use super::outbox::Outbox;
use super::pages::Pages;
use super::proofs::Proofs;
use super::rooms::Rooms;
use crate::protocol;
use crate::protocol::Address;
use crate::protocol::Auth;
use crate::protocol::ClientFrame;
use crate::protocol::Code;
use crate::protocol::Drop;
use crate::protocol::Hail;
use crate::protocol::Hello;
use crate::vocab::Cid;
use crate::vocab::Entropy;
use crate::vocab::Limits;
use crate::vocab::Millis;
use crate::vocab::Timestamp;

/// A client of PLP/1, over as many links as it takes: bytes, times and wishes in; bytes and events
/// out. The same calls with the same seed always give the same bytes.
///
/// After each call the host drains [`poll_event`](Self::poll_event) and
/// [`poll_transmit`](Self::poll_transmit), and calls [`timeout`](Self::timeout) when
/// [`poll_timeout`](Self::poll_timeout) has come.
///
/// What it promises: an entry comes once and in its place; a put is sent, with the same `cid`,
/// until it is answered; the puts of one room take effect in the order in which they were made.
///
/// # Privacy
/// `Debug` shows where the link stands and counts, never what was written.
pub struct ClientSession {
    pub(super) config: ClientConfig,
    pub(super) phase: Phase,
    pub(super) pulse: Pulse,
    pub(super) backoff: Backoff,
    pub(super) rooms: Rooms,
    pub(super) proofs: Proofs,
    /// What the line said first on this link.
    pub(super) hail: Option<Hail>,
    pub(super) checks: Checks,
    pub(super) outbox: Outbox,
    pub(super) asks: Asks,
    pub(super) pages: Pages,
    pub(super) reference: u64,
    draws: u64,
    shown: Option<LinkState>,
    stale_since: Timestamp,
    /// What the line reads.
    pub(super) theirs: Limits,
    pub(super) transmits: VecDeque<Vec<u8>>,
    events: VecDeque<ClientEvent>,
}

impl ClientSession {
    /// How long an answer may take on a link that lives.
    pub(super) const PATIENCE: Millis = Millis::from_secs(10);

    /// Makes a session that waits for [`dial`](Self::dial).
    #[must_use]
    pub fn new(config: ClientConfig) -> Self {
        Self {
            pulse: Pulse::new(Timestamp::ZERO, config.limits.heartbeat),
            theirs: config.limits.clone(),
            rooms: Rooms::marking(config.marks),
            config,
            phase: Phase::Idle,
            backoff: Backoff::default(),
            proofs: Proofs::default(),
            hail: None,
            checks: Checks::default(),
            outbox: Outbox::default(),
            asks: Asks::default(),
            pages: Pages::default(),
            reference: 0,
            draws: 0,
            shown: None,
            stale_since: Timestamp::ZERO,
            transmits: VecDeque::new(),
            events: VecDeque::new(),
        }
    }

    /// Asks for a link now, whether for the first time or because the network is back.
    pub fn dial(&mut self, now: Timestamp) {
        if self.phase.has_link() || self.phase == Phase::Dead {
            return;
        }
        if self.phase == Phase::Idle {
            self.stale_since = now;
        }
        self.phase = Phase::Dialing {
            until: self.step_until(now),
        };
        self.emit(ClientEvent::Dial);
        self.settle(now);
    }

    /// The link stands.
    pub fn connected(&mut self, now: Timestamp) {
        if matches!(self.phase, Phase::Dialing { .. }) {
            self.phase = Phase::Greeting {
                until: self.step_until(now),
            };
        }
    }

    /// The link is gone, or could not be had.
    pub fn disconnected(&mut self, now: Timestamp) {
        if self.phase.has_link() {
            self.leave_link(now, Millis::ZERO);
            self.settle(now);
        }
    }

    /// Takes a frame of the line.
    pub fn receive(&mut self, now: Timestamp, bytes: &[u8]) {
        if !self.phase.has_link() {
            return;
        }
        self.pulse.hear(now);
        self.pulse.count(bytes.len());
        match protocol::decode_server(bytes, self.config.encoding, &self.config.limits) {
            Ok(Some(frame)) => self.take_frame(now, frame),
            Ok(None) => {}
            Err(_) => self.hang_up(now, Millis::ZERO),
        }
        self.acknowledge();
        self.settle(now);
    }

    /// Gives the answer to [`ClientEvent::SignNeeded`].
    pub fn signed(&mut self, now: Timestamp, mut auth: Auth) {
        if !matches!(self.phase, Phase::Signing { .. }) {
            return;
        }
        self.phase = Phase::Joining {
            until: self.step_until(now),
        };
        auth.invite = auth.invite.or(self.config.invite);
        let limit = self.config.limits.open_rooms;
        let unsure = self.unsure();
        let proofs = &self.proofs;
        let waits = |room: &Address| unsure.contains_key(room) || !proofs.admits(room);
        let open = self.rooms.due(now, &mut self.reference, limit, waits);
        self.send(&ClientFrame::Hello(Hello {
            v: protocol::VERSION,
            ext: self.extensions(),
            auth,
            open,
            lang: self.config.lang.clone(),
            country: self.config.country.clone(),
            agent: self.config.agent.clone(),
        }));
    }

    /// Lets time pass.
    pub fn timeout(&mut self, now: Timestamp) {
        if self.phase.dials_at().is_some_and(|at| at <= now) {
            self.dial(now);
        } else if self.gives_up_at().is_some_and(|at| at <= now) {
            self.hang_up(now, Millis::ZERO);
        }
        self.settle(now);
    }

    /// Returns when [`timeout`](Self::timeout) has something to do.
    #[must_use]
    pub fn poll_timeout(&self) -> Option<Timestamp> {
        let lane = self.outbox.wakes_at();
        let lane = lane.filter(|_| self.phase == Phase::Ready);
        let times = [self.phase.dials_at(), self.gives_up_at(), lane];
        times.into_iter().flatten().min()
    }

    /// Returns the next bytes to send over the present link.
    pub fn poll_transmit(&mut self) -> Option<Vec<u8>> {
        self.transmits.pop_front()
    }

    /// Returns the next thing to do or to show.
    pub fn poll_event(&mut self) -> Option<ClientEvent> {
        self.events.pop_front()
    }

    /// Returns what to show of the link.
    #[must_use]
    pub fn state(&self) -> LinkState {
        match self.phase {
            Phase::Ready if self.rooms.is_caught_up() => LinkState::Live,
            Phase::Ready => LinkState::CatchingUp,
            Phase::Idle
            | Phase::Dialing { .. }
            | Phase::Greeting { .. }
            | Phase::Signing { .. }
            | Phase::Joining { .. }
            | Phase::Backoff { .. }
            | Phase::Dead => LinkState::Stale {
                since: self.stale_since,
            },
        }
    }

    /// Leaves the link and asks the host to end it.
    pub(super) fn hang_up(&mut self, now: Timestamp, at_least: Millis) {
        if self.phase.has_link() {
            self.emit(ClientEvent::HangUp);
            self.leave_link(now, at_least);
        }
    }

    /// The line does not want this client back.
    pub(super) fn end(&mut self, code: Code) {
        self.emit(ClientEvent::HangUp);
        self.forget_link();
        self.phase = Phase::Dead;
        self.emit(ClientEvent::Ended { code });
    }

    pub(super) fn send(&mut self, frame: &ClientFrame<'_>) {
        let bytes = protocol::encode_client(frame, self.config.encoding);
        self.transmits.push_back(bytes);
    }

    fn extensions(&self) -> Vec<String> {
        let short = self.config.short.then(|| protocol::SHORT.to_owned());
        short.into_iter().collect()
    }

    pub(super) fn send_drop(&mut self, room: Address, cid: Cid) {
        if self.phase == Phase::Ready {
            let reference = self.next_reference();
            self.send(&ClientFrame::Drop(Drop {
                reference,
                room,
                cid,
            }));
        }
    }

    pub(super) fn emit(&mut self, event: ClientEvent) {
        self.events.push_back(event);
    }

    pub(super) const fn step_until(&self, now: Timestamp) -> Timestamp {
        now.after(self.config.limits.hello)
    }

    /// Sends what may be sent, and tells where the state shown has changed.
    pub(super) fn settle(&mut self, now: Timestamp) {
        if self.phase == Phase::Ready {
            self.send_due(now);
        }
        let state = self.state();
        if self.shown != Some(state) && self.phase != Phase::Idle {
            self.shown = Some(state);
            if state == LinkState::Live {
                self.backoff.reset();
            }
            self.emit(state.into());
        }
    }

    fn send_due(&mut self, now: Timestamp) {
        self.begin_checks(now);
        self.ask_proofs();
        let (checks, proofs) = (&self.checks, &self.proofs);
        let waits = |room: &Address| checks.is_looking(room) || !proofs.admits(room);
        let opens = self.rooms.due(now, &mut self.reference, usize::MAX, waits);
        for mut open in opens {
            open.join = self.proofs.take(&open.room);
            self.send(&ClientFrame::Open(open));
        }
        self.send_puts(now);
        for fetch in self.pages.due(now, &self.rooms) {
            self.send(&ClientFrame::Fetch(fetch));
        }
        for ask in self.asks.due(now) {
            self.send(&ClientFrame::Ask(ask));
        }
    }

    /// Returns when the present link is no longer to be believed in.
    fn gives_up_at(&self) -> Option<Timestamp> {
        if self.phase != Phase::Ready {
            return self.phase.deadline();
        }
        let times = [
            Some(self.pulse.silent_at()),
            self.outbox.overdue_at(Self::PATIENCE),
            self.asks.overdue_at(Self::PATIENCE),
            self.pages.overdue_at(Self::PATIENCE),
            self.rooms.overdue_at(Self::PATIENCE),
            self.checks.overdue_at(Self::PATIENCE),
        ];
        times.into_iter().flatten().min()
    }

    fn leave_link(&mut self, now: Timestamp, at_least: Millis) {
        self.forget_link();
        let mut entropy = self.entropy();
        let wait = self.backoff.next(&mut entropy);
        self.phase = Phase::Backoff {
            until: now.after(wait.max(at_least)),
        };
    }

    fn forget_link(&mut self) {
        if self.phase == Phase::Ready {
            self.stale_since = self.pulse.heard();
        }
        self.transmits.clear();
        self.rooms.link_lost();
        self.proofs.link_lost();
        self.checks.link_lost();
        self.outbox.link_lost();
        self.asks.link_lost();
        self.pages.link_lost();
    }

    pub(super) const fn next_reference(&mut self) -> u64 {
        self.reference = self.reference.saturating_add(1);
        self.reference
    }

    pub(super) fn entropy(&mut self) -> Entropy {
        self.draws = self.draws.saturating_add(1);
        self.config.seed.entropy(self.draws)
    }
}

impl fmt::Debug for ClientSession {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClientSession")
            .field("phase", &self.phase)
            .field("unanswered", &self.outbox.unanswered().count())
            .field("to_send", &self.transmits.len())
            .finish_non_exhaustive()
    }
}
