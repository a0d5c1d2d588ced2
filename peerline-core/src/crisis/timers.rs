//! How long each thing may take.

use crate::vocab::Millis;

/// How long each thing may take. Every value is policy, survives a restart as an absolute due time
/// in the facts, and is for a clinician of the line to set.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct Timers {
    /// Offer to the first human at High and above, before the next ring is called: 60 s. Basis: a
    /// large text service reaches people at high risk in 25 s on average.
    pub offer_alarm: Millis,
    /// Page not taken, before the ring widens: 180 s. Basis: practice of volunteer response teams.
    pub ring_widen: Millis,
    /// The last resort is called again every 5 minutes until a human takes the case. Basis: the
    /// 5 minutes within which the same service and phone lines aim to answer.
    pub last_resort: Millis,
    /// The owner of a case at High and above is silent, before it is offered again: 60 s. Basis:
    /// asked for by teams that run shared inboxes.
    pub owner_silent: Millis,
    /// The seeker of a case at High and above is silent, before a check-in: 10 min. No published
    /// basis: to be set locally.
    pub seeker_silent: Millis,
    /// A hand-off waits for an answer, before it goes back to the owner: 180 s, as for a ring.
    pub handoff: Millis,
    /// A further sign of no higher band calls the owner again only after this: 5 min. A higher band
    /// always calls.
    pub cooldown: Millis,
    /// A supervisor who is called has not come, before more people are called: 120 s. No published
    /// basis: to be set locally.
    pub supervisor: Millis,
    /// Whether anybody is with the person is asked again until somebody says so: 15 min. Basis: the
    /// duty to confirm emergency contact in the imminent-risk policy of a national phone line
    /// (PMC4491352, table 1).
    pub contact: Millis,
    /// A supervisor signs a rescue: 24 h. No published basis: to be set locally.
    pub signature: Millis,
    /// The first follow-up is due: 24 h. Basis: the follow-up guidance of the same line (24 to 48 h).
    pub follow_up: Millis,
    /// How long a follow-up that is due is in time: 24 h, which makes 48 h for the first.
    pub follow_up_late: Millis,
    /// How many attempts there are: 5. Basis: the same guidance (3 to 5).
    pub follow_up_attempts: u32,
}

impl Timers {
    /// The longest that a case at High and above may wait for a step, and until the last resort is
    /// called: 300 s.
    pub const HARD_LIMIT: Millis = Millis::from_secs(300);
}

impl Default for Timers {
    fn default() -> Self {
        Self {
            offer_alarm: Millis::from_secs(60),
            ring_widen: Millis::from_secs(180),
            last_resort: Millis::from_secs(300),
            owner_silent: Millis::from_secs(60),
            seeker_silent: Millis::from_mins(10),
            handoff: Millis::from_secs(180),
            cooldown: Millis::from_mins(5),
            supervisor: Millis::from_secs(120),
            contact: Millis::from_mins(15),
            signature: Millis::from_hours(24),
            follow_up: Millis::from_hours(24),
            follow_up_late: Millis::from_hours(24),
            follow_up_attempts: 5,
        }
    }
}
