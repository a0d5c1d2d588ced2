//! The loop that carries bytes between one session and its present link.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use peerline_core::identity::ContextKind;
use peerline_core::identity::JoinClaim;
use peerline_core::identity::LineId;
use peerline_core::identity::Root;
use peerline_core::ports::End;
use peerline_core::ports::FrameSink;
use peerline_core::ports::FrameSource;
use peerline_core::ports::PortError;
use peerline_core::ports::Transport;
use peerline_core::protocol::Auth;
use peerline_core::protocol::Hail;
use peerline_core::protocol::Key;
use peerline_core::protocol::SignatureBytes;
use peerline_core::session::ClientEvent;
use peerline_core::session::Purse;
use peerline_core::vocab::Digest;
use peerline_core::vocab::DigestBuilder;
use peerline_core::vocab::RoomId;
use peerline_core::vocab::Seed;
use peerline_core::vocab::Timestamp;
use tokio::sync::mpsc;
use tokio::task::JoinHandle;

use super::Shared;
use super::clock;
use super::doors::Doors;
use super::doors::Hand;

/// Signs joins at one line.
#[derive(Debug)]
pub(super) struct Signer {
    transport: Arc<dyn Transport>,
    root: Root,
    nonces: Seed,
    n_signed: u64,
    doors: Doors,
    /// The one room that is proved, where nothing else is.
    only: Option<RoomId>,
}

impl Signer {
    pub(super) fn new(
        transport: Arc<dyn Transport>,
        root: Root,
        nonces: Seed,
        only: Option<(RoomId, Purse)>,
    ) -> Self {
        let (only, purse) = only.unzip();
        Self {
            only,
            transport,
            root,
            nonces,
            doors: Doors::new(nonces.apart("doors"), purse.unwrap_or_default()),
            n_signed: 0,
        }
    }

    fn hand(&self) -> Hand {
        Hand {
            root: Root::from_bytes(*self.root.expose()),
            binding: binding(self.transport.as_ref()),
        }
    }

    fn sign(&mut self, hail: &Hail) -> Auth {
        self.n_signed = self.n_signed.saturating_add(1);
        let nonce: [u8; 32] = self.nonces.entropy(self.n_signed).draw();
        if let Some(room) = self.only {
            return self.hand().comes_for(hail, room, nonce);
        }
        let line_id = LineId::from_bytes(hail.line.0);
        let key = self.root.context_key(ContextKind::Line, &line_id, b"", 0);
        let signature = key.sign_join(&JoinClaim {
            kind: ContextKind::Line,
            line_id,
            ctx_id: Vec::new(),
            server_nonce: hail.nonce.0,
            client_nonce: nonce,
            channel_binding: *binding(self.transport.as_ref()).as_bytes(),
            server_time: hail.now,
            ticket_digest: JoinClaim::no_ticket(),
        });
        Auth {
            pk: Key(*key.public().as_bytes()),
            nonce: Key(nonce),
            sig: SignatureBytes(*signature.as_bytes()),
            room: None,
            invite: None,
            token: None,
            gate: None,
            device: None,
        }
    }
}

/// What every join is bound to: the origin that was dialed.
fn binding(transport: &dyn Transport) -> Digest {
    let mut binding = DigestBuilder::new("peerline/v1/origin");
    binding.bytes(transport.origin().as_bytes()).finish()
}

/// The present link.
enum Present {
    None,
    Dialing(Pin<Box<dyn Future<Output = Result<End, PortError>> + Send>>),
    Stands(Standing),
}

/// A link that stands. What is sent waits for nothing that is received, nor the other way round.
struct Standing {
    source: Box<dyn FrameSource>,
    out: mpsc::UnboundedSender<Vec<Vec<u8>>>,
    writer: JoinHandle<()>,
}

impl Standing {
    fn new(End { source, sink }: End) -> Self {
        let (out, frames) = mpsc::unbounded_channel();
        let writer = tokio::spawn(write(sink, frames));
        Self {
            source,
            out,
            writer,
        }
    }

    /// Waits for a frame; `None` once the link is gone in either direction.
    async fn next(&mut self) -> Option<Vec<u8>> {
        tokio::select! {
            frame = self.source.next() => frame.ok().flatten(),
            _ended = &mut self.writer => None,
        }
    }
}

impl Drop for Standing {
    fn drop(&mut self) {
        self.writer.abort();
    }
}

/// Sends until that fails.
async fn write(mut sink: Box<dyn FrameSink>, mut frames: mpsc::UnboundedReceiver<Vec<Vec<u8>>>) {
    while let Some(frames) = frames.recv().await {
        let frames: Vec<&[u8]> = frames.iter().map(Vec::as_slice).collect();
        if sink.send(&frames).await.is_err() {
            return;
        }
    }
}

/// Carries until the line does not want this client back, or nobody listens to the events.
pub(super) async fn run(
    shared: Arc<Shared>,
    mut signer: Signer,
    tell: mpsc::UnboundedSender<ClientEvent>,
) {
    let mut present = Present::None;
    loop {
        if let Heard::Over = attend(&shared, &mut signer, &mut present, &tell) {
            return;
        }
        send(&shared, &mut present);
        let timeout = shared.session().poll_timeout();
        let errand = signer.doors.due();
        let timeout = timeout.into_iter().chain(errand).min();
        tokio::select! {
            () = step(&shared, &mut present) => {}
            () = shared.wished.notified() => {}
            () = sleep_until(timeout) => {
                let mut session = shared.session();
                session.timeout(clock::now());
                let hand = signer.hand();
                signer.doors.run(&mut session, &hand);
            }
        }
    }
}

/// Whether the loop goes on.
enum Heard {
    More,
    Over,
}

/// Does what the session asks for and passes the rest on.
fn attend(
    shared: &Shared,
    signer: &mut Signer,
    present: &mut Present,
    tell: &mpsc::UnboundedSender<ClientEvent>,
) -> Heard {
    let mut session = shared.session();
    while let Some(event) = session.poll_event() {
        if let ClientEvent::Dial = &event {
            let transport = Arc::clone(&signer.transport);
            *present = Present::Dialing(Box::pin(async move { transport.dial().await }));
        } else if let ClientEvent::HangUp = &event {
            *present = Present::None;
        } else if let ClientEvent::SignNeeded(hail) = &event {
            session.signed(clock::now(), signer.sign(hail));
        } else if signer.doors.attend(&mut session, &signer.hand(), &event) {
            continue;
        }
        let is_end = matches!(event, ClientEvent::Ended { .. });
        if tell.send(event).is_err() || is_end {
            shared.shown.send_replace(session.state());
            return Heard::Over;
        }
    }
    let state = session.state();
    shared
        .shown
        .send_if_modified(|shown| std::mem::replace(shown, state) != state);
    Heard::More
}

fn send(shared: &Shared, present: &mut Present) {
    let frames: Vec<Vec<u8>> = {
        let mut session = shared.session();
        std::iter::from_fn(|| session.poll_transmit()).collect()
    };
    if let Present::Stands(link) = present
        && !frames.is_empty()
        && link.out.send(frames).is_err()
    {
        lose(shared, present);
    }
}

/// Waits for the next thing that the present link does.
async fn step(shared: &Shared, present: &mut Present) {
    match present {
        Present::None => std::future::pending().await,
        Present::Dialing(dialing) => match dialing.await {
            Ok(end) => {
                *present = Present::Stands(Standing::new(end));
                shared.session().connected(clock::now());
            }
            Err(_) => lose(shared, present),
        },
        Present::Stands(link) => match link.next().await {
            Some(frame) => shared.session().receive(clock::now(), &frame),
            None => lose(shared, present),
        },
    }
}

fn lose(shared: &Shared, present: &mut Present) {
    *present = Present::None;
    shared.session().disconnected(clock::now());
}

async fn sleep_until(at: Option<Timestamp>) {
    match at {
        Some(at) => tokio::time::sleep(clock::until(at)).await,
        None => std::future::pending().await,
    }
}
