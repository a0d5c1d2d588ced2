//! The language of `when`: typed, total, without loops.
//!
//! ```text
//! any     = all { "or" all }
//! all     = not { "and" not }
//! not     = "not" not | test
//! test    = value [ ("==" | "!=" | "<" | "<=" | ">" | ">=") value | ["not"] "in" list ]
//! value   = "(" any ")" | name { "." name } | 'word' | number | "true" | "false"
//! list    = "[" value { "," value } "]"
//! ```
//!
//! A condition has three answers: yes, no, and unknown where a signal could not look. It has at
//! most [`MAX_BYTES`] bytes and [`MAX_DEPTH`] levels, and takes time linear in its length.

mod check;
mod cond;
mod fault;
mod parse;
mod token;

#[cfg(test)]
mod tests;

pub(super) use check::Names;
pub(super) use check::read;
pub(super) use cond::Cond;
pub(super) use cond::Field;
pub(super) use cond::Flag;
pub(super) use cond::Measure;
pub(super) use cond::View;
pub(super) use fault::Fault;

/// The most bytes of one condition.
pub(super) const MAX_BYTES: usize = 2048;
/// The most levels of brackets and negations.
pub(super) const MAX_DEPTH: usize = 24;
