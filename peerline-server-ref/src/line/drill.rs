//! A drill: everybody who may be called is, and what became of each call is told.

use peerline_core::driver::Sinks;
use peerline_core::ports::Clock;
use peerline_core::ports::GuardianCall;
use peerline_core::ports::Page;
use peerline_core::ports::PageTarget;
use peerline_core::vocab::Band;
use peerline_core::vocab::CaseId;
use peerline_core::vocab::Millis;
use peerline_core::vocab::VaultRequestId;

use super::Called;
use crate::sinks;

/// Calls the rings, the last resort and the guardians, one after the other.
pub(super) async fn call_everybody(sinks: &Sinks, clock: &dyn Clock) -> Vec<Called> {
    let rings = (1..=u8::MAX).map(|ring| PageTarget::OnCall { ring });
    let rings = rings.zip(&sinks.on_call);
    let last = (PageTarget::LastResort, &sinks.last_resort);
    let mut called = Vec::new();
    for (target, sink) in rings.chain([last]) {
        let now = clock.now();
        let case = CaseId::from_bytes(drawn());
        let mut page = Page::new(case, 0, target, Band::High, now);
        page.drill = true;
        let taken = sink.page(&page).await.is_ok();
        called.push(Called {
            target: sinks::target_name(target),
            taken,
            ms: clock.now().since(now).get(),
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
        });
    }
    called
}

/// An id that is in no log; random, so that no two drills are taken for one. Without randomness the drill still goes out.
fn drawn() -> [u8; 16] {
    let mut bytes = [0; 16];
    let _without = getrandom::fill(&mut bytes);
    bytes
}
