//! Somebody else has the words.

use std::time::Duration;

use crate::phrase::offer;
use crate::steps::meet;
use crate::steps::say;
use crate::world::World;

/// The page gathers what it notes for some seconds.
const KEPT: Duration = Duration::from_secs(7);

#[tokio::test]
async fn the_owner_is_told_when_the_words_are_used_elsewhere_and_has_a_way_on() {
    let Some(mut world) = World::open("the owner is told").await else {
        return;
    };
    let seeker = world.seeker().await;
    let supporter = world.supporter().await;
    meet(&seeker, &supporter).await;
    say(&seeker, "these are mine").await;
    seeker.press("#phrase-show").await;
    seeker.see("#phrase-words li").await;
    let words = seeker.texts("#phrase-words li").await;
    seeker.press("#phrase-kept").await;
    tokio::time::sleep(KEPT).await;

    let other = world.seeker().await;
    offer(&other, &words).await;
    other.read(".message.own .text", "these are mine").await;
    seeker
        .read("#words-used", "Somebody came in with your words")
        .await;
    other
        .read("#words-used", "last used on another device")
        .await;
    seeker.press("#words-used-not-mine").await;
    seeker.read("#words-used", "erase everything here").await;
    seeker.press("#words-used-erase").await;
    seeker.read("#kept", "Your sealed locker").await;
    // What was settled is not told again.
    seeker.go(&world.line.url("/")).await;
    seeker.read(".message.own .text", "these are mine").await;
    assert!(seeker.texts("#words-used").await.is_empty());
}
