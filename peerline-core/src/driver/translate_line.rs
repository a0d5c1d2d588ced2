//! The line of those who wait in the words of the wire.

use crate::engine::OfferView;
use crate::engine::OnShiftView;
use crate::engine::PlaceView;
use crate::engine::QueueView;
use crate::engine::ShiftView;
use crate::engine::UncoveredView;
use crate::engine::WaitingView;
use crate::protocol::Coverage;
use crate::protocol::OfferBody;
use crate::protocol::OnShiftBody;
use crate::protocol::PlaceBody;
use crate::protocol::QueueBody;
use crate::protocol::ShiftBody;
use crate::protocol::UncoveredBody;
use crate::protocol::WaitingBody;

pub(super) fn place(place: Option<Box<PlaceView>>) -> PlaceBody {
    let Some(place) = place else {
        return PlaceBody {
            state: "none".to_owned(),
            position: None,
            ahead: 0,
            fitting: 0,
            coverage: None,
            median_ms: None,
            p80_ms: None,
            n: None,
            offered: false,
            widened: Vec::new(),
            next_ms: None,
            elsewhere: Vec::new(),
        };
    };
    let covered = if place.fitting == 0 {
        Coverage::Nobody
    } else {
        Coverage::Some
    };
    let widened = place.trying.iter().map(|rule| rule.as_str().to_owned());
    PlaceBody {
        state: "waiting".to_owned(),
        position: Some(place.position),
        ahead: place.ahead,
        fitting: place.fitting,
        coverage: Some(covered),
        median_ms: place.median,
        p80_ms: place.p80,
        n: place.median.map(|_| place.n_waits),
        offered: place.offered,
        widened: widened.collect(),
        next_ms: place.next,
        elsewhere: place.elsewhere,
    }
}

pub(super) fn shift(shift: &ShiftView) -> ShiftBody {
    let state = match (shift.capacity, shift.due, shift.until) {
        (_, _, Some(_)) => "resting",
        (_, true, None) => "due",
        (0, false, None) => "off",
        (_, false, None) => "on",
    };
    ShiftBody {
        state: state.to_owned(),
        capacity: shift.capacity,
        load: shift.load,
        points: shift.points,
        break_points: shift.break_points,
        until: shift.until,
        clearance: shift.clearance,
        minors: shift.minors,
    }
}

pub(super) fn queue(queue: QueueView) -> QueueBody {
    QueueBody {
        waiting: queue.waiting.into_iter().map(waiting).collect(),
        uncovered: queue.uncovered.into_iter().map(uncovered).collect(),
        on_shift: queue.on_shift.into_iter().map(on_shift).collect(),
    }
}

fn waiting(some: WaitingView) -> WaitingBody {
    WaitingBody {
        tier: some.tier,
        language: some.language,
        n: some.n,
        waited_ms: some.longest,
    }
}

fn uncovered(some: UncoveredView) -> UncoveredBody {
    UncoveredBody {
        language: some.language,
        topic: some.topic,
        n: some.n,
    }
}

fn on_shift(one: OnShiftView) -> OnShiftBody {
    let (who, handle) = one.who;
    OnShiftBody {
        who,
        handle,
        capacity: one.capacity,
        load: one.load,
        resting: one.resting,
        languages: one.languages,
    }
}

pub(super) fn offer(offer: OfferView) -> OfferBody {
    OfferBody {
        offer: offer.offer,
        topics: offer.topics,
        languages: offer.languages,
        waited_ms: offer.waited,
        until: offer.until,
        needs: offer.needs,
        age: offer.age,
        style: offer.style,
    }
}
