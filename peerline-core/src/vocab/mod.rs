//! The words every floor shares: ids, time, text, language, roles, bands, limits, digests.
//!
//! Values only. No decision, no state machine and no IO ever lives here, and nothing here knows a
//! domain: everything above may import `vocab`, and `vocab` imports nothing of the crate.

mod band;
mod clearance;
mod content_note;
mod digest;
mod erased;
mod ids;
mod key_name;
mod language;
mod limits;
mod risk;
mod role;
mod room_name;
mod seed;
mod sensitive;
#[cfg(test)]
mod tests;
mod text;
mod time;
mod topic;
mod week;

pub use band::Band;
pub use band::Tier;
pub use clearance::Clearance;
pub use content_note::ContentNote;
pub use content_note::ContentNotes;
pub use content_note::UnknownNote;
pub use digest::Digest;
pub use digest::DigestBuilder;
pub use erased::Erased;
pub use ids::AccountId;
pub use ids::AskId;
pub use ids::CaseId;
pub use ids::Cid;
pub use ids::DecisionId;
pub use ids::DeviceId;
pub use ids::HoldId;
pub use ids::InvalidId;
pub use ids::OccupantId;
pub use ids::OfferId;
pub use ids::RoomId;
pub use ids::Salt;
pub use ids::Seq;
pub use ids::TicketId;
pub use ids::TicketNumber;
pub use ids::VaultEntryId;
pub use ids::VaultRequestId;
pub use key_name::InvalidKeyName;
pub use key_name::KeyName;
pub use language::InvalidLanguage;
pub use language::Language;
pub use limits::Limits;
pub use risk::Category;
pub use risk::Reason;
pub use risk::RiskFinding;
pub use role::Capability;
pub use role::Role;
pub use room_name::InvalidRoomName;
pub use room_name::Queue;
pub use room_name::RoomName;
pub use seed::Entropy;
pub use seed::Seed;
pub use sensitive::Sensitive;
pub use text::InvalidText;
pub use text::Span;
pub use text::Text;
pub use time::Millis;
pub use time::Timestamp;
pub use topic::InvalidTopic;
pub use topic::Topic;
pub use week::Week;
