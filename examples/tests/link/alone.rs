//! A link that proves one room alone, with tickets that another link fetched.

use peerline_core::identity::ContextKind;
use peerline_core::identity::PublicKey;
use peerline_core::identity::Root;
use peerline_core::identity::blind::BlindOffer;
use peerline_core::protocol::Address;
use peerline_core::protocol::Body;
use peerline_core::protocol::Kind;
use peerline_core::session::BlindQuestion;
use peerline_core::session::ClientEvent;
use peerline_core::session::Draft;
use peerline_core::session::Purse;
use peerline_core::vocab::Cid;
use peerline_core::vocab::RoomId;
use peerline_core::vocab::RoomName;
use peerline_core::vocab::Seed;
use peerline_examples::link::Guest;
use peerline_examples::link::Link;
use peerline_examples::small_line;
use serde_json::Value;
use serde_json::json;
use tokio::time::timeout;

use crate::house::House;
use crate::ways::PATIENCE;
use crate::ways::origin;

fn root() -> Root {
    Root::from_bytes([1; 16])
}

/// Waits for the answer to a question.
async fn answer(link: &mut Link, question: u64) -> Body<'static> {
    let answered = async {
        loop {
            match link.next().await.expect("it does not end") {
                ClientEvent::Answer { reference, taken } if reference == question => {
                    return taken.body.expect("it says something");
                }
                _ => {}
            }
        }
    };
    timeout(PATIENCE, answered).await.expect("it is answered")
}

/// Waits for what a put comes to; whether it was done.
async fn comes_to(link: &mut Link, put: Cid) -> bool {
    let told = async {
        loop {
            match link.next().await.expect("it does not end") {
                ClientEvent::PutDone { cid, .. } if cid == put => return true,
                ClientEvent::PutRefused { cid, .. } if cid == put => return false,
                _ => {}
            }
        }
    };
    timeout(PATIENCE, told).await.expect("it is told")
}

/// Returns the first room of the directory, and the key that is shown there.
async fn door(link: &mut Link) -> (RoomId, PublicKey) {
    let listed = link.ask("directory");
    let listed: Value = answer(link, listed).await.read().unwrap();
    let room = listed["rooms"][0]["room"].as_str().unwrap();
    let room: RoomId = room.parse().unwrap();
    let key = root().context_key(ContextKind::Room, &small_line::ID, room.as_bytes(), 0);
    (room, key.public())
}

/// Fetches tickets into a room ahead, on a link of the person's own.
async fn tickets(link: &mut Link) -> (RoomId, Purse) {
    let (room, key) = door(link).await;
    let mut entropy = Seed::from_bytes([3; 32]).entropy(0);
    let (body, secrets) = Purse::question(&key, 2, &mut entropy);
    let asked = link.ask_with("tickets", body);
    let mut purse = Purse::default();
    purse.asked(asked, room, secrets);
    let body = answer(link, asked).await;
    assert_eq!(purse.answered(asked, Some(&body)), Some(room));
    (room, purse)
}

/// Asks which key the line makes blind tickets with.
async fn offer(link: &mut Link) -> BlindOffer {
    let asked = link.ask("blind");
    BlindQuestion::offer(&answer(link, asked).await).unwrap()
}

/// Fetches blind tickets into a room ahead, on a link of the person's own.
async fn blind_tickets(link: &mut Link) -> (RoomId, Purse) {
    let (room, key) = door(link).await;
    let offer = offer(link).await;
    let mut entropy = Seed::from_bytes([5; 32]).entropy(0);
    let line = (&offer, &small_line::ID);
    let (question, body) = BlindQuestion::new(line, (room, &key), 2, &mut entropy).unwrap();
    let asked = link.ask_with("blind", body);
    let mut purse = Purse::default();
    let body = answer(link, asked).await;
    assert_eq!(question.answered(&body, &mut purse), Ok(2));
    (room, purse)
}

#[tokio::test]
async fn a_blind_ticket_lets_somebody_in_whom_not_even_the_line_can_tie_to_who_asked() {
    let house = House::open().await;
    let seed = |byte| Seed::from_bytes([byte; 32]);
    let mut own = Link::start(origin(house.address), Guest::new(root(), seed(2)));
    let other = Guest::new(Root::from_bytes([9; 16]), seed(6));
    let mut other = Link::start(origin(house.address), other);
    assert_eq!(offer(&mut own).await, offer(&mut other).await);
    let (room, purse) = blind_tickets(&mut own).await;
    drop(own);

    let guest = Guest::new(root(), seed(4)).only(room, purse);
    let mut link = Link::start(origin(house.address), guest);
    link.enter(room);
    let here = Address::Room(RoomName::Room(room));
    let text = Body::of(&json!({"text": "good evening"}));
    let said = link.put(Draft::new(here.clone(), Kind::Msg, text));
    assert!(comes_to(&mut link, said).await);
    let called = link.put(Draft::new(here, Kind::Signal, Body::of(&json!({}))));
    assert!(comes_to(&mut link, called).await);
}

#[tokio::test]
async fn who_proves_one_room_alone_talks_there_calls_a_person_and_does_nothing_else() {
    let house = House::open().await;
    let seed = |byte| Seed::from_bytes([byte; 32]);
    let mut own = Link::start(origin(house.address), Guest::new(root(), seed(2)));
    let (room, purse) = tickets(&mut own).await;
    drop(own);

    let guest = Guest::new(root(), seed(4)).only(room, purse);
    let mut link = Link::start(origin(house.address), guest);
    link.enter(room);
    let here = Address::Room(RoomName::Room(room));
    let text = Body::of(&json!({"text": "good evening"}));
    let said = link.put(Draft::new(here.clone(), Kind::Msg, text));
    assert!(comes_to(&mut link, said).await);
    let called = link.put(Draft::new(here, Kind::Signal, Body::of(&json!({}))));
    assert!(comes_to(&mut link, called).await);
    let wish = Body::of(&json!({"topics": [], "languages": ["en"]}));
    let sought = link.put(Draft::new(Address::Me, Kind::Seek, wish));
    assert!(
        !comes_to(&mut link, sought).await,
        "it is nobody's own link"
    );
}
