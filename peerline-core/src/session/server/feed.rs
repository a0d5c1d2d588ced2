//! How far one client has been sent one room.

use crate::protocol::Chain;
use crate::protocol::Marks;
use crate::vocab::OccupantId;
use crate::vocab::Seq;

/// One open room of one connection. Entries leave it dense and in order, whether they come live or
/// are read back: what is not next is not sent, it makes the feed read.
#[derive(Clone, Debug)]
pub(super) struct Feed {
    pub(super) who: OccupantId,
    pub(super) epoch: u64,
    /// Up to where nothing is kept.
    base: Seq,
    sent: Seq,
    head: Seq,
    /// Behind which entry the read under way begins.
    reading: Option<Seq>,
    claim: Option<(Seq, Chain)>,
    /// The last entry that this client may see: it is no longer in the room.
    end: Option<Seq>,
    /// The room's number, where short names hold.
    pub(super) number: Option<u32>,
    /// Entries written while the client was held back.
    grown: u64,
    /// What is said in passing that the client wants to hear and to say.
    pub(super) marks: Marks,
}

/// What to do with an entry.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Step {
    Send,
    Pass,
}

/// How a page ended.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum PageEnd {
    /// It brought the feed on.
    Further,
    /// What is known to be there was not in it.
    Stuck,
}

impl Feed {
    /// Starts behind `from`. `claim` is the running hash that the client has there, to be checked
    /// against the log.
    pub(super) fn new(
        who: OccupantId,
        epoch: u64,
        (base, head): (Seq, Seq),
        start: (Seq, Option<Chain>),
    ) -> Self {
        let (from, chain) = start;
        let claim = chain
            .filter(|_| Seq::ZERO < from)
            .map(|chain| (from, chain));
        // The entry that the claim speaks of is read again, so that its hash can be compared.
        let sent = match claim {
            Some((seq, _)) => Seq::new(seq.get().saturating_sub(1)),
            None => from,
        };
        Self {
            who,
            epoch,
            base,
            sent,
            head,
            reading: None,
            claim,
            end: None,
            number: None,
            grown: 0,
            marks: Marks::NONE,
        }
    }

    /// Returns the last entry that is no longer kept.
    pub(super) const fn base(&self) -> Seq {
        self.base
    }

    pub(super) const fn head(&self) -> Seq {
        self.head
    }

    /// Goes to where entries are kept; returns the first and the last that are not, and would have
    /// been sent. Only behind a claim that was checked: a log that is another one is told first.
    pub(super) fn skip_trimmed(&mut self) -> Option<(Seq, Seq)> {
        if self.claim.is_some() || self.base <= self.sent {
            return None;
        }
        let lo = self.sent.next();
        self.sent = self.base;
        self.reading = None;
        Some((lo, self.base))
    }

    /// Learns of a later end of the log.
    pub(super) fn reach(&mut self, head: Seq) {
        let head = self.head.max(head);
        self.head = self.end.map_or(head, |end| end.min(head));
    }

    /// The client is no longer in the room: what came up to now is still sent, and nothing behind.
    pub(super) const fn end_here(&mut self) {
        self.end = Some(self.head);
    }

    /// Returns whether everything was sent that ever will be.
    pub(super) fn is_over(&self) -> bool {
        self.claim.is_none() && self.end.is_some_and(|end| end <= self.sent)
    }

    /// Notes that the log has grown while nothing of it was sent.
    pub(super) fn grow_held(&mut self, head: Seq) {
        self.reach(head);
        self.grown = self.grown.saturating_add(1);
    }

    /// Returns how much the log has grown while it was held back, and counts anew.
    pub(super) const fn take_grown(&mut self) -> u64 {
        let grown = self.grown;
        self.grown = 0;
        grown
    }

    /// Leaves out all but the newest `keep` entries; returns the range that was left out.
    pub(super) fn skip_to_newest(&mut self, keep: u64) -> Option<(Seq, Seq)> {
        let hi = Seq::new(self.head.get().saturating_sub(keep));
        if self.claim.is_some() || hi <= self.sent {
            return None;
        }
        let lo = self.sent.next();
        self.sent = hi;
        self.reading = None;
        Some((lo, hi))
    }

    /// Takes a live entry.
    pub(super) fn live(&mut self, seq: Seq) -> Step {
        self.reach(seq);
        if self.reading.is_some() || self.claim.is_some() {
            Step::Pass
        } else {
            self.next(seq)
        }
    }

    /// Returns whether a page is the one that is waited for: a room that was opened or fetched anew
    /// meanwhile waits for another.
    pub(super) fn awaits(&self, after: Seq) -> bool {
        self.reading == Some(after)
    }

    /// Takes an entry that was read, or says that the client's log is another one.
    pub(super) fn read(&mut self, seq: Seq, chain: Chain) -> Result<Step, Seq> {
        if let Some((claimed, theirs)) = self.claim
            && seq == claimed
        {
            self.claim = None;
            if theirs != chain {
                self.sent = Seq::ZERO;
                self.reading = None;
                return Err(claimed);
            }
            self.sent = seq;
            return Ok(Step::Pass);
        }
        Ok(self.next(seq))
    }

    /// Returns behind which entry to read, where something is missing and no read is under way.
    pub(super) fn wants(&mut self) -> Option<Seq> {
        if self.reading.is_some() || self.head <= self.sent {
            return None;
        }
        self.reading = Some(self.sent);
        self.reading
    }

    /// Ends a read before its end: what is left is read again later.
    pub(super) const fn page_left(&mut self) {
        self.reading = None;
    }

    /// Ends a read.
    pub(super) fn page_ended(&mut self) -> PageEnd {
        match self.reading.take() {
            Some(after) if after == self.sent && self.sent < self.head => PageEnd::Stuck,
            Some(_) | None => PageEnd::Further,
        }
    }

    fn next(&mut self, seq: Seq) -> Step {
        let may_see = self.end.is_none_or(|end| seq <= end);
        if may_see && self.base <= self.sent && seq == self.sent.next() {
            self.sent = seq;
            return Step::Send;
        }
        Step::Pass
    }
}
