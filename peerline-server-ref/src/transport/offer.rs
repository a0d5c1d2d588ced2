//! Which encodings are offered, and which is chosen.

use peerline_core::protocol::Encoding;

/// The encodings of this server.
const OFFERED: &[Encoding] = &[Encoding::Json];

/// Chooses the first of the client's names that is offered.
pub(super) fn choose<'a>(mut names: impl Iterator<Item = &'a str>) -> Option<Encoding> {
    names.find_map(|name| Encoding::named(name).filter(|encoding| OFFERED.contains(encoding)))
}
