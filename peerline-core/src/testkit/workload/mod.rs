//! Workload W1: a made-up day of a line, in integers alone, so that every implementation draws the
//! same people.
//!
//! ```text
//!  seed ── Stream per name ──> seekers (arrive by the hour, wish, wait, talk)
//!                         ├──> supporters (come on shift 90 minutes ahead of demand)
//!                         └──> blocks (per person, each under a name)
//! ```
//!
//! What lives here: people and what is true of them. What never does: who is matched with whom.

mod account;
mod blocks;
mod day;
mod homogeneous;
mod people;
mod rules;
mod snapshot;
mod stream;
mod tags;
#[cfg(test)]
mod tests;
mod whole;

pub use account::account_of_seeker;
pub use account::account_of_supporter;
pub use blocks::NamedBlock;
pub use day::DAY_BEGINS;
pub use day::Demand;
pub use homogeneous::Homogeneous;
pub use people::LANGUAGES;
pub use people::NEEDS;
pub use people::Seeker;
pub use people::Supporter;
pub use people::TOPICS;
pub use rules::Rule;
pub use rules::score;
pub use stream::Stream;
pub use tags::Tags;
pub use whole::Workload;
