//! `peerline risk`: a model that orders who is seen first, trained, tried and explained.

mod args;
mod data;
mod failure;
mod figures;
mod files;
mod run;
mod solve;
mod train;

#[cfg(test)]
mod tests;

pub(crate) use args::RiskCommand;
pub(crate) use failure::RiskError;
pub(crate) use files::assessor;
pub(crate) use run::risk;
