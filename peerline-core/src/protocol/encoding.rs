//! How frames become bytes: two encodings of one schema.

/// One of the two encodings. Both ends of a connection use the same one, chosen before the first
/// frame by whatever opens the connection.
#[derive(Clone, Copy, Debug, Default, Eq, Hash, Ord, PartialEq, PartialOrd)]
#[non_exhaustive]
pub enum Encoding {
    /// JSON (RFC 8259): what every transport offers, and what people can read.
    #[default]
    Json,
    /// Deterministic CBOR (RFC 8949, section 4.2): for slow links and many rooms.
    Cbor,
}

impl Encoding {
    /// Every encoding, the preferred of a server first.
    pub const ALL: [Self; 2] = [Self::Cbor, Self::Json];

    /// Returns the name by which it is negotiated, as in `Sec-WebSocket-Protocol`.
    #[must_use]
    pub const fn subprotocol(self) -> &'static str {
        match self {
            Self::Json => "peerline.1+json",
            Self::Cbor => "peerline.1+cbor",
        }
    }

    /// Returns the encoding of a negotiated name.
    #[must_use]
    pub fn named(subprotocol: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|encoding| encoding.subprotocol() == subprotocol)
    }
}
