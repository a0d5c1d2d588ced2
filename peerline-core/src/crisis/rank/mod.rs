//! A model that orders who is seen first, trained by the line from data of its own.
//!
//! [`Model`] scores words, [`Record`] says how well it was found to order people, and
//! [`RankAssessor`] puts the two behind [`RiskAssessor`](super::assess::RiskAssessor). None is
//! shipped: what orders people in one place orders nobody in another. What never lives here: training,
//! files, and a number that describes a person.

mod assessor;
mod bytes;
mod features;
mod model;
mod record;

#[cfg(test)]
mod tests;

pub use assessor::RankAssessor;
pub use bytes::BadModel;
pub use features::BUCKETS;
pub use features::Features;
pub use model::Cell;
pub use model::Model;
pub use model::Score;
pub use model::Share;
pub use record::DataSet;
pub use record::Record;
pub use record::Unfit;
