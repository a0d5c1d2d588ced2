//! The keys that tickets are sealed with, turned over week by week.

use std::sync::Arc;
use std::sync::Mutex;
use std::sync::PoisonError;

use super::blind::BlindChecks;
use super::blind::BlindTickets;
use super::core::Core;
use crate::engine::Input;
use crate::identity::LineId;
use crate::identity::PublicKey;
use crate::identity::Shown;
use crate::identity::TicketRefusal;
use crate::identity::Verifiers;
use crate::identity::WeekKey;
use crate::identity::WeekKeys;
use crate::ports::KeyShelf;
use crate::ports::PortError;
use crate::ports::ShelfKey;
use crate::vocab::KeyName;
use crate::vocab::Seed;
use crate::vocab::Timestamp;

/// What checks tickets, for every connection: it opens none.
#[derive(Debug)]
pub(super) struct Gatekeeper(Mutex<Arc<Checks>>);

/// What checks tickets of either kind, as the keys are now.
#[derive(Debug)]
pub(super) struct Checks {
    sealed: Verifiers,
    blind: BlindChecks,
}

impl Checks {
    /// Checks a ticket that is shown with a room key.
    pub(super) fn check(
        &self,
        now: Timestamp,
        ticket: &[u8],
        room_key: &PublicKey,
        r: &[u8; 32],
    ) -> Result<Shown, TicketRefusal> {
        match self.blind.check(now, ticket, room_key, r) {
            Some(checked) => checked,
            None => self.sealed.check(now, ticket, room_key, r),
        }
    }
}

impl Gatekeeper {
    pub(super) fn new(line: LineId) -> Self {
        let checks = Checks {
            sealed: WeekKeys::new(line).verifiers(),
            blind: BlindTickets::new(line, None).checks(),
        };
        Self(Mutex::new(Arc::new(checks)))
    }

    pub(super) fn checks(&self) -> Arc<Checks> {
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    fn replace(&self, checks: Checks) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Arc::new(checks);
    }
}

/// The keys of the weeks that count, and where they are kept.
#[derive(Debug)]
pub(super) struct Weeks {
    keys: WeekKeys,
    pub(super) blind: BlindTickets,
    /// Keys are kept in memory alone where there is none: then a restart of the line is the end of
    /// every ticket, and clients ask for fresh ones.
    shelf: Option<Arc<dyn KeyShelf>>,
    seed: Seed,
    drawn: u64,
}

impl Weeks {
    /// Reads the keys that were kept.
    pub(super) async fn load(
        (line, blind_a_day): (LineId, Option<u32>),
        shelf: Option<Arc<dyn KeyShelf>>,
        seed: &Seed,
    ) -> Result<Self, PortError> {
        let mut keys = WeekKeys::new(line);
        let mut blind = BlindTickets::new(line, blind_a_day);
        let kept = match &shelf {
            Some(shelf) => shelf.load().await?,
            None => Vec::new(),
        };
        for kept in kept {
            blind.load(&kept);
            let bytes = <&[u8; WeekKey::BYTES]>::try_from(kept.bytes.as_slice());
            if let (KeyName::Ticket(week), Ok(bytes)) = (kept.name, bytes) {
                keys.load(week, WeekKey::from_bytes(bytes));
            }
        }
        Ok(Self {
            keys,
            blind,
            shelf,
            seed: seed.apart("tickets"),
            drawn: 0,
        })
    }

    /// Returns randomness that nothing else draws.
    pub(super) fn draw(&mut self) -> Seed {
        self.drawn = self.drawn.saturating_add(1);
        Seed::from_bytes(self.seed.entropy(self.drawn).draw())
    }

    pub(super) fn due(&self, now: Timestamp) -> Timestamp {
        let due = self.keys.due(now);
        self.blind.due(now).map_or(due, |blind| due.min(blind))
    }

    /// Makes the keys that are due and keeps them; `false` where they could not be kept.
    async fn make(&mut self, now: Timestamp) -> bool {
        let draw = self.draw();
        let (mut keys, mut blind) = (self.keys.clone(), self.blind.clone());
        let made = keys.rotate(now, &mut draw.entropy(0)).into_iter();
        let made =
            made.map(|(week, key)| ShelfKey::new(KeyName::Ticket(week), key.expose().as_slice()));
        let made: Vec<_> = made
            .chain(blind.rotate(now, &mut draw.entropy(1)))
            .collect();
        if let Some(shelf) = &self.shelf
            && !made.is_empty()
            && shelf.keep(made).await.is_err()
        {
            return false;
        }
        (self.keys, self.blind) = (keys, blind);
        true
    }

    /// Destroys the keys whose time is over: in memory at once, and where they lie; `false` where
    /// that has to be tried again.
    async fn destroy(&mut self, now: Timestamp) -> bool {
        let (mut keys, mut blind) = (self.keys.clone(), self.blind.clone());
        let gone = keys.destroy(now).into_iter().map(KeyName::Ticket);
        let gone: Vec<_> = gone.chain(blind.destroy(now)).collect();
        if let Some(shelf) = &self.shelf
            && !gone.is_empty()
            && shelf.destroy(gone).await.is_err()
        {
            return false;
        }
        (self.keys, self.blind) = (keys, blind);
        true
    }
}

impl Core {
    /// Turns the keys of weeks over where it is time. What the shelf does not take now is tried
    /// again a second later; meanwhile tickets are issued and read as before.
    pub(super) async fn turn_weeks(&mut self) {
        let now = self.now();
        if now < self.weeks.due(now) {
            return;
        }
        // Each for itself: a key that cannot be destroyed keeps nobody from a ticket.
        let _ = self.weeks.make(now).await;
        let _ = self.weeks.destroy(now).await;
        self.tell_weeks();
    }

    /// Tells the engine and every connection which keys count.
    pub(super) fn tell_weeks(&mut self) {
        let keys = &self.weeks.keys;
        self.shared.gatekeeper.replace(Checks {
            sealed: keys.verifiers(),
            blind: self.weeks.blind.checks(),
        });
        let weeks = Arc::new(keys.clone());
        self.handle(Input::Weeks(weeks));
    }
}
