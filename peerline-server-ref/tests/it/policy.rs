//! The policy of a running line: replaced while people talk, refused where it is wrong, and never in
//! the way of danger.

use std::path::Path;

use serde_json::Value;
use serde_json::json;
use tokio::io::AsyncBufReadExt as _;
use tokio::io::BufReader;
use tokio::process::ChildStderr;
use tokio::process::Command;
use tokio::time::timeout;

use crate::house::PATIENCE;
use crate::person::Person;
use crate::person::Talk;
use crate::running::Running;
use crate::running::run;
use crate::running::text;

const CONFIG: &str = r#"
[moderation]
policy = "own.toml"
[[rooms]]
slug = "passing"
kind = "drop_in"
title = "Passing"
"#;

/// A policy that blocks one word.
fn policy(word: &str, version: u32) -> String {
    format!(
        r#"
peerline = "policy/1"
id = "own"
version = {version}
langs = ["en"]
[list]
own = {{ words = ["{word}"] }}
[signal]
own = {{ list = "own" }}
[[rule]]
id = "own.word"
when = "own"
do = ["block"]
ground = "rules#own"
appeal = "1d"
say = {{ en = "not {word}, please" }}
[[test]]
rule = "own.word"
hit = ["{word}"]
miss = ["hello"]
"#
    )
}

async fn start(first: &str) -> (Running, BufReader<ChildStderr>) {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("peerline.toml"), CONFIG).unwrap();
    std::fs::write(folder.path().join("own.toml"), first).unwrap();
    let mut running = Running::start_in(folder, "127.0.0.1:0").await;
    let complaints = BufReader::new(running.child.stderr.take().unwrap());
    (running, complaints)
}

async fn enter(running: &Running) -> (Talk, String) {
    let mut talk = Person::new().join(running.people()).await;
    let listed = talk.ask(json!({"t": "ask", "what": "directory"})).await;
    let room = listed["body"]["rooms"][0]["room"]
        .as_str()
        .unwrap()
        .to_owned();
    assert_eq!(talk.put(&room, "join", json!({})).await["t"], "ok");
    (talk, room)
}

async fn say(talk: &mut Talk, room: &str, words: &str) -> Value {
    talk.put(room, "msg", json!({"text": words})).await
}

/// Puts another policy there and asks the program to read it.
async fn replace(running: &Running, file: &str) {
    std::fs::write(running.folder.path().join("own.toml"), file).unwrap();
    let id = running.child.id().unwrap().to_string();
    let told = Command::new("kill").args(["-HUP", &id]).status().await;
    assert!(told.unwrap().success());
}

/// Says a word until the line takes it, or until it does not any more.
async fn until(talk: &mut Talk, room: &str, word: &str, blocked: bool) -> Value {
    let asked = async {
        loop {
            let answer = say(talk, room, word).await;
            if (answer["t"] == "err") == blocked {
                return answer;
            }
        }
    };
    timeout(PATIENCE, asked)
        .await
        .expect("the policy is in force")
}

async fn complaint(complaints: &mut BufReader<ChildStderr>, part: &str) {
    let heard = async {
        let mut line = String::new();
        while complaints.read_line(&mut line).await.unwrap() != 0 {
            if line.contains(part) {
                return;
            }
            line.clear();
        }
        panic!("it ended without a word");
    };
    timeout(PATIENCE, heard).await.expect("it says why");
}

#[tokio::test]
async fn another_policy_is_in_force_at_once_and_a_wrong_one_changes_nothing() {
    let (running, mut complaints) = start(&policy("quince", 1)).await;
    let (mut talk, room) = enter(&running).await;
    let refused = say(&mut talk, &room, "a quince").await;
    assert_eq!(refused["say"], "not quince, please", "{refused}");
    assert_eq!(say(&mut talk, &room, "a medlar").await["t"], "ok");

    replace(&running, &policy("medlar", 2)).await;
    let refused = until(&mut talk, &room, "a medlar", true).await;
    assert_eq!(refused["say"], "not medlar, please");
    assert_eq!(say(&mut talk, &room, "a quince").await["t"], "ok");

    replace(&running, "peerline = 1").await;
    complaint(&mut complaints, "the policy was not changed").await;
    let failing = policy("quince", 3).replace("miss = [\"hello\"]", "miss = [\"quince\"]");
    replace(&running, &failing).await;
    complaint(&mut complaints, "1 of its tests fail").await;
    assert_eq!(say(&mut talk, &room, "a quince").await["t"], "ok");
    assert_eq!(say(&mut talk, &room, "a medlar").await["t"], "err");
    let (well, _) = running.stop().await;
    assert!(well);
}

#[tokio::test]
async fn no_message_is_lost_while_policies_change() {
    let (running, _complaints) = start(&policy("quince", 1)).await;
    let (mut talk, room) = enter(&running).await;
    let mut sent = Vec::new();
    for round in 0..6 {
        let (word, other) = if round % 2 == 0 {
            ("medlar", "quince")
        } else {
            ("quince", "medlar")
        };
        replace(&running, &policy(word, round + 2)).await;
        for n in 0..20 {
            let words = format!("hello {round} {n}");
            let answer = say(&mut talk, &room, &words).await;
            assert_eq!(answer["t"], "ok", "{answer}");
            sent.push(words);
        }
        until(&mut talk, &room, &format!("a {word}"), true).await;
        assert_eq!(
            say(&mut talk, &room, &format!("a {other}")).await["t"],
            "ok"
        );
    }
    let log = talk.read(&room).await;
    let heard: Vec<&str> = log
        .iter()
        .filter_map(|entry| entry["body"]["text"].as_str())
        .filter(|words| words.starts_with("hello"))
        .collect();
    assert_eq!(heard, sent);
}

fn put_there(running: &Running, file: &str) {
    std::fs::write(running.folder.path().join("own.toml"), file).unwrap();
}

async fn asked(running: &Running, what: &str) -> (bool, String) {
    let ended = run(running.folder.path(), &["policy", what, "--data", "data"]).await;
    let said = format!("{}{}", text(&ended.stdout), text(&ended.stderr));
    (ended.status.success(), said)
}

#[tokio::test]
async fn the_operator_lets_the_line_read_its_policy_again_and_reads_why_it_was_refused() {
    let (running, _complaints) = start(&policy("quince", 1)).await;
    let (mut talk, room) = enter(&running).await;
    let (well, said) = asked(&running, "current").await;
    assert!(well && said.trim() == "policy: own 1", "{said}");

    put_there(&running, &policy("medlar", 2));
    let (well, said) = asked(&running, "reload").await;
    assert!(well && said.trim() == "policy: own 2", "{said}");
    // In force when the command has ended.
    assert_eq!(say(&mut talk, &room, "a medlar").await["t"], "err");
    assert_eq!(say(&mut talk, &room, "a quince").await["t"], "ok");

    let failing = policy("quince", 3).replace("miss = [\"hello\"]", "miss = [\"quince\"]");
    for (wrong, reason) in [
        ("peerline = 1", "refused"),
        (failing.as_str(), "1 of its tests fail"),
        (
            &policy("quince", 3).replace("when = \"own\"", "when = \"onw\""),
            "did you mean `own`?",
        ),
    ] {
        put_there(&running, wrong);
        let (well, said) = asked(&running, "reload").await;
        assert!(!well && said.contains(reason), "{said}");
        let (_, said) = asked(&running, "current").await;
        assert_eq!(said.trim(), "policy: own 2");
        assert_eq!(say(&mut talk, &room, "a medlar").await["t"], "err");
    }
    let status = running.operator("/admin/status").await;
    let status: Value = serde_json::from_str(crate::house::body(&status)).unwrap();
    assert_eq!(status["policy"]["version"], 2);
    assert!(status["policy"]["digest"].is_string());
}

#[tokio::test]
async fn no_message_is_lost_while_the_operator_lets_it_be_read_again_and_again() {
    let (running, _complaints) = start(&policy("quince", 1)).await;
    let (mut talk, room) = enter(&running).await;
    let reload = async {
        for version in 2..8 {
            let file = if version % 2 == 0 {
                policy("medlar", version)
            } else {
                "wrong".to_owned()
            };
            put_there(&running, &file);
            let (well, said) = asked(&running, "reload").await;
            assert_eq!(well, version % 2 == 0, "{said}");
        }
    };
    let talking = async {
        let mut sent = Vec::new();
        for n in 0..120 {
            let words = format!("hello {n}");
            assert_eq!(say(&mut talk, &room, &words).await["t"], "ok");
            sent.push(words);
        }
        sent
    };
    let ((), sent) = tokio::join!(reload, talking);
    let log = talk.read(&room).await;
    let heard = log
        .iter()
        .filter_map(|entry| entry["body"]["text"].as_str());
    assert_eq!(heard.collect::<Vec<_>>(), sent);
}

#[tokio::test]
async fn a_word_that_is_blocked_does_not_stop_a_sign_of_danger() {
    let (running, _complaints) = start(&policy("quince", 1)).await;
    let (mut talk, room) = enter(&running).await;
    assert_eq!(say(&mut talk, &room, "a quince").await["t"], "err");
    let danger = "quince or not, I am going to kill myself tonight";
    assert_eq!(say(&mut talk, &room, danger).await["t"], "ok");
}

#[tokio::test]
async fn a_wrong_policy_keeps_the_line_from_starting_and_says_why() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("peerline.toml"), CONFIG).unwrap();
    let wrong = policy("quince", 1).replace("when = \"own\"", "when = \"onw\"");
    std::fs::write(folder.path().join("own.toml"), wrong).unwrap();
    for args in [
        ["config", "check"].as_slice(),
        &["--listen", "127.0.0.1:0", "--data", "data"],
    ] {
        let ended = run(folder.path(), args).await;
        assert!(!ended.status.success());
        assert!(
            text(&ended.stderr).contains("did you mean `own`?"),
            "{}",
            text(&ended.stderr)
        );
    }
}

#[tokio::test]
async fn a_policy_is_checked_explained_and_replayed_from_the_command_line() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    let own = policy("quince", 1);
    std::fs::write(at.join("own.toml"), &own).unwrap();
    std::fs::write(
        at.join("bad.toml"),
        own.replace("hit = [\"quince\"]", "hit = [\"pear\"]"),
    )
    .unwrap();
    let said = [
        r#"{"text":"a quince"}"#,
        r#"{"text":"write to someone@example.org"}"#,
        r#"{"text":"hello"}"#,
    ];
    std::fs::write(at.join("talk.jsonl"), said.join("\n")).unwrap();
    let good = heard(at, &["policy", "check", "own.toml"], true).await;
    assert_eq!(
        good.trim(),
        "own 1 is good: 1 rules, 1 signals, 2 tests pass"
    );
    let bad = heard(at, &["policy", "test", "bad.toml"], false).await;
    assert!(
        bad.contains("own.word should hit, and does not: pear"),
        "{bad}"
    );
    let why = heard(
        at,
        &["policy", "explain", "own.toml", "--text", "a qu1nce"],
        true,
    )
    .await;
    assert!(
        why.contains("\"qu1nce\"") && why.contains("verdict  block by own.word"),
        "{why}"
    );
    let moved = heard(
        at,
        &["policy", "replay", "own.toml", "peer-line", "talk.jsonl"],
        true,
    )
    .await;
    assert!(
        moved.contains("line 1: block (own.word) -> allow"),
        "{moved}"
    );
    assert!(
        moved.contains("line 2: allow -> nudge (privacy.contact)"),
        "{moved}"
    );
    assert!(
        moved.contains("3 messages, 2 judged differently") && !moved.contains("someone@"),
        "{moved}"
    );
    let shipped = heard(at, &["policy", "print", "youth-line"], true).await;
    std::fs::write(at.join("mine.toml"), shipped).unwrap();
    heard(at, &["policy", "check", "mine.toml"], true).await;
}

async fn heard(folder: &Path, args: &[&str], well: bool) -> String {
    let ended = run(folder, args).await;
    assert_eq!(ended.status.success(), well, "{}", text(&ended.stderr));
    text(&ended.stdout)
}
