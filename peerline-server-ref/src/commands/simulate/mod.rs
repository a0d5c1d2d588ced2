//! `peerline match simulate`: the same made-up days under one way of matching after the other.

mod args;
mod check;
mod crowd;
mod laws;
mod optimum;
mod plot;
mod print;
mod report;
#[cfg(test)]
mod tests;

pub(crate) use args::MatchCommand;
pub(crate) use report::SimulateError;
pub(crate) use report::simulate;
