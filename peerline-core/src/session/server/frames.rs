//! What each frame of a client does.

use super::PutRequest;
use super::Question;
use super::Request;
use super::ServerSession;
use super::lanes::Turn;
use super::session::Phase;
use crate::protocol;
use crate::protocol::Ask;
use crate::protocol::ClientFrame;
use crate::protocol::Code;
use crate::protocol::Fetch;
use crate::protocol::Hello;
use crate::protocol::Open;
use crate::protocol::Ping;
use crate::protocol::Put;
use crate::protocol::ServerFrame;
use crate::vocab::Digest;
use crate::vocab::DigestBuilder;
use crate::vocab::Millis;

impl ServerSession {
    pub(super) fn frame(&mut self, frame: ClientFrame) {
        match (self.phase, frame) {
            (Phase::Greeting { .. }, ClientFrame::Hello(hello)) => self.hello(hello),
            (Phase::Greeting { .. } | Phase::Joining, _) => self.end(Code::Bad, Some(Millis::ZERO)),
            (Phase::Serving, frame) => self.serve(frame),
            (Phase::Over, _) => {}
        }
    }

    fn serve(&mut self, frame: ClientFrame) {
        match frame {
            ClientFrame::Hello(_) => self.mistake(None, Code::Bad),
            ClientFrame::Open(open) => self.open(open),
            ClientFrame::Close(close) => {
                self.feeds.remove(&close.room);
                self.opening.remove(&close.room);
                self.requests.push_back(Request::Close { room: close.room });
                self.done(close.reference);
            }
            ClientFrame::Put(put) => self.put(put),
            ClientFrame::Drop(drop) => {
                self.lanes.drop_put(&drop.room, drop.cid);
                self.done(drop.reference);
            }
            ClientFrame::Fetch(fetch) => self.fetch(&fetch),
            ClientFrame::Ask(ask) => self.ask(&ask),
            ClientFrame::Sig(sig) if sig.kind == "typing" && self.feeds.contains_key(&sig.room) => {
                self.requests.push_back(Request::Typing { room: sig.room });
            }
            ClientFrame::Sig(_) => {}
            // What a client has heard of a room tells the server nothing that it does not know.
            // An answer, to us or to our answer: a peer that answers everything must not make two
            // ends answer each other for ever.
            ClientFrame::Ping(ping) if ping.n == self.pings || self.echoed == Some(ping.n) => {}
            ClientFrame::Ping(ping) => {
                self.echoed = Some(ping.n);
                self.send(&ServerFrame::Ping(Ping {
                    n: ping.n,
                    heads: self.heads(),
                }));
            }
        }
    }

    fn hello(&mut self, hello: Hello) {
        if hello.v != protocol::VERSION {
            self.end(Code::Version, None);
            return;
        }
        if self.limits.open_rooms < hello.open.len() {
            self.end(Code::TooBig, None);
            return;
        }
        self.phase = Phase::Joining;
        for open in &hello.open {
            self.expect(open.clone());
        }
        self.requests.push_back(Request::Join(Box::new(hello)));
    }

    fn open(&mut self, open: Open) {
        let opening: usize = self.opening.values().map(Vec::len).sum();
        let n_open = self.feeds.len().saturating_add(opening);
        if self.limits.open_rooms <= n_open && !self.feeds.contains_key(&open.room) {
            self.refuse(open.reference, Code::TooBig, None);
            return;
        }
        self.feeds.remove(&open.room);
        self.expect(open.clone());
        self.requests.push_back(Request::Open {
            reference: open.reference,
            room: open.room,
        });
    }

    fn put(&mut self, put: Put) {
        let reference = put.reference;
        if self.limits.dedupe.as_secs() < put.age_s.unwrap_or(0) {
            self.refuse(Some(reference), Code::Stale, None);
            return;
        }
        let act = match protocol::read_act(&put) {
            Ok(act) => act,
            Err(invalid) => return self.mistake(Some(reference), invalid.code()),
        };
        let request = PutRequest {
            reference,
            digest: digest(&put),
            cid: put.cid,
            age_s: put.age_s.unwrap_or(0),
            over: put.over,
            room: put.room,
            act,
        };
        match self.lanes.push(Box::new(request)) {
            Turn::Go(put) => self.requests.push_back(Request::Put(put)),
            Turn::Wait => {}
            Turn::Lane => self.refuse(Some(reference), Code::Lane, Some(Millis::ZERO)),
            Turn::Full => self.refuse(Some(reference), Code::Rate, Some(Millis::from_secs(1))),
        }
    }

    fn ask(&mut self, ask: &Ask) {
        let Some(question) = question(ask) else {
            return self.refuse(Some(ask.reference), Code::Bad, None);
        };
        self.requests.push_back(Request::Ask {
            reference: ask.reference,
            question,
        });
    }

    /// Sends from an earlier place on: what lies behind `after` goes out again, dense as ever.
    fn fetch(&mut self, fetch: &Fetch) {
        let Some(feed) = self.feeds.get_mut(&fetch.room) else {
            return self.refuse(Some(fetch.reference), Code::Denied, None);
        };
        feed.fetch(fetch.after, fetch.reference);
        self.read_on(&fetch.room);
    }

    fn expect(&mut self, open: Open) {
        self.opening
            .entry(open.room.clone())
            .or_default()
            .push(open);
    }
}

fn digest(put: &Put) -> Digest {
    let mut builder = DigestBuilder::new("peerline/v1/put");
    builder
        .bytes(put.kind.as_str().as_bytes())
        .bytes(put.body.get().as_bytes());
    builder.number(put.re.unwrap_or_default().get());
    builder.finish()
}

fn question(ask: &Ask) -> Option<Question> {
    Some(match ask.what.as_str() {
        "line" => Question::Line,
        "place" => Question::Place,
        "rooms" => Question::Rooms,
        "cases" => Question::Cases,
        "offers" => Question::Offers,
        "resources" => Question::Resources {
            country: protocol::read_where(ask).ok()?,
        },
        _ => return None,
    })
}
