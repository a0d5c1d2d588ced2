//! How entries of a log look on the wire.

use super::Address;
use super::Announce;
use super::Body;
use super::CaseSummary;
use super::Chain;
use super::Ev;
use super::EventBody;
use super::Kind;
use super::Who;
use super::present_crisis;
use super::present_life;
use super::present_notice;
use crate::log::CaseView;
use crate::log::Entry;
use crate::log::Fact;
use crate::log::Notice;
use crate::moderation;
use crate::moderation::Matter;
use crate::room;
use crate::vocab::ContentNotes;
use crate::vocab::DecisionId;
use crate::vocab::Language;
use crate::vocab::OccupantId;
use crate::vocab::RoomName;
use crate::vocab::Seq;
use crate::vocab::Text;
use crate::vocab::Timestamp;

/// Where an entry stands.
#[derive(Clone, Debug)]
#[expect(clippy::exhaustive_structs, reason = "an argument in parts")]
pub struct Placed<'a> {
    /// Which log.
    pub room: &'a RoomName,
    /// At which place.
    pub seq: Seq,
    /// The running hash there.
    pub h: Chain,
}

/// Shows an entry to a member; `viewer` is the member's name in this log, where the copy is for one
/// member alone. An author's own copy holds the `cid`.
#[must_use]
pub fn present(placed: &Placed<'_>, entry: &Entry, viewer: Option<OccupantId>) -> Ev<'static> {
    let Shown {
        kind,
        body,
        announce,
        tomb,
    } = show(&entry.fact, viewer);
    let own = entry
        .put
        .as_ref()
        .filter(|mark| mark.room.is_none() && Some(mark.who) == viewer);
    Ev {
        room: Address::of(placed.room),
        seq: placed.seq,
        at: entry.at,
        who: entry.who.map(Who::Name),
        kind,
        body: (!tomb).then(|| Body::made(body)),
        re: entry.re,
        h: placed.h,
        tomb,
        cid: own.map(|mark| mark.cid),
        announce,
        joined: entry.joined,
    }
}

/// Returns the members whose copy of an entry differs from everybody else's.
#[must_use]
pub fn own_viewers(entry: &Entry) -> Vec<OccupantId> {
    let author = entry
        .put
        .as_ref()
        .filter(|mark| mark.room.is_none())
        .map(|mark| mark.who);
    let view = if let Fact::Notice(Notice::CaseChanged { view, .. }) = &entry.fact {
        Some(view)
    } else {
        None
    };
    let owner = view.and_then(|view| view.owner.as_ref().map(|(who, _)| *who));
    author.into_iter().chain(owner).collect()
}

/// Shows a case in a list of cases.
#[must_use]
pub fn case_summary(view: &CaseView, mine: bool) -> CaseSummary {
    CaseSummary {
        case: view.case,
        priority: view.priority,
        tier: view.priority.tier(),
        state: view.state.clone(),
        since: view.since,
        room: view.room,
        owner: view.owner.as_ref().map(|(_, handle)| handle.clone()),
        mine,
        step: view.step,
        kind: if view.third_party {
            "third_party"
        } else {
            "own"
        }
        .to_owned(),
        wish: view.wish,
        course: view.course,
        want: view.want,
        joined: view.joined,
        follow: view.follow,
        gone: view.gone,
        due: view.due,
        second: view.second,
    }
}

pub(super) struct Shown {
    pub(super) kind: Kind,
    pub(super) body: EventBody,
    pub(super) announce: Announce,
    tomb: bool,
}

impl Shown {
    pub(super) const fn new(kind: Kind, body: EventBody, announce: Announce) -> Self {
        Self {
            kind,
            body,
            announce,
            tomb: false,
        }
    }

    /// What is left where words were destroyed.
    fn tomb(kind: Kind) -> Self {
        Self {
            tomb: true,
            ..Self::quiet(kind)
        }
    }

    pub(super) const fn quiet(kind: Kind) -> Self {
        Self::new(kind, EventBody::Empty {}, Announce::None)
    }
}

fn show(fact: &Fact, viewer: Option<OccupantId>) -> Shown {
    match fact {
        Fact::Room(fact) => show_room(fact),
        Fact::Identity(_) => Shown::quiet(Kind::Role),
        Fact::Matching(_) => Shown::quiet(Kind::State),
        Fact::Moderation(fact) => show_moderation(fact),
        Fact::Crisis(fact) => present_crisis::show(&fact.what),
        Fact::Notice(notice) => present_notice::show(notice, viewer),
        Fact::Ask(_) | Fact::Hold(_) | Fact::Locker(_) | Fact::Vault(_) => {
            Shown::quiet(Kind::State)
        }
    }
}

fn show_room(fact: &room::Fact) -> Shown {
    match fact.clone() {
        room::Fact::Opened {
            kind,
            topic,
            language,
            ..
        } => {
            let (state, kind) = ("open", kind.as_str());
            let body = EventBody::State {
                state,
                kind,
                topic,
                language,
            };
            Shown::new(Kind::State, body, Announce::None)
        }
        room::Fact::Joined { handle, role, .. } => Shown::new(
            Kind::Join,
            EventBody::Join { handle, role },
            Announce::Polite,
        ),
        room::Fact::Left { why, .. } => Shown::new(
            Kind::Leave,
            EventBody::Leave { why: why.as_str() },
            Announce::Polite,
        ),
        room::Fact::Said {
            text,
            language,
            notes,
            ..
        } => message(Kind::Msg, (text, language, notes)),
        room::Fact::Edited {
            text,
            language,
            notes,
            ..
        } => message(Kind::Edit, (text, language, notes)),
        room::Fact::Redacted { .. } => {
            Shown::new(Kind::Redact, EventBody::Empty {}, Announce::Polite)
        }
        room::Fact::Gone { edits: None, .. } => Shown::tomb(Kind::Msg),
        room::Fact::Gone { edits: Some(_), .. } => Shown::tomb(Kind::Edit),
        room::Fact::Closed => {
            let body = EventBody::Closed { state: "closed" };
            Shown::new(Kind::State, body, Announce::Polite)
        }
        room::Fact::Life(life) => present_life::show(&life),
        room::Fact::Trimmed { base, goes_on } => {
            let state = if goes_on { "trimmed" } else { "closed" };
            let body = EventBody::Trimmed { state, base };
            Shown::new(Kind::State, body, Announce::None)
        }
        room::Fact::Talk(fact) => show_talk(&fact),
    }
}

fn message(kind: Kind, (text, lang, note): (Text, Option<Language>, ContentNotes)) -> Shown {
    Shown::new(
        kind,
        EventBody::Message { text, lang, note },
        Announce::Polite,
    )
}

/// Who agrees and what a message is about is read, and not spoken.
fn show_talk(fact: &room::TalkFact) -> Shown {
    let (kind, body) = super::talk::show(fact);
    let Some(body) = body else {
        return Shown::tomb(kind);
    };
    let announce = if matches!(kind, Kind::Agree | Kind::Note) {
        Announce::None
    } else {
        Announce::Polite
    };
    Shown::new(kind, EventBody::Talk(body), announce)
}

const fn ruled(step: &'static str, decision: Option<DecisionId>) -> Shown {
    let body = EventBody::Ruled {
        step,
        decision,
        room: None,
        entry: None,
        until: None,
    };
    Shown::new(Kind::State, body, Announce::None)
}

/// Who looks at what, and since when nobody does.
fn looked_at(step: &'static str, matter: &Matter, until: Option<Timestamp>) -> Shown {
    let (decision, place) = match matter {
        Matter::Decision(decision) => (Some(*decision), None),
        Matter::Message { room, entry } => (None, Some((room.clone(), *entry))),
    };
    let (room, entry) = place.unzip();
    let body = EventBody::Ruled {
        step,
        decision,
        room,
        entry,
        until,
    };
    Shown::new(Kind::State, body, Announce::None)
}

fn show_moderation(fact: &moderation::Fact) -> Shown {
    match fact {
        moderation::Fact::Decided(decision) => {
            let body = EventBody::Decided {
                decision: decision.id,
                action: action_name(decision.action),
                rule: decision
                    .rule
                    .as_ref()
                    .map(ToString::to_string)
                    .unwrap_or_default(),
                room: decision.room.clone(),
                entry: decision.entry,
                supersedes: decision.supersedes,
            };
            Shown::new(Kind::Decide, body, Announce::Polite)
        }
        moderation::Fact::Appealed { decision, .. } => {
            let decision = *decision;
            let body = EventBody::Appealed { decision };
            Shown::new(Kind::Appeal, body, Announce::Polite)
        }
        moderation::Fact::Reported {
            room, seq, ground, ..
        } => {
            let body = EventBody::Reported {
                room: room.clone(),
                entry: *seq,
                ground: ground.as_str(),
            };
            Shown::new(Kind::Report, body, Announce::Polite)
        }
        moderation::Fact::Claimed { matter, until, .. } => {
            looked_at("claimed", matter, Some(*until))
        }
        moderation::Fact::GaveBack { matter, .. } => looked_at("given_back", matter, None),
        moderation::Fact::Dismissed { room, entry, .. } => {
            let (room, entry) = (room.clone(), *entry);
            looked_at("dismissed", &Matter::Message { room, entry }, None)
        }
        moderation::Fact::ModelTurned { turned, .. } => match turned {
            moderation::Turned::Down => ruled("model_down", None),
            moderation::Turned::Up => ruled("model_up", None),
        },
        moderation::Fact::Overridden { .. } => ruled("overridden", None),
        moderation::Fact::Released { decision, .. } => ruled("released", Some(*decision)),
        moderation::Fact::Reviewed { decision, .. } => ruled("reviewed", Some(*decision)),
        moderation::Fact::Closed { decision, .. } => ruled("closed", Some(*decision)),
    }
}

/// Returns the name of an action on the wire.
#[must_use]
pub const fn action_name(action: moderation::Action) -> &'static str {
    match action {
        moderation::Action::Allow => "allow",
        moderation::Action::Nudge => "nudge",
        moderation::Action::Slow { .. } => "slow",
        moderation::Action::Hold => "hold",
        moderation::Action::Block => "block",
        moderation::Action::Remove => "remove",
        moderation::Action::Kick => "kick",
        moderation::Action::Mute { .. } => "mute",
    }
}
