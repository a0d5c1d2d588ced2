//! The writer's thread: takes what is waiting, in order, as few transactions as possible.

use std::thread;

use peerline_core::ports::Claimed;
use peerline_core::ports::Commit;
use peerline_core::ports::Fence;
use peerline_core::ports::PortError;
use peerline_core::ports::StoppedAt;
use peerline_core::ports::WorkKey;
use peerline_core::vocab::Timestamp;
use rusqlite::Connection;
use tokio::sync::mpsc;
use tokio::sync::mpsc::Receiver;
use tokio::sync::mpsc::Sender;
use tokio::sync::oneshot;

use super::open::Lock;
use super::open::OpenProblem;
use super::writer::Writer;

/// What the writer is asked for, and where the answer goes.
pub(super) enum Request {
    Commit {
        group: Vec<Commit>,
        reply: Reply<Result<(), StoppedAt>>,
    },
    Claim {
        now: Timestamp,
        limit: usize,
        reply: Reply<Result<Claimed, PortError>>,
    },
    Release {
        key: WorkKey,
        reply: Reply<()>,
    },
    Hold {
        reply: Reply<Result<Fence, PortError>>,
    },
    /// Something beside the log, in a transaction of its own statements.
    Run {
        job: Box<dyn FnOnce(&Connection) + Send>,
    },
    Close {
        reply: Reply<()>,
    },
}

pub(super) type Reply<T> = oneshot::Sender<T>;

/// Starts the thread. It ends when it is told to close or when nobody can ask any more; the lock
/// is free only then.
pub(super) fn start(writer: Writer, lock: Lock) -> Result<Sender<Request>, OpenProblem> {
    let (sender, requests) = mpsc::channel(WAITING);
    thread::Builder::new()
        .name("journal".into())
        .spawn(move || {
            let closing = run(writer, requests);
            drop(lock);
            if let Some(closing) = closing {
                let _ = closing.send(());
            }
        })?;
    Ok(sender)
}

fn run(mut writer: Writer, mut requests: Receiver<Request>) -> Option<Reply<()>> {
    while let Some(first) = requests.blocking_recv() {
        let mut batch = Batch::default();
        let mut next = Some(first);
        while let Some(request) = next {
            match request {
                Request::Commit { group, reply } => batch.add(group, reply),
                Request::Close { reply } => {
                    batch.commit(&mut writer);
                    return Some(reply);
                }
                Request::Claim { .. }
                | Request::Release { .. }
                | Request::Hold { .. }
                | Request::Run { .. } => {
                    batch.commit(&mut writer);
                    answer(&mut writer, request);
                }
            }
            next = if batch.is_full() {
                None
            } else {
                requests.try_recv().ok()
            };
        }
        batch.commit(&mut writer);
    }
    None
}

/// Nobody may be waiting any more; that changes nothing but what is done with a claim.
fn answer(writer: &mut Writer, request: Request) {
    match request {
        Request::Claim { now, limit, reply } => claim(writer, (now, limit), reply),
        Request::Release { key, reply } => {
            writer.release(&key);
            let _ = reply.send(());
        }
        Request::Hold { reply } => {
            let _ = reply.send(writer.hold());
        }
        Request::Run { job } => job(writer.connection()),
        Request::Commit { .. } | Request::Close { .. } => {}
    }
}

fn claim(
    writer: &mut Writer,
    (now, limit): (Timestamp, usize),
    reply: Reply<Result<Claimed, PortError>>,
) {
    if let Err(Ok(unheard)) = reply.send(writer.claim(now, limit)) {
        for work in unheard.work {
            writer.release(&work.key);
        }
    }
    // Whoever claims tells the time: the moment to forget keys that have expired.
    if let Err(error) = writer.prune(now) {
        tracing::debug!(%error, "expired keys stay for now");
    }
    if let Err(error) = writer.tidy() {
        tracing::debug!(%error, "destroyed bytes stay in the write-ahead log for now");
    }
}

/// Groups that share one transaction.
#[derive(Default)]
struct Batch {
    groups: Vec<Vec<Commit>>,
    replies: Vec<Reply<Result<(), StoppedAt>>>,
    n_commits: usize,
}

impl Batch {
    fn add(&mut self, group: Vec<Commit>, reply: Reply<Result<(), StoppedAt>>) {
        self.n_commits = self.n_commits.saturating_add(group.len().max(1));
        self.groups.push(group);
        self.replies.push(reply);
    }

    const fn is_full(&self) -> bool {
        ENOUGH <= self.n_commits
    }

    fn commit(&mut self, writer: &mut Writer) {
        if self.groups.is_empty() {
            return;
        }
        let batch = std::mem::take(self);
        let outcomes = writer.commit(&batch.groups);
        for (reply, outcome) in batch.replies.into_iter().zip(outcomes) {
            let _ = reply.send(outcome);
        }
    }
}

/// How many requests may wait before their callers do.
const WAITING: usize = 256;

/// After how many commits a transaction is ended, so that nobody waits for a stranger's bulk.
const ENOUGH: usize = 512;
