//! The steps of folding, each with a name and a switch.

/// One step of folding, in the order in which they run.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
#[non_exhaustive]
pub enum Step {
    /// Compatibility forms to plain ones (NFKC): full width, mathematical, circled letters.
    Compat,
    /// Upper case to lower case.
    Case,
    /// Characters that show nothing are dropped: zero width, direction marks, tags.
    Invisible,
    /// Combining marks that belong to no letter are dropped (text "eaten" by stacked accents).
    Marks,
    /// Latin letters lose their accents: many people type none.
    Accents,
    /// Single letters with one separator between them are joined: `i d i o t`, `i.d.i.o.t`.
    Spaced,
    /// Cyrillic and Greek look-alikes become Latin inside words that mix scripts.
    Confusable,
    /// Digits and signs become letters inside words that hold letters: `1d10t`.
    Leet,
    /// A letter three or more times in a row is kept twice.
    Squeeze,
}

impl Step {
    /// Every step, in order.
    pub const ALL: [Self; 9] = [
        Self::Compat,
        Self::Case,
        Self::Invisible,
        Self::Marks,
        Self::Accents,
        Self::Spaced,
        Self::Confusable,
        Self::Leet,
        Self::Squeeze,
    ];

    /// Returns the name by which policy files know it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Compat => "nfkc",
            Self::Case => "casefold",
            Self::Invisible => "invisible",
            Self::Marks => "marks",
            Self::Accents => "accents",
            Self::Spaced => "join_spaced",
            Self::Confusable => "confusable",
            Self::Leet => "leet",
            Self::Squeeze => "squeeze",
        }
    }

    /// Returns the step of a name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|step| step.name() == name)
    }

    const fn bit(self) -> u16 {
        1 << self as u16
    }
}

/// Which steps are on.
///
/// ```
/// use peerline_core::moderation::Step;
/// use peerline_core::moderation::Steps;
///
/// let steps = Steps::all().without(Step::Leet);
/// assert!(steps.has(Step::Case) && !steps.has(Step::Leet));
/// ```
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct Steps(u16);

impl Steps {
    /// Every step.
    #[must_use]
    pub const fn all() -> Self {
        Self((1 << Step::ALL.len()) - 1)
    }

    /// No step: the text as it was written.
    #[must_use]
    pub const fn none() -> Self {
        Self(0)
    }

    /// What no reader would notice: compatibility forms, case, invisible characters and stray
    /// marks. Digits, signs and spacing stay, as addresses and numbers need them.
    #[must_use]
    pub const fn plain() -> Self {
        Self::none()
            .with(Step::Compat)
            .with(Step::Case)
            .with(Step::Invisible)
            .with(Step::Marks)
    }

    /// Returns these steps and `step`.
    #[must_use]
    pub const fn with(self, step: Step) -> Self {
        Self(self.0 | step.bit())
    }

    /// Returns these steps but `step`.
    #[must_use]
    pub const fn without(self, step: Step) -> Self {
        Self(self.0 & !step.bit())
    }

    /// Returns whether `step` is on.
    #[must_use]
    pub const fn has(self, step: Step) -> bool {
        self.0 & step.bit() != 0
    }
}

impl Default for Steps {
    fn default() -> Self {
        Self::all()
    }
}
