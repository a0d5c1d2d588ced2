//! The figures of a run.

/// What was found.
#[derive(Debug, Default)]
pub(crate) struct Report {
    pub(crate) cuts: u64,
    pub(crate) acknowledged: u64,
    /// Commits in whose own commit the power failed.
    pub(crate) unknown: u64,
    /// How many of those were there afterwards.
    pub(crate) found: u64,
    /// One line for each seed after which something was missing, half or damaged.
    pub(crate) broken: Vec<String>,
}

impl Report {
    pub(crate) fn add(&mut self, other: Self) {
        self.cuts += other.cuts;
        self.acknowledged += other.acknowledged;
        self.unknown += other.unknown;
        self.found += other.found;
        self.broken.extend(other.broken);
    }
}
