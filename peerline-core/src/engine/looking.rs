//! What moderators see of what waits for them.

use super::Answer;
use super::Engine;
use super::Info;
use super::Why;
use crate::identity::By;
use crate::moderation::Action;
use crate::moderation::Claim;
use crate::moderation::Decision;
use crate::moderation::Docket;
use crate::moderation::Label;
use crate::moderation::Matter;
use crate::moderation::ReportGround;
use crate::moderation::Reported;
use crate::moderation::Source;
use crate::moderation::Standing;
use crate::vocab::AccountId;
use crate::vocab::Capability;
use crate::vocab::Language;
use crate::vocab::OccupantId;
use crate::vocab::RoomName;
use crate::vocab::Seq;
use crate::vocab::Span;
use crate::vocab::Text;
use crate::vocab::Timestamp;

/// One matter in the queue. No word of a person is in it.
#[derive(Clone, Debug, Eq, PartialEq)]
#[expect(clippy::exhaustive_structs, reason = "the engine makes it")]
pub struct MatterView {
    /// Which.
    pub matter: Matter,
    /// Why it waits.
    pub what: Waiting,
    /// Since when.
    pub since: Timestamp,
    /// In which room it was said.
    pub room: RoomName,
    /// What was done, where something was.
    pub action: Option<Action>,
    /// By which rule.
    pub rule: Option<String>,
    /// The rule of the community that it stands on.
    pub ground: Option<String>,
    /// On which grounds members reported it.
    pub grounds: Vec<ReportGround>,
    /// How often they did.
    pub n: u32,
    /// Who looks, and until when.
    pub claim: Option<(String, Timestamp)>,
    /// Whether that is the asker.
    pub mine: bool,
    /// Whether the asker may decide it: not who wrote it, nor who decided it.
    pub may: bool,
}

/// Why a matter waits.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
#[non_exhaustive]
pub enum Waiting {
    /// Members reported it.
    Report,
    /// It is not published until somebody looked.
    Held,
    /// Its author appealed.
    Appeal,
    /// It can still be appealed, and taken back.
    Decided,
}

impl Waiting {
    /// Returns its name on the wire.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Report => "report",
            Self::Held => "held",
            Self::Appeal => "appeal",
            Self::Decided => "decided",
        }
    }
}

/// A matter as whoever looks at it sees it.
#[derive(Clone, Debug, Eq, PartialEq)]
#[expect(clippy::exhaustive_structs, reason = "the engine makes it")]
pub struct MatterDetail {
    /// How it stands.
    pub view: MatterView,
    /// What people read for its author.
    pub from: Option<String>,
    /// Their name in the room.
    pub who: Option<OccupantId>,
    /// Who has asked for a sweep of them that waits for a second person.
    pub sweep: Option<SweepAsked>,
    /// The words that are kept sealed, their language, and the places that the rule found.
    pub sealed: Option<(Text, Option<Language>, Vec<Span>)>,
    /// What was found.
    pub labels: Vec<Label>,
    /// Why a moderator decided so.
    pub why: Option<Text>,
    /// What the author says against it.
    pub appeal: Option<Text>,
    /// What was said around a reported message, as places in the log.
    pub around: Vec<Around>,
}

/// Who has asked for a sweep.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum SweepAsked {
    /// Who looks: somebody else has to agree.
    Mine,
    /// Somebody else: who looks may agree.
    Other,
}

impl SweepAsked {
    /// Returns its name on the wire.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Mine => "mine",
            Self::Other => "other",
        }
    }
}

/// One message around a reported one.
#[derive(Clone, Debug, Eq, PartialEq)]
#[expect(clippy::exhaustive_structs, reason = "the engine makes it")]
pub struct Around {
    /// The message, by its first entry.
    pub entry: Seq,
    /// Which entry holds its words; none where they are destroyed.
    pub words: Option<Seq>,
    /// What people read for who wrote it.
    pub from: String,
}

/// How many messages before and after a reported one are shown with it.
const CONTEXT: (usize, usize) = (10, 5);
/// How many matters one answer holds; the most urgent come first.
const SHOWN: usize = 100;

impl Engine {
    /// Returns what waits: reports of danger first, then the longest wait; last what was decided and
    /// can be taken back.
    pub(super) fn queue(&self, asker: AccountId) -> Answer {
        if self.staff(asker, Capability::Moderate).is_none() {
            return Answer::refuse(Why::Denied);
        }
        let moderation = &self.state.moderation;
        let open = moderation.decisions().filter(|one| !one.is_settled());
        let decisions = open.map(|standing| self.view_decision(asker, standing));
        let reports = moderation.docket().reports();
        let reports = reports.map(|(room, entry, report)| {
            let matter = Matter::Message {
                room: room.clone(),
                entry,
            };
            self.view_report(asker, matter, report)
        });
        let mut all: Vec<MatterView> = decisions.chain(reports).collect();
        let is_calm = |view: &MatterView| !view.grounds.contains(&ReportGround::Danger);
        all.sort_by_key(|view| {
            let is_over = view.what == Waiting::Decided;
            (is_over, is_calm(view), view.since, view.matter.clone())
        });
        all.truncate(SHOWN);
        Answer::Told(Info::Queue(all))
    }

    /// Returns a matter with its words to whoever has claimed it: who looks stands in the queue's
    /// log before they read.
    pub(super) fn matter(&self, asker: AccountId, matter: &Matter) -> Answer {
        if self.staff(asker, Capability::Moderate).is_none() {
            return Answer::refuse(Why::Denied);
        }
        if self.claim_of(matter).is_none_or(|claim| claim.by != asker) {
            return Answer::refuse(Why::Denied);
        }
        let moderation = &self.state.moderation;
        let detail = match matter {
            Matter::Decision(id) => {
                let standing = moderation.decision(*id);
                standing.map(|standing| self.detail_of_decision(asker, standing))
            }
            Matter::Message { room, entry } => {
                let report = moderation.docket().report(room, *entry);
                report.map(|report| {
                    let view = self.view_report(asker, matter.clone(), report);
                    self.detail_of_report(asker, view, *entry)
                })
            }
        };
        match detail {
            Some(detail) => Answer::Told(Info::Matter(Box::new(detail))),
            None => Answer::refuse(Why::Gone),
        }
    }

    fn claim_of(&self, matter: &Matter) -> Option<Claim> {
        let docket: &Docket = self.state.moderation.docket();
        docket.claim(self.turn.now, matter)
    }

    fn claim_view(&self, asker: AccountId, matter: &Matter) -> (Option<(String, Timestamp)>, bool) {
        let claim = self.claim_of(matter);
        let shown = claim.map(|claim| (self.staff_name(claim.by).1, claim.until));
        (shown, claim.is_some_and(|claim| claim.by == asker))
    }

    fn view_decision(&self, asker: AccountId, standing: &Standing) -> MatterView {
        let decision = &standing.decision;
        let matter = Matter::Decision(decision.id);
        let (claim, mine) = self.claim_view(asker, &matter);
        let what = match standing.appealed {
            Some(_) => Waiting::Appeal,
            None if decision.action == Action::Hold => Waiting::Held,
            None => Waiting::Decided,
        };
        MatterView {
            matter,
            what,
            since: standing.appealed.unwrap_or(decision.starts),
            room: decision.room.clone(),
            action: Some(decision.action),
            rule: decision.rule.as_ref().map(ToString::to_string),
            ground: decision.ground.clone(),
            grounds: Vec::new(),
            n: 0,
            claim,
            mine,
            may: may_decide(asker, what, decision),
        }
    }

    fn view_report(&self, asker: AccountId, matter: Matter, report: &Reported) -> MatterView {
        let (claim, mine) = self.claim_view(asker, &matter);
        let (room, author) = match &matter {
            Matter::Message { room, entry } => (room.clone(), self.writer(room, *entry)),
            Matter::Decision(_) => (RoomName::Line, None),
        };
        MatterView {
            matter,
            what: Waiting::Report,
            since: report.first,
            room,
            action: None,
            rule: None,
            ground: None,
            grounds: report.grounds.iter().copied().collect(),
            n: report.n,
            claim,
            mine,
            may: author != Some(asker),
        }
    }

    fn writer(&self, room: &RoomName, entry: Seq) -> Option<AccountId> {
        let RoomName::Room(id) = room else {
            return None;
        };
        let room = self.state.room(*id)?;
        room.account_of(room.message(entry)?.who)
    }

    fn detail_of_decision(&self, asker: AccountId, standing: &Standing) -> MatterDetail {
        let decision = &standing.decision;
        let sealed = decision.sealed.as_ref().map(|sealed| {
            let (text, language) = (sealed.text.clone(), sealed.language.clone());
            (text, language, decision.spans.clone())
        });
        let who = self.name_of(&decision.room, decision.author);
        // What others said is shown where a member had asked for somebody to look, and else not.
        let around = decision.entry.filter(|_| decision.reported);
        let around = around.map(|entry| self.around(&decision.room, entry));
        MatterDetail {
            view: self.view_decision(asker, standing),
            from: self.handle_of(&decision.room, decision.author),
            who,
            sweep: self.sweep_of(asker, &decision.room, who),
            sealed,
            labels: decision.labels.iter().copied().collect(),
            why: decision.why.clone(),
            appeal: standing.appeal.clone(),
            around: around.unwrap_or_default(),
        }
    }

    fn detail_of_report(&self, asker: AccountId, view: MatterView, entry: Seq) -> MatterDetail {
        let author = self.writer(&view.room, entry);
        let who = author.and_then(|author| self.name_of(&view.room, author));
        MatterDetail {
            from: author.and_then(|author| self.handle_of(&view.room, author)),
            who,
            sweep: self.sweep_of(asker, &view.room, who),
            sealed: None,
            labels: Vec::new(),
            why: None,
            appeal: None,
            around: self.around(&view.room, entry),
            view,
        }
    }

    fn handle_of(&self, room: &RoomName, account: AccountId) -> Option<String> {
        let RoomName::Room(id) = room else {
            return None;
        };
        let member = self.state.room(*id)?.member(account)?;
        Some(member.handle.clone())
    }

    fn name_of(&self, room: &RoomName, account: AccountId) -> Option<OccupantId> {
        let RoomName::Room(id) = room else {
            return None;
        };
        Some(self.state.room(*id)?.member(account)?.occupant)
    }

    fn sweep_of(
        &self,
        asker: AccountId,
        room: &RoomName,
        who: Option<OccupantId>,
    ) -> Option<SweepAsked> {
        let RoomName::Room(id) = room else {
            return None;
        };
        let signed = self.state.identity.sweep_signed(self.turn.now, *id, who?)?;
        Some(if signed == By::Account(asker) {
            SweepAsked::Mine
        } else {
            SweepAsked::Other
        })
    }

    fn around(&self, room: &RoomName, entry: Seq) -> Vec<Around> {
        let RoomName::Room(id) = room else {
            return Vec::new();
        };
        let Some(room) = self.state.room(*id) else {
            return Vec::new();
        };
        let named = |who| {
            let mut members = room.members();
            members
                .find(|(_, member)| member.occupant == who)
                .map(|(_, member)| member.handle.clone())
                .unwrap_or_default()
        };
        let around = room.around(entry, CONTEXT);
        around
            .map(|(entry, message)| Around {
                entry,
                words: message.words,
                from: named(message.who),
            })
            .collect()
    }
}

/// Nobody decides about their own words, nor an appeal against their own decision.
fn may_decide(asker: AccountId, what: Waiting, decision: &Decision) -> bool {
    let own = decision.source == (Source::Moderator { by: asker });
    decision.author != asker && !(own && what == Waiting::Appeal)
}
