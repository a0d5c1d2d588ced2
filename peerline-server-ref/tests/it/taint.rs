//! What a person's device keeps for itself, hunted for in everything the real program writes: log,
//! refusals, metrics and every file of its folder.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use peerline_core::identity::ContextKey;
use peerline_core::identity::ContextKind;
use peerline_core::identity::JoinClaim;
use peerline_core::identity::LineId;
use peerline_core::identity::PhraseLanguage;
use peerline_core::identity::Root;
use peerline_core::vocab::DigestBuilder;
use peerline_core::vocab::RoomId;
use peerline_core::vocab::Seed;
use peerline_core::vocab::Timestamp;
use serde_json::Value;
use serde_json::json;

use crate::doors::Visitor;
use crate::person::Person;
use crate::person::random;
use crate::running::Running;

const CONFIG: &str = r#"
[log]
level = "trace"

[[rooms]]
slug = "day"
kind = "drop_in"
title = "Day"
"#;

const KEPT: &[u8] = b"zwetschgenmus, whom she blocked and how far she read";

/// What is looked for, by what it is.
#[derive(Default)]
struct Secrets(BTreeMap<&'static str, Vec<Vec<u8>>>);

impl Secrets {
    fn text(&mut self, name: &'static str, text: &str) {
        self.0
            .entry(name)
            .or_default()
            .push(text.as_bytes().to_vec());
    }

    /// Bytes, as they are and as anybody would print them: from the middle, where a base64 of more
    /// than them would read the same.
    fn bytes(&mut self, name: &'static str, bytes: &[u8]) {
        let hex: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
        let list: Vec<String> = bytes.iter().map(u8::to_string).collect();
        for text in [
            URL_SAFE_NO_PAD.encode(bytes),
            STANDARD.encode(bytes),
            hex,
            list.join(", "),
        ] {
            self.text(name, text.trim_end_matches('='));
        }
        self.0.entry(name).or_default().push(bytes.to_vec());
    }

    fn are_not_in(&self, place: &str, all: &[u8]) {
        for (name, spellings) in &self.0 {
            for spelling in spellings {
                let found = all.windows(spelling.len()).any(|window| window == spelling);
                assert!(!found, "{place} has {name}");
            }
        }
    }
}

fn line_of(hail: &Value) -> LineId {
    let bytes = URL_SAFE_NO_PAD.decode(hail["line"].as_str().unwrap());
    LineId::from_bytes(bytes.unwrap().try_into().unwrap())
}

/// Says hello with the key of a root, as a device does.
fn hello(root: &Root, hail: &Value, origin: &str) -> Value {
    let bytes = |name: &str| -> [u8; 32] {
        let text = hail[name].as_str().unwrap();
        URL_SAFE_NO_PAD.decode(text).unwrap().try_into().unwrap()
    };
    let line = line_of(hail);
    let key = root.context_key(ContextKind::Line, &line, b"", 0);
    let mut binding = DigestBuilder::new("peerline/v1/origin");
    binding.bytes(origin.as_bytes());
    let claim = JoinClaim {
        kind: ContextKind::Line,
        line_id: line,
        ctx_id: Vec::new(),
        server_nonce: bytes("nonce"),
        client_nonce: [6; 32],
        channel_binding: *binding.finish().as_bytes(),
        server_time: Timestamp::from_unix_millis(hail["now"].as_u64().unwrap()),
        ticket_digest: JoinClaim::no_ticket(),
    };
    let mut hello = Person::new().hello(hail, origin, &json!([{"room": "@me"}]));
    hello["auth"]["pk"] = json!(URL_SAFE_NO_PAD.encode(key.public().as_bytes()));
    hello["auth"]["nonce"] = json!(URL_SAFE_NO_PAD.encode([6; 32]));
    hello["auth"]["sig"] = json!(URL_SAFE_NO_PAD.encode(key.sign_join(&claim).as_bytes()));
    hello
}

/// What only the device has: nothing of it is ever sent.
fn of_the_device(root: &Root) -> Secrets {
    let mut secrets = Secrets::default();
    secrets.bytes("the root", root.expose());
    for language in PhraseLanguage::ALL {
        let words = root.to_phrase_in(language).words();
        for two in words.windows(2) {
            secrets.text("two words of the phrase", &two.join(" "));
            secrets.text("two words of the phrase", &two.join("_"));
        }
    }
    let digits = root.to_digits().expose().to_string();
    secrets.text("the digits", &digits);
    secrets.text("the digits in one", &digits.replace(' ', ""));
    secrets
}

fn files(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let files = fs::read_dir(folder.join("data")).unwrap();
    let files = files.map(|file| file.unwrap().path());
    files
        .filter(|path| path.is_file())
        .map(|path| (path.display().to_string(), fs::read(&path).unwrap()))
        .collect()
}

/// Comes, keeps a locker, enters a room with a ticket, and is refused what can be; returns every
/// refusal in one.
async fn lives(
    running: &Running,
    root: &Root,
    line: LineId,
    secrets: &mut Secrets,
) -> (Visitor, String) {
    let key: ContextKey = root.context_key(ContextKind::Room, &line, b"any", 0);
    secrets.bytes("the key of a room", key.public().as_bytes());
    let greet = |hail: &Value, origin: &str| hello(root, hail, origin);
    let mut visitor = Visitor::greeting(running.people(), key, greet).await;
    let room: RoomId = visitor.rooms().await[0];
    let mut draws = Seed::from_bytes(random()).entropy(0);
    let blob = root.locker_key(&line, 0).seal(1, KEPT, &mut draws).unwrap();
    secrets.text("what is in the locker", "zwetschgenmus");
    secrets.bytes("a part of the sealed locker", &blob.as_bytes()[600..648]);
    let kept = json!({"after": 0, "blob": URL_SAFE_NO_PAD.encode(blob.as_bytes())});
    let kept = visitor.talk.put("@me", "locker", kept).await;
    assert_eq!(kept["st"], "done", "{kept}");
    let tickets = visitor.tickets(2).await;
    for ticket in &tickets {
        // Number, bind, nonce and sealed tag, and the signature.
        for part in [
            &ticket[14..30],
            &ticket[30..62],
            &ticket[62..118],
            &ticket[118..],
        ] {
            secrets.bytes("a part of a ticket", part);
        }
    }
    let mut refusals = Vec::new();
    let mut flipped = tickets[1].clone();
    flipped[120] ^= 1;
    refusals.push(visitor.enter(room, &flipped).await);
    let opened = visitor.enter(room, &tickets[0]).await;
    assert_eq!(opened["t"], "opened", "{opened}");
    refusals.push(visitor.enter(room, &tickets[0]).await);
    let stale = json!({"after": 7, "blob": URL_SAFE_NO_PAD.encode(blob.as_bytes())});
    refusals.push(visitor.talk.put("@me", "locker", stale).await);
    let phrase = root.to_phrase().expose().to_string();
    // Somebody takes the phrase for a pass, and a ticket for a word.
    let pass = json!({"what": "gate", "pass": phrase});
    let _ = visitor.talk.put("@me", "gate", pass).await;
    // And words of it for the name of something, which may have no spaces.
    let name = root.to_phrase().words()[..2].join("_");
    let odd = json!({phrase: URL_SAFE_NO_PAD.encode(&tickets[1])});
    refusals.push(visitor.talk.put("@me", &name, odd).await);
    let asked = json!({"t": "ask", "what": name, "body": {}});
    refusals.push(visitor.talk.ask(asked).await);
    for refusal in &refusals {
        assert_eq!(refusal["t"], "err", "{refusal}");
    }
    (visitor, json!(refusals).to_string())
}

#[tokio::test]
async fn no_phrase_root_ticket_room_key_or_locker_is_in_a_log_refusal_metric_or_file() {
    let running = Running::start(CONFIG).await;
    let root = Root::from_bytes(random());
    let mut secrets = of_the_device(&root);
    let page = running.operator("/line.json").await;
    let card: Value = serde_json::from_str(page.split("\r\n\r\n").nth(1).unwrap()).unwrap();
    let line = line_of(&json!({"line": card["id"]}));
    let (visitor, refusals) = lives(&running, &root, line, &mut secrets).await;
    assert!(
        30 < secrets.0.values().map(Vec::len).sum::<usize>(),
        "there is something to look for"
    );
    secrets.are_not_in("a refusal", refusals.as_bytes());
    let metrics = running.operator("/metrics").await;
    secrets.are_not_in("a metric", metrics.as_bytes());
    let data = running.folder.path().to_owned();
    for (name, bytes) in files(&data) {
        secrets.are_not_in(&name, &bytes);
    }
    drop(visitor);
    let said = running.stop_and_hear().await;
    assert!(said.1 && !said.0.is_empty(), "it says something at trace");
    secrets.are_not_in("the log", said.0.as_bytes());
    for shown in [format!("{root:?}"), format!("{:?}", root.to_phrase())] {
        secrets.are_not_in("what is printed", shown.as_bytes());
    }
}
