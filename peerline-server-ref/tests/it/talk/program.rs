//! The real program on a folder and a port of its own, killed as a power cut would.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::process::Stdio;
use std::time::Duration;

use async_trait::async_trait;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use peerline_core::ports::End;
use peerline_core::protocol::Encoding;
use peerline_core::protocol::Key;
use peerline_core::vocab::RoomName;
use peerline_server_ref::secrets::write_private;
use tempfile::TempDir;
use tokio::net::TcpStream;
use tokio::process::Child;
use tokio::time::sleep;
use tokio::time::timeout;

use super::actor::Part;
use super::logs::Stored;
use super::logs::read_store;
use super::stage::Reach;
use super::stage::Stage;
use crate::house::PATIENCE;
use crate::house::get;
use crate::house::raw_at;
use crate::kill::Hook;
use crate::kill::free_address;
use crate::links::lines;
use crate::person::Gone;
use crate::running::invite_at;
use crate::running::peerline;

/// The program, its folder, and the other side of its webhook.
#[derive(Debug)]
pub(super) struct Program {
    address: SocketAddr,
    reach: Reach,
    hook: Hook,
    folder: TempDir,
    child: Child,
    pipes: Option<End>,
}

impl Program {
    /// Starts a line.
    pub(super) async fn open(reach: Reach) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let (hook, hook_address) = Hook::open().await;
        let key = folder.path().join("hook.key");
        write_private(&key, "0123456789abcdef").unwrap();
        let target = format!("{{ url = \"http://{hook_address}/\", secret_file = {key:?} }}");
        let config = format!("[escalation]\nlast_resort = {{ webhook = {target} }}\n");
        std::fs::write(folder.path().join("peerline.toml"), config).unwrap();
        let address = free_address();
        let (child, pipes) = spawn(&folder, address, reach);
        let mut program = Self {
            address,
            reach,
            hook,
            folder,
            child,
            pipes,
        };
        program.ready().await;
        program
    }

    async fn ready(&mut self) {
        let health = get("/healthz", self.address, "");
        loop {
            if TcpStream::connect(self.address).await.is_ok()
                && raw_at(self.address, health.as_bytes())
                    .await
                    .starts_with("HTTP/1.1 200")
            {
                return;
            }
            let ended = self.child.try_wait().unwrap();
            assert!(ended.is_none(), "the program ended by itself: {ended:?}");
            sleep(Duration::from_millis(2)).await;
        }
    }

    async fn start(&mut self) {
        (self.child, self.pipes) = spawn(&self.folder, self.address, self.reach);
        self.ready().await;
    }

    /// Kills the program and reads what it has stored: the room is as long as those in it think and
    /// no longer, the one in danger has a case, and every page that was due has been taken.
    pub(super) async fn verify(&mut self, room: &(RoomName, BTreeMap<u64, String>)) -> Vec<String> {
        self.child.kill().await.unwrap();
        let stored = read_store(&self.folder.path().join("data/line.db"), &room.0).await;
        let mut faults = Vec::new();
        if stored.room != room.1 {
            faults.push(format!("stored {:?}, held {:?}", stored.room, room.1));
        }
        if stored.signs != [1] {
            faults.push(format!("signs of danger in cases: {:?}", stored.signs));
        }
        if stored.pages.is_empty() {
            faults.push("nobody was to be paged".to_owned());
        }
        faults.extend(self.missing_pages(&stored).await);
        faults
    }

    async fn missing_pages(&mut self, stored: &Stored) -> Vec<String> {
        if self.hook.has(&stored.pages) {
            return Vec::new();
        }
        self.start().await;
        let all = async {
            while !self.hook.has(&stored.pages) {
                sleep(Duration::from_millis(5)).await;
            }
        };
        let waited = timeout(PATIENCE, all).await;
        let missing = waited
            .is_err()
            .then(|| format!("pages: {:?}", stored.pages));
        missing.into_iter().collect()
    }
}

#[async_trait]
impl Stage for Program {
    async fn invite(&mut self) -> Key {
        let key = self.folder.path().join("data/admin.key");
        let secret = invite_at(self.address, &key, "supporter").await;
        let secret = URL_SAFE_NO_PAD.decode(secret).unwrap();
        Key(secret.try_into().unwrap())
    }

    fn origin(&self, part: Part) -> String {
        match self.reach.way(part) {
            Some(_) => format!("http://{}", self.address),
            None => "stdio:".to_owned(),
        }
    }

    async fn dial(&mut self, part: Part) -> Result<End, Gone> {
        match self.reach.way(part) {
            Some(way) => way.dial(self.address).await,
            None => self.pipes.take().ok_or(Gone),
        }
    }

    async fn interrupt(&mut self) {
        self.child.kill().await.unwrap();
        self.start().await;
    }
}

fn spawn(folder: &TempDir, address: SocketAddr, reach: Reach) -> (Child, Option<End>) {
    let listen = address.to_string();
    let mut args = vec!["serve", "--listen", &listen, "--data", "data"];
    let encoding = match reach {
        Reach::Piped(encoding) => Some(encoding),
        Reach::All(_) | Reach::Each(..) => None,
    };
    args.extend(encoding.map(|encoding| match encoding {
        Encoding::Cbor => "--stdio=cbor",
        Encoding::Json | _ => "--stdio",
    }));
    let mut child = peerline(folder.path(), &args)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let (stdin, stdout) = (child.stdin.take().unwrap(), child.stdout.take().unwrap());
    let pipes = encoding.map(|encoding| lines(stdout, stdin, encoding));
    (child, pipes)
}
