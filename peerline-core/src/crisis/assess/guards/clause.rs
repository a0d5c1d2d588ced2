//! Where a phrase stands: its sentence, its clause, its subject.

use std::ops::Range;

use super::super::hits::Hit;
use super::super::hits::Reading;
use super::super::table::Mark;
use super::super::words::Word;

/// Returns the words of the sentence in which the phrase begins.
pub(super) fn sentence(hit: &Hit<'_>, text: &Reading<'_>) -> Range<usize> {
    around(hit.from, text, |one, other| one.sentence == other.sentence)
}

/// Returns the words between the two marks of punctuation around the phrase's first word.
pub(super) fn clause(hit: &Hit<'_>, text: &Reading<'_>) -> Range<usize> {
    around(hit.from, text, |one, other| one.clause == other.clause)
}

/// Returns the words of the clause that belong to the phrase: from the last `and` that a new
/// statement of the writer follows, to the next one.
pub(super) fn statement(hit: &Hit<'_>, text: &Reading<'_>) -> Range<usize> {
    let clause = clause(hit, text);
    let begins = |at: &usize| begins_anew(hit, *at, text);
    let start = (clause.start..hit.from).rev().find(begins);
    let end = (hit.to..clause.end).find(begins);
    start.unwrap_or(clause.start)..end.unwrap_or(clause.end)
}

/// Returns whether the writer is the subject of the word at `at`, or its subject itself.
pub(super) fn is_own(hit: &Hit<'_>, at: usize, text: &Reading<'_>) -> bool {
    text.has(hit, at, Mark::Subject) || text.has(hit, at, Mark::Own)
}

/// Returns whether the phrase tells its subject by itself: `i` or `quiero` is among its first words.
pub(super) fn begins_with_subject(hit: &Hit<'_>, text: &Reading<'_>) -> bool {
    let first = hit.from..hit.to.min(hit.from.saturating_add(2));
    first.into_iter().any(|at| is_own(hit, at, text))
}

/// Returns whether the word at `at` names the writer in any way.
pub(super) fn is_writer(hit: &Hit<'_>, at: usize, text: &Reading<'_>) -> bool {
    let marks = [Mark::Writer, Mark::Own, Mark::Object];
    marks.into_iter().any(|mark| text.has(hit, at, mark))
}

/// Returns the words around the phrase up to the next `and` on either side.
pub(super) fn part(hit: &Hit<'_>, text: &Reading<'_>) -> Range<usize> {
    let clause = clause(hit, text);
    let and = |at: &usize| text.has(hit, *at, Mark::And);
    let start = (clause.start..hit.from).rev().find(and);
    let end = (hit.to..clause.end).find(and);
    start.unwrap_or(clause.start)..end.unwrap_or(clause.end)
}

fn begins_anew(hit: &Hit<'_>, at: usize, text: &Reading<'_>) -> bool {
    let says = |near: &usize| {
        [Mark::Said, Mark::Other]
            .into_iter()
            .any(|mark| text.has(hit, *near, mark))
    };
    let mut next = (at.saturating_add(1)..at.saturating_add(4)).take_while(|near| !says(near));
    text.has(hit, at, Mark::And) && next.any(|near| is_own(hit, near, text))
}

fn around(at: usize, text: &Reading<'_>, same: impl Fn(&Word, &Word) -> bool) -> Range<usize> {
    let words = &text.words.words;
    let Some(here) = words.get(at) else {
        return at..at;
    };
    let belongs = |near: &usize| words.get(*near).is_some_and(|word| same(word, here));
    let start = (0..at).rev().take_while(belongs).last();
    let end = (at..words.len()).take_while(belongs).last();
    start.unwrap_or(at)..end.unwrap_or(at).saturating_add(1)
}
