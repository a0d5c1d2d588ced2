//! The signal.

use std::ops::Range;

use super::email;
use super::handle;
use super::helpline::Helplines;
use super::phone;
use super::token::Token;
use super::token::tokens;
use crate::moderation::Finding;
use crate::moderation::Looked;
use crate::moderation::Signal;

/// Finds contact details, also where they are spelled out (`john at example dot com`, `double oh
/// seven`). Helplines are let go, and so are years, dates, sums, and counting to calm down.
///
/// Links to pages are let go as well: people hand each other exercises and articles. A link that
/// reaches one person's account is a hit.
#[derive(Clone, Debug, Default)]
pub struct Contact {
    helplines: Helplines,
}

impl Contact {
    /// Makes the signal with these helplines instead of the known ones.
    #[must_use]
    pub const fn except(helplines: Helplines) -> Self {
        Self { helplines }
    }
}

impl Signal for Contact {
    fn name(&self) -> &'static str {
        "contact"
    }

    fn look(&self, text: &Looked<'_>) -> Finding {
        let tokens = tokens(text.plain.as_str());
        let mut found = email::find(&tokens);
        found.extend(phone::find(&tokens, &self.helplines));
        found.extend(handle::find(&tokens));
        let spans = found
            .into_iter()
            .filter_map(|range| text.plain.span(bytes(&tokens, range)?))
            .collect();
        Finding::of(spans)
    }
}

fn bytes(tokens: &[Token<'_>], range: Range<usize>) -> Option<Range<usize>> {
    let found = tokens.get(range)?;
    Some(found.first()?.start..found.last()?.end)
}
