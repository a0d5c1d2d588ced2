//! Somebody who is called when there is danger: takes the case, comes into the room, says a line,
//! assesses, closes.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use peerline_core::protocol::Address;
use peerline_core::protocol::CaseSummary;
use peerline_core::protocol::Ev;
use peerline_core::protocol::Key;
use peerline_core::protocol::Kind;
use peerline_core::session::ClientEvent;
use peerline_core::session::Draft;
use peerline_core::vocab::CaseId;
use peerline_core::vocab::Cid;
use peerline_core::vocab::Queue;
use peerline_core::vocab::RoomId;
use peerline_core::vocab::RoomName;
use peerline_examples::link::Link;
use serde_json::json;
use tokio::time::Instant;

use crate::Night;
use crate::ledger::Book;
use crate::ledger::Fate;
use crate::ledger::Reader;
use crate::ledger::Said;
use crate::voice;

/// How many responders are on duty.
pub(crate) const ON_DUTY: u64 = 3;

/// Somebody who is called.
struct Responder {
    night: Arc<Night>,
    link: Link,
    /// Which of those on duty.
    place: u64,
    cases: BTreeMap<CaseId, Work>,
    puts: BTreeMap<Cid, (CaseId, Step)>,
    /// The rooms this responder is in, and which coming in it is.
    rooms: BTreeMap<RoomId, u64>,
}

/// One case on one desk.
struct Work {
    summary: CaseSummary,
    /// What is to be done next, and when; none while an answer is awaited.
    next: Option<(Instant, Step)>,
}

#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Step {
    Take,
    Acknowledge,
    Speak,
    Assess,
    Close,
}

/// Comes on duty and stays as long as the night lasts.
pub(crate) async fn duty(night: Arc<Night>, person: u64, place: u64, invite: Key) {
    let link = Link::start(&night.origin, night.guest(person).invited(invite));
    link.open(Address::Me);
    link.open(queue());
    let mut responder = Responder {
        night,
        link,
        place,
        cases: BTreeMap::new(),
        puts: BTreeMap::new(),
        rooms: BTreeMap::new(),
    };
    loop {
        let wake = responder.act();
        tokio::select! {
            event = responder.link.next() => {
                let Some(event) = event else {
                    let night = &responder.night;
                    night.ledger.write(|book| book.surprise("a responder was sent away"));
                    return;
                };
                responder.night.presence(person, &event);
                responder.attend(&event);
            }
            () = voice::sleep_until(wake) => {}
        }
    }
}

impl Responder {
    /// How long the others leave a case to the one whose turn it is.
    const TURN: Duration = Duration::from_millis(1500);
    /// How long a responder stays in a room before the case is closed.
    const STAY: Duration = Duration::from_secs(2);
    const ASSESS: Duration = Duration::from_secs(1);

    /// Does what is due; returns when the next thing is.
    fn act(&mut self) -> Option<Instant> {
        let now = Instant::now();
        let due: Vec<(CaseId, Step)> = self
            .cases
            .iter()
            .filter_map(|(case, work)| Some((*case, work.next?)))
            .filter(|(_, (at, _))| *at <= now)
            .map(|(case, (_, step))| (case, step))
            .collect();
        for (case, step) in due {
            self.take_step(case, step);
        }
        let times = self.cases.values().filter_map(|work| work.next);
        times.map(|(at, _)| at).min()
    }

    fn take_step(&mut self, case: CaseId, step: Step) {
        let Some(work) = self.cases.get_mut(&case) else {
            return;
        };
        work.next = None;
        let room = work.summary.room;
        let priority = work.summary.priority;
        let on_case = |kind, body| voice::draft(Address::Room(RoomName::Case(case)), kind, &body);
        match (step, room) {
            (Step::Take, _) => self.put(case, step, on_case(Kind::Accept, json!({}))),
            (Step::Acknowledge, _) => self.put(case, step, on_case(Kind::Ack, json!({}))),
            (Step::Speak, Some(room)) => self.speak(case, room),
            (Step::Speak, None) => self.then(case, Duration::ZERO, Step::Assess),
            (Step::Assess, _) => {
                let body = json!({"priority": priority, "reason": ""});
                self.put(case, step, on_case(Kind::Assess, body));
            }
            (Step::Close, _) => {
                self.put(
                    case,
                    step,
                    on_case(Kind::Close, json!({"reason": "safe_now"})),
                );
            }
        }
    }

    fn put(&mut self, case: CaseId, step: Step, draft: Draft) {
        let cid = self.link.put(draft);
        self.puts.insert(cid, (case, step));
    }

    fn speak(&mut self, case: CaseId, room: RoomId) {
        let draft = voice::message(room, "hello, i am a person and i am here with you now");
        let coming = self.rooms.get(&room).copied().unwrap_or_default();
        let cid = self.night.ledger.write(|book| {
            let cid = self.link.put(draft);
            let said = Said {
                room,
                by: Reader::Responder(coming),
                turn: None,
                place: book.next_place(),
                is_danger: false,
                at: Instant::now(),
                fate: Fate::Open,
            };
            book.say(cid, said);
            cid
        });
        self.puts.insert(cid, (case, Step::Speak));
    }

    fn then(&mut self, case: CaseId, pause: Duration, step: Step) {
        if let Some(work) = self.cases.get_mut(&case) {
            work.next = Some((Instant::now() + pause, step));
        }
    }

    fn attend(&mut self, event: &ClientEvent) {
        match event {
            ClientEvent::Entry(ev) if ev.room == queue() => self.read_queue(ev),
            ClientEvent::Entry(ev) => self.read_room(ev),
            ClientEvent::PutDone { cid, taken } => {
                if let Some((case, step)) = self.puts.remove(cid) {
                    if let (Step::Speak, Some(seq)) = (step, taken.seq) {
                        let cid = *cid;
                        self.night
                            .ledger
                            .write(|book| book.answer(cid, Fate::Done(seq)));
                    }
                    self.done(case, step);
                }
            }
            ClientEvent::PutRefused { cid, refused } => {
                if let Some((case, step)) = self.puts.remove(cid) {
                    self.refused(*cid, case, step, refused.code);
                }
            }
            ClientEvent::PutNudged { cid, .. } => {
                let _was_there = self.link.put_over(*cid);
            }
            _ => {}
        }
    }

    /// A case changed: whoever's turn it is takes it at once, the others after a moment.
    fn read_queue(&mut self, ev: &Ev<'_>) {
        let Ok(summary) = ev.read::<CaseSummary>() else {
            return;
        };
        let (case, now, is_page) = (summary.case, Instant::now(), ev.kind == Kind::Page);
        let (room, place) = (summary.room, self.place);
        self.night.ledger.write(|book| {
            let known = book.case(case);
            known.room = room;
            // All responders hear of it; one of them counts.
            if is_page && place == 0 {
                known.pages.push(now);
            }
        });
        let waits = summary.state == "offered";
        let work = self.cases.entry(case).or_insert_with(|| Work {
            summary: summary.clone(),
            next: None,
        });
        work.summary = summary;
        if !waits {
            if matches!(work.next, Some((_, Step::Take))) {
                work.next = None;
            }
            return;
        }
        let is_taking = self.puts.values().any(|put| *put == (case, Step::Take));
        if !is_taking && work.next.is_none() {
            let turn = u64::from(case.as_bytes()[0]) % ON_DUTY;
            let pause = if turn == place {
                Duration::ZERO
            } else {
                Self::TURN
            };
            work.next = Some((now + pause, Step::Take));
        }
    }

    fn read_room(&self, ev: &Ev<'_>) {
        if let Address::Room(RoomName::Room(room)) = ev.room
            && let Some(coming) = self.rooms.get(&room)
        {
            voice::hear(&self.night, room, Reader::Responder(*coming), ev);
        }
    }

    fn done(&mut self, case: CaseId, step: Step) {
        let (now, room) = (Instant::now(), self.room_of(case));
        self.night.ledger.write(|book| {
            let case = book.case(case);
            match step {
                Step::Take => case.owned_at = Some(now),
                Step::Acknowledge => case.acked_at = Some(now),
                Step::Speak => case.spoken_at = Some(now),
                Step::Assess => {}
                Step::Close => case.closed_at = Some(now),
            }
        });
        match step {
            Step::Take => {
                if let Some(room) = room.filter(|room| !self.rooms.contains_key(room)) {
                    let coming = self.night.ledger.write(Book::next_place);
                    self.rooms.insert(room, coming);
                    self.link.open(voice::address(room));
                }
                self.then(case, Duration::ZERO, Step::Acknowledge);
            }
            Step::Acknowledge => self.then(case, Duration::ZERO, Step::Speak),
            Step::Speak => self.then(case, Self::ASSESS, Step::Assess),
            Step::Assess => self.then(case, Self::STAY, Step::Close),
            Step::Close => {
                self.cases.remove(&case);
                self.leave(room);
            }
        }
    }

    /// Stops receiving a room, unless another case is in it.
    fn leave(&mut self, room: Option<RoomId>) {
        let is_needed = self.cases.values().any(|work| work.summary.room == room);
        if let Some(room) = room.filter(|_| !is_needed) {
            self.rooms.remove(&room);
            self.link.close(voice::address(room));
        }
    }

    fn refused(&mut self, cid: Cid, case: CaseId, step: Step, code: peerline_core::protocol::Code) {
        match step {
            // A colleague was faster.
            Step::Take => {}
            // The person has gone meanwhile: what is left is to say how it stands.
            Step::Speak => {
                self.night
                    .ledger
                    .write(|book| book.answer(cid, Fate::Stopped));
                self.then(case, Duration::ZERO, Step::Assess);
            }
            Step::Acknowledge | Step::Assess | Step::Close => {
                let what = format!("a responder could not {step:?}: {code:?}");
                self.night.ledger.write(|book| book.surprise(what));
            }
        }
    }

    fn room_of(&self, case: CaseId) -> Option<RoomId> {
        self.cases.get(&case)?.summary.room
    }
}

fn queue() -> Address {
    Address::Room(RoomName::Crisis(Queue::main()))
}
