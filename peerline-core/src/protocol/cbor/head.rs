//! The head of one item: its major type and its number, in the shortest form alone.

/// The head of an item.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) struct Head {
    pub(super) major: Major,
    /// The number, the length, or how many items follow.
    pub(super) number: u64,
    /// Bytes of the head itself.
    pub(super) len: usize,
}

/// What an item is.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Major {
    Unsigned,
    Negative,
    Bytes,
    Text,
    List,
    Map,
    /// `false`, `true` or `null`.
    Simple,
}

/// Why bytes are no head that a frame may hold.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum BadHead {
    /// The bytes end too early.
    Short,
    /// A longer form than needed, an indefinite length, a tag, a float, or a simple value that no
    /// frame holds.
    NotCanonical,
}

impl Head {
    /// Reads a head at the front of `bytes`.
    pub(super) fn read(bytes: &[u8]) -> Result<Self, BadHead> {
        let (&first, rest) = bytes.split_first().ok_or(BadHead::Short)?;
        let major = Major::of(first >> 5).ok_or(BadHead::NotCanonical)?;
        let low = first & 0x1f;
        if major == Major::Simple {
            return match low {
                20..=22 => Ok(Self::new(major, u64::from(low), 1)),
                _ => Err(BadHead::NotCanonical),
            };
        }
        let (number, len, least) = match low {
            0..=23 => (u64::from(low), 0, 0),
            24 => (big_endian::<1>(rest)?, 1, 24),
            25 => (big_endian::<2>(rest)?, 2, 1 << 8),
            26 => (big_endian::<4>(rest)?, 4, 1 << 16),
            27 => (big_endian::<8>(rest)?, 8, 1 << 32),
            _ => return Err(BadHead::NotCanonical),
        };
        if number < least {
            return Err(BadHead::NotCanonical);
        }
        Ok(Self::new(major, number, len + 1))
    }

    const fn new(major: Major, number: u64, len: usize) -> Self {
        Self { major, number, len }
    }
}

impl Major {
    const fn of(bits: u8) -> Option<Self> {
        Some(match bits {
            0 => Self::Unsigned,
            1 => Self::Negative,
            2 => Self::Bytes,
            3 => Self::Text,
            4 => Self::List,
            5 => Self::Map,
            7 => Self::Simple,
            _ => return None,
        })
    }
}

fn big_endian<const N: usize>(bytes: &[u8]) -> Result<u64, BadHead> {
    let (number, _) = bytes.split_first_chunk::<N>().ok_or(BadHead::Short)?;
    Ok(number
        .iter()
        .fold(0, |sum: u64, byte| (sum << 8) | u64::from(*byte)))
}
