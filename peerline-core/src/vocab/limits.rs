//! Every bound of the line in one place.

use super::Millis;

/// Bounds of everything that could grow. None of them ever cuts the way to a responder.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct Limits {
    /// Bytes of one frame, both ways.
    pub frame_bytes: usize,
    /// Nesting of one frame.
    pub frame_depth: usize,
    /// Values in one frame.
    pub frame_items: usize,
    /// Rooms one connection may have open.
    pub open_rooms: usize,
    /// Unacknowledged bytes to one connection before the server pauses.
    pub inflight_bytes: usize,
    /// Members of one drop-in room.
    pub room_members: usize,
    /// People waiting in line. The urgent tier is not counted.
    pub waiting: usize,
    /// Seekers one supporter may have at a time.
    pub capacity: u8,
    /// Topics or languages one profile may name.
    pub profile_entries: usize,
    /// Shared experiences one profile may name.
    pub profile_tags: usize,
    /// Load points a supporter may set before a break is due.
    pub load_points: u16,
    /// Messages one person may send to one room within [`Limits::pace_window`]; signals of danger
    /// and messages that carry one are never counted.
    pub pace: u32,
    /// The window of [`Limits::pace`].
    pub pace_window: Millis,
    /// How long a `put` is remembered; a retry older than that gets `stale`.
    pub dedupe: Millis,
    /// How long what was said in a room is kept after the room closed, and after the last case in it
    /// ended; then the words are destroyed. For ever where it is missing.
    pub keep_closed: Option<Millis>,
    /// How long the server waits for the first frame.
    pub hello: Millis,
    /// How often an idle connection is pinged.
    pub heartbeat: Millis,
    /// Entries read from the log at once.
    pub page: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            frame_bytes: 16 * 1024,
            frame_depth: 8,
            frame_items: 1024,
            open_rooms: 64,
            inflight_bytes: 256 * 1024,
            room_members: 500,
            waiting: 10_000,
            capacity: 8,
            profile_entries: 16,
            profile_tags: 16,
            load_points: 100,
            pace: 20,
            pace_window: Millis::from_secs(10),
            dedupe: Millis::from_hours(24),
            keep_closed: Some(Millis::from_hours(7 * 24)),
            hello: Millis::from_secs(10),
            heartbeat: Millis::from_secs(20),
            page: 256,
        }
    }
}
