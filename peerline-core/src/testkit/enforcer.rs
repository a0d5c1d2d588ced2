//! The laws of [`Enforcer`].

use std::collections::BTreeSet;

use super::Broken;
use super::LawResult;
use crate::moderation::Action;
use crate::moderation::Decision;
use crate::moderation::Draft;
use crate::moderation::Enforcer;
use crate::moderation::Fact;
use crate::moderation::PolicyId;
use crate::moderation::RuleId;
use crate::moderation::Sealed;
use crate::moderation::Source;
use crate::vocab::AccountId;
use crate::vocab::Cid;
use crate::vocab::DecisionId;
use crate::vocab::Digest;
use crate::vocab::Millis;
use crate::vocab::Role;
use crate::vocab::RoomId;
use crate::vocab::RoomName;
use crate::vocab::Text;
use crate::vocab::Timestamp;

/// Makes an enforcer that knows nothing yet.
pub type Make<'a> = &'a dyn Fn() -> Box<dyn Enforcer>;

/// A law of an enforcer.
pub type EnforcerLaw = fn(Make<'_>) -> LawResult;

/// Returns every law of an enforcer, by name.
#[must_use]
pub fn all_enforcer_laws() -> Vec<(&'static str, EnforcerLaw)> {
    vec![
        ("mute_holds_until_it_ends", mute_holds_until_it_ends),
        ("undone_is_as_before", undone_is_as_before),
        ("undo_leaves_what_came_after", undo_leaves_what_came_after),
        ("nobody_else_is_touched", nobody_else_is_touched),
        (
            "sealed_lasts_as_long_as_its_appeal",
            sealed_lasts_as_long_as_its_appeal,
        ),
    ]
}

/// A mute holds until it ends, and not longer.
///
/// # Errors
/// [`Broken`] where it does not.
pub fn mute_holds_until_it_ends(make: Make<'_>) -> LawResult {
    let mut enforcer = make();
    enforcer.enforce(&mute(1, AUTHOR, hours(2)));
    let just_before = hours(2).before(Millis::new(1));
    let holds = enforcer.is_muted(NOW, AUTHOR) && enforcer.is_muted(just_before, AUTHOR);
    let ends = !enforcer.is_muted(hours(2), AUTHOR);
    only("mute_holds_until_it_ends", enforcer.as_ref(), holds && ends)
}

/// What is undone is as it was before.
///
/// # Errors
/// [`Broken`] where it is not.
pub fn undone_is_as_before(make: Make<'_>) -> LawResult {
    let law = "undone_is_as_before";
    let mut enforcer = make();
    enforcer.enforce(&mute(1, AUTHOR, hours(2)));
    let done = enforcer.is_muted(NOW, AUTHOR) && 0 < enforcer.n_strikes(NOW, AUTHOR);
    only(law, enforcer.as_ref(), done && enforcer.stands(id(1)))?;
    enforcer.enforce(&undo(9, 1, AUTHOR));
    let muted = enforcer.is_muted(hours(1), AUTHOR);
    let as_before = !muted && enforcer.n_strikes(hours(1), AUTHOR) == 0;
    only(law, enforcer.as_ref(), as_before && !enforcer.stands(id(1)))
}

/// An undo leaves what was decided after it.
///
/// # Errors
/// [`Broken`] where it does not.
pub fn undo_leaves_what_came_after(make: Make<'_>) -> LawResult {
    let mut enforcer = make();
    enforcer.enforce(&mute(1, AUTHOR, hours(2)));
    enforcer.enforce(&mute(2, AUTHOR, hours(5)));
    enforcer.enforce(&undo(9, 1, AUTHOR));
    let stays = enforcer.is_muted(hours(3), AUTHOR) && enforcer.stands(id(2));
    only("undo_leaves_what_came_after", enforcer.as_ref(), stays)
}

/// Nobody else is touched.
///
/// # Errors
/// [`Broken`] where somebody is.
pub fn nobody_else_is_touched(make: Make<'_>) -> LawResult {
    let law = "nobody_else_is_touched";
    let mut enforcer = make();
    enforcer.enforce(&mute(1, AUTHOR, hours(2)));
    let free = !enforcer.is_muted(NOW, OTHER) && enforcer.n_strikes(NOW, OTHER) == 0;
    only(law, enforcer.as_ref(), free)?;
    enforcer.enforce(&mute(2, OTHER, hours(2)));
    enforcer.enforce(&undo(9, 1, AUTHOR));
    let stays = enforcer.is_muted(hours(1), OTHER) && enforcer.stands(id(2));
    only(law, enforcer.as_ref(), stays)
}

/// Words that are kept for an appeal are there as long as it can be decided, and no longer.
///
/// # Errors
/// [`Broken`] where they are not.
pub fn sealed_lasts_as_long_as_its_appeal(make: Make<'_>) -> LawResult {
    let law = "sealed_lasts_as_long_as_its_appeal";
    let mut enforcer = make();
    enforcer.enforce(&block(1));
    only(law, enforcer.as_ref(), enforcer.sealed(id(1)).is_some())?;
    let (at, decision, text) = (hours(1), id(1), None);
    enforcer.enforce(&Fact::Appealed { at, decision, text });
    only(law, enforcer.as_ref(), enforcer.sealed(id(1)).is_some())?;
    let at = hours(24 * 400);
    enforcer.enforce(&Fact::Closed { at, decision });
    only(law, enforcer.as_ref(), enforcer.sealed(id(1)).is_none())
}

fn only(law: &'static str, enforcer: &dyn Enforcer, holds: bool) -> LawResult {
    if holds {
        return Ok(());
    }
    Err(Broken::new(law, format!("{enforcer:?}")))
}

fn mute(n: u8, author: AccountId, until: Timestamp) -> Fact {
    decided(Decision {
        action: Action::Mute { until },
        ends: Some(until),
        author,
        ..decision(n)
    })
}

fn block(n: u8) -> Fact {
    let text = Text::new("a word or two").ok();
    let draft = text.map(|text| Draft::new(room(), AUTHOR, Role::Seeker, text));
    decided(Decision {
        sealed: draft.map(|draft| Sealed::of(&draft, [5; 16])),
        ..decision(n)
    })
}

fn undo(n: u8, old: u8, author: AccountId) -> Fact {
    decided(Decision {
        action: Action::Allow,
        supersedes: Some(id(old)),
        appeal_until: None,
        starts: hours(1),
        author,
        ..decision(n)
    })
}

fn decided(decision: Decision) -> Fact {
    Fact::Decided(Box::new(decision))
}

fn decision(n: u8) -> Decision {
    Decision {
        id: id(n),
        supersedes: None,
        room: room(),
        author: AUTHOR,
        cid: Cid::from_bytes([n; 16]),
        entry: None,
        action: Action::Block,
        rule: Some(Decision::SANCTION),
        policy: PolicyId::new(LAW, 1),
        content_digest: Digest::from_bytes([0; 32]),
        labels: BTreeSet::new(),
        spans: Vec::new(),
        ground: Some("rules#law".to_owned()),
        why: None,
        reported: false,
        starts: NOW,
        ends: None,
        source: Source::Auto,
        appeal_until: Some(hours(24 * 14)),
        sealed: None,
    }
}

const fn id(n: u8) -> DecisionId {
    DecisionId::from_bytes([n; 16])
}

const fn room() -> RoomName {
    RoomName::Room(RoomId::from_bytes([2; 16]))
}

const fn hours(n: u64) -> Timestamp {
    NOW.after(Millis::from_hours(n))
}

const NOW: Timestamp = Timestamp::from_unix_millis(1_800_000_000_000);
const AUTHOR: AccountId = AccountId::from_bytes([1; 16]);
const OTHER: AccountId = AccountId::from_bytes([3; 16]);
const LAW: RuleId = Decision::SANCTION;
