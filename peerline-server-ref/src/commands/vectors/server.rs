//! `peerline vectors server`: a line in memory, driven over standard input and output.

use std::io;

use peerline_core::engine::Policies;
use peerline_core::room::RoomKind;
use peerline_core::room::RoomSpec;
use peerline_core::testkit::town::Player;
use peerline_core::vocab::Language;
use serde_json::Value;
use serde_json::json;

use super::decode::decode;
use crate::commands::Failure;

/// Follows orders until the input ends.
pub(crate) fn server() -> Result<(), Failure> {
    follow(io::stdin().lock(), io::stdout().lock()).map_err(Failure::Dialogue)
}

fn follow(orders: impl io::BufRead, mut reports: impl io::Write) -> io::Result<()> {
    let mut player = Player::new(Policies::default());
    for line in orders.lines() {
        for report in answer(&mut player, &line?) {
            writeln!(reports, "{report}")?;
        }
        reports.flush()?;
    }
    Ok(())
}

fn answer(player: &mut Player, line: &str) -> Vec<Value> {
    let order = serde_json::from_str(line).map_err(|error| error.to_string());
    let reports = order.and_then(|order: Value| {
        if order.get("do").is_some_and(|verb| verb == "decode") {
            return Ok(vec![decode(&order), json!({"done": true})]);
        }
        if order.get("do").is_some_and(|verb| verb == "start") {
            *player = Player::new(policies(&order));
        }
        let reports = player.obey(&order);
        reports.map_err(|error| error.to_string())
    });
    reports.unwrap_or_else(|error| {
        let done = json!({"done": true, "wake": player.wake()});
        vec![json!({"error": error}), done]
    })
}

/// The policies of the house, and a drop-in room for each name in `rooms`.
fn policies(start: &Value) -> Policies {
    let named = start.get("rooms").and_then(Value::as_array).into_iter();
    let named = named.flatten().filter_map(Value::as_str);
    let spec = |name: &str| {
        let title = (Language::english(), name);
        Some(RoomSpec::new(name.parse().ok()?, RoomKind::DropIn, title))
    };
    Policies {
        rooms: named.filter_map(spec).collect(),
        ..Policies::default()
    }
}

#[cfg(test)]
mod tests;
