//! The webhook against a real listener: what it sends, and what it makes of every answer.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use peerline_core::ports::Clock;
use peerline_core::ports::EscalationSink as _;
use peerline_core::ports::Page;
use peerline_core::ports::PageTarget;
use peerline_core::ports::PortErrorKind;
use peerline_core::vocab::Band;
use peerline_core::vocab::CaseId;
use peerline_core::vocab::Timestamp;
use peerline_server_ref::config::Bell;
use peerline_server_ref::sinks;
use peerline_server_ref::sinks::LogSink;
use peerline_server_ref::sinks::Signature;
use peerline_server_ref::sinks::WebhookSink;
use tokio::io::AsyncReadExt as _;
use tokio::io::AsyncWriteExt as _;
use tokio::net::TcpListener;
use tokio::net::TcpStream;
use tokio::task::JoinHandle;

use crate::house::body;
use crate::house::header;

const SECRET: &[u8] = b"0123456789abcdef";

/// A clock that stands.
#[derive(Debug)]
pub(crate) struct Fixed;

#[async_trait]
impl Clock for Fixed {
    fn now(&self) -> Timestamp {
        Timestamp::from_unix_millis(1_700_000_000_999)
    }

    async fn sleep_until(&self, _due: Timestamp) {}
}

pub(crate) fn page() -> Page {
    let target = PageTarget::OnCall { ring: 1 };
    Page::new(
        CaseId::from_bytes([1; 16]),
        2,
        target,
        Band::High,
        Timestamp::ZERO,
    )
}

fn sink(scheme: &str, address: SocketAddr) -> WebhookSink {
    let url = format!("{scheme}://{address}/hook").parse().unwrap();
    WebhookSink::with_deadline(url, SECRET, Arc::new(Fixed), Duration::from_millis(500)).unwrap()
}

/// Takes one request and answers it with these bytes; `None` never answers.
pub(crate) async fn listener(answer: Option<String>) -> (SocketAddr, JoinHandle<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let served = tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.unwrap();
        let request = request(&mut stream).await;
        match answer {
            Some(answer) => {
                stream.write_all(answer.as_bytes()).await.unwrap();
                request
            }
            None => {
                // Holds the connection until the other side gives up.
                let mut rest = Vec::new();
                let _gave_up = stream.read_to_end(&mut rest).await;
                request
            }
        }
    });
    (address, served)
}

pub(crate) async fn request(stream: &mut TcpStream) -> String {
    let mut bytes = Vec::new();
    loop {
        let mut chunk = [0; 4096];
        let n = stream.read(&mut chunk).await.unwrap();
        bytes.extend_from_slice(&chunk[..n]);
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let whole = header(&text, "content-length")
            .and_then(|length| length.parse().ok())
            .is_some_and(|length: usize| body(&text).len() == length);
        if whole || n == 0 {
            return text;
        }
    }
}

pub(crate) fn answer(status: u16) -> Option<String> {
    Some(format!(
        "HTTP/1.1 {status} X\r\nContent-Length: 0\r\nLocation: /elsewhere\r\n\r\n"
    ))
}

#[tokio::test]
async fn a_page_is_signed_and_carries_its_key() {
    let (address, served) = listener(answer(202)).await;
    sink("http", address).page(&page()).await.unwrap();
    let request = served.await.unwrap();
    assert!(request.starts_with("POST /hook HTTP/1.1\r\n"));
    let key = "AQEBAQEBAQEBAQEBAQEBAQ/2/on_call_1";
    assert_eq!(header(&request, "idempotency-key"), Some(key));
    assert_eq!(header(&request, "peerline-timestamp"), Some("1700000000"));
    let body = body(&request);
    let signature = Signature::of(SECRET, 1_700_000_000, body.as_bytes()).unwrap();
    let sent = header(&request, "peerline-signature").unwrap();
    assert_eq!(sent, signature.to_string());
    let sent: Page = serde_json::from_str(body).unwrap();
    assert_eq!(sent, page());
}

#[test]
fn the_signature_is_hmac_sha256_of_timestamp_dot_body() {
    // From: printf '1700000000.{}' | openssl dgst -sha256 -hmac 0123456789abcdef
    let signature = Signature::of(SECRET, 1_700_000_000, b"{}").unwrap();
    assert_eq!(signature.to_string(), EXPECTED);
}

#[tokio::test]
async fn each_answer_says_whether_trying_again_helps() {
    for (status, expected) in [
        (200, None),
        (204, None),
        (301, Some(PortErrorKind::Unavailable)),
        (307, Some(PortErrorKind::Unavailable)),
        (400, Some(PortErrorKind::Refused)),
        (401, Some(PortErrorKind::Refused)),
        (404, Some(PortErrorKind::Refused)),
        (408, Some(PortErrorKind::Unavailable)),
        (425, Some(PortErrorKind::Unavailable)),
        (429, Some(PortErrorKind::Unavailable)),
        (500, Some(PortErrorKind::Unavailable)),
        (503, Some(PortErrorKind::Unavailable)),
    ] {
        let (address, _served) = listener(answer(status)).await;
        let found = sink("http", address).page(&page()).await;
        assert_eq!(found.err().map(|error| error.kind), expected, "{status}");
    }
}

#[tokio::test]
async fn silence_garbage_and_a_closed_door_are_worth_another_try() {
    let (hanging, _served) = listener(None).await;
    let (slow, _served) = listener(Some("HTTP/1.1 200 ".to_owned())).await;
    let (garbage, _served) = listener(Some("hello\r\n\r\n".to_owned())).await;
    let closed = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let nobody = closed.local_addr().unwrap();
    drop(closed);
    for address in [hanging, slow, garbage, nobody] {
        let error = sink("http", address).page(&page()).await.unwrap_err();
        assert_eq!(error.kind, PortErrorKind::Unavailable);
        let said = format!("{error} {:?}", error.source);
        assert!(
            !said.contains("/hook"),
            "the address may hold a token: {said}"
        );
    }
}

#[tokio::test]
async fn https_speaks_tls_and_never_falls_back() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let first = tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.unwrap();
        let mut bytes = [0; 3];
        stream.read_exact(&mut bytes).await.unwrap();
        bytes
    });
    let error = sink("https", address).page(&page()).await.unwrap_err();
    assert_eq!(error.kind, PortErrorKind::Unavailable);
    let [kind, major, _] = first.await.unwrap();
    assert_eq!((kind, major), (0x16, 3), "a TLS handshake record");
}

#[tokio::test]
async fn the_log_takes_every_page() {
    LogSink::default().page(&page()).await.unwrap();
}

#[tokio::test]
async fn a_key_that_is_short_or_exposed_is_refused() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("key");
    let clock: Arc<dyn Clock> = Arc::new(Fixed);
    let text = format!(
        "[escalation]\nlast_resort = {{ webhook = {{ url = \"https://a.example/\", secret_file = {path:?} }} }}"
    );
    let settings = peerline_server_ref::config::read_text("p.toml".as_ref(), &text).unwrap();
    let bell = &settings.escalation.last_resort;
    assert!(matches!(bell, Bell::Webhook { .. }));
    assert!(
        sinks::bell(bell, &clock, None).is_err(),
        "the file is missing"
    );
    for (key, mode, good) in [
        ("short", 0o600, false),
        ("long enough to sign with", 0o644, false),
        ("long enough to sign with", 0o600, true),
    ] {
        std::fs::write(&path, key).unwrap();
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(mode)).unwrap();
        assert_eq!(
            sinks::bell(bell, &clock, None).is_ok(),
            good,
            "{key} {mode:o}"
        );
    }
}

const EXPECTED: &str = "v1=e4f8e2ecae2295b2ddb2f0b5584c8275e226c0ebe9b3b819e70156bb67122e3e";
