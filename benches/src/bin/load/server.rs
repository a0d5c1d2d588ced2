//! The real server, as a process of its own on a folder of its own.

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

/// What a process has used so far.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Spent {
    /// Seconds of processor, its own and the system's for it.
    pub(crate) cpu: f64,
    /// Memory that is resident, KiB.
    pub(crate) resident: u64,
}

impl Server {
    const PATIENCE: Duration = Duration::from_secs(60);
    const PAUSE: Duration = Duration::from_millis(20);
    /// In which the system counts the time of a process: `sysconf(_SC_CLK_TCK)`, which is 100 on
    /// every Linux.
    const TICKS: f64 = 100.0;

    /// Starts a server with these files in its folder, on a free port of the loopback and, where
    /// one is named, on one core alone.
    pub(crate) async fn start(
        files: &[(&str, String)],
        core: Option<usize>,
    ) -> Result<Self, Failure> {
        let folder = tempfile::tempdir()?;
        for (name, text) in files {
            tokio::fs::write(folder.path().join(name), text).await?;
        }
        let child = spawn(&folder, core)?;
        let mut server = Self {
            folder,
            address: SocketAddr::from(([127, 0, 0, 1], 0)),
            child,
        };
        server.address = server.read_address().await?;
        let address = server.address;
        server
            .until(async || TcpStream::connect(address).await.ok().map(drop))
            .await?;
        Ok(server)
    }

    pub(crate) fn origin(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Returns what the server has used so far.
    pub(crate) fn spent(&self) -> Result<Spent, Failure> {
        let unreadable = || Failure::new("the system does not say what the server uses");
        let process = self.child.id().ok_or_else(unreadable)?;
        let stat = std::fs::read_to_string(format!("/proc/{process}/stat"))?;
        let status = std::fs::read_to_string(format!("/proc/{process}/status"))?;
        Ok(Spent {
            cpu: ticks(&stat).ok_or_else(unreadable)? / Self::TICKS,
            resident: resident(&status).ok_or_else(unreadable)?,
        })
    }

    /// Makes so many invitations.
    pub(crate) async fn invite(&self, role: &str, count: usize) -> Result<Vec<Key>, Failure> {
        #[derive(Deserialize)]
        struct Made {
            invite: Key,
        }
        let key = self.folder.path().join("data").join("admin.key");
        let key = tokio::fs::read_to_string(key).await?;
        let body = format!(r#"{{"role":"{role}"}}"#);
        let request = format!(
            "POST /admin/invite HTTP/1.1\r\nHost: {}\r\nAuthorization: Bearer {}\r\n\
             Content-Type: application/json\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{body}",
            self.address,
            key.trim(),
            body.len()
        );
        let mut invites = Vec::new();
        for _ in 0..count {
            let mut stream = TcpStream::connect(self.address).await?;
            stream.write_all(request.as_bytes()).await?;
            let mut answer = String::new();
            stream.read_to_string(&mut answer).await?;
            let json = answer.split_once("\r\n\r\n").map(|(_, body)| body);
            let made: Option<Made> = json.and_then(|json| serde_json::from_str(json).ok());
            invites.push(made.ok_or_else(|| Failure::new("no invitation"))?.invite);
        }
        Ok(invites)
    }

    async fn read_address(&mut self) -> Result<SocketAddr, Failure> {
        let file: PathBuf = self.folder.path().join("data").join("server.addr");
        self.until(async || {
            let text = tokio::fs::read_to_string(&file).await.ok()?;
            text.trim().parse().ok()
        })
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
                    let log = self.folder.path().join("server.log");
                    let log = std::fs::read_to_string(log).unwrap_or_default();
                    return Err(Failure::new(format!("the server ended: {status}\n{log}")));
                }
                tokio::time::sleep(Self::PAUSE).await;
            }
        };
        tokio::time::timeout(Self::PATIENCE, asking)
            .await
            .unwrap_or_else(|_| Err(Failure::new("the server does not start")))
    }
}

/// The ticks of a process and its system time, from `/proc/…/stat`: the name before them may hold
/// anything, so they are counted from the last bracket.
fn ticks(stat: &str) -> Option<f64> {
    let (_, after) = stat.rsplit_once(')')?;
    let mut fields = after.split_whitespace().skip(11);
    let own: f64 = fields.next()?.parse().ok()?;
    let system: f64 = fields.next()?.parse().ok()?;
    Some(own + system)
}

fn resident(status: &str) -> Option<u64> {
    let line = status.lines().find(|line| line.starts_with("VmRSS:"))?;
    line.split_whitespace().nth(1)?.parse().ok()
}

fn spawn(folder: &TempDir, core: Option<usize>) -> Result<Child, Failure> {
    let log = std::fs::File::create(folder.path().join("server.log"))?;
    let program = std::env::current_exe()?;
    let mut command = match core {
        Some(core) => {
            let mut command = Command::new("taskset");
            command.args(["-c", &core.to_string()]).arg(program);
            command
        }
        None => Command::new(program),
    };
    let child = command
        .arg(FLAG)
        .args(["serve", "--config", "peerline.toml"])
        .current_dir(folder.path())
        .stdin(Stdio::null())
        .stdout(log.try_clone()?)
        .stderr(log)
        .kill_on_drop(true)
        .spawn()?;
    Ok(child)
}
