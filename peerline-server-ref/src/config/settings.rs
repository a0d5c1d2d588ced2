//! What a configuration means once it is checked.

use std::net::Ipv4Addr;
use std::net::SocketAddr;
use std::path::PathBuf;

use peerline_core::identity::StaffLogin;
use peerline_core::matching::Lists;
use peerline_core::matching::Tag;
use peerline_core::protocol::TopicLabel;
use peerline_core::room::Manner;
use peerline_core::room::Retentions;
use peerline_core::room::RoomKind;
use peerline_core::room::RoomSpec;
use peerline_core::vocab::Language;
use peerline_core::vocab::Limits;
use tracing_subscriber::filter::LevelFilter;
use url::Url;

use super::EscalationSettings;
use super::GateSettings;
use super::KeptIn;
use super::MatchingSettings;
use super::ModerationSettings;
use super::VaultSettings;

/// All settings, checked.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Settings {
    /// Where the server listens and keeps its data.
    pub server: ServerSettings,
    /// What the line is called and offers.
    pub line: LineSettings,
    /// The bounds.
    pub limits: Limits,
    /// What newcomers are asked before they meet peers.
    pub gate: GateSettings,
    /// Who is offered to whom.
    pub matching: MatchingSettings,
    /// By which rules messages are judged.
    pub moderation: ModerationSettings,
    /// How long the words of each kind of room are kept.
    pub retention: Retentions,
    /// Where the line is kept.
    pub store: KeptIn,
    /// Whether roles of staff need a passkey.
    pub staff: StaffLogin,
    /// Who guards emergency contacts; `None` where the line keeps none.
    pub vault: Option<VaultSettings>,
    /// How many blind tickets an account gets within a day; `None` where the line gives none.
    pub blind_a_day: Option<u32>,
    /// Who is called.
    pub escalation: EscalationSettings,
    /// How the server says what it does.
    pub log: LogSettings,
    /// How people talk in rooms for two.
    pub pair: Manner,
    /// The rooms of the directory.
    pub rooms: Vec<RoomSpec>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            server: ServerSettings::default(),
            line: LineSettings::default(),
            limits: Limits::default(),
            gate: GateSettings::default(),
            matching: MatchingSettings::default(),
            moderation: ModerationSettings::default(),
            retention: Retentions::default(),
            store: KeptIn::default(),
            staff: StaffLogin::default(),
            vault: None,
            blind_a_day: None,
            escalation: EscalationSettings::default(),
            log: LogSettings::default(),
            pair: Manner::of(RoomKind::OneToOne),
            rooms: Vec::new(),
        }
    }
}

/// Where the server listens and keeps its data.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct ServerSettings {
    /// Where people connect; port 0 takes a free one.
    pub listen: SocketAddr,
    /// Where people reach it, if that is somewhere else.
    pub public_url: Option<Url>,
    /// The data folder.
    pub data: PathBuf,
    /// Where operators connect, if apart from people.
    pub admin_listen: Option<SocketAddr>,
    /// The most connections from one network prefix (IPv4 /24, IPv6 /56); `None` is no bound.
    pub max_per_prefix: Option<u32>,
    /// Whether a proxy near by says in `X-Forwarded-For` from where people come.
    pub behind_proxy: bool,
}

impl Default for ServerSettings {
    fn default() -> Self {
        Self {
            listen: SocketAddr::from((Ipv4Addr::LOCALHOST, 7433)),
            public_url: None,
            data: PathBuf::from("./peerline-data"),
            admin_listen: None,
            max_per_prefix: None,
            behind_proxy: false,
        }
    }
}

/// What the line is called and offers.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct LineSettings {
    /// What people read.
    pub name: String,
    /// What one can talk about.
    pub topics: Vec<TopicLabel>,
    /// What people may say they have lived through; nothing until the operator lists it.
    pub experiences: Vec<TopicLabel>,
    /// In which languages.
    pub languages: Vec<Language>,
    /// Whose helplines are shown when a person names no country.
    pub country: Option<String>,
    /// The operator's own directory of helplines; `None` is the one inside the program.
    pub helplines: Option<PathBuf>,
    /// The public key that must have signed it, in base64.
    pub helplines_key: Option<String>,
}

impl LineSettings {
    /// Returns what people may choose from.
    #[must_use]
    pub fn lists(&self) -> Lists {
        let experiences = self.experiences.iter();
        Lists::default()
            .of_topics(self.topics.iter().map(|topic| topic.id.clone()))
            .of_languages(&self.languages)
            .of_tags(experiences.map(|experience| Tag::from(experience.id.clone())))
    }
}

impl Default for LineSettings {
    fn default() -> Self {
        let topic = |id: &str, label: &str| {
            id.parse().ok().map(|id| TopicLabel {
                id,
                label: label.to_owned(),
            })
        };
        let topics = DEFAULT_TOPICS
            .iter()
            .filter_map(|(id, label)| topic(id, label));
        Self {
            name: "Peer support".to_owned(),
            topics: topics.collect(),
            experiences: Vec::new(),
            languages: DEFAULT_LANGUAGES
                .iter()
                .filter_map(|tag| tag.parse().ok())
                .collect(),
            country: None,
            helplines: None,
            helplines_key: None,
        }
    }
}

/// How the server says what it does.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct LogSettings {
    /// Text or JSON.
    pub format: LogFormat,
    /// How much.
    pub level: LevelFilter,
}

impl Default for LogSettings {
    fn default() -> Self {
        Self {
            format: LogFormat::Text,
            level: LevelFilter::INFO,
        }
    }
}

/// The form of a log line.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum LogFormat {
    /// For people.
    Text,
    /// For programs, one object a line.
    Json,
}

/// The languages in which the line itself speaks.
const DEFAULT_LANGUAGES: &[&str] = &["en", "de", "es", "fr", "pt"];

const DEFAULT_TOPICS: &[(&str, &str)] = &[
    ("anxiety", "Worry and anxiety"),
    ("family", "Family"),
    ("grief", "Loss and grief"),
    ("loneliness", "Feeling alone"),
    ("low_mood", "Low mood"),
    ("relationships", "Relationships"),
    ("sleep", "Sleep"),
    ("study", "School and study"),
    ("work", "Work and money"),
    ("other", "Something else"),
];
