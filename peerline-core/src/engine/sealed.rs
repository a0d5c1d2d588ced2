//! Where the words of decisions stand, so that they can be destroyed when a decision closes.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use super::state::PutName;
use crate::log::PutMark;
use crate::moderation::Fact;
use crate::vocab::DecisionId;
use crate::vocab::Erased;
use crate::vocab::RoomName;
use crate::vocab::Seq;

/// Which entries hold words of decisions that are not closed.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub(super) struct SealedWords {
    kept: BTreeMap<DecisionId, SealedAt>,
    /// Where it was said for and against them.
    argued: BTreeMap<DecisionId, Vec<Seq>>,
}

/// Where the words of a decision are kept.
#[derive(Clone, Debug, Eq, PartialEq)]
struct SealedAt {
    log: RoomName,
    seq: Seq,
    /// The put they came with, as far as the entry names it.
    put: Option<PutName>,
}

impl SealedWords {
    /// Returns the entries whose words go when a decision closes.
    pub(super) fn of(&self, decision: DecisionId) -> Vec<Seq> {
        let kept = self.kept.get(&decision).map(|kept| kept.seq);
        let argued = self.argued.get(&decision).into_iter().flatten();
        kept.into_iter().chain(argued.copied()).collect()
    }

    /// Takes a fact in, and returns the put whose words it destroys.
    pub(super) fn apply(
        &mut self,
        (log, seq): (&RoomName, Seq),
        fact: &Fact,
        put: Option<&PutMark>,
    ) -> Option<PutName> {
        if let Some(decision) = fact.argues() {
            self.argued.entry(decision).or_default().push(seq);
        }
        if let Some(made) = fact.decided().filter(|made| made.holds_words()) {
            let put = put.map(|mark| {
                let room = mark.room.as_ref().unwrap_or(log);
                (room.clone(), mark.who, mark.cid)
            });
            let log = log.clone();
            self.kept.insert(made.id, SealedAt { log, seq, put });
        }
        let Fact::Closed { decision, .. } = fact else {
            return None;
        };
        self.argued.remove(decision);
        self.kept.remove(decision)?.put
    }

    /// Forgets a person's puts, where the entries at `places` are rewritten without them.
    pub(super) fn erase(&mut self, person: &Erased, places: &BTreeSet<(RoomName, Seq)>) {
        for kept in self.kept.values_mut() {
            let put = kept.put.as_ref();
            if put.is_some_and(|(_, who, _)| person.has(*who))
                && places.contains(&(kept.log.clone(), kept.seq))
            {
                kept.put = None;
            }
        }
    }
}
