//! How far one client has been sent one room.

use crate::protocol::Chain;
use crate::vocab::OccupantId;
use crate::vocab::Seq;

/// One open room of one connection. Entries leave it dense and in order, whether they come live or
/// are read back: what is not next is not sent, it makes the feed read.
#[derive(Clone, Debug)]
pub(super) struct Feed {
    pub(super) who: OccupantId,
    pub(super) epoch: u64,
    sent: Seq,
    head: Seq,
    reading: bool,
    claim: Option<(Seq, Chain)>,
}

/// What to do with an entry.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Step {
    Send,
    Pass,
}

impl Feed {
    /// Starts behind `from`. `claim` is the running hash that the client has there, to be checked
    /// against the log.
    pub(super) fn new(who: OccupantId, epoch: u64, head: Seq, start: (Seq, Option<Chain>)) -> Self {
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
            sent,
            head,
            reading: false,
            claim,
        }
    }

    pub(super) const fn head(&self) -> Seq {
        self.head
    }

    /// Learns of a later end of the log.
    pub(super) fn reach(&mut self, head: Seq) {
        self.head = self.head.max(head);
    }

    /// Takes a live entry.
    pub(super) fn live(&mut self, seq: Seq) -> Step {
        self.reach(seq);
        if self.reading || self.claim.is_some() {
            Step::Pass
        } else {
            self.next(seq)
        }
    }

    /// Takes an entry that was read, or says that the client's log is another one.
    pub(super) fn read(&mut self, seq: Seq, chain: Chain) -> Result<Step, Seq> {
        if let Some((claimed, theirs)) = self.claim
            && seq == claimed
        {
            self.claim = None;
            if theirs != chain {
                self.sent = Seq::ZERO;
                return Err(claimed);
            }
            self.sent = seq;
            return Ok(Step::Pass);
        }
        Ok(self.next(seq))
    }

    /// Returns behind which entry to read, where something is missing and no read is under way.
    pub(super) fn wants(&mut self) -> Option<Seq> {
        if self.reading || self.head <= self.sent {
            return None;
        }
        self.reading = true;
        Some(self.sent)
    }

    /// Ends a read; an empty page means that what was believed to be there is not.
    pub(super) fn page_ended(&mut self, was_empty: bool) {
        self.reading = false;
        if was_empty {
            self.head = self.sent;
        }
    }

    fn next(&mut self, seq: Seq) -> Step {
        if seq == self.sent.next() {
            self.sent = seq;
            return Step::Send;
        }
        Step::Pass
    }
}
