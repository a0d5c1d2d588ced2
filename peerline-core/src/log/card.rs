//! Real help as one person was shown it.

use std::fmt;

use serde::Deserialize;
use serde::Serialize;

/// A care card, kept as it was shown: what a person read does not change when templates or the
/// directory do.
#[derive(Clone, Deserialize, Eq, PartialEq, Serialize)]
#[expect(
    clippy::exhaustive_structs,
    reason = "the engine makes it; the stored form is versioned"
)]
pub struct Card {
    /// The reviewed template it was made from.
    pub template: String,
    /// What it says.
    pub lines: Vec<String>,
    /// Emergency numbers, as one dials them.
    pub emergency: Vec<Contact>,
    /// Helplines.
    pub services: Vec<Contact>,
    /// The real state: is a person on the way.
    pub wait: String,
    /// The country these numbers are for (ISO 3166); missing where it is not known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub country: Option<String>,
    /// Where to look further.
    pub finder: String,
}

/// Whose numbers are on a card tells where a person is.
impl fmt::Debug for Card {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Card({})", self.template)
    }
}

/// One helpline or emergency number.
#[derive(Clone, Deserialize, Eq, PartialEq, Serialize)]
#[expect(
    clippy::exhaustive_structs,
    reason = "the engine makes it; the stored form is versioned"
)]
pub struct Contact {
    /// Its name for itself.
    pub name: String,
    /// What to dial, as a person types it.
    pub dial: Option<String>,
    /// Where to write.
    pub url: Option<String>,
    /// When it is open, in the notation of OpenStreetMap.
    pub hours: Option<String>,
    /// Languages spoken.
    pub languages: Vec<String>,
    /// What it costs.
    pub cost: Option<String>,
    /// `lately`, the day it was checked, or `not_yet`.
    pub checked: String,
}

impl fmt::Debug for Contact {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Contact(..)")
    }
}
