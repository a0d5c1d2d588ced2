//! How many sit at each table.

/// The bounds of a circle.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct Seats {
    /// The fewest with whom it begins; at least two.
    pub least: usize,
    /// The most it takes; at least [`Seats::least`].
    pub most: usize,
}

impl Seats {
    /// Three to eight: with fewer nobody can just listen, with more not everybody gets to talk.
    pub const USUAL: Self = Self { least: 3, most: 8 };

    /// Makes bounds. What makes no circle is put right: `least` is at least two, `most` at least
    /// `least`.
    #[must_use]
    pub const fn new(least: usize, most: usize) -> Self {
        let least = if least < 2 { 2 } else { least };
        let most = if most < least { least } else { most };
        Self { least, most }
    }
}

/// Plans the tables for so many people, with at most so many tables: as many people as can sit, at
/// as few tables as they can sit at, no two of which differ by more than one seat. The larger come
/// first.
///
/// ```
/// use peerline_core::matching::circles::{Seats, sizes};
///
/// assert_eq!(sizes(14, Seats::USUAL, usize::MAX), [7, 7]);
/// assert_eq!(sizes(9, Seats::USUAL, usize::MAX), [5, 4]);
/// assert_eq!(sizes(14, Seats::USUAL, 1), [8]);
/// assert!(sizes(2, Seats::USUAL, usize::MAX).is_empty());
/// ```
#[must_use]
pub fn sizes(n_people: usize, seats: Seats, max_tables: usize) -> Vec<usize> {
    // No more tables than can begin, no more than are needed.
    let can_begin = n_people.checked_div(seats.least).unwrap_or_default();
    let needed = n_people.div_ceil(seats.most.max(1));
    let n_tables = needed.min(can_begin).min(max_tables);
    let seated = n_people.min(n_tables.saturating_mul(seats.most));
    let Some((each, n_larger)) = seated
        .checked_div(n_tables)
        .zip(seated.checked_rem(n_tables))
    else {
        return Vec::new();
    };
    let of = |nth: usize| each.saturating_add(usize::from(nth < n_larger));
    (0..n_tables).map(of).collect()
}
