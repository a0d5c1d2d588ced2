//! What takes the danger out of a phrase: denial, another person, the past, fiction, an idiom.
//!
//! A guard that is wrong hides a person who is in danger; a phrase that is wrong costs somebody a
//! minute. So guards look only a few words far and give way where the writer speaks of themself.

use super::hits::Hit;
use super::hits::Reading;
use super::pattern::Meaning;
use super::table::Mark;
use crate::vocab::Band;
use crate::vocab::Category;

/// How many words before a phrase a denial reaches.
const DENIAL_REACH: usize = 5;
/// How many words before a phrase its subject is looked for.
const SUBJECT_REACH: usize = 5;

/// Returns what is left of a sign once every guard has looked, or `None` where nothing is.
pub(super) fn judge(hit: &Hit<'_>, text: &Reading<'_>) -> Option<(Category, Band)> {
    let Meaning::Sign {
        category,
        band,
        past,
        firm,
    } = hit.pattern.meaning
    else {
        return None;
    };
    if idiom(hit, text) {
        return None;
    }
    if firm {
        return Some((category, band));
    }
    if denied(hit, text) {
        return None;
    }
    let (category, band) = by_subject(hit, text, (category, band));
    if category == Category::ThirdParty && about_a_work(hit, text) {
        return None;
    }
    if before(hit, text, Mark::Fiction) {
        return (category != Category::ThirdParty).then_some((category, band.min(Band::Watch)));
    }
    let band = if long_ago(hit, text, past) {
        band.min(Band::Watch)
    } else {
        band
    };
    Some((category, band))
}

fn idiom(hit: &Hit<'_>, text: &Reading<'_>) -> bool {
    text.hits.iter().any(|other| {
        other.pattern.meaning == Meaning::Idiom && same_language(other, hit) && other.touches(hit)
    })
}

fn same_language(one: &Hit<'_>, other: &Hit<'_>) -> bool {
    one.pattern.language == other.pattern.language
}

/// A denial stands shortly before the phrase in its clause, with no new subject between, or in the
/// room that the phrase leaves, or right behind it (`sterben will ich nicht`). A phrase that begins
/// with its own denial (`no quiero vivir`) is not denied by another one before it.
fn denied(hit: &Hit<'_>, text: &Reading<'_>) -> bool {
    let not = |at: usize| text.has(hit, at, Mark::Not);
    if !not(hit.from) && denied_before(hit, text) {
        return true;
    }
    let mut inside = hit.from.saturating_add(1)..hit.to;
    if inside.any(|at| not(at) && !hit.pattern.names(&text.readings, at)) {
        return true;
    }
    not(hit.to) && clause(hit.to, text) == clause(hit.from, text) && ends_clause(hit.to, text)
}

fn denied_before(hit: &Hit<'_>, text: &Reading<'_>) -> bool {
    for back in 1..=DENIAL_REACH {
        let Some(at) = hit.from.checked_sub(back) else {
            break;
        };
        let ends = [Mark::Writer, Mark::Other, Mark::Open].map(|mark| text.has(hit, at, mark));
        if clause(at, text) != clause(hit.from, text) || ends.contains(&true) {
            break;
        }
        if text.has(hit, at, Mark::Not) {
            return true;
        }
    }
    false
}

fn clause(at: usize, text: &Reading<'_>) -> Option<u16> {
    text.words.words.get(at).map(|word| word.clause)
}

fn ends_clause(at: usize, text: &Reading<'_>) -> bool {
    clause(at.saturating_add(1), text) != clause(at, text)
}

/// A phrase about somebody else is a worry about a third person, never danger of the writer.
fn by_subject(hit: &Hit<'_>, text: &Reading<'_>, found: (Category, Band)) -> (Category, Band) {
    let (category, band) = found;
    if category == Category::ThirdParty {
        return found;
    }
    let third = (Category::ThirdParty, band.min(Band::Elevated));
    if quoted_of_another(hit, text) {
        return third;
    }
    let own = |at: usize| text.has(hit, at, Mark::Writer) || text.has(hit, at, Mark::Own);
    if (hit.from..hit.to).any(own) {
        return found;
    }
    let sentence = |at: usize| text.words.words.get(at).map(|word| word.sentence);
    for back in 1..=SUBJECT_REACH {
        let Some(at) = hit.from.checked_sub(back) else {
            break;
        };
        if sentence(at) != sentence(hit.from) || own(at) {
            break;
        }
        if text.has(hit, at, Mark::Other) {
            return third;
        }
    }
    found
}

/// The phrase stands between quotation marks, and the sentence says that somebody else said it.
fn quoted_of_another(hit: &Hit<'_>, text: &Reading<'_>) -> bool {
    let quoted = text
        .words
        .words
        .get(hit.from)
        .is_some_and(|word| word.quoted);
    quoted && before(hit, text, Mark::Said) && before(hit, text, Mark::Other)
}

/// A work or a made-up person is named in the same sentence.
fn about_a_work(hit: &Hit<'_>, text: &Reading<'_>) -> bool {
    in_sentence(hit, text)
        .any(|at| text.has(hit, at, Mark::Story) || text.has(hit, at, Mark::Fiction))
}

fn before(hit: &Hit<'_>, text: &Reading<'_>, mark: Mark) -> bool {
    in_sentence(hit, text)
        .filter(|at| *at < hit.from)
        .any(|at| text.has(hit, at, mark))
}

/// A phrase in the past tense with a date long ago beside it, or any phrase right after `used to`;
/// unless the sentence says that it has come back.
fn long_ago(hit: &Hit<'_>, text: &Reading<'_>, past: bool) -> bool {
    if in_sentence(hit, text).any(|at| text.has(hit, at, Mark::Again)) {
        return false;
    }
    let sentence = in_sentence(hit, text);
    let (first, last) = (sentence.clone().min(), sentence.max());
    let mut others = text.hits.iter().filter(|other| same_language(other, hit));
    others.any(|other| match other.pattern.meaning {
        Meaning::LongAgo => past && first <= Some(other.from) && Some(other.from) <= last,
        Meaning::Formerly => other.touches(hit) || other.to == hit.from,
        Meaning::Sign { .. } | Meaning::Idiom => false,
    })
}

/// Returns the words of the sentence in which the phrase begins.
fn in_sentence<'a>(
    hit: &Hit<'_>,
    text: &'a Reading<'_>,
) -> impl Iterator<Item = usize> + Clone + use<'a> {
    let from = hit.from;
    let sentence = move |at: usize| text.words.words.get(at).map(|word| word.sentence);
    let here = sentence(from);
    let back = (0..from).rev().take_while(move |at| sentence(*at) == here);
    let on = (from..text.words.words.len()).take_while(move |at| sentence(*at) == here);
    back.chain(on)
}
