//! Faults that are put in on purpose, to see that they are found.

use crate::log::Task;
use crate::ports::Commit;
use crate::protocol;

/// A fault of the line or of a link that is there on purpose. A town in which none is found is a
/// town that looks at nothing.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
#[non_exhaustive]
pub enum Plant {
    /// None.
    #[default]
    Nothing,
    /// The store says that a commit is durable when it is not.
    AnswersBeforeCommit,
    /// The store forgets which put an entry came from, so that a restarted line cannot tell a
    /// retry.
    ForgetsCids,
    /// Pages are not kept with the act that needs them.
    LosesPages,
    /// The store keeps the words that it was told to destroy.
    KeepsWords,
    /// Links swallow every `gap`.
    SwallowsGaps,
    /// Links swallow entries, and take from every ping what it says about heads.
    HidesTails,
}

impl Plant {
    /// Every plant with its name.
    pub const NAMED: [(&'static str, Self); 7] = [
        ("nothing", Self::Nothing),
        ("answers_before_commit", Self::AnswersBeforeCommit),
        ("forgets_cids", Self::ForgetsCids),
        ("loses_pages", Self::LosesPages),
        ("keeps_words", Self::KeepsWords),
        ("swallows_gaps", Self::SwallowsGaps),
        ("hides_tails", Self::HidesTails),
    ];

    /// Returns its name.
    #[must_use]
    pub fn name(self) -> &'static str {
        let named = Self::NAMED.into_iter().find(|(_, plant)| *plant == self);
        named.map_or("nothing", |(name, _)| name)
    }

    /// Returns the plant of a name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        let named = Self::NAMED.into_iter().find(|(known, _)| *known == name);
        named.map(|(_, plant)| plant)
    }

    /// Returns the commit as a store with this fault takes it.
    pub(super) fn bend(self, mut commit: Commit) -> Commit {
        match self {
            Self::ForgetsCids => commit.key = None,
            Self::KeepsWords => commit.tombs.clear(),
            Self::LosesPages => commit.work.retain(|work| !is_page(&work.body)),
            Self::Nothing | Self::AnswersBeforeCommit | Self::SwallowsGaps | Self::HidesTails => {}
        }
        commit
    }
}

fn is_page(body: &[u8]) -> bool {
    matches!(protocol::decode_task(body), Ok(Task::Page { .. }))
}
