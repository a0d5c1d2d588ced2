//! Care cards on the wire.

use super::CareCard;
use super::ServiceLine;
use crate::log::Card;
use crate::log::Contact;

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
