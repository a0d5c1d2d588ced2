//! A host whose every order and report is counted, hashed and, where wanted, written down.

use std::collections::VecDeque;

use super::host::Host;
use super::order::Order;
use super::report::Report;
use crate::vocab::Timestamp;

/// A host with a record of what went in and came out.
#[derive(Debug)]
pub(super) struct Tape {
    pub(super) host: Host,
    pub(super) digest: Fold,
    pub(super) steps: Option<Vec<Step>>,
}

/// One order and what came of it.
#[derive(Clone, Debug)]
pub(super) struct Step {
    pub(super) now: Timestamp,
    pub(super) order: Order,
    /// After how many steps of work the next order came, where that was before all was done.
    pub(super) polls: Option<u64>,
    pub(super) reports: Vec<Report>,
}

impl Tape {
    pub(super) fn new(host: Host, records: bool) -> Self {
        Self {
            host,
            digest: Fold::default(),
            steps: records.then(Vec::new),
        }
    }

    pub(super) fn give(&mut self, now: Timestamp, order: &Order) {
        self.host.obey(now, order);
        self.digest.number(now.unix_millis());
        if let Order::Frame { frame, .. } = order {
            self.digest.bytes(frame);
        }
        if let Some(steps) = self.steps.as_mut() {
            steps.push(Step {
                now,
                order: order.clone(),
                polls: None,
                reports: Vec::new(),
            });
        }
    }

    /// Lets the line work; returns what came out, and whether it has no more to do.
    pub(super) fn work(&mut self, polls: u64) -> (VecDeque<Report>, bool) {
        let (idle, used) = self.host.run(polls);
        let reports = self.host.reports();
        self.digest.number(used);
        for report in &reports {
            self.note(report);
        }
        if let Some(step) = self.steps.as_mut().and_then(|steps| steps.last_mut()) {
            step.reports.extend(reports.iter().cloned());
            step.polls = (!idle).then_some(used);
        }
        (reports, idle)
    }

    fn note(&mut self, report: &Report) {
        match report {
            Report::Say { conn, frame, .. } => {
                self.digest.number(*conn);
                self.digest.bytes(frame);
            }
            Report::Closed { conn } => self.digest.number(*conn),
            Report::Page(page) => self.digest.bytes(page.case.as_bytes()),
            Report::Invite(secret) => self.digest.bytes(&secret.unwrap_or_default()),
        }
    }
}

/// A quick hash, to tell two runs apart; no one may rely on it against ill will.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) struct Fold(u64);

impl Default for Fold {
    fn default() -> Self {
        Self(0xcbf2_9ce4_8422_2325)
    }
}

impl Fold {
    const PRIME: u64 = 0x0100_0000_01b3;

    pub(super) const fn value(self) -> u64 {
        self.0
    }

    pub(super) const fn number(&mut self, n: u64) {
        self.0 = (self.0 ^ n).wrapping_mul(Self::PRIME).rotate_left(29);
    }

    pub(super) fn bytes(&mut self, bytes: &[u8]) {
        let (words, rest) = bytes.as_chunks::<8>();
        for word in words {
            self.number(u64::from_le_bytes(*word));
        }
        for byte in rest {
            self.number(u64::from(*byte));
        }
    }
}
