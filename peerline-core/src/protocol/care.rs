//! Care cards on the wire.

use serde::Deserialize;
use serde::Serialize;

use crate::log::Card;
use crate::log::Contact;

/// Real help, shown at once.
#[cfg_attr(feature = "schemars1", derive(schemars::JsonSchema))]
#[derive(Clone, Debug, Deserialize, Serialize)]
#[expect(
    clippy::exhaustive_structs,
    reason = "a frame's body; the wire ignores unknown fields"
)]
pub struct CareCard {
    /// The reviewed template it was made from.
    pub template: String,
    /// Always true: a program wrote this.
    pub automatic: bool,
    /// What it says.
    pub lines: Vec<String>,
    /// Emergency numbers, shown first.
    pub emergency: Vec<ServiceLine>,
    /// Helplines.
    pub services: Vec<ServiceLine>,
    /// The real state: is a person on the way.
    pub wait: String,
    /// The country these numbers are for (ISO 3166); missing where it is not known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub country: Option<String>,
    /// Where to look further.
    pub finder: String,
    /// What the person can answer.
    pub choices: Vec<String>,
}

/// One helpline or emergency number.
#[cfg_attr(feature = "schemars1", derive(schemars::JsonSchema))]
#[derive(Clone, Debug, Deserialize, Serialize)]
#[expect(
    clippy::exhaustive_structs,
    reason = "a frame's body; the wire ignores unknown fields"
)]
pub struct ServiceLine {
    /// Its name.
    pub name: String,
    /// What to dial, as a person types it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dial: Option<String>,
    /// Where to write.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// When it is open.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hours: Option<String>,
    /// Languages spoken.
    #[serde(default)]
    pub languages: Vec<String>,
    /// What it costs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cost: Option<String>,
    /// When and by whom it was checked, in words.
    pub checked: String,
}

/// Shows a care card.
#[must_use]
pub fn card(card: &Card) -> CareCard {
    CareCard {
        template: card.template.clone(),
        automatic: true,
        lines: card.lines.clone(),
        emergency: card.emergency.iter().map(line).collect(),
        services: card.services.iter().map(line).collect(),
        wait: card.wait.clone(),
        country: card.country.clone(),
        finder: card.finder.clone(),
        choices: vec!["not_now".to_owned(), "not_me".to_owned()],
    }
}

fn line(contact: &Contact) -> ServiceLine {
    ServiceLine {
        name: contact.name.clone(),
        dial: contact.dial.clone(),
        url: contact.url.clone(),
        hours: contact.hours.clone(),
        languages: contact.languages.clone(),
        cost: contact.cost.clone(),
        checked: contact.checked.clone(),
    }
}
