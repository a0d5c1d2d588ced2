//! Without faults the link keeps the laws; each fault does what its name says, the same for the same
//! seed.

use std::sync::Arc;

use async_trait::async_trait;
use futures_util::FutureExt as _;

use super::Faults;
use super::lossy;
use crate::memory::ManualClock;
use crate::ports::Clock;
use crate::ports::End;
use crate::ports::PortError;
use crate::protocol::Encoding;
use crate::testkit::block_on::block_on;
use crate::testkit::transport::Link;
use crate::vocab::Millis;
use crate::vocab::Seed;
use crate::vocab::Timestamp;

struct Faultless;

#[async_trait]
impl Link for Faultless {
    fn encoding(&self) -> Encoding {
        Encoding::Cbor
    }

    async fn connect(&self) -> (End, End) {
        let clock: Arc<dyn Clock> = Arc::new(ManualClock::default());
        lossy(&clock, &Seed::from_bytes([1; 32]), Faults::default())
    }
}

mod without_faults {
    crate::transport_laws! { link: super::Faultless }
}

/// A link with these faults, and its clock.
struct Bench {
    clock: ManualClock,
    near: End,
    far: End,
}

impl Bench {
    fn new(seed: u8, faults: Faults) -> Self {
        let clock = ManualClock::starting_at(Timestamp::from_unix_millis(1_000));
        let shared: Arc<dyn Clock> = Arc::new(clock.clone());
        let (near, far) = lossy(&shared, &Seed::from_bytes([seed; 32]), faults);
        Self { clock, near, far }
    }

    /// Sends so many numbered frames, each taken as far as it has arrived.
    fn send(&mut self, n: u8) -> Vec<u8> {
        let mut arrived = Vec::new();
        for number in 0..n {
            if block_on(self.near.sink.send(&[&[number]])).is_err() {
                break;
            }
            arrived.extend(self.arrived());
        }
        arrived
    }

    fn arrived(&mut self) -> Vec<u8> {
        let mut arrived = Vec::new();
        while let Some(Ok(Some(frame))) = self.far.source.next().now_or_never() {
            arrived.extend(frame);
        }
        arrived
    }

    fn is_over(&mut self) -> bool {
        let ends = [&mut self.near, &mut self.far];
        ends.into_iter().all(|end| {
            let next: Option<Result<Option<Vec<u8>>, PortError>> = end.source.next().now_or_never();
            matches!(next, Some(Ok(None)))
        })
    }
}

/// The numbers of fifty frames.
fn fifty() -> Vec<u8> {
    (0..50).collect()
}

#[test]
fn what_is_lost_leaves_holes_and_no_disorder() {
    let faults = Faults {
        lost: 300,
        ..Faults::default()
    };
    let arrived = Bench::new(1, faults).send(50);
    assert!((10..50).contains(&arrived.len()), "{arrived:?}");
    assert!(arrived.is_sorted());
    assert_eq!(arrived, Bench::new(1, faults).send(50), "the same seed");
    assert_ne!(arrived, Bench::new(2, faults).send(50), "another seed");
}

#[test]
fn what_is_repeated_comes_twice() {
    let faults = Faults {
        repeated: 300,
        ..Faults::default()
    };
    let mut arrived = Bench::new(1, faults).send(50);
    assert!(55 < arrived.len() && arrived.is_sorted(), "{arrived:?}");
    arrived.dedup();
    assert_eq!(arrived, fifty());
}

#[test]
fn what_is_late_comes_in_its_time_and_in_order() {
    let faults = Faults {
        delayed: 100,
        latest: Millis::new(500),
        ..Faults::default()
    };
    let mut bench = Bench::new(1, faults);
    let mut arrived = bench.send(50);
    assert!(arrived.len() < 50, "nothing comes before its time");
    for _ in 0..50 * 500 {
        bench.clock.advance(Millis::new(1));
        arrived.extend(bench.arrived());
    }
    assert_eq!(arrived, fifty());
}

#[test]
fn what_is_passed_by_others_still_comes() {
    let faults = Faults {
        reordered: 200,
        latest: Millis::new(10),
        ..Faults::default()
    };
    let mut bench = Bench::new(1, faults);
    let mut arrived = bench.send(50);
    bench.clock.advance(Millis::new(20));
    arrived.extend(bench.arrived());
    assert!(!arrived.is_sorted(), "{arrived:?}");
    arrived.sort_unstable();
    assert_eq!(arrived, fifty());
}

#[test]
fn a_cut_ends_both_ends_and_what_is_sent_after_it_fails() {
    let faults = Faults {
        cut: 100,
        ..Faults::default()
    };
    let mut bench = Bench::new(1, faults);
    let arrived = bench.send(50);
    assert!((1..50).contains(&arrived.len()), "{arrived:?}");
    assert!(bench.is_over());
    assert!(block_on(bench.far.sink.send(&[b"x"])).is_err());
    assert!(block_on(bench.near.sink.send(&[b"x"])).is_err());
}

#[test]
fn a_sender_waits_while_too_much_is_on_its_way() {
    let mut bench = Bench::new(1, Faults::default());
    let frames = vec![&b"x"[..]; 100];
    let mut sending = bench.near.sink.send(&frames);
    assert!((&mut sending).now_or_never().is_none(), "there is a bound");
    for _ in 0..100 {
        let next = bench.far.source.next().now_or_never();
        assert!(matches!(next, Some(Ok(Some(_)))));
        if matches!((&mut sending).now_or_never(), Some(Ok(()))) {
            return;
        }
    }
    panic!("it was never sent");
}
