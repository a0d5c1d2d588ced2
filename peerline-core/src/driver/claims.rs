//! Due work that was handed out.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use crate::ports::WorkKey;
use crate::vocab::Timestamp;

/// What was claimed and is not settled yet. A claim whose commit was lost is given back, or it
/// would stay claimed until the next start.
#[derive(Debug, Default)]
pub(super) struct Claims {
    held: BTreeMap<WorkKey, Option<Timestamp>>,
    sending: BTreeSet<WorkKey>,
    loose: BTreeSet<WorkKey>,
}

impl Claims {
    /// Notes a claim; `page` says since when it is due, where it is a page.
    pub(super) fn take(&mut self, key: WorkKey, page: Option<Timestamp>) {
        self.held.insert(key, page);
    }

    /// A commit took the work out, or replaced it.
    pub(super) fn void(&mut self, key: &WorkKey) {
        self.held.remove(key);
        self.loose.remove(key);
    }

    /// A page is on its way.
    pub(super) fn sending(&mut self, key: WorkKey) {
        self.sending.insert(key);
    }

    /// A page went out, or did not.
    pub(super) fn sent(&mut self, key: &WorkKey) {
        self.sending.remove(key);
    }

    /// The engine that had the work is gone: all but the pages under way is to be given back.
    pub(super) fn let_go(&mut self) {
        let sending = &self.sending;
        let loose = self.held.extract_if(.., |key, _| !sending.contains(key));
        self.loose.extend(loose.map(|(key, _)| key));
    }

    /// Returns what is to be given back.
    pub(super) fn loose(&self) -> Vec<WorkKey> {
        self.loose.iter().cloned().collect()
    }

    /// Work was given back.
    pub(super) fn given_back(&mut self, key: &WorkKey) {
        self.loose.remove(key);
    }

    /// Returns since when the oldest page waits.
    pub(super) fn oldest_page(&self) -> Option<Timestamp> {
        self.held.values().copied().flatten().min()
    }
}
