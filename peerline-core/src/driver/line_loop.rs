//! The loop: inputs to the engine one at a time, its outputs to the store and then to the world.

use std::collections::VecDeque;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::Ordering::Relaxed;

use futures_channel::mpsc;
use futures_channel::oneshot;
use futures_util::FutureExt as _;
use futures_util::StreamExt as _;
use futures_util::future::OptionFuture;
use futures_util::select_biased;
use futures_util::stream::FuturesUnordered;

use super::Line;
use super::LineProfile;
use super::Ports;
use super::commits::Chained;
use super::commits::Commits;
use super::commits::Step;
use super::counters::Gauges;
use super::counters::Tally;
use super::hub::Hub;
use super::line::Shared;
use super::message::Arrival;
use super::message::Message;
use super::message::ToConn;
use super::open;
use super::open::Restored;
use super::pages;
use super::pages::Sending;
use super::translate;
use crate::engine::Asker;
use crate::engine::ConnId;
use crate::engine::Engine;
use crate::engine::EngineSetup;
use crate::engine::Input;
use crate::engine::Output;
use crate::engine::Put;
use crate::log::Fact;
use crate::log::Notice;
use crate::log::Task;
use crate::ports::Commit;
use crate::ports::CommitError;
use crate::ports::StoppedAt;
use crate::ports::Work;
use crate::ports::WorkKey;
use crate::protocol;
use crate::protocol::Address;
use crate::protocol::Code;
use crate::protocol::Placed;
use crate::protocol::ServerFrame;
use crate::session::Answer;
use crate::session::Joined;
use crate::session::Published;
use crate::session::PutRequest;
use crate::session::RoomOpened;
use crate::vocab::AccountId;
use crate::vocab::Millis;
use crate::vocab::RoomName;
use crate::vocab::Sensitive;
use crate::vocab::Seq;
use crate::vocab::Timestamp;

/// The one writer of a line. The host spawns [`run`](Self::run).
#[derive(Debug)]
pub struct LineLoop {
    core: Core,
    messages: mpsc::Receiver<Message>,
    pages: FuturesUnordered<Sending>,
}

/// How many messages may wait for the loop before connections wait in turn.
const INBOX: usize = 1024;
/// How many messages are taken before the store is looked at again.
const BURST: usize = 128;
/// How often due work is looked for although nothing is known to be due.
const POLL: Millis = Millis::from_secs(1);
/// How many pieces of due work are taken at once.
const CLAIM: usize = 64;
/// What a client is told to wait when the store cannot write.
const BUSY: Millis = Millis::from_secs(1);
/// The epoch of logs that no operator has restored from a backup.
const EPOCH: u64 = 1;

type Landing = Pin<Box<dyn Future<Output = Result<(), StoppedAt>> + Send>>;

impl LineLoop {
    pub(super) fn new(
        setup: EngineSetup,
        ports: Ports,
        profile: LineProfile,
        restored: Restored,
    ) -> (Line, Self) {
        let (sender, messages) = mpsc::channel(INBOX);
        let shared = Arc::new(Shared {
            ports,
            limits: setup.limits.clone(),
            profile,
            seed: setup.seed.apart("connections"),
            conns: 0.into(),
            tally: Tally::default(),
            gauges: Gauges::default(),
        });
        let line = Line { shared: shared.clone(), loop_: sender };
        let core = Core::new(setup, shared, restored);
        (line, Self { core, messages, pages: FuturesUnordered::new() })
    }

    /// Runs the line until every handle is gone or it was drained.
    pub async fn run(mut self) {
        let mut landing: OptionFuture<Landing> = None.into();
        let mut flying = false;
        self.core.start();
        loop {
            self.core.perform_ready(&mut self.pages);
            if !flying && let Some(group) = self.core.commits.next_group() {
                let journal = self.core.shared.ports.journal.clone();
                let commit: Landing = Box::pin(async move { journal.commit(group).await });
                landing = Some(commit).into();
                flying = true;
            }
            if self.core.is_done(flying) {
                break;
            }
            let due = self.core.next_wake();
            let clock = self.core.shared.ports.clock.clone();
            let mut time = clock.sleep_until(due).fuse();
            let mut page = OptionFuture::from(
                (!self.pages.is_empty()).then(|| self.pages.select_next_some()),
            );
            select_biased! {
                landed = landing => {
                    flying = false;
                    self.core.landed(landed.unwrap_or(Ok(()))).await;
                }
                paged = page => {
                    if let Some((task, delivered)) = paged {
                        self.core.paged(task, delivered);
                    }
                }
                message = self.messages.next() => match message {
                    Some(message) => {
                        self.core.take(message);
                        for _ in 0..BURST {
                            match self.messages.next().now_or_never() {
                                Some(Some(message)) => self.core.take(message),
                                Some(None) | None => break,
                            }
                        }
                    }
                    None => self.core.closing = true,
                },
                () = time => self.core.wake().await,
            }
        }
    }
}
