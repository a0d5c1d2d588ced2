//! Whom anybody could have served: a truth of the day, whatever the policy.

use crate::testkit::workload::Workload;

/// Whether somebody on shift could take a seeker by the rules that are never relaxed.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
#[non_exhaustive]
pub enum Cover {
    /// Nobody, at any time before they leave.
    Never,
    /// Nobody when they come, somebody before they leave.
    Later,
    /// Somebody when they come.
    AtOnce,
}

/// Returns the cover of each seeker of a day.
#[must_use]
pub fn covers(day: &Workload) -> Vec<Cover> {
    (0..day.seekers().len())
        .map(|seeker| cover(day, seeker))
        .collect()
}

fn cover(day: &Workload, seeker: usize) -> Cover {
    let Some(one) = day.seekers().get(seeker) else {
        return Cover::Never;
    };
    let fits = |supporter: usize| day.forbids(seeker, supporter).is_none();
    if day.on_shift(one.arrives, one.arrives).any(fits) {
        return Cover::AtOnce;
    }
    if day.on_shift(one.arrives, one.leaves()).any(fits) {
        return Cover::Later;
    }
    Cover::Never
}
