//! Somebody who listens, to up to three people at a time.

use std::collections::BTreeMap;
use std::sync::Arc;

use peerline_core::protocol::Address;
use peerline_core::protocol::Ev;
use peerline_core::protocol::Key;
use peerline_core::protocol::Kind;
use peerline_core::protocol::OfferBody;
use peerline_core::session::ClientEvent;
use peerline_core::vocab::RoomId;
use peerline_examples::link::Link;
use serde_json::json;
use tokio::time::Instant;

use crate::Night;
use crate::script::Speaker;
use crate::seeker::Matched;
use crate::voice;
use crate::voice::Voice;

/// How many people one supporter listens to at a time.
pub(crate) const CAPACITY: usize = 3;

/// Somebody who listens.
struct Supporter {
    night: Arc<Night>,
    link: Link,
    voices: BTreeMap<RoomId, Option<Voice>>,
}

/// Comes on shift and stays as long as the night lasts.
pub(crate) async fn shift(night: Arc<Night>, person: u64, invite: Key) {
    let link = Link::start(&night.origin, night.guest(person).invited(invite));
    link.open(Address::Me);
    let body = json!({"topics": [], "languages": ["en", "de", "es", "fr", "pt"],
        "capacity": CAPACITY});
    let _on_shift = link.put(voice::draft(Address::Me, Kind::Available, &body));
    let mut supporter = Supporter {
        night,
        link,
        voices: BTreeMap::new(),
    };
    let mut changes = supporter.night.ledger.watch();
    loop {
        let wake = supporter.speak();
        tokio::select! {
            event = supporter.link.next() => {
                let Some(event) = event else {
                    let night = &supporter.night;
                    night.ledger.write(|book| book.surprise("a supporter was sent away"));
                    return;
                };
                supporter.night.presence(person, &event);
                supporter.attend(&event);
            }
            _ = changes.changed() => {}
            () = voice::sleep_until(wake) => {}
        }
    }
}

impl Supporter {
    fn speak(&mut self) -> Option<Instant> {
        let mut wakes = Vec::new();
        for (room, voice) in &mut self.voices {
            if voice.is_none() {
                let talk = self.night.ledger.read(|book| book.talk_in(*room));
                *voice = talk.and_then(|talk| {
                    let voice = Voice::new(&self.night, talk, *room, Speaker::Supporter);
                    self.link.open(voice::address(*room));
                    voice
                });
            }
            wakes.extend(voice.as_mut().and_then(|voice| voice.speak(&self.link)));
        }
        wakes.into_iter().min()
    }

    fn attend(&mut self, event: &ClientEvent) {
        let mut voices = self.voices.values_mut().flatten();
        if voices.any(|voice| voice.attend(&self.link, event)) {
            return;
        }
        match event {
            ClientEvent::Entry(ev) if ev.room == Address::Me => self.read_own(ev),
            ClientEvent::Entry(ev) if ev.kind == Kind::Leave => self.see_off(ev),
            ClientEvent::PutRefused { refused, .. } => {
                let code = refused.code;
                // An offer that lapsed while the server was down, or a room that is over.
                if code != peerline_core::protocol::Code::Gone {
                    let what = format!("a supporter was refused: {code:?}");
                    self.night.ledger.write(|book| book.surprise(what));
                }
            }
            _ => {}
        }
    }

    fn read_own(&mut self, ev: &Ev<'_>) {
        match ev.kind {
            Kind::Offer => {
                if let Ok(offer) = ev.read::<OfferBody>() {
                    let body = json!({"offer": offer.offer});
                    let _taken = self
                        .link
                        .put(voice::draft(Address::Me, Kind::Accept, &body));
                }
            }
            Kind::Matched => {
                if let Ok(matched) = ev.read::<Matched>() {
                    self.voices.entry(matched.room).or_default();
                }
            }
            _ => {}
        }
    }

    /// The seeker has gone: the room is over for this side too.
    fn see_off(&mut self, ev: &Ev<'_>) {
        let room = self
            .voices
            .keys()
            .copied()
            .find(|room| voice::is_in(ev, *room));
        let Some(room) = room else {
            return;
        };
        let talk = self.night.ledger.read(|book| book.talk_in(room));
        let is_told = talk.is_some_and(|talk| {
            self.night.ledger.read(|book| {
                book.talks
                    .get(talk)
                    .is_some_and(crate::ledger::Talk::is_told)
            })
        });
        // A responder may come and go before the two have said everything.
        if is_told {
            self.voices.remove(&room);
            self.link.close(voice::address(room));
        }
    }
}
