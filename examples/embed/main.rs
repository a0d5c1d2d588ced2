//! A line of one's own in one file: frames as lines of text over TCP, everything in memory.
//!
//! ```console
//! $ cargo run -p peerline-examples --example embed
//! $ nc 127.0.0.1 7434        # the server says `hail` at once
//! ```
#![expect(clippy::print_stdout, reason = "an example shows what it does")]

use std::collections::BTreeMap;
use std::sync::Arc;

use async_trait::async_trait;
use peerline_core::driver::{self, AtRest, LineProfile, Peer, Sinks};
use peerline_core::identity::LineId;
use peerline_core::memory::{MemoryShelf, MemoryStore, RecordingSink};
use peerline_core::ports::{Clock, FrameSink, FrameSource, PortError, PortErrorKind};
use peerline_core::protocol::Encoding;
use peerline_core::vocab::{Limits, Seed, Sensitive, Timestamp};
use peerline_core::{Policies, Ports};
use tokio::io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader, Lines};
use tokio::net::TcpListener;
use tokio::net::tcp::{OwnedReadHalf, OwnedWriteHalf};

/// The transport: one frame a line.
#[derive(Debug)]
struct In(Lines<BufReader<OwnedReadHalf>>);

#[async_trait]
impl FrameSource for In {
    async fn next(&mut self) -> Result<Option<Vec<u8>>, PortError> {
        let line = self.0.next_line().await.map_err(gone)?;
        Ok(line.map(String::into_bytes))
    }
}

#[derive(Debug)]
struct Out(OwnedWriteHalf);

#[async_trait]
impl FrameSink for Out {
    async fn send(&mut self, frames: &[&[u8]]) -> Result<(), PortError> {
        let lines: Vec<u8> = frames
            .iter()
            .flat_map(|frame| [frame, &b"\n"[..]].concat())
            .collect();
        self.0.write_all(&lines).await.map_err(gone)
    }

    async fn close(&mut self) -> Result<(), PortError> {
        self.0.shutdown().await.map_err(gone)
    }
}

fn gone(error: std::io::Error) -> PortError {
    PortError::new("transport", PortErrorKind::Closed).because(error)
}

#[derive(Debug)]
struct SystemClock;

#[async_trait]
impl Clock for SystemClock {
    fn now(&self) -> Timestamp {
        #[expect(
            clippy::disallowed_methods,
            reason = "the host's clock is where time enters"
        )]
        let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
        let millis = since.map(|since| since.as_millis()).unwrap_or_default();
        Timestamp::from_unix_millis(u64::try_from(millis).unwrap_or(u64::MAX))
    }

    async fn sleep_until(&self, due: Timestamp) {
        let wait = due.since(self.now()).get();
        tokio::time::sleep(std::time::Duration::from_millis(wait)).await;
    }
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let store = MemoryStore::default();
    let ports = Ports {
        journal: Arc::new(store.clone()),
        work: Arc::new(store),
        clock: Arc::new(SystemClock),
        // A line for people brings a real sink here: who is paged has no default.
        sinks: Sinks {
            on_call: Vec::new(),
            last_resort: Arc::new(RecordingSink::default()),
            guardians: None,
        },
        models: BTreeMap::new(),
        // The keys lie apart from the store: a line that keeps its store on a disk keeps them there.
        at_rest: AtRest::Sealed(Arc::new(MemoryShelf::default())),
    };
    let profile = LineProfile {
        id: LineId::from_bytes([1; 32]),
        names: Sensitive::new([2; 32]),
        epoch: 1,
        name: "A line in one file".to_owned(),
        topics: Vec::new(),
        experiences: Vec::new(),
        languages: vec!["en".parse()?],
        country: None,
    };
    // A line for people takes its seed from the operating system at each start.
    let seed = Seed::from_bytes([3; 32]);
    let limits = Limits::default();
    let (line, looped) = driver::open(Policies::default(), ports, limits, profile, seed).await?;
    tokio::spawn(looped.run());
    let listener = TcpListener::bind("127.0.0.1:7434").await?;
    println!("one frame a line at {}", listener.local_addr()?);
    loop {
        let (source, sink) = listener.accept().await?.0.into_split();
        let (line, peer) = (
            line.clone(),
            Peer {
                encoding: Encoding::Json,
                origin: "tcp://127.0.0.1:7434".to_owned(),
                network: None,
            },
        );
        let source = Box::new(In(BufReader::new(source).lines()));
        tokio::spawn(async move { line.serve(source, Box::new(Out(sink)), peer).await });
    }
}
