//! A [`ClientSession`] over any [`Transport`]: links, the clock and the signature around the state
//! machine that knows none of them.
//!
//! What is shown to a person is always one of three: [`LinkState::Live`], `CatchingUp` or `Stale`
//! since a time; [`Link::state`] tells it, [`Link::states`] tells each change. The session dials
//! again by itself, after random waits that grow to half a minute, until the line says that it does
//! not want this client back: then, and only then, [`Link::next`] gives `None`.
//!
//! ```no_run
//! # async fn talk() -> Option<()> {
//! use peerline_core::identity::Root;
//! use peerline_core::protocol::Address;
//! use peerline_core::session::ClientEvent;
//! use peerline_core::vocab::Seed;
//! use peerline_examples::link::Guest;
//! use peerline_examples::link::Link;
//!
//! let root = Root::from_bytes([7; 16]); // from the operating system, once, and kept
//! let seed = Seed::from_bytes([8; 32]); // from the operating system, at every start
//! let mut link = Link::start("http://127.0.0.1:7433", Guest::new(root, seed));
//! link.open(Address::Me);
//! while let Some(event) = link.next().await {
//!     if let ClientEvent::Entry(entry) = event {
//!         assert_eq!(entry.room, Address::Me);
//!     }
//! }
//! # Some(())
//! # }
//! ```

mod clock;
mod doors;
mod either_way;
mod event_stream;
mod taken;
mod web_socket;
mod worker;

use std::sync::Arc;
use std::sync::Mutex;
use std::sync::MutexGuard;
use std::sync::PoisonError;

use peerline_core::identity::Root;
use peerline_core::log::Passing;
use peerline_core::ports::PortError;
use peerline_core::ports::PortErrorKind;
use peerline_core::ports::Transport;
use peerline_core::protocol::Address;
use peerline_core::protocol::Body;
use peerline_core::protocol::Encoding;
use peerline_core::protocol::Key;
use peerline_core::protocol::Marks;
use peerline_core::session::ClientConfig;
use peerline_core::session::ClientEvent;
use peerline_core::session::ClientSession;
use peerline_core::session::Cursor;
use peerline_core::session::Draft;
use peerline_core::session::LinkState;
use peerline_core::session::Purse;
use peerline_core::session::Unanswered;
use peerline_core::vocab::Cid;
use peerline_core::vocab::Language;
use peerline_core::vocab::RoomId;
use peerline_core::vocab::RoomName;
use peerline_core::vocab::Seed;
use peerline_core::vocab::Seq;
use tokio::sync::Notify;
use tokio::sync::mpsc;
use tokio::sync::watch;
use tokio::task::JoinHandle;

use self::taken::Taken;

pub use either_way::EitherWay;
pub use event_stream::EventStream;
pub use web_socket::WebSocket;

/// Who comes to a line.
#[derive(Debug)]
pub struct Guest {
    root: Root,
    nonces: Seed,
    config: ClientConfig,
    only: Option<(RoomId, Purse)>,
}

impl Guest {
    /// Comes with a secret of their own, without an invitation. `seed` is fresh randomness, never
    /// used before.
    #[must_use]
    pub fn new(root: Root, seed: Seed) -> Self {
        Self {
            root,
            nonces: Seed::from_bytes(seed.entropy(0).draw()),
            config: ClientConfig::new(seed),
            only: None,
        }
    }

    /// Proves one room and nothing else, with the tickets in `purse`, which were fetched on another
    /// link ([`Purse::question`], [`Link::ask_with`] for `tickets`, [`Purse::answered`]): the line is not told that the two are of one person, not even while they last. Such a
    /// link has that room to [`enter`](Link::enter), what the line says to the name there, and the
    /// way to a responder. When it has no ticket left for a lease that ends, the room is refused.
    #[must_use]
    pub fn only(mut self, room: RoomId, purse: Purse) -> Self {
        self.only = Some((room, purse));
        self
    }

    /// Asks for explanations in `lang`.
    #[must_use]
    pub fn speaking(mut self, lang: Language) -> Self {
        self.config = self.config.speaking(lang);
        self
    }

    /// Asks for the helplines of a country, as in `GB`.
    #[must_use]
    pub fn living_in(mut self, country: impl Into<String>) -> Self {
        self.config = self.config.living_in(country);
        self
    }

    /// Hears what is said in passing, and lets others hear it: nothing unless it is asked for.
    #[must_use]
    pub fn marking(mut self, marks: Marks) -> Self {
        self.config = self.config.marking(marks);
        self
    }

    /// Shows a staff invitation.
    #[must_use]
    pub fn invited(mut self, invite: Key) -> Self {
        self.config = self.config.invited(invite);
        self
    }
}

/// One person's way to a line. Dropping it ends it.
#[derive(Debug)]
pub struct Link {
    shared: Arc<Shared>,
    events: mpsc::UnboundedReceiver<ClientEvent>,
    taken: Mutex<Taken>,
    worker: JoinHandle<()>,
}

#[derive(Debug)]
struct Shared {
    session: Mutex<ClientSession>,
    wished: Notify,
    shown: watch::Sender<LinkState>,
}

impl Shared {
    fn session(&self) -> MutexGuard<'_, ClientSession> {
        // Nothing panics while it is held; were it so, the session would still be whole.
        self.session.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn wish<T>(&self, wish: impl FnOnce(&mut ClientSession) -> T) -> T {
        let answer = wish(&mut self.session());
        self.wished.notify_one();
        answer
    }
}

impl Link {
    /// Starts to dial the line at `origin`, as in `http://127.0.0.1:7433`, in JSON and in the way
    /// that goes through: see [`EitherWay`].
    #[must_use]
    pub fn start(origin: impl Into<String>, guest: Guest) -> Self {
        let origin = origin.into();
        match EitherWay::to(origin.clone(), Encoding::Json) {
            Ok(either) => Self::over(either, guest),
            Err(_) => Self::over(WebSocket::to(origin, Encoding::Json), guest),
        }
    }

    /// Starts to dial by a transport, in its encoding.
    #[must_use]
    pub fn over(transport: impl Transport + 'static, guest: Guest) -> Self {
        let Guest {
            root,
            nonces,
            config,
            only,
        } = guest;
        let mut session = ClientSession::new(config.encoded(transport.encoding()));
        session.dial(clock::now());
        let shared = Arc::new(Shared {
            session: Mutex::new(session),
            wished: Notify::new(),
            shown: watch::Sender::new(LinkState::Stale {
                since: clock::now(),
            }),
        });
        let (tell, events) = mpsc::unbounded_channel();
        let signer = worker::Signer::new(Arc::new(transport), root, nonces, only);
        let worker = tokio::spawn(worker::run(Arc::clone(&shared), signer, tell));
        Self {
            shared,
            events,
            taken: Mutex::default(),
            worker,
        }
    }

    /// Waits for the next event; `None` once the line does not want this client back.
    ///
    /// # Cancel safety
    /// Safe: no event is lost.
    pub async fn next(&mut self) -> Option<ClientEvent> {
        let event = self.events.recv().await?;
        self.taken().note(&event);
        Some(event)
    }

    fn taken(&self) -> MutexGuard<'_, Taken> {
        self.taken.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Returns what to show of the link.
    #[must_use]
    pub fn state(&self) -> LinkState {
        self.shared.session().state()
    }

    /// Returns what to show of the link, as it changes.
    #[must_use]
    pub fn states(&self) -> watch::Receiver<LinkState> {
        self.shared.shown.subscribe()
    }

    /// Receives a room.
    pub fn open(&self, room: Address) {
        self.shared.wish(|session| session.open(clock::now(), room));
    }

    /// As [`open`](Self::open), from where an earlier program had the room: see
    /// [`cursor`](Self::cursor).
    pub fn open_from(&self, room: Address, cursor: Cursor) {
        self.taken().begin(&room, cursor);
        self.shared
            .wish(|session| session.open_from(clock::now(), room, Some(cursor)));
    }

    /// Receives a room from its newest `back` entries on; [`older`](Self::older) has the ones before.
    pub fn open_newest(&self, room: Address, back: u64) {
        self.shared
            .wish(|session| session.open_newest(clock::now(), room, back));
    }

    /// Asks for up to `n` entries of an open room that stand before `before`; they come as
    /// [`ClientEvent::Older`] with the returned number.
    #[must_use]
    pub fn older(&self, room: Address, before: Seq, n: u64) -> u64 {
        self.shared
            .wish(|session| session.older(clock::now(), room, before, n))
    }

    /// Enters a room under a name of its own, with tickets that the link fetches by itself.
    pub fn enter(&self, room: RoomId) {
        self.enter_from(room, None);
    }

    /// As [`enter`](Self::enter), from where an earlier program had the room.
    pub fn enter_from(&self, room: RoomId, cursor: Option<Cursor>) {
        if let Some(cursor) = cursor {
            let address = Address::Room(RoomName::Room(room));
            self.taken().begin(&address, cursor);
        }
        self.shared
            .wish(|session| session.enter_from(clock::now(), room, cursor));
    }

    /// Receives what is known to a name in a room alone: `~` and the name, and rooms made for it.
    pub fn open_under(&self, room: Address, cursor: Option<Cursor>) {
        if let Some(cursor) = cursor {
            self.taken().begin(&room, cursor);
        }
        self.shared
            .wish(|session| session.open_under(clock::now(), room, cursor));
    }

    /// Stops receiving a room.
    pub fn close(&self, room: Address) {
        self.shared
            .wish(|session| session.close(clock::now(), room));
    }

    /// Puts something, once, however many links that takes.
    #[must_use]
    pub fn put(&self, draft: Draft) -> Cid {
        self.shared.wish(|session| session.put(clock::now(), draft))
    }

    /// Puts what was nudged as it is; `false` where no such put waits for its author.
    #[must_use]
    pub fn put_over(&self, cid: Cid) -> bool {
        self.shared
            .wish(|session| session.put_over(clock::now(), cid))
    }

    /// Stops sending a put; `false` where it has its answer already.
    #[must_use]
    pub fn give_up(&self, cid: Cid) -> bool {
        self.shared
            .wish(|session| session.give_up(clock::now(), cid))
    }

    /// Says something in passing: never kept, and lost without harm where there is no link.
    pub fn pass(&self, room: Address, what: Passing) {
        self.shared.wish(|session| session.pass(room, what));
    }

    /// Returns how far [`next`](Self::next) has told a room: where a program that starts again goes
    /// on, with [`open_from`](Self::open_from).
    #[must_use]
    pub fn cursor(&self, room: &Address) -> Option<Cursor> {
        self.taken().cursor(room)
    }

    /// Returns the puts that have no answer yet, to be written down and given to
    /// [`restore`](Self::restore) when the program starts again. They hold what people wrote.
    #[must_use]
    pub fn kept(&self) -> Vec<Unanswered> {
        self.shared.session().kept().collect()
    }

    /// Takes back what an earlier program had [`kept`](Self::kept), before anything is put anew: it
    /// takes effect once, also where it already did.
    pub fn restore(&self, kept: impl IntoIterator<Item = Unanswered>) {
        self.shared
            .wish(|session| session.restore(clock::now(), kept));
    }

    /// Asks something that changes nothing; the answer bears the returned number.
    #[must_use]
    pub fn ask(&self, what: &str) -> u64 {
        self.shared
            .wish(|session| session.ask(clock::now(), what, None))
    }

    /// As [`ask`](Self::ask), with what the question is about: tickets to fetch ahead, for one.
    #[must_use]
    pub fn ask_with(&self, what: &str, body: Body<'static>) -> u64 {
        self.shared
            .wish(|session| session.ask(clock::now(), what, Some(body)))
    }
}

const fn closed() -> PortError {
    PortError::new("transport", PortErrorKind::Closed)
}

const fn unavailable() -> PortError {
    PortError::new("transport", PortErrorKind::Unavailable)
}

impl Drop for Link {
    fn drop(&mut self) {
        self.worker.abort();
    }
}
