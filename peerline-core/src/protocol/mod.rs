//! PLP/1: frames, bodies and codes, and how they become bytes. The only place that knows bytes.
//!
//! What lives here: the frame types of both directions, the bounded decoders of both encodings, the bodies of
//! puts and entries, the running hash of a log, and how entries are stored. What never does: a
//! connection's state (that is `session`) and any decision (that is `engine`).

mod address;
mod body;
mod care;
mod cbor;
mod chain;
mod client_frame;
mod code;
mod codec;
mod decode_error;
mod directory;
mod encoding;
mod entry_frame;
mod erasing;
mod event_body;
mod json;
mod kind;
mod lexicon;
pub mod links;
mod passing;
mod present;
mod present_crisis;
mod present_life;
mod present_notice;
mod raw;
mod room_body;
#[cfg(feature = "schemars1")]
pub mod schema;
mod server_frame;
mod stored;
#[cfg(test)]
mod tests;
mod transcode;
mod verify;
mod who;

pub use address::Address;
pub use body::InvalidBody;
pub use body::read_act;
pub use care::CareCard;
pub use care::ServiceLine;
pub use care::card;
pub use chain::Chain;
pub use client_frame::Ask;
pub use client_frame::Auth;
pub use client_frame::ClientFrame;
pub use client_frame::Close;
pub use client_frame::Drop;
pub use client_frame::Fetch;
pub use client_frame::Hello;
pub use client_frame::Key;
pub use client_frame::Open;
pub use client_frame::Ping;
pub use client_frame::Put;
pub use client_frame::Sig;
pub use client_frame::SignatureBytes;
pub use code::Code;
pub use codec::decode_client;
pub use codec::decode_server;
pub use codec::encode_client;
pub use codec::encode_server;
pub use decode_error::DecodeError;
pub use directory::DirectoryRoom;
pub use directory::RoomCard;
pub use directory::Said;
pub use directory::Ways;
pub use encoding::Encoding;
pub use entry_frame::Announce;
pub use entry_frame::Ev;
pub use erasing::KeptBody;
pub use erasing::KeptEntry;
pub use erasing::kept;
pub use event_body::CaseSummary;
pub use event_body::Coverage;
pub use event_body::EventBody;
pub use event_body::LineInfo;
pub use event_body::OfferBody;
pub use event_body::OnDuty;
pub use event_body::PlaceBody;
pub use event_body::RoomSummary;
pub use event_body::TopicLabel;
pub use kind::Kind;
pub use lexicon::FIELDS;
pub use lexicon::Field;
pub use lexicon::Form;
pub use lexicon::WORDS;
pub use passing::passing;
pub use passing::read_passing;
pub use present::Placed;
pub use present::case_summary;
pub use present::own_viewers;
pub use present::present;
pub use raw::Body;
pub use raw::NoBody;
pub use raw::read_where;
pub use server_frame::Bye;
pub use server_frame::Gap;
pub use server_frame::GapWhy;
pub use server_frame::Hail;
pub use server_frame::Maxima;
pub use server_frame::Me;
pub use server_frame::Opened;
pub use server_frame::Refused;
pub use server_frame::Scope;
pub use server_frame::ServerFrame;
pub use server_frame::Status;
pub use server_frame::Taken;
pub use server_frame::Welcome;
pub use stored::Encoded;
pub use stored::Unreadable;
pub use stored::bury_entry;
pub use stored::decode_entry;
pub use stored::decode_task;
pub use stored::digest_entry;
pub use stored::encode_entry;
pub use stored::encode_task;
pub use stored::erase_entry;
pub use verify::Link;
pub use verify::verify_log;
pub use who::Who;

/// The extension of short names: rooms and members by number.
pub const SHORT: &str = "short";

/// The version this crate speaks.
pub const VERSION: u16 = 1;
