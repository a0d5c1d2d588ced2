//! What `peerline.toml` may say, word for word. Every key is in `peerline.example.toml` and in
//! `docs/configuration.md`; a test compares.

use std::collections::BTreeMap;
use std::path::PathBuf;

use serde::Deserialize;
use toml::Spanned;
use toml::value::Datetime;

/// The commented example: every key with its default.
pub const EXAMPLE: &str = include_str!("../../peerline.example.toml");

/// The whole file.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct File {
    pub(super) server: Server,
    pub(super) line: Line,
    pub(super) limits: LimitsSection,
    pub(super) gate: Gate,
    pub(super) matching: Matching,
    pub(super) moderation: Moderation,
    pub(super) retention: Retention,
    pub(super) store: Store,
    pub(super) staff: Staff,
    pub(super) tickets: Tickets,
    pub(super) risk: Risk,
    pub(super) escalation: Escalation,
    pub(super) log: Log,
    pub(super) vault: Vault,
    pub(super) pair: Pair,
    pub(super) rooms: Vec<Spanned<RoomEntry>>,
    pub(super) rota: Vec<Spanned<RotaEntry>>,
}

/// Where the server listens and keeps its data.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct Server {
    pub(super) listen: Option<Spanned<String>>,
    pub(super) public_url: Option<Spanned<String>>,
    pub(super) data: Option<PathBuf>,
    pub(super) admin_listen: Option<Spanned<String>>,
    pub(super) max_per_prefix: Option<Spanned<u32>>,
    pub(super) behind_proxy: Option<bool>,
}

/// What the line is called and offers.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct Line {
    pub(super) name: Option<Spanned<String>>,
    pub(super) topics: Option<Vec<TopicEntry>>,
    pub(super) experiences: Option<Vec<TopicEntry>>,
    pub(super) languages: Option<Vec<Spanned<String>>>,
    pub(super) country: Option<Spanned<String>>,
    pub(super) helplines: Option<PathBuf>,
    pub(super) helplines_key: Option<Spanned<String>>,
}

/// One topic.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct TopicEntry {
    pub(super) id: Spanned<String>,
    pub(super) label: Spanned<String>,
}

/// Bounds; a key that is left out keeps the core's default.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct LimitsSection {
    pub(super) frame_bytes: Option<Spanned<u64>>,
    pub(super) open_rooms: Option<Spanned<u64>>,
    pub(super) inflight_bytes: Option<Spanned<u64>>,
    pub(super) room_members: Option<Spanned<u64>>,
    pub(super) waiting: Option<Spanned<u64>>,
    pub(super) capacity: Option<Spanned<u64>>,
    pub(super) pace: Option<Spanned<u64>>,
    pub(super) pace_window_s: Option<Spanned<u64>>,
    pub(super) hello_s: Option<Spanned<u64>>,
    pub(super) heartbeat_s: Option<Spanned<u64>>,
    pub(super) keep_closed_days: Option<Spanned<Days>>,
}

/// How many days.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
pub(super) enum Days {
    Number(u64),
    Word(String),
}

/// What newcomers are asked before they meet peers.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct Gate {
    pub(super) pass_file: Option<Spanned<PathBuf>>,
    pub(super) newcomers_per_hour: Option<Spanned<u64>>,
    pub(super) work: Option<Spanned<String>>,
    pub(super) work_bits: Option<Spanned<u64>>,
    pub(super) rush_per_minute: Option<Spanned<u64>>,
}

/// Who is offered to whom.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct Matching {
    pub(super) matcher: Option<Spanned<String>>,
    pub(super) ladder: Option<Spanned<Vec<RungEntry>>>,
    pub(super) overdue_min: Option<Spanned<u64>>,
    pub(super) offer_s: Option<Spanned<u64>>,
    pub(super) reserve: Option<Spanned<u64>>,
    pub(super) break_points: Option<Spanned<u64>>,
    pub(super) break_min: Option<Spanned<u64>>,
    pub(super) clearance: Option<Spanned<String>>,
    pub(super) minors: Option<bool>,
}

/// A step of the ladder.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RungEntry {
    pub(super) rule: Spanned<String>,
    pub(super) after_s: Spanned<u64>,
}

/// By which rules messages are judged.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct Moderation {
    pub(super) policy: Option<String>,
    pub(super) models: Vec<ModelEntry>,
}

/// A model outside that a policy may ask.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ModelEntry {
    pub(super) name: Spanned<String>,
    pub(super) url: Spanned<String>,
    pub(super) key_file: Option<Spanned<PathBuf>>,
}

/// How long the words of each kind of room are kept.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct Retention {
    pub(super) one_to_one: Option<Spanned<String>>,
    pub(super) crisis: Option<Spanned<String>>,
    pub(super) circle: Option<Spanned<String>>,
    pub(super) drop_in: Option<Spanned<String>>,
    pub(super) session: Option<Spanned<String>>,
    pub(super) staff: Option<Spanned<String>>,
}

/// What the store may take.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct Store {
    pub(super) max_bytes: Option<Spanned<u64>>,
    pub(super) postgres: Option<Spanned<String>>,
    pub(super) postgres_password_file: Option<Spanned<PathBuf>>,
}

/// How staff log in.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct Staff {
    pub(super) passkeys: Option<Spanned<String>>,
}

/// Who guards emergency contacts.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct Vault {
    pub(super) guardians: Option<Spanned<Vec<Spanned<String>>>>,
    pub(super) threshold: Option<Spanned<u64>>,
    pub(super) purposes: Option<Spanned<Vec<Spanned<String>>>>,
    pub(super) days: Option<Spanned<u64>>,
    pub(super) call: Option<Spanned<Target>>,
}

/// How people talk in rooms for two.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct Pair {
    pub(super) typing: Option<bool>,
    pub(super) read: Option<bool>,
    pub(super) slow_s: Option<Spanned<u32>>,
}

/// With what rooms are entered.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct Tickets {
    pub(super) blind: Option<Spanned<bool>>,
    pub(super) blind_a_day: Option<Spanned<u64>>,
}

/// What orders who is seen first.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct Risk {
    pub(super) model: Option<PathBuf>,
}

/// Who is called.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct Escalation {
    pub(super) last_resort: Option<Spanned<Target>>,
    pub(super) rings: Vec<Spanned<Target>>,
}

/// One way to call somebody: exactly one of its keys.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct Target {
    pub(super) webhook: Option<Webhook>,
    pub(super) smtp: Option<Smtp>,
    pub(super) alert: Option<Alert>,
    pub(super) rota: Option<Spanned<String>>,
    pub(super) log: bool,
}

/// An alerting service, and the shape in which it takes a page.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Alert {
    pub(super) template: Spanned<String>,
    pub(super) url: Option<Spanned<String>>,
    pub(super) secret_file: Option<PathBuf>,
}

/// An address that takes pages, and the file with the key that signs them.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Webhook {
    pub(super) url: Spanned<String>,
    pub(super) secret_file: Spanned<PathBuf>,
}

/// A mail server, who writes, and who is woken.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Smtp {
    pub(super) server: Spanned<String>,
    pub(super) from: Spanned<String>,
    pub(super) to: Spanned<Vec<Spanned<String>>>,
    pub(super) login: Option<Spanned<String>>,
    pub(super) password_file: Option<Spanned<PathBuf>>,
    pub(super) ca_file: Option<PathBuf>,
}

/// People who are on call by turns.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RotaEntry {
    pub(super) name: Spanned<String>,
    pub(super) zone: Spanned<String>,
    pub(super) people: Spanned<Vec<PersonEntry>>,
    pub(super) shifts: Spanned<Vec<Spanned<ShiftEntry>>>,
    #[serde(default)]
    pub(super) overrides: Vec<Spanned<OverrideEntry>>,
}

/// Somebody who can be on call.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PersonEntry {
    pub(super) name: Spanned<String>,
    pub(super) target: Spanned<Target>,
}

/// A shift and who takes turns in it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ShiftEntry {
    pub(super) begins: Spanned<Datetime>,
    pub(super) ends: Option<Spanned<Datetime>>,
    pub(super) from: Spanned<Datetime>,
    pub(super) until: Spanned<Datetime>,
    #[serde(default)]
    pub(super) days: Vec<Spanned<String>>,
    pub(super) people: Spanned<Vec<Spanned<String>>>,
    pub(super) turn_days: Option<Spanned<u16>>,
}

/// Somebody takes over a stretch.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct OverrideEntry {
    pub(super) who: Spanned<String>,
    pub(super) instead_of: Option<Spanned<String>>,
    pub(super) from: Spanned<Datetime>,
    pub(super) until: Spanned<Datetime>,
}

/// A room of the directory.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RoomEntry {
    pub(super) slug: Spanned<String>,
    pub(super) kind: Spanned<String>,
    pub(super) title: Texts,
    pub(super) about: Option<Texts>,
    pub(super) access: Option<Texts>,
    pub(super) norms: Option<Texts>,
    #[serde(default)]
    pub(super) topics: Vec<Spanned<String>>,
    #[serde(default)]
    pub(super) languages: Vec<Spanned<String>>,
    pub(super) seats: Option<Spanned<u16>>,
    #[serde(default)]
    pub(super) sittings: Vec<SittingEntry>,
    pub(super) alone: Option<Spanned<String>>,
    pub(super) retention: Option<Spanned<String>>,
    pub(super) slow_s: Option<Spanned<u32>>,
    pub(super) read_s: Option<Spanned<u32>>,
    pub(super) agree: Option<bool>,
    pub(super) turns: Option<bool>,
    pub(super) quiet: Option<Spanned<String>>,
    pub(super) typing: Option<bool>,
    pub(super) read: Option<bool>,
    #[serde(default)]
    pub(super) roles: Vec<Spanned<String>>,
}

/// When a session takes place.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SittingEntry {
    pub(super) starts: Spanned<Datetime>,
    pub(super) zone: Option<Spanned<String>>,
    pub(super) every_days: Option<Spanned<u16>>,
    pub(super) minutes: Spanned<u16>,
}

/// A text in the room's main language, or one for each language.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
pub(super) enum Texts {
    One(String),
    Each(BTreeMap<String, String>),
}

/// How the server says what it does.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct Log {
    pub(super) format: Option<Spanned<String>>,
    pub(super) level: Option<Spanned<String>>,
}
