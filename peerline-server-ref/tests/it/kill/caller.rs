//! People who come, ask for a human, and keep asking until they are answered.

use std::net::SocketAddr;
use std::time::Duration;

use serde_json::Value;
use serde_json::json;
use tokio::sync::watch;
use tokio::time::sleep;

use crate::person::Gone;
use crate::person::Person;
use crate::person::new_cid;

/// Somebody who asked for a human and was answered.
#[derive(Debug)]
pub(super) struct Caller {
    /// Who.
    pub(super) person: Person,
    /// Where the answer said that it is written down.
    pub(super) seq: u64,
}

/// Lets one person call in each round, until there are no more rounds.
pub(super) async fn live(address: SocketAddr, mut rounds: watch::Receiver<u32>) -> Vec<Caller> {
    let mut callers = Vec::new();
    while rounds.changed().await.is_ok() {
        callers.push(call(address).await);
    }
    callers
}

async fn call(address: SocketAddr) -> Caller {
    let (person, cid) = (Person::new(), new_cid());
    loop {
        match attempt(&person, address, &cid).await {
            Ok(answer) if answer["t"] == "ok" => {
                let seq = answer["seq"].as_u64().expect("it is written down");
                return Caller { person, seq };
            }
            Ok(_) | Err(Gone) => sleep(Duration::from_millis(5)).await,
        }
    }
}

async fn attempt(person: &Person, address: SocketAddr, cid: &str) -> Result<Value, Gone> {
    let mut talk = person.try_join(address, &json!([])).await?;
    let put =
        json!({"t": "put", "ref": 1, "room": "@me", "cid": cid, "kind": "signal", "body": {}});
    talk.send(&put).await?;
    loop {
        let answer = talk.next().await?;
        if answer["ref"] == 1 {
            return Ok(answer);
        }
    }
}
