//! How long people wait for a responder, by the order in which cases are taken.
//!
//! `cargo run --release -p peerline-benches --bin queue`
//!
//! A night that never ends: people come at random, each needs one of the helpers for a while, and
//! whoever waits is taken by one of four orders. The second is the one that the line goes by
//! ([`Turn`](peerline_core::crisis::Turn)). What a detector makes of people is given by two numbers, of which the first can be
//! set: `queue 0.6` finds six of ten of the urgent. It prints a table; the same numbers come out
//! each time.

mod night;

use std::io::Write as _;
use std::process::ExitCode;

use night::Night;
use night::Order;
use night::Waits;

fn main() -> ExitCode {
    let recall = std::env::args().nth(1).map(|text| text.parse::<f64>());
    let recall = match recall {
        None => Night::RECALL,
        Some(Ok(recall)) if (0.0..=1.0).contains(&recall) => recall,
        Some(_) => {
            let _gone = writeln!(std::io::stderr(), "name a share of the urgent: queue 0.8");
            return ExitCode::FAILURE;
        }
    };
    let night = Night::with(recall);
    let mut out = std::io::stdout().lock();
    let mut say = |text: String| {
        // A reader who left is no fault.
        let _gone = writeln!(out, "{text}");
    };
    say(night.to_string());
    say("\n| order | urgent within 5 min | urgent p99 | found urgent within 5 min | p99 | soon p99 | routine p50 | routine p99 |".to_owned());
    say("|---|---|---|---|---|---|---|---|".to_owned());
    for order in Order::ALL {
        let Waits {
            urgent,
            found,
            soon,
            routine,
        } = night.run(order);
        say(format!(
            "| {} | {:.1} % | {:.1} min | {:.1} % | {:.1} min | {:.1} min | {:.1} min | {:.1} min |",
            order.name(),
            100.0 * urgent.share_within(5.0),
            urgent.quantile(0.99),
            100.0 * found.share_within(5.0),
            found.quantile(0.99),
            soon.quantile(0.99),
            routine.quantile(0.5),
            routine.quantile(0.99),
        ));
    }
    ExitCode::SUCCESS
}
