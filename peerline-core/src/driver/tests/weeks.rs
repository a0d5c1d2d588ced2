//! A line that goes on for longer than the keys of a week.

use super::client::Client;
use super::stage::SEEK;
use super::stage::SEEKER;
use super::stage::SUPPORTER;
use super::stage::Stage;
use super::stage::settle;
use super::stage::text;
use crate::log::Fact;
use crate::ports::Journal as _;
use crate::ports::KeyShelf as _;
use crate::protocol;
use crate::protocol::Kind;
use crate::room;
use crate::testkit::block_on::block_on;
use crate::vocab::AccountId;
use crate::vocab::Millis;
use crate::vocab::RoomName;
use crate::vocab::Seq;
use crate::vocab::Week;

/// Returns the accounts that a thief of store and shelf finds in a room's log.
fn accounts(stage: &Stage, name: &str) -> Vec<AccountId> {
    let name: RoomName = name.parse().unwrap();
    let read = block_on(stage.opened().read(&name, Seq::ZERO, 1_000)).unwrap();
    let facts = read
        .iter()
        .map(|stored| protocol::decode_entry(&stored.event.body).unwrap().fact);
    let accounts = facts.filter_map(|fact| match fact {
        Fact::Room(room::Fact::Joined { account, .. }) => Some(account),
        _ => None,
    });
    accounts.collect()
}

fn weeks(stage: &Stage) -> Vec<Week> {
    let kept = block_on(stage.shelf.load()).unwrap();
    kept.iter().filter_map(|key| key.name.week()).collect()
}

/// The seeker waits once more, and the supporter, who is still there, takes them.
async fn pair_again(seeker: &mut Client, supporter: &mut Client) -> String {
    seeker.put("@me", 50, "seek", SEEK);
    settle().await;
    let offers = supporter.of_kind("@me", &Kind::Offer);
    let offer = super::client::field(offers.last().unwrap(), "offer");
    supporter.put("@me", 51, "accept", &format!(r#"{{"offer":"{offer}"}}"#));
    settle().await;
    let matched = seeker.of_kind("@me", &Kind::Matched);
    super::client::field(matched.last().unwrap(), "room")
}

#[tokio::test]
async fn who_was_in_a_room_that_is_over_is_forgotten_and_who_is_in_one_is_not() {
    let mut stage = Stage::set().await;
    let (mut seeker, mut supporter, over) = stage.pair().await;
    supporter.put(&over, 40, "leave", "{}");
    settle().await;
    seeker.put(&over, 40, "leave", "{}");
    settle().await;
    let open = pair_again(&mut seeker, &mut supporter).await;
    let (first, known) = (weeks(&stage), accounts(&stage, &open));
    assert_eq!(accounts(&stage, &over), known);

    stage.clock.advance(Millis::from_hours(38 * 24));
    stage.pass_slowly(3).await;
    assert!(weeks(&stage).iter().all(|week| !first.contains(week)));
    for restarts in [false, true] {
        if restarts {
            stage.restart().await;
        }
        assert_eq!(accounts(&stage, &open), known);
        let strangers = accounts(&stage, &over);
        assert_eq!(strangers.len(), known.len());
        assert!(strangers.iter().all(|stranger| !known.contains(stranger)));
        let mut seeker = stage.join(SEEKER).await;
        let mut supporter = stage.join(SUPPORTER).await;
        seeker.open(&open);
        supporter.open(&open);
        settle().await;
        let cid = 60 + u8::from(restarts);
        let said = seeker.put(&open, cid, "msg", &text("still here"));
        settle().await;
        assert!(seeker.ok(said).is_some());
        let heard = supporter.of_kind(&open, &Kind::Msg);
        assert_eq!(heard.len(), 1 + usize::from(restarts));
        // What is over opens for nobody any more.
        seeker.open(&over);
        settle().await;
        assert_eq!(seeker.of_kind(&over, &Kind::Join).len(), 0);
    }
}

#[tokio::test]
async fn an_open_case_goes_on_knowing_whom_it_is_about() {
    let mut stage = Stage::set().await;
    let mut seeker = stage.join(SEEKER).await;
    seeker.put("@me", 1, "signal", "{}");
    settle().await;
    let matched = seeker.of_kind("@me", &Kind::Matched);
    let room = super::client::field(&matched[0], "room");
    let known = accounts(&stage, &room);
    stage.clock.advance(Millis::from_hours(38 * 24));
    stage.pass_slowly(3).await;
    stage.restart().await;
    assert_eq!(accounts(&stage, &room), known);
    // Asking again is the same case: no other room is opened for it.
    let mut seeker = stage.join(SEEKER).await;
    seeker.put("@me", 2, "signal", "{}");
    settle().await;
    assert_eq!(seeker.of_kind("@me", &Kind::Matched).len(), 0);
}
