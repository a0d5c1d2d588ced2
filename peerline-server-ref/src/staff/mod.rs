//! How staff log in: a passkey is made with an invitation, and seen again at each login; what it
//! gives is a token for one device.
//!
//! ```text
//! invitation ─> begin, finish ─> passkey kept ─> token ─┐
//! passkey    ─> begin, finish ───────────────> token ─┼─> hello.auth.token, ask login
//! token      ─> renew ────────────────────────> token ─┘
//! ```
//!
//! What never lives here: a role, or what it lets somebody do. Those are in the line's book.

mod ceremonies;
mod door;
mod forgetting;
mod problem;

pub use door::Begun;
pub use door::Right;
pub use door::StaffDoor;
pub use door::StaffDoorParts;
pub use door::Token;
pub use forgetting::ForgettingShelf;
pub use problem::StaffProblem;
