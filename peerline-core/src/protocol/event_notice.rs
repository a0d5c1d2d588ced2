//! What the line says to somebody alone.

use super::EventBody;
use crate::log::Card;
use crate::vocab::CaseId;
use crate::vocab::DecisionId;

impl EventBody {
    /// Explains a decision to its author.
    pub(super) const fn moderation(decision: DecisionId, say: String) -> Self {
        Self::Notice {
            code: "moderation",
            say,
            decision: Some(decision),
            case: None,
            card: None,
            outcome: None,
        }
    }

    /// Says what became of a decision.
    pub(super) const fn ruling(decision: DecisionId, outcome: &'static str, say: String) -> Self {
        Self::Notice {
            code: "ruling",
            say,
            decision: Some(decision),
            case: None,
            card: None,
            outcome: Some(outcome),
        }
    }

    /// Says that somebody has taken a case.
    pub(super) const fn taken(case: CaseId, say: String) -> Self {
        Self::Notice {
            code: "taken",
            say,
            decision: None,
            case: Some(case),
            card: None,
            outcome: None,
        }
    }

    /// Says that an urgent case is over for whoever had it; the page has the words.
    pub(super) const fn debrief(case: CaseId) -> Self {
        Self::Notice {
            code: "debrief",
            say: String::new(),
            decision: None,
            case: Some(case),
            card: None,
            outcome: None,
        }
    }

    /// Shows real help.
    pub(super) fn care(case: CaseId, card: &Card) -> Self {
        let card = super::care::card(card);
        Self::Notice {
            code: "care",
            say: card.wait.clone(),
            decision: None,
            case: Some(case),
            card: Some(Box::new(card)),
            outcome: None,
        }
    }
}
