//! Whoever erased themselves is in no file of the line: not in the database, not beside it, not among
//! the keys. The real program, killed on the way.

use std::fs;
use std::path::Path;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use peerline_core::identity::PublicKey;
use serde_json::Value;
use serde_json::json;

use crate::person::Person;
use crate::person::Talk;
use crate::person::new_cid;
use crate::running::Running;
use crate::running::run;
use crate::running::text;

/// A part of what was in the locker: 64 bytes of its 4096.
const LOCKER: &[u8] = b"what lies in a locker is 4096 bytes, and nobody else can read it";
const WORDS: &str = "nobody shall ever read what i said here";

/// Two who talk: the one who will go, their room, and what they are called there.
struct Pair {
    seeker: Person,
    talk: Talk,
    room: String,
    who: String,
    handle: String,
}

async fn meet(running: &Running, supporter: &Person) -> Pair {
    let seeker = Person::new();
    let mut giving = supporter.join(running.people()).await;
    let mut talk = seeker.join(running.people()).await;
    let hours = json!({"topics": [], "languages": ["en"], "capacity": 1});
    let wish = json!({"topics": [], "languages": ["en"]});
    done(&giving.put("@me", "available", hours).await);
    done(&talk.put("@me", "seek", wish).await);
    let offer = giving.until(|frame| frame["kind"] == "offer").await;
    let offer = json!({"offer": offer["body"]["offer"]});
    done(&giving.put("@me", "accept", offer).await);
    let matched = talk.until(|frame| frame["kind"] == "matched").await;
    let room = matched["body"]["room"].as_str().unwrap().to_owned();
    for n in 0..3 {
        let words = json!({"text": format!("{WORDS}, {n}")});
        done(&talk.put(&room, "msg", words).await);
    }
    let blob = URL_SAFE_NO_PAD.encode(LOCKER.repeat(64));
    let locker = json!({"after": 0, "blob": blob});
    done(&talk.put("@me", "locker", locker).await);
    let entries = talk.read(&room).await;
    let own = entries
        .iter()
        .find(|entry| entry["body"]["role"] == "seeker");
    let own = own.unwrap();
    Pair {
        who: own["who"].as_str().unwrap().to_owned(),
        handle: own["body"]["handle"].as_str().unwrap().to_owned(),
        seeker,
        talk,
        room,
    }
}

#[track_caller]
fn done(answer: &Value) {
    assert_eq!(answer["st"], "done", "{answer}");
}

/// Everything by which somebody could be found, as bytes and as text.
fn traces(pair: &Pair) -> Vec<Vec<u8>> {
    let key = PublicKey::from_bytes(pair.seeker.public());
    let account = key.account();
    let ids = [
        account.as_bytes().to_vec(),
        pair.seeker.public().to_vec(),
        URL_SAFE_NO_PAD.decode(&pair.who).unwrap(),
    ];
    let texts = ids.iter().map(|id| URL_SAFE_NO_PAD.encode(id).into_bytes());
    let words = [WORDS, &pair.handle].map(|text| text.as_bytes().to_vec());
    let locker = [LOCKER.to_vec(), URL_SAFE_NO_PAD.encode(LOCKER).into_bytes()];
    let all = texts.chain(words).chain(ids.clone());
    all.chain(locker).collect()
}

/// Returns the files in which any of it stands.
fn found(folder: &Path, traces: &[Vec<u8>]) -> Vec<String> {
    let files = fs::read_dir(folder.join("data")).unwrap();
    let files = files.map(|file| file.unwrap().path());
    let here = |path: &Path| {
        let bytes = fs::read(path).unwrap_or_default();
        let holds = |trace: &Vec<u8>| bytes.windows(trace.len()).any(|part| part == *trace);
        traces.iter().any(holds)
    };
    files
        .filter(|path| path.is_file() && here(path))
        .map(|path| path.display().to_string())
        .collect()
}

fn erase(cid: &str) -> Value {
    let body = json!({"sure": true});
    json!({"t": "put", "ref": 77, "room": "@me", "cid": cid, "kind": "erase", "body": body})
}

async fn killed(mut running: Running) -> Running {
    running.child.kill().await.unwrap();
    let Running { folder, .. } = running;
    Running::start_in(folder, "127.0.0.1:0").await
}

#[tokio::test]
async fn nothing_of_who_erased_themselves_is_in_any_file_whenever_the_program_is_killed() {
    let mut running = Running::start("").await;
    let mut supporter = Person::invited(running.invite("supporter").await);
    for waits in [true, false] {
        let mut pair = meet(&running, &supporter).await;
        supporter.invite = None;
        let traces = traces(&pair);
        let cid = new_cid();
        pair.talk.send(&erase(&cid)).await.unwrap();
        if waits {
            let answer = pair.talk.until(|frame| frame["ref"] == 77).await;
            assert_eq!(answer["body"]["kept"], json!([]), "{answer}");
            let bye = pair.talk.until(|frame| frame["t"] == "bye").await;
            assert_eq!(
                (&bye["code"], &bye["again_ms"]),
                (&json!("gone"), &Value::Null)
            );
        }
        running = killed(running).await;
        // The answer may be lost; the same again is answered again.
        let mut again = pair.seeker.join(running.people()).await;
        again.send(&erase(&cid)).await.unwrap();
        let answer = again.until(|frame| frame["ref"] == 77).await;
        assert_eq!(answer["body"]["kept"], json!([]), "{answer}");
        let (well, folder) = running.stop().await;
        assert!(well);
        assert_eq!(found(folder.path(), &traces), Vec::<String>::new());
        running = Running::start_in(folder, "127.0.0.1:0").await;
        let mut other = supporter.join(running.people()).await;
        let entries = other.read(&pair.room).await;
        let told = entries.iter().filter(|entry| entry["kind"] == "msg");
        assert!(
            told.clone().all(|entry| entry["tomb"] == true),
            "{entries:?}"
        );
        assert_eq!(told.count(), 3);
        done(&other.put(&pair.room, "leave", json!({})).await);
    }
}

#[tokio::test]
async fn what_would_go_is_told_without_a_word_and_a_hold_holds_it() {
    let running = Running::start("[retention]\none_to_one = \"closed\"\n").await;
    let supporter = Person::invited(running.invite("supporter").await);
    let mut pair = meet(&running, &supporter).await;
    let folder = running.folder.path();
    let at = ["--data", "data"];
    let told = run(folder, &["retention", at[0], at[1]]).await;
    let told = text(&told.stdout);
    assert!(
        told.contains(&pair.room) && told.contains("3 entries with words"),
        "{told}"
    );
    assert!(told.contains("stays while the room goes on"), "{told}");
    assert!(
        !told.contains(WORDS) && !told.contains(&pair.handle),
        "{told}"
    );
    let add = [
        "hold", "add", "--room", &pair.room, "--reason", "court", "--days", "3",
    ];
    let held = run(folder, &[&add[..], &at].concat()).await;
    assert!(text(&held.stdout).starts_with("held: "), "{held:?}");
    done(&pair.talk.put(&pair.room, "leave", json!({})).await);
    let report = run(folder, &["retention", "--json", at[0], at[1]]).await;
    let report: Value = serde_json::from_slice(&report.stdout).unwrap();
    assert_eq!(report["rooms"][0]["blocked_by"][0]["why"], "legal_hold");
    assert_eq!(report["rooms"][0]["goes_now"], false);
    let id = text(&held.stdout);
    let id = id.split([' ', ',']).nth(1).unwrap().to_owned();
    let list = run(folder, &["hold", "list", at[0], at[1]]).await;
    assert!(text(&list.stdout).contains(&id), "{list:?}");
    let released = run(folder, &["hold", "release", &id, at[0], at[1]]).await;
    assert_eq!(text(&released.stdout).trim(), "released");
    // The line looks at its timers before it answers the next one.
    loop {
        let report = run(folder, &["retention", at[0], at[1]]).await;
        if text(&report.stdout).trim() == "no room holds words" {
            break;
        }
    }
    let bad = ["hold", "add", "--reason", "not a code", "--days", "3"];
    let refused = run(folder, &[&bad[..], &at].concat()).await;
    assert!(!refused.status.success());
}
