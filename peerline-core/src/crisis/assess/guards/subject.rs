//! Who a phrase is about.

use super::super::hits::Hit;
use super::super::hits::Reading;
use super::super::table::Mark;
use super::clause;
use crate::vocab::Band;
use crate::vocab::Category;

/// How many words before a phrase its subject is looked for.
const REACH: usize = 5;
/// How many words before a verb of saying its subject is looked for.
const SAID_REACH: usize = 7;

/// Returns what the phrase is a sign of: about somebody else it is a worry about a third person,
/// never danger of the writer.
pub(super) fn of(hit: &Hit<'_>, text: &Reading<'_>, found: (Category, Band)) -> (Category, Band) {
    let (category, band) = found;
    if category == Category::ThirdParty {
        return found;
    }
    let third = (Category::ThirdParty, band.min(Band::Elevated));
    match quoted(hit, text) {
        Whose::Another => return third,
        Whose::Nobodys => return (category, band.min(Band::Watch)),
        Whose::Writers => return found,
        Whose::Unquoted => {}
    }
    let own = |at: usize| clause::is_writer(hit, at, text);
    if (hit.from..hit.to).any(own) {
        return found;
    }
    let other = |at: usize| text.has(hit, at, Mark::Other);
    if (hit.from..hit.to).any(|at| other(at) && !hit.pattern.names(&text.readings, at)) {
        return third;
    }
    let sentence = clause::sentence(hit, text);
    for at in (sentence.start..hit.from).rev().take(REACH) {
        if other(at) {
            return third;
        }
        if own(at) {
            break;
        }
    }
    found
}

/// Whose words stand between quotation marks.
enum Whose {
    Unquoted,
    Writers,
    Another,
    Nobodys,
}

/// Words between quotation marks are another's where the sentence names somebody or a verb of
/// saying outside them; unless it is the writer who said them.
fn quoted(hit: &Hit<'_>, text: &Reading<'_>) -> Whose {
    let is_quoted = |at: usize| text.words.words.get(at).is_some_and(|word| word.quoted);
    if !is_quoted(hit.from) {
        return Whose::Unquoted;
    }
    let sentence = clause::sentence(hit, text);
    let outside = || sentence.clone().filter(|at| !is_quoted(*at));
    if outside().any(|at| said_by_writer(hit, at, text)) {
        return Whose::Writers;
    }
    let any = |mark: Mark| outside().any(|at| text.has(hit, at, mark));
    if any(Mark::Other) {
        Whose::Another
    } else if [Mark::Said, Mark::Story, Mark::Fiction]
        .into_iter()
        .any(any)
    {
        Whose::Nobodys
    } else {
        Whose::Unquoted
    }
}

/// `i told my mum`, `gestern sagte ich`, `ich hab meinem arzt .. gesagt`, `le dije`.
fn said_by_writer(hit: &Hit<'_>, at: usize, text: &Reading<'_>) -> bool {
    if text.has(hit, at, Mark::OwnSaid) {
        return true;
    }
    let outside = |near: &usize| text.words.words.get(*near).is_some_and(|word| !word.quoted);
    if !text.has(hit, at, Mark::Said) {
        return false;
    }
    let mut near = (at.saturating_sub(2)..at.saturating_add(2)).filter(outside);
    let mut before = (at.saturating_sub(SAID_REACH)..at).rev().filter(outside);
    let subject = before.find(|near| {
        [Mark::Subject, Mark::Other]
            .into_iter()
            .any(|mark| text.has(hit, *near, mark))
    });
    near.any(|near| clause::is_own(hit, near, text))
        || subject.is_some_and(|subject| text.has(hit, subject, Mark::Subject))
}
