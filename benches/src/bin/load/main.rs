//! The real server under load: its own process, real sockets, its real store, all rules on.
//!
//! ```console
//! $ cargo run --release -p peerline-benches --bin load
//! $ cargo run --release -p peerline-benches --bin load -- --only b1 --without moderation
//! ```
//!
//! `a`: 500 rooms of 2, where one answers the other. `b1`: 125 rooms of 8, 2,000 messages a second, whatever came of
//! those before. `b2`: the same people, as fast as it goes. `c`: one room of 500, 200 messages a second. `d`:
//! 10,000 people who are there and silent. `e`: 2,000 who come at once. People are links of the Rust
//! SDK, with every check that it makes; a copy counts when the application has it.

#![expect(
    clippy::wildcard_enum_match_arm,
    reason = "a client acts on what it knows and passes over the rest"
)]
#![expect(
    clippy::disallowed_methods,
    reason = "how long something takes is read from the clock"
)]

mod failure;
mod idle;
mod line;
mod member;
mod report;
mod server;
mod talk;
mod talks;
mod words;

use std::io::Write as _;
use std::process::Command;
use std::process::ExitCode;
use std::time::Duration;

use clap::Parser;
use clap::ValueEnum;
use peerline_core::protocol::Encoding;
use peerline_core::vocab::Seed;

use failure::Failure;
use line::Rooms;
use line::Without;
use member::Door;
use report::Row;
use server::Server;
use talk::Manner;
use talks::Talks;

/// The real server under load.
#[derive(Debug, Parser)]
#[command(name = "load")]
struct Args {
    /// Only these loads; may be given again
    #[arg(long, value_enum)]
    only: Vec<Load>,
    /// For how long each is measured
    #[arg(long, value_name = "SECONDS", default_value_t = 10)]
    seconds: u64,
    /// What is left out, to see its price; may be given again
    #[arg(long, value_enum)]
    without: Vec<Without>,
    /// Divides the number of rooms, people and messages, for a look that takes seconds
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..=100))]
    smaller: u32,
    /// In JSON frames, not in CBOR
    #[arg(long)]
    json_frames: bool,
    /// Let server and people run on all cores, not each on one of its own
    #[arg(long)]
    free: bool,
    /// Print an object of JSON for each load
    #[arg(long)]
    json: bool,
}

#[derive(Clone, Copy, Debug, Eq, PartialEq, ValueEnum)]
enum Load {
    A,
    B1,
    B2,
    C,
    D,
    E,
}

const ALL: [Load; 6] = [Load::A, Load::B1, Load::B2, Load::C, Load::D, Load::E];

impl Args {
    fn rooms(&self, load: Load) -> Rooms {
        let some = |count: u32| (count / self.smaller).max(1) as usize;
        match load {
            Load::A => Rooms::Pairs(some(500)),
            Load::B1 | Load::B2 => Rooms::Circles(some(125)),
            Load::C => Rooms::DropIn(1, some(500)),
            Load::D => Rooms::DropIn(some(20), 500),
            Load::E => Rooms::DropIn(1, 2),
        }
    }

    fn talks(&self, rooms: Rooms, manner: Manner, rate: u32) -> Talks {
        Talks {
            rooms,
            manner,
            rate: (rate / self.smaller).max(1),
            time: Duration::from_secs(self.seconds),
        }
    }

    async fn put_on(&self, load: Load) -> Result<Row, Failure> {
        let rooms = self.rooms(load);
        let core = (!self.free).then_some(SERVER_CORE);
        let server = Server::start(&rooms.files(&self.without), core).await?;
        let door = Door {
            origin: server.origin(),
            encoding: if self.json_frames {
                Encoding::Json
            } else {
                Encoding::Cbor
            },
            seed: Seed::from_bytes([7; 32]),
        };
        match load {
            Load::A => {
                self.talks(rooms, Manner::InTurn, 0)
                    .run("a", &server, &door)
                    .await
            }
            Load::B1 => {
                self.talks(rooms, Manner::WhenDue, 2000)
                    .run("b1", &server, &door)
                    .await
            }
            Load::B2 => {
                self.talks(rooms, Manner::AtOnce(2), 0)
                    .run("b2", &server, &door)
                    .await
            }
            Load::C => {
                self.talks(rooms, Manner::WhenDue, 200)
                    .run("c", &server, &door)
                    .await
            }
            Load::D => idle::members(&server, &door, rooms).await,
            Load::E => idle::storm(&server, &door, (2000 / self.smaller) as usize).await,
        }
    }
}

const SERVER_CORE: usize = 0;
const PEOPLE_CORE: usize = 1;

fn main() -> ExitCode {
    let mut args = std::env::args_os().skip(1);
    if args.next().is_some_and(|first| first == server::FLAG) {
        return server::main(args);
    }
    let args = Args::parse();
    // Before there are threads, which take it over.
    if !args.free && !keep_to(PEOPLE_CORE) {
        say("there is no second core to put people on, or no `taskset`: try --free");
        return ExitCode::FAILURE;
    }
    match run(&args) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(failure) => {
            say(&format!("the load could not be put on: {failure}"));
            ExitCode::FAILURE
        }
    }
}

#[tokio::main]
async fn run(args: &Args) -> Result<bool, Failure> {
    let loads = if args.only.is_empty() {
        &ALL[..]
    } else {
        &args.only
    };
    let mut whole = true;
    for load in loads {
        let row = args.put_on(*load).await?;
        whole &= row.is_whole();
        let told = if args.json {
            serde_json::to_string(&row).map_err(|error| Failure::new(error.to_string()))?
        } else {
            row.to_string()
        };
        say(&told);
    }
    Ok(whole)
}

fn keep_to(core: usize) -> bool {
    let process = std::process::id().to_string();
    Command::new("taskset")
        .args(["-pc", &core.to_string(), &process])
        .output()
        .is_ok_and(|done| done.status.success())
}

fn say(text: &str) {
    // A reader who left is no fault.
    let _gone = writeln!(std::io::stdout(), "{text}");
}
