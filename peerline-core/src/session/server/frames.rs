//! What each frame of a client does.

use super::PutRequest;
use super::Question;
use super::Request;
use super::ServerSession;
use super::feed::Feed;
use super::lanes::Turn;
use super::session::Phase;
use crate::protocol;
use crate::protocol::Address;
use crate::protocol::Ask;
use crate::protocol::ClientFrame;
use crate::protocol::Close;
use crate::protocol::Code;
use crate::protocol::Hello;
use crate::protocol::Kind;
use crate::protocol::Open;
use crate::protocol::Ping;
use crate::protocol::Put;
use crate::protocol::ServerFrame;
use crate::protocol::Sig;
use crate::vocab::Digest;
use crate::vocab::DigestBuilder;
use crate::vocab::Millis;

impl ServerSession {
    /// Questions of one connection that may wait for their answers at once.
    const MAX_ASKS: u32 = 128;
    /// How often one connection may say something in passing, within a second.
    const PASSES_A_SECOND: u32 = 10;

    pub(super) fn frame(&mut self, frame: ClientFrame<'_>) {
        match (self.phase, frame) {
            (Phase::Greeting { .. }, ClientFrame::Hello(hello)) => self.hello(hello),
            (Phase::Greeting { .. } | Phase::Joining, _) => self.end(Code::Bad, Some(Millis::ZERO)),
            (Phase::Serving, frame) => self.serve(frame),
            (Phase::Over, _) => {}
        }
    }

    fn serve(&mut self, frame: ClientFrame<'_>) {
        match frame {
            ClientFrame::Hello(_) => self.mistake(None, Code::Bad),
            ClientFrame::Open(open) => self.open(open),
            ClientFrame::Close(close) => self.close(close),
            ClientFrame::Put(put) => self.put(&put),
            ClientFrame::Drop(drop) => {
                let room = self.name(&drop.room).unwrap_or(drop.room);
                self.lanes.drop_put(&room, drop.cid);
                self.done(drop.reference);
            }
            ClientFrame::Fetch(fetch) => {
                let room = self.name(&fetch.room).unwrap_or_else(|| fetch.room.clone());
                self.fetch(&fetch, room);
            }
            ClientFrame::Ask(ask) => self.ask(&ask),
            ClientFrame::Sig(sig) => self.sig(&sig),
            ClientFrame::Ping(ping) => self.pinged(&ping),
        }
    }

    /// Returns the name of a room that may be said as a number; `None` where nothing is open under
    /// it.
    fn name(&self, room: &Address) -> Option<Address> {
        match room {
            Address::Number(number) => self.numbers.get(number).cloned(),
            Address::Me | Address::Room(_) => Some(room.clone()),
        }
    }

    fn close(&mut self, close: Close) {
        let room = self.name(&close.room).unwrap_or(close.room);
        self.stop_feed(&room);
        self.opening.remove(&room);
        if !matches!(room, Address::Number(_)) {
            self.requests.push_back(Request::Close { room });
        }
        self.done(close.reference);
    }

    /// What is said in passing is passed on at most so often: each copy goes to everybody in the room.
    fn may_pass(&mut self) -> bool {
        let (since, n) = self.passed;
        let (since, n) = if self.heard.since(since) < Millis::from_secs(1) {
            (since, n.saturating_add(1))
        } else {
            (self.heard, 1)
        };
        self.passed = (since, n);
        n <= Self::PASSES_A_SECOND
    }

    fn sig(&mut self, sig: &Sig<'_>) {
        let Some(room) = self.name(&sig.room) else {
            return;
        };
        // Whether somebody is here is said to the line, the rest to the others alone.
        let wanted = |feed: &Feed| feed.marks.cover(&sig.kind) || sig.kind == Kind::Here;
        if let Some(what) = protocol::read_passing(sig)
            && self.feeds.get(&room).is_some_and(wanted)
            && self.may_pass()
        {
            self.requests.push_back(Request::Pass { room, what });
        }
    }

    /// Takes what a client says it has, and answers a ping of its own, which has an odd number:
    /// an even one is the answer to ours.
    fn pinged(&mut self, ping: &Ping) {
        self.acknowledged(&ping.heads);
        if ping.n % 2 == 1 && self.echoed != Some(ping.n) {
            self.echoed = Some(ping.n);
            self.send(&ServerFrame::Ping(Ping {
                n: ping.n,
                heads: self.heads(),
            }));
        }
    }

    fn hello(&mut self, hello: Hello) {
        if hello.v != protocol::VERSION {
            self.end(Code::Version, None);
            return;
        }
        if hello.ext.iter().any(|name| name == protocol::SHORT) {
            self.style.short = true;
        }
        self.phase = Phase::Joining;
        let (kept, surplus) = hello
            .open
            .split_at_checked(self.limits.open_rooms)
            .unwrap_or((&hello.open, &[]));
        for open in kept {
            if !matches!(open.room, Address::Number(_)) {
                self.expect(open.clone());
            }
        }
        self.surplus = surplus.iter().map(|open| open.reference).collect();
        self.requests.push_back(Request::Join(Box::new(hello)));
    }

    fn open(&mut self, open: Open) {
        let opening: usize = self.opening.values().map(Vec::len).sum();
        let n_open = self.feeds.len().saturating_add(opening);
        if self.limits.open_rooms <= n_open && !self.feeds.contains_key(&open.room) {
            self.refuse(open.reference, Code::TooBig, None);
            return;
        }
        if matches!(open.room, Address::Number(_)) {
            return self.refuse(open.reference, Code::Denied, None);
        }
        self.stop_feed(&open.room);
        self.expect(open.clone());
        self.requests.push_back(Request::Open {
            reference: open.reference,
            room: open.room,
            join: open.join,
        });
    }

    fn put(&mut self, put: &Put<'_>) {
        let reference = put.reference;
        let Some(room) = self.name(&put.room) else {
            self.lanes.lift(put.cid);
            return self.refuse(Some(reference), Code::Denied, None);
        };
        let late = self.limits.dedupe.as_secs() < put.age_s.unwrap_or(0);
        let act = match protocol::read_act(put) {
            Ok(act) if !late || act.speaks() || act.calls() => act,
            Err(invalid) if !late => {
                self.lanes.lift(put.cid);
                return self.mistake(Some(reference), invalid.code());
            }
            Ok(_) | Err(_) => {
                self.lanes.lift(put.cid);
                return self.refuse(Some(reference), Code::Stale, None);
            }
        };
        let request = PutRequest {
            reference,
            digest: digest(put),
            cid: put.cid,
            age_s: put.age_s.unwrap_or(0),
            over: put.over,
            late,
            room,
            act,
        };
        if late {
            // It waits for nothing, and nothing waits for it: it will not be done.
            self.lanes.lift(put.cid);
            self.requests.push_back(Request::Put(Box::new(request)));
            return;
        }
        match self.lanes.push(Box::new(request)) {
            Turn::Go(put) => self.requests.push_back(Request::Put(put)),
            Turn::Wait => {}
            Turn::Lane => self.refuse(Some(reference), Code::Lane, Some(Millis::ZERO)),
            Turn::Full => self.refuse(Some(reference), Code::Rate, Some(Millis::from_secs(1))),
        }
    }

    fn ask(&mut self, ask: &Ask<'_>) {
        let Some(question) = question(ask) else {
            return self.refuse(Some(ask.reference), Code::Bad, None);
        };
        // Who asks for real help is never told to wait.
        let asks_for_help = matches!(question, Question::Resources { .. });
        if Self::MAX_ASKS <= self.asks && !asks_for_help {
            return self.refuse(Some(ask.reference), Code::Rate, Some(Millis::from_secs(1)));
        }
        self.asks = self.asks.saturating_add(1);
        self.requests.push_back(Request::Ask {
            reference: ask.reference,
            question,
        });
    }

    fn expect(&mut self, open: Open) {
        self.opening
            .entry(open.room.clone())
            .or_default()
            .push(open);
    }
}

fn digest(put: &Put<'_>) -> Digest {
    let mut builder = DigestBuilder::new("peerline/v1/put");
    builder
        .bytes(put.kind.as_str().as_bytes())
        .bytes(&put.body.canonical());
    builder.number(put.re.unwrap_or_default().get());
    builder.finish()
}

fn question(ask: &Ask<'_>) -> Option<Question> {
    Some(match ask.what.as_ref() {
        "line" => Question::Line,
        "place" => Question::Place,
        "rooms" => Question::Rooms,
        "cases" => Question::Cases,
        "offers" => Question::Offers,
        "directory" => Question::Directory,
        "norms" => {
            let protocol::AskRoom { room, lang } = protocol::read_room(ask).ok()?;
            Question::Norms {
                room,
                language: lang,
            }
        }
        "present" => Question::Present {
            room: protocol::read_room(ask).ok()?.room,
        },
        "tickets" => Question::Tickets {
            binds: protocol::read_binds(ask).ok()?,
        },
        "blind" => Question::Blind {
            blinded: protocol::read_blinded(ask).ok()?,
        },
        "resources" => Question::Resources {
            country: protocol::read_where(ask).ok()?,
        },
        "login" => Question::Login {
            token: protocol::read_token(ask).ok()?,
        },
        "queue" => Question::Queue,
        "matter" => Question::Matter(protocol::read_matter(ask).ok()?),
        "kept" => Question::Kept,
        "shift" => Question::Shift,
        "waiting" => Question::Waiting,
        "locker" => Question::Locker,
        "vault" => Question::Vault {
            case: protocol::read_case(ask).ok()?,
        },
        _ => return None,
    })
}
