//! What a client session is made with.

use crate::protocol::Encoding;
use crate::protocol::Key;
use crate::protocol::Marks;
use crate::vocab::Language;
use crate::vocab::Limits;
use crate::vocab::Seed;

/// What a client session is made with.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct ClientConfig {
    /// The language in which the line explains itself.
    pub lang: Option<Language>,
    /// ISO 3166 country, for helplines alone.
    pub country: Option<String>,
    /// The secret of a staff invitation, shown until the line has once said welcome.
    pub invite: Option<Key>,
    /// How frames are written. The host negotiates the same with the transport.
    pub encoding: Encoding,
    /// Whether to ask for short names: fewer bytes on the link.
    pub short: bool,
    /// The program and its version, told to the line.
    pub agent: Option<String>,
    /// Bounds of frames and of waiting for the first ones.
    pub limits: Limits,
    /// What of the things that are said in passing the person wants to hear, and lets others hear;
    /// nothing unless it is asked for.
    pub marks: Marks,
    /// Where `cid`s and the jitter come from. Each session needs a seed of its own: two sessions of
    /// one person with the same seed would make the same `cid`s.
    pub seed: Seed,
}

impl ClientConfig {
    /// The most bytes of one frame of the line. A list of open cases on the worst night must come
    /// through: a responder who cannot read it sees nobody.
    const FRAME_BYTES: usize = 1 << 20;
    /// The most values of one frame of the line.
    const FRAME_ITEMS: usize = 1 << 16;

    /// Makes the configuration of somebody who comes without an invitation.
    #[must_use]
    pub fn new(seed: Seed) -> Self {
        Self {
            lang: None,
            country: None,
            invite: None,
            encoding: Encoding::Json,
            short: false,
            agent: None,
            marks: Marks::NONE,
            limits: Limits {
                frame_bytes: Self::FRAME_BYTES,
                frame_items: Self::FRAME_ITEMS,
                ..Limits::default()
            },
            seed,
        }
    }

    /// Asks for explanations in `lang`.
    #[must_use]
    pub fn speaking(mut self, lang: Language) -> Self {
        self.lang = Some(lang);
        self
    }

    /// Asks for the helplines of a country.
    #[must_use]
    pub fn living_in(mut self, country: impl Into<String>) -> Self {
        self.country = Some(country.into());
        self
    }

    /// Writes frames in `encoding`; with CBOR, short names are asked for too.
    #[must_use]
    pub const fn encoded(mut self, encoding: Encoding) -> Self {
        self.encoding = encoding;
        self.short = matches!(encoding, Encoding::Cbor);
        self
    }

    /// Asks for what is said in passing, and says it.
    #[must_use]
    pub const fn marking(mut self, marks: Marks) -> Self {
        self.marks = marks;
        self
    }

    /// Shows a staff invitation.
    #[must_use]
    pub const fn invited(mut self, invite: Key) -> Self {
        self.invite = Some(invite);
        self
    }
}
