//! Loads of people who only come: what one who is there costs, and how many come in a rush.

use std::time::Duration;
use std::time::Instant;

use futures_util::StreamExt as _;
use futures_util::TryStreamExt as _;
use futures_util::stream;
use peerline_examples::link::Link;

use crate::failure::Failure;
use crate::line::Rooms;
use crate::member::Door;
use crate::report::Row;
use crate::server::Server;

/// Fills the rooms of the line, and tells what each of them takes while nobody speaks.
#[expect(
    clippy::cast_precision_loss,
    reason = "figures of a report, far below 2^52"
)]
pub(crate) async fn members(server: &Server, door: &Door, rooms: Rooms) -> Result<Row, Failure> {
    let before = server.spent()?;
    let members = rooms.fill(server, door).await?;
    tokio::time::sleep(SETTLES).await;
    let after = server.spent()?;
    let grown = after.resident.saturating_sub(before.resident);
    Ok(Row {
        load: "d",
        members: Some(members.len() as u64),
        kib_per_member: Some(grown as f64 / members.len() as f64),
        ..Row::default()
    })
}

/// Lets `people` come at once, each with everything that is checked of who comes.
#[expect(
    clippy::cast_precision_loss,
    reason = "figures of a report, far below 2^52"
)]
pub(crate) async fn storm(server: &Server, door: &Door, people: usize) -> Result<Row, Failure> {
    let before = server.spent()?;
    let began = Instant::now();
    let coming = stream::iter((0..people as u64).map(|n| door.come(n)));
    let all: Vec<Link> = coming.buffer_unordered(people).try_collect().await?;
    let took = began.elapsed();
    let after = server.spent()?;
    Ok(Row {
        load: "e",
        members: Some(all.len() as u64),
        joins_per_s: Some(all.len() as f64 / took.as_secs_f64()),
        cpu_us_per_join: Some((after.cpu - before.cpu) * 1e6 / (all.len() as f64)),
        ..Row::default()
    })
}

/// How long nothing happens before memory is read.
const SETTLES: Duration = Duration::from_secs(3);
