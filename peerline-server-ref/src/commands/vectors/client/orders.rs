//! What each order makes a client do.

use peerline_core::protocol::Address;
use peerline_core::protocol::Body;
use peerline_core::protocol::Kind;
use peerline_core::protocol::Tickets;
use peerline_core::session::Cursor;
use peerline_core::session::Draft;
use peerline_core::vocab::Cid;
use peerline_core::vocab::Seq;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use serde_json::json;

use super::desk::Desk;
use super::desk::Wish;
use crate::commands::vectors::mapping::from_hex;

impl Desk {
    /// Obeys; what it returns is reported first.
    pub(super) fn obey(&mut self, order: &Value) -> Result<Option<Value>, String> {
        let now = self.now;
        match order.get("do").and_then(Value::as_str).unwrap_or_default() {
            "dial" => self.session.dial(now),
            "connected" => self.session.connected(now),
            "disconnected" => self.session.disconnected(now),
            "frame" => self.session.receive(now, &frame(order)?),
            "time" => self.session.timeout(now),
            "open" => self.open(order)?,
            "enter" => self.want(field(order, "room")?, Wish::Enter, None),
            "hold" => self.take_ticket(order)?,
            "close" => {
                let room: Address = field(order, "room")?;
                self.open.remove(&room);
                self.session.close(now, room);
            }
            "put" => return self.put(order).map(Some),
            "over" => {
                let cid: Cid = field(order, "cid")?;
                self.session.put_over(now, cid);
            }
            "give_up" => {
                let cid: Cid = field(order, "cid")?;
                self.session.give_up(now, cid);
            }
            "ask" => self.ask(order)?,
            "reload" => self.reload(order)?,
            other => return Err(format!("`{other}` is no order to a client")),
        }
        Ok(None)
    }

    fn open(&mut self, order: &Value) -> Result<(), String> {
        #[derive(Deserialize)]
        struct Order {
            room: Address,
            epoch: Option<u64>,
            seq: Option<Seq>,
            h: Option<peerline_core::protocol::Chain>,
            back: Option<u64>,
            #[serde(default)]
            under: bool,
        }
        let order: Order = read(order.clone())?;
        let epoch = order.epoch.unwrap_or_default();
        let cursor = order.seq.map(|seq| Cursor::new(epoch, seq, order.h));
        let wish = if order.under {
            Wish::Under
        } else {
            Wish::Open(order.back)
        };
        self.want(order.room, wish, cursor);
        Ok(())
    }

    fn take_ticket(&mut self, order: &Value) -> Result<(), String> {
        let tickets = vec![field(order, "ticket")?];
        self.hold(
            field(order, "room")?,
            field(order, "r")?,
            &Tickets { tickets },
        );
        Ok(())
    }

    fn put(&mut self, order: &Value) -> Result<Value, String> {
        let (room, kind): (Address, Kind) = (field(order, "room")?, field(order, "kind")?);
        let body = body_of(order).unwrap_or_else(|| Body::of(&json!({})));
        let draft = Draft::new(room, kind, body);
        let draft = match order.get("re") {
            Some(_) => draft.about(field(order, "re")?),
            None => draft,
        };
        let cid = self.session.put(self.now, draft);
        Ok(json!({"cid": cid}))
    }

    fn ask(&mut self, order: &Value) -> Result<(), String> {
        let what: String = field(order, "what")?;
        let number = self.session.ask(self.now, &what, body_of(order));
        self.asked.insert(number, what);
        Ok(())
    }
}

fn frame(order: &Value) -> Result<Vec<u8>, String> {
    if let Some(frame) = order.get("frame") {
        return Ok(frame.to_string().into_bytes());
    }
    if let Some(text) = order.get("text").and_then(Value::as_str) {
        return Ok(text.as_bytes().to_vec());
    }
    let cbor = order.get("cbor").and_then(Value::as_str);
    let cbor = cbor.and_then(from_hex);
    cbor.ok_or_else(|| "a frame is `frame`, `text` or `cbor`".to_owned())
}

fn body_of(order: &Value) -> Option<Body<'static>> {
    order.get("body").map(Body::of)
}

fn field<T: DeserializeOwned>(order: &Value, name: &str) -> Result<T, String> {
    read(order.get(name).cloned().unwrap_or_default())
}

fn read<T: DeserializeOwned>(value: Value) -> Result<T, String> {
    serde_json::from_value(value).map_err(|error| error.to_string())
}
