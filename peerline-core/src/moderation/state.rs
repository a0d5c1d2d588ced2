//! What moderation remembers: a pure fold of its facts and of the messages in the rooms' logs.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use super::Action;
use super::Claim;
use super::Decision;
use super::Docket;
use super::Fact;
use super::History;
use super::Matter;
use super::Ruling;
use super::Sent;
use crate::vocab::AccountId;
use crate::vocab::DecisionId;
use crate::vocab::Millis;
use crate::vocab::RoomName;
use crate::vocab::Seq;
use crate::vocab::Text;
use crate::vocab::Timestamp;

/// Authors' recent past, decisions that may still be appealed, and mutes.
///
/// Everything in it ends: history fades, decisions close, mutes pass. What ended is dropped while
/// facts are applied, by their own times, so replay drops the same.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct State {
    histories: BTreeMap<AccountId, History>,
    fading: BTreeSet<(Timestamp, AccountId)>,
    decisions: BTreeMap<DecisionId, Standing>,
    closing: BTreeSet<(Timestamp, DecisionId)>,
    mutes: BTreeMap<AccountId, Mute>,
    reports: BTreeMap<RoomName, Timestamp>,
    docket: Docket,
}

#[derive(Clone, Copy, Debug, Eq, PartialEq)]
struct Mute {
    until: Timestamp,
    by: DecisionId,
}

/// A decision and what became of it.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct Standing {
    /// The decision.
    pub decision: Decision,
    /// When its author appealed.
    pub appealed: Option<Timestamp>,
    /// What they said, where it is still kept.
    pub appeal: Option<Text>,
    /// Whether a moderator let the held message be published.
    pub released: bool,
    /// How an appeal ended.
    pub ruling: Option<Ruling>,
    /// The decision that took its place.
    pub superseded_by: Option<DecisionId>,
    /// When it closes, however an appeal goes.
    closes: Option<Timestamp>,
}

impl Standing {
    /// Returns whether nothing can be done about it any more.
    #[must_use]
    pub const fn is_settled(&self) -> bool {
        self.released || self.ruling.is_some() || self.superseded_by.is_some()
    }
}

impl State {
    /// How long a report keeps what stands in its room: 14 days.
    pub const REPORTED: Millis = Millis::from_hours(14 * 24);
    /// How long an appeal may wait for somebody to decide it: 90 days. Then it ends undecided, and
    /// what it says is destroyed with it.
    pub const APPEALED: Millis = Millis::from_hours(90 * 24);

    /// Returns what is remembered of an author; nothing is an empty history.
    #[must_use]
    pub fn history(&self, author: AccountId) -> &History {
        self.histories.get(&author).unwrap_or(History::EMPTY)
    }

    /// Returns a decision, as long as it is not closed.
    #[must_use]
    pub fn decision(&self, id: DecisionId) -> Option<&Standing> {
        self.decisions.get(&id)
    }

    /// Returns the decisions that are not closed.
    pub fn decisions(&self) -> impl Iterator<Item = &Standing> {
        self.decisions.values()
    }

    /// Returns until when an author is muted. Whoever asks compares it with `now`: a mute that has
    /// passed may still be named here.
    #[must_use]
    pub fn muted_until(&self, author: AccountId) -> Option<Timestamp> {
        self.mutes.get(&author).map(|mute| mute.until)
    }

    /// Returns when [`Command::Close`](super::Command::Close) has something to do next.
    #[must_use]
    pub fn closes_at(&self) -> Option<Timestamp> {
        self.closing.first().map(|(at, _)| *at)
    }

    /// Returns the decisions whose time for an appeal is over at `now`.
    pub(super) fn due(&self, now: Timestamp) -> impl Iterator<Item = DecisionId> {
        self.closing
            .iter()
            .take_while(move |(at, _)| *at <= now)
            .map(|(_, id)| *id)
    }

    fn remember(&mut self, author: AccountId, note: impl FnOnce(&mut History)) {
        if author.is_nobody() {
            return;
        }
        let history = self.histories.entry(author).or_default();
        self.fading.remove(&(history.gone_at(), author));
        note(history);
        self.fading.insert((history.gone_at(), author));
    }

    /// Returns reported messages, and who looks at what.
    #[must_use]
    pub const fn docket(&self) -> &Docket {
        &self.docket
    }

    pub(super) const fn docket_mut(&mut self) -> &mut Docket {
        &mut self.docket
    }

    pub(super) fn decision_ids(&self) -> impl Iterator<Item = &DecisionId> {
        self.decisions.keys()
    }

    pub(super) fn standings_mut(&mut self) -> impl Iterator<Item = &mut Standing> {
        self.decisions.values_mut()
    }

    /// Returns until when a report keeps what stands in a room. Whoever asks compares it with `now`.
    #[must_use]
    pub fn reported_until(&self, room: &RoomName) -> Option<Timestamp> {
        self.reports.get(room).copied()
    }

    fn report(&mut self, at: Timestamp, room: &RoomName) {
        self.reports.retain(|_, until| at < *until);
        self.reports.insert(room.clone(), at.after(Self::REPORTED));
    }

    /// Forgets what is remembered of an author's past, and lifts a mute.
    pub fn forget_author(&mut self, author: AccountId) {
        if let Some(history) = self.histories.remove(&author) {
            self.fading.remove(&(history.gone_at(), author));
        }
        self.mutes.remove(&author);
    }

    pub(super) fn drop_ended(&mut self, now: Timestamp) {
        self.forget(now);
        self.mutes.retain(|_, mute| now < mute.until);
        self.docket.drop_ended(now);
    }

    fn forget(&mut self, now: Timestamp) {
        while let Some(&(at, author)) = self.fading.first()
            && at < now
        {
            self.fading.pop_first();
            self.histories.remove(&author);
        }
    }

    fn decide(&mut self, decision: &Decision) {
        if let Some(entry) = decision.entry.filter(|_| decision.action.is_durable()) {
            self.docket.settle(&decision.room, entry);
        }
        if let Some(superseded) = decision.supersedes {
            self.supersede(superseded, decision);
        }
        if let Some(rule) = decision
            .rule
            .clone()
            .filter(|_| decision.action.is_durable())
        {
            self.remember(decision.author, |history| {
                history.note_strike(decision.starts, rule);
            });
        }
        if let Action::Mute { until } = decision.action
            && !decision.author.is_nobody()
        {
            let by = decision.id;
            self.mutes.insert(decision.author, Mute { until, by });
        }
        if let Some(closes) = decision.appeal_until {
            self.closing.insert((closes, decision.id));
            let standing = Standing {
                decision: decision.clone(),
                appealed: None,
                appeal: None,
                released: false,
                ruling: None,
                superseded_by: None,
                closes: decision.appeal_until,
            };
            self.decisions.insert(decision.id, standing);
        }
    }

    /// The new decision holds from now on; where it keeps the message sealed, the old one lets go.
    fn supersede(&mut self, old: DecisionId, new: &Decision) {
        let Some(standing) = self.decisions.get_mut(&old) else {
            return;
        };
        standing.superseded_by = Some(new.id);
        self.docket.end_claim(&Matter::Decision(old));
        self.absolve(old);
        if new.sealed.is_some() {
            self.reclose(old, new.starts);
        }
    }

    /// Lifts what a decision brought upon its author.
    fn absolve(&mut self, old: DecisionId) {
        let Some(standing) = self.decisions.get(&old) else {
            return;
        };
        let (author, at) = (standing.decision.author, standing.decision.starts);
        let rule = standing.decision.rule.clone();
        if self.mutes.get(&author).is_some_and(|mute| mute.by == old) {
            self.mutes.remove(&author);
        }
        if let Some(rule) = rule {
            self.remember(author, |history| history.forgive(at, &rule));
        }
    }

    /// An open appeal keeps what is sealed, for as long as it may wait; a decided one lets it go when
    /// the time is over.
    fn appeal(&mut self, id: DecisionId, at: Timestamp, text: Option<&Text>) {
        if let Some(standing) = self.decisions.get_mut(&id) {
            standing.appealed = Some(at);
            standing.appeal = text.cloned();
            let waits = at.after(Self::APPEALED);
            let closes = standing.decision.appeal_until.unwrap_or(at).max(waits);
            self.reclose(id, closes);
        }
    }

    fn review(&mut self, id: DecisionId, ruling: Ruling, at: Timestamp) {
        if let Some(standing) = self.decisions.get_mut(&id) {
            standing.ruling = Some(ruling);
            self.docket.end_claim(&Matter::Decision(id));
            let closes = standing.closes.unwrap_or(at).max(at);
            self.reclose(id, closes);
        }
    }

    fn release(&mut self, id: DecisionId, at: Timestamp) {
        if let Some(standing) = self.decisions.get_mut(&id) {
            standing.released = true;
            self.docket.end_claim(&Matter::Decision(id));
            self.reclose(id, at);
            self.absolve(id);
        }
    }

    fn reclose(&mut self, id: DecisionId, closes: Timestamp) {
        if let Some(standing) = self.decisions.get_mut(&id) {
            if let Some(before) = standing.decision.appeal_until.replace(closes) {
                self.closing.remove(&(before, id));
            }
            self.closing.insert((closes, id));
        }
    }

    fn close(&mut self, id: DecisionId) {
        if let Some(standing) = self.decisions.remove(&id)
            && let Some(closes) = standing.decision.appeal_until
        {
            self.closing.remove(&(closes, id));
        }
        self.docket.end_claim(&Matter::Decision(id));
    }
}

/// Folds a fact into the state.
pub fn apply(state: &mut State, fact: &Fact) {
    state.drop_ended(fact.at());
    match fact {
        Fact::Decided(decision) => state.decide(decision),
        Fact::Overridden {
            at, author, rule, ..
        } => state.remember(*author, |history| history.note_strike(*at, rule.clone())),
        Fact::Released { at, decision, .. } => state.release(*decision, *at),
        Fact::Appealed { at, decision, text } => state.appeal(*decision, *at, text.as_ref()),
        Fact::Reviewed {
            at,
            decision,
            ruling,
            ..
        } => state.review(*decision, *ruling, *at),
        Fact::Reported {
            at,
            room,
            seq,
            ground,
            ..
        } => {
            state.report(*at, room);
            state.docket.note_report(*at, (room, *seq), *ground);
        }
        Fact::Claimed {
            matter, by, until, ..
        } => {
            let (by, until) = (*by, *until);
            state.docket.note_claim(matter, Claim { by, until });
        }
        Fact::GaveBack { matter, .. } => state.docket.end_claim(matter),
        Fact::Dismissed { room, entry, .. } => state.docket.settle(room, *entry),
        Fact::ModelTurned { .. } => {}
        Fact::Closed { decision, .. } => state.close(*decision),
    }
}

/// Folds a message that stands in a room's log into the state. The engine calls it for every
/// message published without a sign of danger, live and in replay alike.
pub fn apply_sent(state: &mut State, sent: &Sent) {
    state.forget(sent.at);
    state.remember(sent.author, |history| history.note_sent(sent.clone()));
}

/// Forgets what a message of `author` held: its words were destroyed.
pub fn apply_gone(state: &mut State, author: AccountId, room: &RoomName, seq: Seq) {
    if let Some(history) = state.histories.get_mut(&author) {
        history.note_gone(room, seq);
    }
}
