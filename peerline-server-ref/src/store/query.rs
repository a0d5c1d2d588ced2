//! What is read, on any connection.

use std::collections::BTreeSet;

use peerline_core::ports::Claimed;
use peerline_core::ports::Event;
use peerline_core::ports::Stored;
use peerline_core::ports::StreamHead;
use peerline_core::ports::Work;
use peerline_core::ports::WorkKey;
use peerline_core::vocab::RoomName;
use peerline_core::vocab::Seq;
use peerline_core::vocab::Timestamp;
use rusqlite::Connection;
use rusqlite::Error;
use rusqlite::Row;
use rusqlite::types::Type;

use super::number::count;
use super::number::millis;
use super::number::time;

/// Reads at most `limit` events of a stream behind `after`.
pub(super) fn events(
    connection: &Connection,
    stream: &RoomName,
    after: Seq,
    limit: usize,
) -> Result<Vec<Stored>, Error> {
    let mut select = connection.prepare_cached(
        "SELECT seq, at, chain, body FROM events
         WHERE stream = (SELECT id FROM streams WHERE name = ?1) AND ?2 < seq
         ORDER BY seq LIMIT ?3",
    )?;
    let parameters = (stream.to_string(), count(after.get()), count(limit));
    select.query_map(parameters, stored)?.collect()
}

/// Lists at most `limit` streams by name, behind `after`.
pub(super) fn heads(
    connection: &Connection,
    after: Option<&RoomName>,
    limit: usize,
) -> Result<Vec<StreamHead>, Error> {
    let mut select = connection.prepare_cached(
        "SELECT name, head, chain FROM streams WHERE ?1 < name ORDER BY name LIMIT ?2",
    )?;
    let after = after.map(RoomName::to_string).unwrap_or_default();
    select.query_map((after, count(limit)), head)?.collect()
}

/// Finds work due at `now` that nobody has claimed, and when the next is due.
pub(super) fn due(
    connection: &Connection,
    now: Timestamp,
    limit: usize,
    claims: &BTreeSet<WorkKey>,
) -> Result<Claimed, Error> {
    let mut select =
        connection.prepare_cached("SELECT key, due, body FROM work ORDER BY due, key")?;
    let mut rows = select.query([])?;
    let mut claimed = Claimed::default();
    while let Some(row) = rows.next()? {
        let key = WorkKey::new(row.get::<_, String>(0)?);
        if claims.contains(&key) {
            continue;
        }
        let due: i64 = row.get(1)?;
        if millis(now) < due || claimed.work.len() == limit {
            claimed.next = Some(time(due));
            break;
        }
        claimed.work.push(Work::new(key, time(due), row.get(2)?));
    }
    Ok(claimed)
}

fn stored(row: &Row<'_>) -> Result<Stored, Error> {
    let at: i64 = row.get(1)?;
    let at = Timestamp::from_unix_millis(at.cast_unsigned());
    let event = Event::new(at, row.get(2)?, row.get(3)?);
    Ok(Stored::new(Seq::new(row.get(0)?), event))
}

fn head(row: &Row<'_>) -> Result<StreamHead, Error> {
    let name: String = row.get(0)?;
    let name = name
        .parse()
        .map_err(|invalid| Error::FromSqlConversionFailure(0, Type::Text, Box::new(invalid)))?;
    Ok(StreamHead::new(name, Seq::new(row.get(1)?), row.get(2)?))
}
