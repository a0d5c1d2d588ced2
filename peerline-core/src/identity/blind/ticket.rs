//! The 101 bytes of a blind ticket.

use std::fmt;

use sha2::Digest as _;
use sha2::Sha256;

use crate::identity::TicketRefusal;
use crate::vocab::Digest;
use crate::vocab::Week;

/// Leave to enter one room once, from nobody.
///
/// | bytes | what |
/// |---|---|
/// | 1 | version, 2 |
/// | 4 | [`Week`] whose key it was made with, big-endian |
/// | 32 | [`bind`](crate::identity::bind): for which room key |
/// | 64 | the value of the function there |
///
/// But for version and week, two tickets share no byte, whoever asked for them.
#[derive(Clone, Eq, PartialEq)]
#[non_exhaustive]
pub struct BlindTicket {
    /// The week whose key it was made with.
    pub week: Week,
    /// For which room key it was made.
    pub bind: Digest,
    pub(super) value: [u8; 64],
}

impl BlindTicket {
    /// How long it is.
    pub const BYTES: usize = 101;
    const VERSION: u8 = 2;

    /// Reads a ticket. Strict: no other length or version. Whether it is genuine is
    /// [`BlindDesk::check`](super::BlindDesk::check)'s to say.
    ///
    /// # Errors
    /// [`TicketRefusal::Malformed`].
    pub fn decode(bytes: &[u8]) -> Result<Self, TicketRefusal> {
        let read = || {
            let (version, rest) = bytes.split_first()?;
            let (week, rest) = rest.split_first_chunk::<4>()?;
            let (bind, rest) = rest.split_first_chunk::<32>()?;
            let value = <[u8; 64]>::try_from(rest).ok()?;
            let ticket = Self {
                week: Week::new(u32::from_be_bytes(*week)),
                bind: Digest::from_bytes(*bind),
                value,
            };
            (*version == Self::VERSION).then_some(ticket)
        };
        read().ok_or(TicketRefusal::Malformed)
    }

    /// Returns its bytes.
    #[must_use]
    pub fn encode(&self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(Self::BYTES);
        bytes.push(Self::VERSION);
        bytes.extend_from_slice(&self.week.number().to_be_bytes());
        bytes.extend_from_slice(self.bind.as_bytes());
        bytes.extend_from_slice(&self.value);
        bytes
    }

    /// Returns SHA-256 of its bytes, which the join it is shown with signs.
    #[must_use]
    pub fn digest(&self) -> Digest {
        Digest::from_bytes(Sha256::digest(self.encode()).into())
    }
}

impl fmt::Debug for BlindTicket {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("BlindTicket(..)")
    }
}
