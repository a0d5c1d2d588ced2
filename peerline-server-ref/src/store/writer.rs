//! The one hand that writes: group commit, claims, fences, pruning.

use std::collections::BTreeSet;
use std::time::Duration;

use peerline_core::ports::Claimed;
use peerline_core::ports::Commit;
use peerline_core::ports::CommitError;
use peerline_core::ports::Fence;
use peerline_core::ports::PortError;
use peerline_core::ports::StoppedAt;
use peerline_core::ports::Stored;
use peerline_core::ports::StreamHead;
use peerline_core::ports::WorkKey;
use peerline_core::vocab::RoomName;
use peerline_core::vocab::Seq;
use peerline_core::vocab::Timestamp;
use rusqlite::Connection;
use rusqlite::TransactionBehavior;

use super::apply;
use super::failure::Failure;
use super::failure::port_error;
use super::number::count;
use super::number::millis;
use super::open::OpenProblem;
use super::query;
use super::schema;

/// Writes on a connection it is given, on whatever thread it is called.
///
/// [`SqliteStore`](super::SqliteStore) runs one on a thread of its own; the power-cut test runs the
/// very same code on a disk that loses what was not synced.
#[derive(Debug)]
pub struct Writer {
    connection: Connection,
    claims: BTreeSet<WorkKey>,
    /// Whether the write-ahead log holds bytes that were destroyed.
    untidy: bool,
}

impl Writer {
    /// Takes a connection over: checks whose database it is, pins its settings, migrates it.
    ///
    /// # Errors
    /// What is wrong with the database; a foreign or newer one is not touched.
    pub fn over(mut connection: Connection) -> Result<Self, OpenProblem> {
        schema::prepare(&mut connection)?;
        Ok(Self {
            connection,
            claims: BTreeSet::new(),
            // A process that ended may have left some behind.
            untidy: true,
        })
    }

    /// Returns the connection, for settings beyond those that are pinned.
    #[must_use]
    pub const fn connection(&self) -> &Connection {
        &self.connection
    }

    /// Commits groups of several callers in one transaction, each as if it came alone.
    ///
    /// The answers stand in the order of the groups. Where the transaction is lost, each group is
    /// tried by itself, so that one that is too big for the disk does not take others with it.
    pub fn commit(&mut self, groups: &[Vec<Commit>]) -> Vec<Result<(), StoppedAt>> {
        match self.transact(groups) {
            Ok(outcomes) => outcomes,
            Err(failure) if failure.is_outcome_known() && 1 < groups.len() => {
                self.commit_alone(groups, &failure)
            }
            Err(failure) => groups.iter().map(|_| Err(failure.stop())).collect(),
        }
    }

    /// Tries each group by itself. What was decided on a group that is lost finds its log elsewhere
    /// than it thought, and nobody else has written: it is lost with it, and no conflict.
    fn commit_alone(
        &mut self,
        groups: &[Vec<Commit>],
        failure: &Failure,
    ) -> Vec<Result<(), StoppedAt>> {
        let mut lost: Vec<&RoomName> = Vec::new();
        let mut outcomes = Vec::with_capacity(groups.len());
        for group in groups {
            for outcome in self.commit(std::slice::from_ref(group)) {
                let outcome = outcome.map_err(|stop| {
                    let error = &stop.error;
                    let on_lost =
                        matches!(error, CommitError::Conflict { stream } if lost.contains(&stream));
                    if stop.done == 0 && on_lost {
                        failure.stop()
                    } else {
                        stop
                    }
                });
                let unavailable =
                    |stop: &StoppedAt| matches!(stop.error, CommitError::Unavailable(_));
                if outcome.as_ref().is_err_and(unavailable) {
                    let appends = group.iter().flat_map(|commit| &commit.appends);
                    lost.extend(appends.map(|append| &append.stream));
                }
                outcomes.push(outcome);
            }
        }
        outcomes
    }

    /// Reads events of a stream behind `after`.
    ///
    /// # Errors
    /// `Unavailable` or `Corrupt`.
    pub fn read(
        &self,
        stream: &RoomName,
        after: Seq,
        limit: usize,
    ) -> Result<Vec<Stored>, PortError> {
        query::events(&self.connection, stream, after, limit).map_err(port_error)
    }

    /// Lists streams by name, behind `after`.
    ///
    /// # Errors
    /// `Unavailable` or `Corrupt`.
    pub fn heads(
        &self,
        after: Option<&RoomName>,
        limit: usize,
    ) -> Result<Vec<StreamHead>, PortError> {
        query::heads(&self.connection, after, limit).map_err(port_error)
    }

    /// Raises the fence.
    ///
    /// # Errors
    /// `Unavailable`.
    pub fn hold(&mut self) -> Result<Fence, PortError> {
        apply::raise_fence(&self.connection).map_err(port_error)
    }

    /// Claims work due at `now`. Claims live as long as this writer.
    ///
    /// # Errors
    /// `Unavailable` or `Corrupt`.
    pub fn claim(&mut self, now: Timestamp, limit: usize) -> Result<Claimed, PortError> {
        let claimed = query::due(&self.connection, now, limit, &self.claims).map_err(port_error)?;
        self.claims
            .extend(claimed.work.iter().map(|work| work.key.clone()));
        Ok(claimed)
    }

    /// Gives a claim back.
    pub fn release(&mut self, key: &WorkKey) {
        self.claims.remove(key);
    }

    /// Forgets a few of the keys that have expired at `now`; the next call forgets more.
    ///
    /// # Errors
    /// `Unavailable`; nothing is lost, the keys stay for longer.
    pub fn prune(&mut self, now: Timestamp) -> Result<usize, PortError> {
        self.connection
            .prepare_cached(
                "DELETE FROM put_keys WHERE key IN
                 (SELECT key FROM put_keys WHERE expires <= ?1 ORDER BY expires LIMIT 128)",
            )
            .and_then(|mut delete| delete.execute([millis(now)]))
            .map_err(port_error)
    }

    /// Makes destroyed bytes go from the write-ahead log too, where it may hold some: moves it into
    /// the database and cuts it to nothing. Returns whether none are left; readers may stand in the
    /// way, and then it is tried again at the next call.
    ///
    /// # Errors
    /// `Unavailable`; nothing is lost, and it is tried again.
    pub fn tidy(&mut self) -> Result<bool, PortError> {
        if self.untidy {
            self.untidy = !self.empty_log().map_err(port_error)?;
        }
        Ok(!self.untidy)
    }

    /// Waits for no reader: a commit may be next.
    fn empty_log(&self) -> Result<bool, rusqlite::Error> {
        self.connection.busy_timeout(Duration::ZERO)?;
        let emptied = self
            .connection
            .query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| {
                row.get::<_, i64>(0)
            });
        self.connection.busy_timeout(schema::BUSY)?;
        emptied.map(|busy| busy == 0)
    }

    /// Stops the database from growing beyond `max_bytes`.
    pub(super) fn limit(&self, max_bytes: u64) -> Result<(), rusqlite::Error> {
        let page: u64 = self
            .connection
            .pragma_query_value(None, "page_size", |row| row.get(0))?;
        let pages = max_bytes.checked_div(page).unwrap_or(max_bytes);
        // The answer, the limit that holds now, is no concern of ours.
        self.connection
            .pragma_update_and_check(None, "max_page_count", count(pages), |_| Ok(()))
    }

    fn transact(&mut self, groups: &[Vec<Commit>]) -> Result<Vec<Result<(), StoppedAt>>, Failure> {
        self.leave_broken_transaction();
        let mut transaction = self
            .connection
            .transaction_with_behavior(TransactionBehavior::Immediate)
            .map_err(Failure::before_commit)?;
        let outcomes: Vec<_> = groups
            .iter()
            .map(|group| apply::group(&mut transaction, group))
            .collect::<Result<_, _>>()
            .map_err(Failure::before_commit)?;
        let buries = groups.iter().flatten().any(destroys);
        self.untidy |= buries;
        match transaction.commit().map_err(Failure::at_commit) {
            Ok(()) => {
                for (group, outcome) in groups.iter().zip(&outcomes) {
                    let done = outcome
                        .as_ref()
                        .map_or_else(|stop| stop.done, |()| group.len());
                    self.void_claims(group.iter().take(done));
                }
                Ok(outcomes)
            }
            Err(failure) => {
                // Work handed out twice is allowed; work that is never handed out is not.
                self.void_claims(groups.iter().flatten());
                Err(failure)
            }
        }
    }

    /// Where a rollback failed together with its transaction, a later one can go through.
    fn leave_broken_transaction(&self) {
        if !self.connection.is_autocommit() {
            // Failing again, it fails the `BEGIN` behind it, and that is answered.
            let _ = self.connection.execute_batch("ROLLBACK");
        }
    }

    /// Frees what commits settled or replaced.
    fn void_claims<'a>(&mut self, commits: impl Iterator<Item = &'a Commit>) {
        for commit in commits {
            let put_in = commit.work.iter().map(|work| &work.key);
            for key in commit.settle.iter().chain(put_in) {
                self.claims.remove(key);
            }
        }
    }
}

/// Whether a commit leaves bytes behind that are to go from the write-ahead log too.
const fn destroys(commit: &Commit) -> bool {
    !(commit.tombs.is_empty() && commit.drops.is_empty() && commit.forgets.is_empty())
}
