//! `peerline vectors client`: the client of this program, driven over standard input and output.

use std::io;

use serde_json::Value;
use serde_json::json;

use self::desk::Desk;
use super::decode::decode;
use crate::commands::Failure;

mod desk;
mod doors;
mod orders;
mod reports;

/// Follows orders until the input ends.
pub(crate) fn client() -> Result<(), Failure> {
    follow(io::stdin().lock(), io::stdout().lock()).map_err(Failure::Dialogue)
}

fn follow(orders: impl io::BufRead, mut reports: impl io::Write) -> io::Result<()> {
    let mut desk = None;
    for line in orders.lines() {
        for report in answer(&mut desk, &line?) {
            writeln!(reports, "{report}")?;
        }
        let wake = desk.as_ref().and_then(Desk::wake);
        writeln!(reports, "{}", json!({"done": true, "wake": wake}))?;
        reports.flush()?;
    }
    Ok(())
}

fn answer(desk: &mut Option<Desk>, line: &str) -> Vec<Value> {
    let order: Value = match serde_json::from_str(line) {
        Ok(order) => order,
        Err(error) => return vec![json!({"error": error.to_string()})],
    };
    match order.get("do").and_then(Value::as_str) {
        Some("decode") => vec![decode(&order)],
        Some("start") => match Desk::start(&order) {
            Ok(started) => {
                *desk = Some(started);
                Vec::new()
            }
            Err(error) => vec![json!({"error": error})],
        },
        _ => match desk {
            Some(desk) => desk.follow(&order),
            None => vec![json!({"error": "nothing was started"})],
        },
    }
}
