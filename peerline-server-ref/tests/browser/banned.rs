//! A ban from the moderator's page: it holds under every later name, and never before a responder.

use crate::casework::focus;
use crate::casework::moderator;
use crate::casework::report;
use crate::page::Page;
use crate::rooms::DAY;
use crate::rooms::come_in;
use crate::steps::say;
use crate::world::World;

const WORDS: &str = "you should have been more careful";

/// Two people in a room, one of whom said something that the other reported.
async fn reported(world: &mut World) -> (Page, Page) {
    let (author, other) = (world.seeker().await, world.seeker().await);
    come_in(&author).await;
    come_in(&other).await;
    say(&author, WORDS).await;
    other.read(".message .text", WORDS).await;
    report(&other, WORDS).await;
    (author, other)
}

async fn looks_at_it(moderator: &Page) {
    moderator
        .see("#matters .matter[data-state='report'] .claim")
        .await;
    focus(moderator, "#matters .claim").await;
    moderator.keys(['l']).await;
    moderator.read("#matter-around .is-it", WORDS).await;
}

/// The person is refused at the door they just left, and by a new name; a responder comes all the same.
async fn is_kept_out_but_not_from_help(author: &Page, responder: &Page) {
    for _ in 0..2 {
        author.press("#join-day").await;
        author.see("[data-slug='day'] .note").await;
        author.reload().await;
        author.press("#to-rooms").await;
    }
    author.press("#need-person").await;
    author.see("#care-card").await;
    responder.press("#queue .case .take").await;
    author.read("#who", "responder").await;
    say(author, "thank you for coming").await;
    responder.read("#case-talk", "thank you for coming").await;
}

#[tokio::test]
async fn who_is_banned_comes_into_no_room_and_a_responder_comes_to_them() {
    let test = "who is banned comes into no room and a responder comes";
    let Some(mut world) = World::with(test, DAY).await else {
        return;
    };
    let (author, _other) = reported(&mut world).await;
    let responder = world.responder().await;
    let keeper = moderator(&mut world, "moderator").await;
    looks_at_it(&keeper).await;
    keeper.press("#ban summary").await;
    keeper.choose("#ban-ground", "abuse").await;
    keeper.choose("#ban-hours", "168").await;
    keeper.press("#do-sanction").await;
    keeper.press("#do-sanction-yes").await;
    keeper.read("#notices", "Banned").await;
    // They are told, and nothing in the room has changed.
    author.read("#notices", "responder").await;
    author.see("#composer").await;
    author.press("#leave").await;
    author.press("#leave-yes").await;
    is_kept_out_but_not_from_help(&author, &responder).await;
}

#[tokio::test]
async fn two_moderators_take_somebody_out_of_every_room_at_once() {
    let test = "two moderators take somebody out of every room";
    let Some(mut world) = World::with(test, DAY).await else {
        return;
    };
    let (author, other) = reported(&mut world).await;
    let responder = world.responder().await;
    let first = moderator(&mut world, "first moderator").await;
    looks_at_it(&first).await;
    first.press("#ban summary").await;
    first.press("#do-sweep").await;
    first.press("#do-sweep-yes").await;
    first
        .read("#sweep-asked", "Somebody else has to agree")
        .await;
    first.see_no("#do-sweep").await;
    author.see("#composer").await;
    first.press("#do-give_back").await;
    let second = moderator(&mut world, "second moderator").await;
    looks_at_it(&second).await;
    second.read("#sweep-asked", "Somebody else asks").await;
    second.press("#do-sweep").await;
    second.press("#do-sweep-yes").await;
    second.read("#notices", "out of every room").await;
    other.read("#who", "Nobody else is here").await;
    author.reload().await;
    author.press("#to-rooms").await;
    is_kept_out_but_not_from_help(&author, &responder).await;
}
