//! Passkeys of staff, in the same database.

use async_trait::async_trait;
use peerline_core::ports::PortError;
use peerline_core::ports::PortErrorKind;
use peerline_core::vocab::AccountId;
use tokio_postgres::Error;
use tokio_postgres::Row;
use tokio_postgres::types::ToSql;

use super::failure::unreadable;
use super::store::PostgresStore;
use crate::store::MOST_PASSKEYS;
use crate::store::PasskeyRow;
use crate::store::Passkeys;
use crate::store::number::count;

#[async_trait]
impl Passkeys for PostgresStore {
    async fn keep_passkey(&self, row: PasskeyRow) -> Result<bool, PortError> {
        let account = &row.account.as_bytes()[..];
        let parameters: [&(dyn ToSql + Sync); 6] = [
            &row.credential,
            &account,
            &row.body,
            &count(row.made),
            &count(row.used),
            &count(MOST_PASSKEYS),
        ];
        let kept = self.readers().query(KEEP, &parameters).await?;
        Ok(!kept.is_empty())
    }

    async fn passkeys(&self, account: AccountId) -> Result<Vec<PasskeyRow>, PortError> {
        let account = &account.as_bytes()[..];
        let rows = self.readers().query(OF_ACCOUNT, &[&account]).await?;
        rows.iter().map(passkey).collect()
    }

    async fn passkey_holders(&self) -> Result<Vec<(AccountId, u64, u64)>, PortError> {
        let rows = self.readers().query(HOLDERS, &[]).await?;
        rows.iter()
            .map(|row| Ok((account(row, 0)?, number(row, 1)?, number(row, 2)?)))
            .collect()
    }

    async fn forget_passkeys(&self, account: AccountId) -> Result<usize, PortError> {
        let account = &account.as_bytes()[..];
        let gone = self.readers().query(FORGET, &[&account]).await?;
        Ok(gone.len())
    }
}

fn passkey(row: &Row) -> Result<PasskeyRow, PortError> {
    Ok(PasskeyRow {
        credential: row.try_get(0).map_err(unreadable)?,
        account: account(row, 1)?,
        body: row.try_get(2).map_err(unreadable)?,
        made: number(row, 3)?,
        used: number(row, 4)?,
    })
}

fn account(row: &Row, column: usize) -> Result<AccountId, PortError> {
    let bytes: &[u8] = row.try_get(column).map_err(unreadable)?;
    let bytes = bytes.try_into();
    bytes
        .map(AccountId::from_bytes)
        .map_err(|_| PortError::new("journal", PortErrorKind::Corrupt))
}

fn number(row: &Row, column: usize) -> Result<u64, PortError> {
    let number: Result<i64, Error> = row.try_get(column);
    number
        .map(|number| u64::try_from(number).unwrap_or_default())
        .map_err(unreadable)
}

const KEEP: &str = "INSERT INTO passkeys (credential, account, body, made, used)
    SELECT $1::bytea, $2::bytea, $3::text, $4::bigint, $5::bigint
    WHERE (SELECT count(*) FROM passkeys WHERE account = $2 AND credential <> $1) < $6
    ON CONFLICT (credential) DO UPDATE SET body = excluded.body, used = excluded.used
    WHERE passkeys.account = excluded.account
    RETURNING 1";

const OF_ACCOUNT: &str = "SELECT credential, account, body, made, used FROM passkeys
    WHERE account = $1 ORDER BY made, credential";

const HOLDERS: &str = "SELECT account, count(*), max(used) FROM passkeys
    GROUP BY account ORDER BY account";

const FORGET: &str = "DELETE FROM passkeys WHERE account = $1 RETURNING 1";
