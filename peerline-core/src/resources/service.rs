//! What the directory holds.

use std::fmt;
use std::str::FromStr;

use serde::Deserialize;
use serde::Serialize;

use super::Day;
use crate::vocab::Language;

/// A country: two letters of ISO 3166-1, in upper case.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(try_from = "String", into = "String")]
pub struct Country([u8; 2]);

impl FromStr for Country {
    type Err = InvalidCountry;

    fn from_str(code: &str) -> Result<Self, InvalidCountry> {
        match code.as_bytes() {
            [first, second] if first.is_ascii_alphabetic() && second.is_ascii_alphabetic() => {
                Ok(Self([
                    first.to_ascii_uppercase(),
                    second.to_ascii_uppercase(),
                ]))
            }
            _ => Err(InvalidCountry),
        }
    }
}

impl TryFrom<String> for Country {
    type Error = InvalidCountry;

    fn try_from(code: String) -> Result<Self, InvalidCountry> {
        code.parse()
    }
}

impl From<Country> for String {
    fn from(country: Country) -> Self {
        country.to_string()
    }
}

impl fmt::Display for Country {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [first, second] = self.0;
        write!(f, "{}{}", char::from(first), char::from(second))
    }
}

/// A country's code was refused.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[error("a country is two letters of ISO 3166-1: DE, PT, US")]
#[non_exhaustive]
pub struct InvalidCountry;

/// The emergency numbers of a country, public and set by its government.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Emergency {
    /// Where they work.
    pub country: Country,
    /// As a person types them; the most general first.
    pub dial: Vec<String>,
    /// Where they were read.
    pub source: String,
}

/// A place that lists helplines of many countries.
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Finder {
    /// Its name.
    pub name: String,
    /// Its address.
    pub url: String,
}

/// A helpline.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Service {
    /// The id of this entry.
    pub id: String,
    /// Its own name for itself.
    pub name: String,
    /// Where it can be reached from.
    pub country: Country,
    /// Whether it runs. Closed ones stay as tombstones, so that nobody adds them again.
    pub status: Status,
    /// Ids that are shown together with it or not at all.
    #[serde(default)]
    pub show_with: Vec<String>,
    /// Its own page.
    pub website: String,
    /// How to reach it.
    pub channels: Vec<Channel>,
    /// How far all of this can be trusted.
    pub provenance: Provenance,
}

/// One way to reach a helpline.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Channel {
    /// What kind.
    pub kind: ChannelKind,
    /// The number as a person types it, or an address.
    pub dial: String,
    /// The word to send first, for a text line that wants one.
    #[serde(default)]
    pub keyword: Option<String>,
    /// The number with `+` and the code of the country; absent where there is none, as for every
    /// short code.
    #[serde(default)]
    pub e164: Option<String>,
    /// The languages spoken there.
    #[serde(default)]
    pub languages: Vec<Language>,
    /// The opening hours in words; absent where they were not read.
    #[serde(default)]
    pub hours: Option<String>,
    /// What it costs, in words; absent where it was not read.
    #[serde(default)]
    pub cost: Option<String>,
}

/// A kind of channel.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum ChannelKind {
    /// A phone call.
    Voice,
    /// A text message.
    Sms,
    /// WhatsApp.
    Whatsapp,
    /// A chat on a web page.
    WebChat,
    /// E-mail.
    Email,
    /// A relay service for deaf people.
    Relay,
    /// An app.
    App,
}

/// Whether a helpline runs.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Status {
    /// It runs.
    Active,
    /// It pauses.
    Suspended,
    /// It has ended.
    Closed,
}

/// Where an entry was read, and who checked it.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Provenance {
    /// The page it was read on.
    pub source: String,
    /// Whose page that is.
    pub class: SourceClass,
    /// The day on which a person of this line last reached it.
    #[serde(default)]
    pub verified_on: Option<Day>,
    /// Whether a person of this line answers for it.
    #[serde(default)]
    pub verified_by_operator: bool,
    /// The day on which it was written down. Nobody has called it for that.
    #[serde(default)]
    pub noted_on: Option<Day>,
    /// How far it was checked, in words, for whoever opens the file.
    #[serde(default)]
    pub verified: Option<String>,
}

/// Whose page an entry was read on.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum SourceClass {
    /// The helpline's own.
    FirstParty,
    /// A government's.
    Government,
    /// A directory kept by a charity.
    NgoDirectory,
    /// Anything else.
    Aggregator,
}
