//! Small lines in which every rule is at stake.

use crate::matching::Candidate;
use crate::matching::Gender;
use crate::matching::Need;
use crate::matching::Pool;
use crate::matching::Preference;
use crate::matching::Rule;
use crate::matching::Shift;
use crate::matching::Style;
use crate::matching::Supporter;
use crate::matching::Tag;
use crate::matching::Widened;
use crate::matching::Wish;
use crate::vocab::AccountId;
use crate::vocab::Entropy;
use crate::vocab::Language;
use crate::vocab::Limits;
use crate::vocab::Seed;
use crate::vocab::TicketId;
use crate::vocab::Tier;
use crate::vocab::Timestamp;
use crate::vocab::Topic;

/// How many lines there are in a night.
pub const LINES_OF_A_NIGHT: u8 = 4;

/// One line at one moment.
#[derive(Clone)]
pub(crate) struct Scene {
    salt: u64,
    seekers: Vec<Seeker>,
    helpers: Vec<Helper>,
}

#[derive(Clone)]
struct Seeker {
    name: Name,
    ticket: TicketId,
    overdue: bool,
    wish: Wish,
    tier: Tier,
    arrived: Timestamp,
    set_aside: Vec<AccountId>,
    widened: Widened,
}

#[derive(Clone)]
struct Helper {
    name: Name,
    shift: Shift,
    load: usize,
    since: Timestamp,
}

/// One of the names of a person: the first byte of the account is who they are.
#[derive(Clone, Copy, Eq, PartialEq)]
struct Name {
    person: u8,
    name: u8,
}

impl Name {
    /// The only name of somebody who has one.
    const fn only(person: u8) -> Self {
        Self {
            person,
            name: person,
        }
    }

    fn account(self) -> AccountId {
        let mut bytes = [self.name; 16];
        let [first, ..] = &mut bytes;
        *first = self.person;
        AccountId::from_bytes(bytes)
    }
}

impl Scene {
    pub(crate) const NOW: Timestamp = Timestamp::from_unix_millis(1_000_000);

    /// The scenes of every law: the same each time.
    pub(crate) fn all() -> impl Iterator<Item = Self> {
        Self::drawn(48)
    }

    /// The first so many of the scenes.
    pub(crate) fn drawn(n: u64) -> impl Iterator<Item = Self> {
        (0..n).map(|salt| {
            let mut entropy = Seed::from_bytes([7; 32]).entropy(salt);
            Self::draw(salt, &mut entropy)
        })
    }

    fn draw(salt: u64, entropy: &mut Entropy) -> Self {
        let n_seekers = 1 + byte(entropy, 30);
        let n_helpers = 1 + byte(entropy, 14);
        let seekers = (0..n_seekers).filter_map(|person| draw_seeker(Name::only(person), entropy));
        let seekers = seekers.collect();
        // The ids overlap: some people are on both sides at once.
        let helpers = (0..n_helpers).filter_map(|nth| draw_helper(Name::only(nth * 3), entropy));
        Self {
            salt,
            seekers,
            helpers: helpers.collect(),
        }
    }

    /// The lines of one night, one after the other: people leave, and come back under other names
    /// with other places; supporters go off shift and come on again. Who may not meet is a matter
    /// of persons, not of names.
    pub(crate) fn night(salt: u64) -> Vec<Self> {
        let mut entropy = Seed::from_bytes([9; 32]).entropy(salt);
        let mut scene = Self::draw(salt, &mut entropy);
        let mut scenes = Vec::new();
        for round in 0..LINES_OF_A_NIGHT {
            scene.go_on(round, &mut entropy);
            scenes.push(scene.clone());
        }
        scenes
    }

    fn go_on(&mut self, round: u8, entropy: &mut Entropy) {
        for seeker in &mut self.seekers {
            if entropy.below(3) != 0 {
                continue;
            }
            let name = Name {
                name: byte(entropy, 4),
                ..seeker.name
            };
            if let Some(mut again) = draw_seeker(name, entropy) {
                again.ticket = ticket(name.person, round);
                *seeker = again;
            }
        }
        self.seekers.retain(|_| entropy.below(6) != 0);
        for seeker in &mut self.seekers {
            seeker.overdue = seeker.overdue || entropy.below(5) == 0;
        }
        for helper in &mut self.helpers {
            if entropy.below(4) == 0 {
                let name = Name {
                    name: byte(entropy, 4),
                    ..helper.name
                };
                *helper = draw_helper(name, entropy).unwrap_or_else(|| helper.clone());
            }
        }
    }

    /// One pair in five may not meet, in either order, and nobody meets themself under another name.
    pub(crate) fn may_meet(&self, one: AccountId, other: AccountId) -> bool {
        let number = |account: AccountId| {
            let [first, ..] = *account.as_bytes();
            u64::from(first)
        };
        let low = number(one).min(number(other));
        let high = number(one).max(number(other));
        (low != high || one == other) && !(low * 31 + high * 17 + self.salt).is_multiple_of(5)
    }

    pub(crate) fn pool(&self) -> Pool<'_> {
        let waiting = self.seekers.iter().map(|seeker| {
            let candidate = Candidate::new(seeker.ticket, seeker.name.account(), &seeker.wish)
                .in_line(seeker.tier, seeker.arrived)
                .setting_aside(seeker.set_aside.clone())
                .widened(seeker.widened);
            if seeker.overdue {
                candidate.overdue()
            } else {
                candidate
            }
        });
        let supporters = self.helpers.iter().map(|helper| {
            Supporter::new(helper.name.account(), &helper.shift)
                .with_load(helper.load, helper.since)
        });
        Pool::new(waiting.collect(), supporters.collect())
    }
}

/// The place somebody has who comes back in a round.
fn ticket(person: u8, round: u8) -> TicketId {
    let mut bytes = [person; 16];
    let [.., last] = &mut bytes;
    *last = round.saturating_add(128);
    TicketId::from_bytes(bytes)
}

fn draw_seeker(name: Name, entropy: &mut Entropy) -> Option<Seeker> {
    let wish = Wish::new(&Limits::default(), topics(entropy), languages(entropy)).ok()?;
    let is_minor = entropy.below(3) == 0;
    let wish = if is_minor { wish.of_minor() } else { wish };
    let wish = asking_more(wish, entropy)?;
    let set_aside = (0..42).filter(|_| entropy.below(5) == 0);
    let set_aside = set_aside.map(|n| AccountId::from_bytes([n; 16])).collect();
    Some(Seeker {
        name,
        ticket: TicketId::from_bytes([name.person; 16]),
        overdue: false,
        wish,
        tier: tier(entropy),
        arrived: Timestamp::from_unix_millis(entropy.below(20)),
        set_aside,
        widened: some_of(Rule::ALL, 2, entropy).into_iter().collect(),
    })
}

fn draw_helper(name: Name, entropy: &mut Entropy) -> Option<Helper> {
    let capacity = 1 + byte(entropy, 4);
    let limits = Limits::default();
    let shift = Shift::new(&limits, topics(entropy), languages(entropy), capacity).ok()?;
    let shift = shift.cleared_to(tier(entropy));
    let shift = offering_more(shift, entropy)?;
    let certified = entropy.below(2) == 0;
    Some(Helper {
        name,
        shift: if certified {
            shift.certified_for_minors()
        } else {
            shift
        },
        load: byte(entropy, capacity + 1).into(),
        since: Timestamp::from_unix_millis(entropy.below(20)),
    })
}

fn asking_more(wish: Wish, entropy: &mut Entropy) -> Option<Wish> {
    let mut wish = wish
        .needing(some_of(&[Need::Literal, Need::SlowPace], 5, entropy))
        .with_tags(&Limits::default(), tags(entropy))
        .ok()?;
    let firm = |entropy: &mut Entropy| entropy.below(2) == 0;
    if let [wanted, ..] = some_of(Gender::ALL, 4, entropy)[..] {
        let firm = firm(entropy);
        wish = wish.for_gender(if firm {
            Preference::firm(wanted)
        } else {
            Preference::soft(wanted)
        });
    }
    if let [wanted, ..] = some_of(Style::ALL, 6, entropy)[..] {
        let firm = firm(entropy);
        wish = wish.for_style(if firm {
            Preference::firm(wanted)
        } else {
            Preference::soft(wanted)
        });
    }
    let any = entropy.below(8) == 0;
    Some(if any { wish.in_any_language() } else { wish })
}

fn offering_more(shift: Shift, entropy: &mut Entropy) -> Option<Shift> {
    let mut shift = shift
        .meeting(some_of(Need::ALL, 2, entropy))
        .in_styles(some_of(Style::ALL, 2, entropy))
        .with_tags(&Limits::default(), tags(entropy))
        .ok()?;
    if let [gender, ..] = some_of(Gender::ALL, 2, entropy)[..] {
        shift = shift.of_gender(gender);
    }
    let surges = entropy.below(3) == 0;
    Some(if surges { shift.with_surge() } else { shift })
}

/// Draws one in `n` of what there is.
fn some_of<T: Copy>(all: &[T], n: u64, entropy: &mut Entropy) -> Vec<T> {
    let all = all.iter().copied();
    all.filter(|_| entropy.below(n) == 0).collect()
}

fn tags(entropy: &mut Entropy) -> Vec<Tag> {
    let known = some_of(
        &["exams", "divorce", "moved", "job_lost", "carer"],
        2,
        entropy,
    );
    known.into_iter().filter_map(|id| id.parse().ok()).collect()
}

fn topics(entropy: &mut Entropy) -> Vec<Topic> {
    let known = ["grief", "panic", "sleep", "family"];
    let mut chosen = known.into_iter().filter(|_| entropy.below(3) == 0);
    chosen.by_ref().filter_map(|id| id.parse().ok()).collect()
}

fn languages(entropy: &mut Entropy) -> Vec<Language> {
    let known = ["en", "pt-br", "pt", "de"];
    let mut chosen: Vec<Language> = known
        .into_iter()
        .filter(|_| entropy.below(3) == 0)
        .filter_map(|tag| tag.parse().ok())
        .collect();
    if chosen.is_empty() {
        chosen.push(Language::english());
    }
    chosen
}

fn tier(entropy: &mut Entropy) -> Tier {
    match entropy.below(4) {
        0 => Tier::Urgent,
        1 => Tier::Soon,
        _ => Tier::Routine,
    }
}

/// Draws a number below `n`.
fn byte(entropy: &mut Entropy, n: u8) -> u8 {
    u8::try_from(entropy.below(n.into())).unwrap_or_default()
}
