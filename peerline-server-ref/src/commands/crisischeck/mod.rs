//! `peerline crisischeck`: a detector, ours or any other, under the public suite.

mod case;
mod figures;
mod library;
mod run;
mod system;
#[cfg(test)]
mod tests;

pub(crate) use run::CheckError;
pub(crate) use run::run;
