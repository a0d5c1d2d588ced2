//! The loop that carries bytes between one session and its present link.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use peerline_core::identity::ContextKind;
use peerline_core::identity::JoinClaim;
use peerline_core::identity::LineId;
use peerline_core::identity::Root;
use peerline_core::protocol::Auth;
use peerline_core::protocol::Hail;
use peerline_core::protocol::Key;
use peerline_core::protocol::SignatureBytes;
use peerline_core::session::ClientEvent;
use peerline_core::vocab::DigestBuilder;
use peerline_core::vocab::Seed;
use peerline_core::vocab::Timestamp;
use tokio::sync::mpsc;

use super::Shared;
use super::clock;
use super::socket::Lost;
use super::socket::Socket;

/// Signs joins at one line.
#[derive(Debug)]
pub(super) struct Signer {
    origin: String,
    root: Root,
    nonces: Seed,
    n_signed: u64,
}

impl Signer {
    pub(super) const fn new(origin: String, root: Root, nonces: Seed) -> Self {
        Self {
            origin,
            root,
            nonces,
            n_signed: 0,
        }
    }

    fn sign(&mut self, hail: &Hail) -> Auth {
        self.n_signed = self.n_signed.saturating_add(1);
        let nonce: [u8; 32] = self.nonces.entropy(self.n_signed).draw();
        let line_id = LineId::from_bytes(hail.line.0);
        let key = self.root.context_key(ContextKind::Line, &line_id, b"", 0);
        let mut binding = DigestBuilder::new("peerline/v1/origin");
        binding.bytes(self.origin.as_bytes());
        let signature = key.sign_join(&JoinClaim {
            kind: ContextKind::Line,
            line_id,
            ctx_id: Vec::new(),
            server_nonce: hail.nonce.0,
            client_nonce: nonce,
            channel_binding: *binding.finish().as_bytes(),
            server_time: hail.now,
            ticket_digest: JoinClaim::no_ticket(),
        });
        Auth {
            pk: Key(*key.public().as_bytes()),
            nonce: Key(nonce),
            sig: SignatureBytes(*signature.as_bytes()),
            invite: None,
        }
    }
}

/// The present link.
enum Present {
    None,
    Dialing(Pin<Box<dyn Future<Output = Result<Socket, Lost>> + Send>>),
    Stands(Box<Socket>),
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
        send(&shared, &mut present).await;
        let timeout = shared.session().poll_timeout();
        tokio::select! {
            () = step(&shared, &mut present) => {}
            () = shared.wished.notified() => {}
            () = sleep_until(timeout) => shared.session().timeout(clock::now()),
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
            let origin = signer.origin.clone();
            *present = Present::Dialing(Box::pin(async move { Socket::dial(&origin).await }));
        } else if let ClientEvent::HangUp = &event {
            *present = Present::None;
        } else if let ClientEvent::SignNeeded(hail) = &event {
            session.signed(clock::now(), signer.sign(hail));
        }
        let is_end = matches!(event, ClientEvent::Ended { .. });
        if tell.send(event).is_err() || is_end {
            return Heard::Over;
        }
    }
    Heard::More
}

async fn send(shared: &Shared, present: &mut Present) {
    let frames: Vec<Vec<u8>> = {
        let mut session = shared.session();
        std::iter::from_fn(|| session.poll_transmit()).collect()
    };
    if let Present::Stands(socket) = present
        && !frames.is_empty()
        && socket.send(frames).await.is_err()
    {
        lose(shared, present);
    }
}

/// Waits for the next thing that the present link does.
async fn step(shared: &Shared, present: &mut Present) {
    match present {
        Present::None => std::future::pending().await,
        Present::Dialing(dialing) => match dialing.await {
            Ok(socket) => {
                *present = Present::Stands(Box::new(socket));
                shared.session().connected(clock::now());
            }
            Err(Lost) => lose(shared, present),
        },
        Present::Stands(socket) => match socket.receive().await {
            Ok(frame) => shared.session().receive(clock::now(), &frame),
            Err(Lost) => lose(shared, present),
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
