//! Two people talk over links that lose, repeat, delay, reorder and cut: at the end both hold the
//! whole log, once and in order.

use std::collections::BTreeSet;
use std::sync::Arc;

use futures_util::FutureExt as _;
use serde_json::Value;
use serde_json::json;

use super::client::ORIGIN;
use super::client::prove;
use super::stage::SEEKER;
use super::stage::SUPPORTER;
use super::stage::Stage;
use super::stage::settle;
use crate::driver::Peer;
use crate::memory::Faults;
use crate::memory::lossy;
use crate::ports::Clock;
use crate::ports::End;
use crate::protocol::Address;
use crate::protocol::Body;
use crate::protocol::Encoding;
use crate::protocol::Kind;
use crate::session::ClientConfig;
use crate::session::ClientEvent;
use crate::session::ClientSession;
use crate::session::Draft;
use crate::session::LinkState;
use crate::vocab::Cid;
use crate::vocab::Millis;
use crate::vocab::Seed;

/// How many messages each says.
const SAID: usize = 6;
/// How long a conversation may take.
const LATEST: u64 = 3_000;

struct Talker {
    root: u8,
    encoding: Encoding,
    session: ClientSession,
    link: Option<End>,
    links: u64,
    wants_link: bool,
    done: BTreeSet<Cid>,
    heard: Vec<(u64, String)>,
}

impl Talker {
    fn new(stage: &Stage, root: u8, encoding: Encoding, room: &Address) -> Self {
        let config = ClientConfig::new(Seed::from_bytes([root; 32])).encoded(encoding);
        let mut session = ClientSession::new(config);
        let now = stage.now();
        session.dial(now);
        session.open(now, room.clone());
        for n in 0..SAID {
            let text = json!({"text": format!("person {root} says {n}")});
            let draft = Draft::new(room.clone(), Kind::Msg, Body::of(&text));
            let _cid = session.put(now, draft);
        }
        Self {
            encoding,
            root,
            session,
            link: None,
            links: 0,
            wants_link: false,
            done: BTreeSet::new(),
            heard: Vec::new(),
        }
    }

    /// Does all there is to do at this time.
    async fn turn(&mut self, stage: &Stage, seed: &Seed, faults: Faults) {
        self.session.timeout(stage.now());
        self.attend(stage);
        if std::mem::take(&mut self.wants_link) {
            self.links += 1;
            let seed = seed.apart(&format!("{}/{}", self.root, self.links));
            self.link = Some(dial(stage, &seed, (self.encoding, faults)));
            self.session.connected(stage.now());
        }
        while let Some(link) = &mut self.link {
            if let Some(frame) = self.session.poll_transmit() {
                let sent = link.sink.send(&[&frame]).now_or_never();
                if !matches!(sent, Some(Ok(()))) {
                    self.lose(stage);
                }
            } else {
                match link.source.next().now_or_never() {
                    Some(Ok(Some(frame))) => self.session.receive(stage.now(), &frame),
                    Some(_) => self.lose(stage),
                    None => break,
                }
            }
            self.attend(stage);
        }
    }

    fn lose(&mut self, stage: &Stage) {
        self.link = None;
        self.session.disconnected(stage.now());
    }

    fn attend(&mut self, stage: &Stage) {
        while let Some(event) = self.session.poll_event() {
            match event {
                ClientEvent::Dial => self.wants_link = true,
                ClientEvent::HangUp => self.link = None,
                ClientEvent::SignNeeded(hail) => {
                    self.session.signed(stage.now(), prove(self.root, &hail));
                }
                ClientEvent::Entry(entry) => {
                    // As a value: the order of fields differs between the encodings.
                    let body = entry.body.as_ref().map(Body::read::<Value>);
                    let body = body.unwrap().unwrap().to_string();
                    self.heard.push((entry.seq.get(), body));
                }
                ClientEvent::PutDone { cid, .. } => {
                    self.done.insert(cid);
                }
                ClientEvent::Gap(_)
                | ClientEvent::PutRefused { .. }
                | ClientEvent::PutHeld { .. }
                | ClientEvent::PutNudged { .. }
                | ClientEvent::Ended { .. } => panic!("{event:?}"),
                _ => {}
            }
        }
    }

    fn is_done(&self) -> bool {
        self.done.len() == SAID && self.session.state() == LinkState::Live
    }
}

fn dial(stage: &Stage, seed: &Seed, (encoding, faults): (Encoding, Faults)) -> End {
    let clock: Arc<dyn Clock> = Arc::new(stage.clock.clone());
    let (near, End { source, sink }) = lossy(&clock, seed, faults);
    let (line, origin) = (stage.line.clone(), ORIGIN.to_owned());
    let peer = Peer {
        origin,
        encoding,
        network: None,
    };
    tokio::spawn(async move { line.serve(source, sink, peer).await });
    near
}

/// Turns until both are done.
async fn talk(stage: &Stage, talkers: &mut [Talker; 2], seed: &Seed, faults: Faults) {
    for _ in 0..LATEST * 5 {
        for talker in talkers.iter_mut() {
            talker.turn(stage, seed, faults).await;
        }
        if talkers.iter().all(Talker::is_done) {
            return;
        }
        for _ in 0..12 {
            tokio::task::yield_now().await;
        }
        stage.clock.advance(Millis::new(200));
    }
    panic!(
        "it never ends: {:?}",
        talkers.iter().map(|one| &one.session).collect::<Vec<_>>()
    );
}

/// Plays one conversation; returns how many links it took.
async fn both_hold_the_whole_log(seed: u8, faults: Faults) -> u64 {
    let stage = Stage::set().await;
    let (seeker, supporter, room) = stage.pair().await;
    drop((seeker, supporter));
    settle().await;
    let room: Address = room.parse().unwrap();
    let mut talkers = [
        Talker::new(&stage, SEEKER, Encoding::Cbor, &room),
        Talker::new(&stage, SUPPORTER, Encoding::Json, &room),
    ];
    let seed = Seed::from_bytes([seed; 32]);
    talk(&stage, &mut talkers, &seed, faults).await;
    for talker in &mut talkers {
        talker.lose(&stage);
    }
    // Once more, from the cursors, on links that do no harm.
    talk(&stage, &mut talkers, &seed, Faults::default()).await;
    let [one, other] = &talkers;
    assert_eq!(one.heard, other.heard);
    let places: Vec<u64> = one.heard.iter().map(|(seq, _)| *seq).collect();
    let dense: Vec<u64> = (1..=u64::try_from(places.len()).unwrap()).collect();
    assert_eq!(places, dense);
    for talker in &talkers {
        let word = format!("person {} says ", talker.root);
        let said = one.heard.iter();
        let said = said.filter_map(|(_, body)| body.split_once(&word)?.1.chars().next());
        let mut said: Vec<char> = said.collect();
        if faults.reordered != 0 {
            // A link that lets puts overtake each other lets them be stored so.
            said.sort_unstable();
        }
        assert_eq!(said, ['0', '1', '2', '3', '4', '5'], "each once");
    }
    one.links + other.links
}

#[tokio::test]
async fn people_on_bad_links_hold_the_whole_log() {
    let worst = Faults::all(30, Millis::new(900));
    let in_order = Faults {
        reordered: 0,
        ..worst
    };
    let mut links = 0;
    for seed in 0..8 {
        let faults = if seed % 2 == 0 { worst } else { in_order };
        links += both_hold_the_whole_log(seed, faults).await;
    }
    assert!(40 < links, "the links were not bad: {links}");
}
