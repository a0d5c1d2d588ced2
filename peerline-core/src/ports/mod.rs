//! The doors: what the driver needs from the world outside, as asynchronous traits.
//!
//! A port does; a policy decides. Only the driver calls a port, no decision is ever made in one,
//! and nothing of an engine or a session lives here.

mod bell;
mod clock;
mod commit;
mod error;
mod forward;
mod journal;
mod shelf;
mod sink;
mod slow_signal;
mod stopped;
mod transport;
mod work;

pub use bell::GuardianBell;
pub use bell::GuardianCall;
pub use clock::Clock;
pub use commit::Commit;
pub use error::PortError;
pub use error::PortErrorKind;
pub use journal::Append;
pub use journal::Event;
pub use journal::Fence;
pub use journal::Journal;
pub use journal::PutKey;
pub use journal::Stored;
pub use journal::StreamHead;
pub use journal::Tomb;
pub use shelf::KeyShelf;
pub use shelf::ShelfKey;
pub use sink::EscalationSink;
pub use sink::Page;
pub use sink::PageTarget;
pub use slow_signal::SlowFinding;
pub use slow_signal::SlowSignal;
pub use stopped::CommitError;
pub use stopped::StoppedAt;
pub use transport::End;
pub use transport::FrameSink;
pub use transport::FrameSource;
pub use transport::Transport;
pub use work::Claimed;
pub use work::Work;
pub use work::WorkKey;
pub use work::WorkQueue;
