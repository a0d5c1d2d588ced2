//! The conversation as it happens: frames one by one, and an interruption between any two of them.

use std::collections::BTreeMap;
use std::time::Duration;

use futures_util::future::select_all;
use peerline_core::protocol::Address;
use peerline_core::protocol::Encoding;
use peerline_core::protocol::Kind;
use peerline_core::session::LinkState;
use peerline_core::vocab::RoomName;
use peerline_core::vocab::Timestamp;
use serde_json::Value;
use serde_json::json;
use tokio::time::timeout;

use super::actor::Actor;
use super::actor::Part;
use super::actor::now;
use super::logs;
use super::stage::Stage;

/// The seeker and the supporter on a stage.
pub(super) struct Play<S> {
    pub(super) stage: S,
    actors: [Actor; 2],
    /// How many frames went either way until all was said.
    pub(super) said: usize,
    /// Whether the stage was interrupted before all was said.
    pub(super) was_cut: bool,
    frames: usize,
    /// After which frame the stage is interrupted; `None` once that has been.
    pub(super) cut: Option<usize>,
}

impl<S: Stage> Play<S> {
    /// Brings both to a stage, in these encodings.
    pub(super) async fn on(mut stage: S, [seeker, supporter]: [Encoding; 2]) -> Self {
        let invite = Some(stage.invite().await);
        let origin = |part| stage.origin(part);
        let seeker = Actor::new(Part::Seeker, origin(Part::Seeker), seeker, None);
        let supporter = Actor::new(Part::Supporter, origin(Part::Supporter), supporter, invite);
        Self {
            stage,
            actors: [seeker, supporter],
            said: 0,
            was_cut: false,
            frames: 0,
            cut: None,
        }
    }

    /// Plays to the end, and then once more from the cursors, so that nothing is still on its way.
    pub(super) async fn perform(&mut self) {
        let told = async {
            let hours = json!({"topics": ["sleep"], "languages": ["en"], "capacity": 1});
            self.actors[1].put(Address::Me, Kind::Available, &hours);
            self.go_on_until(|actors| actors[1].is_answered()).await;
            let wish = json!({"topics": ["sleep"], "languages": ["en"]});
            self.actors[0].put(Address::Me, Kind::Seek, &wish);
            self.go_on_until(is_over).await;
            self.was_cut = self.cut.is_none();
            self.cut = None;
            self.said = self.frames;
            self.stage.interrupt().await;
            for actor in &mut self.actors {
                actor.lost();
            }
            self.go_on_until(|actors| actors.iter().all(is_live)).await;
        };
        let told = timeout(PATIENCE, told).await;
        assert!(told.is_ok(), "it stands still: {}", self.show());
    }

    /// Returns what each holds, without what differs from time to time.
    pub(super) fn held(&self) -> [Value; 2] {
        for actor in &self.actors {
            assert!(actor.faults.is_empty(), "{:?}", actor.faults);
        }
        [0, 1].map(|n| logs::normal(&self.actors[n].logs))
    }

    /// Returns the room and the running hashes that the supporter holds of it, by place.
    pub(super) fn room(&self) -> (RoomName, BTreeMap<u64, String>) {
        let (room, entries) = &self.actors[1].logs[1];
        let Address::Room(name) = room else {
            panic!("{room:?} is no room");
        };
        let hashes = entries
            .iter()
            .map(|entry| (entry.seq.get(), entry.h.to_string()));
        (name.clone(), hashes.collect())
    }

    async fn go_on_until(&mut self, is_done: impl Fn(&[Actor; 2]) -> bool) {
        loop {
            self.actors.iter_mut().for_each(Actor::attend);
            if is_done(&self.actors) {
                return;
            }
            if !self.dial().await && !self.send_one().await {
                self.wait().await;
            }
        }
    }

    async fn dial(&mut self) -> bool {
        let Some(actor) = self.actors.iter_mut().find(|actor| actor.wants_link) else {
            return false;
        };
        actor.wants_link = false;
        match self.stage.dial(actor.part).await {
            Ok(end) => {
                actor.link = Some(end);
                actor.session.connected(now());
            }
            Err(_) => actor.session.disconnected(now()),
        }
        true
    }

    /// Sends the next frame there is.
    async fn send_one(&mut self) -> bool {
        for actor in &mut self.actors {
            let Some(link) = actor.link.as_mut() else {
                continue;
            };
            if let Some(frame) = actor.session.poll_transmit() {
                if link.sink.send(&[&frame]).await.is_err() {
                    actor.lost();
                }
                self.count().await;
                return true;
            }
        }
        false
    }

    /// Waits for a frame, or for the time of a session.
    async fn wait(&mut self) {
        match self.next_frame().await {
            Some((n, frame)) => self.receive(n, frame).await,
            None => self.actors.iter_mut().for_each(Actor::let_time_pass),
        }
    }

    /// Waits for the next frame on any link, or its end; `None` where the time of a session comes
    /// first.
    async fn next_frame(&mut self) -> Option<(usize, Option<Vec<u8>>)> {
        let timeouts = self.actors.iter().map(|actor| actor.session.poll_timeout());
        let latest = timeouts.flatten().min().map_or(STEP, until).min(STEP);
        let links = self.actors.iter_mut().zip(0..);
        let waits: Vec<_> = links
            .filter_map(|(actor, n)| {
                let link = actor.link.as_mut()?;
                Some(Box::pin(async move { (n, link.source.next().await) }))
            })
            .collect();
        if waits.is_empty() {
            tokio::time::sleep(latest).await;
            return None;
        }
        let ((n, frame), ..) = timeout(latest, select_all(waits)).await.ok()?;
        Some((n, frame.ok().flatten()))
    }

    async fn receive(&mut self, n: usize, frame: Option<Vec<u8>>) {
        match frame {
            Some(frame) => {
                self.count().await;
                self.actors[n].session.receive(now(), &frame);
            }
            None => self.actors[n].lost(),
        }
    }

    async fn count(&mut self) {
        self.frames += 1;
        if self.cut == Some(self.frames) {
            self.cut = None;
            self.stage.interrupt().await;
        }
    }

    fn show(&self) -> String {
        let logs = |actor: &Actor| logs::normal(&actor.logs);
        let shown = self
            .actors
            .iter()
            .map(|actor| format!("{:?} {:#}", actor.session, logs(actor)));
        shown.collect::<Vec<_>>().join("\n")
    }
}

/// Whether all was said and done: the supporter has seen the seeker leave, and the seeker was told
/// where help is.
fn is_over(actors: &[Actor; 2]) -> bool {
    let left = actors[1]
        .talk()
        .iter()
        .any(|entry| entry.kind == Kind::Leave);
    let told = actors[0]
        .me()
        .iter()
        .any(|entry| entry.kind == Kind::Notice);
    left && told && actors.iter().all(Actor::is_answered)
}

fn is_live(actor: &Actor) -> bool {
    actor.session.state() == LinkState::Live
}

fn until(at: Timestamp) -> Duration {
    Duration::from_millis(at.since(now()).get())
}

/// How long the conversation may take.
const PATIENCE: Duration = Duration::from_secs(30);
/// How often sessions are asked for the time, where nothing comes.
const STEP: Duration = Duration::from_secs(1);
