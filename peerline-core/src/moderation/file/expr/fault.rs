//! What is wrong with a condition, and where in it.

use std::ops::Range;

/// One thing that is wrong.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(in crate::moderation::file) struct Fault {
    pub(in crate::moderation::file) span: Range<usize>,
    pub(in crate::moderation::file) what: String,
    pub(in crate::moderation::file) advice: String,
}

impl Fault {
    pub(super) fn new(
        span: Range<usize>,
        what: impl Into<String>,
        advice: impl Into<String>,
    ) -> Self {
        Self {
            span,
            what: what.into(),
            advice: advice.into(),
        }
    }
}
