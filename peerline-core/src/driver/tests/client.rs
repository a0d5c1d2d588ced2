//! A person's end, in a few lines: frames as text out, frames as types in.

use std::sync::Arc;
use std::sync::Mutex;
use std::sync::atomic::AtomicBool;
use std::sync::atomic::Ordering::SeqCst;

use async_trait::async_trait;
use futures_channel::mpsc;
use futures_util::StreamExt as _;

use crate::identity::ContextKind;
use crate::identity::JoinClaim;
use crate::identity::LineId;
use crate::identity::Root;
use crate::ports::FrameSink;
use crate::ports::FrameSource;
use crate::ports::PortError;
use crate::ports::PortErrorKind;
use crate::protocol;
use crate::protocol::Auth;
use crate::protocol::Bye;
use crate::protocol::ClientFrame;
use crate::protocol::Code;
use crate::protocol::Encoding;
use crate::protocol::Ev;
use crate::protocol::Hail;
use crate::protocol::Hello;
use crate::protocol::Key;
use crate::protocol::Kind;
use crate::protocol::Open;
use crate::protocol::Opened;
use crate::protocol::Refused;
use crate::protocol::ServerFrame;
use crate::protocol::SignatureBytes;
use crate::protocol::Taken;
use crate::vocab::Cid;
use crate::vocab::DigestBuilder;
use crate::vocab::Limits;
use crate::vocab::Seq;

pub(super) const ORIGIN: &str = "https://line.example";

/// Answers a hail as the person with this root.
pub(super) fn prove(root: u8, hail: &Hail) -> Auth {
    let line = LineId::from_bytes(hail.line.0);
    let key = Root::from_bytes([root; 16]).context_key(ContextKind::Line, &line, b"", 0);
    let mut origin = DigestBuilder::new("peerline/v1/origin");
    origin.bytes(ORIGIN.as_bytes());
    let claim = JoinClaim {
        kind: ContextKind::Line,
        line_id: line,
        ctx_id: Vec::new(),
        server_nonce: hail.nonce.0,
        client_nonce: [9; 32],
        channel_binding: *origin.finish().as_bytes(),
        server_time: hail.now,
        ticket_digest: JoinClaim::no_ticket(),
    };
    Auth {
        pk: Key(*key.public().as_bytes()),
        nonce: Key([9; 32]),
        sig: SignatureBytes(*key.sign_join(&claim).as_bytes()),
        room: None,
        invite: None,
        token: None,
        gate: None,
        device: None,
    }
}

#[derive(Debug)]
pub(super) struct Client {
    out: mpsc::UnboundedSender<Vec<u8>>,
    heard: Arc<Mutex<Vec<ServerFrame<'static>>>>,
    pub(super) deaf: Arc<AtomicBool>,
    next: u64,
}

#[derive(Debug)]
pub(super) struct Source(mpsc::UnboundedReceiver<Vec<u8>>);

#[derive(Debug)]
pub(super) struct Sink {
    heard: Arc<Mutex<Vec<ServerFrame<'static>>>>,
    deaf: Arc<AtomicBool>,
}

impl Client {
    pub(super) fn new() -> (Self, Source, Sink) {
        let (out, source) = mpsc::unbounded();
        let heard = Arc::default();
        let deaf = Arc::default();
        let sink = Sink {
            heard: Arc::clone(&heard),
            deaf: Arc::clone(&deaf),
        };
        let client = Self {
            out,
            heard,
            deaf,
            next: 1,
        };
        (client, Source(source), sink)
    }

    /// Answers the hail as the person with this root.
    pub(super) fn hello(&self, root: u8, invite: Option<[u8; 32]>, open: Vec<Open>) {
        let invite = invite.map(Key);
        let device = None;
        self.greet(root, open, |auth| Auth {
            invite,
            device,
            ..auth
        });
    }

    /// Answers the hail from a device that names itself.
    pub(super) fn hello_on(&self, root: u8, device: [u8; 32], open: Vec<Open>) {
        let device = Some(Key(device));
        self.greet(root, open, |auth| Auth { device, ..auth });
    }

    fn greet(&self, root: u8, open: Vec<Open>, with: impl FnOnce(Auth) -> Auth) {
        let Some(ServerFrame::Hail(hail)) = self.frames().into_iter().next() else {
            panic!("the server speaks first");
        };
        let auth = with(prove(root, &hail));
        let hello = Hello {
            v: protocol::VERSION,
            ext: Vec::new(),
            auth,
            open,
            lang: None,
            country: Some("GB".to_owned()),
            agent: None,
        };
        self.say(&protocol::encode_client(
            &ClientFrame::Hello(hello),
            Encoding::Json,
        ));
    }

    pub(super) fn put(&mut self, room: &str, cid: u8, kind: &str, body: &str) -> u64 {
        let reference = self.reference();
        let cid = Cid::from_bytes([cid; 16]);
        self.say(
            format!(
                r#"{{"t":"put","ref":{reference},"room":"{room}","cid":"{cid}","kind":"{kind}","body":{body}}}"#
            )
            .as_bytes(),
        );
        reference
    }

    /// Puts something about an entry.
    pub(super) fn put_about(
        &mut self,
        (room, re): (&str, Seq),
        cid: u8,
        kind: &str,
        body: &str,
    ) -> u64 {
        let reference = self.reference();
        let cid = Cid::from_bytes([cid; 16]);
        self.say(
            format!(
                r#"{{"t":"put","ref":{reference},"room":"{room}","cid":"{cid}","kind":"{kind}","re":{re},"body":{body}}}"#
            )
            .as_bytes(),
        );
        reference
    }

    pub(super) fn open(&mut self, room: &str) -> u64 {
        let reference = self.reference();
        self.say(
            format!(
                r#"{{"t":"open","ref":{reference},"room":"{room}","marks":["typing","here"]}}"#
            )
            .as_bytes(),
        );
        reference
    }

    pub(super) fn ask(&mut self, what: &str) -> u64 {
        let reference = self.reference();
        self.say(format!(r#"{{"t":"ask","ref":{reference},"what":"{what}"}}"#).as_bytes());
        reference
    }

    pub(super) fn say(&self, bytes: &[u8]) {
        // An error means that the server has hung up.
        let _ = self.out.unbounded_send(bytes.to_vec());
    }

    pub(super) fn frames(&self) -> Vec<ServerFrame<'static>> {
        self.heard.lock().unwrap().clone()
    }

    pub(super) fn was_welcomed(&self) -> bool {
        let frames = self.frames();
        frames
            .iter()
            .any(|frame| matches!(frame, ServerFrame::Welcome(_)))
    }

    pub(super) fn ok(&self, reference: u64) -> Option<Taken<'static>> {
        self.frames().into_iter().find_map(|frame| match frame {
            ServerFrame::Ok(taken) if taken.reference == reference => Some(taken),
            _ => None,
        })
    }

    pub(super) fn err(&self, reference: u64) -> Option<Refused> {
        self.frames().into_iter().find_map(|frame| match frame {
            ServerFrame::Err(refused) if refused.reference == Some(reference) => Some(refused),
            _ => None,
        })
    }

    pub(super) fn err_code(&self, reference: u64) -> Option<Code> {
        self.err(reference).map(|refused| refused.code)
    }

    pub(super) fn bye(&self) -> Option<Bye> {
        self.frames().into_iter().find_map(|frame| match frame {
            ServerFrame::Bye(bye) => Some(bye),
            _ => None,
        })
    }

    /// Returns the entries of a room in the order they came, after checking that they are dense.
    pub(super) fn log(&self, room: &str) -> Vec<Ev<'static>> {
        let evs: Vec<Ev<'static>> = self
            .frames()
            .into_iter()
            .filter_map(|frame| match frame {
                ServerFrame::Ev(ev) if ev.room.to_string() == room => Some(ev),
                _ => None,
            })
            .collect();
        for pair in evs.windows(2) {
            assert_eq!(
                pair[0].seq.next(),
                pair[1].seq,
                "a hole or a repeat in {room}"
            );
        }
        evs
    }

    pub(super) fn of_kind(&self, room: &str, kind: &Kind) -> Vec<Ev<'static>> {
        let mut log = self.log(room);
        log.retain(|ev| ev.kind == *kind);
        log
    }

    /// Returns the last `opened` of a room.
    pub(super) fn opened(&self, room: &str) -> Option<Opened> {
        let frames = self.frames().into_iter().rev();
        frames.into_iter().find_map(|frame| match frame {
            ServerFrame::Opened(opened) if opened.room.to_string() == room => Some(opened),
            _ => None,
        })
    }

    pub(super) fn reference(&mut self) -> u64 {
        self.next += 1;
        self.next
    }
}

/// Returns the text of a field that stands in a body.
pub(super) fn field(ev: &Ev<'_>, name: &str) -> String {
    let text = ev.body.as_ref().unwrap().to_json();
    let start = text.find(&format!("\"{name}\":\"")).unwrap() + name.len() + 4;
    let rest = &text[start..];
    rest[..rest.find('"').unwrap()].to_owned()
}

#[async_trait]
impl FrameSource for Source {
    async fn next(&mut self) -> Result<Option<Vec<u8>>, PortError> {
        Ok(self.0.next().await)
    }
}

#[async_trait]
impl FrameSink for Sink {
    async fn send(&mut self, frames: &[&[u8]]) -> Result<(), PortError> {
        while self.deaf.load(SeqCst) {
            tokio::task::yield_now().await;
        }
        for frame in frames {
            let frame = protocol::decode_server(frame, Encoding::Json, &Limits::default())
                .map_err(|_| PortError::new("transport", PortErrorKind::Refused))?;
            let frame = frame.map(ServerFrame::into_owned);
            self.heard.lock().unwrap().extend(frame);
        }
        Ok(())
    }

    async fn close(&mut self) -> Result<(), PortError> {
        Ok(())
    }
}
