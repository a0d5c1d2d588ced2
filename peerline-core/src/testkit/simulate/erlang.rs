//! What queueing theory says of a line where everybody fits everybody.

use crate::testkit::workload::Homogeneous;
use crate::vocab::Millis;

/// Returns the mean wait by Erlang C, or `None` where more work comes than can be done.
///
/// In fixed point, with 40 bits behind the point: the blocking probability by its recurrence
/// `B(n) = aB / (n + aB)`, the probability of a wait `C = B / (1 - rho (1 - B))`, and the mean wait
/// `C * chat / (c - a)`.
#[must_use]
pub fn erlang_c_wait(line: &Homogeneous) -> Option<Millis> {
    const ONE: u128 = 1 << 40;
    let c = u128::try_from(line.supporters).ok()?;
    let chat = u128::from(line.chat.get());
    let load = (ONE * chat).checked_div(line.gap.get().into())?;
    let spare = (ONE * c).checked_sub(load).filter(|spare| 0 < *spare)?;
    let mut blocking = ONE;
    for n in 1..=c {
        let weighed = load * blocking / ONE;
        blocking = ONE * weighed / (n * ONE + weighed);
    }
    let use_of_each = load / c;
    let waits = ONE * blocking / (ONE - use_of_each * (ONE - blocking) / ONE);
    u64::try_from(waits * chat / spare).ok().map(Millis::new)
}
