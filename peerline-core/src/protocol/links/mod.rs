//! How frames travel over links that carry text or requests: one line each, one server-sent event
//! each, or several in the body of a post.
//!
//! What lives here: splitting and joining, in any chunks, within bounds. What never does: sockets,
//! HTTP, and any reading of a frame's own fields.

mod lines;
mod posts;
mod sse;
#[cfg(test)]
mod tests;
mod text;

pub use lines::BadLine;
pub use lines::LineReader;
pub use lines::encode_line;
pub use posts::Cut;
pub use posts::NotFrames;
pub use posts::cut_post;
pub use posts::is_post;
pub use posts::join_post;
pub use sse::KEEP_AWAKE;
pub use sse::LinkSecret;
pub use sse::SseEvent;
pub use sse::SseReader;
pub use sse::TooLong;
pub use sse::encode_event;
pub use sse::encode_link;
pub use sse::read_link;
pub use text::frame_of;
