//! The program under test, on one folder and one port, and the people of the line.

use std::fs::File;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::Stdio;
use std::sync::Arc;
use std::time::Duration;

use peerline_core::sealing::Sealed;
use peerline_server_ref::secrets::write_private;
use peerline_server_ref::store::LineStore;
use serde_json::json;
use tempfile::TempDir;
use tokio::io::AsyncReadExt as _;
use tokio::io::AsyncWriteExt as _;
use tokio::net::TcpStream;
use tokio::process::Child;
use tokio::time::sleep;

use super::hook::Hook;
use super::responder::Responder;
use super::speaker::Speaker;
use crate::house::get;
use crate::person::Person;
use crate::person::dice;
use crate::postgres;
use crate::running::invite_at;
use crate::running::peerline;
use crate::unsealed::unsealed;
use crate::unsealed::unsealed_in;

/// Pairs of a person who seeks support and one who gives it.
const PAIRS: [(&str, &str); 3] = [("amber", "azure"), ("coral", "ivory"), ("olive", "umber")];

/// The program, its folder, and the other side of its webhook.
#[derive(Debug)]
pub(super) struct World {
    /// Where people connect.
    pub(super) address: SocketAddr,
    /// Who takes the pages.
    pub(super) hook: Hook,
    folder: TempDir,
    child: Child,
    /// Where the logs are, if not in a file of the folder.
    database: Option<String>,
}

impl World {
    /// Starts a line on a port that nothing else is given by the system, in a file or a database.
    pub(super) async fn open(database: Option<String>) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let (hook, hook_address) = Hook::open().await;
        let key = folder.path().join("hook.key");
        write_private(&key, "0123456789abcdef").unwrap();
        let target = format!("{{ url = \"http://{hook_address}/\", secret_file = {key:?} }}");
        let config = format!(
            "[limits]\npace = 100\npace_window_s = 1\n[escalation]\nlast_resort = {{ webhook = {target} }}\n"
        );
        let kept = database
            .as_ref()
            .map(|reach| format!("[store]\npostgres = {reach:?}\n"));
        let config = config + &kept.unwrap_or_default();
        std::fs::write(folder.path().join("peerline.toml"), config).unwrap();
        let address = free_address();
        let child = spawn(&folder, address);
        let mut world = Self {
            address,
            hook,
            folder,
            child,
            database,
        };
        world.ready().await;
        world
    }

    /// Brings everybody together: each person who seeks support with one who gives it.
    pub(super) async fn gather(&self) -> (Vec<Speaker>, Responder) {
        let mut speakers = Vec::new();
        let mut rooms = Vec::new();
        for (seeker_name, supporter_name) in PAIRS {
            let seeker = Person::new();
            let mut supporter = Person::invited(self.invite("supporter").await);
            let room = self.bring_together(&seeker, &supporter).await;
            supporter.invite = None;
            speakers.push(Speaker::new(seeker, seeker_name, &room, true));
            speakers.push(Speaker::new(supporter, supporter_name, &room, false));
            rooms.push(room);
        }
        let mut responder = Person::invited(self.invite("responder").await);
        drop(responder.join(self.address).await);
        responder.invite = None;
        (speakers, Responder::new(responder, rooms))
    }

    async fn bring_together(&self, seeker: &Person, supporter: &Person) -> String {
        let mut seeking = seeker.join(self.address).await;
        let mut giving = supporter.join(self.address).await;
        let hours = json!({"topics": ["sleep"], "languages": ["en"], "capacity": 1});
        let answer = giving.put("@me", "available", hours).await;
        assert_eq!(answer["t"], "ok", "{answer}");
        let wish = json!({"topics": ["sleep"], "languages": ["en"]});
        let answer = seeking.put("@me", "seek", wish).await;
        assert_eq!(answer["t"], "ok", "{answer}");
        let offer = giving.until(|frame| frame["kind"] == "offer").await;
        let offer = json!({"offer": offer["body"]["offer"]});
        let answer = giving.put("@me", "accept", offer).await;
        assert_eq!(answer["t"], "ok", "{answer}");
        let matched = seeking.until(|frame| frame["kind"] == "matched").await;
        matched["body"]["room"].as_str().unwrap().to_owned()
    }

    /// Opens the logs, which no program may hold, and what reads them; close the store when done.
    pub(super) async fn logs(&self) -> (Sealed, Arc<dyn LineStore>) {
        match &self.database {
            None => {
                let (sealed, store) = unsealed(&self.file("line.db"));
                (sealed, Arc::new(store))
            }
            Some(reach) => {
                let store = postgres::open(reach).await;
                let sealed = unsealed_in(store.clone(), &self.file("line.keys"));
                (sealed, Arc::new(store))
            }
        }
    }

    async fn invite(&self, role: &str) -> String {
        invite_at(self.address, &self.file("admin.key"), role).await
    }

    /// Returns the path of a file of the line.
    pub(super) fn file(&self, name: &str) -> PathBuf {
        self.folder.path().join("data").join(name)
    }

    /// Waits until the line has read its log and answers.
    pub(super) async fn ready(&mut self) {
        while !self.answers().await {
            if let Some(status) = self.child.try_wait().unwrap() {
                let said = std::fs::read_to_string(self.folder.path().join("stderr")).unwrap();
                panic!("the program ended by itself, {status}: {said}");
            }
            sleep(Duration::from_millis(2)).await;
        }
    }

    async fn answers(&self) -> bool {
        let Ok(mut stream) = TcpStream::connect(self.address).await else {
            return false;
        };
        let request = get("/healthz", self.address, "");
        let mut answer = Vec::new();
        let asked = async {
            stream.write_all(request.as_bytes()).await?;
            stream.read_to_end(&mut answer).await
        };
        asked.await.is_ok() && answer.starts_with(b"HTTP/1.1 200")
    }

    /// Kills the program as a power cut would.
    pub(super) async fn kill(&mut self) {
        self.child.kill().await.unwrap();
    }

    /// Starts it again on the same folder and port.
    pub(super) async fn start(&mut self) {
        self.child = spawn(&self.folder, self.address);
    }
}

fn spawn(folder: &TempDir, address: SocketAddr) -> Child {
    let stderr = File::options()
        .create(true)
        .append(true)
        .open(folder.path().join("stderr"))
        .unwrap();
    let listen = address.to_string();
    peerline(folder.path(), &["--listen", &listen, "--data", "data"])
        .stdout(Stdio::null())
        .stderr(stderr)
        .spawn()
        .unwrap()
}

/// A port below those that systems hand out: a client that dials while the line is down must not be
/// given the line's own port.
pub(crate) fn free_address() -> SocketAddr {
    loop {
        let port = u16::try_from(20_000 + dice(12_000)).unwrap();
        let address = SocketAddr::from(([127, 0, 0, 1], port));
        if std::net::TcpListener::bind(address).is_ok() {
            return address;
        }
    }
}
