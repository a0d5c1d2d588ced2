//! A line whose store was restored from an older copy, and words that were taken away: the real
//! program, a real file.

use std::fs;
use std::net::SocketAddr;
use std::path::Path;

use peerline_core::ports::Journal as _;
use peerline_core::vocab::Seq;
use serde_json::Value;
use serde_json::json;

use crate::person::Person;
use crate::person::Talk;
use crate::person::new_cid;
use crate::running::Running;
use crate::running::run;
use crate::running::text;
use crate::unsealed::unsealed;

const SEEK: &str = r#"{"topics":[],"languages":["en"]}"#;

fn seek() -> Value {
    serde_json::from_str(SEEK).unwrap()
}

/// Joins without a cursor, does some things in `@me`, and returns the cursor behind them.
async fn busy(person: &Person, address: SocketAddr, times: usize) -> Value {
    let mut talk = person.join(address).await;
    for _ in 0..times {
        for (kind, body) in [("seek", seek()), ("leave", json!({}))] {
            let answer = talk.put("@me", kind, body).await;
            assert_eq!(answer["t"], "ok", "{answer}");
        }
    }
    let log = talk.read("@me").await;
    let last = log.last().unwrap();
    json!({"room": "@me", "epoch": 1, "seq": last["seq"], "h": last["h"]})
}

/// Joins with a cursor and returns what is told of the room before its first entry, and the numbers
/// of the entries up to the head.
async fn come_back(person: &Person, address: SocketAddr, cursor: &Value) -> (Vec<Value>, Vec<u64>) {
    let mut talk = person.try_join(address, &json!([cursor])).await.unwrap();
    let (mut gaps, mut seqs) = (Vec::new(), Vec::new());
    loop {
        let frame = talk.next().await.expect("the connection holds");
        match frame["t"].as_str().unwrap() {
            "gap" => gaps.push(frame),
            // Answered when everything up to there was sent.
            "opened" => {
                let fetch = json!({"t": "fetch", "ref": 9, "room": "@me", "after": frame["head"]});
                talk.send(&fetch).await.expect("the connection holds");
            }
            "ev" => seqs.push(frame["seq"].as_u64().unwrap()),
            "ok" => return (gaps, seqs),
            other => panic!("{other}"),
        }
    }
}

fn told(gaps: &[Value]) -> Vec<(Value, Value, Value)> {
    gaps.iter()
        .map(|gap| (gap["why"].clone(), gap["lo"].clone(), gap["hi"].clone()))
        .collect()
}

fn gap(why: &str, hi: &Value) -> Vec<(Value, Value, Value)> {
    vec![(json!(why), json!(1), hi.clone())]
}

/// Copies the database of a line that was stopped.
fn copy(from: &Path, to: &Path) {
    for beside in ["-wal", "-shm"] {
        assert!(!from.with_extension(format!("db{beside}")).exists());
    }
    fs::copy(from, to).unwrap();
}

async fn command(folder: &Path, args: &[&str]) -> (bool, String) {
    let output = run(folder, args).await;
    let said = format!("{}{}", text(&output.stdout), text(&output.stderr));
    (output.status.success(), said)
}

#[tokio::test]
async fn a_copy_that_was_made_while_people_talked_is_put_back_and_everybody_is_told() {
    let (early, late) = (Person::new(), Person::new());
    let running = Running::start("").await;
    let address = running.people();
    let before = busy(&early, address, 3).await;
    let talking = tokio::spawn(async move { busy(&late, address, 28).await });
    let folder = running.folder.path();
    let backup = ["backup", "copy.db", "--data", "data"];
    let (made, said) = command(folder, &backup).await;
    assert!(made && said.contains("checked from end to end"), "{said}");
    let (again, said) = command(folder, &backup).await;
    assert!(
        !again && said.contains("choose another name"),
        "nothing is written over: {said}"
    );
    let restore = ["restore", "copy.db", "--data", "data"];
    let (restored, said) = command(folder, &restore).await;
    assert!(!restored && said.contains("another peerline"), "{said}");
    talking.await.unwrap();
    let beyond = busy(&early, address, 2).await;

    let mut running = running;
    running.child.kill().await.unwrap();
    let folder = running.folder;
    // An earlier try was cut short.
    fs::write(folder.path().join("data/line.db.new"), "half").unwrap();
    let (restored, said) = command(folder.path(), &restore).await;
    assert!(restored && said.contains("line.db.before-"), "{said}");
    let running = Running::start_in(folder, "127.0.0.1:0").await;
    let (gaps, seqs) = come_back(&early, running.people(), &beyond).await;
    assert_eq!(told(&gaps), gap("epoch", &beyond["seq"]));
    // What was there when the copy was made is there.
    let first = before["seq"].as_u64().unwrap();
    assert!(seqs.contains(&first), "{seqs:?}");
    assert!(seqs.last() < beyond["seq"].as_u64().as_ref());
    running.stop().await;
}

#[tokio::test]
async fn what_is_no_copy_of_a_line_is_not_put_back() {
    let running = Running::start("").await;
    busy(&Person::new(), running.people(), 3).await;
    let (_, folder) = running.stop().await;
    let path = folder.path();
    let (made, said) = command(path, &["backup", "copy.db", "--data", "data"]).await;
    assert!(made, "{said}");
    let store = fs::read(path.join("data/line.db")).unwrap();
    let mut copy = fs::read(path.join("copy.db")).unwrap();
    let n = copy.len();
    for byte in &mut copy[n / 2..n / 2 + 3000] {
        *byte ^= 0x5a;
    }
    fs::write(path.join("torn.db"), &copy).unwrap();
    fs::write(path.join("half.db"), &copy[..n / 3]).unwrap();
    fs::write(path.join("words.db"), "no database at all, but long enough").unwrap();
    fs::write(path.join("empty.db"), "").unwrap();
    for name in ["torn.db", "half.db", "words.db", "empty.db", "missing.db"] {
        let (restored, said) = command(path, &["restore", name, "--data", "data"]).await;
        assert!(!restored && said.contains(name), "{name}: {said}");
        assert_eq!(
            fs::read(path.join("data/line.db")).unwrap(),
            store,
            "{name}"
        );
    }
    let (made, said) = command(path, &["backup", "b.db", "--data", "nowhere"]).await;
    assert!(!made && said.contains("no line.db"), "{said}");
}

#[tokio::test]
async fn who_saw_more_or_other_than_a_restored_backup_holds_is_told() {
    let (early, late) = (Person::new(), Person::new());
    let running = Running::start("").await;
    busy(&early, running.people(), 1).await;
    let (_, folder) = running.stop().await;
    let (store, backup) = (
        folder.path().join("data/line.db"),
        folder.path().join("backup.db"),
    );
    copy(&store, &backup);

    let running = Running::start_in(folder, "127.0.0.1:0").await;
    let beyond = busy(&early, running.people(), 2).await;
    let unknown = busy(&late, running.people(), 1).await;
    let (_, folder) = running.stop().await;
    copy(&backup, &store);

    let running = Running::start_in(folder, "127.0.0.1:0").await;
    let address = running.people();
    let (gaps, seqs) = come_back(&early, address, &beyond).await;
    assert_eq!(told(&gaps), gap("diverged", &beyond["seq"]));
    assert!(seqs.last() < beyond["seq"].as_u64().as_ref());
    // Whose log begins anew and grows as long as it was: the numbers are the same, the hash is not.
    let other = busy(&late, address, 1).await;
    assert_eq!(other["seq"], unknown["seq"]);
    assert_ne!(other["h"], unknown["h"]);
    let (gaps, seqs) = come_back(&late, address, &unknown).await;
    assert_eq!(told(&gaps), gap("diverged", &unknown["seq"]));
    assert_eq!(
        seqs,
        (1..=other["seq"].as_u64().unwrap()).collect::<Vec<_>>()
    );
    let (gaps, _) = come_back(&late, address, &other).await;
    assert_eq!(told(&gaps), []);
    running.stop().await;
}

#[tokio::test]
async fn an_operator_begins_a_new_epoch_and_everybody_is_told() {
    let person = Person::new();
    let running = Running::start("").await;
    let cursor = busy(&person, running.people(), 1).await;
    let held = run(running.folder.path(), &["epoch", "new", "--data", "data"]).await;
    assert!(!held.status.success());
    assert!(text(&held.stderr).contains("another peerline is running"));
    let (_, folder) = running.stop().await;
    let epoch = async |verb: &[&str]| {
        let args = [&["epoch"], verb, &["--data", "data"]].concat();
        let output = run(folder.path(), &args).await;
        assert!(output.status.success(), "{}", text(&output.stderr));
        let said = text(&output.stdout);
        said.split_whitespace()
            .next()
            .unwrap()
            .parse::<u64>()
            .unwrap()
    };
    assert_eq!(epoch(&[]).await, 1);
    let new = epoch(&["new"]).await;
    assert!(1 < new);
    assert_eq!(epoch(&[]).await, new);

    let running = Running::start_in(folder, "127.0.0.1:0").await;
    let (gaps, seqs) = come_back(&person, running.people(), &cursor).await;
    assert_eq!(told(&gaps), gap("epoch", &cursor["seq"]));
    assert_eq!(gaps[0]["epoch"], new);
    assert_eq!(seqs.first(), Some(&1));
    running.stop().await;
}

#[tokio::test]
async fn there_is_no_epoch_where_there_is_no_line() {
    let folder = tempfile::tempdir().unwrap();
    let output = run(folder.path(), &["epoch", "new", "--data", "data"]).await;
    assert!(!output.status.success());
    assert!(text(&output.stderr).contains("there is no line in data"));
    assert!(!folder.path().join("data").exists());
}

/// Opens the room in which a person waits for a responder.
async fn room_of(talk: &mut Talk) -> String {
    let answer = talk.put("@me", "signal", json!({})).await;
    assert_eq!(answer["t"], "ok", "{answer}");
    let log = talk.read("@me").await;
    let matched = log.iter().find(|entry| entry["kind"] == "matched").unwrap();
    matched["body"]["room"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn words_that_were_taken_away_are_in_no_file_and_in_no_replay() {
    const WORDS: &str = "the lighthouse at Fisgard";
    const STAYS: &str = "the harbour at Sooke";
    let person = Person::new();
    let running = Running::start("").await;
    let mut talk = person.join(running.people()).await;
    let room = room_of(&mut talk).await;
    let said = talk.put(&room, "msg", json!({"text": WORDS})).await;
    let seq = said["seq"].clone();
    let stays = talk.put(&room, "msg", json!({"text": STAYS})).await;
    assert_eq!(stays["t"], "ok", "{stays}");
    let data = running.folder.path().join("data");
    let is_somewhere = || {
        let files = fs::read_dir(&data).unwrap();
        files.into_iter().any(|file| {
            let bytes = fs::read(file.unwrap().path()).unwrap_or_default();
            bytes
                .windows(WORDS.len())
                .any(|part| part == WORDS.as_bytes())
        })
    };
    let redact = json!({"t": "put", "room": room, "cid": new_cid(), "kind": "redact", "re": seq, "body": {}});
    let taken = talk.ask(redact).await;
    assert_eq!((&taken["t"], &taken["st"]), (&json!("ok"), &json!("done")));
    let log = talk.read(&room).await;
    let tomb = log.iter().find(|entry| entry["seq"] == seq).unwrap();
    assert_eq!(
        (&tomb["kind"], &tomb["tomb"], &tomb["body"]),
        (&json!("msg"), &json!(true), &Value::Null)
    );
    let redacted = log.last().unwrap();
    assert_eq!(
        (&redacted["kind"], &redacted["re"]),
        (&json!("redact"), &seq)
    );
    drop(talk);
    let (good, folder) = running.stop().await;
    assert!(good);
    assert!(!is_somewhere());
    // And with the keys there is nothing to open any more, where what stays opens.
    let (sealed, store) = unsealed(&folder.path().join("data/line.db"));
    let read = sealed.read(&room.parse().unwrap(), Seq::ZERO, 100).await;
    let bodies = read.unwrap().into_iter().map(|stored| stored.event.body);
    let opened: Vec<u8> = bodies.flatten().collect();
    let opened = String::from_utf8_lossy(&opened);
    assert!(opened.contains(STAYS) && !opened.contains(WORDS));
    store.close().await;
}
