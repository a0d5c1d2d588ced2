//! How a line is brought up: what it is made of, and what its store remembers.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::Line;
use super::LineLoop;
use super::weeks::Weeks;
use crate::engine::Engine;
use crate::engine::EngineSetup;
use crate::engine::Policies;
use crate::identity::LineId;
use crate::log::Entry;
use crate::ports::Clock;
use crate::ports::EscalationSink;
use crate::ports::Fence;
use crate::ports::GuardianBell;
use crate::ports::Journal;
use crate::ports::KeyShelf;
use crate::ports::PortError;
use crate::ports::SlowSignal;
use crate::ports::StreamHead;
use crate::ports::WorkQueue;
use crate::protocol;
use crate::protocol::Chain;
use crate::protocol::TopicLabel;
use crate::protocol::Unreadable;
use crate::sealing::Passing;
use crate::sealing::Sealed;
use crate::vocab::Language;
use crate::vocab::Limits;
use crate::vocab::RoomName;
use crate::vocab::Seed;
use crate::vocab::Sensitive;
use crate::vocab::Seq;
use crate::vocab::Timestamp;

/// The doors of the line. Who is paged has no default.
#[derive(Clone, Debug)]
#[expect(clippy::exhaustive_structs, reason = "the host makes it")]
pub struct Ports {
    /// Where what happened is kept.
    pub journal: Arc<dyn Journal>,
    /// What is due.
    pub work: Arc<dyn WorkQueue>,
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// Where pages go.
    pub sinks: Sinks,
    /// The models outside that a policy may ask, by their names in it.
    pub models: BTreeMap<String, Arc<dyn SlowSignal>>,
    /// How what is stored is sealed. It has no default: a store in the clear is asked for by name.
    pub at_rest: AtRest,
}

/// How what is stored is sealed.
#[derive(Clone, Debug)]
#[expect(clippy::exhaustive_enums, reason = "there are these two")]
pub enum AtRest {
    /// With the keys of a shelf: who has the store alone reads nothing in it.
    Sealed(Arc<dyn KeyShelf>),
    /// Not at all: who has the store reads everything. For tests and simulators, not for people.
    InTheClear,
}

/// Where pages go, beside the console that every responder has open.
#[derive(Clone, Debug)]
#[expect(clippy::exhaustive_structs, reason = "the host makes it")]
pub struct Sinks {
    /// The rings of the on-call schedule, the first first. A ring that is not here is the last
    /// resort's.
    pub on_call: Vec<Arc<dyn EscalationSink>>,
    /// The end of the ladder, which needs no roster.
    pub last_resort: Arc<dyn EscalationSink>,
    /// How the guardians of the vault are called; where it is missing, somebody has to call them by hand.
    pub guardians: Option<Arc<dyn GuardianBell>>,
}

/// What the line is.
#[derive(Clone, Debug)]
#[expect(clippy::exhaustive_structs, reason = "the host makes it")]
pub struct LineProfile {
    /// Its id, the same for ever.
    pub id: LineId,
    /// The key under which people get their names in private and staff rooms; the same for ever.
    pub names: Sensitive<[u8; 32]>,
    /// The epoch of its logs: 1, and another, never used before, each time that the store was
    /// restored from a backup. Clients then forget what they hold and begin anew.
    pub epoch: u64,
    /// What people read.
    pub name: String,
    /// What one can talk about.
    pub topics: Vec<TopicLabel>,
    /// What people may say they have lived through.
    pub experiences: Vec<TopicLabel>,
    /// In which languages.
    pub languages: Vec<Language>,
    /// Whose helplines are shown when a person names no country (ISO 3166).
    pub country: Option<String>,
}

/// A line could not be brought up.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum OpenError {
    /// The store could not be read or held.
    #[error("the store cannot be opened: {0}")]
    Store(PortError),
    /// The keys of the store could not be read, or are those of another.
    #[error("{0}")]
    Keys(PortError),
    /// Entry of a log that this program cannot read.
    #[error("entry {seq} of log {room}: {why}")]
    Unreadable {
        /// Which log.
        room: RoomName,
        /// Which entry.
        seq: Seq,
        /// Why.
        why: Unreadable,
    },
    /// The logs do not fit together.
    #[error("the logs do not fit together: {0}")]
    Corrupt(String),
}

impl From<PortError> for OpenError {
    fn from(error: PortError) -> Self {
        if error.port == "shelf" {
            Self::Keys(error)
        } else {
            Self::Store(error)
        }
    }
}

/// Brings a line up: takes the store for writing, replays it, and gives the handle and the loop.
/// The host spawns [`LineLoop::run`].
///
/// # Errors
/// [`OpenError`] where the store cannot be held or read.
///
/// # Cancel safety
/// A dropped future may have taken the store.
pub async fn open(
    policies: Policies,
    ports: Ports,
    limits: Limits,
    profile: LineProfile,
    seed: Seed,
) -> Result<(Line, LineLoop), OpenError> {
    let (ports, sealed) = sealed(ports, &seed);
    let setup = EngineSetup {
        policies,
        limits,
        names: profile.names,
        seed,
    };
    let restored = restore(setup.clone(), &ports).await?;
    let shelf = match &ports.at_rest {
        AtRest::Sealed(shelf) => Some(shelf.clone()),
        AtRest::InTheClear => None,
    };
    let a_day = setup.policies.blind_a_day;
    let weeks = Weeks::load((profile.id, a_day), shelf, &setup.seed).await?;
    Ok(LineLoop::new(
        setup,
        (ports, sealed),
        profile,
        restored,
        weeks,
    ))
}

/// Puts between the line and its store what keeps fleeting words, and the seal.
fn sealed(mut ports: Ports, seed: &Seed) -> (Ports, Option<Arc<Sealed>>) {
    let AtRest::Sealed(shelf) = &ports.at_rest else {
        ports.journal = Arc::new(Passing::over(ports.journal));
        return (ports, None);
    };
    let (journal, work) = (ports.journal.clone(), ports.work.clone());
    let sealed = Arc::new(Sealed::new(journal, work, shelf.clone(), seed));
    (ports.journal, ports.work) = (Arc::new(Passing::over(sealed.clone())), sealed.clone());
    (ports, Some(sealed))
}

/// What the store remembers, and the right to write on.
#[derive(Debug)]
pub(super) struct Restored {
    pub(super) engine: Engine,
    pub(super) fence: Fence,
    pub(super) chains: BTreeMap<RoomName, Chain>,
    /// When the last entry was written.
    pub(super) written: Timestamp,
}

/// Takes the store for writing and builds the engine from it.
pub(super) async fn restore(setup: EngineSetup, ports: &Ports) -> Result<Restored, OpenError> {
    let fence = ports.journal.hold().await?;
    read_back(setup, ports, fence).await
}

/// Builds the engine from the store; a store that takes no writes can still be read.
pub(super) async fn read_back(
    setup: EngineSetup,
    ports: &Ports,
    fence: Fence,
) -> Result<Restored, OpenError> {
    let page = setup.limits.page.max(1);
    let mut chains = BTreeMap::new();
    let mut entries = Vec::new();
    let mut after: Option<RoomName> = None;
    loop {
        let heads = ports.journal.heads(after.as_ref(), page).await?;
        let Some(last) = heads.last() else { break };
        after = Some(last.stream.clone());
        for head in heads {
            read_log(ports, &head, page, &mut entries).await?;
            chains.insert(head.stream, Chain::from_bytes(head.chain));
        }
    }
    entries.sort_by_key(|(_, _, entry)| entry.n);
    let written = entries.iter().map(|(_, _, entry)| entry.at).max();
    let engine = Engine::replay(setup, entries)
        .map_err(|corrupt| OpenError::Corrupt(corrupt.to_string()))?;
    Ok(Restored {
        engine,
        fence,
        chains,
        written: written.unwrap_or_default(),
    })
}

async fn read_log(
    ports: &Ports,
    head: &StreamHead,
    page: usize,
    entries: &mut Vec<(RoomName, Seq, Entry)>,
) -> Result<(), OpenError> {
    let mut after = Seq::ZERO;
    while after < head.head {
        let read = ports.journal.read(&head.stream, after, page).await?;
        let Some(last) = read.last() else { break };
        after = last.seq;
        for stored in read {
            let (room, seq) = (head.stream.clone(), stored.seq);
            let entry = protocol::decode_entry(&stored.event.body).map_err(|why| {
                OpenError::Unreadable {
                    room: room.clone(),
                    seq,
                    why,
                }
            })?;
            entries.push((room, seq, entry));
        }
    }
    Ok(())
}
