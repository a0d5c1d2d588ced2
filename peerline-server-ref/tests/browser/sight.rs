//! What must be in sight without looking for it, also on the smallest phone.

use serde_json::json;

use crate::page::Page;
use crate::steps::meet;
use crate::steps::say;
use crate::world::World;

#[tokio::test]
async fn the_newest_words_and_the_card_are_in_sight() {
    let test = "the newest words and the card are in sight";
    let Some(mut world) = World::open(test).await else {
        return;
    };
    let seeker = world.seeker().await;
    let supporter = world.supporter().await;
    let responder = world.responder().await;
    for page in [&seeker, &supporter, &responder] {
        page.size(320, 640).await;
    }
    meet(&seeker, &supporter).await;
    for word in ["one", "two", "three", "four", "five"] {
        say(&seeker, word).await;
    }
    supporter.read(".message", "five").await;
    say(&seeker, "i don't want to live anymore").await;
    seeker.see("#care-card .dial").await;
    in_sight(&seeker, "#care-card h2").await;
    responder.press("#queue .case .take").await;
    responder.read("#case-talk .message", "anymore").await;
    for page in [&seeker, &supporter, &responder] {
        page.read(".message", "anymore").await;
        newest_in_sight(page).await;
        turned(page, 1280, 500).await;
        newest_in_sight(page).await;
        turned(page, 320, 640).await;
        newest_in_sight(page).await;
    }
    seeker.reload().await;
    seeker.read(".message", "anymore").await;
    newest_in_sight(&seeker).await;
}

/// Sets the size of a page that is shown, and waits until it was drawn so: nobody turns a phone and
/// turns it back between two frames.
async fn turned(page: &Page, width: u32, height: u32) {
    page.size(width, height).await;
    let drawn = "const done = arguments[arguments.length - 1];
        requestAnimationFrame(() => requestAnimationFrame(() => done()));";
    page.run_async(drawn, Vec::new()).await;
}

/// The log stands at its end.
async fn newest_in_sight(page: &Page) {
    let script = "const { scrollHeight, scrollTop, clientHeight } = document.querySelector('#log');
        return scrollHeight - scrollTop - clientHeight < 3;";
    page.until("the newest words in sight", script, Vec::new())
        .await;
}

async fn in_sight(page: &Page, css: &str) {
    let script =
        "const { top, bottom } = document.querySelector(arguments[0]).getBoundingClientRect();
        return top >= 0 && bottom <= innerHeight;";
    page.until(&format!("{css} in sight"), script, vec![json!(css)])
        .await;
}
