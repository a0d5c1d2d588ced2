//! Rooms as one client receives them: from a cursor on, then live.

use std::collections::BTreeMap;

use super::Answer;
use super::Entries;
use super::OpenedTalk;
use super::Published;
use super::ReadFor;
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
use crate::protocol::Ev;
use crate::protocol::Gap;
use crate::protocol::GapWhy;
use crate::protocol::MannerBody;
use crate::protocol::Open;
use crate::protocol::Opened;
use crate::protocol::ServerFrame;
use crate::vocab::Millis;
use crate::vocab::Seq;

impl ServerSession {
    /// Entries that may be written while a client is held back, and it still gets them all pushed.
    /// Who only has much to catch up on is not slow.
    const MAX_BEHIND: u64 = 512;
    /// The newest entries, which it gets in any case.
    const NEWEST: u64 = 64;

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
        let mut feed = Feed::new(room.who, room.epoch, (room.base, room.head), start);
        feed.marks = open.marks;
        let (from, _) = start;
        if self.style.short {
            feed.number = Some(room.number);
            self.numbers.insert(room.number, room.room.clone());
        }
        let n = feed.number;
        self.feeds.insert(room.room.clone(), feed);
        let talk = room.talk.map_or_else(OpenedTalk::default, |talk| *talk);
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
            pace_ms: self.pace_with(&talk).get(),
            languages: talk.languages,
            manner: Some(talk.manner)
                .filter(|manner| *manner != MannerBody::default())
                .map(Box::new),
            norms: talk.norms.map(Box::new),
            turn: talk.turn,
            hands: talk.hands,
            n,
            until: room.until,
        }));
        self.read_on(&room.room);
    }

    /// A room may not be sent.
    pub fn refuse_open(&mut self, reference: Option<u64>, room: &Address, code: Code) {
        if self.take_opening(room, reference).is_some() {
            self.refuse(reference, code, None);
        }
    }

    /// A room may not be sent, and there is more to say about it.
    pub fn bar_open(&mut self, reference: Option<u64>, room: &Address, answer: Answer) {
        if self.take_opening(room, reference).is_some() {
            self.answer_open(reference, answer);
        }
    }

    /// The client is no longer in a room: nothing that comes now is sent. What came before still
    /// is, where the client is behind: its own going is the last that it sees.
    pub fn expelled(&mut self, room: &Address) {
        if let Some(feed) = self.feeds.get_mut(room) {
            feed.end_here();
            self.stop_what_is_over(room);
        }
    }

    fn stop_what_is_over(&mut self, room: &Address) {
        if self.feeds.get(room).is_some_and(Feed::is_over) {
            self.stop_feed(room);
        }
    }

    /// Sends nothing more of a room, and forgets what of it was on its way.
    pub(super) fn stop_feed(&mut self, room: &Address) {
        let feed = self.feeds.remove(room);
        if let Some(number) = feed.and_then(|feed| feed.number) {
            self.numbers.remove(&number);
        }
        if self.window.forget(room) {
            self.go_on();
        }
    }

    /// Something was committed in a room.
    pub fn published(&mut self, published: &Published) {
        let room = Address::of(&published.room);
        let is_held = self.window.holds(&room);
        let Some(feed) = self.feeds.get_mut(&room) else {
            return;
        };
        if is_held {
            feed.grow_held(published.seq);
            return;
        }
        if feed.live(published.seq) == Step::Pass {
            self.read_on(&room);
            return;
        }
        let bytes = match published.own(feed.who) {
            Some(ev) => self.send_ev(&room, ev.clone()),
            None => {
                let wire = published.wire(self.style);
                let bytes = wire.len();
                self.transmits.push_back(Transmit::Shared(wire));
                bytes
            }
        };
        self.window.sent(&room, published.seq, bytes);
    }

    /// A room's log reaches further than what came live: the rest is read.
    pub fn reach(&mut self, room: &Address, head: Seq) {
        if let Some(feed) = self.feeds.get_mut(room) {
            feed.reach(head);
            self.read_on(room);
        }
    }

    /// Entries of a log were read.
    pub fn page(&mut self, page: Entries) {
        let Entries {
            room,
            after,
            to,
            entries,
        } = page;
        if let ReadFor::Page(reference) = to {
            return self.send_page(reference, &room, entries);
        }
        if !self.feeds.get(&room).is_some_and(|feed| feed.awaits(after)) {
            return;
        }
        for ev in entries {
            if self.window.holds(&room) {
                return self.leave_page(&room);
            }
            if !self.take_read(&room, ev) {
                break;
            }
        }
        if let Some(feed) = self.feeds.get_mut(&room)
            && feed.page_ended() == PageEnd::Stuck
        {
            // The log lacks what it said it holds: better an end that is seen than silence.
            return self.unreadable();
        }
        self.stop_what_is_over(&room);
        self.read_on(&room);
    }

    /// Sends an entry that was read where it is the next one; `false` where the log is another one
    /// than the client has.
    fn take_read(&mut self, room: &Address, ev: Ev<'static>) -> bool {
        let Some(feed) = self.feeds.get_mut(room) else {
            return false;
        };
        let (epoch, seq) = (feed.epoch, ev.seq);
        match feed.read(seq, ev.h) {
            Ok(Step::Send) => {
                let bytes = self.send_ev(room, ev);
                self.window.sent(room, seq, bytes);
                true
            }
            Ok(Step::Pass) => true,
            Err(claimed) => {
                self.send_gap(room, epoch, (Seq::new(1), claimed), GapWhy::Diverged);
                false
            }
        }
    }

    fn leave_page(&mut self, room: &Address) {
        if let Some(feed) = self.feeds.get_mut(room) {
            feed.page_left();
        }
    }

    /// The client has taken what it was sent, up to `heads`.
    pub(super) fn acknowledged(&mut self, heads: &BTreeMap<Address, Seq>) {
        let mut goes_on = false;
        for (room, last) in heads {
            goes_on |= self.window.has(room, *last);
        }
        if goes_on {
            self.go_on();
        }
    }

    /// Sends on after a pause. Who is far behind gets the newest entries and is told of the rest.
    fn go_on(&mut self) {
        let rooms: Vec<Address> = self.feeds.keys().cloned().collect();
        for room in rooms {
            if let Some(feed) = self.feeds.get_mut(&room)
                && Self::MAX_BEHIND < feed.take_grown()
            {
                let epoch = feed.epoch;
                if let Some(range) = feed.skip_to_newest(Self::NEWEST) {
                    self.send_gap(&room, epoch, range, GapWhy::Slow);
                }
            }
            self.read_on(&room);
        }
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
            self.send_gap(&room.room, room.epoch, (Seq::new(1), from), why);
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
        let epoch = feed.epoch;
        if let Some(range) = feed.skip_trimmed() {
            self.send_gap(room, epoch, range, GapWhy::Trimmed);
        }
    }

    pub(super) fn send_gap(
        &mut self,
        room: &Address,
        epoch: u64,
        (lo, hi): (Seq, Seq),
        why: GapWhy,
    ) {
        let gap = Gap {
            room: room.clone(),
            epoch,
            lo,
            hi,
            why,
        };
        self.send(&ServerFrame::Gap(gap));
    }

    /// How far apart messages should be on average.
    fn pace_with(&self, talk: &OpenedTalk) -> Millis {
        let window = self.limits.pace_window.get();
        let pace = Millis::new(window.checked_div(self.limits.pace.into()).unwrap_or(0));
        pace.max(Millis::from_secs(talk.manner.slow_s.unwrap_or(0)))
    }

    /// Asks for what is missing, where anything is.
    pub(super) fn read_on(&mut self, room: &Address) {
        if self.window.holds(room) {
            return;
        }
        self.skip_trimmed(room);
        let Some(feed) = self.feeds.get_mut(room) else {
            return;
        };
        if let Some(after) = feed.wants() {
            self.requests.push_back(Request::Read {
                room: room.clone(),
                who: feed.who,
                after,
                limit: self.limits.page,
                to: ReadFor::Feed,
            });
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
