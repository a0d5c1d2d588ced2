//! Rooms of many: coming in, how people talk there, being heard in danger, and erasing oneself.

use std::path::Path;

use crate::page::Page;
use crate::steps::say;
use crate::world::World;

/// A room whose norms who writes has agreed to.
pub(crate) const DAY: &str = r#"
[[rooms]]
slug = "day"
kind = "drop_in"
title = { en = "Day room", de = "Tagraum" }
norms = "Nobody has to speak."
languages = ["en", "de"]
alone = "peers"
agree = true
"#;

/// Comes into the day room and agrees to its norms.
pub(crate) async fn come_in(page: &Page) {
    page.press("#to-rooms").await;
    page.press("#join-day").await;
    page.press("#agree").await;
    page.see_no("#agree").await;
}

#[tokio::test]
async fn a_room_that_keeps_nothing_says_so_before_anybody_comes_in() {
    let test = "a room that keeps nothing says so before anybody comes in";
    let fleeting = "\n[[rooms]]\nslug = \"night\"\nkind = \"drop_in\"\ntitle = \"Night\"\nretention = \"none\"\n";
    let Some(mut world) = World::with(test, &format!("{DAY}{fleeting}")).await else {
        return;
    };
    let seeker = world.seeker().await;
    seeker.press("#to-rooms").await;
    seeker.see("#join-night").await;
    seeker
        .read("[data-slug='night'] .kept", "never stored")
        .await;
    seeker
        .read("[data-slug='night'] .kept", "an hour back")
        .await;
    seeker.see_no("[data-slug='day'] .kept").await;
}

#[tokio::test]
async fn who_speaks_out_of_turn_waits_and_who_is_in_danger_is_heard() {
    let test = "who speaks out of turn waits and who is in danger is heard";
    let Some(mut world) = World::with(test, DAY).await else {
        return;
    };
    let (first, second) = (world.seeker().await, world.seeker().await);
    come_in(&first).await;
    come_in(&second).await;
    say(&first, "good to be here").await;
    second.read("#log", "good to be here").await;

    let leader = world.browser("supporter").await;
    leader.go(&world.line.invite("facilitator").await).await;
    leader.press("#rooms summary").await;
    leader.press("#join-day").await;
    leader.press("#lead summary").await;
    leader.press("#lead-turns").await;
    first.press("#hand").await;
    leader.press("#lead .row .small").await;
    first.see("#turn-end").await;

    second.say("may I say something").await;
    second.read(".message .note", "in turns").await;
    // Nothing of a room's manner stands between a person in danger and a human.
    second.say("i want to kill myself tonight").await;
    second.see("#call-state[data-state='done']").await;
    second.see("#care-card").await;
}

#[tokio::test]
async fn a_name_of_a_room_outlives_a_reload_and_a_restart_and_the_responder_comes_to_it() {
    let test = "a name of a room outlives a reload and a restart";
    let Some(mut world) = World::with(test, DAY).await else {
        return;
    };
    let (person, other) = (world.seeker().await, world.seeker().await);
    let responder = world.responder().await;
    come_in(&person).await;
    come_in(&other).await;
    say(&person, "good to be here").await;
    let name = "return document.querySelector('#log .from b').textContent;";
    let before = other.run(name, Vec::new()).await;
    person.reload().await;
    person.read("#log", "good to be here").await;
    world.line.kill().await;
    world.line.start_again().await;
    say(&person, "here once more").await;
    other.read("#log", "here once more").await;
    assert_eq!(other.run(name, Vec::new()).await, before);

    person.say("i want to kill myself tonight").await;
    person.see("#care-card").await;
    responder.press("#queue .case .take").await;
    person.read("#who", "responder").await;
    say(&person, "thank you for coming").await;
    responder.read("#case-talk", "thank you for coming").await;
    person.reload().await;
    person.read("#log", "thank you for coming").await;
    assert!(!other.text("#log").await.contains("thank you"));
}

#[tokio::test]
async fn who_erases_themselves_in_the_page_leaves_no_byte_behind() {
    let test = "who erases themselves in the page leaves no byte behind";
    let Some(mut world) = World::with(test, DAY).await else {
        return;
    };
    let (person, other) = (world.seeker().await, world.seeker().await);
    come_in(&person).await;
    come_in(&other).await;
    say(&person, "zanzibar plums").await;
    other.read("#log", "zanzibar plums").await;
    let known = known_of(&person).await;

    person.press("#to-mine").await;
    person.see("#kept [data-what='words']").await;
    person.press("#erase").await;
    person.press("#erase-yes").await;
    person.see("#erased #kept-nothing").await;
    // Who reads on has nothing of it any more, and the device has forgotten the phrase.
    other.read("#log", "This message was removed.").await;
    assert!(!other.text("#log").await.contains("zanzibar"));
    let kept = "return Object.keys(sessionStorage).concat(Object.keys(localStorage))
        .filter((key) => key.startsWith('peerline.root'));";
    assert_eq!(person.run(kept, Vec::new()).await, serde_json::json!([]));

    world.line.kill().await;
    for secret in known.iter().map(String::as_bytes) {
        assert!(!holds(&world.line.data(), secret), "a file holds a secret");
    }
    world.line.start_again().await;
    person.reload().await;
    person.see("#welcome").await;
}

/// What the page knows of its person that no file of the line may hold.
async fn known_of(person: &Page) -> Vec<String> {
    let root = "return sessionStorage.getItem('peerline.root');";
    let root = person.run(root, Vec::new()).await;
    vec![
        "zanzibar plums".to_owned(),
        root.as_str().unwrap().to_owned(),
    ]
}

pub(crate) fn holds(folder: &Path, secret: &[u8]) -> bool {
    std::fs::read_dir(folder).unwrap().any(|file| {
        let path = file.unwrap().path();
        if path.is_dir() {
            return holds(&path, secret);
        }
        let bytes = std::fs::read(path).unwrap();
        bytes.windows(secret.len()).any(|part| part == secret)
    })
}
