//! The machine itself: what it holds, and the one way in.

use std::collections::VecDeque;
use std::sync::Arc;

use super::Batch;
use super::Input;
use super::Output;
use super::Policies;
use super::State;
use super::around::Around;
use super::batch::Turn;
use super::earlier::Earlier;
use super::presence::Presence;
use crate::crisis::assess;
use crate::identity::Door;
use crate::identity::WeekKeys;
use crate::log::Act;
use crate::log::Entry;
use crate::moderation::ModerationPolicy;
use crate::vocab::Limits;
use crate::vocab::RiskFinding;
use crate::vocab::RoomName;
use crate::vocab::Seed;
use crate::vocab::Sensitive;
use crate::vocab::Seq;
use crate::vocab::Timestamp;

/// What an engine is made of.
#[derive(Clone, Debug)]
#[expect(clippy::exhaustive_structs, reason = "the host makes it")]
pub struct EngineSetup {
    /// What decides.
    pub policies: Policies,
    /// Every bound.
    pub limits: Limits,
    /// The key under which people get their names in `@me` and staff rooms; kept by the host, the
    /// same at every start.
    pub names: Sensitive<[u8; 32]>,
    /// The secret of this run's ids.
    pub seed: Seed,
}

/// The line as one deterministic machine.
///
/// One [`handle`](Self::handle), then drain [`poll_output`](Self::poll_output), then the next.
/// State is changed at once; what follows from a change is released by the host only when the
/// change is durable, and where it cannot be made durable the host throws the engine away and
/// replays.
///
/// # Panics
/// Never; a panic is a bug.
#[derive(Debug)]
pub struct Engine {
    pub(super) policies: Policies,
    pub(super) limits: Limits,
    pub(super) names: Sensitive<[u8; 32]>,
    pub(super) seed: Seed,
    pub(super) state: State,
    pub(super) presence: Presence,
    pub(super) around: Around,
    pub(super) earlier: Earlier,
    pub(super) door: Door,
    pub(super) turn: Turn,
    pub(super) weeks: Option<Arc<WeekKeys>>,
    outputs: VecDeque<Output>,
    latest: Timestamp,
    backwards: u64,
    /// When the line was last looked over for who has waited long enough.
    pub(super) looked: Timestamp,
}

impl Engine {
    /// Makes the engine of a new line.
    #[must_use]
    pub fn new(setup: EngineSetup) -> Self {
        let EngineSetup {
            policies,
            limits,
            names,
            seed,
        } = setup;
        Self {
            policies,
            limits,
            state: State::under(&names),
            names,
            seed,
            presence: Presence::default(),
            around: Around::default(),
            earlier: Earlier::default(),
            door: Door::default(),
            turn: Turn::default(),
            weeks: None,
            outputs: VecDeque::new(),
            latest: Timestamp::ZERO,
            backwards: 0,
            looked: Timestamp::ZERO,
        }
    }

    /// Makes the engine of a line from its entries, in the order of their numbers.
    ///
    /// # Errors
    /// [`Corrupt`] where an entry is not the next of its log.
    pub fn replay(
        setup: EngineSetup,
        entries: impl IntoIterator<Item = (RoomName, Seq, Entry)>,
    ) -> Result<Self, Corrupt> {
        let mut engine = Self::new(setup);
        for (room, seq, entry) in entries {
            engine.restore(&room, seq, &entry)?;
        }
        Ok(engine)
    }

    /// Takes in one entry of a log that is read back.
    ///
    /// # Errors
    /// [`Corrupt`] where it is not the next of its log.
    pub fn restore(&mut self, room: &RoomName, seq: Seq, entry: &Entry) -> Result<(), Corrupt> {
        if self.state.apply(room, seq, entry) {
            self.latest = self.latest.max(entry.at);
            return Ok(());
        }
        Err(Corrupt {
            room: room.clone(),
            seq,
        })
    }

    /// Judges every message from the next input on by another policy. What was decided stays.
    pub fn moderate_by(&mut self, policy: Arc<dyn ModerationPolicy>) {
        self.policies.moderation = policy;
    }

    /// Takes an input. Total: never fails, never panics.
    ///
    /// A clock that runs backwards is held at the latest time seen, and counted.
    pub fn handle(&mut self, now: Timestamp, input: Input) {
        if now < self.latest {
            self.backwards = self.backwards.saturating_add(1);
        }
        self.latest = self.latest.max(now);
        self.turn = Turn::new(self.latest, self.seed.entropy(self.state.n_entries()));
        self.route(input);
        self.finish();
    }

    /// Returns the next thing to do; drain before the next [`handle`](Self::handle).
    pub fn poll_output(&mut self) -> Option<Output> {
        self.outputs.pop_front()
    }

    /// Returns when [`Input::Tick`] has something to do.
    #[must_use]
    pub fn poll_timeout(&self) -> Option<Timestamp> {
        let closes = self.state.moderation.closes_at();
        let trims = self.next_trim().map(|(at, _)| at);
        let wakes = self.state.halls.next_wake().map(|(at, _)| at);
        let asks = self.state.halls.asks.next().map(|(at, _)| at);
        let next = self.presence.next();
        let lapse = self.state.identity.next_lapse().map(|(at, ..)| at);
        let rooms = wakes.into_iter().chain(asks);
        let tells = self.around.next();
        let due = next.into_iter().chain(tells).chain(closes);
        let erases = self.next_erasure().map(|(at, _)| at);
        let due = due.chain(trims).chain(rooms).chain(lapse);
        let ends = self.state.vault.next_end();
        let due = due.chain(erases).chain(ends);
        due.chain(self.next_look()).min()
    }

    /// Returns everything the line remembers.
    #[must_use]
    pub const fn state(&self) -> &State {
        &self.state
    }

    /// Returns how often the clock ran backwards.
    #[must_use]
    pub const fn backwards(&self) -> u64 {
        self.backwards
    }

    /// Returns whether what somebody asks for may mean that a person is needed now: for a host that
    /// cannot write it down. An assessor that cannot look counts as yes.
    #[must_use]
    pub fn is_urgent(&self, act: &Act) -> bool {
        if act.calls() {
            return true;
        }
        let Some((text, language)) = act.words() else {
            return false;
        };
        match assess::ask(&*self.policies.risk, text.expose(), language) {
            RiskFinding::Signal { band, .. } => band.pages(),
            RiskFinding::Unavailable => true,
            RiskFinding::NoSignal => false,
        }
    }

    /// Returns how many responders are connected.
    #[must_use]
    pub fn responders(&self) -> usize {
        self.on_duty()
    }

    #[expect(clippy::too_many_lines, reason = "an arm for each input")]
    fn route(&mut self, input: Input) {
        match input {
            Input::Start => self.start(),
            Input::Connect {
                conn,
                principal,
                language,
                country,
                invite,
                knock,
            } => {
                let arrival = super::presence::Arrival {
                    language,
                    country,
                    invite,
                    knock,
                };
                self.connect(conn, &principal, arrival);
            }
            Input::Resume {
                conn,
                principal,
                language,
                country,
                knock,
            } => {
                let arrival = super::presence::Arrival {
                    language,
                    country,
                    invite: None,
                    knock,
                };
                self.resume(conn, &principal, arrival);
            }
            Input::Disconnect { conn } => self.disconnect(conn),
            Input::Open {
                conn,
                reference,
                room,
            } => self.open(conn, reference, room),
            Input::OpenWith {
                conn,
                reference,
                room,
                proof,
            } => self.open_with(conn, reference, room, &proof),
            Input::Rename { conn, room, who } => self.rename(conn, room, who),
            Input::Tickets { asker, binds, draw } => self.tickets(asker, &binds, &draw),
            Input::Weeks(weeks) => self.weeks = Some(weeks),
            Input::Put(put) => self.put(*put),
            Input::PutLate(put) => self.put_late(*put),
            Input::Ask { asker, question } => self.ask(asker, question),
            Input::Login { asker, claims } => self.log_in(asker, claims),
            Input::Pass { conn, room, what } => self.pass(conn, room, what),
            Input::Due { task } => self.due(task),
            Input::Paged { task, delivered } => self.paged(task, delivered),
            Input::Invite {
                reference,
                role,
                clearance,
            } => self.invite(reference, role, clearance),
            Input::Clear {
                reference,
                account,
                clearance,
            } => self.clear(reference, account, clearance),
            Input::Dismiss { reference, account } => self.dismiss_staff(reference, account),
            Input::Keep { reference, wish } => self.keep(reference, wish),
            Input::Vault { reference, wish } => self.vault(reference, wish),
            Input::ModelTurned { model, turned } => self.note_model(model, turned),
            Input::Tick => self.tick(),
        }
    }

    /// Turns what the act made into outputs: first the commit, then what may follow it.
    fn finish(&mut self) {
        let (batch, rest) = self.turn.take();
        let Batch {
            entries,
            put,
            tombs,
            work,
            settle,
            forget,
            fleeting: _,
            erasure,
            drops,
        } = &batch;
        let changes = !(entries.is_empty()
            && put.is_none()
            && tombs.is_empty()
            && work.is_empty()
            && settle.is_empty()
            && forget.is_empty()
            && erasure.is_none()
            && drops.is_empty());
        let published: Vec<_> = entries.clone();
        if changes {
            self.outputs.push_back(Output::Commit(Box::new(batch)));
        }
        for (room, seq, entry) in published {
            self.outputs.push_back(Output::Publish { room, seq, entry });
        }
        self.outputs.extend(rest);
    }
}

/// A log cannot be replayed.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[error("entry {seq} is not the next of log {room}; restore a backup of the store")]
#[non_exhaustive]
pub struct Corrupt {
    /// Which log.
    pub room: RoomName,
    /// Which entry.
    pub seq: Seq,
}
