//! Never to meet somebody again: asked for in the page, told to nobody, and kept for the next device.

use std::time::Duration;

use crate::phrase::offer;
use crate::rooms::DAY;
use crate::rooms::come_in;
use crate::steps::count;
use crate::steps::meet;
use crate::steps::say;
use crate::world::World;

/// The page gathers what it notes for some seconds.
const KEPT: Duration = Duration::from_secs(7);

#[tokio::test]
async fn who_is_blocked_is_folded_here_and_finds_the_room_full_the_next_time() {
    let test = "who is blocked is folded here";
    let Some(mut world) = World::with(test, DAY).await else {
        return;
    };
    let (first, second) = (world.seeker().await, world.seeker().await);
    come_in(&first).await;
    come_in(&second).await;
    say(&second, "something that hurts").await;
    first.read(".message .text", "something that hurts").await;
    first.press("#members summary").await;
    first.press("#members .block summary").await;
    first.press("#members .block-yes").await;
    first.read("#members .blocked", "will not be brought").await;
    first.see_no(".message:not(.own) .text").await;
    // Nothing happens that the other could see, and what they say on is folded and not spoken.
    say(&second, "and more of it").await;
    first
        .read(".message:not(.own) .folded summary", "do not want to meet")
        .await;
    first
        .until(
            "two folded messages",
            "return document.querySelectorAll('.message:not(.own) .folded').length === 2;",
            Vec::new(),
        )
        .await;
    assert_eq!(count(&first.seen("spoken").await, "and more of it"), 0);
    assert!(!second.text("#main").await.contains("do not want to meet"));
    second.press("#leave").await;
    second.press("#leave-yes").await;
    second.press("#join-day").await;
    second.read("[data-slug='day'] .note", "Every seat").await;
    // No block stands before a responder.
    second.press("#need-person").await;
    second.see("#care-card").await;
}

#[tokio::test]
async fn a_block_outlives_a_reload_and_comes_along_with_the_phrase() {
    let Some(mut world) = World::with("a block comes along", DAY).await else {
        return;
    };
    let person = world.seeker().await;
    let supporter = world.supporter().await;
    meet(&person, &supporter).await;
    say(&supporter, "you should not complain").await;
    person
        .read(".message .text", "you should not complain")
        .await;
    person.press("#phrase-show").await;
    person.see("#phrase-words li").await;
    let words = person.texts("#phrase-words li").await;
    person.press("#phrase-kept").await;
    person.press("#block-place .block summary").await;
    person.press("#block-place .block-yes").await;
    person
        .read("#block-place .blocked", "will not be brought")
        .await;
    person.reload().await;
    person.see(".message:not(.own) .folded").await;
    person
        .read("#block-place .blocked", "will not be brought")
        .await;
    tokio::time::sleep(KEPT).await;

    let other = world.seeker().await;
    offer(&other, &words).await;
    other.see(".message:not(.own) .folded").await;
    other
        .read("#block-place .blocked", "will not be brought")
        .await;
}
