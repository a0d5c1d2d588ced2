//! Whatever order things come in: what is sent of a room is dense and reaches its end.

use proptest::collection::vec;
use proptest::prelude::*;

use super::scene::Log;
use super::scene::Scene;
use super::scene::seqs;
use crate::protocol::ServerFrame;
use crate::session::Entries;
use crate::session::ReadFor;
use crate::session::Request;
use crate::vocab::Seq;

#[derive(Clone, Copy, Debug)]
enum Move {
    /// An entry is written and published.
    Live,
    /// An entry is written; the connection is too slow to be handed it.
    Missed,
    /// The connection learns how far the log reaches.
    Reach,
    /// The oldest read is answered, with so many entries at most.
    Page(usize),
    /// The client asks for a page.
    Fetch(u64),
    /// The client closes the room and opens it again from what it has.
    Reopen,
}

fn moves() -> impl Strategy<Value = Vec<Move>> {
    let one = prop_oneof![
        4 => Just(Move::Live),
        3 => Just(Move::Missed),
        2 => Just(Move::Reach),
        4 => (1..5_usize).prop_map(Move::Page),
        1 => (0..12_u64).prop_map(Move::Fetch),
        1 => Just(Move::Reopen),
    ];
    vec(one, 0..60)
}

/// What the client has: it takes the entries of the feed in order.
#[derive(Debug, Default)]
struct Reader {
    last: u64,
}

impl Reader {
    fn take(&mut self, said: Vec<ServerFrame<'_>>) {
        for frame in said {
            match frame {
                ServerFrame::Ev(ev) => {
                    assert_eq!(ev.seq.get(), self.last + 1, "a hole or a repeat");
                    self.last = ev.seq.get();
                }
                ServerFrame::Gap(_) | ServerFrame::Bye(_) => panic!("{frame:?}"),
                _ => {}
            }
        }
    }
}

#[derive(Debug)]
struct Play {
    scene: Scene,
    log: Log,
    reads: Vec<Seq>,
    pages: Vec<(Seq, usize, ReadFor)>,
    reader: Reader,
}

impl Play {
    fn step(&mut self, step: Move) {
        match step {
            Move::Live => {
                let live = self.log.add();
                self.scene.session.published(&live);
            }
            Move::Missed => {
                self.log.add();
            }
            Move::Reach => self.reach(),
            Move::Page(n) => self.page(n),
            Move::Fetch(after) => {
                let room = self.log.address();
                self.scene.hear_text(&format!(
                    r#"{{"t":"fetch","ref":9,"room":"{room}","after":{after}}}"#
                ));
            }
            Move::Reopen => {
                let room = self.log.address();
                self.scene
                    .hear_text(&format!(r#"{{"t":"close","ref":8,"room":"{room}"}}"#));
                let last = self.reader.last;
                let h = (0 < last).then(|| self.log.at(Seq::new(last)).h);
                let claim = h.map(|h| format!(r#","h":"{h}""#)).unwrap_or_default();
                self.scene.hear_text(&format!(
                    r#"{{"t":"open","ref":1,"room":"{room}","seq":{last}{claim}}}"#
                ));
                let opened = self.log.opened(Some(1));
                self.scene.session.opened(opened);
            }
        }
        for request in self.scene.asked() {
            match request {
                Request::Read {
                    after,
                    to: ReadFor::Feed,
                    ..
                } => self.reads.push(after),
                Request::Read {
                    after, limit, to, ..
                } => self.pages.push((after, limit, to)),
                _ => {}
            }
        }
        let said = self.scene.said();
        self.reader.take(said);
        self.turn_pages();
    }

    /// Answers what the client asked for besides: whole, and then the end of the page.
    fn turn_pages(&mut self) {
        for (after, limit, to) in std::mem::take(&mut self.pages) {
            let page = self.log.page(after, limit);
            let held: Vec<u64> = page.entries.iter().map(|ev| ev.seq.get()).collect();
            self.scene.session.page(Entries { to, ..page });
            let said = self.scene.said();
            assert_eq!(seqs(&said), held);
            assert!(matches!(said.last(), Some(ServerFrame::Ok(_))), "{said:?}");
        }
    }

    fn reach(&mut self) {
        let head = self.log.head();
        self.scene.session.reach(&self.log.address(), head);
    }

    fn page(&mut self, n: usize) {
        if !self.reads.is_empty() {
            let after = self.reads.remove(0);
            self.scene.session.page(self.log.page(after, n));
        }
    }
}

proptest! {
    #[test]
    fn what_is_sent_is_dense_and_reaches_the_end(moves in moves()) {
        let mut play = Play {
            scene: Scene::joined(),
            log: Log::of(1, 3),
            reads: Vec::new(),
            pages: Vec::new(),
            reader: Reader::default(),
        };
        play.scene.open(&play.log, "");
        play.reads.push(Seq::ZERO);
        for step in moves {
            play.step(step);
        }
        play.step(Move::Reach);
        while !play.reads.is_empty() {
            play.step(Move::Page(4));
        }
        prop_assert_eq!(play.reader.last, play.log.head().get());
    }
}
