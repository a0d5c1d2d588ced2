//! Looking a country up.

use serde::Deserialize;
use serde::Serialize;

use super::Country;
use super::Emergency;
use super::Finder;
use super::Freshness;
use super::Service;
use super::Status;
use crate::vocab::Language;
use crate::vocab::Timestamp;

/// All helplines and emergency numbers a line knows, offline.
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Directory {
    /// Where to look further.
    pub finder: Finder,
    /// Emergency numbers.
    pub emergency: Vec<Emergency>,
    /// Helplines.
    pub services: Vec<Service>,
}

/// What a directory has for one person, now.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct Found<'a> {
    /// The country it is for; `None` says that the country is unknown.
    pub country: Option<Country>,
    /// Its emergency numbers, first.
    pub emergency: Option<&'a Emergency>,
    /// Its helplines, the most useful first.
    pub services: Vec<Listed<'a>>,
    /// Where to look further; always there.
    pub finder: &'a Finder,
}

/// One helpline, with how far it can be trusted today.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct Listed<'a> {
    /// The helpline.
    pub service: &'a Service,
    /// How far it can be trusted.
    pub freshness: Freshness,
}

impl Directory {
    /// Returns the seed: public facts with their sources, none of them checked. The operator checks
    /// every entry before the line opens.
    #[must_use]
    pub fn seed() -> Self {
        Self::from_json(include_str!("seed.json")).unwrap_or_default()
    }

    /// Reads a directory.
    ///
    /// # Errors
    /// [`InvalidDirectory`] where the text is not one.
    pub fn from_json(text: &str) -> Result<Self, InvalidDirectory> {
        serde_json::from_str(text).map_err(|error| InvalidDirectory { line: error.line() })
    }

    /// Returns every number that can be dialed, services and emergency alike.
    pub fn dials(&self) -> impl Iterator<Item = &str> {
        let channels = self.services.iter().flat_map(|service| &service.channels);
        let emergency = self.emergency.iter().flat_map(|one| &one.dial);
        channels
            .map(|channel| channel.dial.as_str())
            .chain(emergency.map(String::as_str))
    }

    /// Returns what there is for a person in `country` who speaks `language`, at `now`.
    ///
    /// A number of another country is never an answer: where the country is unknown or has no
    /// entries, there is only the finder.
    #[must_use]
    pub fn lookup(
        &self,
        country: Option<&str>,
        language: Option<&Language>,
        now: Timestamp,
    ) -> Found<'_> {
        let country = country.and_then(|code| code.parse::<Country>().ok());
        let here = self
            .services
            .iter()
            .filter(|service| Some(service.country) == country);
        let shown: Vec<_> = here.filter_map(|service| listed(service, now)).collect();
        let mut services: Vec<_> = shown
            .iter()
            .filter(|entry| entry.service.show_with.iter().all(|id| has(&shown, id)))
            .cloned()
            .collect();
        services.sort_by_key(|entry| (rank(entry.freshness), !speaks(entry.service, language)));
        let emergency = self
            .emergency
            .iter()
            .find(|entry| Some(entry.country) == country);
        Found {
            country,
            emergency,
            services,
            finder: &self.finder,
        }
    }

    /// Returns the helplines that nobody has checked within `days`, for the operator's list.
    pub fn stale(&self, days: u64, now: Timestamp) -> impl Iterator<Item = &Service> {
        self.services.iter().filter(move |service| {
            let age = service
                .provenance
                .verified_on
                .and_then(|day| day.age_at(now));
            service.status == Status::Active && age.is_none_or(|age| age > days)
        })
    }
}

fn listed(service: &Service, now: Timestamp) -> Option<Listed<'_>> {
    let freshness = Freshness::of(&service.provenance, now)?;
    (service.status == Status::Active && !service.channels.is_empty())
        .then_some(Listed { service, freshness })
}

fn has(shown: &[Listed<'_>], id: &str) -> bool {
    shown.iter().any(|entry| entry.service.id == id)
}

/// Checked before old before unchecked; the language orders within.
const fn rank(freshness: Freshness) -> u8 {
    match freshness {
        Freshness::Fresh | Freshness::Dated(_) => 0,
        Freshness::Old(_) => 1,
        Freshness::Unverified => 2,
    }
}

fn speaks(service: &Service, language: Option<&Language>) -> bool {
    let Some(wanted) = language else {
        return false;
    };
    let mut spoken = service
        .channels
        .iter()
        .flat_map(|channel| &channel.languages);
    spoken.any(|spoken| spoken.primary() == wanted.primary())
}

/// A directory could not be read.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[error("the directory cannot be read; see line {line}")]
#[non_exhaustive]
pub struct InvalidDirectory {
    /// The line on which reading stopped.
    pub line: usize,
}
