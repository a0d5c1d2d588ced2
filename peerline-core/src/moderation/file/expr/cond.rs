//! A condition whose types were checked, and its answer.

use std::collections::BTreeSet;

/// A comparison.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(in crate::moderation::file) enum Op {
    Equal,
    Unequal,
    Less,
    AtMost,
    More,
    AtLeast,
}

impl Op {
    const fn holds(self, left: u64, right: u64) -> bool {
        match self {
            Self::Equal => left == right,
            Self::Unequal => left != right,
            Self::Less => left < right,
            Self::AtMost => left <= right,
            Self::More => right < left,
            Self::AtLeast => right <= left,
        }
    }
}

/// Something that is one of a few words.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(in crate::moderation::file) enum Field {
    Role,
    Room,
    Language,
}

/// Something that is counted.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(in crate::moderation::file) enum Measure {
    Strikes,
    Posts,
    Letters,
    Words,
    Lines,
    Capitals,
}

/// Something that is so or is not.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(in crate::moderation::file) enum Flag {
    Again,
    Edit,
    Unread,
}

/// What a condition looks at; `None` is unknown.
pub(in crate::moderation::file) trait View {
    fn hit(&self, signal: usize) -> Option<bool>;
    fn count(&self, signal: usize) -> Option<u64>;
    fn measure(&self, measure: Measure) -> Option<u64>;
    fn field(&self, field: Field) -> Option<&str>;
    fn flag(&self, flag: Flag) -> Option<bool>;
}

/// A number in a condition.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(in crate::moderation::file) enum Number {
    Fixed(u64),
    Count(usize),
    Measure(Measure),
}

impl Number {
    fn of(&self, view: &dyn View) -> Option<u64> {
        match self {
            Self::Fixed(number) => Some(*number),
            Self::Count(signal) => view.count(*signal),
            Self::Measure(measure) => view.measure(*measure),
        }
    }
}

/// A condition.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(in crate::moderation::file) enum Cond {
    Truth(bool),
    Hit(usize),
    Flag(Flag),
    Compare(Number, Op, Number),
    OneOf(Field, Vec<String>),
    Not(Box<Self>),
    All(Vec<Self>),
    Any(Vec<Self>),
}

impl Cond {
    /// Returns whether it holds, or `None` where that hangs on what is unknown.
    pub(in crate::moderation::file) fn holds(&self, view: &dyn View) -> Option<bool> {
        match self {
            Self::Truth(truth) => Some(*truth),
            Self::Hit(signal) => view.hit(*signal),
            Self::Flag(flag) => view.flag(*flag),
            Self::Compare(left, op, right) => Some(op.holds(left.of(view)?, right.of(view)?)),
            Self::OneOf(field, words) => {
                let field = view.field(*field)?;
                Some(words.iter().any(|word| word == field))
            }
            Self::Not(inner) => inner.holds(view).map(|holds| !holds),
            Self::All(parts) => fold(parts, view, false),
            Self::Any(parts) => fold(parts, view, true),
        }
    }

    /// Adds the signals that it names.
    pub(in crate::moderation::file) fn signals(&self, into: &mut BTreeSet<usize>) {
        match self {
            Self::Hit(signal) => {
                into.insert(*signal);
            }
            Self::Compare(left, _, right) => {
                let counts = [left, right].into_iter().filter_map(|number| match number {
                    Number::Count(signal) => Some(*signal),
                    Number::Fixed(_) | Number::Measure(_) => None,
                });
                into.extend(counts);
            }
            Self::Not(inner) => inner.signals(into),
            Self::All(parts) | Self::Any(parts) => {
                parts.iter().for_each(|part| part.signals(into));
            }
            Self::Truth(_) | Self::Flag(_) | Self::OneOf(..) => {}
        }
    }
}

/// One part that is `decisive` decides; an unknown one leaves open what the others do not decide.
fn fold(parts: &[Cond], view: &dyn View, decisive: bool) -> Option<bool> {
    let mut answer = Some(!decisive);
    for part in parts {
        match part.holds(view) {
            Some(found) if found == decisive => return Some(decisive),
            Some(_) => {}
            None => answer = None,
        }
    }
    answer
}
