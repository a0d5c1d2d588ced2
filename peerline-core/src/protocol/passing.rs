//! What is said in passing, as `sig` frames.

use serde::Deserialize;
use serde::Serialize;

use super::Address;
use super::Body;
use super::Kind;
use super::Sig;
use super::Who;
use crate::log::Passing;
use crate::log::Presence;
use crate::vocab::Millis;
use crate::vocab::Seq;

/// How far somebody has read.
#[derive(Deserialize, Serialize)]
struct ReadTo {
    seq: Seq,
}

/// Whether somebody is there; that they are where nothing is said of it.
#[derive(Default, Deserialize, Serialize)]
struct There {
    #[serde(default)]
    state: Presence,
}

/// Says something in passing, to be believed for `ttl`.
#[must_use]
pub fn passing(room: Address, who: Option<Who>, what: Passing, ttl: Millis) -> Sig<'static> {
    let (kind, body) = match what {
        Passing::Typing => (Kind::Typing, None),
        Passing::Present(state) => (Kind::Here, Some(Body::of(&There { state }))),
        Passing::Read(seq) => (Kind::Read, Some(Body::of(&ReadTo { seq }))),
    };
    Sig {
        room,
        kind,
        ttl: ttl.get(),
        who,
        body,
    }
}

/// Reads what was said in passing; `None` where it is nothing that is passed on.
#[must_use]
pub fn read_passing(sig: &Sig<'_>) -> Option<Passing> {
    if sig.kind == Kind::Typing {
        Some(Passing::Typing)
    } else if sig.kind == Kind::Here {
        let There { state } = match &sig.body {
            Some(body) => body.read().ok()?,
            None => There::default(),
        };
        Some(Passing::Present(state))
    } else if sig.kind == Kind::Read {
        let ReadTo { seq } = sig.body.as_ref()?.read().ok()?;
        Some(Passing::Read(seq))
    } else {
        None
    }
}
