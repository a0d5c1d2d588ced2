//! A drill: everybody who may be called is, and what became of each call is told.

use peerline_core::driver::Sinks;
use peerline_core::ports::Clock;
use peerline_core::ports::GuardianCall;
use peerline_core::ports::Page;
use peerline_core::ports::PageTarget;
use peerline_core::vocab::Band;
use peerline_core::vocab::CaseId;
use peerline_core::vocab::Millis;
use peerline_core::vocab::Timestamp;
use peerline_core::vocab::VaultRequestId;

use super::Called;
use crate::config::Bell;
use crate::config::EscalationSettings;
use crate::sinks;

/// Calls the rings, the last resort and the guardians, one after the other.
pub(super) async fn call_everybody(
    sinks: &Sinks,
    escalation: &EscalationSettings,
    clock: &dyn Clock,
) -> Vec<Called> {
    let rings = (1..=u8::MAX).map(|ring| PageTarget::OnCall { ring });
    let rings = rings.zip(&sinks.on_call);
    let last = (PageTarget::LastResort, &sinks.last_resort);
    let mut called = Vec::new();
    for ((target, sink), bell) in rings.chain([last]).zip(escalation.bells()) {
        let now = clock.now();
        let (on_call, changes) = on_call(bell, now).unzip();
        let case = CaseId::from_bytes(drawn());
        let mut page = Page::new(case, 0, target, Band::High, now);
        page.drill = true;
        let taken = sink.page(&page).await.is_ok();
        called.push(Called {
            target: sinks::target_name(target),
            taken,
            ms: clock.now().since(now).get(),
            on_call,
            changes: changes.flatten(),
        });
    }
    if let Some(bell) = &sinks.guardians {
        let now = clock.now();
        let request = VaultRequestId::from_bytes(drawn());
        let mut call = GuardianCall::new(request, now.after(Millis::from_hours(12)));
        call.drill = true;
        let taken = bell.ring(&call).await.is_ok();
        called.push(Called {
            target: sinks::GUARDIANS.to_owned(),
            taken,
            ms: clock.now().since(now).get(),
            on_call: None,
            changes: None,
        });
    }
    called
}

/// Without randomness the drill still goes out; it may be taken for an earlier one.
fn drawn() -> [u8; 16] {
    let mut bytes = [0; 16];
    let _without = getrandom::fill(&mut bytes);
    bytes
}

/// Returns who is on call in a ring that has a rota, and when that changes.
fn on_call(bell: &Bell, now: Timestamp) -> Option<(Vec<String>, Option<String>)> {
    let Bell::Rota(rota) = bell else {
        return None;
    };
    let schedule = &rota.schedule;
    let end = now.after(AHEAD);
    let known = schedule.rota(now, end);
    let numbers: Vec<usize> = known.on_call(now).into_iter().collect();
    // What lies behind the end is not reckoned to its own end.
    let changes = known.next_change(now).filter(|at| *at <= end);
    let zone = &rota.zone;
    let changes = changes.map(|at| format!("{} ({zone})", schedule.shown(at)));
    Some((rota.named(&numbers), changes))
}

/// How far ahead the next hand-over is looked for.
const AHEAD: Millis = Millis::from_hours(24 * 14);
