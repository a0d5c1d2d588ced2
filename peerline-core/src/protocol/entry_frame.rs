//! An entry of a log, as a server says it.

use serde::Deserialize;
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::Address;
use super::Body;
use super::Chain;
use super::Kind;
use super::NoBody;
use super::Who;
use crate::vocab::Cid;
use crate::vocab::Seq;
use crate::vocab::Timestamp;

/// An entry of a log.
#[cfg_attr(feature = "schemars1", derive(schemars::JsonSchema))]
#[derive(Clone, Debug, Deserialize, Serialize)]
#[expect(
    clippy::exhaustive_structs,
    reason = "a frame; the wire ignores unknown fields"
)]
pub struct Ev<'a> {
    /// Which room.
    pub room: Address,
    /// Where it stands.
    pub seq: Seq,
    /// When it was committed.
    pub at: Timestamp,
    /// Who said it; the line itself where missing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub who: Option<Who>,
    /// What it is.
    pub kind: Kind,
    /// What it holds, by kind; missing where it was destroyed.
    #[serde(borrow, default, skip_serializing_if = "Option::is_none")]
    pub body: Option<Body<'a>>,
    /// Whether what it held was destroyed.
    #[serde(default, skip_serializing_if = "is_false")]
    pub tomb: bool,
    /// The entry it refers to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub re: Option<Seq>,
    /// The running hash of the log, this entry included.
    pub h: Chain,
    /// The author's own id, to the author alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cid: Option<Cid>,
    /// How assistive technology should speak it; polite where missing.
    #[serde(default, skip_serializing_if = "Announce::is_polite")]
    pub announce: Announce,
    /// Where the author's `join` stands, which short names put in place of the name; it is never
    /// on the wire beside it.
    #[serde(skip)]
    pub joined: Option<Seq>,
}

/// How assistive technology should speak an entry.
#[cfg_attr(feature = "schemars1", derive(schemars::JsonSchema))]
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Announce {
    /// At once.
    Assertive,
    /// When there is a pause.
    #[default]
    Polite,
    /// Not at all.
    None,
}

impl Announce {
    #[expect(
        clippy::trivially_copy_pass_by_ref,
        reason = "the signature is serde's"
    )]
    const fn is_polite(&self) -> bool {
        matches!(self, Self::Polite)
    }
}

impl Ev<'_> {
    /// Reads what the entry says as a type.
    ///
    /// # Errors
    /// [`NoBody`] where it has another shape, or was destroyed.
    pub fn read<T: DeserializeOwned>(&self) -> Result<T, NoBody> {
        self.body.as_ref().ok_or(NoBody)?.read()
    }

    /// Names the author by the place of their `join`, where that is known and the entry is not the
    /// `join` itself.
    pub fn shorten(&mut self) {
        if self.kind != Kind::Join
            && let Some(joined) = self.joined
        {
            self.who = Some(Who::Joined(joined));
        }
    }

    /// Makes the entry last longer than the bytes it was read from.
    #[must_use]
    pub fn into_owned(self) -> Ev<'static> {
        Ev {
            body: self.body.map(Body::into_owned),
            ..self
        }
    }
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "the signature is serde's"
)]
const fn is_false(flag: &bool) -> bool {
    !*flag
}
