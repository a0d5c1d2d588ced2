//! What is read, on any connection.

use std::fmt;

use deadpool_postgres::Pool;
use peerline_core::ports::Event;
use peerline_core::ports::PortError;
use peerline_core::ports::PortErrorKind;
use peerline_core::ports::Stored;
use peerline_core::ports::StreamHead;
use peerline_core::vocab::RoomName;
use peerline_core::vocab::Seq;
use peerline_core::vocab::Timestamp;
use tokio::time::timeout;
use tokio_postgres::Row;
use tokio_postgres::types::ToSql;

use super::dial::CALL;
use super::failure::late;
use super::failure::port_error;
use super::failure::unreadable;
use crate::store::number::count;

/// Connections that only read.
#[derive(Clone)]
pub(super) struct Readers {
    pool: Pool,
}

impl Readers {
    pub(super) const fn new(pool: Pool) -> Self {
        Self { pool }
    }

    /// Reads at most `limit` events of a stream behind `after`.
    pub(super) async fn events(
        &self,
        stream: &RoomName,
        after: Seq,
        limit: usize,
    ) -> Result<Vec<Stored>, PortError> {
        let parameters: [&(dyn ToSql + Sync); 3] =
            [&stream.to_string(), &count(after.get()), &count(limit)];
        let rows = self.query(EVENTS, &parameters).await?;
        rows.iter().map(stored).collect()
    }

    /// Lists at most `limit` streams by name, behind `after`.
    pub(super) async fn heads(
        &self,
        after: Option<&RoomName>,
        limit: usize,
    ) -> Result<Vec<StreamHead>, PortError> {
        let after = after.map(RoomName::to_string).unwrap_or_default();
        let rows = self.query(HEADS, &[&after, &count(limit)]).await?;
        rows.iter().map(head).collect()
    }

    /// Asks one thing.
    pub(super) async fn query(
        &self,
        statement: &str,
        parameters: &[&(dyn ToSql + Sync)],
    ) -> Result<Vec<Row>, PortError> {
        let asked = async {
            let client = self.pool.get().await.map_err(|_| away())?;
            let statement = client.prepare_cached(statement).await.map_err(port_error)?;
            let rows = client.query(&statement, parameters).await;
            rows.map_err(port_error)
        };
        timeout(CALL, asked).await.map_err(|_| late())?
    }

    /// Closes what is at rest and refuses whatever comes.
    pub(super) fn close(&self) {
        self.pool.close();
    }
}

impl fmt::Debug for Readers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Readers(..)")
    }
}

fn stored(row: &Row) -> Result<Stored, PortError> {
    let seq: i64 = row.try_get(0).map_err(unreadable)?;
    let at: i64 = row.try_get(1).map_err(unreadable)?;
    let at = Timestamp::from_unix_millis(at.cast_unsigned());
    let body = row.try_get(3).map_err(unreadable)?;
    Ok(Stored::new(
        place(seq),
        Event::new(at, chain(row, 2)?, body),
    ))
}

fn head(row: &Row) -> Result<StreamHead, PortError> {
    let name: &str = row.try_get(0).map_err(unreadable)?;
    let head: i64 = row.try_get(1).map_err(unreadable)?;
    let name = name.parse().map_err(|_| corrupt())?;
    Ok(StreamHead::new(name, place(head), chain(row, 2)?))
}

fn place(seq: i64) -> Seq {
    Seq::new(u64::try_from(seq).unwrap_or_default())
}

fn chain(row: &Row, column: usize) -> Result<[u8; 8], PortError> {
    let bytes: &[u8] = row.try_get(column).map_err(unreadable)?;
    bytes.try_into().map_err(|_| corrupt())
}

const fn corrupt() -> PortError {
    PortError::new("journal", PortErrorKind::Corrupt)
}

fn away() -> PortError {
    let error = PortError::new("journal", PortErrorKind::Unavailable);
    error.because("no connection to the database")
}

const EVENTS: &str = "SELECT seq, at, chain, body FROM events
    WHERE stream = (SELECT id FROM streams WHERE name = $1) AND $2 < seq
    ORDER BY seq LIMIT $3";

const HEADS: &str = "SELECT name, head, chain FROM streams WHERE $1 < name ORDER BY name LIMIT $2";
