//! Stand-ins for `peerline_core::driver` and the SQLite store, with their exact signatures: the line
//! echoes every frame. Two `use` lines in `lib.rs` choose between these and the real ones.

pub(crate) mod driver {
    use std::sync::Arc;

    use peerline_core::ports::Clock;
    use peerline_core::ports::EscalationSink;
    use peerline_core::ports::FrameSink;
    use peerline_core::ports::FrameSource;
    use peerline_core::ports::Journal;
    use peerline_core::ports::WorkQueue;
    use peerline_core::protocol::TopicLabel;
    use peerline_core::vocab::CaseId;
    use peerline_core::vocab::Language;
    use peerline_core::vocab::Limits;
    use peerline_core::vocab::Millis;
    use peerline_core::vocab::Role;
    use peerline_core::vocab::Seed;
    use peerline_core::vocab::Sensitive;
    use peerline_core::vocab::Timestamp;

    #[derive(Debug, Default)]
    pub(crate) struct Policies {}

    #[derive(Debug)]
    #[expect(dead_code, reason = "read by the real driver")]
    pub(crate) struct Ports {
        pub(crate) journal: Arc<dyn Journal>,
        pub(crate) work: Arc<dyn WorkQueue>,
        pub(crate) clock: Arc<dyn Clock>,
        pub(crate) sinks: Sinks,
    }

    #[derive(Clone, Debug)]
    #[expect(dead_code, reason = "read by the real driver")]
    pub(crate) struct Sinks {
        pub(crate) on_call: Vec<Arc<dyn EscalationSink>>,
        pub(crate) last_resort: Arc<dyn EscalationSink>,
    }

    #[derive(Clone, Debug)]
    pub(crate) struct LineProfile {
        pub(crate) id: LineId,
        #[expect(dead_code, reason = "read by the real driver")]
        pub(crate) names: Sensitive<[u8; 32]>,
        pub(crate) name: String,
        pub(crate) topics: Vec<TopicLabel>,
        pub(crate) languages: Vec<Language>,
    }

    #[derive(Clone, Copy, Debug)]
    pub(crate) struct LineId([u8; 32]);

    impl LineId {
        pub(crate) const fn from_bytes(bytes: [u8; 32]) -> Self {
            Self(bytes)
        }

        pub(crate) const fn as_bytes(&self) -> &[u8; 32] {
            &self.0
        }
    }

    #[derive(Debug, thiserror::Error)]
    #[error("the line could not be opened")]
    pub(crate) struct OpenError;

    #[derive(Debug, thiserror::Error)]
    #[error("the line cannot do this now")]
    pub(crate) struct AdminError;

    #[derive(Clone, Debug)]
    pub(crate) struct Peer {
        pub(crate) origin: String,
    }

    #[derive(Clone, Copy, Debug, Default)]
    pub(crate) struct Health {
        pub(crate) journal_writable: bool,
        pub(crate) escalation_last_tick: Option<Timestamp>,
        pub(crate) oldest_due_page: Option<Timestamp>,
        pub(crate) open_cases: u64,
        pub(crate) unowned_cases: u64,
        pub(crate) waiting: u64,
        pub(crate) supporters: u64,
        pub(crate) responders: u64,
        pub(crate) connected: u64,
    }

    #[derive(Clone, Copy, Debug, Default)]
    pub(crate) struct Counters {}

    impl Counters {
        pub(crate) fn named(&self) -> Vec<(&'static str, u64)> {
            vec![("connections", 0)]
        }
    }

    #[derive(Clone, Debug)]
    pub(crate) struct Line {
        clock: Arc<dyn Clock>,
    }

    #[derive(Debug)]
    pub(crate) struct LineLoop;

    impl LineLoop {
        pub(crate) async fn run(self) {
            std::future::pending::<()>().await;
        }
    }

    #[expect(clippy::unused_async, reason = "the real one awaits")]
    pub(crate) async fn open(
        _policies: Policies,
        ports: Ports,
        _limits: Limits,
        _profile: LineProfile,
        _seed: Seed,
    ) -> Result<(Line, LineLoop), OpenError> {
        Ok((Line { clock: ports.clock }, LineLoop))
    }

    #[expect(clippy::unused_async, reason = "the real ones await")]
    impl Line {
        pub(crate) async fn serve(
            &self,
            mut source: Box<dyn FrameSource>,
            mut sink: Box<dyn FrameSink>,
            peer: Peer,
        ) {
            drop(peer.origin);
            while let Ok(Some(frame)) = source.next().await {
                if sink.send(&[&frame]).await.is_err() {
                    return;
                }
            }
        }

        pub(crate) async fn invite(&self, _role: Role) -> Result<[u8; 32], AdminError> {
            let mut secret = [0; 32];
            getrandom::fill(&mut secret).map_err(|_| AdminError)?;
            Ok(secret)
        }

        pub(crate) async fn drill(&self) -> Result<CaseId, AdminError> {
            Ok(CaseId::from_bytes([0; 16]))
        }

        pub(crate) async fn drain(&self, _again: Millis) {}

        pub(crate) fn health(&self) -> Health {
            Health {
                journal_writable: true,
                escalation_last_tick: Some(self.clock.now()),
                ..Health::default()
            }
        }

        pub(crate) fn counters(&self) -> Counters {
            Counters::default()
        }
    }
}

pub(crate) mod store {
    use std::path::Path;

    use async_trait::async_trait;
    use peerline_core::ports::Claimed;
    use peerline_core::ports::Commit;
    use peerline_core::ports::CommitError;
    use peerline_core::ports::Fence;
    use peerline_core::ports::Journal;
    use peerline_core::ports::PortError;
    use peerline_core::ports::StoppedAt;
    use peerline_core::ports::Stored;
    use peerline_core::ports::StreamHead;
    use peerline_core::ports::WorkKey;
    use peerline_core::ports::WorkQueue;
    use peerline_core::vocab::RoomName;
    use peerline_core::vocab::Seq;
    use peerline_core::vocab::Timestamp;

    #[derive(Debug)]
    pub(crate) struct SqliteStore;

    #[derive(Debug, thiserror::Error)]
    #[error("the store could not be opened")]
    pub(crate) struct OpenError;

    impl SqliteStore {
        pub(crate) fn open(_path: &Path) -> Result<Self, OpenError> {
            Ok(Self)
        }
    }

    #[async_trait]
    impl Journal for SqliteStore {
        async fn commit(&self, _group: Vec<Commit>) -> Result<(), StoppedAt> {
            Err(StoppedAt::new(0, CommitError::TooLarge))
        }

        async fn read(&self, _: &RoomName, _: Seq, _: usize) -> Result<Vec<Stored>, PortError> {
            Ok(Vec::new())
        }

        async fn heads(
            &self,
            _: Option<&RoomName>,
            _: usize,
        ) -> Result<Vec<StreamHead>, PortError> {
            Ok(Vec::new())
        }

        async fn hold(&self) -> Result<Fence, PortError> {
            Ok(Fence::new(1))
        }
    }

    #[async_trait]
    impl WorkQueue for SqliteStore {
        async fn claim(&self, _now: Timestamp, _limit: usize) -> Result<Claimed, PortError> {
            Ok(Claimed::default())
        }

        async fn release(&self, _key: &WorkKey) -> Result<(), PortError> {
            Ok(())
        }
    }
}
