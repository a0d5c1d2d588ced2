//! Peer-support chat lines: people with shared experience talk, anonymously and at once, and a
//! trained human is called when it turns into a crisis.
//!
//! ```text
//!  transport ──► driver ──► engine ──► identity · room · matching · moderation · crisis
//!     ▲             │          │                      (each decides; none waits)
//!     └── frames ◄──┴─ ports ◄─┘  journal, due work, sinks: what is durable, what is due, who is called
//! ```
//!
//! The contract in one sentence: [`Engine::handle`] takes a time and an input and never waits,
//! never fails and never looks anything up; what it wants done comes out of
//! [`Engine::poll_output`], and nothing that follows from a commit is done before that commit is
//! durable.
//!
//! ```
//! use peerline_core::engine::EngineSetup;
//! use peerline_core::identity::Principal;
//! use peerline_core::vocab::{AccountId, Language, Limits, Seed, Sensitive, Timestamp};
//! use peerline_core::{Engine, Input, Output, Policies};
//!
//! let mut line = Engine::new(EngineSetup {
//!     policies: Policies::default(),
//!     limits: Limits::default(),
//!     names: Sensitive::new([1; 32]),
//!     seed: Seed::from_bytes([2; 32]),
//! });
//! line.handle(Timestamp::from_unix_millis(1_000), Input::Connect {
//!     conn: peerline_core::engine::ConnId::new(1),
//!     principal: Principal::assert_verified(AccountId::from_bytes([3; 16]), "an example"),
//!     language: Language::english(),
//!     country: None,
//!     invite: None,
//!     knock: None,
//! });
//! // First what must be durable, then what may follow from it.
//! assert!(matches!(line.poll_output(), Some(Output::Commit(_))));
//! let welcome = std::iter::from_fn(|| line.poll_output()).last();
//! assert!(matches!(welcome, Some(Output::Welcome { .. })));
//! ```
//!
//! # Where to go next
//!
//! - To run a line in a program of your own, read [`driver`]: bring a transport and a store.
//! - To change who talks with whom, implement [`matching::Matcher`]; what may be said,
//!   [`moderation::ModerationPolicy`]; who is called, [`crisis::EscalationPolicy`]; then put it in
//!   [`Policies`].
//! - To keep it elsewhere, implement [`ports::Journal`] and [`ports::WorkQueue`] and run their laws
//!   from `testkit`.
//! - To speak the protocol, read [`protocol`] and [`session`].
//!
//! # Features
//!
//! | feature | gives |
//! |---|---|
//! | `policy` | policies of moderation as files that carry their own tests |
//! | `testkit` | laws, faults and strategies for those who bring their own parts; not semver-stable |
#![forbid(unsafe_code)]
#![deny(missing_docs)]

pub mod vocab;

pub mod crisis;
pub mod identity;
pub mod matching;
pub mod moderation;
pub mod resources;
pub mod room;
pub mod sealing;

pub mod log;

pub mod ports;
pub mod protocol;

pub mod engine;
pub mod session;

pub mod driver;
pub mod memory;

#[cfg(feature = "testkit")]
pub mod testkit;

pub use driver::Line;
pub use driver::Ports;
pub use engine::Engine;
pub use engine::Input;
pub use engine::Output;
pub use engine::Policies;
