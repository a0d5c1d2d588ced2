//! The program is killed between any two frames of the conversation, and the logs are the same.

use std::sync::Arc;

use peerline_core::protocol::Encoding;
use tokio::sync::Semaphore;
use tokio::task::JoinSet;

use super::Play;
use super::Program;
use super::Reach;
use super::logs;
use super::reference;
use crate::links::Way;

/// How many programs run at once.
const AT_ONCE: usize = 3;
/// Of the links that are slower to try, one frame in so many.
const SPREAD: usize = 7;

/// What came of one conversation.
struct Outcome {
    faults: Vec<String>,
    /// How many frames went either way until all was said.
    frames: usize,
    /// Whether the program was killed before.
    was_cut: bool,
}

/// Plays once, and is killed after the `cut`-th frame.
async fn play(reach: Reach, cut: Option<usize>) -> Outcome {
    let mut play = Play::on(Program::open(reach).await, reach.encoding()).await;
    play.cut = cut;
    play.perform().await;
    let (held, room) = (play.held(), play.room());
    let mut faults = play.stage.verify(&room).await;
    for (held, wanted) in held.iter().zip(reference().await) {
        faults.extend(logs::differences(held, wanted));
    }
    let named = faults.into_iter();
    let named = named.map(|fault| format!("{reach:?} killed after frame {cut:?}: {fault}"));
    Outcome {
        faults: named.collect(),
        frames: play.said,
        was_cut: play.was_cut,
    }
}

/// Kills after every `step`-th frame of the conversation.
async fn cut_everywhere(reach: Reach, step: usize) {
    let Outcome { faults, frames, .. } = play(reach, None).await;
    assert!(faults.is_empty(), "{faults:#?}");
    let places = Arc::new(Semaphore::new(AT_ONCE));
    let mut plays = JoinSet::new();
    for cut in (1..=frames).step_by(step) {
        let places = Arc::clone(&places);
        plays.spawn(async move {
            let _place = places.acquire().await;
            play(reach, Some(cut)).await
        });
    }
    let outcomes = plays.join_all().await;
    let faults: Vec<&String> = outcomes.iter().flat_map(|one| &one.faults).collect();
    assert!(faults.is_empty(), "{faults:#?}");
    // Two frames that cross may be one frame less; then the last cuts come after the end.
    let cuts = outcomes.iter().filter(|one| one.was_cut).count();
    assert!(outcomes.len() <= cuts + 3, "{cuts} of {}", outcomes.len());
    print(&format!(
        "{reach:?}: {frames} frames, killed after {cuts} of them"
    ));
}

#[expect(clippy::print_stdout, reason = "for whoever runs the test")]
fn print(summary: &str) {
    println!("{summary}");
}

/// `PEERLINE_KILL_EVERYWHERE=1` takes every frame of every link.
fn spread() -> usize {
    match std::env::var_os("PEERLINE_KILL_EVERYWHERE") {
        Some(_) => 1,
        None => SPREAD,
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_websocket_conversation_survives_a_kill_after_any_frame() {
    cut_everywhere(Reach::All(Way::Socket(Encoding::Json)), 1).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_conversation_in_cbor_survives_a_kill() {
    cut_everywhere(Reach::All(Way::Socket(Encoding::Cbor)), spread()).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_conversation_over_events_and_posts_survives_a_kill() {
    cut_everywhere(Reach::All(Way::Events(Encoding::Json)), spread()).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_conversation_over_lines_survives_a_kill() {
    cut_everywhere(Reach::Piped(Encoding::Cbor), spread()).await;
}
