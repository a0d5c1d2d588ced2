//! `i do not want to die`, `not that i would`, `suicidal thoughts? no.`

use super::super::hits::Hit;
use super::super::hits::Reading;
use super::super::pattern::Meaning;
use super::super::table::Mark;
use super::clause;

/// How many words before a phrase a denial reaches.
const REACH: usize = 5;
/// How many words may part a phrase that denies from what it denies.
const ROOM: usize = 2;

/// Returns whether the phrase is denied.
///
/// A denial stands shortly before the phrase in its clause, with no new subject between, or in the
/// room that the phrase leaves, or right behind it (`sterben will ich nicht`). A phrase that names
/// its own denial (`firm`, `no quiero vivir`) is not denied by another one before it, and one that
/// brings its own subject (`bring ich mich um`) only by a word that touches it.
pub(super) fn denied(hit: &Hit<'_>, text: &Reading<'_>, firm: bool) -> bool {
    if by_phrase(hit, text) || answered_no(hit, text) {
        return true;
    }
    if firm {
        return false;
    }
    let not = |at: usize| text.has(hit, at, Mark::Not);
    let own = |at: usize| not(at) && hit.pattern.names(&text.readings, at);
    let inside = hit.from..hit.to;
    if !inside.clone().any(own) && (before(hit, text) || inside.into_iter().any(not)) {
        return true;
    }
    let clause = clause::clause(hit, text);
    not(hit.to) && hit.to.saturating_add(1) == clause.end
}

fn before(hit: &Hit<'_>, text: &Reading<'_>) -> bool {
    let reach = if text.has(hit, hit.from, Mark::Subject) {
        0
    } else if clause::begins_with_subject(hit, text) {
        1
    } else {
        REACH
    };
    let part = clause::part(hit, text);
    for at in (part.start..hit.from).rev().take(reach) {
        if text.has(hit, at, Mark::Not) {
            return true;
        }
        let ends = [Mark::Writer, Mark::Other, Mark::Open];
        if ends.into_iter().any(|mark| text.has(hit, at, mark)) {
            return false;
        }
    }
    false
}

/// A whole phrase denies: `it is not that ..` before, `.. habe ich keine` behind.
fn by_phrase(hit: &Hit<'_>, text: &Reading<'_>) -> bool {
    let clause = clause::clause(hit, text);
    let near = |end: usize, start: usize| end <= start && start <= end.saturating_add(ROOM);
    text.beside(hit).any(|other| {
        let meaning = other.pattern.meaning;
        let denies = meaning == Meaning::Denial
            && clause.contains(&other.from)
            && (near(other.to, hit.from) || other.touches(hit))
            && !brings_subject(other, text);
        denies
            || (meaning == Meaning::DenialAfter
                && near(hit.to, other.from)
                && other.to == clause.end)
    })
}

/// The writer stands in the room that a phrase leaves: `nobody helps me i want ..`.
fn brings_subject(phrase: &Hit<'_>, text: &Reading<'_>) -> bool {
    let mut inside = phrase.from..phrase.to;
    inside
        .any(|at| text.has(phrase, at, Mark::Subject) && !phrase.pattern.names(&text.readings, at))
}

/// The sentence asks, and the next one begins with a no.
fn answered_no(hit: &Hit<'_>, text: &Reading<'_>) -> bool {
    let sentence = clause::sentence(hit, text);
    let asks = sentence.end.checked_sub(1);
    let asks = asks.and_then(|last| text.words.words.get(last));
    asks.is_some_and(|last| text.words.questions.contains(&last.sentence))
        && text.has(hit, sentence.end, Mark::Not)
}
