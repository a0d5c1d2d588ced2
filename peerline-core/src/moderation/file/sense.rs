//! What a policy looks for, and what it saw in one message.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::moderation::Contact;
use crate::moderation::Draft;
use crate::moderation::Finding;
use crate::moderation::History;
use crate::moderation::Looked;
use crate::moderation::Signal;
use crate::moderation::Steps;
use crate::vocab::Band;
use crate::vocab::Limits;
use crate::vocab::Millis;
use crate::vocab::RiskFinding;
use crate::vocab::Span;
use crate::vocab::Timestamp;

/// A signal of a policy file.
#[derive(Clone, Debug)]
pub(super) struct Sense {
    pub(super) name: String,
    pub(super) kind: Kind,
    pub(super) on_error: OnError,
}

/// What kind of look it is.
#[derive(Clone, Debug)]
pub(super) enum Kind {
    /// At the text, folded by these steps.
    Text(Arc<dyn Signal>, Steps),
    /// At the text, for what reaches a person; the numbers of the line's directory are let go.
    Contact(Contact),
    /// At how many messages came within a time; by the line's own pace, or by the file's.
    Flood {
        most: usize,
        window: Millis,
        by_line: bool,
    },
    /// At how often the same was said within a time, this one among them.
    Repeat { most: usize, window: Millis },
    /// At what the assessor of risk says.
    Danger(Band),
    /// At what a model outside says, from 0 to 1000.
    Model {
        name: String,
        min: u16,
        deadline: Millis,
    },
}

/// What follows where a signal could not look. Neither is silence.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum OnError {
    /// A moderator sees the message first.
    Review,
    /// As if it had hit; what would have kept the message from people becomes a hold.
    Hit,
}

/// A question put to a policy.
#[derive(Clone, Copy, Debug)]
pub(super) struct Question<'a> {
    pub(super) now: Timestamp,
    pub(super) draft: &'a Draft,
    pub(super) history: &'a History,
    pub(super) risk: &'a RiskFinding,
}

/// What one signal saw.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) struct Seen {
    /// `None` where it could not look.
    pub(super) count: Option<u64>,
    pub(super) spans: Vec<Span>,
    /// How long until there is room for another message.
    pub(super) room: Millis,
}

impl Seen {
    pub(super) const fn unavailable() -> Self {
        Self::counted(None)
    }

    const fn counted(count: Option<u64>) -> Self {
        Self {
            count,
            spans: Vec::new(),
            room: Millis::ZERO,
        }
    }

    const fn once(hit: bool) -> Self {
        Self::counted(Some(if hit { 1 } else { 0 }))
    }

    fn of(finding: Finding) -> Self {
        match finding {
            Finding::Hit { spans } => Self {
                count: Some(u64::try_from(spans.len()).unwrap_or(u64::MAX)),
                spans,
                room: Millis::ZERO,
            },
            Finding::Clear => Self::once(false),
            Finding::Unavailable => Self::unavailable(),
        }
    }
}

/// A text folded each way that some signal asks for, once.
pub(super) struct Folds<'a> {
    raw: &'a str,
    made: BTreeMap<Steps, Looked<'a>>,
}

impl<'a> Folds<'a> {
    pub(super) const fn of(raw: &'a str) -> Self {
        let made = BTreeMap::new();
        Self { raw, made }
    }

    fn by(&mut self, steps: Steps) -> &Looked<'a> {
        let raw = self.raw;
        self.made
            .entry(steps)
            .or_insert_with(|| Looked::by(steps, raw))
    }
}

impl Sense {
    /// Returns whether it is about danger.
    pub(super) const fn is_danger(&self) -> bool {
        matches!(self.kind, Kind::Danger(_))
    }

    /// Takes in what the line knows: how fast people may write, and whose numbers are nobody's own.
    pub(super) fn learn(&mut self, limits: &Limits, numbers: &[&str]) {
        match &mut self.kind {
            Kind::Contact(contact) => contact.let_go(numbers),
            Kind::Flood {
                most,
                window,
                by_line: true,
            } => {
                let pace = usize::try_from(limits.pace).unwrap_or(usize::MAX);
                *most = pace.clamp(1, History::MOST);
                *window = limits.pace_window.min(History::SENT_FOR);
            }
            Kind::Flood { by_line: false, .. }
            | Kind::Text(..)
            | Kind::Repeat { .. }
            | Kind::Danger(_)
            | Kind::Model { .. } => {}
        }
    }

    /// Returns the model it asks, and how long that may take.
    pub(super) fn model(&self) -> Option<(&str, Millis)> {
        match &self.kind {
            Kind::Model { name, deadline, .. } => Some((name, *deadline)),
            Kind::Text(..)
            | Kind::Contact(_)
            | Kind::Flood { .. }
            | Kind::Repeat { .. }
            | Kind::Danger(_) => None,
        }
    }

    /// Looks.
    pub(super) fn look(&self, asked: Question<'_>, folds: &mut Folds<'_>) -> Seen {
        match &self.kind {
            Kind::Text(signal, steps) => Seen::of(signal.look(folds.by(*steps))),
            Kind::Contact(contact) => Seen::of(contact.look(folds.by(Steps::plain()))),
            Kind::Flood { most, window, .. } => flood(asked, *most, *window),
            Kind::Repeat { most, window } => repeat(asked, *most, *window),
            Kind::Danger(min) => danger(asked.risk, *min),
            Kind::Model { name, min, .. } => {
                let score = asked.draft.scores.of(name);
                score.map_or_else(Seen::unavailable, |score| Seen::once(*min <= score))
            }
        }
    }
}

/// The oldest message that must leave the window before there is room for another says how long to
/// wait.
fn flood(asked: Question<'_>, most: usize, window: Millis) -> Seen {
    let from = asked.now.before(window);
    let here = |sent: &&crate::moderation::Sent| sent.room == asked.draft.room && from < sent.at;
    let oldest = asked
        .history
        .sent()
        .rev()
        .filter(here)
        .nth(most.saturating_sub(1));
    let Some(oldest) = oldest else {
        return Seen::once(false);
    };
    let room = oldest.at.after(window).since(asked.now);
    let room = room.max(Millis::new(1)).min(window);
    Seen {
        room,
        ..Seen::once(true)
    }
}

fn repeat(asked: Question<'_>, most: usize, window: Millis) -> Seen {
    let (digest, from) = (asked.draft.digest(), asked.now.before(window));
    let same = asked.history.sent().filter(|sent| {
        sent.digest == Some(digest) && sent.room == asked.draft.room && from < sent.at
    });
    Seen::once(most <= same.count().saturating_add(1))
}

fn danger(risk: &RiskFinding, min: Band) -> Seen {
    match risk {
        RiskFinding::Signal { band, reasons } if min <= *band => Seen {
            spans: reasons.iter().map(|reason| reason.span).collect(),
            ..Seen::once(true)
        },
        RiskFinding::Signal { .. } | RiskFinding::NoSignal => Seen::once(false),
        RiskFinding::Unavailable => Seen::unavailable(),
    }
}
