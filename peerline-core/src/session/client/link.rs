//! Where the present link stands, and how long silence is borne.

use crate::vocab::Millis;
use crate::vocab::Timestamp;

/// Where the present link stands.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Phase {
    /// The host has not asked to dial.
    Idle,
    /// The host dials.
    Dialing { until: Timestamp },
    /// The line has to say hail.
    Greeting { until: Timestamp },
    /// The host has to sign.
    Signing { until: Timestamp },
    /// The line has to say welcome.
    Joining { until: Timestamp },
    /// Joined.
    Ready,
    /// To be dialed again.
    Backoff { until: Timestamp },
    /// Never to be dialed again.
    Dead,
}

impl Phase {
    /// Returns until when the next step of joining must come.
    pub(super) const fn deadline(self) -> Option<Timestamp> {
        match self {
            Self::Dialing { until }
            | Self::Greeting { until }
            | Self::Signing { until }
            | Self::Joining { until } => Some(until),
            Self::Idle | Self::Ready | Self::Backoff { .. } | Self::Dead => None,
        }
    }

    /// Returns when to dial again.
    pub(super) const fn dials_at(self) -> Option<Timestamp> {
        match self {
            Self::Backoff { until } => Some(until),
            Self::Idle
            | Self::Dialing { .. }
            | Self::Greeting { .. }
            | Self::Signing { .. }
            | Self::Joining { .. }
            | Self::Ready
            | Self::Dead => None,
        }
    }

    /// Returns whether there is, or soon may be, a link.
    pub(super) const fn has_link(self) -> bool {
        match self {
            Self::Dialing { .. }
            | Self::Greeting { .. }
            | Self::Signing { .. }
            | Self::Joining { .. }
            | Self::Ready => true,
            Self::Idle | Self::Backoff { .. } | Self::Dead => false,
        }
    }
}

/// When the line was last heard, and how often it promised to speak.
#[derive(Clone, Copy, Debug)]
pub(super) struct Pulse {
    heard: Timestamp,
    beat: Millis,
    /// The last ping that was answered on this link.
    answered: Option<u64>,
    /// The last ping of our own; odd, so that an answer is told from a question.
    asked: u64,
    /// Bytes that came since the line was last told what we have.
    received: usize,
    /// How many of them may come before it is told again.
    quota: usize,
}

impl Pulse {
    pub(super) const fn new(now: Timestamp, beat: Millis) -> Self {
        Self {
            heard: now,
            beat,
            answered: None,
            asked: 0,
            received: 0,
            quota: usize::MAX,
        }
    }

    pub(super) const fn hear(&mut self, now: Timestamp) {
        self.heard = now;
    }

    pub(super) const fn heard(&self) -> Timestamp {
        self.heard
    }

    /// Takes the line's promise, and how many bytes it sends ahead.
    pub(super) const fn promise(&mut self, beat: Millis, inflight: usize) {
        self.beat = beat;
        self.answered = None;
        self.received = 0;
        self.quota = inflight / 4;
    }

    /// Counts bytes that came.
    pub(super) const fn count(&mut self, bytes: usize) {
        self.received = self.received.saturating_add(bytes);
    }

    /// Returns the number of a ping of our own, where so much has come that the line should be
    /// told what we have.
    pub(super) const fn acknowledges(&mut self) -> Option<u64> {
        if self.received < self.quota {
            return None;
        }
        self.received = 0;
        self.asked = if self.asked == 0 {
            1
        } else {
            self.asked.saturating_add(2)
        };
        Some(self.asked)
    }

    /// Returns when the silence is too long: two and a half heartbeats.
    pub(super) const fn silent_at(&self) -> Timestamp {
        self.heard.after(Millis::new(self.beat.times(5).get() / 2))
    }

    /// Returns whether ping `n` is to be answered: each once, so that two ends which answer each
    /// other's answers stop at once.
    pub(super) fn answers(&mut self, n: u64) -> bool {
        let is_theirs = n.is_multiple_of(2);
        let is_new = is_theirs && self.answered.is_none_or(|last| last < n);
        if is_new {
            self.answered = Some(n);
            self.received = 0;
        }
        is_new
    }
}
