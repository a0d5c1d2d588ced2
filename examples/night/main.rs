//! A night on the line: the real server, real sockets, hundreds of people, and the power goes out.
//!
//! ```console
//! $ cargo run --release -p peerline-examples --example night
//! ```
//!
//! Seekers and supporters replay conversations; now and then somebody says that they are in danger,
//! and somebody offers a mail address. Responders take every case. The server is killed without
//! warning and started again on the same file. At the end the ledger of what was said is held
//! against the ledger of what was heard: no message may be lost, repeated or out of order, and no
//! sign of danger may go unanswered.
#![forbid(unsafe_code)]
#![expect(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "an example shows what it does"
)]
#![expect(
    clippy::wildcard_enum_match_arm,
    reason = "a client acts on what it knows and passes over the rest"
)]

mod failure;
mod ledger;
mod report;
mod responder;
mod script;
mod seeker;
mod server;
mod supporter;
mod voice;

use std::io::IsTerminal as _;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use clap::Parser;
use failure::Failure;
use indicatif::ProgressBar;
use indicatif::ProgressStyle;
use ledger::Kill;
use ledger::Ledger;
use peerline_core::identity::Root;
use peerline_core::session::ClientEvent;
use peerline_core::vocab::Entropy;
use peerline_core::vocab::Seed;
use peerline_examples::link::Guest;
use report::Cast;
use report::Report;
use script::Script;
use script::Set;
use server::Server;
use tokio::task::JoinSet;
use tokio::time::Instant;

/// A night on the line: the real server, real sockets, and the power goes out.
#[derive(Parser)]
#[command(name = "night")]
struct Args {
    /// Which conversations [default: esconv where it lies beside the workspace, else own]
    #[arg(long, value_enum)]
    set: Option<Set>,
    /// Where `ESConv`'s conversations lie [default: ../shared/data/esconv/FailedESConv.json]
    #[arg(long, value_name = "FILE")]
    esconv: Option<PathBuf>,
    /// How many conversations [default: all]
    #[arg(long)]
    conversations: Option<usize>,
    /// What all chance of this run follows from
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// How often the power goes out
    #[arg(long, default_value_t = 2)]
    kills: u32,
    /// For how many milliseconds the power stays out
    #[arg(long, default_value_t = 1000)]
    outage: u64,
    /// How long people think before each message, in milliseconds, on average
    #[arg(long, default_value_t = 300)]
    pace: u64,
    /// How many supporters are on shift
    #[arg(long, default_value_t = 14)]
    supporters: usize,
    /// Within how many seconds all seekers come
    #[arg(long, default_value_t = 20)]
    rush: u64,
    /// After how many seconds the night ends, whatever is still open
    #[arg(long, default_value_t = 600)]
    dawn: u64,
    /// Print the report as JSON
    #[arg(long)]
    json: bool,
}

/// What everybody shares.
struct Night {
    origin: String,
    ledger: Ledger,
    scripts: Vec<Arc<Script>>,
    seed: Seed,
    pace: u64,
}

impl Night {
    /// Makes a person: a root and randomness of their own.
    fn guest(&self, person: u64) -> Guest {
        let mut entropy = self.seed.entropy(person.saturating_add(1 << 32));
        let root = Root::from_entropy(&mut entropy);
        Guest::new(root, Seed::from_bytes(entropy.draw()))
    }

    /// Draws how long somebody thinks.
    fn think(&self) -> Duration {
        let n = self.ledger.read(ledger::Book::next_place);
        let mut entropy = self.seed.entropy(n.saturating_add(1 << 40));
        Duration::from_millis(entropy.below(self.pace.saturating_mul(2).saturating_add(1)))
    }

    /// Writes down who is connected and has everything.
    fn presence(&self, person: u64, event: &ClientEvent) {
        let is_live = match event {
            ClientEvent::Live => true,
            ClientEvent::Stale { .. } => false,
            _ => return,
        };
        self.ledger.write(|book| book.live.insert(person, is_live));
    }
}

fn main() -> ExitCode {
    let mut args = std::env::args_os().skip(1);
    if args.next().is_some_and(|first| first == server::FLAG) {
        return server::main(args);
    }
    match run(&Args::parse()) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(failure) => {
            eprintln!("the night could not take place: {failure}");
            ExitCode::FAILURE
        }
    }
}

#[tokio::main]
async fn run(args: &Args) -> Result<bool, Failure> {
    let mut seed = [0; 32];
    seed[..8].copy_from_slice(&args.seed.to_be_bytes());
    let seed = Seed::from_bytes(seed);
    let mut entropy = seed.entropy(0);
    let (set, mut scripts) = script::load(args.set, args.esconv.as_deref(), &mut entropy)?;
    scripts.truncate(args.conversations.unwrap_or(scripts.len()));
    let mut server = Server::start().await?;
    let night = Arc::new(Night {
        origin: server.origin(),
        ledger: Ledger::new(&scripts),
        scripts: scripts.into_iter().map(Arc::new).collect(),
        seed,
        pace: args.pace,
    });
    let began = Instant::now();
    let _staff = staff(&night, &server, args.supporters).await?;
    let _seekers = seekers(&night, Duration::from_secs(args.rush));
    let bar = progress(&night, args.json);
    let dawn = Duration::from_secs(args.dawn);
    let events = async {
        for _ in 0..args.kills {
            power_cut(&night, &mut server, (args.outage, &mut entropy)).await?;
        }
        night.ledger.until(|book| is_done(book).then_some(())).await;
        Ok::<(), Failure>(())
    };
    tokio::time::timeout(dawn, events).await.unwrap_or(Ok(()))?;
    bar.finish_and_clear();
    let cast = Cast {
        set,
        seed: args.seed,
        took: began.elapsed(),
        n_supporters: args.supporters,
        n_responders: responder::ON_DUTY,
    };
    let report = night.ledger.read(|book| Report::of(book, &cast));
    if args.json {
        println!("{}", report.to_json());
    } else {
        println!("{report}");
    }
    Ok(report.is_good())
}

/// All conversations are over and all cases closed.
fn is_done(book: &ledger::Book) -> bool {
    book.is_over() && book.cases.values().all(|case| case.closed_at.is_some())
}

/// Brings responders and supporters in, and waits until they are there.
async fn staff(
    night: &Arc<Night>,
    server: &Server,
    n_supporters: usize,
) -> Result<JoinSet<()>, Failure> {
    let mut staff = JoinSet::new();
    let first = u64::from(u32::MAX) / 2;
    for place in 0..responder::ON_DUTY {
        let invite = server.invite("responder").await?;
        staff.spawn(responder::duty(
            Arc::clone(night),
            first + place,
            place,
            invite,
        ));
    }
    let first = first + responder::ON_DUTY;
    for (person, _) in (first..).zip(0..n_supporters) {
        let invite = server.invite("supporter").await?;
        staff.spawn(supporter::shift(Arc::clone(night), person, invite));
    }
    let expected = staff.len();
    let all_here = night.ledger.until(|book| {
        let here = book.live.values().filter(|live| **live).count();
        (here == expected).then_some(())
    });
    tokio::time::timeout(Duration::from_secs(20), all_here)
        .await
        .map_err(|_| Failure::new("staff does not get in"))?;
    Ok(staff)
}

/// Lets seekers come, evenly spread.
fn seekers(night: &Arc<Night>, rush: Duration) -> JoinSet<()> {
    let mut seekers = JoinSet::new();
    let n = u32::try_from(night.scripts.len())
        .unwrap_or(u32::MAX)
        .max(1);
    for (talk, delay) in (0..night.scripts.len()).zip((0..).map(|place| rush * place / n)) {
        let night = Arc::clone(night);
        seekers.spawn(async move {
            tokio::time::sleep(delay).await;
            seeker::visit(night, talk).await;
        });
    }
    seekers
}

/// Kills the server at a moment that nobody expects, and starts it again.
async fn power_cut(
    night: &Night,
    server: &mut Server,
    (outage, entropy): (u64, &mut Entropy),
) -> Result<(), Failure> {
    const ENOUGH: usize = 20;
    let enough = ENOUGH.min(night.scripts.len().div_ceil(2));
    let busy = |book: &ledger::Book| (enough <= book.n_running() || book.is_over()).then_some(());
    night.ledger.until(busy).await;
    tokio::time::sleep(Duration::from_millis(1000 + entropy.below(7000))).await;
    night.ledger.until(busy).await;
    night.ledger.write(|book| {
        let kill = Kill {
            at: Instant::now(),
            n_running: book.n_running(),
            started_at: None,
            answers_at: None,
            back_at: None,
        };
        book.kills.push(kill);
    });
    server.kill().await?;
    // Nobody counts as back who has not noticed that the line was away.
    let noticed = night
        .ledger
        .until(|book| (!book.live.values().any(|live| *live)).then_some(()));
    let pause = tokio::time::sleep(Duration::from_millis(outage));
    let _ = tokio::join!(tokio::time::timeout(Duration::from_secs(1), noticed), pause);
    night
        .ledger
        .write(|book| book.last_kill(|kill| kill.started_at = Some(Instant::now())));
    server.restart().await?;
    night
        .ledger
        .write(|book| book.last_kill(|kill| kill.answers_at = Some(Instant::now())));
    night
        .ledger
        .until(|book| book.is_everybody_live().then_some(()))
        .await;
    night
        .ledger
        .write(|book| book.last_kill(|kill| kill.back_at = Some(Instant::now())));
    Ok(())
}

/// Shows how far the night is, where people look.
fn progress(night: &Arc<Night>, is_for_machines: bool) -> ProgressBar {
    if is_for_machines || !std::io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let n = u64::try_from(night.scripts.len()).unwrap_or(u64::MAX);
    let bar = ProgressBar::new(n);
    if let Ok(style) = ProgressStyle::with_template("{bar:30} {pos}/{len} conversations  {msg}") {
        bar.set_style(style);
    }
    let (shown, night) = (bar.clone(), Arc::clone(night));
    tokio::spawn(async move {
        while !shown.is_finished() {
            let (n_over, what) = night.ledger.read(|book| {
                let n_over = book.talks.iter().filter(|talk| talk.is_over).count();
                let what = format!("{} messages, {} cases", book.said.len(), book.cases.len());
                (n_over, what)
            });
            shown.set_position(u64::try_from(n_over).unwrap_or(u64::MAX));
            shown.set_message(what);
            tokio::time::sleep(Duration::from_millis(200)).await;
        }
    });
    bar
}
