//! A promise that was seen broken.

use std::fmt;

/// A promise that was seen broken, and what was seen.
#[derive(Clone, Debug, Eq, Ord, PartialEq, PartialOrd)]
#[expect(clippy::exhaustive_structs, reason = "it says all there is to say")]
pub struct Finding {
    /// Which promise.
    pub law: Law,
    /// What was seen instead; ids and numbers, no word of a person.
    pub what: String,
}

impl Finding {
    pub(super) const fn new(law: Law, what: String) -> Self {
        Self { law, what }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.law.name(), self.what)
    }
}

macro_rules! laws {
    ($($(#[$doc:meta])* $name:ident = $text:literal),+ $(,)?) => {
        /// What is promised to those who are on a line.
        #[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
        #[non_exhaustive]
        pub enum Law {
            $($(#[$doc])* $name,)+
        }

        impl Law {
            /// Returns its name.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self {
                    $(Self::$name => $text,)+
                }
            }
        }
    };
}

laws! {
    /// A room's entries come with the numbers 1, 2, 3 … to everybody.
    Dense = "dense",
    /// A put commits at most once, ever.
    Once = "once",
    /// One author's puts into one room stand in the log in the order in which they were made.
    InOrder = "in_order",
    /// What everybody holds of a room is one and the same sequence.
    OneLog = "one_log",
    /// Who is shown `live` has everything, or was told what not.
    LiveIsWhole = "live_is_whole",
    /// No replay holds what was taken away.
    GoneIsGone = "gone_is_gone",
    /// After an old backup was put back, whoever had more is told so.
    Told = "told",
    /// What was acknowledged is in the log.
    Kept = "kept",
    /// Every put is answered once the links are calm.
    Answered = "answered",
    /// Danger that was acknowledged has a case, and somebody was called.
    Called = "called",
    /// Once all is calm everybody is `live` again.
    Settles = "settles",
    /// Nobody who did nothing wrong is sent away for good.
    Welcome = "welcome",
    /// What refers to an entry acts on the entry that its author saw.
    Meant = "meant",
}
