//! The order of keys in a map, and putting a map in order.

use super::Error;
use super::head::Head;
use super::head::Major;

/// Returns whether an encoded key stands before another: bytewise.
pub(super) fn is_before(one: &[u8], other: &[u8]) -> bool {
    one < other
}

/// Puts the entries of a map in order; `bytes` are its content, keys and values in turn.
pub(super) fn sort(bytes: &mut Vec<u8>, from: usize) -> Result<(), Error> {
    let content = bytes.split_off(from);
    let mut entries = Vec::new();
    let mut rest = content.as_slice();
    while !rest.is_empty() {
        let (key, behind) = split_item(rest)?;
        let (value, behind) = split_item(behind)?;
        entries.push((key, value));
        rest = behind;
    }
    entries.sort_unstable();
    for (key, value) in entries {
        bytes.extend_from_slice(key);
        bytes.extend_from_slice(value);
    }
    Ok(())
}

/// Parts the first item from what follows it. The bytes are our own.
pub(super) fn split_item(bytes: &[u8]) -> Result<(&[u8], &[u8]), Error> {
    let mut left: u64 = 1;
    let mut at = 0_usize;
    while 0 < left {
        let head = Head::read(bytes.get(at..).ok_or(Error)?).map_err(|_| Error)?;
        left -= 1;
        let content = match head.major {
            Major::Unsigned | Major::Negative | Major::Simple => 0,
            Major::Bytes | Major::Text => head.number,
            Major::List => {
                left = left.saturating_add(head.number);
                0
            }
            Major::Map => {
                left = left.saturating_add(head.number.saturating_mul(2));
                0
            }
        };
        let content = usize::try_from(content).map_err(|_| Error)?;
        at = at.saturating_add(head.len).saturating_add(content);
    }
    bytes.split_at_checked(at).ok_or(Error)
}
