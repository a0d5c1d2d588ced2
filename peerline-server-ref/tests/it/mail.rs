//! Pages by mail: to a real mail server, and to servers that fail in every way there is.
//!
//! The real one is aiosmtpd (`apt-get install python3-aiosmtpd`). Where it is missing its tests say
//! so and are left out; with `PEERLINE_REQUIRE_MAIL=1` that is a failure.

mod server;

use std::net::SocketAddr;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use peerline_core::ports::Clock;
use peerline_core::ports::EscalationSink;
use peerline_core::ports::GuardianCall;
use peerline_core::ports::Page;
use peerline_core::ports::PageTarget;
use peerline_core::ports::PortErrorKind;
use peerline_core::vocab::Band;
use peerline_core::vocab::CaseId;
use peerline_core::vocab::Timestamp;
use peerline_core::vocab::VaultRequestId;
use peerline_server_ref::clock::SystemClock;
use peerline_server_ref::config;
use peerline_server_ref::config::Bell;
use peerline_server_ref::sinks;
use peerline_server_ref::sinks::MailSink;
use serde_json::Value;
use tokio::io::AsyncBufReadExt as _;
use tokio::io::AsyncReadExt as _;
use tokio::io::AsyncWriteExt as _;
use tokio::io::BufStream;
use tokio::net::TcpListener;
use tokio::net::TcpStream;
use tokio::task::JoinHandle;

use self::server::Server;
use self::server::certify;

const PASSWORD: &str = "a long password";

fn page() -> Page {
    let case = CaseId::from_bytes([1; 16]);
    Page::new(case, 2, PageTarget::LastResort, Band::High, Timestamp::ZERO)
}

/// What a configuration file in `folder` says, with a mail server and more keys.
fn bell(folder: &Path, server: &str, to: &str, more: &str) -> Bell {
    let text = format!(
        "[escalation]\nlast_resort = {{ smtp = {{ server = \"{server}\", \
         from = \"line@example.org\", to = [{to}]{more} }} }}\n"
    );
    let settings = config::read_text(&folder.join("peerline.toml"), &text).unwrap();
    settings.escalation.last_resort
}

fn sink(bell: &Bell) -> Arc<dyn EscalationSink> {
    let clock: Arc<dyn Clock> = Arc::new(SystemClock::default());
    let public = "https://line.example.org".parse().unwrap();
    let desk = sinks::desk(Some(&public));
    sinks::bell(bell, &clock, desk.as_ref()).unwrap()
}

async fn kind(sink: &dyn EscalationSink) -> Option<PortErrorKind> {
    sink.page(&page()).await.err().map(|error| error.kind)
}

fn text<'a>(mail: &'a Value, pointer: &str) -> &'a str {
    mail.pointer(pointer).and_then(Value::as_str).unwrap()
}

#[tokio::test]
async fn everybody_of_a_ring_gets_a_mail_of_their_own() {
    let Some(server) = Server::start("plain", None) else {
        return;
    };
    let at = format!("smtp+plain://127.0.0.1:{}", server.port);
    let to = "\"one@example.org\", \"two@example.org\"";
    let sink = sink(&bell(Path::new(""), &at, to, ""));
    sink.page(&page()).await.unwrap();
    sink.page(&page()).await.unwrap();
    let mails = server.stop();
    assert_eq!(mails.len(), 4, "the same page came twice");
    for mail in &mails {
        let to = text(mail, "/headers/to");
        assert_eq!(mail["to"], serde_json::json!([to]), "nobody reads who else");
        assert_eq!(text(mail, "/from"), "line@example.org");
        assert_eq!(
            text(mail, "/headers/message-id"),
            "<AQEBAQEBAQEBAQEBAQEBAQ.2.last_resort@example.org>",
            "the same page has the same id"
        );
        let subject = text(mail, "/headers/subject");
        assert_eq!(subject, "A person needs you now (high)");
        assert!(text(mail, "/body").contains("https://line.example.org/responder"));
    }
}

#[tokio::test]
async fn guardians_get_a_mail_with_a_number_and_nothing_of_whom_it_is_about() {
    let Some(server) = Server::start("plain", None) else {
        return;
    };
    let at = format!("smtp+plain://127.0.0.1:{}", server.port);
    let bell = bell(Path::new(""), &at, "\"one@example.org\"", "");
    let clock: Arc<dyn Clock> = Arc::new(SystemClock::default());
    let sink = sinks::guardian_bell(&bell, &clock, None).unwrap();
    let number = VaultRequestId::from_bytes([1; 16]);
    sink.ring(&GuardianCall::new(number, Timestamp::ZERO))
        .await
        .unwrap();
    let mails = server.stop();
    assert_eq!(
        text(&mails[0], "/headers/message-id"),
        "<guardians.AQEBAQEBAQEBAQEBAQEBAQ@example.org>"
    );
    assert_eq!(
        text(&mails[0], "/headers/subject"),
        "A request waits for you as a guardian"
    );
    let said = text(&mails[0], "/body");
    assert!(said.contains("AQEBAQEBAQEBAQEBAQEBAQ") && said.contains("by voice"));
}

#[tokio::test]
async fn a_drill_says_so_in_the_subject() {
    let Some(server) = Server::start("plain", None) else {
        return;
    };
    let at = format!("smtp+plain://127.0.0.1:{}", server.port);
    let sink = sink(&bell(Path::new(""), &at, "\"one@example.org\"", ""));
    let mut drill = page();
    drill.drill = true;
    sink.page(&drill).await.unwrap();
    let mails = server.stop();
    let subject = text(&mails[0], "/headers/subject");
    assert!(subject.starts_with("[drill] "), "{subject}");
    assert!(text(&mails[0], "/body").starts_with("This is a drill"));
}

#[tokio::test]
async fn a_mailbox_that_fails_keeps_nobody_else_asleep() {
    for (to, expected, taken) in [
        (
            "\"full@a.org\", \"one@a.org\"",
            Some(PortErrorKind::Unavailable),
            1,
        ),
        ("\"gone@a.org\", \"one@a.org\"", None, 1),
        (
            "\"gone@a.org\", \"gone2@a.org\"",
            Some(PortErrorKind::Refused),
            0,
        ),
        (
            "\"gone@a.org\", \"full@a.org\"",
            Some(PortErrorKind::Unavailable),
            0,
        ),
    ] {
        let Some(server) = Server::start("plain", None) else {
            return;
        };
        let at = format!("smtp+plain://127.0.0.1:{}", server.port);
        let sink = sink(&bell(Path::new(""), &at, to, ""));
        assert_eq!(kind(&*sink).await, expected, "{to}");
        assert_eq!(server.stop().len(), taken, "{to}");
    }
}

/// A folder with certificates and a password.
fn sealed() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    certify(folder.path());
    for (name, text) in [("password", PASSWORD), ("wrong", "another password")] {
        let file = folder.path().join(name);
        std::fs::write(&file, format!("{text}\n")).unwrap();
        std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o600)).unwrap();
    }
    folder
}

const LOGIN: &str = ", login = \"peerline\", password_file = \"password\"";

#[tokio::test]
async fn mail_and_password_travel_under_tls_to_a_server_that_is_trusted() {
    let folder = sealed();
    let trusting = format!("{LOGIN}, ca_file = \"ca.pem\"");
    let wrong = trusting.replace("\"password\"", "\"wrong\"");
    for (mode, scheme) in [("starttls", "smtp"), ("smtps", "smtps")] {
        for (more, expected, taken) in [
            (&trusting, None, 1),
            (&wrong, Some(PortErrorKind::Refused), 0),
            (&LOGIN.to_owned(), Some(PortErrorKind::Unavailable), 0),
        ] {
            let Some(server) = Server::start(mode, Some(folder.path())) else {
                return;
            };
            let at = format!("{scheme}://127.0.0.1:{}", server.port);
            let sink = sink(&bell(folder.path(), &at, "\"one@example.org\"", more));
            assert_eq!(kind(&*sink).await, expected, "{mode} {more}");
            let mails = server.stop();
            assert_eq!(mails.len(), taken, "{mode} {more}");
            for mail in mails {
                assert_eq!((&mail["tls"], &mail["login"]), (&true.into(), &true.into()));
            }
        }
    }
}

/// What a server answers to each line in turn, from its greeting on.
const TALK: [&str; 6] = [
    "220 mail",
    "250 mail",
    "250 ok",
    "250 ok",
    "354 go on",
    "250 taken",
];

/// What a server does after its last answer.
#[derive(Clone, Copy, Debug)]
enum Then {
    Hang,
    HangUp,
}

/// Serves one connection by script; returns what it was told.
async fn scripted(answers: Vec<String>, then: Then) -> (SocketAddr, JoinHandle<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let served = tokio::spawn(async move {
        let (stream, _) = listener.accept().await.unwrap();
        let mut stream = BufStream::new(stream);
        let mut told = String::new();
        for (i, answer) in answers.iter().enumerate() {
            if i > 0 && !hear(&mut stream, &mut told, &answers[i - 1]).await {
                return told;
            }
            stream
                .write_all(format!("{answer}\r\n").as_bytes())
                .await
                .unwrap();
            stream.flush().await.unwrap();
        }
        if matches!(then, Then::Hang) {
            let mut rest = Vec::new();
            let _gave_up = stream.read_to_end(&mut rest).await;
            told.push_str(&String::from_utf8_lossy(&rest));
        }
        told
    });
    (address, served)
}

/// Hears a line, or a whole mail after "354"; `false` where the other side has gone.
async fn hear(stream: &mut BufStream<TcpStream>, told: &mut String, answered: &str) -> bool {
    loop {
        let mut line = String::new();
        if stream.read_line(&mut line).await.unwrap_or(0) == 0 {
            return false;
        }
        told.push_str(&line);
        if !answered.starts_with("354") || line == ".\r\n" {
            return true;
        }
    }
}

async fn outcome(
    answers: Vec<String>,
    then: Then,
    scheme: &str,
) -> (Option<PortErrorKind>, String) {
    let (address, served) = scripted(answers, then).await;
    let at = format!("{scheme}://{address}");
    let Bell::Mail(settings) = bell(Path::new(""), &at, "\"one@example.org\"", "") else {
        panic!("it is a mail server");
    };
    let sink = MailSink::new(&settings, Some(PASSWORD), None, None).unwrap();
    let found = kind(&sink.within(Duration::from_millis(300))).await;
    (found, served.await.unwrap())
}

fn talk(parts: &[&str]) -> Vec<String> {
    parts.iter().map(|part| (*part).to_owned()).collect()
}

#[tokio::test]
async fn a_server_that_hangs_or_hangs_up_before_it_took_the_mail_did_not_take_it() {
    for n in 0..TALK.len() {
        for then in [Then::Hang, Then::HangUp] {
            let (found, _) = outcome(talk(&TALK[..n]), then, "smtp+plain").await;
            assert_eq!(found, Some(PortErrorKind::Unavailable), "{n} {then:?}");
        }
    }
    let (found, told) = outcome(talk(&TALK), Then::Hang, "smtp+plain").await;
    assert_eq!(found, None, "taken once the server says so: {told}");
}

#[tokio::test]
async fn each_answer_says_whether_another_try_helps() {
    for n in 0..TALK.len() {
        for (answer, expected) in [
            ("421 4.3.2 not now", PortErrorKind::Unavailable),
            ("554 5.7.1 never", PortErrorKind::Refused),
            ("hello", PortErrorKind::Unavailable),
            ("", PortErrorKind::Unavailable),
            ("999 what", PortErrorKind::Unavailable),
        ] {
            let mut answers = talk(&TALK[..n]);
            answers.push(answer.to_owned());
            let (found, _) = outcome(answers, Then::HangUp, "smtp+plain").await;
            assert_eq!(
                found,
                Some(expected),
                "{answer:?} in place of {:?}",
                TALK[n]
            );
        }
    }
}

#[tokio::test]
async fn nobody_there_is_worth_another_try() {
    let closed = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = closed.local_addr().unwrap();
    drop(closed);
    let at = format!("smtp+plain://{address}");
    let sink = sink(&bell(Path::new(""), &at, "\"one@example.org\"", ""));
    assert_eq!(kind(&*sink).await, Some(PortErrorKind::Unavailable));
}

#[tokio::test]
async fn a_server_without_tls_gets_neither_page_nor_password() {
    let answers = talk(&[
        "220 mail",
        "250-mail\r\n250 AUTH PLAIN LOGIN",
        "250 ok",
        "250 ok",
    ]);
    let (found, told) = outcome(answers, Then::Hang, "smtp").await;
    assert_eq!(found, Some(PortErrorKind::Unavailable));
    for secret in ["AUTH", "MAIL FROM", "RCPT", "needs you"] {
        assert!(!told.contains(secret), "{told}");
    }
}

#[tokio::test]
async fn a_password_that_others_can_read_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("password");
    let bell = bell(
        folder.path(),
        "smtps://mail.example.org",
        "\"one@example.org\"",
        LOGIN,
    );
    let clock: Arc<dyn Clock> = Arc::new(SystemClock::default());
    assert!(
        sinks::bell(&bell, &clock, None).is_err(),
        "the file is missing"
    );
    std::fs::write(&file, PASSWORD).unwrap();
    for (mode, good) in [(0o644, false), (0o600, true)] {
        std::fs::set_permissions(&file, std::fs::Permissions::from_mode(mode)).unwrap();
        assert_eq!(sinks::bell(&bell, &clock, None).is_ok(), good, "{mode:o}");
    }
}
