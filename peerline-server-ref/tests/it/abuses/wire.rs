//! Frames of RFC 6455 as bytes.

/// The first byte of whole frames.
pub(crate) const TEXT: u8 = 0x81;
pub(super) const BINARY: u8 = 0x82;
pub(crate) const CLOSE: u8 = 0x88;
pub(crate) const PING: u8 = 0x89;
pub(super) const PONG: u8 = 0x8A;
/// The first byte of a message in pieces, of a piece between, and of the last one.
pub(super) const BEGIN: u8 = 0x01;
pub(super) const MORE: u8 = 0x00;
pub(super) const LAST: u8 = 0x80;

/// A frame as a client sends it.
pub(crate) fn frame(first: u8, payload: &[u8]) -> Vec<u8> {
    let mut bytes = head(first, 0x80, payload.len());
    let key = [0x5a, 0x17, 0xc3, 0x88];
    bytes.extend_from_slice(&key);
    let masked = payload.iter().zip(key.iter().cycle());
    bytes.extend(masked.map(|(byte, key)| byte ^ key));
    bytes
}

/// A frame as only a server may send it.
pub(super) fn unmasked(first: u8, payload: &[u8]) -> Vec<u8> {
    let mut bytes = head(first, 0, payload.len());
    bytes.extend_from_slice(payload);
    bytes
}

/// The head of a frame that says to be so long.
pub(super) fn head(first: u8, mask: u8, length: usize) -> Vec<u8> {
    let mut bytes = vec![first];
    match length {
        short @ 0..=125 => bytes.push(mask | u8::try_from(short).unwrap()),
        middle @ 126..=65_535 => {
            bytes.push(mask | 126);
            bytes.extend_from_slice(&u16::try_from(middle).unwrap().to_be_bytes());
        }
        long => {
            bytes.push(mask | 127);
            bytes.extend_from_slice(&u64::try_from(long).unwrap().to_be_bytes());
        }
    }
    bytes
}

/// The frames that a server sent: first byte and payload; `None` where it is no list of whole ones.
pub(super) fn frames_of(mut bytes: &[u8]) -> Option<Vec<(u8, Vec<u8>)>> {
    let mut frames = Vec::new();
    while let [first, length, rest @ ..] = bytes {
        let (length, rest) = match length {
            126 => (u16::from_be_bytes(*rest.first_chunk()?).into(), &rest[2..]),
            127 => return None,
            short => (usize::from(*short), rest),
        };
        let (payload, behind) = rest.split_at_checked(length)?;
        frames.push((*first, payload.to_vec()));
        bytes = behind;
    }
    bytes.is_empty().then_some(frames)
}
