//! A line in memory, reached by pipes.

use std::collections::BTreeMap;
use std::sync::Arc;

use async_trait::async_trait;
use peerline_core::Policies;
use peerline_core::driver;
use peerline_core::driver::Line;
use peerline_core::driver::LineProfile;
use peerline_core::driver::Peer;
use peerline_core::driver::Sinks;
use peerline_core::identity::LineId;
use peerline_core::memory::MemoryShelf;
use peerline_core::memory::MemoryStore;
use peerline_core::memory::PipeEnd;
use peerline_core::memory::RecordingSink;
use peerline_core::memory::pipe;
use peerline_core::ports::End;
use peerline_core::protocol::Encoding;
use peerline_core::protocol::Key;
use peerline_core::vocab::Limits;
use peerline_core::vocab::Role;
use peerline_core::vocab::Seed;
use peerline_core::vocab::Sensitive;
use peerline_server_ref::clock::SystemClock;
use peerline_server_ref::config::Settings;
use tokio::task::JoinHandle;

use super::actor::Part;
use super::stage::Stage;
use crate::person::Gone;

/// A line in memory.
#[derive(Debug)]
pub(super) struct Indoors {
    line: Line,
    encoding: Encoding,
    serving: Vec<JoinHandle<()>>,
}

impl Indoors {
    /// Opens a line that is like the program's without a configuration.
    pub(super) async fn open(encoding: Encoding) -> Self {
        let store = Arc::new(MemoryStore::default());
        let ports = driver::Ports {
            journal: store.clone(),
            work: store,
            clock: Arc::new(SystemClock::default()),
            sinks: Sinks {
                on_call: Vec::new(),
                last_resort: Arc::new(RecordingSink::default()),
                guardians: None,
            },
            models: BTreeMap::new(),
            at_rest: driver::AtRest::Sealed(Arc::new(MemoryShelf::default())),
        };
        let Settings { line, .. } = Settings::default();
        let profile = LineProfile {
            id: LineId::from_bytes([1; 32]),
            names: Sensitive::new([2; 32]),
            epoch: 1,
            name: line.name,
            topics: line.topics,
            experiences: line.experiences,
            languages: line.languages,
            country: line.country,
        };
        let limits = Limits::default();
        let policies = Policies::within(&limits);
        let seed = Seed::from_bytes([3; 32]);
        let opened = driver::open(policies, ports, limits, profile, seed);
        let (line, line_loop) = opened.await.unwrap();
        tokio::spawn(line_loop.run());
        Self {
            line,
            encoding,
            serving: Vec::new(),
        }
    }
}

#[async_trait]
impl Stage for Indoors {
    async fn invite(&mut self) -> Key {
        Key(self.line.invite(Role::Supporter).await.unwrap())
    }

    fn origin(&self, _part: Part) -> String {
        "pipe:".to_owned()
    }

    async fn dial(&mut self, part: Part) -> Result<End, Gone> {
        let (near, far) = pipe();
        let line = self.line.clone();
        let (origin, encoding) = (self.origin(part), self.encoding);
        let peer = Peer {
            origin,
            encoding,
            network: None,
        };
        let PipeEnd { source, sink } = far;
        let serving = async move { line.serve(Box::new(source), Box::new(sink), peer).await };
        self.serving.push(tokio::spawn(serving));
        Ok(End::new(near.source, near.sink))
    }

    async fn interrupt(&mut self) {
        for serving in self.serving.drain(..) {
            serving.abort();
        }
    }
}
