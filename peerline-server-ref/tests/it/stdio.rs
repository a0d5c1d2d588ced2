//! The program as a child that speaks over its standard input and output.

use std::net::SocketAddr;
use std::process::Stdio;

use peerline_core::ports::End;
use peerline_core::protocol::Encoding;
use serde_json::Value;
use serde_json::json;
use tempfile::TempDir;
use tokio::io::AsyncBufReadExt as _;
use tokio::io::AsyncWriteExt as _;
use tokio::io::BufReader;
use tokio::io::Lines;
use tokio::process::Child;
use tokio::process::ChildStdin;
use tokio::process::ChildStdout;
use tokio::process::Command;
use tokio::time::timeout;

use crate::house::PATIENCE;
use crate::house::get;
use crate::house::raw_at;
use crate::links::lines;
use crate::person::Person;
use crate::running::peerline;

/// A child with its two pipes.
struct Piped {
    child: Child,
    stdin: ChildStdin,
    stdout: Lines<BufReader<ChildStdout>>,
    folder: TempDir,
}

impl Piped {
    fn start() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let args = ["--listen", "127.0.0.1:0", "--data", "data", "--stdio"];
        let mut child = peerline(folder.path(), &args)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        Self {
            stdin: child.stdin.take().unwrap(),
            stdout: BufReader::new(child.stdout.take().unwrap()).lines(),
            child,
            folder,
        }
    }

    async fn say(&mut self, line: &str) {
        self.stdin.write_all(line.as_bytes()).await.unwrap();
    }

    async fn hear(&mut self) -> Value {
        let line = timeout(PATIENCE, self.stdout.next_line()).await;
        let line = line.expect("a line comes").unwrap().expect("a line comes");
        serde_json::from_str(&line).expect("nothing but frames is said")
    }

    async fn join(&mut self, person: &Person) {
        let hail = self.hear().await;
        let hello = person.hello(&hail, "stdio:", &json!([{"room": "@me"}]));
        self.say(&format!("{hello}\n")).await;
        assert_eq!(self.hear().await["t"], "welcome");
        assert_eq!(self.hear().await["t"], "opened");
    }
}

#[tokio::test]
async fn a_person_joins_over_standard_input_and_the_line_goes_on_after_its_end() {
    let mut piped = Piped::start();
    let person = Person::new();
    piped.join(&person).await;
    let ask = json!({"t": "ask", "ref": 1, "what": "line"});
    // Two pieces, a carriage return and an empty line change nothing.
    let ask = ask.to_string();
    let (first, second) = ask.split_at(9);
    piped.say(first).await;
    piped.say(&format!("{second}\r\n\n")).await;
    assert_eq!(piped.hear().await["ref"], 1);
    let read = |name: &str| std::fs::read_to_string(piped.folder.path().join(name)).unwrap();
    let address = read("data/server.addr").trim().parse().unwrap();
    let key = read("data/admin.key");
    drop(piped.stdin);
    let gone = async { while open_links(address, key.trim()).await != 0 {} };
    timeout(PATIENCE, gone).await.expect("the connection ends");
    drop(Person::new().join(address).await);
    assert!(piped.child.try_wait().unwrap().is_none(), "it still runs");
}

async fn open_links(address: SocketAddr, key: &str) -> u64 {
    let more = format!("Authorization: Bearer {key}\r\n");
    let metrics = raw_at(address, get("/metrics", address, &more).as_bytes()).await;
    let open = metrics
        .lines()
        .find_map(|line| line.strip_prefix("peerline_open_sockets "));
    open.expect("it is counted").parse().unwrap()
}

#[tokio::test]
async fn a_line_that_is_no_frame_is_answered_and_reading_goes_on_behind_it() {
    let mut piped = Piped::start();
    piped.join(&Person::new()).await;
    piped.say(&format!("{}\n", "x".repeat(100_000))).await;
    piped.say("nothing\n\u{fffd}\n").await;
    piped
        .say("{\"t\":\"ask\",\"ref\":7,\"what\":\"line\"}\n")
        .await;
    let mut codes = Vec::new();
    loop {
        let frame = piped.hear().await;
        if frame["ref"] == 7 {
            break;
        }
        codes.push(frame["code"].clone());
    }
    assert_eq!(codes, ["too_big", "bad", "bad"]);
}

#[tokio::test]
async fn a_program_that_is_asked_to_end_says_goodbye_on_standard_output() {
    let mut piped = Piped::start();
    piped.join(&Person::new()).await;
    let id = piped.child.id().unwrap().to_string();
    let told = Command::new("kill").args(["-TERM", &id]).status().await;
    assert!(told.unwrap().success());
    let bye = piped.hear().await;
    assert_eq!(bye["t"], "bye");
    assert!(bye["again_ms"].is_u64(), "{bye}");
    let ended = timeout(PATIENCE, piped.child.wait()).await;
    // Standard input is still open: it holds nothing up.
    assert!(ended.expect("it ends").unwrap().success());
    assert!(piped.stdout.next_line().await.unwrap().is_none());
}

/// Two pipes of a child that says back what it hears.
struct Parrot;

#[async_trait::async_trait]
impl peerline_core::testkit::transport::Link for Parrot {
    fn encoding(&self) -> Encoding {
        Encoding::Json
    }

    async fn connect(&self) -> (End, End) {
        let mut cat = Command::new("cat")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .unwrap();
        let (stdin, stdout) = (cat.stdin.take().unwrap(), cat.stdout.take().unwrap());
        tokio::spawn(async move { cat.wait().await });
        let near = lines(tokio::io::empty(), stdin, Encoding::Json);
        let far = lines(stdout, tokio::io::sink(), Encoding::Json);
        (near, far)
    }
}

mod through_a_child {
    peerline_core::transport_laws! { link: super::Parrot, run: crate::laws::run }
}
