//! Finds names in a table without walking through it.

/// Where names stand in a table: hashed when this is compiled, probed one by one.
pub(super) struct Index([u16; SLOTS]);

/// A power of two, several times as many as there are names.
const SLOTS: usize = 512;
/// No name has this place.
const EMPTY: u16 = u16::MAX;

impl Index {
    #[expect(
        clippy::indexing_slicing,
        reason = "runs when this is compiled, where a slip is an error of the build"
    )]
    pub(super) const fn of<const N: usize>(names: [&'static str; N]) -> Self {
        let mut slots = [EMPTY; SLOTS];
        let mut place = 0;
        while place < N {
            let mut slot = hash(names[place].as_bytes());
            while slots[slot] != EMPTY {
                slot = (slot + 1) % SLOTS;
            }
            #[expect(
                clippy::cast_possible_truncation,
                reason = "there are fewer names than slots"
            )]
            {
                slots[slot] = place as u16;
            }
            place += 1;
        }
        Self(slots)
    }

    pub(super) fn find(
        &self,
        name: &str,
        name_at: impl Fn(usize) -> Option<&'static str>,
    ) -> Option<usize> {
        let mut slot = hash(name.as_bytes());
        loop {
            let place = self.0.get(slot).copied().filter(|place| *place != EMPTY)?;
            if name_at(usize::from(place))? == name {
                return Some(usize::from(place));
            }
            slot = slot.wrapping_add(1) % SLOTS;
        }
    }
}

/// Mixes the length and three letters, which tell nearly all names apart.
const fn hash(name: &[u8]) -> usize {
    let [first, middle, last] = match name {
        [] => [0, 0, 0],
        [only] => [*only, 0, 0],
        [first, .., last] => {
            let (_, rest) = name.split_at(name.len() / 2);
            match rest {
                [middle, ..] => [*first, *middle, *last],
                [] => [*first, 0, *last],
            }
        }
    };
    let mixed = (first as usize)
        .wrapping_mul(31)
        .wrapping_add((middle as usize).wrapping_mul(131))
        .wrapping_add((last as usize).wrapping_mul(977))
        .wrapping_add(name.len().wrapping_mul(57));
    mixed % SLOTS
}
