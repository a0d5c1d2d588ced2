//! A message that is taken out of a room there and then, by whoever moderates it, with keys alone.

use crate::casework::focus;
use crate::casework::moderator;
use crate::keyboard::ENTER;
use crate::page::Page;
use crate::rooms::DAY;
use crate::rooms::come_in;
use crate::steps::say;
use crate::world::World;

const WORDS: &str = "some of you should be ashamed of yourselves";

async fn comes_into_the_room(keeper: &Page) {
    keeper.press("#to-rooms-kept").await;
    keeper.press("#join-day").await;
    keeper.read("#log", WORDS).await;
}

#[tokio::test]
async fn who_moderates_takes_a_message_out_of_a_room_and_says_why_by_keys_alone() {
    let test = "who moderates takes a message out of a room by keys alone";
    let Some(mut world) = World::with(test, DAY).await else {
        return;
    };
    let (author, other) = (world.seeker().await, world.seeker().await);
    come_in(&author).await;
    come_in(&other).await;
    say(&author, WORDS).await;
    other.read(".message .text", WORDS).await;
    other.see_no(".message .take-out").await;
    let keeper = moderator(&mut world, "moderator").await;
    comes_into_the_room(&keeper).await;
    focus(&keeper, ".message .take-out summary").await;
    keeper.keys([ENTER]).await;
    keeper
        .write(".take-out textarea", "It hurts people here.")
        .await;
    focus(&keeper, ".take-out .take-out-yes").await;
    keeper.keys([ENTER]).await;
    for reader in [&author, &other, &keeper] {
        reader
            .read(".message[data-state='removed']", "was removed")
            .await;
    }
    // It is a decision like any other: another moderator finds it, and the reason with it.
    keeper.go(&world.line.url("/moderator")).await;
    keeper.see("#matters .matter[data-state='decided']").await;
}
