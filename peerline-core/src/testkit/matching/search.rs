//! Asks a matcher about many lines, and holds its answers to the laws.

use std::ops::Range;

use super::Scene;
use super::breach::BREACHES;
use super::seen::Seen;
use crate::matching::Matcher;
use crate::matching::Trail;
use crate::testkit::law::Broken;
use crate::testkit::law::LawResult;

/// Holds a matcher to every law that looks at one answer, over as many nights as asked for: in each
/// of them four lines, between which people leave, and come back under other names with other
/// places. Returns the trail of what was decided: two searches of the same nights leave the same.
///
/// # Errors
/// [`Broken`] with the first law that an answer breaks.
pub fn search(subject: &dyn Matcher, nights: Range<u64>) -> Result<Trail, Broken> {
    search_apart_from(&[], subject, nights)
}

/// Searches as [`search`] does, for a matcher that does not promise the laws that are named.
///
/// # Errors
/// [`Broken`] with the first other law that an answer breaks.
pub fn search_apart_from(
    without: &[&str],
    subject: &dyn Matcher,
    nights: Range<u64>,
) -> Result<Trail, Broken> {
    let mut trail = Trail::new();
    for scene in nights.flat_map(Scene::night) {
        ask(subject, &scene, |seen| {
            trail.add(seen.now, &seen.proposed);
            BREACHES
                .iter()
                .filter(|(law, _)| !without.contains(law))
                .try_for_each(|(law, breach)| judge(law, breach(seen)))
        })?;
    }
    Ok(trail)
}

/// How many nights each law looks at, beside the lines that have no night.
const NIGHTS: u64 = 24;

pub(super) fn scenes() -> impl Iterator<Item = Scene> {
    Scene::all().chain((0..NIGHTS).flat_map(Scene::night))
}

/// Asks the subject about one line.
pub(super) fn ask<T>(subject: &dyn Matcher, scene: &Scene, look: impl FnOnce(&Seen<'_>) -> T) -> T {
    let compatible = |one, other| scene.may_meet(one, other);
    let pool = scene.pool();
    let now = Scene::NOW;
    look(&Seen {
        subject,
        now,
        pool: &pool,
        compatible: &compatible,
        proposed: subject.propose(now, &pool, &compatible),
    })
}

pub(super) fn judge(law: &'static str, broken: Option<String>) -> LawResult {
    broken.map_or(Ok(()), |what| Err(Broken::new(law, what)))
}

/// Asks the subject about every line.
pub(super) fn holds(law: &'static str, subject: &dyn Matcher) -> LawResult {
    let mut known = BREACHES.iter();
    let Some((_, breach)) = known.find(|(name, _)| *name == law) else {
        return judge(law, Some("there is no such law".into()));
    };
    for scene in scenes() {
        ask(subject, &scene, |seen| judge(law, breach(seen)))?;
    }
    Ok(())
}
