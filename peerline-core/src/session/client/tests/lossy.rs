//! Whatever a link does, what a person writes is there once and in order, and a client that shows
//! `live` has all of it.

use std::collections::BTreeMap;

use proptest::collection::vec;
use proptest::prelude::*;

use super::line::Line;
use super::line::Wire;
use super::*;
use crate::session::LinkState;

const ROOMS: [&str; 2] = [ROOM, OTHER];

#[derive(Clone, Debug)]
enum Happening {
    Write { room: usize },
    Up { n: u8 },
    Down { n: u8 },
    Cut,
    Time { millis: u64 },
    Busy { n: u32 },
    Forget { n: u32 },
    Ping,
}

fn happening() -> impl Strategy<Value = Happening> {
    prop_oneof![
        6 => (0..ROOMS.len()).prop_map(|room| Happening::Write { room }),
        8 => (1..6_u8).prop_map(|n| Happening::Up { n }),
        8 => (1..6_u8).prop_map(|n| Happening::Down { n }),
        2 => Just(Happening::Cut),
        3 => (0..20_000_u64).prop_map(|millis| Happening::Time { millis }),
        1 => (1..4_u32).prop_map(|n| Happening::Busy { n }),
        1 => (1..3_u32).prop_map(|n| Happening::Forget { n }),
        1 => Just(Happening::Ping),
    ]
}

/// A client, a line, at most one link between them, and what each side has seen.
struct World {
    desk: Desk,
    line: Line,
    wire: Option<Wire>,
    written: BTreeMap<usize, Vec<String>>,
    seen: BTreeMap<String, Vec<u64>>,
    n_done: usize,
}

impl World {
    fn new() -> Self {
        let mut world = Self {
            desk: Desk::new(),
            line: Line::default(),
            wire: None,
            written: BTreeMap::new(),
            seen: BTreeMap::new(),
            n_done: 0,
        };
        for room in ROOMS {
            world
                .desk
                .session
                .open(world.desk.now, room.parse().unwrap());
        }
        world.desk.session.dial(world.desk.now);
        world.attend();
        world
    }

    fn happen(&mut self, happening: &Happening) {
        match *happening {
            Happening::Write { room } => self.write(room),
            Happening::Up { n } => self.up(n),
            Happening::Down { n } => self.down(n),
            Happening::Cut => self.cut(),
            Happening::Time { millis } => self.desk.pass(millis),
            Happening::Busy { n } => self.line.n_busy = n,
            Happening::Forget { n } => self.line.n_forgotten = n,
            Happening::Ping => self.ping(),
        }
        self.attend();
    }

    fn write(&mut self, room: usize) {
        let texts = self.written.entry(room).or_default();
        let text = format!("{room}-{}", texts.len());
        texts.push(text.clone());
        self.desk.put(ROOMS[room], &text);
    }

    fn up(&mut self, n: u8) {
        for _ in 0..n {
            if let Some(wire) = &mut self.wire {
                self.line.serve(wire);
            }
        }
    }

    fn down(&mut self, n: u8) {
        for _ in 0..n {
            let frame = self.wire.as_mut().and_then(|wire| wire.down.pop_front());
            if let Some(frame) = frame {
                self.desk.say(&frame);
                self.attend();
            }
        }
    }

    fn cut(&mut self) {
        if self.wire.take().is_some() {
            self.desk.session.disconnected(self.desk.now);
        }
    }

    fn ping(&mut self) {
        if let Some(wire) = &mut self.wire {
            self.line.ping(wire);
        }
    }

    /// Does what the session asks for.
    fn attend(&mut self) {
        for event in self.desk.events() {
            match event {
                ClientEvent::Dial => {
                    self.wire = Some(Wire::new());
                    self.desk.session.connected(self.desk.now);
                }
                ClientEvent::HangUp => self.wire = None,
                ClientEvent::SignNeeded(_) => self.desk.session.signed(self.desk.now, auth()),
                ClientEvent::PutDone { .. } => self.n_done += 1,
                ClientEvent::Entry(ev) => {
                    let seen = self.seen.entry(ev.room.to_string()).or_default();
                    seen.push(ev.seq.get());
                }
                ClientEvent::Ended { code } => panic!("ended: {code:?}"),
                event @ (ClientEvent::PutHeld { .. }
                | ClientEvent::PutRefused { .. }
                | ClientEvent::PutNudged { .. }
                | ClientEvent::RoomRefused { .. }
                | ClientEvent::ProofNeeded { .. }
                | ClientEvent::AnswerRefused { .. }) => panic!("no such thing here: {event:?}"),
                ClientEvent::Welcomed(_)
                | ClientEvent::Live
                | ClientEvent::CatchingUp
                | ClientEvent::Stale { .. }
                | ClientEvent::Opened(_)
                | ClientEvent::Gap(_)
                | ClientEvent::Older { .. }
                | ClientEvent::OlderDone { .. }
                | ClientEvent::Answer { .. }
                | ClientEvent::Sig(_) => {}
            }
        }
        let sent = self.desk.sent();
        if let Some(wire) = &mut self.wire {
            wire.up.extend(sent);
        }
    }

    /// A quiet link, for as long as it takes.
    fn calm(&mut self) {
        self.line.n_busy = 0;
        self.line.n_forgotten = 0;
        for _ in 0..400 {
            self.up(50);
            self.down(50);
            self.attend();
            self.desk.pass(500);
            self.attend();
            if self.is_settled() {
                return;
            }
            self.ping_when_idle();
        }
    }

    fn ping_when_idle(&mut self) {
        let is_idle = |wire: &Wire| wire.up.is_empty() && wire.down.is_empty();
        if self.wire.as_ref().is_some_and(is_idle) {
            self.ping();
        }
    }

    fn is_settled(&self) -> bool {
        let is_idle = |wire: &Wire| wire.up.is_empty() && wire.down.is_empty();
        self.desk.session.unanswered().count() == 0
            && self.desk.session.state() == LinkState::Live
            && self.wire.as_ref().is_some_and(is_idle)
            && ROOMS
                .iter()
                .all(|room| self.n_seen(room) == self.line.log(room).len())
    }

    fn n_seen(&self, room: &str) -> usize {
        self.seen.get(room).map_or(0, Vec::len)
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn each_put_is_there_once_and_in_order_and_nothing_is_missing(
        happenings in vec(happening(), 0..120),
    ) {
        let mut world = World::new();
        for happening in &happenings {
            world.happen(happening);
        }
        world.calm();
        prop_assert!(world.is_settled(), "does not come to rest: {:?}", world.desk.session);
        let mut n_written = 0;
        for (number, room) in ROOMS.iter().enumerate() {
            let written = world.written.get(&number).cloned().unwrap_or_default();
            n_written += written.len();
            prop_assert_eq!(&world.line.log(room), &written);
            let seen = world.seen.get(*room).cloned().unwrap_or_default();
            let dense: Vec<u64> = (1..=written.len() as u64).collect();
            prop_assert_eq!(seen, dense);
        }
        prop_assert_eq!(world.n_done, n_written);
    }
}
