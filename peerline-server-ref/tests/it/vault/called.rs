//! Guardians are called by a webhook, across a kill, with nothing in it of whom it is about.

use std::fs;
use std::net::SocketAddr;
use std::os::unix::fs::PermissionsExt as _;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::atomic::AtomicU16;
use std::sync::atomic::Ordering;
use std::time::Duration;

use peerline_core::ports::GuardianCall;
use peerline_server_ref::sinks::Signature;
use serde_json::Value;
use tempfile::TempDir;
use tokio::io::AsyncWriteExt as _;
use tokio::net::TcpListener;
use tokio::time::Instant;
use tokio::time::sleep;

use super::CONTACT;
use super::Guarded;
use super::case_of;
use super::leave;
use super::line_id;
use crate::house::PATIENCE;
use crate::house::body;
use crate::house::header;
use crate::person::Person;
use crate::running::run;
use crate::running::text;
use crate::webhook::answer;
use crate::webhook::request;

/// Longer than the line takes to note what was taken, and than the pause before another try.
const QUIET: Duration = Duration::from_secs(3);
const SECRET: &str = "0123456789abcdef";

/// Takes every request and answers it as it is told to at that time.
struct Pager {
    address: SocketAddr,
    answers: Arc<AtomicU16>,
    heard: Arc<Mutex<Vec<(u16, String)>>>,
    folder: TempDir,
}

impl Pager {
    async fn start(status: u16) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let pager = Self {
            address: listener.local_addr().unwrap(),
            answers: Arc::new(AtomicU16::new(status)),
            heard: Arc::default(),
            folder: tempfile::tempdir().unwrap(),
        };
        let (answers, heard) = (pager.answers.clone(), pager.heard.clone());
        tokio::spawn(async move {
            while let Ok((mut stream, _)) = listener.accept().await {
                let status = answers.load(Ordering::SeqCst);
                let said = request(&mut stream).await;
                heard.lock().unwrap().push((status, said));
                let said = answer(status).unwrap();
                let _gone = stream.write_all(said.as_bytes()).await;
            }
        });
        pager
    }

    /// The line of the configuration that names it.
    fn named(&self) -> String {
        let key = self.folder.path().join("key");
        fs::write(&key, SECRET).unwrap();
        fs::set_permissions(&key, fs::Permissions::from_mode(0o600)).unwrap();
        let url = format!("http://{}/guardians", self.address);
        format!("call = {{ webhook = {{ url = \"{url}\", secret_file = {key:?} }} }}\n")
    }

    fn heard(&self) -> Vec<(u16, String)> {
        self.heard.lock().unwrap().clone()
    }

    /// Waits until so many calls got this answer.
    async fn until(&self, status: u16, n: usize) {
        let end = Instant::now() + PATIENCE;
        while self
            .heard()
            .iter()
            .filter(|(got, _)| *got == status)
            .count()
            < n
        {
            assert!(Instant::now() < end, "{:?}", self.heard());
            sleep(Duration::from_millis(20)).await;
        }
    }
}

/// It is signed, it bears the number as its key, and there is nothing else to read.
fn says_that_a_request_waits(said: &str, number: &str, secrets: &[&str]) {
    let key = format!("guardians/{number}");
    assert_eq!(header(said, "idempotency-key"), Some(key.as_str()));
    let at = header(said, "peerline-timestamp").unwrap().parse().unwrap();
    let signature = Signature::of(SECRET.as_bytes(), at, body(said).as_bytes()).unwrap();
    let signed = header(said, "peerline-signature").unwrap();
    assert_eq!(signed, signature.to_string());
    let call: GuardianCall = serde_json::from_str(body(said)).unwrap();
    assert_eq!(call.request.to_string(), number);
    assert!(!call.drill);
    let fields: Value = serde_json::from_str(body(said)).unwrap();
    let names: Vec<_> = fields.as_object().unwrap().keys().cloned().collect();
    assert_eq!(names, ["drill", "request", "until"]);
    for secret in secrets {
        assert!(!said.contains(secret), "{secret} is in {said}");
    }
}

#[tokio::test]
async fn guardians_are_called_until_somebody_takes_it_whenever_the_program_is_killed() {
    let pager = Pager::start(503).await;
    let guarded = Guarded::with(&pager.named()).await;
    let line = line_id(&guarded.running).await;
    let mut talk = Person::new().join(guarded.running.people()).await;
    leave(&mut talk, line, Some(CONTACT)).await;
    let case = case_of(&guarded.running, &mut talk).await;
    assert!(pager.heard().is_empty(), "a contact alone calls nobody");
    let ask = ["ask", "--case", &case, "--reason", "danger-to-life"];
    let key = ["--key", "opener.key"];
    let asked = guarded.operator(&[&ask[..], &key].concat()).await;
    let number = text(&asked.stdout).lines().next().unwrap().to_owned();
    pager.until(503, 1).await;

    let (guarded, _) = guarded.killed().await;
    pager.answers.store(202, Ordering::SeqCst);
    pager.until(202, 1).await;
    // A kill before that was noted says it once more, under the same key; once it is noted, none does.
    sleep(QUIET).await;
    let taken = pager.heard().len();
    let (guarded, _) = guarded.killed().await;
    sleep(QUIET).await;
    let heard = pager.heard();
    assert_eq!(heard.len(), taken, "{heard:?}");
    let secrets = [&case, "danger", "lost", "Mirabella", "0170"];
    for (_, said) in &heard {
        says_that_a_request_waits(said, &number, &secrets);
    }
    let drill = run(guarded.running.folder.path(), &["drill", "--data", "data"]);
    let drill = text(&drill.await.stdout);
    assert!(drill.contains("guardians: took the page"), "{drill}");
    let (_, last) = pager.heard().pop().unwrap();
    assert!(body(&last).contains("\"drill\":true"), "{last}");
}
