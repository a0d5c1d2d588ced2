//! What came of one run.

use super::finding::Finding;
use crate::vocab::Millis;

/// What came of one run.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct Outcome {
    /// What all chance followed from.
    pub seed: u64,
    /// A hash over everything that went in and came out.
    pub digest: u64,
    /// What happened.
    pub counts: Counts,
    /// Promises that were seen broken.
    pub findings: Vec<Finding>,
}

/// What happened in a run, or in many.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
#[non_exhaustive]
pub struct Counts {
    /// How much time passed in the world.
    pub simulated: Millis,
    /// Frames that arrived, both ways.
    pub frames: u64,
    /// Puts that were made.
    pub puts: u64,
    /// Entries that the store held at the end.
    pub entries: u64,
    /// Links that stood.
    pub links: u64,
    /// Links that were cut.
    pub cuts: u64,
    /// Times the process was killed, for an older backup too.
    pub kills: u64,
    /// Times an older backup was put back.
    pub restores: u64,
    /// Times the store failed, or began to.
    pub store_faults: u64,
    /// Pages that a sink took.
    pub pages: u64,
}

impl Counts {
    /// Adds what happened elsewhere.
    pub fn add(&mut self, other: &Self) {
        let simulated = self.simulated.get().saturating_add(other.simulated.get());
        self.simulated = Millis::new(simulated);
        let pairs = [
            (&mut self.frames, other.frames),
            (&mut self.puts, other.puts),
            (&mut self.entries, other.entries),
            (&mut self.links, other.links),
            (&mut self.cuts, other.cuts),
            (&mut self.kills, other.kills),
            (&mut self.restores, other.restores),
            (&mut self.store_faults, other.store_faults),
            (&mut self.pages, other.pages),
        ];
        for (sum, more) in pairs {
            *sum = sum.saturating_add(more);
        }
    }
}
