//! What is kept about a person, and what of it an erasure leaves.

use crate::vocab::CaseId;
use crate::vocab::RoomId;
use crate::vocab::Timestamp;

/// What is kept about a person: what, why, until when.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
#[expect(clippy::exhaustive_structs, reason = "the engine makes it")]
pub struct Kept {
    /// Item by item.
    pub items: Vec<KeptItem>,
}

/// One thing that is kept.
#[derive(Clone, Debug, Eq, PartialEq)]
#[expect(clippy::exhaustive_structs, reason = "the engine makes it")]
pub struct KeptItem {
    /// What.
    pub what: KeptWhat,
    /// Why.
    pub why: KeptWhy,
    /// How many.
    pub n: usize,
    /// Until when at the latest, where that is known.
    pub until: Option<Timestamp>,
    /// Whether an erasure leaves it until then.
    pub stays: bool,
    /// The room it belongs to.
    pub room: Option<RoomId>,
    /// The case it belongs to.
    pub case: Option<CaseId>,
}

impl KeptItem {
    /// Makes an item that an erasure takes.
    #[must_use]
    pub const fn new(what: KeptWhat, why: KeptWhy, n: usize) -> Self {
        Self {
            what,
            why,
            n,
            until: None,
            stays: false,
            room: None,
            case: None,
        }
    }
}

macro_rules! codes {
    ($(#[$doc:meta])* $name:ident { $($(#[$item:meta])* $variant:ident = $text:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
        #[non_exhaustive]
        pub enum $name {
            $($(#[$item])* $variant,)+
        }

        impl $name {
            /// All of them.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// Returns its name on the wire.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$variant => $text,)+
                }
            }
        }
    };
}

codes! {
    /// What is kept about a person.
    KeptWhat {
        /// That the account was here, to the month.
        Account = "account",
        /// Roles that an invitation gave.
        Roles = "roles",
        /// A sanction.
        Ban = "ban",
        /// Rooms they are or were in, under a name of each.
        Rooms = "rooms",
        /// What they said in rooms.
        Words = "words",
        /// A place in line, or a shift.
        Place = "place",
        /// Decisions about what they wrote, and appeals.
        Decisions = "decisions",
        /// A case of theirs.
        Case = "case",
        /// Their own log.
        Log = "log",
        /// The names of what they sent, so that nothing is done twice.
        Puts = "puts",
        /// Their locker, which they alone can open.
        Locker = "locker",
        /// Their entry in the vault, which only enough guardians together can open.
        Vault = "vault",
    }
}

codes! {
    /// Why something is kept about a person.
    KeptWhy {
        /// They were here lately.
        Visit = "visit",
        /// They asked for it.
        Wish = "wish",
        /// A room is open.
        Open = "open",
        /// A room is over, and the line keeps words for a while.
        Retention = "retention",
        /// They can appeal, or have.
        Appeal = "appeal",
        /// Somebody in danger may need it: a case is open.
        OpenCase = "open_case",
        /// A case was closed.
        ClosedCase = "closed_case",
        /// A supervisor or the operator holds the room.
        LegalHold = "legal_hold",
        /// A rule of the line.
        Rule = "rule",
        /// A retry must not be done twice.
        Retry = "retry",
    }
}
