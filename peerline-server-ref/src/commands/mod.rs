//! What each command does.

mod ask;
mod audit;
mod backup;
mod check;
mod child;
mod crisischeck;
mod demo;
mod directory;
mod epoch;
mod failure;
mod folder;
mod night_call;
mod opened;
mod policy;
mod retention;
mod risk;
mod runtime;
mod serve;
#[cfg(feature = "simulate")]
mod simulate;
mod staff;
mod transparency;
mod vault;
mod vectors;

pub(crate) use ask::drill;
pub(crate) use ask::invite;
pub(crate) use audit::AuditCommand;
pub(crate) use audit::audit;
pub(crate) use backup::backup;
pub(crate) use backup::restore;
pub(crate) use check::check;
pub(crate) use crisischeck::run as run_crisischeck;
pub(crate) use demo::demo;
pub(crate) use directory::DirectoryCommand;
pub(crate) use directory::directory;
pub(crate) use epoch::new_epoch;
pub(crate) use epoch::show_epoch;
pub(crate) use failure::Failure;
pub(crate) use policy::PolicyCommand;
pub(crate) use policy::policy;
pub(crate) use retention::HoldCommand;
pub(crate) use retention::RetentionArgs;
pub(crate) use retention::hold;
pub(crate) use retention::retention;
pub(crate) use risk::RiskCommand;
pub(crate) use risk::risk;
pub(crate) use serve::serve;
#[cfg(feature = "simulate")]
pub(crate) use simulate::MatchCommand;
#[cfg(feature = "simulate")]
pub(crate) use simulate::SimulateError;
#[cfg(feature = "simulate")]
pub(crate) use simulate::simulate;
pub(crate) use staff::clear_staff;
pub(crate) use staff::dismiss_staff;
pub(crate) use staff::list_staff;
pub(crate) use transparency::TransparencyArgs;
pub(crate) use transparency::transparency;
pub(crate) use vault::VaultCommand;
pub(crate) use vault::vault;
pub(crate) use vectors::client as vectors_client;
pub(crate) use vectors::run as run_vectors;
pub(crate) use vectors::server as vectors_server;
