//! A day, made ready to be run under one policy after the other.

use std::collections::BTreeMap;

use super::Outcome;
use super::Policy;
use super::profiles;
use super::run::Run;
use super::run::seeker_of;
use crate::matching::InvalidProfile;
use crate::matching::Pairing;
use crate::matching::Shift;
use crate::matching::Wish;
use crate::testkit::workload::DAY_BEGINS;
use crate::testkit::workload::Workload;
use crate::testkit::workload::account_of_supporter;
use crate::vocab::AccountId;

/// A workload in the words of the line.
#[derive(Clone, Debug)]
pub struct Trial<'a> {
    pub(super) day: &'a Workload,
    pub(super) wishes: Vec<Wish>,
    accounts: Vec<AccountId>,
    numbers: BTreeMap<AccountId, usize>,
    shifts: Vec<Shift>,
    surging: Vec<Shift>,
}

impl<'a> Trial<'a> {
    /// Makes a workload ready.
    ///
    /// # Errors
    /// [`InvalidProfile`] where the line would not take a person as the workload draws them.
    pub fn new(day: &'a Workload) -> Result<Self, InvalidProfile> {
        let shifts: Vec<Shift> = day
            .supporters()
            .iter()
            .map(profiles::shift)
            .collect::<Result<_, _>>()?;
        let accounts = (0..).zip(day.supporters());
        let accounts = accounts.map(|(i, one)| account_of_supporter(i, one.name));
        let accounts: Vec<AccountId> = accounts.collect();
        Ok(Self {
            day,
            numbers: accounts.iter().copied().zip(0..).collect(),
            accounts,
            wishes: day
                .seekers()
                .iter()
                .map(profiles::wish)
                .collect::<Result<_, _>>()?,
            surging: shifts.iter().map(|one| one.clone().with_surge()).collect(),
            shifts,
        })
    }

    /// Runs the day under a policy.
    #[must_use]
    pub fn run(&self, policy: &Policy) -> Outcome {
        Run::new(self, policy).until_the_end()
    }

    /// Puts everybody of the workload into line and on shift at one moment, asks the policy's
    /// matcher, and returns what the line's check lets pass, by number: seeker, supporter.
    #[must_use]
    pub fn at_once(&self, policy: &Policy) -> Vec<(usize, usize)> {
        let mut run = Run::new(self, policy);
        run.bring_everybody(DAY_BEGINS);
        let (_, pairings) = run.with_pool(|pool| run.proposals(pool));
        let pairs = pairings.iter().filter_map(|one| self.numbers(one));
        pairs.collect()
    }

    /// Returns every pair that could be made at that moment under a policy.
    #[must_use]
    pub fn possible_at_once(&self, policy: &Policy) -> Vec<(usize, usize)> {
        let mut run = Run::new(self, policy);
        run.bring_everybody(DAY_BEGINS);
        run.with_pool(|pool| {
            let mut pairs = Vec::new();
            for candidate in pool.waiting() {
                for supporter in pool.supporters() {
                    let may_meet = || self.day.may_meet(candidate.account, supporter.account);
                    if candidate.fits(supporter) && may_meet() {
                        let pair = Pairing::new(candidate.ticket, supporter.account);
                        pairs.extend(self.numbers(&pair));
                    }
                }
            }
            pairs
        })
    }

    pub(super) fn account(&self, supporter: usize) -> Option<AccountId> {
        self.accounts.get(supporter).copied()
    }

    pub(super) fn number_of(&self, supporter: AccountId) -> Option<usize> {
        self.numbers.get(&supporter).copied()
    }

    pub(super) fn shifts(&self, surge: bool) -> &[Shift] {
        if surge { &self.surging } else { &self.shifts }
    }

    fn numbers(&self, pairing: &Pairing) -> Option<(usize, usize)> {
        Some((
            seeker_of(pairing.ticket),
            self.number_of(pairing.supporter)?,
        ))
    }
}
