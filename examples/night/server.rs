//! The real server, as a child process that is killed without warning.

use std::ffi::OsString;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::ExitCode;
use std::process::Stdio;
use std::time::Duration;

use peerline_core::protocol::Key;
use serde::Deserialize;
use tempfile::TempDir;
use tokio::io::AsyncReadExt as _;
use tokio::io::AsyncWriteExt as _;
use tokio::net::TcpStream;
use tokio::process::Child;
use tokio::process::Command;

use crate::failure::Failure;

/// The first argument that makes this program the server.
pub(crate) const FLAG: &str = "--server";

/// Runs the server in this process.
pub(crate) fn main(args: impl Iterator<Item = OsString>) -> ExitCode {
    let name = OsString::from("peerline");
    peerline_server_ref::cli::main_with(std::iter::once(name).chain(args))
}

/// A server on a folder of its own.
pub(crate) struct Server {
    folder: TempDir,
    address: SocketAddr,
    child: Child,
}

impl Server {
    const PATIENCE: Duration = Duration::from_secs(20);
    const PAUSE: Duration = Duration::from_millis(20);

    /// Starts a server on a free port of the loopback.
    pub(crate) async fn start() -> Result<Self, Failure> {
        let folder = tempfile::tempdir()?;
        let child = spawn(&folder, SocketAddr::from(([127, 0, 0, 1], 0)))?;
        let mut server = Self {
            folder,
            address: SocketAddr::from(([127, 0, 0, 1], 0)),
            child,
        };
        server.address = server.read_address().await?;
        server.answers().await?;
        Ok(server)
    }

    pub(crate) fn origin(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Ends the server as a power cut would: no signal that it could act on.
    pub(crate) async fn kill(&mut self) -> Result<(), Failure> {
        Ok(self.child.kill().await?)
    }

    /// Starts the server again, on the same file and port, and waits until it answers.
    pub(crate) async fn restart(&mut self) -> Result<(), Failure> {
        self.child = spawn(&self.folder, self.address)?;
        self.answers().await
    }

    /// Makes an invitation.
    pub(crate) async fn invite(&self, role: &str) -> Result<Key, Failure> {
        #[derive(Deserialize)]
        struct Made {
            invite: Key,
        }
        let key = tokio::fs::read_to_string(self.file("admin.key")).await?;
        let body = format!(r#"{{"role":"{role}"}}"#);
        let request = format!(
            "POST /admin/invite HTTP/1.1\r\nHost: {}\r\nAuthorization: Bearer {}\r\n\
             Content-Type: application/json\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{body}",
            self.address,
            key.trim(),
            body.len()
        );
        let mut stream = TcpStream::connect(self.address).await?;
        stream.write_all(request.as_bytes()).await?;
        let mut answer = String::new();
        stream.read_to_string(&mut answer).await?;
        let json = answer.split_once("\r\n\r\n").map(|(_, body)| body);
        let made: Option<Made> = json.and_then(|json| serde_json::from_str(json).ok());
        made.map(|made| made.invite).ok_or_else(|| {
            let status = answer.lines().next().unwrap_or("no answer");
            Failure::new(format!("no invitation for a {role}: {status}"))
        })
    }

    fn file(&self, name: &str) -> PathBuf {
        self.folder.path().join("data").join(name)
    }

    async fn read_address(&mut self) -> Result<SocketAddr, Failure> {
        let file = self.file("server.addr");
        self.until(async || {
            let text = tokio::fs::read_to_string(&file).await.ok()?;
            text.trim().parse().ok()
        })
        .await
    }

    async fn answers(&mut self) -> Result<(), Failure> {
        let address = self.address;
        self.until(async || TcpStream::connect(address).await.ok().map(drop))
            .await
    }

    /// Asks again and again until there is an answer, as long as the child lives.
    async fn until<T>(&mut self, ask: impl AsyncFn() -> Option<T>) -> Result<T, Failure> {
        let asking = async {
            loop {
                if let Some(answer) = ask().await {
                    return Ok(answer);
                }
                if let Some(status) = self.child.try_wait()? {
                    return Err(Failure::new(format!("the server ended: {status}")));
                }
                tokio::time::sleep(Self::PAUSE).await;
            }
        };
        tokio::time::timeout(Self::PATIENCE, asking)
            .await
            .unwrap_or_else(|_| Err(Failure::new("the server does not start")))
    }
}

fn spawn(folder: &TempDir, address: SocketAddr) -> Result<Child, Failure> {
    let log = std::fs::File::options()
        .create(true)
        .append(true)
        .open(folder.path().join("server.log"))?;
    let child = Command::new(std::env::current_exe()?)
        .arg(FLAG)
        .args(["serve", "--listen"])
        .arg(address.to_string())
        .arg("--data")
        .arg(folder.path().join("data"))
        .current_dir(folder.path())
        .stdin(Stdio::null())
        .stdout(log.try_clone()?)
        .stderr(log)
        .kill_on_drop(true)
        .spawn()?;
    Ok(child)
}
