//! "I need a person now": before anything else, and whether or not somebody is on duty.

use serde_json::json;

use crate::steps::count;
use crate::world::World;

#[tokio::test]
async fn a_person_can_be_called_before_joining() {
    let Some(mut world) = World::open("a person can be called before joining").await else {
        return;
    };
    let seeker = world.seeker().await;
    let responder = world.responder().await;
    seeker.press("#need-person").await;
    seeker.see("#care-card .dial").await;
    seeker.read("#care-wait", "is being called now").await;
    seeker.write("#composer", "hello").await;
    seeker.press("#send").await;
    responder.see("#queue .case[data-tier='urgent']").await;
    responder.press("#queue .case .take").await;
    responder.read("#case-talk .message", "hello").await;
    seeker.see("#call-state[data-state='here']").await;
    seeker.read("#who", "responder").await;
}

#[tokio::test]
async fn nobody_on_duty_is_said_as_it_is() {
    let Some(mut world) = World::open("nobody on duty is said as it is").await else {
        return;
    };
    let seeker = world.seeker().await;
    seeker.press("#need-person").await;
    seeker.read("#care-wait", "Nobody is on duty here").await;
    seeker.see("#care-card .emergency .dial").await;
    seeker.read("#who", "Nobody else is here").await;
    seeker.see("#composer").await;
    let text = seeker.text("#main").await;
    assert!(!text.contains("A responder is here"), "{text}");
    let spoken = seeker.seen("spoken").await;
    assert_eq!(count(&spoken, "Nobody is on duty"), 1, "{spoken:?}");
}

/// On a bad connection the texts of the page come seconds after its buttons.
#[tokio::test]
async fn a_person_who_is_called_before_the_page_is_all_there_is_called() {
    let test = "a person who is called before the page is all there is called";
    let Some(mut world) = World::open(test).await else {
        return;
    };
    let page = world.browser("seeker").await;
    page.devtools("Network.enable", json!({})).await;
    let slow =
        json!({"offline": false, "latency": 700, "downloadThroughput": -1, "uploadThroughput": -1});
    page.devtools("Network.emulateNetworkConditions", slow)
        .await;
    page.go(&world.line.url("/")).await;
    let there = "return document.querySelector('#welcome') !== null;";
    assert_eq!(
        page.run(there, Vec::new()).await,
        false,
        "too late to try it"
    );
    page.press("#need-person").await;
    page.see("#care-card .emergency .dial").await;
}
