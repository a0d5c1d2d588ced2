//! Who somebody is on a line: nobody in particular, provably the same nobody as before.
//!
//! A person joins with 16 random bytes that never leave their device ([`Root`]). Every line, room
//! and match sees another key derived from them ([`ContextKey`]), every room another name
//! ([`occupant_id`], [`handle()`]). A join is signed ([`JoinClaim`]); messages are not, so nobody can
//! prove later who wrote what.
//!
//! ```text
//! Root ─ HKDF ─> ContextKey ─ signs ─> JoinClaim ─ verify_join ─> AccountId ─> Principal
//!                                                                     │
//!                       handle <─ OccupantId <─ MAC under K_room <────┘
//! ```
//!
//! [`decide()`] and [`apply`] keep what the line knows of its accounts: roles given by invitation,
//! first visits, sanctions, blocks. A [`Standing`] reads that and says how somebody may enter. It
//! can narrow a visit down to a responder; it can never refuse one.
//!
//! A [`Gate`] may ask something of an account that the book does not know, before its peers and
//! never before a responder: a pass, patience, or a proof of work.
//!
//! What never lives here: a name, an address, anything a person typed, a clock, or a call that
//! leads from one name of a person to another.
//!
//! # Which keys a join may use
//! Standing belongs to the account of the *line* key, so that is the key [`Principal::verified`]
//! asks for. Were a room key enough, a person could shed a sanction by entering through a room.
//!
//! # Example
//! ```
//! use peerline_core::identity::{ContextKind, JoinClaim, LineId, Principal, Root};
//! use peerline_core::vocab::Timestamp;
//!
//! let claim = JoinClaim {
//!     kind: ContextKind::Line,
//!     line_id: LineId::from_bytes([9; 32]),
//!     ctx_id: Vec::new(),
//!     server_nonce: [1; 32],
//!     client_nonce: [2; 32],
//!     channel_binding: [3; 32],
//!     server_time: Timestamp::from_unix_millis(1_767_225_600_000),
//!     ticket_digest: JoinClaim::no_ticket(),
//! };
//! // On the person's device:
//! let root = Root::from_bytes([7; 16]);
//! let key = root.context_key(ContextKind::Line, &claim.line_id, &claim.ctx_id, 0);
//! let signature = key.sign_join(&claim);
//! // On the server, which built the same claim itself:
//! let principal = Principal::verified(&key.public(), &claim, &signature)?;
//! assert_eq!(principal.account(), key.public().account());
//! # Ok::<(), peerline_core::identity::JoinRefusal>(())
//! ```

mod bearer;
#[cfg(feature = "blind-tickets")]
pub mod blind;
mod blocks;
mod context;
mod decide;
mod digits;
mod encoding;
mod enter;
mod erase;
mod fact;
mod gate;
mod gcm;
mod ground;
mod handle;
mod join;
mod keys;
mod link;
mod links;
mod locker;
mod occupant;
mod paseto;
mod phrase;
mod phrase_language;
mod pin;
mod principal;
mod room_proof;
mod root;
mod sealed_link;
mod seeds;
mod staff;
mod standing;
mod state;
mod terms;
pub mod vault;
mod words;

pub use bearer::Bearer;
pub use bearer::BearerRefusal;
pub use bearer::Order;
pub use bearer::Whose;
pub use bearer::sanction_bearer;
pub use bearer::sweep_bearer;
pub use context::ContextKey;
pub use context::ContextKind;
pub use decide::Command;
pub use decide::Refusal;
pub use decide::decide;
pub use decide::invite_digest;
pub use digits::Digits;
pub use digits::DigitsError;
pub use enter::Enter;
pub use enter::EnterRefusal;
pub use enter::Entry;
pub use enter::enter;
pub use fact::By;
pub use fact::Fact;
pub use gate::AllOf;
pub use gate::Asks;
pub use gate::Door;
pub use gate::Gate;
pub use gate::GateAnswer;
pub use gate::InviteGate;
pub use gate::Knock;
pub use gate::Lack;
pub use gate::OpenGate;
pub use gate::RateGate;
pub use gate::WorkChallenge;
pub use gate::WorkGate;
pub use gate::WorkWhen;
pub use gate::say_lack;
pub use ground::Ground;
pub use ground::InvalidGround;
pub use handle::HandleStyle;
pub use handle::handle;
pub use join::JoinClaim;
pub use join::JoinRefusal;
pub use join::verify_join;
pub use keys::InvalidKey;
pub use keys::LineId;
pub use keys::PublicKey;
pub use keys::SealKey;
pub use keys::Signature;
pub use link::Class;
pub use link::Lease;
pub use link::LeaseTerms;
pub use link::Link;
pub use link::Shown;
pub use link::Ticket;
pub use link::TicketRefusal;
pub use link::Verifiers;
pub use link::WeekKey;
pub use link::WeekKeys;
pub use link::bind;
pub use locker::DeviceUse;
pub use locker::Drawer;
pub use locker::InvalidBlob;
pub use locker::LockerBlob;
pub use locker::LockerError;
pub use locker::LockerFact;
pub use locker::LockerKey;
pub use locker::device_id;
pub use occupant::occupant_id;
pub use occupant::stone_mark;
pub use phrase::Phrase;
pub use phrase::PhraseError;
pub use phrase_language::PhraseLanguage;
pub use pin::PinError;
pub use pin::PinWrapped;
pub use principal::Principal;
pub use room_proof::RoomProof;
pub use root::Root;
pub use sealed_link::SealedLink;
pub use staff::StaffClaims;
pub use staff::StaffIssuer;
pub use staff::StaffKey;
pub use staff::StaffLogin;
pub use staff::StaffTerms;
pub use staff::TokenRefusal;
pub use standing::Admission;
pub use standing::KeyStanding;
pub use standing::Standing;
pub use state::Invite;
pub use state::Presence;
pub use state::Sanction;
pub use state::Spent;
pub use state::State;
pub use state::apply;
pub use terms::Terms;

#[cfg(test)]
mod tests;
