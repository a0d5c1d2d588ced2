//! The numbers that go into a reply, taken word for word from the directory.

use serde::Deserialize;
use serde::Serialize;

/// The numbers that go into a reply. The engine fills it from the directory; this domain knows
/// nothing of how it is kept.
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Help {
    /// The emergency numbers of the person's country, as one dials them; empty where the country is
    /// not known.
    pub emergency: Vec<String>,
    /// Helplines of that country.
    pub lines: Vec<Helpline>,
    /// The address of a directory of all countries.
    pub finder: String,
}

impl Help {
    /// Makes help that has only the address of a directory of all countries.
    #[must_use]
    pub fn with_finder(finder: impl Into<String>) -> Self {
        Self {
            finder: finder.into(),
            ..Self::default()
        }
    }
}

/// One helpline.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Helpline {
    /// Its own name for itself.
    pub name: String,
    /// How to reach it, as one dials it.
    pub contacts: Vec<String>,
    /// Whether this line has checked it.
    pub checked: Checked,
}

impl Helpline {
    /// Makes a helpline.
    #[must_use]
    pub fn new(name: impl Into<String>, contacts: Vec<String>, checked: Checked) -> Self {
        Self {
            name: name.into(),
            contacts,
            checked,
        }
    }
}

/// Whether this line has checked a contact.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Checked {
    /// Lately.
    Lately,
    /// On a day that the person should see.
    On(String),
    /// Not yet.
    NotYet,
}
