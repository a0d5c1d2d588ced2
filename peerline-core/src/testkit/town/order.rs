//! What those outside do to a line.

use serde_json::Map;
use serde_json::Value;
use serde_json::json;

use super::host::Host;
use super::report::frame_to_json;
use super::start::bytes_of_hex;
use super::start::to_hex;
use super::store::StoreState;
use crate::protocol::Encoding;
use crate::vocab::Role;
use crate::vocab::Timestamp;

/// One thing that those outside do to a line.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum Order {
    /// Somebody connects.
    Accept {
        /// Under which number.
        conn: u64,
        /// In which encoding both ends speak.
        encoding: Encoding,
    },
    /// A frame of a client comes in.
    Frame {
        /// Over which connection.
        conn: u64,
        /// Its bytes.
        frame: Vec<u8>,
    },
    /// The line learns that a connection broke.
    Drop {
        /// Which.
        conn: u64,
    },
    /// Nothing but time passes.
    Time,
    /// The process is killed and started again on its store.
    Restart,
    /// A copy of the store is kept.
    Backup,
    /// The copy is put back, and the process started again on it.
    Restore,
    /// The operator asks for an invitation.
    Invite {
        /// For whom.
        role: Role,
    },
    /// Whoever is to be called begins to take pages, or to refuse them.
    Sinks {
        /// Whether pages are taken.
        take: bool,
    },
    /// The store begins to do well, or badly.
    Store {
        /// Which.
        state: StoreState,
    },
}

/// A line of JSON is no order.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[error("not an order: it needs `do`, and what belongs to it")]
#[non_exhaustive]
pub struct NoOrder;

impl Order {
    /// Reads an order; one that only a driver of lines knows, such as `start`, is none. `default` is
    /// the encoding of connections that name none.
    ///
    /// # Errors
    /// [`NoOrder`] where a part is missing or is not what it should be.
    pub fn from_json(order: &Value, default: Encoding) -> Result<Self, NoOrder> {
        let conn = || number(order, "conn").ok_or(NoOrder);
        Ok(match text(order, "do").ok_or(NoOrder)? {
            "accept" => Self::Accept {
                conn: conn()?,
                encoding: encoding(order, default)?,
            },
            "frame" => Self::Frame {
                conn: conn()?,
                frame: frame_of(order).ok_or(NoOrder)?,
            },
            "drop" => Self::Drop { conn: conn()? },
            "time" => Self::Time,
            "restart" => Self::Restart,
            "backup" => Self::Backup,
            "restore" => Self::Restore,
            "invite" => {
                let role = order.get("role").cloned().ok_or(NoOrder)?;
                let role = serde_json::from_value(role).map_err(|_| NoOrder)?;
                Self::Invite { role }
            }
            "sinks" => match text(order, "state") {
                Some("ok") => Self::Sinks { take: true },
                Some("down") => Self::Sinks { take: false },
                Some(_) | None => return Err(NoOrder),
            },
            "store" => {
                let state = text(order, "state").and_then(StoreState::named);
                let state = state.ok_or(NoOrder)?;
                Self::Store { state }
            }
            _ => return Err(NoOrder),
        })
    }

    /// Writes the order.
    #[must_use]
    pub fn to_json(&self) -> Map<String, Value> {
        let order = match self {
            Self::Accept { conn, encoding } => {
                json!({"do": "accept", "conn": conn, "encoding": encoding_name(*encoding)})
            }
            Self::Frame { conn, frame } => match frame_to_json(frame) {
                Value::Null => json!({"do": "frame", "conn": conn, "cbor": to_hex(frame)}),
                json => json!({"do": "frame", "conn": conn, "frame": json}),
            },
            Self::Drop { conn } => json!({"do": "drop", "conn": conn}),
            Self::Time => json!({"do": "time"}),
            Self::Restart => json!({"do": "restart"}),
            Self::Backup => json!({"do": "backup"}),
            Self::Restore => json!({"do": "restore"}),
            Self::Invite { role } => json!({"do": "invite", "role": role}),
            Self::Sinks { take: true } => json!({"do": "sinks", "state": "ok"}),
            Self::Sinks { take: false } => json!({"do": "sinks", "state": "down"}),
            Self::Store { state } => json!({"do": "store", "state": state.name()}),
        };
        order.as_object().cloned().unwrap_or_default()
    }
}

impl Host {
    /// Does what an order says, at `now`. What comes of it shows once the line has worked.
    pub fn obey(&mut self, now: Timestamp, order: &Order) {
        if now != self.now() {
            self.time(now);
        }
        match order {
            Order::Accept { conn, encoding } => self.accept(*conn, *encoding),
            Order::Frame { conn, frame } => self.frame(*conn, frame.clone()),
            Order::Drop { conn } => self.drop_conn(*conn),
            Order::Time => self.time(now),
            Order::Restart => self.restart(),
            Order::Backup => self.backup(),
            Order::Restore => self.restore(),
            Order::Invite { role } => self.invite(*role),
            Order::Sinks { take } => self.sinks(*take),
            Order::Store { state } => self.store(*state),
        }
    }
}

pub(super) fn number(order: &Value, name: &str) -> Option<u64> {
    order.get(name)?.as_u64()
}

pub(super) fn text<'a>(order: &'a Value, name: &str) -> Option<&'a str> {
    order.get(name)?.as_str()
}

/// Returns the encoding that an order names.
pub(super) fn encoding(order: &Value, default: Encoding) -> Result<Encoding, NoOrder> {
    match text(order, "encoding") {
        None => Ok(default),
        Some("json") => Ok(Encoding::Json),
        Some("cbor") => Ok(Encoding::Cbor),
        Some(_) => Err(NoOrder),
    }
}

pub(super) const fn encoding_name(encoding: Encoding) -> &'static str {
    match encoding {
        Encoding::Cbor => "cbor",
        Encoding::Json => "json",
    }
}

/// Returns the bytes of a frame that is given as text, as bytes or as JSON.
fn frame_of(order: &Value) -> Option<Vec<u8>> {
    let bytes = text(order, "cbor").or_else(|| text(order, "hex"));
    match (text(order, "text"), bytes) {
        (Some(text), _) => Some(text.as_bytes().to_vec()),
        (None, Some(hex)) => bytes_of_hex(hex),
        (None, None) => order
            .get("frame")
            .map(|frame| frame.to_string().into_bytes()),
    }
}
