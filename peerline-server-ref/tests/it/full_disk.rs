//! A store at its bound: nothing more is taken, reading goes on, and whoever asks for a person is
//! still heard.

use std::sync::Arc;
use std::sync::atomic::AtomicU32;
use std::sync::atomic::Ordering::SeqCst;
use std::time::Duration;

use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::routing::post;
use peerline_server_ref::secrets::write_private;
use serde_json::Value;
use serde_json::json;
use tempfile::TempDir;
use tokio::net::TcpListener;
use tokio::time::sleep;
use tokio::time::timeout;

use crate::house::PATIENCE;
use crate::house::body;
use crate::house::get;
use crate::house::raw_at;
use crate::house::status;
use crate::person::Person;
use crate::person::Talk;
use crate::person::new_cid;
use crate::running::Running;
use crate::running::peerline;
use crate::running::run;
use crate::running::text;

/// A folder whose line may take so many bytes and calls a listener at the end of the ladder.
async fn furnish(folder: &TempDir, max_bytes: u64) -> Arc<AtomicU32> {
    let calls = Arc::new(AtomicU32::new(0));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let router = Router::new()
        .route("/", post(called))
        .with_state(calls.clone());
    tokio::spawn(async move { axum::serve(listener, router).await });
    let key = folder.path().join("hook.key");
    if !key.exists() {
        write_private(&key, "0123456789abcdef").unwrap();
    }
    let target = format!("{{ url = \"http://{address}/\", secret_file = {key:?} }}");
    let config = format!(
        "[limits]\npace = 100\npace_window_s = 1\n[store]\nmax_bytes = {max_bytes}\n\
         [escalation]\nlast_resort = {{ webhook = {target} }}\n"
    );
    std::fs::write(folder.path().join("peerline.toml"), config).unwrap();
    calls
}

async fn called(State(calls): State<Arc<AtomicU32>>) -> StatusCode {
    calls.fetch_add(1, SeqCst);
    StatusCode::NO_CONTENT
}

fn message(cid: &str, text: &str) -> Value {
    json!({"t": "put", "room": "", "cid": cid, "kind": "msg", "body": {"text": text}})
}

/// Writes until the store takes no more; returns what was acknowledged and the put that was not.
async fn fill(talk: &mut Talk, room: &str) -> (Vec<String>, Value) {
    let mut taken = Vec::new();
    loop {
        let words = format!("pear {} {}", taken.len(), "and a plum ".repeat(300));
        let mut put = message(&new_cid(), &words);
        put["room"] = json!(room);
        let mut answer = talk.ask(put.clone()).await;
        while answer["code"] == "rate" {
            let wait = answer["retry_ms"].as_u64().unwrap();
            sleep(Duration::from_millis(wait)).await;
            answer = talk.ask(put.clone()).await;
        }
        if answer["t"] == "ok" {
            taken.push(words.trim_end().to_owned());
            continue;
        }
        assert_eq!(answer["code"], "busy", "{answer}");
        assert!(answer["retry_ms"].is_u64(), "{answer}");
        return (taken, put);
    }
}

async fn room_of(talk: &mut Talk) -> String {
    let asked = talk.put("@me", "signal", json!({})).await;
    assert_eq!(asked["t"], "ok", "{asked}");
    let log = talk.read("@me").await;
    let matched = log.iter().find(|entry| entry["kind"] == "matched").unwrap();
    matched["body"]["room"].as_str().unwrap().to_owned()
}

async fn until(what: &str, mut holds: impl AsyncFnMut() -> bool) {
    let waited = timeout(PATIENCE, async {
        while !holds().await {
            sleep(Duration::from_millis(20)).await;
        }
    });
    waited.await.unwrap_or_else(|_| panic!("never: {what}"));
}

#[tokio::test]
async fn a_full_store_refuses_puts_reads_on_and_still_calls_for_a_person() {
    let folder = tempfile::tempdir().unwrap();
    let calls = furnish(&folder, 1 << 20).await;
    let running = Running::start_in(folder, "127.0.0.1:0").await;
    let person = Person::new();
    let mut talk = person.join(running.people()).await;
    let room = room_of(&mut talk).await;
    until("the first call", async || calls.load(SeqCst) == 1).await;
    let (taken, refused) = fill(&mut talk, &room).await;
    let said: Vec<Value> = talk.read(&room).await;
    let said = said.iter().filter(|entry| entry["kind"] == "msg").count();
    assert_eq!(said, taken.len(), "reading goes on");
    let help = talk.ask(json!({"t": "ask", "what": "resources"})).await;
    assert_eq!(help["t"], "ok", "{help}");
    let address = running.people();
    until("the monitor sees it", async || {
        status(&raw_at(address, get("/healthz", address, "").as_bytes()).await) == 503
    })
    .await;
    let metrics = running.operator("/metrics").await;
    assert!(metrics.contains("peerline_journal_writable 0"), "{metrics}");
    let counted = |line: &&str| line.starts_with("peerline_busy_refusals_total ");
    let counted = body(&metrics).lines().find(counted).unwrap();
    assert!(!counted.ends_with(" 0"), "{counted}");
    let mut stranger = Person::new().join(address).await;
    let asked = stranger.put("@me", "signal", json!({})).await;
    assert_eq!(asked["code"], "busy", "{asked}");
    until("the last resort is called without a record", async || {
        1 < calls.load(SeqCst)
    })
    .await;
    drop((talk, stranger));
    let (_, folder) = running.stop().await;
    furnish(&folder, 1 << 30).await;
    let running = Running::start_in(folder, "127.0.0.1:0").await;
    let mut talk = person.join(running.people()).await;
    for _ in 0..2 {
        let answer = talk.ask(refused.clone()).await;
        assert_eq!(answer["t"], "ok", "{answer}");
    }
    let now = talk.read(&room).await;
    let now: Vec<&str> = now
        .iter()
        .filter_map(|entry| entry["body"]["text"].as_str())
        .collect();
    let retried = refused["body"]["text"].as_str().unwrap().trim_end();
    let all: Vec<&str> = taken.iter().map(String::as_str).chain([retried]).collect();
    let now: Vec<&str> = now.into_iter().map(str::trim_end).collect();
    assert_eq!(now, all);
    assert!(running.stop().await.0);
}

#[tokio::test]
async fn a_folder_or_a_file_that_cannot_be_written_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    std::fs::create_dir(&data).unwrap();
    std::fs::create_dir(data.join("line.db")).unwrap();
    let args = ["--listen", "127.0.0.1:0", "--data", "data"];
    let output = run(folder.path(), &args).await;
    assert!(!output.status.success());
    let said = text(&output.stderr);
    assert!(
        said.contains("data/line.db") && said.contains("name a file"),
        "{said}"
    );
    std::fs::remove_dir(data.join("line.db")).unwrap();
    std::fs::write(data.join("line.db"), "").unwrap();
    let mut closed = std::fs::metadata(data.join("line.db"))
        .unwrap()
        .permissions();
    closed.set_readonly(true);
    std::fs::set_permissions(data.join("line.db"), closed).unwrap();
    let output = peerline(folder.path(), &args).output().await.unwrap();
    assert!(!output.status.success());
    let said = text(&output.stderr);
    assert!(
        said.contains("data/line.db") && said.contains("read-only"),
        "{said}"
    );
}
