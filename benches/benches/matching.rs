//! What it costs to say who is offered to whom, and to join and leave a long line.
//!
//! The people are drawn with the shares of a real night: most speak one language, few need
//! something, one in ten supporters speaks three languages.
//!
//! `cargo bench -p peerline-benches --bench matching`

#![expect(
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "the people of a bench are made here and no outside data"
)]

use std::hint::black_box;

use criterion::BenchmarkId;
use criterion::Criterion;
use criterion::criterion_group;
use criterion::criterion_main;
use peerline_core::matching;
use peerline_core::matching::Candidate;
use peerline_core::matching::Command;
use peerline_core::matching::Context;
use peerline_core::matching::FirstCome;
use peerline_core::matching::Gender;
use peerline_core::matching::LeaveReason;
use peerline_core::matching::Matcher;
use peerline_core::matching::Need;
use peerline_core::matching::Pool;
use peerline_core::matching::Preference;
use peerline_core::matching::Shift;
use peerline_core::matching::State;
use peerline_core::matching::Style;
use peerline_core::matching::Supporter;
use peerline_core::matching::TwoPhase;
use peerline_core::matching::Wish;
use peerline_core::vocab::AccountId;
use peerline_core::vocab::Entropy;
use peerline_core::vocab::Language;
use peerline_core::vocab::Limits;
use peerline_core::vocab::Seed;
use peerline_core::vocab::TicketId;
use peerline_core::vocab::Tier;
use peerline_core::vocab::Timestamp;

const NOW: Timestamp = Timestamp::from_unix_millis(1_000_000);
const LANGUAGES: [(&str, u64); 8] = [
    ("en", 600),
    ("es", 150),
    ("fr", 60),
    ("de", 45),
    ("pt", 35),
    ("ar", 30),
    ("uk", 25),
    ("zh", 55),
];

/// Two crowds that have not met.
struct Crowd {
    wishes: Vec<(Wish, Tier)>,
    shifts: Vec<Shift>,
}

impl Crowd {
    fn draw(n_waiting: usize, n_supporters: usize) -> Self {
        let mut entropy = Seed::from_bytes([3; 32]).entropy(1);
        Self {
            wishes: (0..n_waiting).map(|_| wish(&mut entropy)).collect(),
            shifts: (0..n_supporters).map(|_| shift(&mut entropy)).collect(),
        }
    }

    fn pool(&self) -> Pool<'_> {
        let waiting = (1_u64..).zip(&self.wishes).map(|(n, (wish, tier))| {
            let ticket = TicketId::from_bytes(id(1, n));
            Candidate::new(ticket, AccountId::from_bytes(id(1, n)), wish)
                .in_line(*tier, Timestamp::from_unix_millis(n))
        });
        let supporters = (1_u64..)
            .zip(&self.shifts)
            .map(|(n, shift)| Supporter::new(AccountId::from_bytes(id(2, n)), shift));
        Pool::new(waiting.collect(), supporters.collect())
    }
}

fn id(kind: u64, n: u64) -> [u8; 16] {
    (u128::from(kind) << 64 | u128::from(n)).to_be_bytes()
}

fn language(entropy: &mut Entropy) -> Language {
    let mut left = entropy.below(LANGUAGES.iter().map(|(_, share)| share).sum());
    for (tag, share) in LANGUAGES {
        if left < share {
            return tag.parse().expect("a tag");
        }
        left -= share;
    }
    Language::english()
}

fn numbered<T: std::str::FromStr>(kind: &str, n: usize, of: u64, entropy: &mut Entropy) -> Vec<T> {
    // Of two draws the lower one: some are met more often than others.
    let draw = |entropy: &mut Entropy| entropy.below(of).min(entropy.below(of));
    (0..n)
        .filter_map(|_| format!("{kind}{}", draw(entropy)).parse().ok())
        .collect()
}

fn below(entropy: &mut Entropy, n: u64) -> usize {
    usize::try_from(entropy.below(n)).unwrap_or_default()
}

fn one_of<T: Copy>(all: &[T], entropy: &mut Entropy) -> T {
    let at = below(entropy, all.len().try_into().unwrap_or(1));
    all[at]
}

fn wish(entropy: &mut Entropy) -> (Wish, Tier) {
    let limits = Limits::default();
    let topics = numbered("topic", 1, 24, entropy);
    let wish = Wish::new(&limits, topics, [language(entropy)]).expect("a wish");
    let n_tags = 1 + below(entropy, 6);
    let mut wish = wish
        .with_tags(&limits, numbered("tag", n_tags, 256, entropy))
        .expect("tags")
        .for_style(Preference::soft(one_of(Style::ALL, entropy)));
    if entropy.below(100) < 30 {
        wish = wish.for_gender(Preference::soft(one_of(Gender::ALL, entropy)));
    }
    if entropy.below(100) < 15 {
        wish = wish.needing([one_of(Need::ALL, entropy)]);
    }
    if entropy.below(100) < 22 {
        wish = wish.of_minor();
    }
    let tier = match entropy.below(100) {
        0..86 => Tier::Routine,
        86..95 => Tier::Soon,
        _ => Tier::Urgent,
    };
    (wish, tier)
}

fn shift(entropy: &mut Entropy) -> Shift {
    let limits = Limits::default();
    let n_languages = [1, 1, 1, 1, 1, 1, 2, 2, 2, 3][below(entropy, 10)];
    let languages: Vec<Language> = (0..n_languages).map(|_| language(entropy)).collect();
    let n_topics = [0, 6, 10, 14][below(entropy, 4)];
    let topics = numbered("topic", n_topics, 24, entropy);
    let n_tags = 3 + below(entropy, 10);
    let needs = Need::ALL.iter().copied();
    let needs: Vec<Need> = needs.filter(|_| entropy.below(100) < 60).collect();
    let shift = Shift::new(&limits, topics, languages, 1)
        .expect("a shift")
        .cleared_to(one_of(&[Tier::Routine, Tier::Soon, Tier::Urgent], entropy))
        .meeting(needs)
        .in_styles([one_of(Style::ALL, entropy), one_of(Style::ALL, entropy)])
        .of_gender(one_of(Gender::ALL, entropy))
        .with_tags(&limits, numbered("tag", n_tags, 256, entropy))
        .expect("tags");
    if entropy.below(100) < 35 {
        shift.certified_for_minors()
    } else {
        shift
    }
}

/// One pair in a hundred may not meet.
fn may_meet(one: AccountId, other: AccountId) -> bool {
    let (a, b) = (one.as_bytes()[15], other.as_bytes()[15]);
    !(u16::from(a) * 7 + u16::from(b) * 13).is_multiple_of(100)
}

fn passes(c: &mut Criterion) {
    let mut group = c.benchmark_group("pass");
    group.sample_size(20);
    for (n_waiting, n_supporters) in [
        (1, 2238),
        (1000, 3),
        (500, 500),
        (1000, 1000),
        (10_000, 100),
    ] {
        let crowd = Crowd::draw(n_waiting, n_supporters);
        let pool = crowd.pool();
        let matchers: [(&str, &dyn Matcher); 3] = [
            ("first_come", &FirstCome::default()),
            ("two_phase", &TwoPhase::new()),
            ("first_phase", &TwoPhase::new().with_budget(0)),
        ];
        for (name, matcher) in matchers {
            let of = format!("{n_waiting}+{n_supporters}");
            let id = BenchmarkId::new(name, of);
            group.bench_function(id, |b| {
                b.iter(|| matcher.propose(NOW, black_box(&pool), &may_meet).len());
            });
        }
    }
    group.finish();
}

/// A line of a thousand where nobody is free.
fn joins(c: &mut Criterion) {
    let limits = Limits::default();
    let matcher = TwoPhase::new();
    let ctx = Context::new(&limits, &matcher, &may_meet);
    let crowd = Crowd::draw(1001, 0);
    let mut state = State::default();
    let mut entropy = Seed::from_bytes([4; 32]).entropy(2);
    let mut ask = |state: &mut State, command: Command| {
        let facts = matching::decide(state, &ctx, NOW, &mut entropy, command).expect("decided");
        facts.iter().for_each(|fact| matching::apply(state, fact));
    };
    let seek = |n: u64, (wish, tier): &(Wish, Tier)| Command::Seek {
        account: AccountId::from_bytes(id(1, n)),
        wish: wish.clone(),
        tier: *tier,
    };
    for (n, one) in (1_u64..=1000).zip(&crowd.wishes) {
        ask(&mut state, seek(n, one));
    }
    c.bench_function("join_and_leave/1000", |b| {
        b.iter(|| {
            ask(&mut state, seek(5000, &crowd.wishes[1000]));
            let account = AccountId::from_bytes(id(1, 5000));
            let why = LeaveReason::Chose;
            ask(&mut state, Command::Withdraw { account, why });
        });
    });
}

criterion_group!(benches, passes, joins);
criterion_main!(benches);
