//! The place in line and the offer that runs for it, over another link and over kills of the real
//! program.

use std::net::SocketAddr;
use std::time::Duration;

use serde_json::Value;
use serde_json::json;
use tokio::time::sleep;

use crate::events::Posts;
use crate::person::Person;
use crate::person::Talk;
use crate::person::dice_time;
use crate::person::new_cid;
use crate::running::Running;

/// Long enough that no offer lapses while a loaded machine starts the program again.
const CONFIG: &str = "[matching]\noffer_s = 600\n";

/// How often the program is killed while an offer is accepted.
const ROUNDS: usize = 12;

/// Between the moment at which an offer is accepted and the kill, at most.
const MOMENT: Duration = Duration::from_millis(15);

async fn kill_and_start(running: Running) -> Running {
    let address = running.people().to_string();
    let Running { mut child, folder } = running;
    child.kill().await.unwrap();
    Running::start_in(folder, &address).await
}

async fn supporter(running: &Running) -> Person {
    let mut person = Person::invited(running.invite("supporter").await);
    drop(person.join(running.people()).await);
    person.invite = None;
    person
}

async fn on_shift(person: &Person, address: SocketAddr) -> Talk {
    let mut talk = person.join(address).await;
    let hours = json!({"topics": [], "languages": ["en"], "capacity": 1});
    let answer = talk.put("@me", "available", hours).await;
    assert_eq!(answer["t"], "ok", "{answer}");
    talk
}

async fn asked(talk: &mut Talk, what: &str) -> Value {
    let answer = talk.ask(json!({"t": "ask", "what": what})).await;
    assert_eq!(answer["t"], "ok", "{answer}");
    answer["body"].clone()
}

fn open_rooms(answer: &Value) -> Vec<String> {
    let rooms = answer["rooms"].as_array().unwrap().iter();
    let open = rooms.filter(|room| room["state"] == "open" && room["kind"] == "one_to_one");
    open.map(|room| room["room"].as_str().unwrap().to_owned())
        .collect()
}

#[tokio::test]
async fn a_place_outlives_another_link_and_a_kill_in_the_middle_of_an_offer() {
    let mut running = Running::start(CONFIG).await;
    let address = running.people();
    let (first, second) = (Person::new(), Person::new());
    let mut places = Vec::new();
    for person in [&first, &second] {
        let mut talk = person.join(address).await;
        let wish = json!({"topics": [], "languages": ["en"], "needs": ["literal"]});
        let answer = talk.put("@me", "seek", wish).await;
        assert_eq!(answer["t"], "ok", "{answer}");
        places.push(asked(&mut talk, "place").await);
    }
    assert_eq!(places[0]["coverage"], "nobody", "nobody can meet the need");
    let helper = supporter(&running).await;
    let mut talk = helper.join(address).await;
    let hours = json!({"topics": [], "languages": ["en"], "capacity": 1, "needs": ["literal"]});
    assert_eq!(talk.put("@me", "available", hours).await["t"], "ok");
    let (_, offer) = offered(std::slice::from_mut(&mut talk)).await;
    assert_eq!(offer["needs"], json!(["literal"]));
    let mut before = first.join(address).await;
    let before = asked(&mut before, "place").await;
    assert_eq!(before["offered"], true, "{before}");
    let metrics = running.operator("/metrics").await;
    let nobody = "peerline_uncovered_total{language=\"en\",topic=\"\"} 2\n";
    assert!(metrics.contains(nobody), "{metrics}");

    running = kill_and_start(running).await;

    let after = Posts::join_as(&first, address).await.ask("place").await;
    assert_eq!(
        after["body"], before,
        "the same over posts and after a kill"
    );
    let behind = asked(&mut second.join(address).await, "place").await;
    assert_eq!(behind["position"], 2, "{behind}");
    assert_eq!(behind["ahead"], places[1]["ahead"]);
    let mut talk = helper.join(address).await;
    let offers = asked(&mut talk, "offers").await;
    assert_eq!(offers["offers"].as_array().unwrap().len(), 1, "{offers}");
    let accept = json!({"offer": offer["offer"]});
    let answer = talk.put("@me", "accept", accept.clone()).await;
    assert_eq!(answer["t"], "ok", "{answer}");
    let again = talk.put("@me", "accept", accept).await;
    assert_eq!(
        (&again["code"], &again["why"]),
        (&json!("gone"), &json!("offer_over"))
    );
    let mut talk = first.join(address).await;
    assert_eq!(open_rooms(&asked(&mut talk, "rooms").await).len(), 1);
    let metrics = running.operator("/metrics").await;
    for line in [
        "_count{tier=\"routine\"} 1\n",
        "_bucket{tier=\"routine\",le=\"+Inf\"} 1\n",
    ] {
        let line = format!("peerline_wait_seconds{line}");
        assert!(metrics.contains(&line), "{metrics}");
    }
}

#[tokio::test]
async fn killed_while_an_offer_is_accepted_nobody_has_two_partners_and_nobody_none() {
    let mut running = Running::start(CONFIG).await;
    let address = running.people();
    let helpers = [supporter(&running).await, supporter(&running).await];
    let seeker = Person::new();
    for round in 0..ROUNDS {
        let mut talks = Vec::new();
        for helper in &helpers {
            talks.push(on_shift(helper, address).await);
        }
        let mut talk = seeker.join(address).await;
        let wish = json!({"topics": [], "languages": ["en"]});
        assert_eq!(talk.put("@me", "seek", wish).await["t"], "ok");
        let (asked_one, offer) = offered(&mut talks).await;
        let cid = new_cid();
        let accept = json!({
            "t": "put", "ref": 900, "room": "@me", "cid": cid, "kind": "accept",
            "body": {"offer": offer["offer"]},
        });
        talks[asked_one].send(&accept).await.unwrap();
        sleep(dice_time(MOMENT)).await;
        running = kill_and_start(running).await;

        let mut talk = seeker.join(address).await;
        let waits = asked(&mut talk, "place").await["state"] == "waiting";
        let rooms = open_rooms(&asked(&mut talk, "rooms").await);
        assert_eq!(
            rooms.len(),
            usize::from(!waits),
            "round {round}: in line or with one partner"
        );
        let mut helper = helpers[asked_one].join(address).await;
        let answer = helper.ask(accept).await;
        assert_eq!(answer["t"], "ok", "round {round}: {answer}");
        let rooms = open_rooms(&asked(&mut talk, "rooms").await);
        assert_eq!(rooms.len(), 1, "round {round}");
        assert_eq!(open_rooms(&asked(&mut helper, "rooms").await), rooms);
        let mut other = helpers[1 - asked_one].join(address).await;
        assert_eq!(
            open_rooms(&asked(&mut other, "rooms").await),
            Vec::<String>::new()
        );
        assert_eq!(asked(&mut other, "offers").await["offers"], json!([]));
        for one in [&mut talk, &mut helper] {
            one.put(&rooms[0], "leave", json!({})).await;
        }
    }
}

/// Finds who was asked, and about what.
async fn offered(talks: &mut [Talk]) -> (usize, Value) {
    loop {
        for (i, talk) in talks.iter_mut().enumerate() {
            let offers = asked(talk, "offers").await;
            if let Some(offer) = offers["offers"].get(0) {
                return (i, offer.clone());
            }
        }
    }
}
