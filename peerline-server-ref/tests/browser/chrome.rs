//! The driver and its browsers.

use std::io::Read as _;
use std::io::Write as _;
use std::net::TcpStream;
use std::process::Stdio;
use std::time::Duration;

use fantoccini::ClientBuilder;
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::Value;
use serde_json::json;
use tempfile::TempDir;
use tokio::io::AsyncBufReadExt as _;
use tokio::io::BufReader;
use tokio::process::Child;
use tokio::process::Command;

use crate::page::Page;
use crate::tools::Tools;

/// A driver on a port of its own; its browsers end with it.
pub(crate) struct Driver {
    _child: Child,
    port: u16,
    tools: Tools,
    profiles: TempDir,
    n_browsers: u32,
}

impl Driver {
    /// Starts it.
    pub(crate) async fn start(tools: Tools) -> Self {
        let mut child = Command::new(&tools.chromedriver)
            .arg("--port=0")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .kill_on_drop(true)
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let port = loop {
            let line = lines.next_line().await.unwrap();
            let line = line.expect("chromedriver says where it listens");
            if let Some((_, port)) = line.split_once("started successfully on port ") {
                break port.trim_end_matches('.').parse().unwrap();
            }
        };
        tokio::spawn(async move { while let Ok(Some(_)) = lines.next_line().await {} });
        let profiles = tempfile::tempdir().unwrap();
        Self {
            _child: child,
            port,
            tools,
            profiles,
            n_browsers: 0,
        }
    }

    /// Opens a browser that knows nobody.
    pub(crate) async fn browser(&mut self, name: &'static str) -> Page {
        self.n_browsers += 1;
        let profile = self.profiles.path().join(self.n_browsers.to_string());
        let args: Vec<String> = ARGUMENTS
            .iter()
            .map(|argument| (*argument).to_owned())
            .chain([format!("--user-data-dir={}", profile.display())])
            .collect();
        let Value::Object(capabilities) = json!({
            "goog:chromeOptions": { "binary": self.tools.chromium, "args": args },
            "goog:loggingPrefs": { "browser": "ALL" },
        }) else {
            panic!("an object");
        };
        let client = ClientBuilder::new(HttpConnector::new())
            .capabilities(capabilities)
            .connect(&format!("http://127.0.0.1:{}", self.port))
            .await
            .unwrap();
        let page = Page::new(client, name);
        page.devtools(
            "Page.addScriptToEvaluateOnNewDocument",
            json!({"source": include_str!("spy.js")}),
        )
        .await;
        page.size(1280, 900).await;
        // Somebody sits in front of each of them: no window takes the focus of another.
        let focused = json!({"enabled": true});
        page.devtools("Emulation.setFocusEmulationEnabled", focused)
            .await;
        page
    }
}

impl Drop for Driver {
    /// Asks the driver to end its browsers: a killed driver would leave them behind.
    fn drop(&mut self) {
        let Ok(mut stream) = TcpStream::connect(("127.0.0.1", self.port)) else {
            return;
        };
        let _set = stream.set_read_timeout(Some(LAST_CALL));
        let _sent = stream.write_all(b"GET /shutdown HTTP/1.1\r\nHost: localhost\r\n\r\n");
        let _read = stream.read_to_end(&mut Vec::new());
    }
}

const ARGUMENTS: &[&str] = &[
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
    "--lang=en-US",
];
const LAST_CALL: Duration = Duration::from_secs(5);
