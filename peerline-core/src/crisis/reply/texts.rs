//! The sentences of one language, and those in English and German.
//!
//! `{}` stands for a number, a name or an address of the directory.

use super::texts_latin::FRENCH;
use super::texts_latin::PORTUGUESE;
use super::texts_latin::SPANISH;

/// All sentences of one language.
#[derive(Debug)]
pub(super) struct Texts {
    pub(super) language: &'static str,
    pub(super) automatic: &'static str,
    pub(super) about_own: &'static str,
    pub(super) about_other: &'static str,
    pub(super) asked: &'static str,
    pub(super) outage: &'static str,
    pub(super) calling: &'static str,
    pub(super) nobody: &'static str,
    pub(super) here: &'static str,
    pub(super) emergency: &'static str,
    pub(super) emergency_unknown: &'static str,
    pub(super) lines: &'static str,
    pub(super) checked_on: &'static str,
    pub(super) not_checked: &'static str,
    pub(super) finder: &'static str,
    pub(super) limits: &'static str,
    pub(super) barrier: &'static str,
    pub(super) human_now: &'static str,
    pub(super) not_now: &'static str,
    pub(super) not_about_me: &'static str,
    pub(super) or: &'static str,
    pub(super) taken: &'static str,
    pub(super) taken_other: &'static str,
}

/// Every language, the one to fall back on first.
pub(super) const ALL: [&Texts; 5] = [&ENGLISH, &GERMAN, &SPANISH, &FRENCH, &PORTUGUESE];

const ENGLISH: Texts = Texts {
    language: "en",
    automatic: "This message is automatic. It was not written by a person.",
    about_own: "Some of what was written sounds very heavy. Thank you for putting it into words.",
    about_other: "It sounds as if you are worried about somebody. Thank you for looking out for them.",
    asked: "You asked for a person.",
    outage: "We want to make sure that a person sees what you write.",
    calling: "A trained person of this line is being called now. We do not know yet how long it takes \
              until they can answer. You can keep writing.",
    nobody: "Nobody is on duty here at this moment. The people who are on call are being called, and \
             it may take a while. You do not have to wait for us: the numbers below are there too.",
    here: "A trained person of this line has joined and can read what you write.",
    emergency: "If there is danger right now, call {}.",
    emergency_unknown: "If there is danger right now, call the emergency number of the place where you \
                        are. We do not know which country you are in.",
    lines: "People you can also reach:",
    checked_on: "last checked by this line on {}",
    not_checked: "not yet checked by this line",
    finder: "Lines in every country: {}",
    limits: "We cannot see where you are and cannot send anyone to you by ourselves. If you want \
             emergency help, call yourself or tell the person here where you are. The responders of \
             this line can read this conversation.",
    barrier: "Is there something that makes it hard to reach out to someone right now? You can tell us.",
    human_now: "I want to talk to a person now",
    not_now: "Not now",
    not_about_me: "This is not about me",
    or: "or",
    taken: "Somebody has taken this and reads now. You can keep writing.",
    taken_other: "Somebody has taken your worry about another person and reads now. You can keep writing.",
};

const GERMAN: Texts = Texts {
    language: "de",
    automatic: "Diese Nachricht kommt automatisch. Sie wurde nicht von einem Menschen geschrieben.",
    about_own: "Manches davon klingt sehr schwer. Danke, dass du es ausgesprochen hast.",
    about_other: "Es klingt, als ob du dir um jemanden Sorgen machst. Danke, dass du hinschaust.",
    asked: "Du hast nach einem Menschen gefragt.",
    outage: "Wir möchten sichergehen, dass ein Mensch liest, was du schreibst.",
    calling: "Gerade wird ein geschulter Mensch von hier gerufen. Wir wissen noch nicht, wie lange es \
              dauert, bis jemand antworten kann. Du kannst weiterschreiben.",
    nobody: "Im Moment hat hier niemand Dienst. Die Bereitschaft wird gerufen, und das kann dauern. Du \
             musst nicht auf uns warten: Die Nummern unten sind auch da.",
    here: "Ein geschulter Mensch von hier ist dazugekommen und kann lesen, was du schreibst.",
    emergency: "Wenn jetzt gerade Gefahr besteht, ruf {} an.",
    emergency_unknown: "Wenn jetzt gerade Gefahr besteht, ruf die Notrufnummer an dem Ort an, an dem \
                        du bist. Wir wissen nicht, in welchem Land du bist.",
    lines: "Hier erreichst du auch Menschen:",
    checked_on: "von uns zuletzt geprüft am {}",
    not_checked: "von uns noch nicht geprüft",
    finder: "Angebote in allen Ländern: {}",
    limits: "Wir können nicht sehen, wo du bist, und können von uns aus niemanden zu dir schicken. Wenn \
             du Hilfe vom Notruf möchtest, ruf selbst an oder sag dem Menschen hier, wo du bist. Die \
             Bereitschaft von hier kann dieses Gespräch lesen.",
    barrier: "Gibt es etwas, das es dir gerade schwer macht, dich an jemanden zu wenden? Du kannst es \
              uns sagen.",
    human_now: "Ich möchte jetzt mit einem Menschen sprechen",
    not_now: "Nicht jetzt",
    not_about_me: "Es geht nicht um mich",
    or: "oder",
    taken: "Jemand hat das übernommen und liest jetzt. Du kannst weiterschreiben.",
    taken_other: "Jemand hat deine Sorge um einen anderen Menschen übernommen und liest jetzt. Du kannst weiterschreiben.",
};
