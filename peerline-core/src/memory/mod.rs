//! Every port in memory, correct: for tests, for the simulator, for a first try.
//!
//! Nothing here outlives its process, and nothing here reads a clock or does IO.

mod clock;
mod lane;
mod lossy;
mod pipe;
mod shelf;
mod sink;
mod state;
mod store;

pub use clock::ManualClock;
pub use lossy::Faults;
pub use lossy::lossy;
pub use pipe::PipeEnd;
pub use pipe::PipeSink;
pub use pipe::PipeSource;
pub use pipe::pipe;
pub use shelf::MemoryShelf;
pub use sink::RecordingSink;
pub use store::MemoryStore;

#[cfg(test)]
mod tests;
