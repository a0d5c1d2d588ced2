//! The end of a week's keys: what the line remembers goes with what it stored.

use std::sync::atomic::Ordering::Relaxed;

use super::core::Core;

impl Core {
    /// Destroys the keys of weeks that are over for long enough, and builds the engine anew from
    /// what can still be read: memory knows nothing that a restart would not.
    ///
    /// Waits for a moment in which nothing is being written. A shelf or store that fails is tried
    /// again a second later.
    pub(super) async fn let_weeks_go(&mut self) {
        let Some(sealed) = self.shared.sealed.clone() else {
            return;
        };
        let now = self.now();
        let due = sealed.next_expiry().is_some_and(|at| at <= now);
        if !due || self.refusing || !self.commits.is_idle() {
            return;
        }
        let linked = self.engine.state().linked();
        if sealed.expire(now, &linked).await.is_err() {
            return;
        }
        // What is no longer known must not be drawn once more.
        self.setup.seed = self.setup.seed.apart("after a week");
        if !self.rebuild().await {
            self.refusing = true;
            self.shared.gauges.journal_writable.store(false, Relaxed);
        }
    }
}
