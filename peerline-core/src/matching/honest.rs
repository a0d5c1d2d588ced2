//! What a waiting person is told: their place, whether anybody fits, and how long it took others.

use super::Context;
use super::State;
use super::draft::Draft;
use crate::vocab::AccountId;
use crate::vocab::Millis;
use crate::vocab::Tier;

/// Where a person stands in line.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct Place {
    /// Their place among the people of their own tier, from 1.
    pub position: usize,
    /// Everyone who is served before them, of higher tiers too.
    pub ahead: usize,
    /// Supporters on shift who could be asked for them, busy or free. Those who declined and will
    /// not be asked again are not counted: nobody waits for a person who said no.
    pub fitting_on_shift: usize,
    /// Those of them with a free slot.
    pub fitting_free: usize,
    /// Whether anybody at all could be asked.
    pub coverage: Coverage,
}

/// Whether anybody on shift could be asked.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum Coverage {
    /// At least one supporter fits.
    Some,
    /// Nobody on shift fits: to be said at once, with another way to a person.
    NobodyWhoFits,
}

/// How long people of a tier waited who were matched lately.
///
/// Those who left unmatched are not in it, so it is a figure of what happened and no promise.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct WaitEstimate {
    /// Half of them waited no longer.
    pub median: Millis,
    /// Four of five of them waited no longer.
    pub p80: Millis,
    /// How many waits it is taken from.
    pub n_samples: usize,
}

impl State {
    /// Fewer waits than this say nothing.
    const MIN_SAMPLES: usize = 5;

    /// Returns where a person stands in line, or `None` where they are not in it. It walks the line
    /// and the supporters on shift.
    #[must_use]
    pub fn place(&self, ctx: &Context<'_>, account: AccountId) -> Option<Place> {
        let ticket = self.ticket_of(account)?;
        let own = (ticket.arrived, ticket.id);
        let own_tier = self.line.get(&ticket.tier).into_iter().flatten();
        let ahead_in_tier = own_tier.take_while(|place| **place < own).count();
        let above = self.line.iter().filter(|(tier, _)| ticket.tier < **tier);
        let ahead_above: usize = above.map(|(_, places)| places.len()).sum();

        let set_aside = Draft::new(self).set_aside(ctx, ticket);
        let fitting = |free_only: bool| {
            self.supporters()
                .filter(|one| !free_only || 0 < one.free())
                .filter(|one| ctx.fits(ticket, one) && !set_aside.contains(&one.account))
                .count()
        };
        let fitting_on_shift = fitting(false);
        Some(Place {
            position: ahead_in_tier.saturating_add(1),
            ahead: ahead_in_tier.saturating_add(ahead_above),
            fitting_on_shift,
            fitting_free: fitting(true),
            coverage: match fitting_on_shift {
                0 => Coverage::NobodyWhoFits,
                _ => Coverage::Some,
            },
        })
    }

    /// Returns how long people of this tier waited lately, or `None` where too few were matched to
    /// say.
    #[must_use]
    pub fn wait_estimate(&self, tier: Tier) -> Option<WaitEstimate> {
        let mut waits: Vec<Millis> = self.waits.get(&tier)?.iter().copied().collect();
        waits.sort_unstable();
        let n_samples = waits.len();
        if n_samples < Self::MIN_SAMPLES {
            return None;
        }
        // Nearest rank: the smallest wait that at least `per_cent` of the people did not exceed.
        let rank = |per_cent: usize| {
            let nth = n_samples.saturating_mul(per_cent).div_ceil(100);
            waits.get(nth.saturating_sub(1)).copied()
        };
        Some(WaitEstimate {
            median: rank(50)?,
            p80: rank(80)?,
            n_samples,
        })
    }
}
