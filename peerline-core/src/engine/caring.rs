//! Real help, put together from reviewed templates and the directory.

use super::Engine;
use crate::crisis::reply::Checked;
use crate::crisis::reply::Help;
use crate::crisis::reply::Helpline;
use crate::crisis::reply::Occasion;
use crate::crisis::reply::Part;
use crate::crisis::reply::Presence;
use crate::crisis::reply::SafeReply;
use crate::log::Card;
use crate::log::Contact;
use crate::resources::Channel;
use crate::resources::ChannelKind;
use crate::resources::Found;
use crate::resources::Freshness;
use crate::resources::Listed;
use crate::vocab::AccountId;
use crate::vocab::Sensitive;

impl Engine {
    /// Puts together real help for a person's country and language, with the honest state of the
    /// line.
    pub(super) fn care_card(
        &self,
        account: AccountId,
        country: Option<Sensitive<String>>,
        occasion: Option<Occasion>,
    ) -> Card {
        let language = self.presence.language(account);
        let country = country.or_else(|| self.presence.country(account));
        let directory = &self.policies.directory;
        let found = directory.lookup(
            country.as_ref().map(|code| code.expose().as_str()),
            language.as_ref(),
            self.turn.now,
        );
        let presence = if self.on_duty() == 0 {
            Presence::NobodyOnDuty
        } else {
            Presence::Calling
        };
        let asked = occasion.unwrap_or(Occasion::Asked);
        let reply = SafeReply::render(asked, presence, &help(&found), language.as_ref());
        let part = |wanted: Part| reply.paragraphs.iter().find(|one| one.part == wanted);
        // Who only looks for numbers is not told that somebody was called: nobody was.
        let apart: &[Part] = match occasion {
            Some(_) => &[Part::Presence, Part::Lines],
            None => &[
                Part::Presence,
                Part::Lines,
                Part::Acknowledge,
                Part::Barrier,
            ],
        };
        let spoken = reply
            .paragraphs
            .iter()
            .filter(|one| !apart.contains(&one.part));
        Card {
            template: reply.template.to_owned(),
            lines: spoken.map(|one| one.text.clone()).collect(),
            emergency: reply.emergency.iter().map(|dial| emergency(dial)).collect(),
            services: found.services.iter().flat_map(contacts).collect(),
            wait: occasion
                .and_then(|_| part(Part::Presence))
                .map(|one| one.text.clone())
                .unwrap_or_default(),
            country: found.country.map(|country| country.to_string()),
            finder: found.finder.url.clone(),
        }
    }
}

fn help(found: &Found<'_>) -> Help {
    let mut help = Help::with_finder(found.finder.url.clone());
    help.emergency = found
        .emergency
        .map(|one| one.dial.clone())
        .unwrap_or_default();
    help.lines = found.services.iter().map(helpline).collect();
    help
}

fn helpline(listed: &Listed<'_>) -> Helpline {
    let contacts = listed
        .service
        .channels
        .iter()
        .map(|channel| channel.dial.clone())
        .collect();
    let checked = match listed.freshness {
        Freshness::Fresh => Checked::Lately,
        Freshness::Dated(day) | Freshness::Old(day) => Checked::On(day.to_string()),
        Freshness::Unverified => Checked::NotYet,
    };
    Helpline::new(listed.service.name.clone(), contacts, checked)
}

fn contacts<'a>(listed: &'a Listed<'_>) -> impl Iterator<Item = Contact> + 'a {
    listed
        .service
        .channels
        .iter()
        .map(|channel| contact(listed, channel))
}

fn contact(listed: &Listed<'_>, channel: &Channel) -> Contact {
    let to_dial = matches!(
        channel.kind,
        ChannelKind::Voice | ChannelKind::Sms | ChannelKind::Whatsapp | ChannelKind::Relay
    );
    let checked = match listed.freshness {
        Freshness::Fresh => "lately".to_owned(),
        Freshness::Dated(day) | Freshness::Old(day) => day.to_string(),
        Freshness::Unverified => "not_yet".to_owned(),
    };
    Contact {
        name: listed.service.name.clone(),
        dial: to_dial.then(|| channel.dial.clone()),
        url: (!to_dial).then(|| channel.dial.clone()),
        hours: channel.hours.clone(),
        languages: channel.languages.iter().map(ToString::to_string).collect(),
        cost: channel.cost.clone(),
        checked,
    }
}

fn emergency(dial: &str) -> Contact {
    Contact {
        name: String::new(),
        dial: Some(dial.to_owned()),
        url: None,
        hours: None,
        languages: Vec::new(),
        cost: None,
        checked: "lately".to_owned(),
    }
}
