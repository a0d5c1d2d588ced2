//! What takes the haste out of a phrase: denial, another person, the past, fiction, a joke.
//!
//! A guard that is wrong hides a person who is in danger; a phrase that is wrong costs somebody a
//! minute. So guards look only a few words far, give way where the writer speaks of themself now,
//! and never silence: what they hold back is still [`Band::Watch`], which a human looks at. Each
//! phrase is judged alone, so that nothing said beside it softens a plain one.

mod clause;
mod denial;
mod fiction;
mod subject;
mod time;

use super::hits::Hit;
use super::hits::Reading;
use super::pattern::Meaning;
use crate::vocab::Band;
use crate::vocab::Category;

/// Returns what is left of a sign once every guard has looked, or `None` where the words have
/// another sense altogether (`suicide prevention`).
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
    if text.touches(hit, Meaning::Idiom) || text.is_of_another_language(hit) {
        return None;
    }
    let (category, band) = subject::of(hit, text, (category, band));
    let told = category == Category::ThirdParty && fiction::about_a_work(hit, text);
    let held = told
        || text.touches(hit, Meaning::Joke)
        || denial::denied(hit, text, firm)
        || fiction::told(hit, text)
        || time::long_ago(hit, text, past);
    Some((category, if held { band.min(Band::Watch) } else { band }))
}
