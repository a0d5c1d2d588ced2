//! One commit in SQL, inside a transaction that somebody else ends.

use peerline_core::ports::Append;
use peerline_core::ports::Commit;
use peerline_core::ports::CommitError;
use peerline_core::ports::Event;
use peerline_core::ports::Fence;
use peerline_core::ports::PutKey;
use peerline_core::ports::StoppedAt;
use peerline_core::ports::Tomb;
use peerline_core::ports::Work;
use peerline_core::ports::WorkKey;
use peerline_core::vocab::RoomName;
use peerline_core::vocab::Seq;
use rusqlite::Connection;
use rusqlite::Error;
use rusqlite::OptionalExtension as _;
use rusqlite::Transaction;

use super::number::count;
use super::number::millis;

/// Applies a group up to its first failure, which undoes that one commit alone.
///
/// The outer error means that the transaction is lost.
pub(super) fn group(
    transaction: &mut Transaction<'_>,
    group: &[Commit],
) -> Result<Result<(), StoppedAt>, Error> {
    for (done, commit) in group.iter().enumerate() {
        let applied = if is_plain(commit) {
            apply_plain(transaction, commit)
        } else {
            apply_or_undo(transaction, commit)?
        };
        match applied {
            Ok(()) => {}
            Err(Refused::ByContract(error)) => return Ok(Err(StoppedAt::new(done, error))),
            Err(Refused::ByStorage(error)) => return Err(error),
        }
    }
    Ok(Ok(()))
}

/// Returns whether everything that can refuse a commit can be seen before anything is written.
///
/// Nearly all commits are like that: one message, its key, and work. A savepoint for each of them would copy
/// every page that it touches.
fn is_plain(commit: &Commit) -> bool {
    let destroys = !(commit.tombs.is_empty() && commit.drops.is_empty());
    let mut rest = commit.appends.as_slice();
    let mut distinct = true;
    while let Some((append, others)) = rest.split_first() {
        distinct &= others.iter().all(|other| other.stream != append.stream);
        rest = others;
    }
    !destroys && commit.forgets.is_empty() && distinct
}

fn apply_plain(connection: &Connection, commit: &Commit) -> Result<(), Refused> {
    check_fence(connection, commit.fence)?;
    if let Some(key) = &commit.key {
        check_key(connection, key)?;
    }
    for append in &commit.appends {
        check_append(connection, append)?;
    }
    write(connection, commit)?;
    Ok(())
}

fn apply_or_undo(
    transaction: &mut Transaction<'_>,
    commit: &Commit,
) -> Result<Result<(), Refused>, Error> {
    let savepoint = transaction.savepoint()?;
    let applied = apply(&savepoint, commit);
    match applied {
        Ok(()) => savepoint.commit()?,
        Err(Refused::ByContract(_)) => savepoint.finish()?,
        Err(Refused::ByStorage(_)) => {}
    }
    Ok(applied)
}

/// Raises the fence and returns it.
pub(super) fn raise_fence(connection: &Connection) -> Result<Fence, Error> {
    connection
        .prepare_cached("UPDATE meta SET fence = fence + 1 RETURNING fence")?
        .query_row([], |row| row.get(0))
        .map(Fence::new)
}

/// Why a commit is not applied.
enum Refused {
    ByContract(CommitError),
    ByStorage(Error),
}

impl From<Error> for Refused {
    fn from(error: Error) -> Self {
        Self::ByStorage(error)
    }
}

impl From<CommitError> for Refused {
    fn from(error: CommitError) -> Self {
        Self::ByContract(error)
    }
}

/// The key comes before the appends: a retry rarely knows the head, and must hear of its first go.
fn apply(connection: &Connection, commit: &Commit) -> Result<(), Refused> {
    check_fence(connection, commit.fence)?;
    if let Some(key) = &commit.key {
        check_key(connection, key)?;
    }
    // Before the appends: a tomb is for what was there before its commit.
    for tomb in &commit.tombs {
        bury(connection, tomb)?;
    }
    for stream in &commit.drops {
        drop_stream(connection, stream)?;
    }
    for key in &commit.forgets {
        forget_key(connection, key)?;
    }
    if let Some(key) = &commit.key {
        take_key(connection, key)?;
    }
    for append in &commit.appends {
        check_append(connection, append)?;
        write_append(connection, append)?;
    }
    write_work(connection, commit)?;
    Ok(())
}

/// Writes a commit of which nothing is refused any more.
fn write(connection: &Connection, commit: &Commit) -> Result<(), Error> {
    if let Some(key) = &commit.key {
        take_key(connection, key)?;
    }
    for append in &commit.appends {
        write_append(connection, append)?;
    }
    write_work(connection, commit)
}

fn write_work(connection: &Connection, commit: &Commit) -> Result<(), Error> {
    for key in &commit.settle {
        settle(connection, key)?;
    }
    for work in &commit.work {
        put_in(connection, work)?;
    }
    Ok(())
}

fn check_fence(connection: &Connection, fence: Fence) -> Result<(), Refused> {
    let newest: u64 = connection
        .prepare_cached("SELECT fence FROM meta")?
        .query_row([], |row| row.get(0))?;
    if fence < Fence::new(newest) {
        return Err(CommitError::Fenced.into());
    }
    Ok(())
}

fn check_key(connection: &Connection, key: &PutKey) -> Result<(), Refused> {
    let known = connection
        .prepare_cached("SELECT result FROM put_keys WHERE key = ?1")?
        .query_row([&key.key], |row| row.get(0))
        .optional()?;
    if let Some(result) = known {
        return Err(CommitError::AlreadyDone(result).into());
    }
    Ok(())
}

fn take_key(connection: &Connection, key: &PutKey) -> Result<(), Error> {
    connection
        .prepare_cached("INSERT INTO put_keys (key, result, expires) VALUES (?1, ?2, ?3)")?
        .execute((&key.key, &key.result, millis(key.expires)))?;
    Ok(())
}

fn check_append(connection: &Connection, append: &Append) -> Result<(), Refused> {
    let name = append.stream.to_string();
    let head: Option<u64> = connection
        .prepare_cached("SELECT head FROM streams WHERE name = ?1")?
        .query_row([&name], |row| row.get(0))
        .optional()?;
    if append.expect != Seq::new(head.unwrap_or_default()) {
        return Err(conflict(&append.stream));
    }
    let too_large = |event: &Event| Commit::MAX_ROW_BYTES < event.body.len();
    if append.events.iter().any(too_large) {
        return Err(CommitError::TooLarge.into());
    }
    Ok(())
}

fn write_append(connection: &Connection, append: &Append) -> Result<(), Error> {
    if let Some(last) = append.events.last() {
        let head = append
            .events
            .iter()
            .fold(append.expect, |head, _| head.next());
        let name = append.stream.to_string();
        let stream = move_head(connection, (&name, head, &last.chain))?;
        insert_events(connection, stream, append)?;
    }
    Ok(())
}

/// The freed bytes are overwritten with zeros: `secure_delete` is on.
fn bury(connection: &Connection, tomb: &Tomb) -> Result<(), Refused> {
    let Tomb {
        stream, seq, body, ..
    } = tomb;
    if Commit::MAX_ROW_BYTES < body.len() {
        return Err(CommitError::TooLarge.into());
    }
    let n_buried = connection
        .prepare_cached(
            "UPDATE events SET body = ?3
             WHERE stream = (SELECT id FROM streams WHERE name = ?1) AND seq = ?2",
        )?
        .execute((stream.to_string(), count(seq.get()), body))?;
    if n_buried == 0 {
        return Err(conflict(stream));
    }
    Ok(())
}

fn drop_stream(connection: &Connection, stream: &RoomName) -> Result<(), Error> {
    let name = stream.to_string();
    connection
        .prepare_cached(
            "DELETE FROM events WHERE stream = (SELECT id FROM streams WHERE name = ?1)",
        )?
        .execute([&name])?;
    connection
        .prepare_cached("DELETE FROM streams WHERE name = ?1")?
        .execute([&name])?;
    Ok(())
}

fn forget_key(connection: &Connection, key: &[u8]) -> Result<(), Error> {
    connection
        .prepare_cached("DELETE FROM put_keys WHERE key = ?1")?
        .execute([key])?;
    Ok(())
}

fn conflict(stream: &RoomName) -> Refused {
    let stream = stream.clone();
    CommitError::Conflict { stream }.into()
}

fn move_head(
    connection: &Connection,
    (name, head, chain): (&str, Seq, &[u8; 8]),
) -> Result<i64, Error> {
    connection
        .prepare_cached(
            "INSERT INTO streams (name, head, chain) VALUES (?1, ?2, ?3)
             ON CONFLICT (name) DO UPDATE SET head = excluded.head, chain = excluded.chain
             RETURNING id",
        )?
        .query_row((name, count(head.get()), chain), |row| row.get(0))
}

fn insert_events(connection: &Connection, stream: i64, append: &Append) -> Result<(), Error> {
    let mut insert = connection.prepare_cached(
        "INSERT INTO events (stream, seq, at, chain, body) VALUES (?1, ?2, ?3, ?4, ?5)",
    )?;
    let mut seq = append.expect;
    for Event {
        at, chain, body, ..
    } in &append.events
    {
        seq = seq.next();
        // `at` is only carried, never compared, so all 64 bits are kept as they are.
        let at = at.unix_millis().cast_signed();
        insert.execute((stream, count(seq.get()), at, chain, body))?;
    }
    Ok(())
}

fn settle(connection: &Connection, key: &WorkKey) -> Result<(), Error> {
    connection
        .prepare_cached("DELETE FROM work WHERE key = ?1")?
        .execute([key.as_str()])?;
    Ok(())
}

fn put_in(connection: &Connection, work: &Work) -> Result<(), Error> {
    connection
        .prepare_cached("INSERT OR REPLACE INTO work (key, due, body) VALUES (?1, ?2, ?3)")?
        .execute((work.key.as_str(), millis(work.due), &work.body))?;
    Ok(())
}
