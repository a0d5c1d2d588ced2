//! What one entry of a log holds, what a put asks for, and what is due later.
//!
//! The domains know nothing of one another; here their facts come together in one [`Fact`], so that
//! storing, replaying and showing an entry each have one home above. Values alone: no decision.

mod act;
mod card;
mod docket_act;
mod entry;
mod erase;
mod fact;
mod keep;
mod kept;
mod notice;
mod passing;
mod room_act;
mod standing_act;
mod task;
mod vault;

pub use act::Act;
pub use act::CloseReason;
pub use act::DismissWhy;
pub use card::Card;
pub use card::Contact;
pub use docket_act::About;
pub use docket_act::DocketAct;
pub use docket_act::Said;
pub use docket_act::Whom;
pub use entry::Entry;
pub use entry::PutMark;
pub use entry::PutOutcome;
pub use fact::Fact;
pub use keep::Block;
pub use keep::BlockWhy;
pub use keep::HoldView;
pub use keep::KeepAnswer;
pub use keep::KeepWish;
pub use keep::RoomKept;
pub use kept::Kept;
pub use kept::KeptItem;
pub use kept::KeptWhat;
pub use kept::KeptWhy;
pub use notice::AskedAlone;
pub use notice::CaseView;
pub use notice::Notice;
pub use notice::OfferEnd;
pub use notice::OfferedSeeker;
pub use notice::RuledAs;
pub use passing::Passing;
pub use passing::Presence;
pub use room_act::RoomAct;
pub use standing_act::StandingAct;
pub use standing_act::Target;
pub use task::Due;
pub use task::Task;
pub use vault::RequestView;
pub use vault::VaultAct;
pub use vault::VaultAnswer;
pub use vault::VaultStep;
pub use vault::VaultWish;
