//! Past the gate with a pass, and back on a device that remembers under a PIN: by keys alone.

use fantoccini::key::Key;
use serde_json::json;

use crate::keyboard::reach;
use crate::page::Page;
use crate::world::World;

/// A closed group, which asks for work as well.
pub(crate) const CLOSED: &str = r#"
[gate]
work = "always"
work_bits = 12
pass_file = "passes.txt"
"#;

const PIN: &str = "4711 cats";

#[tokio::test]
async fn a_newcomer_brings_a_pass_by_keys_alone_and_waits_in_line() {
    let test = "a newcomer brings a pass by keys alone and waits in line";
    let Some(mut world) = World::with(test, CLOSED).await else {
        return;
    };
    let seeker = world.seeker().await;
    ask_to_come_in(&seeker).await;
    reach(&seeker, "#pass").await;
    seeker.keys("red rose".chars().chain([ENTER])).await;
    seeker.read("#gate-error", "one of this group's").await;
    // The focus is where it can be mended.
    seeker.see("#pass:focus[aria-invalid]").await;
    seeker.chord(&[Key::Control.into(), 'a']).await;
    seeker.keys("blue-sunflower".chars().chain([ENTER])).await;
    seeker.see("#place[data-coverage='nobody']").await;
}

#[tokio::test]
async fn who_has_no_pass_reaches_a_person_all_the_same() {
    let test = "who has no pass reaches a person all the same";
    let Some(mut world) = World::with(test, CLOSED).await else {
        return;
    };
    let seeker = world.seeker().await;
    ask_to_come_in(&seeker).await;
    reach(&seeker, "#gate-person").await;
    seeker.keys([ENTER]).await;
    seeker.see("#care-card").await;
    seeker.see("#call-state[data-state='done']").await;
}

#[tokio::test]
async fn a_device_remembers_under_a_pin_and_opens_by_it_alone() {
    let test = "a device remembers under a pin and opens by it alone";
    let Some(mut world) = World::open(test).await else {
        return;
    };
    let seeker = world.seeker().await;
    let place = wait_under_a_pin(&seeker).await;
    let kept = "return ['peerline.root', 'peerline.root.pin'].filter((key) => key in localStorage).join();";
    assert_eq!(
        seeker.run(kept, Vec::new()).await,
        json!("peerline.root.pin")
    );

    lock(&world, &seeker).await;
    reach(&seeker, "#unlock-pin").await;
    seeker.keys("1234".chars().chain([ENTER])).await;
    seeker.read("#unlock-error", "not the PIN").await;
    seeker.see("#unlock-pin:focus[aria-invalid]").await;
    seeker.chord(&[Key::Control.into(), 'a']).await;
    seeker.keys(PIN.chars().chain([ENTER])).await;
    // The same person, at the same place in line.
    seeker.read("#place", &place).await;
    assert_eq!(
        seeker.run(kept, Vec::new()).await,
        json!("peerline.root.pin")
    );

    lock(&world, &seeker).await;
    seeker
        .chord(&[Key::Alt.into(), Key::Shift.into(), 'h'])
        .await;
    seeker.see("#care-card").await;
    assert_eq!(
        seeker.run(kept, Vec::new()).await,
        json!("peerline.root.pin")
    );
    lock(&world, &seeker).await;
    seeker.press("#unlock-forget").await;
    seeker.see("#welcome").await;
    let nothing = "return localStorage.length === 0;";
    seeker.until("nothing is kept", nothing, Vec::new()).await;
}

/// Chooses a topic, starts, and is asked for the pass.
pub(crate) async fn ask_to_come_in(seeker: &Page) {
    // One stop for the topics: the arrows go from one to the next.
    reach(seeker, "#topic-anxiety").await;
    seeker.keys([' ']).await;
    reach(seeker, "#start").await;
    seeker.keys([ENTER]).await;
    seeker.see("#gate").await;
}

/// Begins, remembered under a PIN; returns what is said of the place in line.
pub(crate) async fn wait_under_a_pin(seeker: &Page) -> String {
    seeker.press("#topic-grief").await;
    seeker.press("#remember").await;
    seeker.write("#pin", PIN).await;
    seeker.write("#pin-again", "another").await;
    seeker.press("#start").await;
    seeker.read("#pin-error", "not the same").await;
    seeker.chord(&[Key::Control.into(), 'a']).await;
    seeker.keys(PIN.chars().chain([ENTER])).await;
    seeker.see("#place[data-coverage='nobody']").await;
    seeker.see("#phrase-show").await;
    // The key under the PIN takes a moment to make.
    let kept = "return localStorage.getItem('peerline.root.pin') !== null;";
    seeker
        .until("it is kept under the PIN", kept, Vec::new())
        .await;
    let place = "return document.querySelector('#place').textContent;";
    let place = seeker.run(place, Vec::new()).await;
    place.as_str().expect("a text").to_owned()
}

/// Closes the tab, and comes to the line again.
pub(crate) async fn lock(world: &World, seeker: &Page) {
    seeker.run("sessionStorage.clear();", Vec::new()).await;
    seeker.go(&world.line.url("/")).await;
    seeker.see("#locked").await;
}

/// As the driver says it.
const ENTER: char = '\u{e007}';
