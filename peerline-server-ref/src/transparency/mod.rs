//! What everybody may know of how the line is moderated: a quarter of a year, and how it is told. What is
//! counted, and what is too rare to be told apart, is the core's.

mod quarter;
mod told;

pub use quarter::InvalidQuarter;
pub use quarter::Quarter;
pub(crate) use told::exact;
pub(crate) use told::public;
