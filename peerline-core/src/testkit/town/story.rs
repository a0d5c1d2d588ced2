//! What people do, and what makes them do it.

use serde_json::Value;
use serde_json::json;

use super::letters::Fate;
use super::person::Moves;
use super::person::Part;
use super::person::Person;
use crate::protocol::Address;
use crate::protocol::Ev;
use crate::protocol::Kind;
use crate::vocab::Cid;
use crate::vocab::Millis;
use crate::vocab::Role;
use crate::vocab::Seq;
use crate::vocab::Timestamp;

/// Something a person is going to do.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) enum Deed {
    AskInvite,
    Start,
    Seek,
    Available,
    AcceptOffer(String),
    DeclineOffer(String),
    Say(Address),
    Typing(Address),
    Redact(Address, Seq),
    Edit(Address, Seq),
    Report(Address, Seq),
    Signal,
    Leave(Address),
    TakeCase(String),
    AckCase(String),
    CloseCase(String),
    CloseRoom(Address),
    OpenRoom(Address),
}

impl Deed {
    /// Returns whether it is done even when nobody starts anything new any more.
    pub(super) const fn is_needed(&self) -> bool {
        matches!(self, Self::AskInvite | Self::Start | Self::OpenRoom(_))
    }
}

/// What a person in danger writes.
const DANGER: &str = "i want to kill myself tonight";
/// What is against the rules.
const ABUSE: &str = "you are an idiot";
/// What a person is asked to look at again.
pub(super) const CONTACT: &str = "mail me: john@example.com";

impl Person {
    /// Does what was planned.
    pub(super) fn act(&mut self, now: Timestamp, deed: Deed) {
        match deed {
            Deed::Seek => self.put_me(now, Kind::Seek, json!({"topics": [], "languages": ["en"]})),
            Deed::Available => {
                let body = json!({"topics": [], "languages": ["en"], "capacity": 2});
                self.put_me(now, Kind::Available, body);
            }
            Deed::AcceptOffer(offer) => self.put_me(now, Kind::Accept, json!({ "offer": offer })),
            Deed::DeclineOffer(offer) => self.put_me(now, Kind::Decline, json!({ "offer": offer })),
            Deed::Say(room) => self.say(now, room),
            Deed::Typing(room) => self.type_in(room),
            // Who has it no longer before them can neither take it back nor find better words for it.
            Deed::Redact(room, seq) | Deed::Edit(room, seq) if !self.book.is_own(&room, seq) => {}
            Deed::Redact(room, seq) => {
                self.put_about(now, (room, Kind::Redact, Some(seq)), json!({}), false);
            }
            Deed::Edit(room, seq) => {
                self.words = self.words.saturating_add(1);
                let body = json!({"text": format!("Better word {}.", self.words)});
                self.put_about(now, (room, Kind::Edit, Some(seq)), body, false);
            }
            Deed::Report(room, seq) if self.book.chain(&room, seq).is_none() => {}
            Deed::Report(room, seq) => {
                let body = json!({"ground": "spam"});
                self.put_about(now, (room, Kind::Report, Some(seq)), body, false);
            }
            Deed::Signal => {
                self.put(now, (Address::Me, Kind::Signal), json!({}), true);
            }
            Deed::Leave(room) => {
                self.talks.remove(&room);
                self.put(now, (room, Kind::Leave), json!({}), false);
            }
            Deed::TakeCase(case) => self.put_case(now, &case, Kind::Accept, json!({})),
            Deed::AckCase(case) => self.put_case(now, &case, Kind::Ack, json!({})),
            Deed::CloseCase(case) => {
                let assessed = json!({"priority": "elevated", "reason": "answers"});
                self.put_case(now, &case, Kind::Assess, assessed);
                self.put_case(now, &case, Kind::Close, json!({"reason": "safe_now"}));
            }
            Deed::CloseRoom(room) => {
                if let Some(session) = self.session.as_mut() {
                    session.close(now, room);
                }
            }
            Deed::OpenRoom(room) => self.open_again(now, room),
            Deed::AskInvite | Deed::Start => {}
        }
    }

    /// A room is open: the first time, somebody talks in it.
    pub(super) fn came_in(&mut self, room: &Address, moves: &mut Moves) {
        let is_talk = matches!(room, Address::Room(name) if !name.is_staff());
        if !is_talk || !self.greeted.insert(room.clone()) {
            return;
        }
        self.talks.insert(room.clone());
        for _ in 0..self.within(3, 8) {
            let when = Millis::new(self.within(200, 40_000));
            moves.plans.push((when, Deed::Say(room.clone())));
        }
        moves.plans.push((self.soon(), Deed::Typing(room.clone())));
        if self.one_in(4) {
            let when = Millis::new(self.within(20_000, 60_000));
            moves.plans.push((when, Deed::Leave(room.clone())));
        }
        if self.one_in(4) {
            let when = self.within(5_000, 20_000);
            let back = when.saturating_add(self.within(100, 10_000));
            let close = Deed::CloseRoom(room.clone());
            moves.plans.push((Millis::new(when), close));
            let open = Deed::OpenRoom(room.clone());
            moves.plans.push((Millis::new(back), open));
        }
    }

    /// Reads an entry as a person does.
    pub(super) fn read(&mut self, ev: &Ev<'_>, moves: &mut Moves) {
        if self.one_in(2) {
            self.book.save();
        }
        match (&ev.room, &ev.kind) {
            (Address::Me, Kind::Offer) => {
                if let Some(offer) = field(ev, "offer") {
                    let deed = if self.one_in(8) {
                        Deed::DeclineOffer(offer)
                    } else {
                        Deed::AcceptOffer(offer)
                    };
                    moves.plans.push((self.soon(), deed));
                }
            }
            (Address::Me, Kind::Matched) => {
                let room = field(ev, "room").and_then(|room| room.parse().ok());
                if let Some(room) = room {
                    moves.plans.push((self.soon(), Deed::OpenRoom(room)));
                }
            }
            (Address::Room(_), Kind::State) if field(ev, "state").as_deref() == Some("closed") => {
                self.talks.remove(&ev.room);
                if self.part == Part::Seeker && self.one_in(2) {
                    moves.plans.push((self.soon(), Deed::Seek));
                }
            }
            (Address::Room(_), Kind::Msg) if ev.cid.is_none() && self.one_in(8) => {
                let report = Deed::Report(ev.room.clone(), ev.seq);
                moves.plans.push((self.soon(), report));
            }
            (Address::Room(name), Kind::Page) if name.is_staff() => self.is_called(ev, moves),
            _ => {}
        }
    }

    /// A put of one's own was done.
    pub(super) fn was_done(&mut self, cid: Cid, moves: &mut Moves) {
        let Some(letter) = self.letters.find(cid) else {
            return;
        };
        let (kind, re) = (letter.kind.clone(), letter.re);
        let place = (letter.room.clone(), letter.fate);
        if let (Kind::Msg, (room, Fate::Done(Some(seq)))) = (&kind, &place)
            && self.chance.below(6) == 0
        {
            let deed = if self.chance.below(2) == 0 {
                Deed::Redact(room.clone(), *seq)
            } else {
                Deed::Edit(room.clone(), *seq)
            };
            moves.plans.push((self.soon(), deed));
        }
        if let (Kind::Redact | Kind::Edit, Some(seq)) = (&kind, re) {
            moves.gone.push((place.0.clone(), seq));
        }
        let Some(letter) = self.letters.find(cid) else {
            return;
        };
        if kind == Kind::Leave
            && let Some(view) = self.book.rooms.get_mut(&letter.room)
        {
            view.left = true;
        }
        let room = letter.room.to_string();
        let Some(case) = room.strip_prefix("#case/").map(str::to_owned) else {
            return;
        };
        match kind {
            Kind::Accept => {
                moves.plans.push((self.soon(), Deed::AckCase(case.clone())));
                if let Ok(room) = room.parse() {
                    moves.plans.push((self.soon(), Deed::OpenRoom(room)));
                }
                if let Some(room) = self.cases.get(&case).cloned().flatten() {
                    moves.plans.push((self.soon(), Deed::OpenRoom(room)));
                }
            }
            Kind::Ack if self.one_in(2) => {
                let when = Millis::new(self.within(5_000, 20_000));
                moves.plans.push((when, Deed::CloseCase(case)));
            }
            _ => {}
        }
    }

    pub(super) fn was_welcomed(&mut self, roles: &[Role], moves: &mut Moves) {
        if let Some(role) = self.part.staff()
            && !roles.contains(&role)
        {
            moves.plans.push((Millis::from_secs(1), Deed::AskInvite));
        } else {
            self.invite = None;
        }
    }

    pub(super) fn is_up_to_date(&mut self, moves: &mut Moves) {
        let on_shift = self.part == Part::Supporter && self.one_in(3);
        let is_new = !self.letters.all.iter().any(|letter| !letter.undone);
        match self.part {
            Part::Supporter if on_shift || is_new => {
                moves.plans.push((self.soon(), Deed::Available));
            }
            Part::Seeker if is_new => {
                moves.plans.push((self.soon(), Deed::Seek));
                if self.one_in(10) {
                    let when = Millis::new(self.within(1_000, 60_000));
                    moves.plans.push((when, Deed::Signal));
                }
            }
            Part::Seeker | Part::Supporter | Part::Responder => {}
        }
    }

    fn is_called(&mut self, ev: &Ev<'_>, moves: &mut Moves) {
        let Some(case) = field(ev, "case") else {
            return;
        };
        let room = field(ev, "room").and_then(|room| room.parse().ok());
        let is_new = self.cases.insert(case.clone(), room).is_none();
        if is_new && !self.one_in(5) {
            let when = Millis::new(self.within(500, 20_000));
            moves.plans.push((when, Deed::TakeCase(case)));
        }
    }

    fn say(&mut self, now: Timestamp, room: Address) {
        if !self.talks.contains(&room) {
            return;
        }
        self.words = self.words.saturating_add(1);
        let n = self.words;
        let (text, danger) = match self.chance.below(40) {
            0 | 1 if self.part == Part::Seeker => (DANGER.to_owned(), true),
            2 if self.part == Part::Seeker => {
                self.put(now, (room, Kind::Signal), json!({}), true);
                return;
            }
            3 | 4 => (CONTACT.to_owned(), false),
            // Once: who does it again and again is muted for longer than a run lasts.
            5 if !std::mem::replace(&mut self.was_rude, true) => (ABUSE.to_owned(), false),
            _ => (format!("Word {n}."), false),
        };
        self.put(now, (room, Kind::Msg), json!({ "text": text }), danger);
    }

    fn type_in(&mut self, room: Address) {
        if let Some(session) = self.session.as_mut() {
            session.typing(room);
        }
    }

    fn open_again(&mut self, now: Timestamp, room: Address) {
        self.book.open(&room);
        let cursor = self.book.rooms.get(&room).and_then(|view| view.cursor());
        if let Some(session) = self.session.as_mut() {
            session.open_from(now, room, cursor);
        }
    }

    fn put_me(&mut self, now: Timestamp, kind: Kind, body: Value) {
        self.put(now, (Address::Me, kind), body, false);
    }

    fn put_case(&mut self, now: Timestamp, case: &str, kind: Kind, body: Value) {
        if let Ok(room) = format!("#case/{case}").parse() {
            self.put(now, (room, kind), body, false);
        }
    }

    fn soon(&mut self) -> Millis {
        Millis::new(self.within(50, 3_000))
    }

    fn within(&mut self, from: u64, to: u64) -> u64 {
        let span = to.saturating_sub(from).saturating_add(1);
        from.saturating_add(self.chance.below(span))
    }

    fn one_in(&mut self, n: u64) -> bool {
        self.chance.below(n) == 0
    }
}

/// Returns a text of an entry's body.
fn field(ev: &Ev<'_>, name: &str) -> Option<String> {
    let body: Value = ev.read().ok()?;
    Some(body.get(name)?.as_str()?.to_owned())
}
