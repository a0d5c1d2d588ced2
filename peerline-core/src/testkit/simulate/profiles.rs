//! The people of a workload in the words of the line.

use crate::matching::AgeBand;
use crate::matching::Gender;
use crate::matching::InvalidProfile;
use crate::matching::Need;
use crate::matching::Preference;
use crate::matching::Shift;
use crate::matching::Style;
use crate::matching::Tag;
use crate::matching::Wish;
use crate::testkit::workload::Seeker;
use crate::testkit::workload::Supporter;
use crate::testkit::workload::TOPICS;
use crate::vocab::Language;
use crate::vocab::Limits;
use crate::vocab::Tier;
use crate::vocab::Topic;

const SPOKEN: [&str; 12] = [
    "en", "es", "de", "fr", "pt", "it", "nl", "pl", "tr", "ar", "ru", "uk",
];

/// Returns what a seeker asks for.
pub(super) fn wish(seeker: &Seeker) -> Result<Wish, InvalidProfile> {
    let limits = limits();
    let languages = language(seeker.language);
    let wish = Wish::new(&limits, topic(seeker.topic), languages)?
        .needing(of_bits(Need::ALL, seeker.needs))
        .with_tags(&limits, seeker.tags.iter().filter_map(tag))?;
    let wish = AgeBand::ALL
        .get(seeker.band)
        .map_or(wish.clone(), |age| wish.aged(*age));
    let style = Style::ALL.get(seeker.style).copied();
    let wish = style.map_or(wish.clone(), |style| {
        wish.for_style(Preference::soft(style))
    });
    let gender = seeker
        .gender
        .and_then(|wish| Gender::ALL.get(wish).copied());
    Ok(gender.map_or(wish.clone(), |gender| {
        wish.for_gender(Preference::soft(gender))
    }))
}

/// Returns what a supporter offers.
pub(super) fn shift(supporter: &Supporter) -> Result<Shift, InvalidProfile> {
    let limits = limits();
    let topics = (0..TOPICS).filter(|bit| supporter.topics >> bit & 1 == 1);
    let topics = topics.filter(|_| supporter.topics != Supporter::ALL_TOPICS);
    let languages = supporter.languages.iter().filter_map(|one| language(*one));
    let topics = topics.filter_map(topic);
    let shift = Shift::new(&limits, topics, languages, supporter.capacity)?
        .cleared_to(tier(supporter.clearance))
        .meeting(of_bits(Need::ALL, supporter.needs))
        .in_styles(of_bits(Style::ALL, supporter.styles))
        .with_tags(&limits, supporter.tags.iter().filter_map(tag))?
        .agreeing_to_again();
    let shift = if supporter.certified {
        shift.certified_for_minors()
    } else {
        shift
    };
    let gender = Gender::ALL.get(supporter.gender).copied();
    let shift = gender.map_or(shift.clone(), |gender| shift.of_gender(gender));
    shift.for_ages(ages(supporter))
}

/// Returns the tier of the line: both high tiers of the workload are the urgent one.
pub(super) fn tier(of_workload: usize) -> Tier {
    match of_workload {
        0 => Tier::Routine,
        1 => Tier::Soon,
        _ => Tier::Urgent,
    }
}

fn ages(supporter: &Supporter) -> Vec<AgeBand> {
    let mut ages = vec![AgeBand::Young];
    if supporter.certified {
        ages.push(AgeBand::Minor);
    }
    if !supporter.youth {
        ages.extend([AgeBand::Adult, AgeBand::Older]);
    }
    ages
}

/// Supporters of the workload name up to 18 topics.
fn limits() -> Limits {
    Limits {
        profile_entries: TOPICS,
        ..Limits::default()
    }
}

fn of_bits<T: Copy>(all: &[T], mask: u8) -> Vec<T> {
    let chosen = (0_u32..).zip(all).filter(|(bit, _)| mask >> bit & 1 == 1);
    chosen.map(|(_, one)| *one).collect()
}

fn language(index: usize) -> Option<Language> {
    SPOKEN.get(index)?.parse().ok()
}

fn topic(index: usize) -> Option<Topic> {
    format!("topic_{index}").parse().ok()
}

fn tag(index: usize) -> Option<Tag> {
    format!("tag_{index}").parse().ok()
}
