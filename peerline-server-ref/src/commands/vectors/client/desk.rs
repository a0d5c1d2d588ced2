//! One client under test, and what an application around it would keep.

use std::collections::BTreeMap;

use peerline_core::identity::Root;
use peerline_core::protocol;
use peerline_core::protocol::Address;
use peerline_core::protocol::Auth;
use peerline_core::protocol::Encoding;
use peerline_core::protocol::Hail;
use peerline_core::protocol::Key;
use peerline_core::protocol::Tickets;
use peerline_core::session::ClientConfig;
use peerline_core::session::ClientEvent;
use peerline_core::session::ClientSession;
use peerline_core::session::Cursor;
use peerline_core::vocab::Limits;
use peerline_core::vocab::RoomId;
use peerline_core::vocab::RoomName;
use peerline_core::vocab::Seed;
use peerline_core::vocab::Timestamp;
use serde_json::Value;
use serde_json::json;

use super::doors::Bearer;
use super::doors::Doors;
use super::reports::report;
use crate::commands::vectors::mapping::from_hex;
use crate::commands::vectors::mapping::to_hex;
use crate::commands::vectors::proof;

/// One client, its clock, and its application.
pub(super) struct Desk {
    pub(super) session: ClientSession,
    pub(super) now: Timestamp,
    /// The rooms it wants.
    pub(super) open: BTreeMap<Address, Wish>,
    /// What was asked, by number.
    pub(super) asked: BTreeMap<u64, String>,
    config: ClientConfig,
    root: Root,
    /// The one room it proves, where it proves nothing else.
    only: Option<Value>,
    origin: String,
    seed: Seed,
    n_reloads: u64,
    doors: Doors,
}

/// How a room is wanted.
#[derive(Clone, Copy)]
pub(super) enum Wish {
    /// From a cursor on, from its newest entries on, or whole.
    Open(Option<u64>),
    /// Under a name of its own.
    Enter,
    /// Under a name that was shown for another.
    Under,
}

impl Desk {
    /// Begins anew, as the order says.
    pub(super) fn start(order: &Value) -> Result<Self, String> {
        let text = |name: &str| order.get(name).and_then(Value::as_str);
        let seed = text("seed").and_then(from_hex);
        let seed = seed
            .and_then(|seed| seed.try_into().ok())
            .map(Seed::from_bytes);
        let seed = seed.ok_or("`seed` is 32 bytes in hexadecimal")?;
        let root = order.get("root").and_then(proof::root_of);
        let config = config(order, seed)?;
        Ok(Self {
            session: ClientSession::new(config.clone()),
            now: time(order).unwrap_or(Timestamp::ZERO),
            open: BTreeMap::new(),
            asked: BTreeMap::new(),
            config,
            root: root.ok_or("`root` is 16 bytes in hexadecimal")?,
            only: order.get("only").cloned(),
            origin: text("origin").unwrap_or(proof::ORIGIN).to_owned(),
            seed,
            n_reloads: 0,
            doors: Doors::new(seed),
        })
    }

    /// When the client wants to be told the time.
    pub(super) fn wake(&self) -> Option<u64> {
        self.session.poll_timeout().map(Timestamp::unix_millis)
    }

    /// Follows an order and returns everything that came of it.
    pub(super) fn follow(&mut self, order: &Value) -> Vec<Value> {
        self.now = time(order).unwrap_or(self.now);
        let mut reports = match self.obey(order) {
            Ok(first) => first.into_iter().collect(),
            Err(error) => vec![json!({"error": error})],
        };
        while let Some(event) = self.session.poll_event() {
            reports.extend(self.attend(event));
        }
        while let Some(bytes) = self.session.poll_transmit() {
            reports.push(said(&bytes, self.config.encoding, &self.config.limits));
        }
        reports
    }

    /// Ends the program and starts it again: a new session, and what an application keeps.
    pub(super) fn reload(&mut self, order: &Value) -> Result<(), String> {
        self.config.encoding = encoding(order)?.unwrap_or(self.config.encoding);
        self.n_reloads = self.n_reloads.saturating_add(1);
        let wishes: Vec<(Address, Wish, Option<Cursor>)> = self
            .open
            .iter()
            .map(|(room, wish)| (room.clone(), *wish, self.session.cursor(room)))
            .collect();
        let kept: Vec<_> = self.session.kept().collect();
        self.config.seed = self.seed.apart(&format!("start {}", self.n_reloads));
        self.session = ClientSession::new(self.config.clone());
        self.asked.clear();
        self.doors = Doors::new(self.config.seed);
        for (room, wish, cursor) in wishes {
            self.want(room, wish, cursor);
        }
        self.session.restore(self.now, kept);
        Ok(())
    }

    /// Takes a ticket that was got elsewhere.
    pub(super) fn hold(&mut self, room: RoomId, r: Key, tickets: &Tickets) {
        for ticket in tickets.read() {
            self.doors.hold(room, r, ticket);
        }
    }

    /// Wants a room, from a cursor on where there is one.
    pub(super) fn want(&mut self, room: Address, wish: Wish, cursor: Option<Cursor>) {
        let (session, now) = (&mut self.session, self.now);
        self.open.insert(room.clone(), wish);
        match (wish, cursor, room) {
            (Wish::Under, cursor, room) => session.open_under(now, room, cursor),
            (Wish::Enter, cursor, Address::Room(RoomName::Room(id))) => {
                session.enter_from(now, id, cursor);
            }
            (Wish::Open(Some(back)), None, room) => session.open_newest(now, room, back),
            (Wish::Open(_) | Wish::Enter, cursor, room) => session.open_from(now, room, cursor),
        }
    }

    /// Does what a host does: signs at once, and tells everything else.
    fn attend(&mut self, event: ClientEvent) -> Option<Value> {
        if let ClientEvent::SignNeeded(hail) = &event {
            let Some(auth) = self.sign(hail) else {
                return Some(json!({"error": "the hail cannot be signed"}));
            };
            self.session.signed(self.now, auth);
            return None;
        }
        let bearer = Bearer {
            root: &self.root,
            origin: &self.origin,
            now: self.now,
        };
        let event = self.doors.attend(&mut self.session, &bearer, event)?;
        if let ClientEvent::RoomRefused { room, .. } = &event {
            self.open.remove(room);
        }
        if matches!(event, ClientEvent::Welcomed(_)) {
            // As a host does that keeps its configuration: the invitation is spent.
            self.config.invite = None;
        }
        Some(report(event, &self.asked))
    }

    fn sign(&self, hail: &Hail) -> Option<Auth> {
        let hail = serde_json::to_value(hail).ok()?;
        let place = self.only.as_ref().map(|room| (room, None));
        let mut proof = proof::prove(&self.root, &hail, &self.origin, place)?;
        if let Some(room) = &self.only {
            proof
                .as_object_mut()?
                .insert("room".to_owned(), room.clone());
        }
        serde_json::from_value(proof).ok()
    }
}

fn config(order: &Value, seed: Seed) -> Result<ClientConfig, String> {
    let mut config = ClientConfig::new(seed);
    config.encoding = encoding(order)?.unwrap_or_default();
    let extensions = order.get("ext").and_then(Value::as_array);
    config.short = extensions.is_some_and(|names| names.contains(&json!(protocol::SHORT)));
    Ok(match order.get("invite") {
        Some(invite) => {
            let invite = serde_json::from_value(invite.clone());
            config.invited(invite.map_err(|error| error.to_string())?)
        }
        None => config,
    })
}

fn encoding(order: &Value) -> Result<Option<Encoding>, String> {
    match order.get("encoding").and_then(Value::as_str) {
        None => Ok(None),
        Some("json") => Ok(Some(Encoding::Json)),
        Some("cbor") => Ok(Some(Encoding::Cbor)),
        Some(other) => Err(format!("`{other}` is no encoding")),
    }
}

fn time(order: &Value) -> Option<Timestamp> {
    order.get("now")?.as_u64().map(Timestamp::from_unix_millis)
}

/// Tells a frame as JSON, with its bytes where they are not JSON.
fn said(bytes: &[u8], encoding: Encoding, limits: &Limits) -> Value {
    let frame = match protocol::decode_client(bytes, encoding, limits) {
        Ok(frame) => frame,
        Err(error) => return json!({"error": error.to_string()}),
    };
    let json = protocol::encode_client(&frame, Encoding::Json);
    match (serde_json::from_slice::<Value>(&json), encoding) {
        (Ok(say), Encoding::Cbor) => json!({"say": say, "cbor": to_hex(bytes)}),
        (Ok(say), _) => json!({"say": say}),
        (Err(error), _) => json!({"error": error.to_string()}),
    }
}
