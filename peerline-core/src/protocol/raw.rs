//! Bodies: what frames carry without looking inside.

use std::borrow::Cow;
use std::fmt;

use serde::Deserialize;
use serde::Deserializer;
use serde::Serialize;
use serde::Serializer;
use serde::de::DeserializeOwned;
use serde::de::Visitor;
use serde_json::Value;
use serde_json::value::RawValue;

use super::Ask;
use super::EventBody;
use super::cbor;
use crate::vocab::Language;
use crate::vocab::RoomId;
use crate::vocab::Sensitive;

/// A body, carried and not looked into: as it came, in the encoding of its frame, or as it was
/// made. It can be written in either encoding.
///
/// # Privacy
/// It may be a person's words: `Debug` shows nothing of them.
#[derive(Clone)]
pub struct Body<'a>(Repr<'a>);

#[derive(Clone)]
enum Repr<'a> {
    Made(Box<EventBody>),
    Json(Box<RawValue>),
    JsonRef(&'a RawValue),
    Cbor(Cow<'a, [u8]>),
}

impl Body<'static> {
    /// Writes a body.
    #[must_use]
    pub fn of(body: &impl Serialize) -> Self {
        Self(Repr::Json(json_of(body)))
    }

    /// Takes a body written as JSON.
    ///
    /// # Errors
    /// [`NoBody`] where the text is not JSON.
    pub fn from_json(text: String) -> Result<Self, NoBody> {
        RawValue::from_string(text)
            .map(|json| Self(Repr::Json(json)))
            .map_err(|_| NoBody)
    }

    /// Takes the body of an entry.
    pub(super) fn made(body: EventBody) -> Self {
        Self(Repr::Made(Box::new(body)))
    }
}

impl Body<'_> {
    /// Reads the body as a type.
    ///
    /// # Errors
    /// [`NoBody`] where it has another shape.
    pub fn read<T: DeserializeOwned>(&self) -> Result<T, NoBody> {
        match &self.0 {
            Repr::Made(made) => serde_json::from_str(json_of(made).get()).map_err(|_| NoBody),
            Repr::Json(json) => serde_json::from_str(json.get()).map_err(|_| NoBody),
            Repr::JsonRef(json) => serde_json::from_str(json.get()).map_err(|_| NoBody),
            Repr::Cbor(bytes) => {
                let mut reader = cbor::Reader::new(bytes);
                T::deserialize(&mut reader).map_err(|_| NoBody)
            }
        }
    }

    /// Returns the body as JSON, whatever it came as.
    #[must_use]
    pub fn to_json(&self) -> String {
        match &self.0 {
            Repr::Made(made) => json_of(made).get().to_owned(),
            Repr::Json(json) => json.get().to_owned(),
            Repr::JsonRef(json) => json.get().to_owned(),
            Repr::Cbor(_) => self.value().to_string(),
        }
    }

    /// Returns the body as deterministic CBOR: the same bytes for the same body, whatever encoding
    /// it came in.
    #[must_use]
    pub fn canonical(&self) -> Cow<'_, [u8]> {
        match &self.0 {
            Repr::Cbor(bytes) => Cow::Borrowed(bytes),
            // A body of a checked frame holds nothing that cannot be written.
            Repr::Made(made) => Cow::Owned(cbor::to_vec(made).unwrap_or_default()),
            Repr::Json(_) | Repr::JsonRef(_) => {
                Cow::Owned(cbor::to_vec(&self.value()).unwrap_or_default())
            }
        }
    }

    /// Makes the body last longer than its frame.
    #[must_use]
    pub fn into_owned(self) -> Body<'static> {
        Body(match self.0 {
            Repr::Made(made) => Repr::Made(made),
            Repr::Json(json) => Repr::Json(json),
            Repr::JsonRef(json) => Repr::Json(json.to_owned()),
            Repr::Cbor(bytes) => Repr::Cbor(Cow::Owned(bytes.into_owned())),
        })
    }

    /// Reads the body as a value, whatever it is. One that cannot be read is null, as a body that
    /// came in a checked frame never is.
    fn value(&self) -> Value {
        self.read().unwrap_or_default()
    }
}

impl PartialEq for Body<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.value() == other.value()
    }
}

impl fmt::Debug for Body<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Body(..)")
    }
}

impl Serialize for Body<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match (&self.0, serializer.is_human_readable()) {
            (Repr::Made(made), _) => made.serialize(serializer),
            (Repr::Json(json), true) => json.serialize(serializer),
            (Repr::JsonRef(json), true) => json.serialize(serializer),
            (Repr::Cbor(bytes), false) => {
                serializer.serialize_newtype_struct(cbor::RAW, &Bytes(bytes))
            }
            (Repr::Json(_) | Repr::JsonRef(_) | Repr::Cbor(_), _) => {
                self.value().serialize(serializer)
            }
        }
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for Body<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        if deserializer.is_human_readable() {
            return <&RawValue>::deserialize(deserializer).map(|json| Self(Repr::JsonRef(json)));
        }
        deserializer
            .deserialize_newtype_struct(cbor::RAW, RawVisitor)
            .map(|bytes| Self(Repr::Cbor(Cow::Borrowed(bytes))))
    }
}

/// Reads a body that outlives what it is read from.
pub(crate) fn read_owned<'de, D: Deserializer<'de>>(
    from: D,
) -> Result<Sensitive<Body<'static>>, D::Error> {
    Value::deserialize(from).map(|body| Sensitive::new(Body::of(&body)))
}

struct Bytes<'a>(&'a [u8]);

impl Serialize for Bytes<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_bytes(self.0)
    }
}

struct RawVisitor;

impl<'de> Visitor<'de> for RawVisitor {
    type Value = &'de [u8];

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a body")
    }

    fn visit_borrowed_bytes<E>(self, bytes: &'de [u8]) -> Result<&'de [u8], E> {
        Ok(bytes)
    }
}

/// Reads for which country a question is, where its body names one.
///
/// # Errors
/// [`NoBody`] where the body does not have the documented shape.
pub fn read_where(ask: &Ask<'_>) -> Result<Option<String>, NoBody> {
    #[derive(Deserialize)]
    struct Where {
        country: Option<String>,
    }
    let Some(body) = &ask.body else {
        return Ok(None);
    };
    body.read().map(|Where { country }| country)
}

/// Which room a question is about.
#[derive(Debug, Deserialize)]
#[expect(
    clippy::exhaustive_structs,
    reason = "a frame's body; the wire ignores unknown fields"
)]
pub struct AskRoom {
    /// The room.
    pub room: RoomId,
    /// In which language it is to be answered.
    pub lang: Option<Language>,
}

/// Reads about which room a question is.
///
/// # Errors
/// [`NoBody`] where the body does not have the documented shape.
pub fn read_room(ask: &Ask<'_>) -> Result<AskRoom, NoBody> {
    ask.body.as_ref().ok_or(NoBody)?.read()
}

/// Reads the staff token that a question brings.
///
/// # Errors
/// [`NoBody`] where there is none.
pub fn read_token(ask: &Ask<'_>) -> Result<Sensitive<String>, NoBody> {
    #[derive(Deserialize)]
    struct Brought {
        token: Sensitive<String>,
    }
    let body = ask.body.as_ref().ok_or(NoBody)?;
    body.read().map(|Brought { token }| token)
}

/// A body does not have the shape that is asked for. Holds nothing of it.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[error("the body does not have the documented shape")]
#[non_exhaustive]
pub struct NoBody;

fn json_of(body: &impl Serialize) -> Box<RawValue> {
    // Bodies hold strings, numbers and lists alone, which serialise without fail.
    serde_json::value::to_raw_value(body).unwrap_or_else(|_| RawValue::NULL.to_owned())
}
