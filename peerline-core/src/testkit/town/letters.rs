//! What one person has put, as an application keeps it until it is answered.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::protocol::Address;
use crate::protocol::Body;
use crate::protocol::Chain;
use crate::protocol::Kind;
use crate::session::ClientSession;
use crate::session::Draft;
use crate::session::Unanswered;
use crate::vocab::Cid;
use crate::vocab::Seq;

/// One put.
#[derive(Clone, Debug)]
pub(super) struct Letter {
    pub(super) cid: Cid,
    pub(super) room: Address,
    pub(super) kind: Kind,
    pub(super) body: Value,
    /// The entry it is about.
    pub(super) re: Option<Seq>,
    /// The log up to that entry, as its author saw it.
    pub(super) meant: Option<Chain>,
    pub(super) fate: Fate,
    pub(super) danger: bool,
    /// It was acknowledged, and then an older backup was put back.
    pub(super) undone: bool,
    /// Its author may have been asked to look again. What was put meanwhile went on before it; and where
    /// that question was lost with its link, the line, which asks once, takes it when it comes again.
    pub(super) may_be_nudged: bool,
    /// The line refused it for good at some time. Where that was lost with its link, it came again and
    /// was judged anew, behind what was put meanwhile.
    pub(super) was_refused: bool,
}

/// What became of a put.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Fate {
    Open,
    Done(Option<Seq>),
    Held,
    Refused,
    GivenUp,
}

impl Fate {
    const fn is_done(self) -> bool {
        matches!(self, Self::Done(_))
    }
}

impl Letter {
    pub(super) fn draft(&self) -> Draft {
        let draft = Draft::new(self.room.clone(), self.kind.clone(), Body::of(&self.body));
        match self.re {
            Some(re) => draft.about(re),
            None => draft,
        }
    }

    pub(super) const fn is_acknowledged(&self) -> bool {
        matches!(self.fate, Fate::Done(_) | Fate::Held)
    }
}

/// Everything a person has put, in the order in which they meant it.
#[derive(Debug, Default)]
pub(super) struct Letters {
    pub(super) all: Vec<Letter>,
}

impl Letters {
    pub(super) fn find(&mut self, cid: Cid) -> Option<&mut Letter> {
        self.all.iter_mut().rev().find(|letter| letter.cid == cid)
    }

    pub(super) fn settle(&mut self, cid: Cid, fate: Fate) {
        if let Some(letter) = self.find(cid) {
            letter.fate = fate;
        }
    }

    /// The author wants a put to go out after all that was put meanwhile.
    pub(super) fn put_last(&mut self, cid: Cid) {
        if let Some(place) = self.all.iter().position(|letter| letter.cid == cid) {
            let letter = self.all.remove(place);
            self.all.push(letter);
        }
    }

    /// Returns what an application that ends now has written down: every put without an answer, and
    /// some whose answer came and was not written down yet.
    pub(super) fn kept(&self, session: &ClientSession, noted: &[Unanswered]) -> Vec<Unanswered> {
        let mut kept: Vec<Unanswered> = session.kept().collect();
        let open: BTreeSet<Cid> = kept.iter().map(|put| put.cid).collect();
        let place = |cid| self.all.iter().position(|letter| letter.cid == cid);
        let done = |put: &&Unanswered| {
            let letter = place(put.cid).and_then(|place| self.all.get(place));
            !open.contains(&put.cid) && letter.is_some_and(|letter| letter.fate.is_done())
        };
        kept.extend(noted.iter().filter(done).cloned());
        kept.sort_by_key(|put| place(put.cid));
        kept
    }

    pub(super) fn open(&self) -> impl Iterator<Item = &Letter> {
        self.all.iter().filter(|letter| letter.fate == Fate::Open)
    }
}
