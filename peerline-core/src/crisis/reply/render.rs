//! Puts a reply together.

use serde::Deserialize;
use serde::Serialize;

use super::Checked;
use super::Help;
use super::Helpline;
use super::texts;
use super::texts::Texts;
use crate::crisis::Kind;
use crate::crisis::Source;
use crate::vocab::Language;

/// What a person sees at once, in parts that a screen can lay out and a reader can read aloud.
///
/// Made only by [`SafeReply::render`], from the templates of this folder.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
#[non_exhaustive]
pub struct SafeReply {
    /// Which template, as `name@version`.
    pub template: &'static str,
    /// The language of the sentences, which may differ from the one asked for.
    pub language: &'static str,
    /// The emergency numbers, as one dials them.
    pub emergency: Vec<String>,
    /// The helplines, as the directory has them.
    pub lines: Vec<Helpline>,
    /// The sentences, in the order in which they are shown.
    pub paragraphs: Vec<Paragraph>,
    /// What the person can choose. None of them hides the numbers.
    pub choices: Vec<Choice>,
}

/// Some sentences of a reply.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Paragraph {
    /// What they are for.
    pub part: Part,
    /// What they say.
    pub text: String,
}

/// What some sentences are for.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Part {
    /// Says that no person wrote this.
    Automatic,
    /// Says that it was heard, without a diagnosis.
    Acknowledge,
    /// Says truly who is there.
    Presence,
    /// The emergency number.
    Emergency,
    /// Helplines.
    Lines,
    /// A directory of all countries.
    Finder,
    /// What will and what will not happen.
    Limits,
    /// Asks what stands in the way of reaching out.
    Barrier,
}

/// Something the person can choose.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Choice {
    /// What it does.
    pub kind: ChoiceKind,
    /// Its label.
    pub label: &'static str,
}

/// What a choice does.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum ChoiceKind {
    /// Asks for a person, whatever any detector says.
    HumanNow,
    /// Puts the reply away. The case stays open.
    NotNow,
    /// Says that somebody else is meant. Information for the responder; nothing is closed by it.
    NotAboutMe,
}

/// Why the reply is shown.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Occasion {
    /// A sign of danger in the person's own words or reported of them.
    OwnRisk,
    /// A worry about somebody else.
    ThirdParty,
    /// The person asked for a human.
    Asked,
    /// The detector could not look.
    DetectorOutage,
}

impl From<Source> for Occasion {
    fn from(source: Source) -> Self {
        match source {
            Source::OwnWords | Source::Helper => Self::OwnRisk,
            Source::Asked => Self::Asked,
            Source::DetectorOutage => Self::DetectorOutage,
            Source::ThirdParty => Self::ThirdParty,
        }
    }
}

/// Who is there, truly.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Presence {
    /// People on duty are being called.
    Calling,
    /// Nobody is on duty; people on call are being called.
    NobodyOnDuty,
    /// A responder has taken the case.
    Here,
}

impl SafeReply {
    /// Renders the reply in `language` where there is a template for it, else in English.
    #[must_use]
    pub fn render(
        occasion: Occasion,
        presence: Presence,
        help: &Help,
        language: Option<&Language>,
    ) -> Self {
        let texts = in_language(language);
        Self {
            template: template(occasion),
            language: texts.language,
            emergency: help.emergency.clone(),
            lines: help.lines.clone(),
            paragraphs: paragraphs(texts, occasion, presence, help),
            choices: choices(texts, occasion),
        }
    }

    /// Returns the sentences as plain text, for a screen that knows nothing of parts.
    #[must_use]
    pub fn plain(&self) -> String {
        let texts: Vec<_> = self
            .paragraphs
            .iter()
            .map(|part| part.text.as_str())
            .collect();
        texts.join("\n\n")
    }
}

/// Says to whoever a case is about that somebody has taken it and reads now; to who worries about
/// another person, where `kind` is such a case.
#[must_use]
pub fn taken(kind: Kind, language: Option<&Language>) -> &'static str {
    let texts = in_language(language);
    match kind {
        Kind::OwnRisk => texts.taken,
        Kind::ThirdParty => texts.taken_other,
    }
}

fn in_language(language: Option<&Language>) -> &'static Texts {
    let wanted = language.map_or("en", Language::primary);
    let [first, ..] = texts::ALL;
    texts::ALL
        .into_iter()
        .find(|texts| texts.language == wanted)
        .unwrap_or(first)
}

const fn template(occasion: Occasion) -> &'static str {
    match occasion {
        Occasion::OwnRisk => "own_risk@1",
        Occasion::ThirdParty => "third_party@1",
        Occasion::Asked => "asked@1",
        Occasion::DetectorOutage => "detector_outage@1",
    }
}

fn paragraphs(
    texts: &Texts,
    occasion: Occasion,
    presence: Presence,
    help: &Help,
) -> Vec<Paragraph> {
    let acknowledge = match occasion {
        Occasion::OwnRisk => texts.about_own,
        Occasion::ThirdParty => texts.about_other,
        Occasion::Asked => texts.asked,
        Occasion::DetectorOutage => texts.outage,
    };
    let present = match presence {
        Presence::Calling => texts.calling,
        Presence::NobodyOnDuty => texts.nobody,
        Presence::Here => texts.here,
    };
    let mut parts = vec![
        (Part::Automatic, texts.automatic.to_owned()),
        (Part::Acknowledge, acknowledge.to_owned()),
        (Part::Presence, present.to_owned()),
        (Part::Emergency, emergency(texts, help)),
    ];
    if !help.lines.is_empty() {
        parts.push((Part::Lines, lines(texts, &help.lines)));
    }
    if !help.finder.is_empty() {
        parts.push((Part::Finder, fill(texts.finder, &help.finder)));
    }
    parts.push((Part::Limits, texts.limits.to_owned()));
    parts.push((Part::Barrier, texts.barrier.to_owned()));
    parts
        .into_iter()
        .map(|(part, text)| Paragraph { part, text })
        .collect()
}

fn emergency(texts: &Texts, help: &Help) -> String {
    if help.emergency.is_empty() {
        return texts.emergency_unknown.to_owned();
    }
    fill(
        texts.emergency,
        &help.emergency.join(&format!(" {} ", texts.or)),
    )
}

fn lines(texts: &Texts, lines: &[Helpline]) -> String {
    let mut text = texts.lines.to_owned();
    for line in lines {
        let contacts = line.contacts.join(&format!(" {} ", texts.or));
        let note = match &line.checked {
            Checked::Lately => String::new(),
            Checked::On(day) => format!(" ({})", fill(texts.checked_on, day)),
            Checked::NotYet => format!(" ({})", texts.not_checked),
        };
        text.push_str(&format!("\n{}: {contacts}{note}", line.name));
    }
    text
}

fn fill(template: &str, value: &str) -> String {
    template.replacen("{}", value, 1)
}

fn choices(texts: &Texts, occasion: Occasion) -> Vec<Choice> {
    let all = [
        (ChoiceKind::HumanNow, texts.human_now),
        (ChoiceKind::NotNow, texts.not_now),
        (ChoiceKind::NotAboutMe, texts.not_about_me),
    ];
    all.into_iter()
        .filter(|(kind, _)| match kind {
            // Who asked for a human, or spoke of somebody else, has said so already.
            ChoiceKind::HumanNow => occasion != Occasion::Asked,
            ChoiceKind::NotAboutMe => occasion == Occasion::OwnRisk,
            ChoiceKind::NotNow => true,
        })
        .map(|(kind, label)| Choice { kind, label })
        .collect()
}
