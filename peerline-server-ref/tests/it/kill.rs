//! The real program is killed at random instants, again and again, while people talk.
//!
//! What was answered stands in the logs, once and in its place; whoever was in danger has a case;
//! and every page that was due has reached the other side.

mod caller;
mod hook;
mod responder;
mod speaker;
mod verdict;
mod world;

use std::time::Duration;

use tokio::sync::watch;
use tokio::time::sleep;

use crate::person::dice_time;
use crate::postgres::Server;
pub(crate) use hook::Hook;
use responder::Duty;
use responder::Responder;
use speaker::Speaker;
use world::World;
pub(crate) use world::free_address;

/// How long people talk before the program is killed, at most.
const TRAFFIC: Duration = Duration::from_millis(250);
/// One start in so many is killed while it still reads its log.
const EARLY: u32 = 8;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_that_was_answered_is_lost_when_the_program_is_killed() {
    live_through(kills("PEERLINE_KILLS", 200), None).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_that_was_answered_is_lost_when_the_program_or_its_database_is_killed() {
    let Some(server) = Server::start() else {
        return;
    };
    live_through(kills("PEERLINE_DATABASE_KILLS", 20), Some(&server)).await;
}

/// Every other kill is the database's, where there is one; the program goes on beside it.
async fn live_through(kills: u32, database: Option<&Server>) {
    let mut world = World::open(database.map(Server::database)).await;
    let (speakers, responder) = world.gather().await;
    let (finish, finishing) = watch::channel(false);
    let (on_duty, duty) = watch::channel(Duty::Off);
    let (ring, rounds) = watch::channel(0);
    let speakers: Vec<_> = speakers
        .into_iter()
        .map(|speaker| tokio::spawn(speaker.live(world.address, finishing.clone())))
        .collect();
    let responder = tokio::spawn(responder.live(world.address, duty));
    let callers = tokio::spawn(caller::live(world.address, rounds));
    for round in 1..=kills {
        let now_on = if round % 2 == 0 { Duty::On } else { Duty::Off };
        on_duty.send(now_on).unwrap();
        ring.send(round).unwrap();
        let kills_database = database.filter(|_| round % 2 == 0);
        // A program whose database goes while it still reads ends; whoever watches it starts it again.
        if round % EARLY != 0 || kills_database.is_some() {
            world.ready().await;
        }
        sleep(dice_time(TRAFFIC)).await;
        if let Some(server) = kills_database {
            server.signal("-KILL");
            server.start_again();
        } else {
            world.kill().await;
            world.start().await;
        }
    }
    finish.send(true).unwrap();
    on_duty.send(Duty::Over).unwrap();
    drop(ring);
    let mut done: Vec<Speaker> = Vec::new();
    for speaker in speakers {
        done.push(speaker.await.unwrap());
    }
    let responder: Responder = responder.await.unwrap();
    let callers = callers.await.unwrap();
    let mut verdict = verdict::read_logs(&world, &done, &callers, &responder).await;
    verdict::await_pages(&mut world, &mut verdict).await;
    verdict.print(kills);
    assert!(verdict.faults.is_empty(), "{:#?}", verdict.faults);
}

fn kills(named: &str, otherwise: u32) -> u32 {
    std::env::var(named).map_or(otherwise, |text| text.parse().expect("a number of kills"))
}
