//! A program that ends and starts again, with what it wrote down.

use std::time::Duration;

use peerline_core::identity::Root;
use peerline_core::protocol::Address;
use peerline_core::protocol::Body;
use peerline_core::protocol::Kind;
use peerline_core::session::ClientEvent;
use peerline_core::session::Cursor;
use peerline_core::session::Draft;
use peerline_core::session::Unanswered;
use peerline_core::vocab::Seed;
use peerline_examples::link::Guest;
use peerline_examples::link::Link;
use serde_json::json;
use tokio::time::sleep;
use tokio::time::timeout;

use crate::house::House;
use crate::ways::PATIENCE;
use crate::ways::origin;

/// The same person, in a program that was started for the `n`-th time.
fn start(address: String, n: u8) -> Link {
    let seed = Seed::from_bytes([n; 32]);
    Link::start(address, Guest::new(Root::from_bytes([1; 16]), seed))
}

fn draft(kind: Kind) -> Draft {
    let wish = json!({"topics": [], "languages": ["en"]});
    Draft::new(Address::Me, kind, Body::of(&wish))
}

/// Takes what is told until there is an entry of a kind; returns the kinds of all on the way.
async fn until(link: &mut Link, kind: Kind) -> Vec<Kind> {
    let mut kinds = Vec::new();
    let told = async {
        while kinds.last() != Some(&kind) {
            if let ClientEvent::Entry(entry) = link.next().await.expect("it does not end") {
                kinds.push(entry.kind);
            }
        }
    };
    timeout(PATIENCE, told).await.expect("it is told");
    kinds
}

#[tokio::test]
async fn a_program_that_starts_again_goes_on_where_it_had_taken_a_room() {
    let house = House::open().await;
    let mut first = start(origin(house.address), 2);
    first.open(Address::Me);
    let _sought = first.put(draft(Kind::Seek));
    until(&mut first, Kind::Seek).await;
    let taken = first.cursor(&Address::Me).expect("it took an entry");
    // Told to the session, and never taken by the program.
    let left = first.put(draft(Kind::Leave));
    let answered = async {
        while first.kept().iter().any(|put| put.cid == left) {
            sleep(Duration::from_millis(10)).await;
        }
    };
    timeout(PATIENCE, answered).await.expect("it is answered");
    assert_eq!(first.cursor(&Address::Me), Some(taken));
    drop(first);

    let written = serde_json::to_string(&taken).unwrap();
    let read: Cursor = serde_json::from_str(&written).unwrap();
    assert_eq!(read, taken);
    let mut again = start(origin(house.address), 3);
    again.open_from(Address::Me, read);
    assert_eq!(again.cursor(&Address::Me), Some(read));
    assert_eq!(until(&mut again, Kind::Leave).await, [Kind::Leave]);
}

#[tokio::test]
async fn what_had_no_answer_is_done_once_by_the_next_program() {
    let house = House::open().await;
    let nowhere = "http://127.0.0.1:1".to_owned();
    let first = start(nowhere, 2);
    let cid = first.put(draft(Kind::Seek));
    let kept = serde_json::to_vec(&first.kept()).unwrap();
    drop(first);

    // Twice, as a program that was killed before it could write that all was answered.
    for n in [3, 4] {
        let kept: Vec<Unanswered> = serde_json::from_slice(&kept).unwrap();
        assert_eq!(kept.len(), 1);
        let mut again = start(origin(house.address), n);
        again.open(Address::Me);
        again.restore(kept);
        let done = async {
            loop {
                match again.next().await.expect("it does not end") {
                    ClientEvent::PutDone { cid: done, .. } if done == cid => return,
                    ClientEvent::PutRefused { refused, .. } => panic!("{refused:?}"),
                    _ => {}
                }
            }
        };
        timeout(PATIENCE, done).await.expect("it is done");
    }
    let mut after = start(origin(house.address), 5);
    after.open(Address::Me);
    let _left = after.put(draft(Kind::Leave));
    let told = until(&mut after, Kind::Leave).await;
    assert_eq!(told, [Kind::Seek, Kind::Leave], "it was done once");
}
