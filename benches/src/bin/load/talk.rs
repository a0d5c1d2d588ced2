//! People who talk in rooms, and what everybody hears of it.

use std::collections::BTreeMap;
use std::sync::Mutex;
use std::sync::MutexGuard;
use std::sync::PoisonError;
use std::sync::atomic::AtomicBool;
use std::sync::atomic::AtomicU64;
use std::sync::atomic::Ordering;
use std::time::Duration;
use std::time::Instant;

use hdrhistogram::Histogram;
use peerline_core::protocol::Body;
use peerline_core::protocol::Ev;
use peerline_core::protocol::Kind;
use peerline_core::session::ClientEvent;
use peerline_core::session::Draft;
use peerline_core::vocab::RoomId;
use peerline_examples::link::Link;
use serde::Deserialize;
use serde_json::json;
use tokio::sync::mpsc::UnboundedReceiver;

use crate::failure::Failure;
use crate::member;
use crate::member::Member;
use crate::words;
use crate::words::Stamp;

/// How people decide when to say the next thing.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Manner {
    /// One of a room speaks, and the next when it has been heard: a closed loop.
    InTurn,
    /// When it is due, whatever came of what was said before: an open loop.
    WhenDue,
    /// At once when the one before is kept, with so many on their way.
    AtOnce(u32),
}

/// What was said and heard, by everybody together.
#[derive(Debug)]
pub(crate) struct Heard {
    began: Instant,
    ended: AtomicBool,
    from: Duration,
    /// Messages that the line took.
    pub(crate) kept: AtomicU64,
    /// Copies that are to come of them: one for each member of their rooms.
    pub(crate) owed: AtomicU64,
    /// Messages that it did not.
    pub(crate) refused: AtomicU64,
    /// Copies that came to a member, the author's own among them.
    pub(crate) copies: AtomicU64,
    /// Of these, how many came again.
    pub(crate) repeated: AtomicU64,
    /// Of these, how many came before one that its author said earlier.
    pub(crate) disordered: AtomicU64,
    latency: Mutex<Histogram<u64>>,
}

impl Heard {
    /// The time runs from now on; what was due before `from` is not measured, but counted.
    ///
    /// # Errors
    /// Where there is no room to count in.
    pub(crate) fn new(from: Duration) -> Result<Self, Failure> {
        let latency = Histogram::new_with_bounds(1, LONGEST, DIGITS);
        let latency = latency.map_err(|error| Failure::new(error.to_string()))?;
        Ok(Self {
            began: Instant::now(),
            ended: AtomicBool::new(false),
            from,
            kept: AtomicU64::new(0),
            owed: AtomicU64::new(0),
            refused: AtomicU64::new(0),
            copies: AtomicU64::new(0),
            repeated: AtomicU64::new(0),
            disordered: AtomicU64::new(0),
            latency: Mutex::new(latency),
        })
    }

    pub(crate) fn now(&self) -> Duration {
        self.began.elapsed()
    }

    /// Nobody says anything new from now on.
    pub(crate) fn end(&self) {
        self.ended.store(true, Ordering::Relaxed);
    }

    pub(crate) fn latency(&self) -> MutexGuard<'_, Histogram<u64>> {
        self.latency.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn hear(&self, stamp: Stamp) {
        if self.from <= stamp.due {
            let took = self.now().saturating_sub(stamp.due);
            let micros = u64::try_from(took.as_micros()).unwrap_or(u64::MAX);
            self.latency().saturating_record(micros);
        }
    }
}

/// The longest latency that is told apart, in microseconds: two minutes.
const LONGEST: u64 = 120_000_000;
/// How many digits of a latency are kept.
const DIGITS: u8 = 3;

/// One who talks in a room, and hears it.
pub(crate) struct Talker<'a> {
    pub(crate) link: Link,
    pub(crate) room: RoomId,
    /// Which of all.
    pub(crate) number: u32,
    /// Which of the room, from zero on, and of how many.
    pub(crate) place: (usize, usize),
    pub(crate) manner: Manner,
    pub(crate) heard: &'a Heard,
    /// When something is due.
    pub(crate) due: UnboundedReceiver<Duration>,
    said: u32,
    last: u64,
    order: BTreeMap<u32, u32>,
}

impl<'a> Talker<'a> {
    pub(crate) fn new(
        (link, room): Member,
        (number, place): (u32, (usize, usize)),
        (manner, heard): (Manner, &'a Heard),
        due: UnboundedReceiver<Duration>,
    ) -> Self {
        Self {
            link,
            room,
            number,
            place,
            manner,
            heard,
            due,
            said: 0,
            last: 0,
            order: BTreeMap::new(),
        }
    }

    fn say(&mut self, due: Duration) {
        let text = words::message(due, self.number, self.said);
        self.said = self.said.wrapping_add(1);
        let body = Body::of(&json!({"text": text}));
        let message = Draft::new(member::at(self.room), Kind::Msg, body);
        let _cid = self.link.put(message);
    }

    fn say_now(&mut self) {
        if !self.heard.ended.load(Ordering::Relaxed) {
            self.say(self.heard.now());
        }
    }

    /// Talks and hears, for as long as it is polled.
    pub(crate) async fn run(mut self) {
        match self.manner {
            Manner::InTurn if self.place.0 == 0 => self.say_now(),
            Manner::AtOnce(many) => (0..many).for_each(|_| self.say_now()),
            Manner::InTurn | Manner::WhenDue => {}
        }
        loop {
            tokio::select! {
                event = self.link.next() => match event {
                    Some(event) => self.take(&event),
                    None => return,
                },
                Some(due) = self.due.recv() => self.say(due),
            }
        }
    }

    fn take(&mut self, event: &ClientEvent) {
        match event {
            ClientEvent::Entry(entry) if entry.kind == Kind::Msg => self.hear(entry),
            ClientEvent::PutDone { .. } => {
                self.heard.kept.fetch_add(1, Ordering::Relaxed);
                let members = self.place.1 as u64;
                self.heard.owed.fetch_add(members, Ordering::Relaxed);
                if matches!(self.manner, Manner::AtOnce(_)) {
                    self.say_now();
                }
            }
            ClientEvent::PutRefused { .. }
            | ClientEvent::PutNudged { .. }
            | ClientEvent::PutHeld { .. } => {
                self.heard.refused.fetch_add(1, Ordering::Relaxed);
            }
            _ => {}
        }
    }

    fn hear(&mut self, entry: &Ev<'_>) {
        #[derive(Deserialize)]
        struct Said {
            text: String,
        }
        let said: Option<Said> = entry.body.as_ref().and_then(|body| body.read().ok());
        let Some(stamp) = said.and_then(|said| words::stamp(&said.text)) else {
            return;
        };
        let heard = self.heard;
        heard.copies.fetch_add(1, Ordering::Relaxed);
        if entry.seq.get() <= self.last {
            heard.repeated.fetch_add(1, Ordering::Relaxed);
        }
        self.last = entry.seq.get();
        let next = self.order.insert(stamp.author, stamp.n);
        if next.is_some_and(|before| stamp.n <= before) {
            heard.disordered.fetch_add(1, Ordering::Relaxed);
        }
        heard.hear(stamp);
        let (place, members) = self.place;
        let speaks_next = (stamp.n as usize + 1) % members == place;
        // Who hears the message that comes before their turn answers it.
        if self.manner == Manner::InTurn && speaks_next && stamp.author != self.number {
            self.said = stamp.n.wrapping_add(1);
            self.say_now();
        }
    }
}
