//! A locker over a whole line: frames, the sealed store, a crash.

use super::client::Client;
use super::stage::SEEKER;
use super::stage::Stage;
use super::stage::settle;
use crate::identity::ContextKind;
use crate::identity::LineId;
use crate::identity::LockerBlob;
use crate::identity::LockerKey;
use crate::identity::Root;
use crate::identity::device_id;
use crate::ports::Journal as _;
use crate::protocol::Code;
use crate::protocol::Kind;
use crate::protocol::LockerBody;
use crate::vocab::AccountId;
use crate::vocab::RoomName;
use crate::vocab::Seed;
use crate::vocab::Seq;

fn key() -> LockerKey {
    Root::from_bytes([SEEKER; 16]).locker_key(&LineId::from_bytes([7; 32]), 0)
}

fn account() -> AccountId {
    let line = LineId::from_bytes([7; 32]);
    let key = Root::from_bytes([SEEKER; 16]).context_key(ContextKind::Line, &line, b"", 0);
    key.public().account()
}

fn sealed(version: u64, words: &str) -> LockerBlob {
    let mut entropy = Seed::from_bytes([8; 32]).entropy(version);
    key().seal(version, words.as_bytes(), &mut entropy).unwrap()
}

fn body(after: u64, blob: &LockerBlob) -> String {
    let blob = serde_json::to_string(blob).unwrap();
    format!(r#"{{"after":{after},"blob":{blob}}}"#)
}

async fn ask(client: &mut Client) -> LockerBody {
    let reference = client.ask("locker");
    settle().await;
    let body = client.ok(reference).unwrap().body.unwrap();
    body.read().unwrap()
}

#[tokio::test]
async fn what_was_kept_comes_back_to_whoever_has_the_phrase_also_after_a_crash() {
    let mut stage = Stage::set().await;
    let mut client = stage.join(SEEKER).await;
    let none = ask(&mut client).await;
    assert_eq!((none.version, none.uses), (0, 0));
    assert!(none.blob.is_none());
    let first = client.put("@me", 1, "locker", &body(0, &sealed(1, "one")));
    let second = client.put("@me", 2, "locker", &body(1, &sealed(2, "two")));
    settle().await;
    assert!(client.ok(first).is_some() && client.ok(second).is_some());
    stage.restart().await;
    let mut again = stage.join(SEEKER).await;
    let kept = ask(&mut again).await;
    assert_eq!(kept.version, 2);
    let opened = key().open(2, &kept.blob.unwrap()).unwrap();
    assert_eq!(opened.expose(), b"two");
}

#[tokio::test]
async fn an_older_version_is_refused_by_name_and_says_what_to_do() {
    let stage = Stage::set().await;
    let mut client = stage.join(SEEKER).await;
    client.put("@me", 1, "locker", &body(0, &sealed(1, "one")));
    let late = client.put("@me", 2, "locker", &body(0, &sealed(1, "mine")));
    let short = client.put("@me", 3, "locker", r#"{"after":1,"blob":"AAAA"}"#);
    settle().await;
    let refused = client.err(late).unwrap();
    assert_eq!(refused.code, Code::Denied);
    assert_eq!(refused.why.as_deref(), Some("locker_changed"));
    assert!(refused.say.is_some());
    assert_eq!(client.err_code(short), Some(Code::Bad));
    assert_eq!(ask(&mut client).await.version, 1);
}

#[tokio::test]
async fn somebody_else_with_the_phrase_is_told_to_who_is_there() {
    let stage = Stage::set().await;
    let mut owner = stage.join_on(SEEKER, [1; 32]).await;
    owner.put("@me", 1, "locker", &body(0, &sealed(1, "one")));
    settle().await;
    let _again = stage.join_on(SEEKER, [1; 32]).await;
    assert!(owner.of_kind("@me", &Kind::Notice).is_empty());
    let mut other = stage.join_on(SEEKER, [2; 32]).await;
    let told = owner.of_kind("@me", &Kind::Notice);
    assert_eq!(told.len(), 1);
    let body: serde_json::Value = told[0].body.as_ref().unwrap().read().unwrap();
    assert_eq!((&body["code"], &body["uses"]), (&"used".into(), &2.into()));
    let device = device_id(&account(), &[2; 32]);
    assert_eq!(body["device"], device.to_string());
    let seen = ask(&mut other).await;
    assert_eq!(seen.uses, 2);
    assert!(seen.used.is_some());
    // A program that names no device is told of as well.
    let _bare = stage.join(SEEKER).await;
    assert_eq!(owner.of_kind("@me", &Kind::Notice).len(), 2);
}

#[tokio::test]
async fn one_row_is_stored_and_nothing_of_it_after_an_erasure() {
    let stage = Stage::set().await;
    let mut client = stage.join(SEEKER).await;
    for version in 0..5 {
        let blob = sealed(version + 1, "notes");
        client.put("@me", version as u8, "locker", &body(version, &blob));
        settle().await;
    }
    let lockers = |stage: &Stage| {
        let opened = stage.opened();
        async move {
            let heads = opened.heads(None, 100).await.unwrap();
            let lockers = heads.into_iter();
            lockers
                .filter(|head| matches!(head.stream, RoomName::Locker(_)))
                .map(|head| head.head)
                .collect::<Vec<_>>()
        }
    };
    assert_eq!(lockers(&stage).await, [Seq::new(1)]);
    client.put("@me", 99, "erase", r#"{"sure":true}"#);
    settle().await;
    assert!(client.bye().is_some());
    assert_eq!(lockers(&stage).await, []);
}
