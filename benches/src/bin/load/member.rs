//! One member: a link of the Rust SDK, as an application would hold it.

use std::time::Duration;

use peerline_core::identity::Root;
use peerline_core::protocol::Address;
use peerline_core::protocol::Body;
use peerline_core::protocol::Encoding;
use peerline_core::protocol::Key;
use peerline_core::protocol::Kind;
use peerline_core::session::ClientEvent;
use peerline_core::session::Draft;
use peerline_core::vocab::RoomId;
use peerline_core::vocab::RoomName;
use peerline_core::vocab::Seed;
use peerline_examples::link::Guest;
use peerline_examples::link::Link;
use peerline_examples::link::WebSocket;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::json;

use crate::failure::Failure;
use crate::line::PREFIX;

/// How long anything may take before it counts as lost.
pub(crate) const PATIENCE: Duration = Duration::from_secs(60);

/// Where people come, and as whom.
#[derive(Clone, Debug)]
pub(crate) struct Door {
    /// The line, as in `http://127.0.0.1:7433`.
    pub(crate) origin: String,
    /// How frames are written.
    pub(crate) encoding: Encoding,
    /// What all chance follows from.
    pub(crate) seed: Seed,
}

impl Door {
    /// Dials as the `n`th person.
    fn dial(&self, n: u64, invite: Option<Key>) -> Link {
        let mut entropy = self.seed.entropy(n.saturating_add(1 << 32));
        let root = Root::from_entropy(&mut entropy);
        let guest = Guest::new(root, Seed::from_bytes(entropy.draw()));
        let guest = match invite {
            Some(invite) => guest.invited(invite),
            None => guest,
        };
        Link::over(WebSocket::to(self.origin.clone(), self.encoding), guest)
    }

    /// Comes to the line as the `n`th person, proves who that is, and hears what is said to them.
    pub(crate) async fn come(&self, n: u64) -> Result<Link, Failure> {
        let mut link = self.dial(n, None);
        link.open(Address::Me);
        until(&mut link, |event| {
            matches!(event, ClientEvent::Live).then_some(())
        })
        .await?;
        Ok(link)
    }

    /// Comes to the line as the `n`th person, and into a room of the directory.
    pub(crate) async fn enter(&self, n: u64, room: RoomId) -> Result<Member, Failure> {
        let mut link = self.dial(n, None);
        let join = Draft::new(at(room), Kind::Join, Body::of(&json!({})));
        let cid = link.put(join);
        until(&mut link, |event| {
            matches!(event, ClientEvent::PutDone { cid: done, .. } if *done == cid).then_some(())
        })
        .await?;
        open(link, room).await
    }

    /// Comes to the line as the `n`th person, and is seated in a circle.
    pub(crate) async fn sit_down(&self, n: u64) -> Result<Member, Failure> {
        let mut link = self.come(n).await?;
        let wish = json!({"topics": ["grief"], "languages": ["en"]});
        let _cid = link.put(Draft::new(Address::Me, Kind::Join, Body::of(&wish)));
        let room = matched(&mut link).await?;
        open(link, room).await
    }

    /// Comes to the line as the `n`th person, and talks with the supporter whom it finds.
    pub(crate) async fn seek(&self, n: u64) -> Result<Member, Failure> {
        let mut link = self.come(n).await?;
        let wish = json!({"topics": [], "languages": ["en"]});
        let _cid = link.put(Draft::new(Address::Me, Kind::Seek, Body::of(&wish)));
        let room = matched(&mut link).await?;
        open(link, room).await
    }

    /// Comes to the line as the `n`th person, whom it invited, and supports who is offered first.
    pub(crate) async fn support(&self, n: u64, invite: Key) -> Result<Member, Failure> {
        #[derive(Deserialize)]
        struct Offer {
            offer: String,
        }
        let mut link = self.dial(n, Some(invite));
        link.open(Address::Me);
        let hours = json!({"topics": [], "languages": ["en"], "capacity": 1});
        let _cid = link.put(Draft::new(Address::Me, Kind::Available, Body::of(&hours)));
        let Offer { offer } = until(&mut link, |event| entry(event, Kind::Offer)).await?;
        let accept = Body::of(&json!({"offer": offer}));
        let _cid = link.put(Draft::new(Address::Me, Kind::Accept, accept));
        let room = matched(&mut link).await?;
        open(link, room).await
    }

    /// Asks the line for its rooms, in the order in which they stand in its configuration.
    pub(crate) async fn rooms(&self) -> Result<Vec<RoomId>, Failure> {
        #[derive(Deserialize)]
        struct Directory {
            rooms: Vec<Room>,
        }
        #[derive(Deserialize)]
        struct Room {
            room: RoomId,
            slug: String,
        }
        let mut link = self.dial(u64::from(u32::MAX), None);
        let asked = link.ask("directory");
        let directory: Directory = until(&mut link, |event| match event {
            ClientEvent::Answer { reference, taken } if *reference == asked => {
                taken.body.as_ref().and_then(|body| body.read().ok())
            }
            _ => None,
        })
        .await?;
        let mut rooms: Vec<(usize, RoomId)> = directory
            .rooms
            .into_iter()
            .filter_map(|Room { room, slug }| {
                let number = slug.strip_prefix(PREFIX)?.parse().ok()?;
                Some((number, room))
            })
            .collect();
        rooms.sort_by_key(|(number, _)| *number);
        Ok(rooms.into_iter().map(|(_, room)| room).collect())
    }
}

/// Somebody in a room.
pub(crate) type Member = (Link, RoomId);

pub(crate) const fn at(room: RoomId) -> Address {
    Address::Room(RoomName::Room(room))
}

async fn open(mut link: Link, room: RoomId) -> Result<Member, Failure> {
    link.open(at(room));
    let mut opened = false;
    until(&mut link, |event| {
        opened |= matches!(event, ClientEvent::Opened(opened) if opened.room == at(room));
        (opened && matches!(event, ClientEvent::Live)).then_some(())
    })
    .await?;
    Ok((link, room))
}

async fn matched(link: &mut Link) -> Result<RoomId, Failure> {
    #[derive(Deserialize)]
    struct Matched {
        room: RoomId,
    }
    let Matched { room } = until(link, |event| entry(event, Kind::Matched)).await?;
    Ok(room)
}

/// Reads the body of an entry of a kind.
fn entry<T: DeserializeOwned>(event: &ClientEvent, kind: Kind) -> Option<T> {
    match event {
        ClientEvent::Entry(entry) if entry.kind == kind => entry.body.as_ref()?.read().ok(),
        _ => None,
    }
}

/// Waits for what is looked for; a refusal, or an end, is a failure.
async fn until<T>(
    link: &mut Link,
    mut look: impl FnMut(&ClientEvent) -> Option<T>,
) -> Result<T, Failure> {
    let looking = async {
        while let Some(event) = link.next().await {
            if let Some(found) = look(&event) {
                return Ok(found);
            }
            if matches!(
                event,
                ClientEvent::PutRefused { .. }
                    | ClientEvent::PutNudged { .. }
                    | ClientEvent::RoomRefused { .. }
                    | ClientEvent::AnswerRefused { .. }
                    | ClientEvent::Ended { .. }
            ) {
                return Err(Failure::new(format!("the line refuses: {event:?}")));
            }
        }
        Err(Failure::new("the line sends people away"))
    };
    tokio::time::timeout(PATIENCE, looking)
        .await
        .unwrap_or_else(|_| Err(Failure::new("the line does not answer")))
}
