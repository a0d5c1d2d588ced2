//! `peerline retention` and `peerline hold`: what is kept on the running line, and for how long.

use std::path::Path;

use clap::Args;
use clap::Subcommand;
use peerline_core::ports::Clock as _;
use peerline_core::vocab::Millis;
use peerline_core::vocab::Timestamp;
use serde::Deserialize;
use serde_json::Value;
use serde_json::json;

use super::Failure;
use super::ask;
use super::runtime;
use crate::cli::DataArgs;
use crate::cli::say;
use crate::clock::SystemClock;

/// What to print of what is kept.
#[derive(Args, Clone, Debug)]
pub(crate) struct RetentionArgs {
    /// Print one object of JSON
    #[arg(long)]
    pub(crate) json: bool,
    /// Where the running line is
    #[command(flatten)]
    pub(crate) at: DataArgs,
}

/// What to do about holds.
#[derive(Clone, Debug, Subcommand)]
pub(crate) enum HoldCommand {
    /// Hold the words of a room, or of all rooms
    Add {
        /// Which room, as `peerline retention` names it; all rooms where it is left out
        #[arg(long, value_name = "ROOM", allow_hyphen_values = true)]
        room: Option<String>,
        /// Why, as a code: a-z, 0-9, _, - and .
        #[arg(long, value_name = "CODE")]
        reason: String,
        /// For how many days, at most 732
        #[arg(long, value_name = "DAYS")]
        days: u64,
        /// Where the running line is
        #[command(flatten)]
        at: DataArgs,
    },
    /// Release a hold
    Release {
        /// Which, as `hold list` names it
        #[arg(allow_hyphen_values = true)]
        hold: String,
        /// Where the running line is
        #[command(flatten)]
        at: DataArgs,
    },
    /// Print the holds in force
    List {
        /// Where the running line is
        #[command(flatten)]
        at: DataArgs,
    },
}

#[derive(Deserialize)]
struct Report {
    rooms: Vec<Room>,
}

#[derive(Deserialize)]
struct Room {
    room: String,
    kind: String,
    state: String,
    retention: String,
    words: u64,
    due: Option<u64>,
    goes_now: bool,
    blocked_by: Vec<Block>,
}

#[derive(Deserialize)]
struct Block {
    why: String,
    until: Option<u64>,
}

#[derive(Deserialize)]
struct Holds {
    holds: Vec<Hold>,
}

#[derive(Deserialize)]
struct Hold {
    hold: String,
    room: Option<String>,
    reason: String,
    until: u64,
}

/// Prints, room by room, what would be destroyed, when, and what holds it. Changes nothing.
pub(crate) fn retention(args: &RetentionArgs) -> Result<(), Failure> {
    let answer = asked(&args.at.data, &json!({"do": "report"}))?;
    if args.json {
        say(&answer);
        return Ok(());
    }
    let report: Report = ask::understood(&answer)?;
    if report.rooms.is_empty() {
        say("no room holds words");
    }
    for room in &report.rooms {
        say(&line(room));
    }
    Ok(())
}

fn line(room: &Room) -> String {
    let Room {
        room: name,
        kind,
        state,
        retention,
        words,
        ..
    } = room;
    let when = match room.due {
        None => "stays while the room goes on".to_owned(),
        Some(_) if room.goes_now => "goes now".to_owned(),
        Some(due) => format!("due {}", day(due)),
    };
    let blocks: Vec<String> = room.blocked_by.iter().map(block).collect();
    let held = if blocks.is_empty() {
        String::new()
    } else {
        format!("; held by {}", blocks.join(", "))
    };
    format!(
        "{name}  {kind}, {state}, kept \"{retention}\": {words} entries with words, {when}{held}"
    )
}

fn block(block: &Block) -> String {
    match block.until {
        Some(until) => format!("{} (ends {})", block.why, day(until)),
        None => block.why.clone(),
    }
}

/// How far off a time is: in hours below three days, in days above.
fn day(millis: u64) -> String {
    let hours = Timestamp::from_unix_millis(millis).since(SystemClock.now());
    let hours = hours.get().div_ceil(Millis::from_hours(1).get());
    match hours {
        0 => "now".to_owned(),
        1..72 => format!("in {hours} h"),
        _ => format!("in {} days", hours.div_ceil(24)),
    }
}

/// Holds, releases, or lists what is held.
pub(crate) fn hold(command: &HoldCommand) -> Result<(), Failure> {
    match command {
        HoldCommand::Add {
            room,
            reason,
            days,
            at,
        } => {
            let span = days.saturating_mul(24 * 60 * 60 * 1000);
            let until = SystemClock.now().unix_millis().saturating_add(span);
            let wish = json!({"do": "hold", "room": room, "reason": reason, "until": until});
            let answer: Value = ask::understood(&asked(&at.data, &wish)?)?;
            let id = answer.get("hold").and_then(Value::as_str);
            say(&format!(
                "held: {}, until {}",
                id.unwrap_or_default(),
                day(until)
            ));
        }
        HoldCommand::Release { hold, at } => {
            asked(&at.data, &json!({"do": "release", "hold": hold}))?;
            say("released");
        }
        HoldCommand::List { at } => list(&asked(&at.data, &json!({"do": "holds"}))?)?,
    }
    Ok(())
}

fn list(answer: &str) -> Result<(), Failure> {
    let held: Holds = ask::understood(answer)?;
    if held.holds.is_empty() {
        say("nothing is held");
    }
    for one in &held.holds {
        let room = one.room.as_deref().unwrap_or("every room");
        let (id, reason, until) = (&one.hold, &one.reason, day(one.until));
        say(&format!("{id}  {room}, {reason}, ends {until}"));
    }
    Ok(())
}

fn asked(data: &Path, wish: &Value) -> Result<String, Failure> {
    runtime::block_on(ask::post(data, "/admin/keep", wish))
}
