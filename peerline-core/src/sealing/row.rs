//! The bytes of a row: a nonce, then each part behind its length.

use super::cipher;
use super::cipher::NONCE;
use super::ring::Ring;
use crate::protocol;
use crate::protocol::Layer;
use crate::protocol::Parted;
use crate::vocab::Entropy;
use crate::vocab::KeyName;
use crate::vocab::RoomId;
use crate::vocab::Sensitive;
use crate::vocab::Seq;
use crate::vocab::Timestamp;

/// The version of sealed rows.
const VERSION: u8 = 1;

/// Where a row stands; it opens nowhere else.
#[derive(Clone, Copy)]
pub(super) struct Place {
    pub(super) log: RoomId,
    pub(super) seq: Seq,
}

impl Place {
    fn bound(self, part: u8) -> [u8; 25] {
        let mut bound = [part; 25];
        let seq = self.seq.get().to_be_bytes();
        let both = self.log.as_bytes().iter().copied().chain(seq);
        bound.iter_mut().zip(both).for_each(|(to, from)| *to = from);
        bound
    }
}

/// A row, opened as far as there are keys.
pub(super) struct Opened {
    pub(super) at: Timestamp,
    pub(super) bytes: Vec<u8>,
    /// Which keys its layers need.
    pub(super) needs: Vec<Vec<KeyName>>,
}

/// Seals a row; every key that it needs is on the ring, or is made.
pub(super) fn seal(
    ring: &mut Ring,
    name: &KeyName,
    place: Place,
    parted: &Parted,
    entropy: &mut Entropy,
) -> Vec<u8> {
    let nonce: [u8; NONCE] = entropy.draw();
    let mut row = vec![VERSION];
    row.extend_from_slice(&nonce);
    let key = ring.key(name, entropy);
    let head = head_of(parted);
    let head = cipher::seal(&key, &nonce, &place.bound(0), head.expose());
    push(&mut row, head);
    for (part, Layer { needs, bytes }) in (1..).zip(&parted.layers) {
        let mut key = key.clone();
        for name in needs {
            key = key.and(&ring.key(name, entropy));
        }
        push(
            &mut row,
            cipher::seal(&key, &nonce, &place.bound(part), bytes.expose()),
        );
    }
    row
}

/// Opens a row; `None` where the key of its log does not open it.
pub(super) fn open(ring: &Ring, name: &KeyName, place: Place, row: &[u8]) -> Option<Opened> {
    let (version, rest) = row.split_first()?;
    let (nonce, mut rest) = rest.split_first_chunk::<NONCE>()?;
    let log = ring.get(name).filter(|_| *version == VERSION)?;
    let head = cipher::open(log, nonce, &place.bound(0), pull(&mut rest)?)?;
    let mut opened = read_head(&head)?;
    for (part, needs) in (1..).zip(&opened.needs) {
        let mut key = log.clone();
        let all = needs.iter().all(|name| {
            let other = ring.get(name).map(|other| key.and(other));
            other.map(|both| key = both).is_some()
        });
        let sealed = pull(&mut rest)?;
        // A key that was destroyed and made anew does not open it either.
        let layer = all.then(|| cipher::open(&key, nonce, &place.bound(part), sealed));
        let Some(Some(layer)) = layer else { break };
        opened.bytes = protocol::lay_over(&opened.bytes, &layer).ok()?;
        opened.at = protocol::entry_time(&opened.bytes).ok()?;
    }
    Some(opened)
}

/// Time and the names of the keys that the layers need, in a line before what stays.
fn head_of(parted: &Parted) -> Sensitive<Vec<u8>> {
    let mut line = parted.at.unix_millis().to_string();
    for layer in &parted.layers {
        let needs: Vec<String> = layer.needs.iter().map(KeyName::to_string).collect();
        line.push(' ');
        line.push_str(&needs.join("&"));
    }
    line.push('\n');
    let mut head = line.into_bytes();
    head.extend_from_slice(parted.stays.expose());
    Sensitive::new(head)
}

fn read_head(head: &[u8]) -> Option<Opened> {
    let end = head.iter().position(|byte| *byte == b'\n')?;
    let (line, rest) = head.split_at_checked(end)?;
    let (_, stays) = rest.split_first()?;
    let mut words = std::str::from_utf8(line).ok()?.split(' ');
    let at = words.next()?.parse().ok()?;
    let needs = words.map(|names| names.split('&').map(|name| name.parse().ok()).collect());
    Some(Opened {
        at: Timestamp::from_unix_millis(at),
        bytes: stays.to_vec(),
        needs: needs.collect::<Option<_>>()?,
    })
}

fn push(row: &mut Vec<u8>, part: Vec<u8>) {
    let len = u32::try_from(part.len()).unwrap_or(u32::MAX);
    row.extend_from_slice(&len.to_be_bytes());
    row.extend(part);
}

fn pull<'a>(rest: &mut &'a [u8]) -> Option<&'a [u8]> {
    let (len, bytes) = rest.split_first_chunk::<4>()?;
    let len = usize::try_from(u32::from_be_bytes(*len)).ok()?;
    let (part, behind) = bytes.split_at_checked(len)?;
    *rest = behind;
    Some(part)
}
