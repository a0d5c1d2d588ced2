//! Text folded once, with a map back to the bytes the person wrote.
//!
//! People who want to slip past a list write `1d10t`, `i d i o t`, `idiооt` with two Cyrillic
//! letters, or put an invisible character in between. Each of those is one [`Step`], and every
//! step is linear in the text. No decision is taken here.

mod compat;
mod confusable;
mod leet;
mod piece;
mod spaced;
mod squeeze;
mod steps;
mod text;

#[cfg(test)]
mod tests;

pub use steps::Step;
pub use steps::Steps;
pub use text::NormalizedText;
