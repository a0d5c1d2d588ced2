//! Rooms that keep nothing: what the files hold of them, for whoever has the store and the keys.

use std::path::Path;

use peerline_core::ports::Journal as _;
use peerline_core::vocab::RoomName;
use peerline_core::vocab::Seq;
use serde_json::json;

use crate::person::Person;
use crate::running::Running;
use crate::unsealed::unsealed;

const CONFIG: &str = r#"
[[rooms]]
slug = "passing"
kind = "drop_in"
title = "Passing"
retention = "none"
"#;

/// Every byte below a folder.
fn bytes_in(folder: &Path) -> Vec<u8> {
    let mut all = Vec::new();
    for file in std::fs::read_dir(folder).unwrap() {
        let path = file.unwrap().path();
        if path.is_dir() {
            all.extend(bytes_in(&path));
        } else {
            all.extend(std::fs::read(path).unwrap());
        }
    }
    all
}

fn holds(bytes: &[u8], part: &[u8]) -> bool {
    bytes.windows(part.len()).any(|window| window == part)
}

#[tokio::test]
async fn no_file_holds_a_word_of_a_room_that_keeps_nothing_and_the_store_not_even_a_sealed_one() {
    let running = Running::start(CONFIG).await;
    let mut talk = Person::new().join(running.people()).await;
    let listed = talk.ask(json!({"t": "ask", "what": "directory"})).await;
    let room = listed["body"]["rooms"][0]["room"]
        .as_str()
        .unwrap()
        .to_owned();
    assert_eq!(listed["body"]["rooms"][0]["kept"], "none");
    assert_eq!(talk.put(&room, "join", json!({})).await["t"], "ok");
    let long = "quittenmarmelade ".repeat(200);
    // Held back for an appeal, which keeps the words of anybody else.
    let hurts = "quittenmarmelade, you stupid bitch";
    for text in ["quittenmarmelade", long.as_str(), hurts] {
        talk.put(&room, "msg", json!({"text": text})).await;
    }
    let log = talk.read(&room).await;
    let said = log.iter().filter(|entry| entry["kind"] == "msg");
    let heard: Vec<_> = said
        .filter(|entry| entry["body"]["text"].is_string())
        .collect();
    assert!(2 <= heard.len(), "the room hears it");
    let data = running.folder.path().join("data");
    assert!(
        !holds(&bytes_in(&data), b"quittenmarmelade"),
        "while it runs"
    );

    let (_, folder) = running.stop().await;
    let data = folder.path().join("data");
    assert!(!holds(&bytes_in(&data), b"quittenmarmelade"), "behind it");
    let (sealed, store) = unsealed(&data.join("line.db"));
    let mut sizes = Vec::new();
    for head in sealed.heads(None, 1_000).await.unwrap() {
        let is_room = matches!(head.stream, RoomName::Room(_));
        for stored in sealed.read(&head.stream, Seq::ZERO, 1_000).await.unwrap() {
            // With every key there is, nothing can be read that was never there.
            assert!(
                !holds(&stored.event.body, b"quittenmarmelade"),
                "{}",
                head.stream
            );
            if is_room && holds(&stored.event.body, b"gone") {
                sizes.push(stored.event.body.len());
            }
        }
    }
    store.close().await;
    assert!(2 <= sizes.len());
    let spread = sizes.iter().max().unwrap() - sizes.iter().min().unwrap();
    assert!(spread < 16, "a row says how much was said: {sizes:?}");
}
