//! `peerline policy`: to read, try, compare and explain policies of moderation.

mod args;
mod explain;
mod replay;
mod run;
mod said;

#[cfg(test)]
mod tests;

pub(crate) use args::PolicyCommand;
pub(crate) use run::policy;
