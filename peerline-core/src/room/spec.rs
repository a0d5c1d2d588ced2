//! What an operator says of a room of the directory.

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

use serde::Deserialize;
use serde::Serialize;

use super::Manner;
use super::NormText;
use super::RoomKind;
use super::Sitting;
use crate::vocab::Language;
use crate::vocab::Role;
use crate::vocab::Topic;

/// A room of the directory, as its operator wants it.
///
/// A room is known by its [`Slug`]: a specification with the same slug is the same room with other
/// words. A room that is no longer specified is closed, and its members are told.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[non_exhaustive]
pub struct RoomSpec {
    /// Its name for the operator, the same for ever.
    pub slug: Slug,
    /// What it is for. Rooms of two and crisis rooms are never listed.
    pub kind: RoomKind,
    /// What people read.
    pub title: Localized,
    /// Who it is for.
    #[serde(default, skip_serializing_if = "Localized::is_empty")]
    pub about: Localized,
    /// What somebody with a disability can expect.
    #[serde(default, skip_serializing_if = "Localized::is_empty")]
    pub access: Localized,
    /// How people treat each other there, one norm a line; pinned in the room.
    #[serde(default, skip_serializing_if = "Localized::is_empty")]
    pub norms: Localized,
    /// How people talk there; its languages are those of the room.
    #[serde(default)]
    pub manner: Manner,
    /// What it is about.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub topics: Vec<Topic>,
    /// What is spoken, the first first; at least one.
    pub languages: Vec<Language>,
    /// For how many. Who leads, keeps the rules or answers a call takes no seat.
    pub seats: u16,
    /// When a session takes place.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sittings: Vec<Sitting>,
    /// Whom a member may ask to talk alone.
    #[serde(default)]
    pub alone: Alone,
    /// Who may come into a staff room; all staff where empty.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub roles: Vec<Role>,
    /// Whether what is said there is kept in memory alone, whatever holds for rooms of its kind.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub in_memory: bool,
}

/// Why a specification makes no room.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum InvalidSpec {
    /// The kind is one that the line makes itself.
    #[error("only a circle, a drop_in, a session or a staff room is listed")]
    Kind,
    /// No title.
    #[error("a room has a title in at least one language")]
    Title,
    /// A text is too long.
    #[error("a title has at most 80 characters, any other text at most 2000")]
    TooLong,
    /// No language, or too many entries.
    #[error("a room has 1 to 16 languages and at most 16 topics")]
    Profile,
    /// Seats out of range.
    #[error("a circle has 3 to 8 seats, any other room 2 to 500")]
    Seats,
    /// Norms that nobody could read.
    #[error("norms have at most 24 lines in a language, each of at most 300 bytes")]
    Norms,
    /// A manner out of its bounds.
    #[error("slow mode waits at most 6 hours, and a newcomer reads at most 24 hours first")]
    Manner,
    /// A session without a time, or a time without a session.
    #[error("a session has 1 to 256 sittings, and no other room has any")]
    Sittings,
}

impl RoomSpec {
    /// The seats of a circle.
    pub const CIRCLE: std::ops::RangeInclusive<u16> = 3..=8;
    /// The seats of any other room.
    pub const SEATS: std::ops::RangeInclusive<u16> = 2..=500;
    /// The most characters of a title.
    pub const TITLE: usize = 80;
    /// The most characters of any other text.
    pub const TEXT: usize = 2000;
    /// The most topics, and languages.
    pub const ENTRIES: usize = 16;
    /// The most sittings.
    pub const SITTINGS: usize = 256;
    /// The most rooms in a directory: so many fit into one answer.
    pub const ROOMS: usize = 64;

    /// Makes a room with a title in one language and as many seats as its kind can have.
    #[must_use]
    pub fn new(slug: Slug, kind: RoomKind, (language, title): (Language, &str)) -> Self {
        let seats = if kind == RoomKind::Circle {
            *Self::CIRCLE.end()
        } else {
            *Self::SEATS.end()
        };
        Self {
            slug,
            kind,
            title: Localized::default().with(language.clone(), title),
            about: Localized::default(),
            access: Localized::default(),
            norms: Localized::default(),
            manner: Manner::of(kind),
            topics: Vec::new(),
            languages: vec![language],
            seats,
            sittings: Vec::new(),
            alone: Alone::default(),
            roles: Vec::new(),
            in_memory: false,
        }
    }

    /// Checks that a room can be made of it.
    ///
    /// # Errors
    /// [`InvalidSpec`] for the first thing that cannot be.
    pub fn check(&self) -> Result<(), InvalidSpec> {
        let seats = match self.kind {
            RoomKind::Circle => Self::CIRCLE,
            RoomKind::DropIn | RoomKind::Session | RoomKind::Staff => Self::SEATS,
            RoomKind::OneToOne | RoomKind::Crisis => return Err(InvalidSpec::Kind),
        };
        let within = |texts: &Localized, max: usize| texts.longest() <= max;
        let texts = [&self.about, &self.access, &self.norms];
        if self.title.is_empty() {
            return Err(InvalidSpec::Title);
        }
        if !within(&self.title, Self::TITLE) || !texts.iter().all(|one| within(one, Self::TEXT)) {
            return Err(InvalidSpec::TooLong);
        }
        if !NormText::are_sound(&self.norm_texts()) {
            return Err(InvalidSpec::Norms);
        }
        if !self.manner.is_sound() {
            return Err(InvalidSpec::Manner);
        }
        let languages = 1..=Self::ENTRIES;
        if !languages.contains(&self.languages.len()) || Self::ENTRIES < self.topics.len() {
            return Err(InvalidSpec::Profile);
        }
        if !seats.contains(&self.seats) {
            return Err(InvalidSpec::Seats);
        }
        let has_sittings = (1..=Self::SITTINGS).contains(&self.sittings.len());
        let is_session = self.kind == RoomKind::Session;
        if is_session != has_sittings || (!is_session && !self.sittings.is_empty()) {
            return Err(InvalidSpec::Sittings);
        }
        Ok(())
    }

    /// Returns the norms as they are pinned: the room's main language first, one norm a line.
    #[must_use]
    pub fn norm_texts(&self) -> Vec<NormText> {
        let text = |(language, text): (&Language, &str)| NormText::of(language.clone(), text);
        let mut texts: Vec<_> = self.norms.iter().map(text).collect();
        let place = |text: &NormText| self.languages.iter().position(|one| *one == text.language);
        texts.sort_by_key(|text| place(text).unwrap_or(usize::MAX));
        texts
    }

    /// Returns whether somebody may come in as this.
    #[must_use]
    pub fn admits(&self, role: Role) -> bool {
        if self.kind != RoomKind::Staff {
            return true;
        }
        role.is_staff() && (self.roles.is_empty() || self.roles.contains(&role))
    }
}

/// Whom a member may ask to talk alone.
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Alone {
    /// Nobody.
    Nobody,
    /// Who supports there.
    #[default]
    Supporters,
    /// Anybody there; but who is on probation asks nobody who came for support.
    Peers,
}

/// A text in several languages.
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
#[serde(transparent)]
pub struct Localized(BTreeMap<Language, String>);

impl Localized {
    /// Returns it with one more language, or another text in that language.
    #[must_use]
    pub fn with(mut self, language: Language, text: &str) -> Self {
        self.0.insert(language, text.to_owned());
        self
    }

    /// Returns whether it has no text at all.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Returns each text with its language.
    pub fn iter(&self) -> impl Iterator<Item = (&Language, &str)> {
        self.0
            .iter()
            .map(|(language, text)| (language, text.as_str()))
    }

    fn longest(&self) -> usize {
        let lengths = self.0.values().map(|text| text.chars().count());
        lengths.max().unwrap_or_default()
    }
}

/// The operator's name of a room: 1 to 32 of `a-z`, `0-9` and `-`.
#[derive(Clone, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(try_from = "String", into = "String")]
pub struct Slug(Box<str>);

impl Slug {
    /// Returns the name.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for Slug {
    type Err = InvalidSlug;

    fn from_str(name: &str) -> Result<Self, InvalidSlug> {
        let good = |byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-');
        if matches!(name.len(), 1..=32) && name.bytes().all(good) {
            Ok(Self(name.into()))
        } else {
            Err(InvalidSlug)
        }
    }
}

impl TryFrom<String> for Slug {
    type Error = InvalidSlug;

    fn try_from(name: String) -> Result<Self, InvalidSlug> {
        name.parse()
    }
}

impl From<Slug> for String {
    fn from(slug: Slug) -> Self {
        slug.0.into_string()
    }
}

impl fmt::Display for Slug {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A room's name for its operator was refused.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[error("a slug is 1 to 32 of a-z, 0-9 and -")]
#[non_exhaustive]
pub struct InvalidSlug;
