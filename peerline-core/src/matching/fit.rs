//! Which seeker and supporter fit: the hard rules as one predicate, the soft ones as ranks.

use super::Shift;
use super::Wish;
use crate::vocab::Tier;

/// Returns whether a supporter on this shift may take this wish at this tier. Who the two are is
/// asked elsewhere.
pub(super) fn suits(wish: &Wish, tier: Tier, shift: &Shift) -> bool {
    tier <= shift.clearance()
        && (shift.takes_minors() || !wish.is_minor())
        && language_rank(wish, shift).is_some()
}

/// Ranks the best language the two share by the seeker's order: 0 for their first one, spoken the
/// same way (`pt-br` for `pt-br`), 1 where only the region or script differs, 2 for their second.
/// `None` where they share none.
pub(super) fn language_rank(wish: &Wish, shift: &Shift) -> Option<usize> {
    wish.languages().iter().enumerate().find_map(|(i, wanted)| {
        let mut spoken = shift
            .languages()
            .iter()
            .filter(|spoken| spoken.primary() == wanted.primary())
            .peekable();
        spoken.peek()?;
        let other_variety = !spoken.any(|spoken| spoken == wanted);
        Some(i.saturating_mul(2).saturating_add(other_variety.into()))
    })
}

/// Ranks how well the topics meet; lower is better. A named topic goes to those who name it, most
/// in common first, then to those who take everything. A seeker without one goes to those who take
/// everything, so that the others stay free for their topics.
pub(super) fn topic_rank(wish: &Wish, shift: &Shift) -> usize {
    const TAKES_ALL: usize = 1_000_000;
    const NAMES_OTHERS: usize = 2_000_000;
    if shift.topics().is_empty() {
        return TAKES_ALL;
    }
    let n_shared = wish
        .topics()
        .iter()
        .filter(|topic| shift.topics().contains(topic))
        .count();
    match n_shared {
        0 => NAMES_OTHERS,
        n => TAKES_ALL.saturating_sub(n),
    }
}
