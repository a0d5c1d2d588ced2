//! Somebody who was made up, somebody's verse, a game.

use super::super::hits::Hit;
use super::super::hits::Reading;
use super::super::table::Mark;
use super::clause;

/// How many words before a phrase the verb stands that says it (`the song says i ..`).
const SAID_REACH: usize = 4;

/// A work or a made-up person is named in the same sentence.
pub(super) fn about_a_work(hit: &Hit<'_>, text: &Reading<'_>) -> bool {
    clause::sentence(hit, text)
        .into_iter()
        .any(|at| of_a_work(hit, at, text))
}

/// Returns whether the phrase is somebody's in a work, and not the writer's.
///
/// A made-up person or a verse stands before it in its own statement; or a work says it; or nothing
/// near it names the writer, and the sentence names a work.
pub(super) fn told(hit: &Hit<'_>, text: &Reading<'_>) -> bool {
    let statement = clause::statement(hit, text);
    let mut before = statement.start..hit.from;
    if before.any(|at| text.has(hit, at, Mark::Fiction)) || said_by_a_work(hit, text) {
        return true;
    }
    let mut near = statement.start..hit.to;
    !near.any(|at| {
        clause::is_own(hit, at, text) || (hit.from <= at && clause::is_writer(hit, at, text))
    }) && about_a_work(hit, text)
}

fn of_a_work(hit: &Hit<'_>, at: usize, text: &Reading<'_>) -> bool {
    text.has(hit, at, Mark::Story) || text.has(hit, at, Mark::Fiction)
}

/// `the chorus goes ..`, `das lied, in dem jemand .. singt`: a work, and a verb of saying beside
/// the phrase that is not the writer's.
fn said_by_a_work(hit: &Hit<'_>, text: &Reading<'_>) -> bool {
    let statement = clause::statement(hit, text);
    let verb = (statement.start..hit.from)
        .rev()
        .take(SAID_REACH)
        .find(|at| text.has(hit, *at, Mark::Said));
    if let Some(verb) = verb {
        let own = verb.saturating_sub(2)..verb;
        let mut work = statement.start..verb;
        return work.any(|at| of_a_work(hit, at, text))
            && !own.into_iter().any(|at| text.has(hit, at, Mark::Subject));
    }
    text.has(hit, hit.to, Mark::Said) && about_a_work(hit, text)
}
