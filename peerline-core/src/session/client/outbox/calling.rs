//! Calls for a person that cannot be said where they were to be said.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde::de::IgnoredAny;

use super::Outbox;
use super::Pending;
use super::Place;
use crate::protocol::Address;
use crate::protocol::Body;
use crate::protocol::Code;
use crate::protocol::Kind;
use crate::vocab::Sensitive;
use crate::vocab::Timestamp;

/// For whom a call is, as far as its body says.
#[derive(Deserialize)]
struct For {
    to: Option<IgnoredAny>,
}

impl Outbox {
    /// Takes out a put that was refused for good; returns whether that is to be told. A call for its
    /// author is not refused by the room it was made in (that may just have closed, or not know the
    /// author yet): it goes on, under the same `cid`, in their own room.
    pub(in super::super) fn refused(&mut self, now: Timestamp, reference: u64, code: Code) -> bool {
        let call = self.take(reference).filter(Pending::is_own_call);
        let Some(mut call) = call.filter(|call| call.draft.room != Address::Me) else {
            return true;
        };
        call.move_home(now, code);
        let lane = self.lanes.entry(Place::of(&call.draft)).or_default();
        lane.puts.push_back(call);
        false
    }
}

impl Pending {
    /// Whether it calls a person for its author. Who calls one for somebody else names them, and their
    /// own room would call for the wrong one.
    fn is_own_call(&self) -> bool {
        let body = self.draft.body.expose();
        let names_another = body.read().is_ok_and(|For { to }| to.is_some());
        self.draft.kind == Kind::Signal && !names_another
    }

    /// Begins anew in its author's own room, which never heard of it: no age is counted against it.
    fn move_home(&mut self, now: Timestamp, code: Code) {
        self.draft.room = Address::Me;
        self.draft.re = None;
        self.log = None;
        self.made_at = now;
        self.was_sent = false;
        self.sent = None;
        // What made the frame unreadable must not make the call so.
        if matches!(code, Code::Bad | Code::TooBig) {
            self.draft.body = Sensitive::new(Body::of(&BTreeMap::<String, String>::new()));
        }
    }
}
