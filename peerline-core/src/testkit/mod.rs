//! Laws that implementers run against their own parts. Not semver-stable.

pub mod bench;
pub mod block_on;
mod expect;
pub mod faulty;
pub mod journal;
pub mod law;
pub mod work;

#[cfg(test)]
mod tests;
