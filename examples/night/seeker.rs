//! Somebody who wants to talk.

use std::sync::Arc;
use std::time::Duration;

use peerline_core::protocol::Address;
use peerline_core::protocol::Kind;
use peerline_core::session::ClientEvent;
use peerline_core::vocab::Cid;
use peerline_core::vocab::RoomId;
use peerline_examples::link::Link;
use serde::Deserialize;
use serde_json::json;
use tokio::time::Instant;

use crate::Night;
use crate::script::Speaker;
use crate::script::Thread;
use crate::voice;
use crate::voice::Voice;

/// Somebody who wants to talk.
pub(crate) struct Seeker {
    night: Arc<Night>,
    talk: usize,
    link: Link,
    sought_at: Instant,
    seek: Cid,
    voice: Option<Voice>,
    leaving: Option<Cid>,
    told_at: Option<Instant>,
}

/// What `matched` holds.
#[derive(Deserialize)]
pub(crate) struct Matched {
    pub(crate) room: RoomId,
    crisis: bool,
}

/// Comes, talks, goes.
pub(crate) async fn visit(night: Arc<Night>, talk: usize) {
    let Some(script) = night.scripts.get(talk) else {
        return;
    };
    let person = u64::try_from(talk).unwrap_or(u64::MAX);
    let guest = night.guest(person).speaking(script.language.clone());
    let link = Link::start(&night.origin, guest);
    link.open(Address::Me);
    let body = json!({"topics": [], "languages": [script.language]});
    let seek = link.put(voice::draft(Address::Me, Kind::Seek, &body));
    let seeker = Seeker {
        night: Arc::clone(&night),
        talk,
        link,
        sought_at: Instant::now(),
        seek,
        voice: None,
        leaving: None,
        told_at: None,
    };
    seeker.stay(person).await;
    night.ledger.write(|book| {
        book.live.remove(&person);
        if let Some(talk) = book.talks.get_mut(talk) {
            talk.is_over = true;
        }
    });
}

impl Seeker {
    /// How long somebody in danger waits for the responder's first words.
    const HELP: Duration = Duration::from_secs(60);

    async fn stay(mut self, person: u64) {
        let mut changes = self.night.ledger.watch();
        loop {
            let wake = self
                .voice
                .as_mut()
                .and_then(|voice| voice.speak(&self.link));
            self.consider_leaving();
            let look = Instant::now() + voice::LOOK;
            tokio::select! {
                event = self.link.next() => {
                    let Some(event) = event else {
                        self.night.ledger.write(|book| book.surprise("a seeker was sent away"));
                        return;
                    };
                    self.night.presence(person, &event);
                    if self.attend(&event) {
                        return;
                    }
                }
                _ = changes.changed() => {}
                () = voice::sleep_until(Some(wake.map_or(look, |wake| wake.min(look)))) => {}
            }
        }
    }

    /// Takes an event; `true` once everything is over.
    fn attend(&mut self, event: &ClientEvent) -> bool {
        let voice = self.voice.as_mut();
        if voice.is_some_and(|voice| voice.attend(&self.link, event)) {
            return false;
        }
        match event {
            ClientEvent::Entry(ev) if ev.kind == Kind::Matched && ev.room == Address::Me => {
                if let Ok(matched) = ev.read::<Matched>()
                    && !matched.crisis
                {
                    self.begin(matched.room);
                }
                false
            }
            ClientEvent::PutRefused { cid, refused } if *cid == self.seek => {
                let what = format!("a seeker may not wait: {:?}", refused.code);
                self.night.ledger.write(|book| book.surprise(what));
                true
            }
            ClientEvent::PutDone { cid, taken } if Some(*cid) == self.leaving => {
                let (talk, seq) = (self.talk, taken.seq);
                self.night.ledger.write(|book| {
                    if let Some(talk) = book.talks.get_mut(talk) {
                        talk.left_at = seq;
                    }
                });
                true
            }
            ClientEvent::PutRefused { cid, .. } => Some(*cid) == self.leaving,
            _ => false,
        }
    }

    fn begin(&mut self, room: RoomId) {
        if self.voice.is_some() {
            return;
        }
        self.voice = Voice::new(&self.night, self.talk, room, Speaker::Seeker);
        self.link.open(voice::address(room));
        let waited = self.sought_at.elapsed();
        let talk = self.talk;
        self.night.ledger.write(|book| {
            book.waits.push(waited);
            if let Some(talk) = book.talks.get_mut(talk) {
                talk.room = Some(room);
            }
        });
    }

    /// Goes when all is said and, where there was danger, a responder has written.
    fn consider_leaving(&mut self) {
        let Some(voice) = self.voice.as_ref().filter(|_| self.leaving.is_none()) else {
            return;
        };
        let (talk, room) = (self.talk, voice.room);
        let (is_told, has_help) = self.night.ledger.read(|book| {
            let talk = book.talks.get(talk);
            (
                talk.is_some_and(crate::ledger::Talk::is_told),
                book.has_help(room),
            )
        });
        if !is_told {
            return;
        }
        let told_at = *self.told_at.get_or_insert_with(Instant::now);
        if self.is_in_danger() && !has_help && told_at.elapsed() < Self::HELP {
            return;
        }
        let draft = voice::draft(voice::address(room), Kind::Leave, &json!({}));
        self.leaving = Some(self.link.put(draft));
    }

    fn is_in_danger(&self) -> bool {
        let script = self.night.scripts.get(self.talk);
        script.is_some_and(|script| {
            script
                .turns
                .iter()
                .any(|turn| turn.thread == Thread::Danger)
        })
    }
}
