//! The real program in a folder of its own.

use std::net::SocketAddr;
use std::path::Path;
use std::process::Output;
use std::process::Stdio;

use serde_json::Value;
use tempfile::TempDir;
use tokio::io::AsyncBufReadExt as _;
use tokio::io::AsyncReadExt as _;
use tokio::io::BufReader;
use tokio::process::Child;
use tokio::process::Command;
use tokio::time::timeout;

use crate::house::PATIENCE;
use crate::house::body;
use crate::house::get;
use crate::house::raw_at;
use crate::hunt;

/// A command of the program, run in a folder.
pub(crate) fn peerline(folder: &Path, args: &[&str]) -> Command {
    let mut command = hunt::program(folder, args);
    command
        .args(args)
        .current_dir(folder)
        .stdin(Stdio::null())
        .kill_on_drop(true);
    command
}

/// Runs a command to its end.
pub(crate) async fn run(folder: &Path, args: &[&str]) -> Output {
    timeout(PATIENCE, peerline(folder, args).output())
        .await
        .expect("the command ends")
        .unwrap()
}

/// Reads what a program said.
pub(crate) fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

/// A running `peerline serve` on a free port.
pub(crate) struct Running {
    pub(crate) child: Child,
    pub(crate) folder: TempDir,
}

impl Running {
    /// Starts with this configuration.
    pub(crate) async fn start(config: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("peerline.toml"), config).unwrap();
        Self::start_in(folder, "127.0.0.1:0").await
    }

    /// Starts in a folder that may hold a line already.
    pub(crate) async fn start_in(folder: TempDir, listen: &str) -> Self {
        let mut child = peerline(folder.path(), &["--listen", listen, "--data", "data"])
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        timeout(PATIENCE, async {
            while let Some(line) = lines.next_line().await.unwrap() {
                if line.contains("data:") {
                    return;
                }
            }
            panic!("it ended instead of starting");
        })
        .await
        .expect("it starts");
        // Keeps the pipe open, so that later words of the program find a reader.
        tokio::spawn(async move { while let Ok(Some(_)) = lines.next_line().await {} });
        Self { child, folder }
    }

    /// Where it listens, by the file that says so.
    pub(crate) fn address(&self, file: &str) -> SocketAddr {
        let text = std::fs::read_to_string(self.folder.path().join("data").join(file)).unwrap();
        text.trim().parse().unwrap()
    }

    /// Asks it to end; tells whether it ended well.
    pub(crate) async fn stop(mut self) -> (bool, TempDir) {
        let id = self.child.id().unwrap().to_string();
        let told = Command::new("kill").args(["-TERM", &id]).status().await;
        assert!(told.unwrap().success());
        let ended = timeout(PATIENCE, self.child.wait()).await.expect("it ends");
        (ended.unwrap().success(), self.folder)
    }

    /// Asks it to end; returns what it logged, and whether it ended well.
    pub(crate) async fn stop_and_hear(mut self) -> (String, bool) {
        let mut stderr = self.child.stderr.take().unwrap();
        let (well, _folder) = self.stop().await;
        let mut said = String::new();
        stderr.read_to_string(&mut said).await.unwrap();
        (said, well)
    }

    /// Where people connect.
    pub(crate) fn people(&self) -> SocketAddr {
        self.address("server.addr")
    }

    /// Makes an invitation and returns its secret.
    pub(crate) async fn invite(&self, role: &str) -> String {
        let key = self.folder.path().join("data/admin.key");
        invite_at(self.people(), &key, role).await
    }

    /// Gets a page of the operator.
    pub(crate) async fn operator(&self, path: &str) -> String {
        let key = std::fs::read_to_string(self.folder.path().join("data/admin.key")).unwrap();
        let more = format!("Authorization: Bearer {}\r\n", key.trim());
        let address = self.people();
        raw_at(address, get(path, address, &more).as_bytes()).await
    }
}

/// Makes an invitation on a running line and returns its secret.
pub(crate) async fn invite_at(address: SocketAddr, key: &Path, role: &str) -> String {
    let key = std::fs::read_to_string(key).unwrap();
    let asked = format!("{{\"role\":\"{role}\"}}");
    let request = format!(
        "POST /admin/invite HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\
         Authorization: Bearer {}\r\nContent-Length: {}\r\n\r\n{asked}",
        key.trim(),
        asked.len(),
    );
    let answer = raw_at(address, request.as_bytes()).await;
    let answer: Value = serde_json::from_str(body(&answer)).unwrap();
    answer["invite"].as_str().unwrap().to_owned()
}
