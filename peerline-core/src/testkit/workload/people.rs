//! Seekers and supporters, drawn attribute by attribute in a fixed order.

use super::Stream;
use super::Tags;
use crate::vocab::Millis;
use crate::vocab::Timestamp;

/// How many languages are spoken.
pub const LANGUAGES: usize = 12;
/// How many topics there are.
pub const TOPICS: usize = 24;
/// How many accessibility needs there are.
pub const NEEDS: usize = 6;

const SOUGHT_IN: [u64; LANGUAGES] = [600, 150, 60, 45, 35, 30, 25, 20, 15, 10, 6, 4];
const OFFERED_IN: [u64; LANGUAGES] = [680, 120, 50, 35, 30, 25, 20, 15, 10, 8, 4, 3];
const BANDS: [u64; 4] = [220, 380, 330, 70];
const N_NEEDS: [u64; 3] = [85, 12, 3];
const GENDER_WISHED: [u64; 3] = [70, 25, 5];
const GENDER_OFFERED: [u64; 3] = [62, 30, 8];
const TIERS: [u64; 4] = [860, 90, 40, 10];
const NAMES: [u64; 3] = [80, 15, 5];
const CLEARANCE: [u64; 3] = [400, 400, 200];
const CAPACITY: [u64; 4] = [20, 45, 25, 10];
const PATIENCE: Millis = Millis::from_mins(20);
const PATIENCE_OF_HIGH: Millis = Millis::from_mins(40);
pub(super) const CHAT: Millis = Millis::from_mins(30);

/// A person who comes for support.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct Seeker {
    /// When they come.
    pub arrives: Timestamp,
    /// The one language they speak.
    pub language: usize,
    /// What they want to talk about.
    pub topic: usize,
    /// Their age band, from 0, which is that of minors, to 3.
    pub band: usize,
    /// A bit for each accessibility need.
    pub needs: u8,
    /// What they have been through.
    pub tags: Tags,
    /// The gender they wish for.
    pub gender: Option<usize>,
    /// The one style of four they wish for.
    pub style: usize,
    /// From 0 to 3; 2 and 3 are the high tiers.
    pub tier: usize,
    /// How long they wait before they leave.
    pub patience: Millis,
    /// How long their conversation takes.
    pub chat: Millis,
    /// Whether they wish to meet the last partner again.
    pub rematch: bool,
    /// Under which of their three names they come.
    pub name: u8,
}

impl Seeker {
    /// The lowest of the high tiers.
    pub const HIGH: usize = 2;

    /// Returns whether the person is of a high tier.
    #[must_use]
    pub const fn is_high(&self) -> bool {
        Self::HIGH <= self.tier
    }

    /// Returns when they leave if nobody came.
    #[must_use]
    pub const fn leaves(&self) -> Timestamp {
        self.arrives.after(self.patience)
    }

    pub(super) fn draw(arrives: Timestamp, from: &mut Stream) -> Self {
        let language = from.pick(&SOUGHT_IN);
        let topic = from.pick(&zipf::<TOPICS>());
        let band = from.pick(&BANDS);
        let n_needs = from.pick(&N_NEEDS);
        let needs = bits(from.pick_apart(&[1; NEEDS], n_needs));
        let n_tags = 1 + number(from.below(6));
        let tags = from.pick_apart(&zipf::<{ Tags::KNOWN }>(), n_tags);
        let wishes_gender = from.happens(30, 100);
        let gender = wishes_gender.then(|| from.pick(&GENDER_WISHED));
        let style = number(from.below(4));
        let tier = from.pick(&TIERS);
        let patience = if Self::HIGH <= tier {
            PATIENCE_OF_HIGH
        } else {
            PATIENCE
        };
        Self {
            arrives,
            language,
            topic,
            band,
            needs,
            tags: tags.into_iter().collect(),
            gender,
            style,
            tier,
            patience: Millis::new(from.exponential(patience.get())),
            chat: Millis::new(from.exponential(CHAT.get())),
            rematch: from.happens(4, 100),
            name: name(from),
        }
    }
}

/// A person who gives support.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct Supporter {
    /// When the shift begins.
    pub begins: Timestamp,
    /// When it ends; conversations go on.
    pub ends: Timestamp,
    /// What they speak, the first language first.
    pub languages: Vec<usize>,
    /// A bit for each topic they take.
    pub topics: u32,
    /// Whether they are young themselves: they take the two youngest bands alone.
    pub youth: bool,
    /// Whether they may take minors.
    pub certified: bool,
    /// A bit for each accessibility need they can meet.
    pub needs: u8,
    /// What they have been through.
    pub tags: Tags,
    /// Their gender.
    pub gender: usize,
    /// A bit for each style of four that is theirs.
    pub styles: u8,
    /// The highest tier they may take, from 1 to 3.
    pub clearance: usize,
    /// How many conversations at a time.
    pub capacity: u8,
    /// The seeker they also are, under another name.
    pub also: Option<usize>,
    /// Under which of their three names they come.
    pub name: u8,
}

impl Supporter {
    /// A bit for every topic.
    pub const ALL_TOPICS: u32 = (1 << TOPICS) - 1;

    pub(super) fn draw(begins: Timestamp, seekers: &[Seeker], from: &mut Stream) -> Self {
        let languages = languages(from);
        let topics = topics(from);
        let youth = from.happens(20, 100);
        let certified = from.happens(35, 100);
        let needs = (0..NEEDS).filter(|_| from.happens(60, 100)).collect();
        let needs = bits(needs);
        let n_tags = 3 + number(from.below(10));
        let tags = from.pick_apart(&zipf::<{ Tags::KNOWN }>(), n_tags);
        let gender = from.pick(&GENDER_OFFERED);
        let styles = u8::try_from(1 + from.below(15)).unwrap_or(1);
        let clearance = 1 + from.pick(&CLEARANCE);
        let capacity = u8::try_from(1 + from.pick(&CAPACITY)).unwrap_or(1);
        let shift = 2 * HOUR + from.below(2 * HOUR);
        let also = from.happens(2, 100).then(|| {
            let among = u64::try_from(seekers.len()).unwrap_or(u64::MAX);
            number(from.below(among))
        });
        let name = name(from);
        let also = also.filter(|seeker| seekers.get(*seeker).is_some_and(|one| one.name != name));
        Self {
            begins,
            ends: begins.after(Millis::new(shift)),
            languages,
            topics,
            youth,
            certified,
            needs,
            tags: tags.into_iter().collect(),
            gender,
            styles,
            clearance,
            capacity,
            also,
            name,
        }
    }
}

const HOUR: u64 = Millis::from_hours(1).get();

fn languages(from: &mut Stream) -> Vec<usize> {
    let first = from.pick(&OFFERED_IN);
    let n_more = from.pick(&[65, 27, 8]);
    let mut left = OFFERED_IN;
    if let Some(weight) = left.get_mut(first) {
        *weight = 0;
    }
    let mut languages = vec![first];
    languages.extend(from.pick_apart(&left, n_more));
    languages
}

fn topics(from: &mut Stream) -> u32 {
    if from.happens(25, 100) {
        return Supporter::ALL_TOPICS;
    }
    let n = 6 + number(from.below(13));
    let chosen = from.pick_apart(&zipf::<TOPICS>(), n);
    chosen.into_iter().fold(0, |mask, topic| mask | 1 << topic)
}

pub(super) fn name(from: &mut Stream) -> u8 {
    u8::try_from(from.pick(&NAMES)).unwrap_or_default()
}

fn bits(set: Vec<usize>) -> u8 {
    set.into_iter().fold(0, |mask, bit| mask | 1 << bit)
}

/// Zipf's law with exponent 1: the nth weighs a nth of the first.
fn zipf<const N: usize>() -> [u64; N] {
    let mut nth = 0;
    [(); N].map(|()| {
        nth += 1;
        1_000_000 / nth
    })
}

pub(super) fn number(drawn: u64) -> usize {
    usize::try_from(drawn).unwrap_or_default()
}
