//! The one connection that writes, and what this process has claimed.

use std::collections::BTreeSet;

use peerline_core::ports::Claimed;
use peerline_core::ports::Commit;
use peerline_core::ports::CommitError;
use peerline_core::ports::Fence;
use peerline_core::ports::PortError;
use peerline_core::ports::StoppedAt;
use peerline_core::ports::Work;
use peerline_core::ports::WorkKey;
use peerline_core::vocab::Timestamp;
use tokio::time::timeout;
use tokio_postgres::Client;
use tokio_postgres::Error;
use tokio_postgres::Row;
use tokio_postgres::Statement;

use super::dial::CALL;
use super::dial::Dial;
use super::failure::before_commit;
use super::failure::late;
use super::failure::port_error;
use super::failure::unanswered;
use super::failure::unreadable;
use super::load;
use super::plan;
use super::plan::Changes;
use super::write;
use crate::store::number::count;
use crate::store::number::millis;
use crate::store::number::time;

/// Writes. A connection that broke is made anew at the next call.
#[derive(Debug)]
pub(super) struct Writer {
    dial: Dial,
    session: Option<Session>,
    claims: BTreeSet<WorkKey>,
}

#[derive(Debug)]
struct Session {
    client: Client,
    statements: Statements,
}

impl Writer {
    pub(super) const fn new(dial: Dial) -> Self {
        Self {
            dial,
            session: None,
            claims: BTreeSet::new(),
        }
    }

    /// Commits a group in one transaction.
    pub(super) async fn commit(&mut self, group: &[Commit]) -> Result<(), StoppedAt> {
        let outcome = self.transact(group).await;
        match &outcome {
            Ok(()) => self.void_claims(group),
            Err(stopped) => {
                let done = group.get(..stopped.done).unwrap_or_default();
                self.void_claims(done);
                // Work handed out twice is allowed; work that is never handed out is not.
                if matches!(stopped.error, CommitError::Unknown(_)) {
                    self.void_claims(group);
                }
            }
        }
        outcome
    }

    /// The connection is put back only where it is sure to be at rest.
    async fn transact(&mut self, group: &[Commit]) -> Result<(), StoppedAt> {
        let stop = |error| StoppedAt::new(0, error);
        let session = self.take_session().await;
        let mut session = session.map_err(|error| stop(CommitError::Unavailable(error)))?;
        let prepared = timeout(CALL, prepare(&mut session, group)).await;
        let prepared = prepared.map_err(|_| stop(CommitError::Unavailable(late())))?;
        let (transaction, outcome) = prepared.map_err(|error| stop(before_commit(error)))?;
        let committed = timeout(CALL, transaction.commit()).await;
        let committed = committed.map_err(|_| stop(CommitError::Unknown(late())))?;
        committed.map_err(|error| stop(unanswered(error)))?;
        self.session = Some(session);
        outcome
    }

    /// Raises the fence.
    pub(super) async fn hold(&mut self) -> Result<Fence, PortError> {
        let mut session = self.take_session().await?;
        let raised = timeout(CALL, raise_fence(&mut session)).await;
        let fence = raised.map_err(|_| late())?.map_err(port_error)?;
        self.session = Some(session);
        Ok(fence)
    }

    /// Claims work due at `now`, and forgets a few of the keys that have expired.
    pub(super) async fn claim(
        &mut self,
        now: Timestamp,
        limit: usize,
    ) -> Result<Claimed, PortError> {
        // So many more as are claimed already: they stand in front, and are passed over.
        let many = count(limit.saturating_add(self.claims.len()).saturating_add(1));
        let session = self.take_session().await?;
        let asked = timeout(CALL, due(&session, many, millis(now))).await;
        let rows = asked.map_err(|_| late())?.map_err(port_error)?;
        self.session = Some(session);
        let mut claimed = Claimed::default();
        for row in rows {
            let due: i64 = row.try_get(1).map_err(unreadable)?;
            let key: String = row.try_get(0).map_err(unreadable)?;
            let key = WorkKey::new(key);
            if self.claims.contains(&key) {
                continue;
            }
            if millis(now) < due || claimed.work.len() == limit {
                claimed.next = Some(time(due));
                break;
            }
            let body = row.try_get(2).map_err(unreadable)?;
            claimed.work.push(Work::new(key, time(due), body));
        }
        let keys = claimed.work.iter().map(|work| work.key.clone());
        self.claims.extend(keys);
        Ok(claimed)
    }

    /// Gives a claim back.
    pub(super) fn release(&mut self, key: &WorkKey) {
        self.claims.remove(key);
    }

    /// The connection, made where there is none.
    async fn take_session(&mut self) -> Result<Session, PortError> {
        let known = self.session.take();
        if let Some(session) = known.filter(|session| !session.client.is_closed()) {
            return Ok(session);
        }
        let client = self.dial.connect().await?;
        let statements = timeout(CALL, Statements::prepare(&client)).await;
        let statements = statements.map_err(|_| late())?.map_err(port_error)?;
        Ok(Session { client, statements })
    }

    /// Frees what commits settled or replaced.
    fn void_claims(&mut self, commits: &[Commit]) {
        for commit in commits {
            let put_in = commit.work.iter().map(|work| &work.key);
            for key in commit.settle.iter().chain(put_in) {
                self.claims.remove(key);
            }
        }
    }
}

type Ready<'a> = (tokio_postgres::Transaction<'a>, Result<(), StoppedAt>);

/// Does all but the commit; a transaction that is dropped is rolled back.
async fn prepare<'a>(session: &'a mut Session, group: &[Commit]) -> Result<Ready<'a>, Error> {
    let statements = &session.statements;
    let transaction = session.client.transaction().await?;
    let known = load::known(&transaction, statements, group).await?;
    let (changes, outcome): (Changes<'_>, _) = plan::plan(&known, group);
    write::changes(&transaction, statements, &changes).await?;
    Ok((transaction, outcome))
}

/// Reads what is due first, and forgets a few keys that have expired: whoever claims tells the time.
async fn due(session: &Session, many: i64, now: i64) -> Result<Vec<Row>, Error> {
    let statements = &session.statements;
    session.client.execute(&statements.prune, &[&now]).await?;
    session.client.query(&statements.due, &[&many]).await
}

async fn raise_fence(session: &mut Session) -> Result<Fence, Error> {
    let transaction = session.client.transaction().await?;
    transaction.execute(&session.statements.lock, &[]).await?;
    let row = transaction.query_one(&session.statements.hold, &[]).await?;
    let fence = load::fence_of(&row)?;
    transaction.commit().await?;
    Ok(fence)
}

/// What is said to the database, prepared once for each connection.
#[derive(Debug)]
pub(super) struct Statements {
    pub(super) lock: Statement,
    pub(super) fence: Statement,
    pub(super) hold: Statement,
    pub(super) heads: Statement,
    pub(super) results: Statement,
    pub(super) drop_events: Statement,
    pub(super) drop_streams: Statement,
    pub(super) bury: Statement,
    pub(super) move_heads: Statement,
    pub(super) insert: Statement,
    pub(super) forget_keys: Statement,
    pub(super) take_keys: Statement,
    pub(super) settle: Statement,
    pub(super) put_in: Statement,
    pub(super) due: Statement,
    pub(super) prune: Statement,
}

impl Statements {
    async fn prepare(client: &Client) -> Result<Self, Error> {
        Ok(Self {
            // One writer at a time, whoever they are; no row is touched for it.
            lock: client
                .prepare("SELECT pg_advisory_xact_lock(5065657220)")
                .await?,
            fence: client.prepare("SELECT fence FROM meta").await?,
            hold: client
                .prepare("UPDATE meta SET fence = fence + 1 RETURNING fence")
                .await?,
            heads: client
                .prepare("SELECT name, head FROM streams WHERE name = ANY ($1)")
                .await?,
            results: client
                .prepare("SELECT key, result FROM put_keys WHERE key = ANY ($1)")
                .await?,
            drop_events: client
                .prepare(
                    "DELETE FROM events USING streams
                     WHERE events.stream = streams.id AND streams.name = ANY ($1)",
                )
                .await?,
            drop_streams: client
                .prepare("DELETE FROM streams WHERE name = ANY ($1)")
                .await?,
            bury: client.prepare(BURY).await?,
            move_heads: client.prepare(MOVE_HEADS).await?,
            insert: client.prepare(INSERT).await?,
            forget_keys: client
                .prepare("DELETE FROM put_keys WHERE key = ANY ($1)")
                .await?,
            take_keys: client
                .prepare(
                    "INSERT INTO put_keys (key, result, expires)
                     SELECT * FROM unnest($1::bytea[], $2::bytea[], $3::bigint[])",
                )
                .await?,
            settle: client
                .prepare("DELETE FROM work WHERE key = ANY ($1)")
                .await?,
            put_in: client.prepare(PUT_IN).await?,
            due: client
                .prepare("SELECT key, due, body FROM work ORDER BY due, key LIMIT $1")
                .await?,
            prune: client.prepare(PRUNE).await?,
        })
    }
}

const BURY: &str = "UPDATE events SET body = tomb.body
    FROM unnest($1::text[], $2::bigint[], $3::bytea[]) AS tomb (name, seq, body), streams
    WHERE streams.name = tomb.name AND events.stream = streams.id AND events.seq = tomb.seq";

const MOVE_HEADS: &str = "INSERT INTO streams (name, head, chain)
    SELECT * FROM unnest($1::text[], $2::bigint[], $3::bytea[])
    ON CONFLICT (name) DO UPDATE SET head = excluded.head, chain = excluded.chain";

const INSERT: &str = "INSERT INTO events (stream, seq, at, chain, body)
    SELECT streams.id, new.seq, new.at, new.chain, new.body
    FROM unnest($1::text[], $2::bigint[], $3::bigint[], $4::bytea[], $5::bytea[])
        AS new (name, seq, at, chain, body)
    JOIN streams ON streams.name = new.name";

const PUT_IN: &str = "INSERT INTO work (key, due, body)
    SELECT * FROM unnest($1::text[], $2::bigint[], $3::bytea[])
    ON CONFLICT (key) DO UPDATE SET due = excluded.due, body = excluded.body";

const PRUNE: &str = "DELETE FROM put_keys WHERE key IN
    (SELECT key FROM put_keys WHERE expires <= $1 ORDER BY expires LIMIT 128)";
