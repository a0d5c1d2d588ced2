//! The log of the real program at its most talkative: no word, name, secret or place of a person.

use std::path::Path;
use std::process::Stdio;
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use peerline_core::ports::KeyShelf as _;
use peerline_core::vocab::KeyName;
use peerline_server_ref::shelf::FileShelf;
use serde_json::json;
use tokio::io::AsyncReadExt as _;
use tokio::process::Command;
use tokio::time::sleep;
use tokio::time::timeout;

use crate::house::PATIENCE;
use crate::person::Person;
use crate::person::Talk;
use crate::running::invite_at;
use crate::running::peerline;

const WORDS: [&str; 3] = ["marzipanwort", "kaleidoskopwort", "quittenwort"];

#[tokio::test]
async fn no_word_name_secret_or_country_of_a_person_is_logged_at_trace() {
    let folder = tempfile::tempdir().unwrap();
    let config = "[log]\nlevel = \"trace\"\nformat = \"json\"\n[limits]\nhello_s = 2\n";
    std::fs::write(folder.path().join("peerline.toml"), config).unwrap();
    let mut child = peerline(
        folder.path(),
        &["--listen", "127.0.0.1:0", "--data", "data"],
    )
    .env("RUST_LOG", "trace")
    .stdout(Stdio::piped())
    .stderr(Stdio::piped())
    .spawn()
    .unwrap();
    let place = folder.path().join("data/server.addr");
    let started = timeout(PATIENCE, async {
        loop {
            let said = std::fs::read_to_string(&place).unwrap_or_default();
            if let Ok(address) = said.trim().parse() {
                return address;
            }
            sleep(Duration::from_millis(5)).await;
        }
    });
    let address = started.await.expect("it starts");
    let key = folder.path().join("data/admin.key");
    let invite = invite_at(address, &key, "responder").await;
    let mut person = Person::new();
    person.country = Some("IS".to_owned());
    let mut talk = person.join(address).await;
    let mut secrets = say_everything(&mut talk).await;
    let mut responder = Person::invited(invite.clone()).join(address).await;
    let cases = responder.ask(json!({"t": "ask", "what": "cases"})).await;
    assert_eq!(cases["t"], "ok", "{cases}");
    let mut stranger = Talk::dial(address).await.unwrap();
    let hail = stranger.next().await.unwrap();
    let mut forged = Person::new().hello(&hail, WORDS[2], &json!([]));
    forged["agent"] = json!(WORDS[2]);
    let proof = forged["auth"]["sig"].as_str().unwrap().to_owned();
    stranger.send(&forged).await.unwrap();
    stranger.end().await;
    secrets.extend([invite, proof, std::fs::read_to_string(key).unwrap()]);
    drop((talk, responder));
    let id = child.id().unwrap().to_string();
    let told = Command::new("kill").args(["-TERM", &id]).status().await;
    assert!(told.unwrap().success());
    let (mut out, mut err) = (String::new(), String::new());
    let stdout = child.stdout.as_mut().unwrap();
    stdout.read_to_string(&mut out).await.unwrap();
    let stderr = child.stderr.as_mut().unwrap();
    stderr.read_to_string(&mut err).await.unwrap();
    assert!(err.contains("A HUMAN IS NEEDED"), "it logs: {err}");
    let said = format!("{out}{err}");
    for secret in secrets.iter().map(|secret| secret.trim()) {
        assert!(!said.contains(secret), "{secret} is in the log: {said}");
    }
    assert!(!err.contains("\"IS\""), "{err}");
    no_key_is_in(&said, &folder.path().join("data/line.keys")).await;
}

/// Looks for every key that the line used.
async fn no_key_is_in(said: &str, shelf: &Path) {
    let shelf = FileShelf::open(shelf).unwrap();
    let keys = shelf.load().await.unwrap();
    assert!(5 < keys.len(), "there are keys to look for");
    for key in keys {
        for shown in spellings(&key.bytes) {
            assert!(!said.contains(&shown), "a key is in the log");
        }
        // One key is called by a word that says nothing.
        let (name, tells) = (key.name.to_string(), key.name != KeyName::Line);
        assert!(!(tells && said.contains(&name)), "{name} is in the log");
    }
}

/// How bytes look where somebody prints them: enough of them to tell.
fn spellings(bytes: &[u8]) -> [String; 4] {
    let hex: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    let list: Vec<String> = bytes.iter().map(u8::to_string).collect();
    [
        URL_SAFE_NO_PAD.encode(bytes),
        STANDARD.encode(bytes),
        hex,
        list.join(", "),
    ]
}

/// Says marked words in every kind of put; returns them with every name the person bears.
async fn say_everything(talk: &mut Talk) -> Vec<String> {
    let mut secrets: Vec<String> = WORDS.map(str::to_owned).to_vec();
    let asked = talk.put("@me", "signal", json!({"country": "IS"})).await;
    assert_eq!(asked["t"], "ok", "{asked}");
    let me = talk.read("@me").await;
    let matched = me.iter().find(|entry| entry["kind"] == "matched").unwrap();
    let room = matched["body"]["room"].as_str().unwrap().to_owned();
    for text in [
        format!("hello {}", WORDS[0]),
        format!("i don't want to live anymore {}", WORDS[1]),
        format!("you are a stupid bitch {}", WORDS[0]),
        format!("call me at +44 7700 900123 {}", WORDS[0]),
    ] {
        talk.put(&room, "msg", json!({"text": text})).await;
    }
    talk.put(&room, WORDS[2], json!({WORDS[2]: WORDS[2]})).await;
    let appeal = json!({"decision": crate::person::new_cid(), "text": WORDS[1]});
    talk.put("@me", "appeal", appeal).await;
    talk.ask(json!({"t": "ask", "what": WORDS[2]})).await;
    let log = talk.read(&room).await;
    let join = log.iter().find(|entry| entry["kind"] == "join").unwrap();
    secrets.push(join["body"]["handle"].as_str().unwrap().to_owned());
    secrets.push(join["who"].as_str().unwrap().to_owned());
    secrets.push(room);
    secrets
}
