//! Pages of a log that a client asks for, beside the live feed.

use super::Request;
use super::ServerSession;
use super::request::ReadFor;
use crate::protocol::Address;
use crate::protocol::Code;
use crate::protocol::Ev;
use crate::protocol::Fetch;
use crate::protocol::GapWhy;
use crate::protocol::ServerFrame;
use crate::protocol::Status;
use crate::protocol::Taken;
use crate::vocab::Millis;
use crate::vocab::Seq;

impl ServerSession {
    /// The most pages that one connection waits for.
    const MAX_PAGES: usize = 8;

    /// Reads a page: the feed stays where it is.
    pub(super) fn fetch(&mut self, fetch: &Fetch, room: Address) {
        let reference = fetch.reference;
        let Some(feed) = self.feeds.get(&room) else {
            return self.refuse(Some(reference), Code::Denied, None);
        };
        if fetch.after.is_some() && fetch.before.is_some() {
            return self.mistake(Some(reference), Code::Bad);
        }
        if Self::MAX_PAGES <= self.pages.len() {
            return self.refuse(Some(reference), Code::Rate, Some(Millis::from_secs(1)));
        }
        let (who, epoch, base) = (feed.who, feed.epoch, feed.base());
        let (mut after, mut limit) = range(fetch, self.limits.page);
        if after < base && 0 < limit {
            let n = usize::try_from(base.get().saturating_sub(after.get())).unwrap_or(usize::MAX);
            // Before an entry, the page ends where it was asked to; behind one, it is whole.
            let (gone, left) = match fetch.before {
                Some(_) => (n.min(limit), limit.saturating_sub(n)),
                None => (n, limit),
            };
            let hi = after
                .get()
                .saturating_add(u64::try_from(gone).unwrap_or(u64::MAX));
            let hi = Seq::new(hi);
            self.send_gap(&room, epoch, (after.next(), hi), GapWhy::Trimmed);
            (after, limit) = (base, left);
        }
        if limit == 0 {
            return self.done(reference);
        }
        self.pages.insert(reference);
        self.requests.push_back(Request::Read {
            room,
            who,
            after,
            limit,
            to: ReadFor::Page(reference),
        });
    }

    /// Sends a page that was read.
    pub(super) fn send_page(&mut self, reference: u64, room: &Address, entries: Vec<Ev<'static>>) {
        if !self.pages.remove(&reference) {
            return;
        }
        let mut last = None;
        for ev in entries {
            last = Some(ev.seq);
            self.send_ev(room, ev);
        }
        self.send(&ServerFrame::Ok(Taken {
            reference,
            cid: None,
            seq: last,
            st: Status::Done,
            decision: None,
            body: None,
        }));
    }
}

/// Returns behind which entry to read, and how many at most.
fn range(fetch: &Fetch, page: usize) -> (Seq, usize) {
    let asked = fetch
        .n
        .and_then(|n| usize::try_from(n).ok())
        .map_or(page, |n| n.min(page));
    let Some(before) = fetch.before else {
        return (fetch.after.unwrap_or_default(), asked);
    };
    let last = before.get().saturating_sub(1);
    let there = usize::try_from(last).unwrap_or(usize::MAX);
    let n = asked.min(there);
    let after = last.saturating_sub(u64::try_from(n).unwrap_or(u64::MAX));
    (Seq::new(after), n)
}
