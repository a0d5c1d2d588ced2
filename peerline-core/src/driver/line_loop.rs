//! The loop: inputs to the engine one at a time, its outputs to the store and then to the world.

use std::pin::Pin;
use std::sync::Arc;
use std::sync::Mutex;

use futures_channel::mpsc;
use futures_util::FutureExt as _;
use futures_util::StreamExt as _;
use futures_util::future::Fuse;
use futures_util::select_biased;

use super::Line;
use super::LineProfile;
use super::Ports;
use super::burying;
use super::core::Core;
use super::counters::Gauges;
use super::counters::Tally;
use super::line::Shared;
use super::message::Message;
use super::open::Restored;
use super::scoring::Models;
use super::weeks::Gatekeeper;
use super::weeks::Weeks;
use crate::engine::EngineSetup;
use crate::ports::StoppedAt;
use crate::sealing::Sealed;

/// The one writer of a line. The host spawns [`run`](Self::run).
#[derive(Debug)]
pub struct LineLoop {
    core: Core,
    messages: mpsc::Receiver<Message>,
}

type Landing = Pin<Box<dyn Future<Output = Result<(), StoppedAt>> + Send>>;

impl LineLoop {
    pub(super) fn new(
        setup: EngineSetup,
        (ports, sealed): (Ports, Option<Arc<Sealed>>),
        profile: LineProfile,
        restored: Restored,
        weeks: Weeks,
    ) -> (Line, Self) {
        let (sender, messages) = mpsc::channel(INBOX);
        let gatekeeper = Gatekeeper::new(profile.id);
        let (policy, risk) = (&*setup.policies.moderation, setup.policies.risk.clone());
        let models = Models::new(&ports.models, policy, risk);
        let shared = Arc::new(Shared {
            models,
            gatekeeper,
            ports,
            limits: setup.limits.clone(),
            profile,
            staff: setup.policies.staff.clone(),
            seed: setup.seed.apart("connections"),
            conns: 0.into(),
            burials: 0.into(),
            tally: Tally::default(),
            gauges: Gauges::default(),
            sealed,
            asks: Mutex::default(),
            line_tally: Mutex::default(),
        });
        let line = Line {
            shared: shared.clone(),
            inbox: sender,
        };
        let core = Core::new(setup, shared, restored, weeks);
        (line, Self { core, messages })
    }

    /// Runs the line until every handle is gone or it was drained.
    ///
    /// # Cancel safety
    /// Dropping the future stops the line; what was answered is durable.
    pub async fn run(mut self) {
        let mut landing: Fuse<Landing> = Fuse::terminated();
        let mut flying = false;
        self.core.start().await;
        loop {
            self.core.perform_ready();
            if !flying && let Some(group) = self.core.next_group() {
                let journal = self.core.journal();
                let commit: Landing =
                    Box::pin(async move { burying::commit(journal.as_ref(), group).await });
                landing = commit.fuse();
                flying = true;
            }
            if self.core.is_over() {
                break;
            }
            let clock = self.core.clock();
            let mut time = clock.sleep_until(self.core.next_wake()).fuse();
            select_biased! {
                landed = landing => {
                    flying = false;
                    self.core.landed(landed).await;
                }
                taken = self.core.unstored.select_next_some() => self.core.alarmed(taken),
                paged = self.core.pages.select_next_some() => self.core.paged(paged),
                message = self.messages.next() => self.take(message),
                () = time => self.core.wake().await,
            }
        }
    }

    /// Takes a message, and what else has come meanwhile, before the store is looked at again.
    fn take(&mut self, first: Option<Message>) {
        let Some(first) = first else {
            self.core.close();
            return;
        };
        self.core.take(first);
        for _ in 0..BURST {
            match self.messages.next().now_or_never() {
                Some(Some(message)) => self.core.take(message),
                Some(None) | None => break,
            }
        }
    }
}

/// How many messages may wait for the loop before connections wait in turn.
const INBOX: usize = 1024;
/// How many messages are taken before the store is looked at again.
const BURST: usize = 128;
