//! Why bytes are no frame.

use super::Code;

/// Why bytes are no frame. Holds nothing of what they said.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum DecodeError {
    /// Over the limit of bytes.
    #[error("a frame may have {max} bytes")]
    TooLong {
        /// The limit.
        max: usize,
    },
    /// Nested too deeply.
    #[error("a frame may nest {max} levels")]
    TooDeep {
        /// The limit.
        max: usize,
    },
    /// Too many values.
    #[error("a frame may hold {max} values")]
    TooMany {
        /// The limit.
        max: usize,
    },
    /// Not UTF-8.
    #[error("a frame's text is UTF-8")]
    NotText,
    /// A number that is no integer between -(2^53-1) and 2^53-1, or stands where a word should.
    #[error("a number in a frame is an integer of at most 2^53-1")]
    Number,
    /// A name stands twice in one map.
    #[error("a name may stand once in a map; see position {at}")]
    Twice {
        /// Where: the place in the frame (CBOR), or in the sorted names of the map (JSON).
        at: usize,
    },
    /// CBOR that is not in its one deterministic form.
    #[error("a frame in CBOR is deterministic; see byte {at}")]
    NotCanonical {
        /// At which byte.
        at: usize,
    },
    /// Bytes behind the end of the frame.
    #[error("nothing may follow a frame")]
    Trailing,
    /// Not one map with a `t`, or a field has the wrong shape.
    #[error("a frame is one map of the documented shape; see position {at}")]
    Malformed {
        /// Where the parser stopped.
        at: usize,
    },
    /// A `t` that no client sends.
    #[error("unknown frame type")]
    UnknownType,
}

impl DecodeError {
    /// Returns the code on the wire.
    #[must_use]
    pub const fn code(self) -> Code {
        match self {
            Self::TooLong { .. } | Self::TooDeep { .. } | Self::TooMany { .. } => Code::TooBig,
            Self::NotText
            | Self::Number
            | Self::Twice { .. }
            | Self::NotCanonical { .. }
            | Self::Trailing
            | Self::Malformed { .. }
            | Self::UnknownType => Code::Bad,
        }
    }
}
