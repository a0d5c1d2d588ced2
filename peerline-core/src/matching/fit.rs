//! Which seeker and supporter fit, and how well: the one home of the hard rules and of the score.

use super::AgeBand;
use super::Candidate;
use super::Gender;
use super::Rule;
use super::Shift;
use super::Style;
use super::Supporter;
use super::Widened;
use super::Wish;
use crate::vocab::Tier;
use crate::vocab::Topic;

/// Returns whether a supporter on this shift may take this wish at this tier, as far as the search
/// has been widened. Who the two are is asked elsewhere.
#[must_use]
pub fn suits(wish: &Wish, tier: Tier, shift: &Shift, widened: Widened) -> bool {
    tier <= shift.clearance()
        && suits_age(wish, shift)
        && wish.needs().is_subset(shift.needs())
        && suits_language(wish, shift, widened)
        && (widened.has(Rule::Topic) || suits_topic(wish, shift))
        && (widened.has(Rule::Gender) || suits_gender(wish, shift))
        && (widened.has(Rule::Style) || suits_style(wish, shift))
}

/// Minors go to the certified alone; who told no age is an adult of any band.
pub(super) fn suits_age(wish: &Wish, shift: &Shift) -> bool {
    let takes_any = shift.ages().is_empty();
    if wish.is_minor() {
        return shift.takes_minors() && (takes_any || shift.ages().contains(&AgeBand::Minor));
    }
    match wish.age() {
        _ if takes_any => true,
        Some(age) => shift.ages().contains(&age),
        None => shift.ages().iter().any(|age| *age != AgeBand::Minor),
    }
}

fn suits_language(wish: &Wish, shift: &Shift, widened: Widened) -> bool {
    let mut wanted = wish.languages().iter();
    opts_in_to_any(wish, widened) || wanted.any(|one| speaks(shift, one.primary()))
}

/// Returns whether the person may be given any language.
pub(super) fn opts_in_to_any(wish: &Wish, widened: Widened) -> bool {
    wish.takes_any_language() && widened.has(Rule::Language)
}

/// Returns whether a primary language is spoken, in whatever variety.
pub(super) fn speaks(shift: &Shift, primary: &str) -> bool {
    let mut spoken = shift.languages().iter();
    spoken.any(|spoken| spoken.primary() == primary)
}

fn suits_topic(wish: &Wish, shift: &Shift) -> bool {
    let mut asked = wish.topics().iter();
    wish.topics().is_empty() || asked.any(|topic| takes_topic(shift, topic))
}

/// Returns whether a topic is taken; who names none takes all.
pub(super) fn takes_topic(shift: &Shift, topic: &Topic) -> bool {
    shift.topics().is_empty() || shift.topics().contains(topic)
}

fn suits_gender(wish: &Wish, shift: &Shift) -> bool {
    firm_gender(wish).is_none_or(|wanted| is_of(shift, wanted))
}

/// Returns the gender somebody would wait for.
pub(super) fn firm_gender(wish: &Wish) -> Option<Gender> {
    let firm = wish.gender().filter(|wish| wish.firm);
    firm.map(|wish| wish.wanted)
}

fn suits_style(wish: &Wish, shift: &Shift) -> bool {
    firm_style(wish).is_none_or(|wanted| talks_in(shift, wanted))
}

/// Returns the way of talking somebody would wait for.
pub(super) fn firm_style(wish: &Wish) -> Option<Style> {
    let firm = wish.style().filter(|wish| wish.firm);
    firm.map(|wish| wish.wanted)
}

/// The best score there is.
pub const MAX_SCORE: u32 = 1000;

/// Scores how well two fit who may meet, from 0 to [`MAX_SCORE`]: 150 for each shared experience up
/// to four, 150 for a gender and 150 for a way of talking that was wished for, and 100 for a first
/// language in common. The weights are the line's own choice and no finding.
#[must_use]
pub fn score(wish: &Wish, shift: &Shift) -> u32 {
    let shared = wish.tags().iter().filter(|tag| shift.tags().contains(tag));
    let gender = wish.gender();
    let style = wish.style();
    let first = wish.languages().first();
    points(
        shared.count(),
        [
            gender.is_some_and(|wish| is_of(shift, wish.wanted)),
            style.is_some_and(|wish| talks_in(shift, wish.wanted)),
            first.is_some_and(|wanted| speaks_first(shift, wanted.primary())),
        ],
    )
}

/// Scores as [`score`], for who knows already how many experiences are shared and whether the
/// gender, the way of talking and the first language are the ones wished for.
pub(super) fn points(n_shared: usize, [gender, style, language]: [bool; 3]) -> u32 {
    let tags = match n_shared {
        0 => 0,
        1 => 150,
        2 => 300,
        3 => 450,
        _ => 600,
    };
    let of = |holds: bool, points: u32| if holds { points } else { 0 };
    [tags, of(gender, 150), of(style, 150), of(language, 100)]
        .into_iter()
        .sum()
}

pub(super) fn is_of(shift: &Shift, gender: Gender) -> bool {
    shift.gender() == Some(gender)
}

pub(super) fn talks_in(shift: &Shift, style: Style) -> bool {
    shift.styles().contains(&style)
}

/// Returns whether a primary language is the first one of a shift.
pub(super) fn speaks_first(shift: &Shift, primary: &str) -> bool {
    let first = shift.languages().first();
    first.is_some_and(|spoken| spoken.primary() == primary)
}

/// Scores a pair of the pool: as [`score`], and the best there is for two who both want to meet
/// again.
#[must_use]
pub fn score_of(candidate: &Candidate<'_>, supporter: &Supporter<'_>) -> u32 {
    if both_want_again(candidate, supporter) {
        return MAX_SCORE;
    }
    score(candidate.wish, supporter.shift)
}

/// Returns whether two have talked before, and both would like to again.
pub(super) fn both_want_again(candidate: &Candidate<'_>, supporter: &Supporter<'_>) -> bool {
    candidate.again == Some(supporter.account) && supporter.shift.agrees_to_again()
}

/// Ranks the best language the two share by the seeker's order: 0 for their first one, spoken the
/// same way (`pt-br` for `pt-br`), 1 where only the region or script differs, 2 for their second.
/// `None` where they share none.
pub(super) fn language_rank(wish: &Wish, shift: &Shift) -> Option<usize> {
    wish.languages().iter().enumerate().find_map(|(i, wanted)| {
        let mut spoken = shift
            .languages()
            .iter()
            .filter(|spoken| spoken.primary() == wanted.primary())
            .peekable();
        spoken.peek()?;
        let other_variety = !spoken.any(|spoken| spoken == wanted);
        Some(i.saturating_mul(2).saturating_add(other_variety.into()))
    })
}

/// Ranks how well the topics meet; lower is better. A named topic goes to those who name it, most
/// in common first, then to those who take everything. A seeker without one goes to those who take
/// everything, so that the others stay free for their topics.
pub(super) fn topic_rank(wish: &Wish, shift: &Shift) -> usize {
    const TAKES_ALL: usize = 1_000_000;
    const NAMES_OTHERS: usize = 2_000_000;
    if shift.topics().is_empty() {
        return TAKES_ALL;
    }
    let n_shared = wish
        .topics()
        .iter()
        .filter(|topic| shift.topics().contains(topic))
        .count();
    match n_shared {
        0 => NAMES_OTHERS,
        n => TAKES_ALL.saturating_sub(n),
    }
}
