//! Pages on their way to humans.

use std::pin::Pin;

use futures_util::future::Either;
use futures_util::future::select;

use super::Ports;
use crate::crisis::Target;
use crate::log::Task;
use crate::ports::Clock;
use crate::ports::GuardianCall;
use crate::ports::Page;
use crate::ports::PageTarget;
use crate::vocab::Millis;

/// A page being sent: what it is, and whether the other side took it.
pub(super) type Sending = Pin<Box<dyn Future<Output = (Task, bool)> + Send>>;

/// How long a sink has to take a page; after that it counts as not taken, and is tried again.
const TIME: Millis = Millis::from_secs(20);

/// Sends a page, or calls it off. A ring that the line does not have goes to the last resort: a page is never
/// dropped for want of a roster. `None` where nothing is to be sent: every open console has the
/// case already.
pub(super) fn send(ports: &Ports, task: Task) -> Option<Sending> {
    if let Task::CallGuardians { request, until, .. } = task {
        return call_guardians(ports, task, GuardianCall::new(request, until));
    }
    let (Task::Page {
        case,
        step,
        target,
        priority,
        since,
        ..
    }
    | Task::CallOff {
        case,
        step,
        target,
        priority,
        since,
        ..
    }) = task
    else {
        return None;
    };
    let off = matches!(task, Task::CallOff { .. });
    let (target, ring) = match target {
        Target::Console => return None,
        Target::OnCall(ring) => (PageTarget::OnCall { ring }, Some(ring)),
        Target::LastResort => (PageTarget::LastResort, None),
    };
    let on_call = ring.and_then(|ring| {
        let index = usize::from(ring.saturating_sub(1));
        ports.sinks.on_call.get(index)
    });
    let sink = on_call.unwrap_or(&ports.sinks.last_resort).clone();
    let mut page = Page::new(case, step, target, priority, since);
    page.supervisor = matches!(
        task,
        Task::Page {
            supervisor: true,
            ..
        }
    );
    let clock = ports.clock.clone();
    Some(Box::pin(async move {
        let sent = if off {
            sink.call_off(&page)
        } else {
            sink.page(&page)
        };
        (task, in_time(&*clock, sent).await)
    }))
}

/// Calls the guardians, where the line knows how: nobody else is called in their place.
fn call_guardians(ports: &Ports, task: Task, call: GuardianCall) -> Option<Sending> {
    let bell = ports.sinks.guardians.clone()?;
    let clock = ports.clock.clone();
    Some(Box::pin(async move {
        let taken = in_time(&*clock, bell.ring(&call)).await;
        (task, taken)
    }))
}

async fn in_time<E>(
    clock: &dyn Clock,
    sent: impl Future<Output = Result<(), E>> + Send + Unpin,
) -> bool {
    let late = clock.sleep_until(clock.now().after(TIME));
    match select(sent, late).await {
        Either::Left((sent, _)) => sent.is_ok(),
        Either::Right(((), _)) => false,
    }
}
