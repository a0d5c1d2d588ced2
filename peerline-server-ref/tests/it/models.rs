//! A model over HTTP that answers, errs, lies and says nothing; and on a running line.

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::Mutex;

use async_trait::async_trait;
use peerline_core::ports::SlowFinding;
use peerline_core::ports::SlowSignal;
use peerline_core::testkit::slow_signal;
use peerline_core::testkit::slow_signal::Outside;
use peerline_core::vocab::Language;
use peerline_core::vocab::Text;
use peerline_server_ref::models::HttpModel;
use serde_json::Value;
use serde_json::json;
use tokio::io::AsyncReadExt as _;
use tokio::io::AsyncWriteExt as _;
use tokio::net::TcpListener;
use tokio::net::TcpStream;

use crate::house::body;
use crate::house::header;
use crate::person::Person;
use crate::running::Running;

/// What the model does with each request.
type Way = Arc<Mutex<Option<String>>>;

/// Takes requests on a port and answers each as the way says; `None` never answers.
async fn model(first: Option<String>) -> (SocketAddr, Way, Arc<Mutex<Vec<String>>>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let (way, heard) = (
        Arc::new(Mutex::new(first)),
        Arc::<Mutex<Vec<String>>>::default(),
    );
    let (ways, hears) = (way.clone(), heard.clone());
    tokio::spawn(async move {
        loop {
            let (mut stream, _) = listener.accept().await.unwrap();
            let (ways, hears) = (ways.clone(), hears.clone());
            tokio::spawn(async move {
                let request = request(&mut stream).await?;
                hears.lock().unwrap().push(request);
                let answer = ways.lock().unwrap().clone();
                match answer {
                    Some(answer) => stream.write_all(answer.as_bytes()).await,
                    None => stream.read_to_end(&mut Vec::new()).await.map(|_| ()),
                }
            });
        }
    });
    (address, way, heard)
}

async fn request(stream: &mut TcpStream) -> io::Result<String> {
    let mut bytes = Vec::new();
    loop {
        let mut chunk = [0; 4096];
        let n = stream.read(&mut chunk).await?;
        bytes.extend_from_slice(&chunk[..n]);
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let length = header(&text, "content-length").and_then(|length| length.parse().ok());
        if n == 0 || length.is_some_and(|length: usize| body(&text).len() == length) {
            return Ok(text);
        }
    }
}

fn answer(status: u16, body: &str) -> Option<String> {
    let length = body.len();
    Some(format!(
        "HTTP/1.1 {status} X\r\nContent-Length: {length}\r\nLocation: /elsewhere\r\n\
         Connection: close\r\n\r\n{body}"
    ))
}

fn scored(score: &str) -> Option<String> {
    answer(200, &format!("{{\"score\": {score}, \"label\": \"calm\"}}"))
}

fn asking(address: SocketAddr, key: Option<&str>) -> HttpModel {
    let url = format!("http://{address}/score").parse().unwrap();
    HttpModel::new("harm", url, key).unwrap()
}

#[tokio::test]
async fn it_is_given_the_words_and_their_language_and_nothing_else() {
    let (address, _, heard) = model(scored("420")).await;
    let model = asking(address, Some("a-key-of-ours"));
    let text = Text::new("good morning").unwrap();
    let german: Language = "de".parse().unwrap();
    let found = model.score(&text, Some(&german)).await;
    assert_eq!(found, SlowFinding::Score(420));
    let requests = heard.lock().unwrap().clone();
    let sent: Value = serde_json::from_str(body(&requests[0])).unwrap();
    assert_eq!(sent, json!({"text": "good morning", "lang": "de"}));
    let key = header(&requests[0], "authorization");
    assert_eq!(key, Some("Bearer a-key-of-ours"));
    assert!(!format!("{model:?}").contains("a-key"));
}

#[tokio::test]
async fn whatever_is_no_score_is_a_model_that_could_not_look() {
    let long = format!(
        "{{\"pad\": \"{}\", \"score\": 1}}",
        "x".repeat(HttpModel::MAX_ANSWER)
    );
    let wrong = [
        answer(500, "{\"score\": 1}"),
        answer(302, "{\"score\": 1}"),
        answer(200, ""),
        answer(200, "{\"score\": \"1\"}"),
        answer(200, "[1]"),
        answer(200, &long),
        scored("1001"),
        scored("-1"),
        scored("0.5"),
        scored("99999999999999999999"),
        Some("nonsense\r\n\r\n".to_owned()),
        Some(String::new()),
    ];
    let text = Text::new("good morning").unwrap();
    for answer in wrong {
        let (address, way, _) = model(answer.clone()).await;
        let model = asking(address, None);
        let found = model.score(&text, None).await;
        assert_eq!(found, SlowFinding::Unavailable, "{answer:?}");
        *way.lock().unwrap() = scored("7");
        assert_eq!(model.score(&text, None).await, SlowFinding::Score(7));
    }
    // Nobody listens there.
    let gone = TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr();
    let found = asking(gone.unwrap(), None).score(&text, None).await;
    assert_eq!(found, SlowFinding::Unavailable);
}

/// The other side for the laws: one that scores, or one that breaks each connection.
struct Here {
    works: SocketAddr,
    fails: SocketAddr,
}

#[async_trait]
impl Outside for Here {
    async fn signal(&self, works: bool) -> Box<dyn SlowSignal> {
        let address = if works { self.works } else { self.fails };
        Box::new(asking(address, None))
    }
}

#[tokio::test]
async fn a_model_over_http_keeps_every_law() {
    let (works, _, _) = model(scored("1000")).await;
    let (fails, _, _) = model(Some(String::new())).await;
    assert_eq!(slow_signal::judge(&Here { works, fails }).await, Ok(()));
}

const CONFIG: &str = r#"
[moderation]
policy = "own.toml"
[[moderation.models]]
name = "harm"
url = "http://ADDRESS/score"
[[rooms]]
slug = "passing"
kind = "drop_in"
title = "Passing"
"#;

const POLICY: &str = r#"
peerline = "policy/1"
id = "own"
version = 1
langs = ["en"]
[signal]
harm = { model = "harm", min = "80%", deadline = "1s", on_error = "review" }
[[rule]]
id = "own.harm"
when = "harm"
do = ["block"]
ground = "rules#own"
appeal = "1d"
"#;

#[tokio::test]
async fn a_line_asks_its_model_and_holds_for_a_human_what_nobody_could_look_at() {
    let (address, way, heard) = model(scored("0")).await;
    let folder = tempfile::tempdir().unwrap();
    let config = CONFIG.replace("ADDRESS", &address.to_string());
    std::fs::write(folder.path().join("peerline.toml"), config).unwrap();
    std::fs::write(folder.path().join("own.toml"), POLICY).unwrap();
    let mut running = Running::start_in(folder, "127.0.0.1:0").await;
    let mut complaints = running.child.stderr.take().unwrap();
    let mut talk = Person::new().join(running.people()).await;
    let listed = talk.ask(json!({"t": "ask", "what": "directory"})).await;
    let room = listed["body"]["rooms"][0]["room"]
        .as_str()
        .unwrap()
        .to_owned();
    talk.put(&room, "join", json!({})).await;

    let said = talk
        .put(&room, "msg", json!({"text": "good morning"}))
        .await;
    assert_eq!(said["t"], "ok");
    *way.lock().unwrap() = scored("900");
    let said = talk
        .put(&room, "msg", json!({"text": "a secret word"}))
        .await;
    assert_eq!(said["code"], "blocked", "{said}");
    // An error, then silence again and again: held, and no longer waited for once it is left alone.
    *way.lock().unwrap() = answer(500, "{}");
    for _ in 0..5 {
        let said = talk
            .put(&room, "msg", json!({"text": "a secret word"}))
            .await;
        assert_eq!(said["t"], "ok", "{said}");
        assert_eq!(said["st"], "held", "{said}");
        *way.lock().unwrap() = None;
    }
    assert_eq!(
        heard.lock().unwrap().len(),
        5,
        "three asked, the others did not"
    );
    let danger = talk
        .put(
            &room,
            "msg",
            json!({"text": "I want to kill myself tonight"}),
        )
        .await;
    assert_eq!(danger["t"], "ok", "{danger}");
    assert_eq!(heard.lock().unwrap().len(), 5);

    running.child.start_kill().unwrap();
    let mut logged = String::new();
    complaints.read_to_string(&mut logged).await.unwrap();
    assert!(logged.contains("a model could not look"), "{logged}");
    assert!(
        !logged.contains("secret") && !logged.contains("kill myself"),
        "{logged}"
    );
}
