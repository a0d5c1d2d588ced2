//! Where passkeys of staff are kept, beside the log and outside of it.

use std::fmt::Debug;

use async_trait::async_trait;
use peerline_core::ports::PortError;
use peerline_core::vocab::AccountId;
use peerline_core::vocab::Timestamp;
use rusqlite::Connection;
use rusqlite::Error;
use rusqlite::Row;

use super::SqliteStore;
use super::number::count;

/// One passkey of somebody.
#[derive(Clone, Debug, Eq, PartialEq)]
#[expect(clippy::exhaustive_structs, reason = "a row")]
pub struct PasskeyRow {
    /// Its id, which is not secret.
    pub credential: Vec<u8>,
    /// Whose it is.
    pub account: AccountId,
    /// Its public half, opaque here.
    pub body: String,
    /// The day it was made, counted from 1970.
    pub made: u64,
    /// The day it was last used.
    pub used: u64,
}

/// Keeps passkeys of staff, beside the log and outside of it.
///
/// # Contract
/// - Bounded: an account has at most [`MOST_PASSKEYS`].
/// - Owned: a credential stays with the account that brought it.
#[async_trait]
pub trait Passkeys: Debug + Send + Sync {
    /// Keeps a passkey, or what changed in one that is kept; `false` where it is another account's,
    /// or where the account has as many as it may.
    ///
    /// # Errors
    /// Where the store cannot write.
    ///
    /// # Cancel safety
    /// It may be kept even if the future is dropped.
    async fn keep_passkey(&self, row: PasskeyRow) -> Result<bool, PortError>;

    /// Returns the passkeys of an account.
    ///
    /// # Errors
    /// Where the store cannot be read.
    ///
    /// # Cancel safety
    /// Changes nothing.
    async fn passkeys(&self, account: AccountId) -> Result<Vec<PasskeyRow>, PortError>;

    /// Returns for each account with passkeys how many it has, and the day one was last used.
    ///
    /// # Errors
    /// Where the store cannot be read.
    ///
    /// # Cancel safety
    /// Changes nothing.
    async fn passkey_holders(&self) -> Result<Vec<(AccountId, u64, u64)>, PortError>;

    /// Forgets every passkey of an account, and returns how many there were.
    ///
    /// # Errors
    /// Where the store cannot write.
    ///
    /// # Cancel safety
    /// It may be done even if the future is dropped.
    async fn forget_passkeys(&self, account: AccountId) -> Result<usize, PortError>;
}

#[async_trait]
impl Passkeys for SqliteStore {
    async fn keep_passkey(&self, row: PasskeyRow) -> Result<bool, PortError> {
        self.with_writer(move |connection| keep(connection, &row))
            .await
    }

    async fn passkeys(&self, account: AccountId) -> Result<Vec<PasskeyRow>, PortError> {
        self.with_writer(move |connection| {
            let mut select = connection.prepare_cached(
                "SELECT credential, account, body, made, used FROM passkeys
                 WHERE account = ?1 ORDER BY made, credential",
            )?;
            select.query_map([account.as_bytes()], row)?.collect()
        })
        .await
    }

    async fn passkey_holders(&self) -> Result<Vec<(AccountId, u64, u64)>, PortError> {
        self.with_writer(|connection| {
            let mut select = connection.prepare_cached(
                "SELECT account, count(*), max(used) FROM passkeys
                 GROUP BY account ORDER BY account",
            )?;
            let found = select.query_map([], |row| {
                let account = AccountId::from_bytes(row.get(0)?);
                Ok((account, row.get(1)?, row.get(2)?))
            })?;
            found.collect()
        })
        .await
    }

    async fn forget_passkeys(&self, account: AccountId) -> Result<usize, PortError> {
        self.with_writer(move |connection| {
            connection.execute(
                "DELETE FROM passkeys WHERE account = ?1",
                [account.as_bytes()],
            )
        })
        .await
    }
}

/// Returns the day of a time, counted from 1970.
#[must_use]
pub const fn day_of(at: Timestamp) -> u64 {
    at.unix_millis() / 86_400_000
}

fn keep(connection: &Connection, row: &PasskeyRow) -> Result<bool, Error> {
    let mut insert = connection.prepare_cached(
        "INSERT INTO passkeys (credential, account, body, made, used)
         SELECT ?1, ?2, ?3, ?4, ?5
         WHERE (SELECT count(*) FROM passkeys WHERE account = ?2 AND credential <> ?1) < ?6
         ON CONFLICT (credential) DO UPDATE SET body = excluded.body, used = excluded.used
         WHERE account = excluded.account",
    )?;
    let kept = insert.execute((
        &row.credential,
        row.account.as_bytes(),
        &row.body,
        count(row.made),
        count(row.used),
        count(MOST_PASSKEYS),
    ))?;
    Ok(kept == 1)
}

fn row(row: &Row<'_>) -> Result<PasskeyRow, Error> {
    Ok(PasskeyRow {
        credential: row.get(0)?,
        account: AccountId::from_bytes(row.get(1)?),
        body: row.get(2)?,
        made: row.get(3)?,
        used: row.get(4)?,
    })
}

/// The most passkeys of one account: a few devices and a key in a drawer.
pub const MOST_PASSKEYS: usize = 8;
