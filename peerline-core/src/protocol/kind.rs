//! What an entry or a put is.

use std::fmt;
use std::str::FromStr;

use serde::Deserialize;
use serde::Deserializer;
use serde::Serialize;
use serde::Serializer;
use serde::de::Visitor;

macro_rules! kinds {
    ($($(#[$doc:meta])* $variant:ident = $text:literal),+ $(,)?) => {
        /// The kind of a put or an entry. A client moves its cursor over kinds it does not know.
        #[derive(Clone, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
        #[non_exhaustive]
        pub enum Kind {
            $($(#[$doc])* $variant,)+
            /// A kind this version does not know; vendor kinds begin with `x.`.
            Other(Box<str>),
        }

        impl Kind {
            /// Every kind this version knows.
            pub const KNOWN: &'static [Self] = &[$(Self::$variant),+];

            /// Returns its name.
            #[must_use]
            pub fn as_str(&self) -> &str {
                match self {
                    $(Self::$variant => $text,)+
                    Self::Other(name) => name,
                }
            }
        }

        impl FromStr for Kind {
            type Err = InvalidKind;

            fn from_str(name: &str) -> Result<Self, InvalidKind> {
                match name {
                    $($text => Ok(Self::$variant),)+
                    other => Self::other(other),
                }
            }
        }
    };
}

kinds! {
    /// A message.
    Msg = "msg",
    /// A change of a message.
    Edit = "edit",
    /// A message taken away.
    Redact = "redact",
    /// Somebody came.
    Join = "join",
    /// Somebody went, or stopped waiting.
    Leave = "leave",
    /// A role changed.
    Role = "role",
    /// A room's or a case's state.
    State = "state",
    /// Waits for a supporter.
    Seek = "seek",
    /// On or off shift.
    Available = "available",
    /// A seeker is offered.
    Offer = "offer",
    /// Takes an offer or a case.
    Accept = "accept",
    /// Passes on an offer or a hand-off.
    Decline = "decline",
    /// Two people are matched.
    Matched = "matched",
    /// Something is reported.
    Report = "report",
    /// A decision is appealed.
    Appeal = "appeal",
    /// A decision.
    Decide = "decide",
    /// A message of the line to a person.
    Notice = "notice",
    /// Something that may mean danger.
    Signal = "signal",
    /// Somebody is called.
    Page = "page",
    /// A responder has read.
    Ack = "ack",
    /// A case is handed on.
    Handoff = "handoff",
    /// A human says how soon a person is needed.
    Assess = "assess",
    /// A safety plan.
    Plan = "plan",
    /// A contact afterwards.
    Followup = "followup",
    /// A step of a rescue.
    Rescue = "rescue",
    /// The end of a case.
    Close = "close",
    /// Somebody types; never in a log.
    Typing = "typing",
    /// Somebody is there; never in a log.
    Here = "here",
    /// Somebody has read up to an entry; never in a log.
    Read = "read",
    /// Somebody asks whether to talk alone.
    Alone = "alone",
    /// Keeps two people apart.
    Block = "block",
    /// Lets somebody reach responders alone.
    Sanction = "sanction",
    /// Takes somebody out of every room.
    Sweep = "sweep",
    /// What a message talks about.
    Note = "note",
    /// A member has read the norms of a room.
    Agree = "agree",
    /// A hand goes up or down.
    Hand = "hand",
    /// Somebody gets the turn, or it is over.
    Turn = "turn",
    /// How people talk in a room.
    Manner = "manner",
    /// What holds in a room.
    Norms = "norms",
    /// Brings what the gate asks for.
    Gate = "gate",
    /// Whoever puts it is erased.
    Erase = "erase",
    /// Sealed notes of the person's own.
    Locker = "locker",
    /// A sealed emergency contact, or nobody.
    Vault = "vault",
}

impl Kind {
    /// The most bytes a kind may have.
    pub const MAX_BYTES: usize = 32;

    fn other(name: &str) -> Result<Self, InvalidKind> {
        let good = matches!(name.len(), 1..=Self::MAX_BYTES)
            && name
                .bytes()
                .all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'_' | b'.'));
        if good {
            Ok(Self::Other(name.into()))
        } else {
            Err(InvalidKind)
        }
    }
}

impl Serialize for Kind {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for Kind {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_str(KindVisitor)
    }
}

struct KindVisitor;

impl Visitor<'_> for KindVisitor {
    type Value = Kind;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a kind")
    }

    fn visit_str<E: serde::de::Error>(self, name: &str) -> Result<Kind, E> {
        name.parse().map_err(E::custom)
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A kind was not 1 to 32 of `a-z`, `0-9`, `_` and `.`.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[error("a kind is 1 to 32 of a-z, 0-9, _ and .")]
#[non_exhaustive]
#[expect(unnameable_types, reason = "only ever seen inside a decode error")]
pub struct InvalidKind;
