//! The pictures of the README, kept where `PEERLINE_PICTURES` names a folder.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::Value;
use serde_json::json;

use crate::page::Page;
use crate::steps::meet;
use crate::steps::say;
use crate::steps::wait_in_line;
use crate::tools;
use crate::world::World;

#[tokio::test]
async fn the_pictures_of_the_readme_are_small() {
    let test = "the pictures of the readme are small";
    let Some(mut world) = World::open(test).await else {
        return;
    };
    let seeker = world.seeker().await;
    let supporter = world.supporter().await;
    let responder = world.responder().await;
    meet(&seeker, &supporter).await;
    for (page, words) in TALK {
        let page = if *page == "seeker" {
            &seeker
        } else {
            &supporter
        };
        say(page, words).await;
    }
    seeker.press("#phrase-decline").await;
    // A second person, so that the supporter has an offer beside the conversation.
    let other = world.seeker().await;
    wait_in_line(&other).await;
    supporter.see(".offer .accept").await;
    take(&supporter, "supporter", 960).await;
    say(&seeker, "some nights i don't want to live anymore").await;
    seeker.see("#care-card .dial").await;
    other.press("#need-person").await;
    responder.see("#queue .case:nth-child(2) .take").await;
    take(&responder, "responder", 620).await;
    take(&seeker, "seeker", 1240).await;
}

async fn take(page: &Page, name: &str, height: u32) {
    page.size(WIDTH, height).await;
    page.run(TIDY, Vec::new()).await;
    let shot = page
        .devtools("Page.captureScreenshot", json!({"format": "png"}))
        .await;
    let picture = decode(&shot);
    assert!(picture.len() < MOST_BYTES, "{name}: {}", picture.len());
    if let Some(folder) = tools::folder("PEERLINE_PICTURES") {
        std::fs::write(folder.join(format!("{name}.png")), picture).unwrap();
    }
}

/// The bytes of a picture that the browser's own protocol answered with.
pub(crate) fn decode(shot: &Value) -> Vec<u8> {
    STANDARD.decode(shot["data"].as_str().unwrap()).unwrap()
}

const TALK: &[(&str, &str)] = &[
    ("seeker", "Hello. I cannot sleep, and everything is loud."),
    (
        "supporter",
        "I am glad that you write. What is the loudest of it?",
    ),
];
/// To the top of the view and the end of the conversation, with no cursor.
const TIDY: &str = "
    document.activeElement.blur();
    const log = document.querySelector('#log');
    if (log) log.scrollTop = log.scrollHeight;
    scrollTo(0, 0);
";
const WIDTH: u32 = 900;
/// An optimizer of PNG files takes away the half of it again, before a picture is kept.
const MOST_BYTES: usize = 160_000;
