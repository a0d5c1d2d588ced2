//! Pages on their way to humans.

use std::pin::Pin;

use super::Ports;
use crate::crisis::Target;
use crate::log::Task;
use crate::ports::Page;
use crate::ports::PageTarget;

/// A page being sent: what it is, and whether the other side took it.
pub(super) type Sending = Pin<Box<dyn Future<Output = (Task, bool)> + Send>>;

/// Sends a page. A ring that the line does not have goes to the last resort: a page is never
/// dropped for want of a roster.
pub(super) fn send(ports: &Ports, task: Task) -> Option<Sending> {
    let Task::Page {
        case,
        step,
        target,
        priority,
        since,
        ..
    } = task
    else {
        return None;
    };
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
    let page = Page::new(case, step, target, priority, since);
    Some(Box::pin(async move {
        let taken = sink.page(&page).await.is_ok();
        (task, taken)
    }))
}
