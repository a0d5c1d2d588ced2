//! The pictures of the README, taken where `PEERLINE_PICTURES` names a folder.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::Value;
use serde_json::json;

use crate::page::Page;
use crate::steps::meet;
use crate::steps::say;
use crate::tools;
use crate::world::World;

#[tokio::test]
async fn pictures_are_taken_where_they_are_asked_for() {
    let Some(folder) = tools::folder("PEERLINE_PICTURES") else {
        return;
    };
    let Some(mut world) = World::open("the pictures of the README").await else {
        return;
    };
    let seeker = world.seeker().await;
    let supporter = world.supporter().await;
    let responder = world.responder().await;
    meet(&seeker, &supporter).await;
    for (page, words) in [
        (
            &seeker,
            "Hello. I cannot sleep, and everything is loud in my head.",
        ),
        (
            &supporter,
            "Hello, I am glad that you write. What is the loudest of it?",
        ),
        (
            &seeker,
            "My grandmother. The house is so quiet without her.",
        ),
        (&supporter, "You miss her. What was she like?"),
    ] {
        say(page, words).await;
    }
    let pages = [
        (&seeker, "seeker"),
        (&supporter, "supporter"),
        (&responder, "responder"),
    ];
    take(&supporter, &folder.join("supporter.png"), 1000).await;
    say(&seeker, "some nights i don't want to live anymore").await;
    seeker.see("#care-card .dial").await;
    responder.see("#queue .case .take").await;
    take(&responder, &folder.join("responder.png"), 560).await;
    seeker.press("#phrase-decline").await;
    seeker.run("scrollTo(0, 0);", Vec::new()).await;
    take(&seeker, &folder.join("seeker.png"), 1000).await;
    for (page, name) in pages {
        let violations = page.seen("violations").await;
        assert!(violations.is_empty(), "{name}: {violations:?}");
    }
}

async fn take(page: &Page, file: &std::path::Path, height: u32) {
    page.size(WIDTH, height).await;
    page.run("document.activeElement.blur(); scrollTo(0, 0);", Vec::new())
        .await;
    let shot = page
        .devtools("Page.captureScreenshot", json!({"format": "png"}))
        .await;
    std::fs::write(file, decode(&shot)).unwrap();
}

/// The bytes of a picture that the browser's own protocol answered with.
pub(crate) fn decode(shot: &Value) -> Vec<u8> {
    STANDARD.decode(shot["data"].as_str().unwrap()).unwrap()
}

const WIDTH: u32 = 900;
