//! Reads what a group speaks of, under the lock that only one writer has.

use std::collections::BTreeMap;

use futures_util::future::try_join4;
use peerline_core::ports::Commit;
use peerline_core::ports::Fence;
use tokio_postgres::Error;
use tokio_postgres::Row;
use tokio_postgres::Transaction;
use tokio_postgres::types::ToSql;

use super::plan::Known;
use super::writer::Statements;

/// Takes the writers' lock, until the transaction ends, and reads. The statements are on their way
/// together; the server does them in this order.
pub(super) async fn known(
    transaction: &Transaction<'_>,
    statements: &Statements,
    group: &[Commit],
) -> Result<Known, Error> {
    let mut names: Vec<String> = group.iter().flat_map(streams).collect();
    names.sort_unstable();
    names.dedup();
    let keys: Vec<&[u8]> = group
        .iter()
        .filter_map(|commit| commit.key.as_ref())
        .map(|key| key.key.as_slice())
        .collect();
    let (names, keys): ([&(dyn ToSql + Sync); 1], [&(dyn ToSql + Sync); 1]) = ([&names], [&keys]);
    let (_locked, fence, heads, results) = try_join4(
        transaction.execute(&statements.lock, &[]),
        transaction.query_one(&statements.fence, &[]),
        transaction.query(&statements.heads, &names),
        transaction.query(&statements.results, &keys),
    )
    .await?;
    Ok(Known {
        fence: fence_of(&fence)?,
        heads: heads.iter().map(head).collect::<Result<_, _>>()?,
        keys: results
            .iter()
            .map(|row| Ok((row.try_get(0)?, row.try_get(1)?)))
            .collect::<Result<BTreeMap<_, _>, Error>>()?,
    })
}

/// Reads a fence.
pub(super) fn fence_of(row: &Row) -> Result<Fence, Error> {
    let number: i64 = row.try_get(0)?;
    Ok(Fence::new(u64::try_from(number).unwrap_or_default()))
}

fn head(row: &Row) -> Result<(String, u64), Error> {
    let head: i64 = row.try_get(1)?;
    Ok((row.try_get(0)?, u64::try_from(head).unwrap_or_default()))
}

fn streams(commit: &Commit) -> impl Iterator<Item = String> {
    let appended = commit.appends.iter().map(|append| &append.stream);
    let buried = commit.tombs.iter().map(|tomb| &tomb.stream);
    let named = appended.chain(buried).chain(&commit.drops);
    named.map(ToString::to_string)
}
