//! What lies long ago.

use super::super::hits::Hit;
use super::super::hits::Reading;
use super::super::pattern::Meaning;
use super::super::table::Mark;
use super::clause;

/// How many words before a phrase its verb is looked for.
const REACH: usize = 6;

/// Returns whether the phrase speaks of a time long ago: it is in the past tense with a date beside
/// it, or `used to` stands before it; and neither it is back nor was it only yesterday.
pub(super) fn long_ago(hit: &Hit<'_>, text: &Reading<'_>, past: bool) -> bool {
    let (sentence, statement) = (clause::sentence(hit, text), clause::statement(hit, text));
    let part = clause::part(hit, text);
    let came_back = |other: &Hit<'_>| {
        let meaning = other.pattern.meaning;
        let is_recent = meaning == Meaning::Recent && part.contains(&other.from);
        (meaning == Meaning::Again && sentence.contains(&other.from))
            || (is_recent && !text.touches(other, Meaning::LongAgo))
    };
    let Some(tense) = tense(hit, text, past) else {
        return false;
    };
    if text.hits.iter().any(came_back) {
        return false;
    }
    // People mix languages, and a date is one in each.
    text.hits.iter().any(|other| {
        let meaning = other.pattern.meaning;
        let is_date = meaning == Meaning::LongAgo && tense == Tense::Past;
        (is_date && sentence.contains(&other.from))
            || (meaning == Meaning::Formerly
                && statement.contains(&other.from)
                && other.from < hit.to)
    })
}

#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Tense {
    Past,
    Unclear,
}

/// Returns `None` where the phrase speaks of now.
fn tense(hit: &Hit<'_>, text: &Reading<'_>, past: bool) -> Option<Tense> {
    let was = |at: usize| text.has(hit, at, Mark::Was);
    // The verb may stand last: `dass ich suizidal war`.
    if past || (hit.from..=hit.to).any(was) {
        return Some(Tense::Past);
    }
    if clause::begins_with_subject(hit, text) && !hit.from.checked_sub(1).is_some_and(was) {
        return None;
    }
    let statement = clause::statement(hit, text);
    for at in (statement.start..hit.from).rev().take(REACH) {
        if was(at) {
            return Some(Tense::Past);
        }
        if clause::is_own(hit, at, text) {
            // The verb may stand before its subject: `wollte ich`.
            return at.checked_sub(1).is_some_and(was).then_some(Tense::Past);
        }
    }
    Some(Tense::Unclear)
}
