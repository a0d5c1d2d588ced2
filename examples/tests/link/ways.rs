//! Every way to a line, in either encoding, and the way round where one is closed.

use std::future::Future;
use std::net::SocketAddr;
use std::time::Duration;

use async_trait::async_trait;
use peerline_core::identity::Root;
use peerline_core::ports::End;
use peerline_core::ports::Transport;
use peerline_core::protocol::Address;
use peerline_core::protocol::Body;
use peerline_core::protocol::Encoding;
use peerline_core::protocol::Kind;
use peerline_core::session::ClientEvent;
use peerline_core::session::Draft;
use peerline_core::session::LinkState;
use peerline_core::testkit;
use peerline_core::vocab::Seed;
use peerline_examples::link::EitherWay;
use peerline_examples::link::EventStream;
use peerline_examples::link::Guest;
use peerline_examples::link::Link;
use peerline_examples::link::WebSocket;
use serde_json::json;
use tokio::sync::Mutex;
use tokio::sync::mpsc;
use tokio::time::timeout;

use crate::house::House;
use crate::house::Network;
use crate::house::Treatment;

pub(crate) const PATIENCE: Duration = Duration::from_secs(20);

pub(crate) fn origin(address: SocketAddr) -> String {
    format!("http://{address}")
}

fn guest() -> Guest {
    Guest::new(Root::from_bytes([1; 16]), Seed::from_bytes([2; 32]))
}

/// Waits until a link has everything.
async fn live(link: &Link) {
    let mut states = link.states();
    let is_live = states.wait_for(|state| *state == LinkState::Live);
    let waited = timeout(PATIENCE, is_live).await;
    drop(waited.expect("it becomes live").unwrap());
}

/// Says that somebody waits, and sees it in the log.
async fn seek(link: &mut Link) {
    link.open(Address::Me);
    let wish = json!({"topics": [], "languages": ["en"]});
    let cid = link.put(Draft::new(Address::Me, Kind::Seek, Body::of(&wish)));
    let (mut done, mut seen) = (false, false);
    let heard = async {
        while !(done && seen) {
            match link.next().await.expect("it does not end") {
                ClientEvent::PutDone { cid: other, .. } => done |= other == cid,
                ClientEvent::Entry(entry) => seen |= entry.kind == Kind::Seek,
                _ => {}
            }
        }
    };
    timeout(PATIENCE, heard).await.expect("it is done");
    live(link).await;
}

#[tokio::test]
async fn each_way_carries_a_put_and_its_entry_in_either_encoding() {
    for encoding in Encoding::ALL {
        let house = House::open().await;
        let socket = WebSocket::to(origin(house.address), encoding);
        seek(&mut Link::over(socket, guest())).await;
        let house = House::open().await;
        let events = EventStream::to(origin(house.address), encoding).unwrap();
        seek(&mut Link::over(events, guest())).await;
    }
}

#[tokio::test]
async fn where_no_websocket_goes_through_the_event_stream_does() {
    for treatment in [Treatment::Kind, Treatment::Refuses, Treatment::Cuts] {
        let house = House::open().await;
        let network = Network::before(&house, treatment).await;
        let either = EitherWay::to(origin(network.address), Encoding::Cbor).unwrap();
        seek(&mut Link::over(either, guest())).await;
    }
}

#[tokio::test]
async fn what_is_shown_is_stale_while_the_network_is_away_and_live_again_after() {
    let house = House::open().await;
    let network = Network::before(&house, Treatment::Kind).await;
    let mut link = Link::start(origin(network.address), guest());
    assert!(matches!(link.state(), LinkState::Stale { .. }));
    seek(&mut link).await;
    for _ in 0..3 {
        let mut states = link.states();
        states.mark_unchanged();
        network.interrupt();
        let is_stale = states.wait_for(|state| matches!(state, LinkState::Stale { .. }));
        let waited = timeout(PATIENCE, is_stale).await;
        drop(waited.expect("it notices").unwrap());
        live(&link).await;
    }
}

/// Links from the SDK's dialing end to the server's.
struct Dialed<T> {
    transport: T,
    handed: Mutex<mpsc::UnboundedReceiver<End>>,
    _house: House,
}

impl<T> Dialed<T> {
    fn by(transport: impl FnOnce(String) -> T) -> Self {
        let (house, handed) = House::handing_over();
        Self {
            transport: transport(origin(house.address)),
            handed: handed.into(),
            _house: house,
        }
    }
}

#[async_trait]
impl<T: Transport> testkit::transport::Link for Dialed<T> {
    fn encoding(&self) -> Encoding {
        self.transport.encoding()
    }

    async fn connect(&self) -> (End, End) {
        let near = self.transport.dial().await.unwrap();
        let far = self.handed.lock().await.recv().await.unwrap();
        (near, far)
    }
}

fn run<T>(law: impl Future<Output = T>) -> T {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    let law = async { timeout(PATIENCE, law).await };
    runtime.block_on(law).expect("no law waits for ever")
}

mod web_socket {
    peerline_core::transport_laws! {
        link: super::Dialed::by(|to| super::WebSocket::to(to, super::Encoding::Cbor)),
        run: super::run,
    }
}

mod event_stream {
    peerline_core::transport_laws! {
        link: super::Dialed::by(|to| super::EventStream::to(to, super::Encoding::Json).unwrap()),
        run: super::run,
    }
}

mod either_way {
    peerline_core::transport_laws! {
        link: super::Dialed::by(|to| super::EitherWay::to(to, super::Encoding::Json).unwrap()),
        run: super::run,
    }
}
