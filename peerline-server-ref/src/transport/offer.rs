//! Which encodings are offered, and which is chosen.

use peerline_core::protocol::Encoding;

/// Chooses the first of the client's names that is one of an encoding.
pub(super) fn choose<'a>(mut names: impl Iterator<Item = &'a str>) -> Option<Encoding> {
    names.find_map(Encoding::named)
}
