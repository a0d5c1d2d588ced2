//! Pages as events of an alerting service: to a real Alertmanager, and in the shapes that the others
//! document.
//!
//! The real one comes from Debian (`apt-get install prometheus-alertmanager`). Where it is missing its
//! test says so and is left out; with `PEERLINE_REQUIRE_ALERTMANAGER=1` that is a failure.

use std::net::SocketAddr;
use std::net::TcpListener;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::process::Child;
use std::process::Command;
use std::process::Stdio;
use std::sync::Arc;
use std::time::Duration;

use peerline_core::ports::Clock;
use peerline_core::ports::EscalationSink;
use peerline_core::ports::Page;
use peerline_core::ports::PageTarget;
use peerline_core::ports::PortErrorKind;
use peerline_core::vocab::Band;
use peerline_core::vocab::CaseId;
use peerline_core::vocab::Timestamp;
use peerline_server_ref::clock::SystemClock;
use peerline_server_ref::config;
use peerline_server_ref::sinks;
use serde_json::Value;
use tokio::net::TcpStream;
use tokio::time::sleep;

use crate::house::body;
use crate::house::get;
use crate::house::header;
use crate::house::raw_at;
use crate::house::status;
use crate::webhook::Fixed;
use crate::webhook::answer;
use crate::webhook::listener;
use crate::webhook::page;

/// The sink that a configuration file in `folder` makes of an `alert`.
fn sink(
    folder: &Path,
    keys: &str,
    clock: Arc<dyn Clock>,
) -> Result<Arc<dyn EscalationSink>, String> {
    let text = format!("[escalation]\nlast_resort = {{ alert = {{ {keys} }} }}\n");
    let settings = config::read_text(&folder.join("peerline.toml"), &text);
    let settings = settings.map_err(|error| error.to_string())?;
    let public = "https://line.example.org".parse().unwrap();
    let desk = sinks::desk(Some(&public));
    let bell = &settings.escalation.last_resort;
    sinks::bell(bell, &clock, desk.as_ref()).map_err(|error| error.to_string())
}

fn secret(folder: &Path, name: &str) {
    let path = folder.join(name);
    std::fs::write(&path, "a-routing-key\n").unwrap();
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o600)).unwrap();
}

/// Sends one page by a template to a listener, and returns the whole request.
async fn sent(folder: &Path, template: &str, more: &str) -> String {
    let (address, served) = listener(answer(202)).await;
    let url = format!("http://{address}/in?a=b");
    let keys = format!("template = \"{template}\", url = \"{url}\"{more}");
    let sink = sink(folder, &keys, Arc::new(Fixed)).unwrap();
    sink.page(&page()).await.unwrap();
    served.await.unwrap()
}

/// Calls one page off by a template, and returns the whole request.
async fn called_off(folder: &Path, template: &str, more: &str) -> String {
    let (address, served) = listener(answer(202)).await;
    let keys = format!("template = \"{template}\", url = \"http://{address}/in\"{more}");
    let sink = sink(folder, &keys, Arc::new(Fixed)).unwrap();
    sink.call_off(&page()).await.unwrap();
    served.await.unwrap()
}

fn at<'a>(value: &'a Value, pointer: &str) -> &'a str {
    value.pointer(pointer).and_then(Value::as_str).unwrap()
}

#[tokio::test]
async fn pagerduty_gets_an_event_of_its_second_api() {
    let folder = tempfile::tempdir().unwrap();
    secret(folder.path(), "key");
    let request = sent(folder.path(), "pagerduty", ", secret_file = \"key\"").await;
    assert!(
        request.starts_with("POST /in?a=b HTTP/1.1\r\n"),
        "{request}"
    );
    assert_eq!(header(&request, "content-type"), Some("application/json"));
    let event: Value = serde_json::from_str(body(&request)).unwrap();
    assert_eq!(at(&event, "/routing_key"), "a-routing-key");
    assert_eq!(at(&event, "/event_action"), "trigger");
    let key = "peerline/AQEBAQEBAQEBAQEBAQEBAQ/2/on_call_1";
    assert_eq!(at(&event, "/dedup_key"), key);
    assert_eq!(at(&event, "/payload/severity"), "critical");
    assert_eq!(at(&event, "/payload/timestamp"), "1970-01-01T00:00:00Z");
    assert_eq!(
        at(&event, "/payload/summary"),
        "A person needs you now (high)"
    );
    let desk = "https://line.example.org/responder";
    assert_eq!(at(&event, "/payload/custom_details/answer_at"), desk);
}

#[tokio::test]
async fn an_event_is_ended_under_the_key_that_it_began_with() {
    let folder = tempfile::tempdir().unwrap();
    secret(folder.path(), "key");
    for (template, at_key, at_action, action) in [
        ("pagerduty", "/dedup_key", "/event_action", "resolve"),
        ("goalert", "/dedup", "/action", "close"),
    ] {
        let more = ", secret_file = \"key\"";
        let begun = sent(folder.path(), template, more).await;
        let ended = called_off(folder.path(), template, more).await;
        let [begun, ended] = [&begun, &ended].map(|request| {
            let event: Value = serde_json::from_str(body(request)).unwrap();
            event
        });
        assert_eq!(at(&begun, at_key), at(&ended, at_key));
        assert_eq!(at(&begun, at_action), "trigger");
        assert_eq!(at(&ended, at_action), action);
    }
}

#[tokio::test]
async fn a_template_that_ends_nothing_sends_nothing() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(
        folder.path().join("own.json"),
        "{\"body\": {\"id\": \"{key}\"}}",
    )
    .unwrap();
    // Nobody listens there: a request would fail.
    let keys = "template = \"own.json\", url = \"http://127.0.0.1:1/\"";
    let sink = sink(folder.path(), keys, Arc::new(Fixed)).unwrap();
    assert!(sink.page(&page()).await.is_err());
    assert!(sink.call_off(&page()).await.is_ok());
}

#[tokio::test]
async fn goalert_gets_its_token_in_the_query() {
    let folder = tempfile::tempdir().unwrap();
    secret(folder.path(), "key");
    let request = sent(folder.path(), "goalert", ", secret_file = \"key\"").await;
    let first = "POST /in?a=b&token=a-routing-key HTTP/1.1\r\n";
    assert!(request.starts_with(first), "{request}");
    let event: Value = serde_json::from_str(body(&request)).unwrap();
    assert_eq!(at(&event, "/action"), "trigger");
    assert!(at(&event, "/details").contains("take it"), "{event}");
}

#[tokio::test]
async fn a_template_of_the_operators_own_is_sent_as_it_is_written() {
    let folder = tempfile::tempdir().unwrap();
    secret(folder.path(), "key");
    let template = r#"{
        "headers": {"Authorization": "Bearer {secret}"},
        "body": {"id": "{key}", "at": "{now}", "drill": "{drill}", "loud": true}
    }"#;
    std::fs::write(folder.path().join("own.json"), template).unwrap();
    let request = sent(folder.path(), "own.json", ", secret_file = \"key\"").await;
    assert_eq!(
        header(&request, "authorization"),
        Some("Bearer a-routing-key")
    );
    let event: Value = serde_json::from_str(body(&request)).unwrap();
    let expected = serde_json::json!({
        "id": "AQEBAQEBAQEBAQEBAQEBAQ/2/on_call_1",
        "at": "2023-11-14T22:13:20.999Z",
        "drill": "false",
        "loud": true,
    });
    assert_eq!(event, expected);
}

#[tokio::test]
async fn a_service_that_refuses_or_is_silent_is_told_from_one_that_took_it() {
    let folder = tempfile::tempdir().unwrap();
    for (code, expected) in [
        (204, None),
        (302, Some(PortErrorKind::Unavailable)),
        (400, Some(PortErrorKind::Refused)),
        (429, Some(PortErrorKind::Unavailable)),
        (503, Some(PortErrorKind::Unavailable)),
    ] {
        let (address, _served) = listener(answer(code)).await;
        let keys = format!("template = \"alertmanager\", url = \"http://{address}/\"");
        let sink = sink(folder.path(), &keys, Arc::new(Fixed)).unwrap();
        let found = sink.page(&page()).await.err().map(|error| error.kind);
        assert_eq!(found, expected, "{code}");
    }
}

#[test]
fn an_alert_that_cannot_work_is_refused_with_its_cure() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &[u8]| std::fs::write(folder.path().join(name), text).unwrap();
    secret(folder.path(), "key");
    write("open", b"a-routing-key");
    write(
        "who.json",
        br#"{"url": "https://a.org/", "body": ["{who}"]}"#,
    );
    write("clear.json", br#"{"url": "http://a.org/", "body": 1}"#);
    write("bytes.json", b"\xff");
    write(
        "lines.json",
        br#"{"url": "https://a.org/", "headers": {"X-Text": "{details}"}, "body": 1}"#,
    );
    for (keys, said) in [
        ("template = \"pagerduty\"", "needs {secret}"),
        ("template = \"goalert\", secret_file = \"key\"", "no url"),
        (
            "template = \"pagerduty\", secret_file = \"open\"",
            "secret_file of alert",
        ),
        ("template = \"missing.json\"", "missing.json"),
        (
            "template = \"who.json\"",
            "body[0]: nothing fills {who}; there are {key}",
        ),
        ("template = \"clear.json\"", "https://"),
        ("template = \"bytes.json\"", "not UTF-8"),
        ("template = \"lines.json\"", "headers.x-text: "),
        (
            "template = \"alertmanager\", url = \"https://a.org/\", secret_file = \"key\"",
            "no place for {secret}",
        ),
    ] {
        let error = sink(folder.path(), keys, Arc::new(Fixed)).unwrap_err();
        assert!(error.contains(said), "{keys}: {error}");
        assert!(!error.contains("a-routing-key"), "{keys}: {error}");
    }
}

#[tokio::test]
async fn alertmanager_takes_each_step_of_a_case_as_an_alert_of_its_own() {
    let folder = tempfile::tempdir().unwrap();
    let Some(server) = Alertmanager::start(folder.path()) else {
        return;
    };
    server.is_up().await;
    let url = format!("http://{}/api/v2/alerts", server.address);
    let keys = format!("template = \"alertmanager\", url = \"{url}\"");
    let sink = sink(folder.path(), &keys, Arc::new(SystemClock::default())).unwrap();
    let case = CaseId::from_bytes([1; 16]);
    let first = Page::new(case, 0, PageTarget::LastResort, Band::High, Timestamp::ZERO);
    let second = Page::new(case, 1, PageTarget::LastResort, Band::High, Timestamp::ZERO);
    for page in [&first, &second, &first] {
        sink.page(page).await.unwrap();
    }
    let told = server.get("/api/v2/alerts").await;
    let alerts: Vec<Value> = serde_json::from_str(body(&told)).unwrap();
    assert_eq!(alerts.len(), 2, "{alerts:?}");
    for alert in &alerts {
        assert_eq!(at(alert, "/labels/alertname"), "PersonNeedsYouNow");
        assert_eq!(at(alert, "/status/state"), "active");
        let desk = "https://line.example.org/responder";
        assert_eq!(at(alert, "/annotations/answer_at"), desk);
    }
    sink.call_off(&first).await.unwrap();
    let told = server.get("/api/v2/alerts").await;
    let alerts: Vec<Value> = serde_json::from_str(body(&told)).unwrap();
    let steps: Vec<&str> = alerts
        .iter()
        .map(|alert| at(alert, "/labels/step"))
        .collect();
    assert_eq!(steps, ["1"], "the first is over");
}

/// A real Alertmanager on a free port; it ends with this test.
struct Alertmanager {
    address: SocketAddr,
    child: Child,
}

impl Alertmanager {
    #[expect(clippy::print_stderr, reason = "what is left out is said aloud")]
    fn start(folder: &Path) -> Option<Self> {
        let free = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = free.local_addr().unwrap();
        drop(free);
        let config = folder.join("alertmanager.yml");
        std::fs::write(
            &config,
            "route: {receiver: nobody}\nreceivers: [{name: nobody}]\n",
        )
        .unwrap();
        let child = Command::new("prometheus-alertmanager")
            .arg(format!("--config.file={}", config.display()))
            .arg(format!("--storage.path={}", folder.display()))
            .arg(format!("--web.listen-address={address}"))
            .arg("--cluster.listen-address=")
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn();
        if let Ok(child) = child {
            return Some(Self { address, child });
        }
        let needed = std::env::var_os("PEERLINE_REQUIRE_ALERTMANAGER");
        let is_needed = needed.is_some_and(|value| value == "1");
        assert!(!is_needed, "an Alertmanager is missing: {HOW}");
        eprintln!("left out, an Alertmanager is missing: {HOW}");
        None
    }

    async fn is_up(&self) {
        for _ in 0..300 {
            if TcpStream::connect(self.address).await.is_ok()
                && status(&self.get("/-/ready").await) == 200
            {
                return;
            }
            sleep(Duration::from_millis(100)).await;
        }
        panic!("Alertmanager did not start");
    }

    async fn get(&self, path: &str) -> String {
        raw_at(self.address, get(path, self.address, "").as_bytes()).await
    }
}

impl Drop for Alertmanager {
    fn drop(&mut self) {
        let _ended = self.child.kill();
        let _ended = self.child.wait();
    }
}

const HOW: &str = "apt-get install prometheus-alertmanager";
