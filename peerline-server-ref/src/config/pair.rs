//! The `[pair]` section.

use peerline_core::room::Manner;
use peerline_core::room::RoomKind;
use peerline_core::vocab::Millis;

use super::ConfigError;
use super::error::Fault;
use super::error::Origin;
use super::file;

/// Reads how people talk in rooms for two; what is left out stays as the core has it.
pub(super) fn read(origin: &Origin<'_>, section: &file::Pair) -> Result<Manner, ConfigError> {
    let mut manner = Manner::of(RoomKind::OneToOne);
    manner.typing = section.typing.unwrap_or(manner.typing);
    manner.read = section.read.unwrap_or(manner.read);
    if let Some(slow) = &section.slow_s {
        manner.slow = Millis::from_secs(u64::from(*slow.get_ref()));
        if Manner::MAX_SLOW < manner.slow {
            let what = format!("at most {} seconds", Manner::MAX_SLOW.as_secs());
            let fault = Fault::new("pair.slow_s", what, "leave it out for none");
            return Err(ConfigError::at(origin, Some(slow.span()), fault));
        }
    }
    Ok(manner)
}
