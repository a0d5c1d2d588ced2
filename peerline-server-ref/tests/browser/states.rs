//! The honest state of the line, and what is spoken.

use crate::steps::count;
use crate::steps::meet;
use crate::steps::say;
use crate::world::World;

#[tokio::test]
async fn every_page_shows_one_state_also_while_the_line_is_gone() {
    let test = "every page shows one state also while the line is gone";
    let Some(mut world) = World::open(test).await else {
        return;
    };
    let stranger = world.seeker().await;
    let seeker = world.seeker().await;
    let supporter = world.supporter().await;
    let responder = world.responder().await;
    meet(&seeker, &supporter).await;
    let pages = [&stranger, &seeker, &supporter, &responder];
    for page in pages {
        page.line_is("live").await;
    }
    world.line.kill().await;
    for page in [&seeker, &supporter, &responder] {
        page.line_is("stale").await;
        page.read("#line-state", "No contact since").await;
    }
    world.line.start_again().await;
    for page in pages {
        page.line_is("live").await;
        let faults = page.seen("faults").await;
        assert!(faults.is_empty(), "{faults:?}");
    }
    for page in [&seeker, &supporter, &responder] {
        let states = page.seen("states").await;
        assert_eq!(count(&states, "stale"), 1, "{states:?}");
        assert_eq!(states.last().map(String::as_str), Some("live"));
    }
}

#[tokio::test]
async fn every_message_is_spoken_once() {
    let Some(mut world) = World::open("every message is spoken once").await else {
        return;
    };
    let seeker = world.seeker().await;
    let supporter = world.supporter().await;
    meet(&seeker, &supporter).await;
    say(&seeker, "one little word").await;
    say(&supporter, "two little words").await;
    seeker.read(".message", "two little words").await;
    world.line.kill().await;
    seeker.line_is("stale").await;
    world.line.start_again().await;
    seeker.line_is("live").await;
    supporter.line_is("live").await;
    say(&supporter, "three little words").await;
    seeker.read(".message", "three little words").await;
    let spoken = seeker.seen("spoken").await;
    assert_eq!(
        count(&spoken, "one little word"),
        0,
        "one's own: {spoken:?}"
    );
    assert_eq!(count(&spoken, "two little words"), 1, "{spoken:?}");
    assert_eq!(count(&spoken, "three little words"), 1, "{spoken:?}");
    assert_eq!(count(&supporter.seen("spoken").await, "one little word"), 1);
    // A reload shows what was said, and does not read it out again.
    seeker.reload().await;
    seeker.read(".message", "three little words").await;
    seeker.line_is("live").await;
    let spoken = seeker.seen("spoken").await;
    assert_eq!(count(&spoken, "little word"), 0, "{spoken:?}");
}
