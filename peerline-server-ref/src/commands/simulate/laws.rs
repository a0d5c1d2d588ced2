//! `peerline match laws`: every matcher is held to its laws over randomised lines.

use std::ops::Range;

use peerline_core::matching::BestScore;
use peerline_core::matching::DeferredAcceptance;
use peerline_core::matching::FirstCome;
use peerline_core::matching::Matcher;
use peerline_core::matching::TwoPhase;
use peerline_core::testkit::law::Broken;
use peerline_core::testkit::matching::LINES_OF_A_NIGHT;
use peerline_core::testkit::matching::search_apart_from;
use serde::Serialize;
use sha2::Digest as _;
use sha2::Sha256;

use super::args::LawsArgs;
use super::crowd;
use super::report::SimulateError;
use super::report::hex;
use crate::cli::say;

/// How many nights are one piece of work. The digest depends on it, so it is no option.
const PIECE: u64 = 1000;

/// What both that look at the score first leave aside, as they promise.
const BY_SCORE: &[&str] = &["serves_in_order"];

/// That no law was broken, and over what.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
pub(super) struct Held {
    pub(super) lines: u64,
    pub(super) matchers: Vec<OfMatcher>,
    /// SHA-256 over the digests of all, in their order.
    pub(super) digest: String,
}

/// What one matcher decided.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
pub(super) struct OfMatcher {
    pub(super) matcher: &'static str,
    /// Laws that it does not promise.
    pub(super) without: &'static [&'static str],
    pub(super) digest: String,
}

pub(super) fn run(args: &LawsArgs) -> Result<(), SimulateError> {
    let held = held(args)?;
    if args.json {
        say(&serde_json::to_string(&held)?);
        return Ok(());
    }
    for one in &held.matchers {
        let without = match one.without {
            [] => "every law".to_owned(),
            some => format!("every law but {}", some.join(", ")),
        };
        let digest = one.digest.get(..12).unwrap_or_default();
        say(&format!(
            "{}: {without}, {} lines, {digest}",
            one.matcher, held.lines
        ));
    }
    say(&format!(
        "no law is broken; digest of all decisions: {}",
        held.digest
    ));
    Ok(())
}

/// Holds every matcher to its laws.
pub(super) fn held(args: &LawsArgs) -> Result<Held, Broken> {
    let of_a_night = u64::from(LINES_OF_A_NIGHT);
    let nights = args.lines.div_ceil(of_a_night);
    let pieces = (0..nights.div_ceil(PIECE)).map(|nth| {
        let begin = nth * PIECE;
        begin..nights.min(begin + PIECE)
    });
    let pieces: Vec<Range<u64>> = pieces.collect();
    let subjects: [(&'static str, &'static [&'static str], &(dyn Matcher + Sync)); 4] = [
        ("default", &[], &TwoPhase::new()),
        ("first-come", &[], &FirstCome::default()),
        ("preference", BY_SCORE, &BestScore::default()),
        (
            "deferred-acceptance",
            BY_SCORE,
            &DeferredAcceptance::default(),
        ),
    ];
    let mut matchers = Vec::new();
    for (matcher, without, subject) in subjects {
        let trails = crowd::each(&pieces, args.threads, |nights, bar| {
            bar.inc_length(1);
            let trail = search_apart_from(without, subject, nights.clone());
            bar.inc(1);
            trail
        });
        let mut digest = Sha256::new();
        for trail in trails {
            digest.update(trail?.digest().as_bytes());
        }
        matchers.push(OfMatcher {
            matcher,
            without,
            digest: hex(&digest.finalize()),
        });
    }
    let digest = matchers.iter();
    let digest = digest.fold(Sha256::new(), |all, one| all.chain_update(&one.digest));
    Ok(Held {
        lines: nights * of_a_night,
        matchers,
        digest: hex(&digest.finalize()),
    })
}
