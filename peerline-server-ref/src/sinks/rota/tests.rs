//! A page goes to whoever is on call, and never to nobody.

use std::sync::Arc;

use jiff::civil::Date;
use jiff::civil::Time;
use jiff::tz::TimeZone;
use peerline_core::memory::ManualClock;
use peerline_core::memory::RecordingSink;
use peerline_core::ports::EscalationSink;
use peerline_core::ports::Page;
use peerline_core::ports::PageTarget;
use peerline_core::ports::PortErrorKind;
use peerline_core::vocab::Band;
use peerline_core::vocab::CaseId;
use peerline_core::vocab::Millis;
use peerline_core::vocab::Timestamp;

use super::RotaSink;
use crate::config::Schedule;
use crate::config::Shift;

/// 1 January 2026, 00:00 UTC.
const DAY: Timestamp = Timestamp::from_unix_millis(1_767_225_600_000);

fn hour(n: u64) -> Timestamp {
    DAY.after(Millis::from_hours(n))
}

/// Person 0 from 8 to 16, person 1 from 16 to 22, and nobody at night.
struct Desk {
    people: [RecordingSink; 2],
    behind: RecordingSink,
    clock: ManualClock,
    ring: RotaSink,
}

fn desk(now: Timestamp) -> Desk {
    let begins = Date::constant(2025, 12, 1);
    let at = |hour| Time::constant(hour, 0, 0, 0);
    let schedule = Schedule {
        zone: TimeZone::UTC,
        shifts: vec![
            Shift::new(begins, (at(8), at(16)), vec![0]),
            Shift::new(begins, (at(16), at(22)), vec![1]),
        ],
        overrides: Vec::new(),
    };
    let people = [RecordingSink::default(), RecordingSink::default()];
    let behind = RecordingSink::default();
    let clock = ManualClock::starting_at(now);
    let sinks = people.iter().cloned();
    let sinks = sinks.map(|sink| Arc::new(sink) as Arc<dyn EscalationSink>);
    let ring = RotaSink::new(
        schedule,
        sinks.collect(),
        Arc::new(behind.clone()),
        Arc::new(clock.clone()),
    );
    Desk {
        people,
        behind,
        clock,
        ring,
    }
}

fn page(step: u32, since: Timestamp) -> Page {
    let case = CaseId::from_bytes([1; 16]);
    let target = PageTarget::OnCall { ring: 1 };
    Page::new(case, step, target, Band::High, since)
}

#[tokio::test]
async fn a_hand_over_in_the_middle_of_a_case_calls_the_next_and_calls_both_off() {
    let desk = desk(hour(15));
    desk.ring.page(&page(1, hour(15))).await.unwrap();
    desk.clock.advance(Millis::from_hours(1));
    desk.ring.page(&page(2, hour(15))).await.unwrap();
    let [first, second] = &desk.people;
    assert_eq!(first.pages(), [page(1, hour(15))]);
    assert_eq!(second.pages(), [page(2, hour(15))]);
    desk.ring.call_off(&page(1, hour(15))).await.unwrap();
    assert_eq!(first.called_off(), [page(1, hour(15))]);
    assert_eq!(second.called_off().len(), 1);
    assert_eq!(desk.behind.attempts(), 0);
    assert_eq!(desk.behind.called_off(), []);
}

#[tokio::test]
async fn with_nobody_on_call_what_is_behind_the_ring_is_called_at_once() {
    let desk = desk(hour(23));
    desk.ring.page(&page(1, hour(23))).await.unwrap();
    assert_eq!(desk.behind.pages(), [page(1, hour(23))]);
    desk.ring.call_off(&page(1, hour(23))).await.unwrap();
    assert_eq!(desk.behind.called_off(), [page(1, hour(23))]);
    // Where that does not take it, the page is not taken.
    desk.behind.fail(PortErrorKind::Unavailable);
    assert!(desk.ring.page(&page(2, hour(23))).await.is_err());
}

#[tokio::test]
async fn who_does_not_take_a_page_is_not_hidden_by_the_rota() {
    let desk = desk(hour(9));
    desk.people[0].fail(PortErrorKind::Refused);
    let error = desk.ring.page(&page(1, hour(9))).await.unwrap_err();
    assert_eq!(error.kind, PortErrorKind::Refused);
    assert_eq!(desk.behind.attempts(), 0);
}
