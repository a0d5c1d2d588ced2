//! The configuration: what a file may say, what it means, and how to say what is wrong with it.

mod error;
mod escalation;
mod file;
mod gate;
mod limits;
mod matching;
mod moderation;
mod pair;
mod retention;
mod rooms;
mod rota;
mod schedule;
mod settings;
mod source;
mod staff;
mod store;
mod tickets;
mod timetable;
mod vault;

pub use error::ConfigError;
pub use escalation::AlertSettings;
pub use escalation::Bell;
pub use escalation::EscalationSettings;
pub use escalation::MailSettings;
pub use escalation::MailTls;
pub(crate) use escalation::is_sealed;
pub use file::EXAMPLE;
pub use gate::GateSettings;
pub use gate::Work;
pub use matching::MatcherName;
pub use matching::MatchingSettings;
pub use moderation::ModelSettings;
pub use moderation::ModerationSettings;
pub use moderation::PolicySource;
pub use rota::RotaSettings;
pub use schedule::Override;
pub use schedule::Schedule;
pub use schedule::Shift;
pub use settings::LineSettings;
pub use settings::LogFormat;
pub use settings::LogSettings;
pub use settings::ServerSettings;
pub use settings::Settings;
pub use source::read;
pub use source::read_text;
pub use store::KeptIn;
pub use vault::VaultSettings;

#[cfg(test)]
mod tests;
