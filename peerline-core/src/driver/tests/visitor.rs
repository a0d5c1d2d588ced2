//! A person who enters rooms with tickets.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::Digest as _;
use sha2::Sha256;

use super::client::Client;
use super::client::ORIGIN;
use super::stage::Stage;
use super::stage::settle;
use crate::identity::ContextKey;
use crate::identity::ContextKind;
use crate::identity::JoinClaim;
use crate::identity::LineId;
use crate::identity::Root;
use crate::identity::bind;
use crate::protocol::Hail;
use crate::protocol::ServerFrame;
use crate::protocol::Tickets;
use crate::vocab::Digest;
use crate::vocab::DigestBuilder;
use crate::vocab::RoomId;

/// A person's end, with what they need to enter rooms.
#[derive(Debug)]
pub(super) struct Visitor {
    pub(super) client: Client,
    root: u8,
    hail: Hail,
}

impl Visitor {
    pub(super) async fn join(stage: &Stage, root: u8) -> Self {
        Self::of(stage.join(root).await, root)
    }

    pub(super) fn of(client: Client, root: u8) -> Self {
        let Some(ServerFrame::Hail(hail)) = client.frames().into_iter().next() else {
            panic!("the server speaks first");
        };
        Self { client, root, hail }
    }

    /// Returns the key of one room.
    pub(super) fn key(&self, room: RoomId) -> ContextKey {
        let line = LineId::from_bytes(self.hail.line.0);
        let root = Root::from_bytes([self.root; 16]);
        root.context_key(ContextKind::Room, &line, room.as_bytes(), 0)
    }

    /// Asks for tickets into one room; returns the number of the question.
    pub(super) fn ask_tickets(&mut self, room: RoomId, n: usize) -> u64 {
        let bind = bind(&self.key(room).public(), &[4; 32]).to_string();
        let binds = vec![format!("\"{bind}\""); n].join(",");
        let reference = self.client.reference();
        let ask = format!(
            r#"{{"t":"ask","ref":{reference},"what":"tickets","body":{{"binds":[{binds}]}}}}"#
        );
        self.client.say(ask.as_bytes());
        reference
    }

    pub(super) async fn tickets(&mut self, room: RoomId, n: usize) -> Vec<Vec<u8>> {
        let reference = self.ask_tickets(room, n);
        settle().await;
        let body = self.client.ok(reference).unwrap().body.unwrap();
        let tickets: Tickets = body.read().unwrap();
        let bytes = |text: &String| URL_SAFE_NO_PAD.decode(text).unwrap();
        tickets.tickets.iter().map(bytes).collect()
    }

    /// Opens a room with a proof and, where it is not empty, a ticket.
    pub(super) fn enter(&mut self, room: RoomId, ticket: &[u8]) -> u64 {
        let join = self.proof(room, ticket);
        let reference = self.client.reference();
        let open = format!(r#"{{"t":"open","ref":{reference},"room":"{room}","join":{join}}}"#);
        self.client.say(open.as_bytes());
        reference
    }

    /// Fetches a ticket and enters with it; returns what they are called there.
    pub(super) async fn walk_in(&mut self, room: RoomId) -> String {
        let tickets = self.tickets(room, 1).await;
        self.enter(room, &tickets[0]);
        settle().await;
        let opened = self.client.opened(&room.to_string()).unwrap();
        opened.who.to_string()
    }

    fn proof(&self, room: RoomId, ticket: &[u8]) -> String {
        let mut origin = DigestBuilder::new("peerline/v1/origin");
        origin.bytes(ORIGIN.as_bytes());
        let claim = JoinClaim {
            kind: ContextKind::Room,
            line_id: LineId::from_bytes(self.hail.line.0),
            ctx_id: room.as_bytes().to_vec(),
            server_nonce: self.hail.nonce.0,
            client_nonce: [5; 32],
            channel_binding: *origin.finish().as_bytes(),
            server_time: self.hail.now,
            ticket_digest: Digest::from_bytes(Sha256::digest(ticket).into()),
        };
        let key = self.key(room);
        let text = |bytes: &[u8]| URL_SAFE_NO_PAD.encode(bytes);
        let (pk, nonce) = (key.public(), text(&[5; 32]));
        let sig = key.sign_join(&claim);
        if ticket.is_empty() {
            return format!(r#"{{"pk":"{pk}","nonce":"{nonce}","sig":"{sig}"}}"#);
        }
        let (r, ticket) = (text(&[4; 32]), text(ticket));
        format!(r#"{{"pk":"{pk}","nonce":"{nonce}","sig":"{sig}","r":"{r}","ticket":"{ticket}"}}"#)
    }
}
