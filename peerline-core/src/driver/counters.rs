//! What the line counts, without a word or a name of anyone.

use std::sync::atomic::AtomicBool;
use std::sync::atomic::AtomicU64;
use std::sync::atomic::Ordering::Relaxed;

use crate::vocab::Timestamp;

macro_rules! counters {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {
        #[derive(Debug, Default)]
        pub(super) struct Tally {
            $(pub(super) $name: AtomicU64,)+
        }

        /// What the line has counted since it started.
        #[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
        #[non_exhaustive]
        pub struct Counters {
            $($(#[$doc])* pub $name: u64,)+
        }

        impl Tally {
            pub(super) fn read(&self) -> Counters {
                Counters { $($name: self.$name.load(Relaxed),)+ }
            }
        }

        impl Counters {
            /// Returns every counter with its name.
            #[must_use]
            pub fn named(&self) -> Vec<(&'static str, u64)> {
                vec![$((stringify!($name), self.$name)),+]
            }
        }
    };
}

counters! {
    /// Connections that proved who they are.
    connections,
    /// Puts that reached the engine.
    puts,
    /// Entries made durable.
    entries_committed,
    /// Commits made durable.
    commits,
    /// Groups of commits, each one sync.
    commit_groups,
    /// Copies of entries handed to connections.
    deliveries,
    /// Messages whose author was asked to look again.
    nudges,
    /// Messages held for a person to look at.
    holds,
    /// Messages against the rules.
    blocks,
    /// Times a model outside did not answer in time, or not with a score.
    model_failures,
    /// Times a model outside was left alone after failing again and again.
    model_outages,
    /// Times a message went on without a model that was left alone.
    models_unasked,
    /// Times responders were called or called again.
    alarms,
    /// Pages that a sink took.
    pages_sent,
    /// Pages that a sink did not take.
    pages_failed,
    /// Puts refused because the store could not write.
    busy_refusals,
    /// Times the engine was built anew from the store.
    rebuilds,
    /// Times a connection was behind and read from the log instead.
    slow_readers,
    /// Joins whose proof did not hold.
    refused_joins,
    /// Joins of newcomers who lacked what the gate asks for.
    gated_joins,
    /// Offers that a supporter passed on.
    offers_declined,
    /// Offers that ended without an answer.
    offers_lapsed,
}

impl Tally {
    pub(super) fn add(counter: &AtomicU64) {
        counter.fetch_add(1, Relaxed);
    }

    pub(super) fn add_many(counter: &AtomicU64, n: usize) {
        counter.fetch_add(u64::try_from(n).unwrap_or(u64::MAX), Relaxed);
    }
}

/// How the line does.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
#[non_exhaustive]
pub struct Health {
    /// Whether the store takes writes.
    pub journal_writable: bool,
    /// When the loop that pages people last turned.
    pub escalation_last_tick: Option<Timestamp>,
    /// Since when the oldest page waits to be sent.
    pub oldest_due_page: Option<Timestamp>,
    /// Cases that are not closed.
    pub open_cases: u64,
    /// Cases at High or above that nobody has.
    pub unowned_cases: u64,
    /// People who wait.
    pub waiting: u64,
    /// Supporters on shift.
    pub supporters: u64,
    /// Responders connected.
    pub responders: u64,
    /// Connections open now.
    pub connected: u64,
}

/// The gauges behind [`Health`].
#[derive(Debug, Default)]
pub(super) struct Gauges {
    pub(super) journal_writable: AtomicBool,
    pub(super) last_tick: AtomicU64,
    pub(super) oldest_due_page: AtomicU64,
    pub(super) open_cases: AtomicU64,
    pub(super) unowned_cases: AtomicU64,
    pub(super) waiting: AtomicU64,
    pub(super) supporters: AtomicU64,
    pub(super) responders: AtomicU64,
    pub(super) connected: AtomicU64,
}

impl Gauges {
    pub(super) fn read(&self) -> Health {
        let time = |gauge: &AtomicU64| {
            Some(gauge.load(Relaxed))
                .filter(|at| *at != 0)
                .map(Timestamp::from_unix_millis)
        };
        Health {
            journal_writable: self.journal_writable.load(Relaxed),
            escalation_last_tick: time(&self.last_tick),
            oldest_due_page: time(&self.oldest_due_page),
            open_cases: self.open_cases.load(Relaxed),
            unowned_cases: self.unowned_cases.load(Relaxed),
            waiting: self.waiting.load(Relaxed),
            supporters: self.supporters.load(Relaxed),
            responders: self.responders.load(Relaxed),
            connected: self.connected.load(Relaxed),
        }
    }
}
