//! Writes what was planned: one statement for each kind of change that there is.

use peerline_core::ports::Work;
use tokio_postgres::Error;
use tokio_postgres::Transaction;

use super::plan::Changes;
use super::writer::Statements;
use crate::store::number::count;
use crate::store::number::millis;

/// Writes in the order that the tables' references ask for.
pub(super) async fn changes(
    transaction: &Transaction<'_>,
    statements: &Statements,
    changes: &Changes<'_>,
) -> Result<(), Error> {
    if !changes.drops.is_empty() {
        let names: Vec<&str> = changes.drops.iter().map(String::as_str).collect();
        for statement in [&statements.drop_events, &statements.drop_streams] {
            transaction.execute(statement, &[&names]).await?;
        }
    }
    if !changes.tombs.is_empty() {
        tombs(transaction, statements, changes).await?;
    }
    if !changes.heads.is_empty() {
        heads(transaction, statements, changes).await?;
        events(transaction, statements, changes).await?;
    }
    keys(transaction, statements, changes).await?;
    work(transaction, statements, changes).await
}

async fn tombs(
    transaction: &Transaction<'_>,
    statements: &Statements,
    changes: &Changes<'_>,
) -> Result<(), Error> {
    let names: Vec<&str> = changes.tombs.keys().map(|(name, _)| &**name).collect();
    let places: Vec<i64> = changes.tombs.keys().map(|(_, seq)| count(*seq)).collect();
    let bodies: Vec<&[u8]> = changes.tombs.values().copied().collect();
    let parameters = [&names as _, &places as _, &bodies as _];
    transaction.execute(&statements.bury, &parameters).await?;
    Ok(())
}

async fn heads(
    transaction: &Transaction<'_>,
    statements: &Statements,
    changes: &Changes<'_>,
) -> Result<(), Error> {
    let names: Vec<&str> = changes.heads.keys().map(String::as_str).collect();
    let heads: Vec<i64> = changes.heads.values().map(|(seq, _)| count(*seq)).collect();
    let chains: Vec<&[u8]> = changes
        .heads
        .values()
        .map(|(_, chain)| &chain[..])
        .collect();
    let parameters = [&names as _, &heads as _, &chains as _];
    transaction
        .execute(&statements.move_heads, &parameters)
        .await?;
    Ok(())
}

async fn events(
    transaction: &Transaction<'_>,
    statements: &Statements,
    changes: &Changes<'_>,
) -> Result<(), Error> {
    let events = &changes.events;
    let names: Vec<&str> = events.iter().map(|new| new.stream.as_str()).collect();
    let places: Vec<i64> = events.iter().map(|new| count(new.seq)).collect();
    // `at` is only carried, never compared, so all 64 bits are kept as they are.
    let times: Vec<i64> = events
        .iter()
        .map(|new| new.event.at.unix_millis().cast_signed())
        .collect();
    let chains: Vec<&[u8]> = events.iter().map(|new| &new.event.chain[..]).collect();
    let bodies: Vec<&[u8]> = events.iter().map(|new| new.body).collect();
    let parameters = [
        &names as _,
        &places as _,
        &times as _,
        &chains as _,
        &bodies as _,
    ];
    transaction.execute(&statements.insert, &parameters).await?;
    Ok(())
}

async fn keys(
    transaction: &Transaction<'_>,
    statements: &Statements,
    changes: &Changes<'_>,
) -> Result<(), Error> {
    if !changes.forgets.is_empty() {
        let forgotten: Vec<&[u8]> = changes.forgets.iter().copied().collect();
        transaction
            .execute(&statements.forget_keys, &[&forgotten])
            .await?;
    }
    if !changes.keys.is_empty() {
        let names: Vec<&[u8]> = changes.keys.keys().copied().collect();
        let results: Vec<&[u8]> = changes.keys.values().map(|(result, _)| *result).collect();
        let expire: Vec<i64> = changes.keys.values().map(|(_, at)| millis(*at)).collect();
        let parameters = [&names as _, &results as _, &expire as _];
        transaction
            .execute(&statements.take_keys, &parameters)
            .await?;
    }
    Ok(())
}

async fn work(
    transaction: &Transaction<'_>,
    statements: &Statements,
    changes: &Changes<'_>,
) -> Result<(), Error> {
    let gone = changes.work.iter().filter(|(_, work)| work.is_none());
    let settled: Vec<&str> = gone.map(|(key, _)| *key).collect();
    if !settled.is_empty() {
        transaction.execute(&statements.settle, &[&settled]).await?;
    }
    let put_in: Vec<&Work> = changes.work.values().flatten().copied().collect();
    if !put_in.is_empty() {
        let keys: Vec<&str> = put_in.iter().map(|work| work.key.as_str()).collect();
        let due: Vec<i64> = put_in.iter().map(|work| millis(work.due)).collect();
        let bodies: Vec<&[u8]> = put_in.iter().map(|work| work.body.as_slice()).collect();
        let parameters = [&keys as _, &due as _, &bodies as _];
        transaction.execute(&statements.put_in, &parameters).await?;
    }
    Ok(())
}
