//! Rooms as one client receives them: from a cursor on, then live.

use super::Entries;
use super::Published;
use super::Request;
use super::RoomOpened;
use super::ServerSession;
use super::Transmit;
use super::feed::Feed;
use super::feed::PageEnd;
use super::feed::Step;
use crate::protocol::Address;
use crate::protocol::Chain;
use crate::protocol::Code;
use crate::protocol::Gap;
use crate::protocol::GapWhy;
use crate::protocol::Open;
use crate::protocol::Opened;
use crate::protocol::ServerFrame;
use crate::vocab::Millis;
use crate::vocab::Seq;

impl ServerSession {
    /// A room may be sent.
    pub fn opened(&mut self, room: RoomOpened) {
        let Some(open) = self.take_opening(&room.room, room.reference) else {
            // Closed meanwhile: the host need not send what nobody waits for.
            let wanted =
                self.feeds.contains_key(&room.room) || self.opening.contains_key(&room.room);
            if !self.is_over() && !wanted {
                let room = room.room;
                self.requests.push_back(Request::Close { room });
            }
            return;
        };
        let start = self.start_of(&open, &room);
        let feed = Feed::new(room.who, room.epoch, (room.base, room.head), start);
        let (from, _) = start;
        self.feeds.insert(room.room.clone(), feed);
        self.send(&ServerFrame::Opened(Opened {
            reference: room.reference,
            room: room.room.clone(),
            epoch: room.epoch,
            base: room.base,
            head: room.head,
            h: room.h,
            from,
            who: room.who,
            role: room.role,
            caps: room.caps,
        }));
        self.read_on(&room.room);
    }

    /// A room may not be sent.
    pub fn refuse_open(&mut self, reference: Option<u64>, room: &Address, code: Code) {
        if self.take_opening(room, reference).is_some() {
            self.refuse(reference, code, None);
        }
    }

    /// The client is no longer in a room: nothing more of it is sent.
    pub fn expelled(&mut self, room: &Address) {
        self.feeds.remove(room);
    }

    /// Something was committed in a room.
    pub fn published(&mut self, published: &Published) {
        let room = Address::of(&published.room);
        let Some(feed) = self.feeds.get_mut(&room) else {
            return;
        };
        if feed.live(published.seq) == Step::Pass {
            self.read_on(&room);
            return;
        }
        let own = published.own.iter().find(|(who, _)| *who == feed.who);
        match own {
            Some((_, ev)) => self.send(&ServerFrame::Ev(ev.clone())),
            None => self
                .transmits
                .push_back(Transmit::Shared(published.frame.clone())),
        }
    }

    /// A room's log reaches further than what came live: the rest is read.
    pub fn reach(&mut self, room: &Address, head: Seq) {
        if let Some(feed) = self.feeds.get_mut(room) {
            feed.reach(head);
            self.read_on(room);
        }
    }

    /// A page of a log was read.
    pub fn page(&mut self, page: Entries) {
        let Entries {
            room,
            after,
            entries,
        } = page;
        if !self.feeds.get(&room).is_some_and(|feed| feed.awaits(after)) {
            return;
        }
        for ev in entries {
            let Some(feed) = self.feeds.get_mut(&room) else {
                return;
            };
            let epoch = feed.epoch;
            match feed.read(ev.seq, ev.h) {
                Ok(Step::Send) => self.send(&ServerFrame::Ev(ev)),
                Ok(Step::Pass) => {}
                Err(claimed) => {
                    self.send_gap(&room, epoch, claimed);
                    break;
                }
            }
        }
        if let Some(feed) = self.feeds.get_mut(&room)
            && feed.page_ended() == PageEnd::Stuck
        {
            // The log lacks what it said it holds: better an end that is seen than silence.
            return self.unreadable();
        }
        self.read_on(&room);
    }

    /// A page of a log could not be read: the connection ends, and the client comes back for it.
    pub fn unreadable(&mut self) {
        self.end(Code::Busy, Some(Millis::from_secs(1)));
    }

    fn start_of(&mut self, open: &Open, room: &RoomOpened) -> (Seq, Option<Chain>) {
        let from = open.seq.unwrap_or(Seq::ZERO);
        let same_epoch = open.epoch.is_none_or(|epoch| epoch == room.epoch);
        if room.head < from || !same_epoch {
            let why = if same_epoch {
                GapWhy::Diverged
            } else {
                GapWhy::Epoch
            };
            let gap = Gap {
                room: room.room.clone(),
                epoch: room.epoch,
                lo: Seq::new(1),
                hi: from,
                why,
            };
            self.send(&ServerFrame::Gap(gap));
            return (Seq::ZERO, None);
        }
        match open.back {
            Some(back) if open.seq.is_none() => {
                (Seq::new(room.head.get().saturating_sub(back)), None)
            }
            Some(_) | None => (from, open.h),
        }
    }

    /// Says what is no longer kept of what the client would be sent next.
    fn skip_trimmed(&mut self, room: &Address) {
        let Some(feed) = self.feeds.get_mut(room) else {
            return;
        };
        if let Some((lo, hi)) = feed.skip_trimmed() {
            let (room, epoch, why) = (room.clone(), feed.epoch, GapWhy::Trimmed);
            self.send(&ServerFrame::Gap(Gap {
                room,
                epoch,
                lo,
                hi,
                why,
            }));
        }
    }

    fn send_gap(&mut self, room: &Address, epoch: u64, hi: Seq) {
        let gap = Gap {
            room: room.clone(),
            epoch,
            lo: Seq::new(1),
            hi,
            why: GapWhy::Diverged,
        };
        self.send(&ServerFrame::Gap(gap));
    }

    /// Asks for what is missing, and answers fetches that have got what they asked for.
    pub(super) fn read_on(&mut self, room: &Address) {
        self.skip_trimmed(room);
        let Some(feed) = self.feeds.get_mut(room) else {
            return;
        };
        let fetched = feed.fetched();
        if let Some(after) = feed.wants() {
            let (who, limit) = (feed.who, self.limits.page);
            self.requests.push_back(Request::Read {
                room: room.clone(),
                who,
                after,
                limit,
            });
        }
        for reference in fetched {
            self.done(reference);
        }
    }

    fn take_opening(&mut self, room: &Address, reference: Option<u64>) -> Option<Open> {
        let opens = self.opening.get_mut(room)?;
        let place = opens.iter().position(|open| open.reference == reference)?;
        let open = opens.remove(place);
        if opens.is_empty() {
            self.opening.remove(room);
        }
        Some(open)
    }
}
