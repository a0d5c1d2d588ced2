//! The signal.

use std::ops::Range;

use super::email;
use super::handle;
use super::helpline::Helplines;
use super::link;
use super::number;
use super::phone;
use super::street;
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
#[derive(Clone, Debug)]
pub struct Contact {
    helplines: Helplines,
    kinds: Vec<ContactKind>,
}

impl Contact {
    /// Makes the signal with these helplines instead of the known ones.
    #[must_use]
    pub fn except(helplines: Helplines) -> Self {
        let kinds = ContactKind::USUAL.to_vec();
        Self { helplines, kinds }
    }

    /// Lets these numbers go as well.
    pub fn let_go(&mut self, numbers: &[&str]) {
        for number in numbers {
            self.helplines = std::mem::replace(&mut self.helplines, Helplines::none()).with(number);
        }
    }

    /// Returns the signal looking for these kinds alone.
    #[must_use]
    pub fn only(mut self, kinds: &[ContactKind]) -> Self {
        self.kinds = kinds.to_vec();
        self
    }
}

impl Default for Contact {
    fn default() -> Self {
        Self::except(Helplines::default())
    }
}

/// What can be looked for.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
#[non_exhaustive]
pub enum ContactKind {
    /// A mail address.
    Email,
    /// A phone number that is no helpline's.
    Phone,
    /// An account on another service, or a link that reaches one person.
    Handle,
    /// A link to any page.
    Link,
    /// A link by a service that hides where it leads.
    ShortLink,
    /// The number of a payment card, by its check digit, or of a bank account (IBAN).
    Card,
    /// A street with a number.
    Address,
}

impl ContactKind {
    /// Every kind.
    pub const ALL: [Self; 7] = [
        Self::Email,
        Self::Phone,
        Self::Handle,
        Self::Link,
        Self::ShortLink,
        Self::Card,
        Self::Address,
    ];

    /// What reaches one person.
    pub const USUAL: [Self; 3] = [Self::Email, Self::Phone, Self::Handle];

    /// Returns its name in policy files.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Email => "email",
            Self::Phone => "phone",
            Self::Handle => "handle",
            Self::Link => "link",
            Self::ShortLink => "short_link",
            Self::Card => "card",
            Self::Address => "address",
        }
    }

    /// Returns the kind of a name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }
}

impl Signal for Contact {
    fn name(&self) -> &str {
        "contact"
    }

    fn look(&self, text: &Looked<'_>) -> Finding {
        let tokens = tokens(text.plain.as_str());
        let find = |kind: &ContactKind| match kind {
            ContactKind::Email => email::find(&tokens),
            ContactKind::Phone => phone::find(&tokens, &self.helplines),
            ContactKind::Handle => handle::find(&tokens),
            ContactKind::Link => link::find(&tokens),
            ContactKind::ShortLink => link::find_short(&tokens),
            ContactKind::Card => number::find(&tokens),
            ContactKind::Address => street::find(&tokens),
        };
        let spans = self
            .kinds
            .iter()
            .flat_map(find)
            .filter_map(|range| text.plain.span(bytes(&tokens, range)?))
            .collect();
        Finding::of(spans)
    }
}

fn bytes(tokens: &[Token<'_>], range: Range<usize>) -> Option<Range<usize>> {
    let found = tokens.get(range)?;
    Some(found.first()?.start..found.last()?.end)
}
