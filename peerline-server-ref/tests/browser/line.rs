//! The program: started, killed, started again on the same port and folder.

use std::net::SocketAddr;
use std::process::Stdio;

use tempfile::TempDir;
use tokio::io::AsyncBufReadExt as _;
use tokio::io::BufReader;
use tokio::process::Child;
use tokio::process::Command;

/// A running line.
pub(crate) struct Line {
    child: Child,
    folder: TempDir,
    address: SocketAddr,
}

impl Line {
    /// Starts a line on a free port.
    pub(crate) async fn start_with(more: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let config = format!("{CONFIG}{more}");
        std::fs::write(folder.path().join("peerline.toml"), config).unwrap();
        std::fs::write(folder.path().join("passes.txt"), "Blue Sunflower\n").unwrap();
        std::fs::write(folder.path().join("mine.toml"), policy(1)).unwrap();
        let child = serve(&folder, "127.0.0.1:0").await;
        let address = std::fs::read_to_string(folder.path().join("data/server.addr")).unwrap();
        let address = address.trim().parse().unwrap();
        Self {
            child,
            folder,
            address,
        }
    }

    /// The folder with everything that it keeps.
    pub(crate) fn data(&self) -> std::path::PathBuf {
        self.folder.path().join("data")
    }

    /// The policy of the operator's own that lies beside the configuration.
    pub(crate) fn policy_file(&self) -> std::path::PathBuf {
        self.folder.path().join("mine.toml")
    }

    /// Ends it as a power cut would.
    pub(crate) async fn kill(&mut self) {
        self.child.kill().await.unwrap();
    }

    /// Starts it again where it was.
    pub(crate) async fn start_again(&mut self) {
        self.child = serve(&self.folder, &self.address.to_string()).await;
    }

    /// The address of a page.
    pub(crate) fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    /// The address of a page under the machine's own name.
    pub(crate) fn local(&self, path: &str) -> String {
        format!("http://localhost:{}{path}", self.address.port())
    }

    /// Runs a command beside the line and returns what it says.
    pub(crate) async fn peerline(&self, args: &[&str]) -> String {
        let output = peerline(&self.folder)
            .args(args)
            .args(["--data", "data"])
            .output()
            .await
            .unwrap();
        assert!(output.status.success(), "{output:?}");
        String::from_utf8(output.stdout).unwrap()
    }

    /// Makes an invitation and returns its link.
    pub(crate) async fn invite(&self, role: &str) -> String {
        let said = self.peerline(&["invite", "--role", role]).await;
        let link = said
            .split_whitespace()
            .find(|word| word.starts_with("http"));
        link.expect("a link").to_owned()
    }
}

async fn serve(folder: &TempDir, listen: &str) -> Child {
    let mut child = peerline(folder)
        .args(["--listen", listen, "--data", "data"])
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    loop {
        let line = lines.next_line().await.unwrap();
        if line.expect("it starts").contains("data:") {
            break;
        }
    }
    tokio::spawn(async move { while let Ok(Some(_)) = lines.next_line().await {} });
    child
}

fn peerline(folder: &TempDir) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_peerline"));
    command
        .current_dir(folder.path())
        .stdin(Stdio::null())
        .stderr(Stdio::null())
        .kill_on_drop(true);
    command
}

/// A policy without rules, for `[moderation] policy = "mine.toml"`.
pub(crate) fn policy(version: u32) -> String {
    format!("peerline = \"policy/1\"\nid = \"mine\"\nversion = {version}\nlangs = [\"en\"]\n")
}

const CONFIG: &str = r#"
[line]
name = "Night line"
topics = [
    { id = "anxiety", label = "Worry and anxiety" },
    { id = "grief", label = "Loss and grief" },
    { id = "other", label = "Something else" },
]
languages = ["en", "de"]
country = "GB"
"#;
