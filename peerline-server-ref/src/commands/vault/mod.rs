//! `peerline vault`: keys of guardians, and the way to an emergency contact when one is needed.

mod args;
mod run;

pub(crate) use args::VaultCommand;
pub(crate) use run::vault;
