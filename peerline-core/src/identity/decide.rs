//! What may happen to accounts.

use super::By;
use super::Fact;
use super::Ground;
use super::Spent;
use super::State;
use super::Terms;
use crate::vocab::AccountId;
use crate::vocab::Capability;
use crate::vocab::Clearance;
use crate::vocab::Digest;
use crate::vocab::DigestBuilder;
use crate::vocab::Millis;
use crate::vocab::Role;
use crate::vocab::RoomId;
use crate::vocab::Sensitive;
use crate::vocab::Timestamp;

/// Something asked of the account book.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum Command {
    /// Make an invitation to a staff role: one use, for [`Terms::invite`].
    Invite {
        /// The role it gives.
        role: Role,
        /// [`invite_digest`] of 32 random bytes that the invited person will show.
        secret_digest: Digest,
        /// The operator or a supervisor.
        by: By,
        /// What it clears a supporter for, where that is not what the line clears everybody for.
        clearance: Option<Clearance>,
    },
    /// Clear a supporter for something of their own.
    Clear {
        /// Whom.
        account: AccountId,
        /// For what.
        clearance: Clearance,
        /// The operator or a supervisor.
        by: By,
    },
    /// Redeem an invitation.
    Redeem {
        /// Who redeems it.
        account: AccountId,
        /// Its secret.
        secret: Sensitive<[u8; 32]>,
    },
    /// Take a role back.
    Revoke {
        /// From whom.
        account: AccountId,
        /// Which.
        role: Role,
        /// The operator or a supervisor.
        by: By,
    },
    /// Note a visit.
    Seen {
        /// Of whom.
        account: AccountId,
    },
    /// Let an account reach responders alone until a time.
    Sanction {
        /// Whom.
        account: AccountId,
        /// Why.
        ground: Ground,
        /// When it ends; every sanction does.
        until: Timestamp,
        /// The operator or a moderator.
        by: By,
    },
    /// Take a sanction back.
    Lift {
        /// From whom.
        account: AccountId,
        /// The operator or a moderator.
        by: By,
    },
    /// Keep two accounts from meeting, both ways. A later end replaces an earlier one.
    Block {
        /// Who asks.
        a: AccountId,
        /// Whom they do not want to meet.
        b: AccountId,
        /// When it ends; [`Terms::block`] from now where `None`.
        until: Option<Timestamp>,
    },
    /// Let a room look full to an account, which hides whom they must not meet.
    Shut {
        /// To whom.
        account: AccountId,
        /// Which room.
        room: RoomId,
        /// When it ends.
        until: Timestamp,
    },
    /// Drop what has ended.
    Prune,
}

/// A command was refused.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum Refusal {
    /// The account does not have the role for it.
    #[error("this needs a role that the account does not have")]
    NotAllowed,
    /// The account is under a sanction; until it ends, its roles rest.
    #[error("a sanction is in force")]
    Sanctioned,
    /// Everybody is a seeker; it is neither given nor taken.
    #[error("everybody may be a seeker; the role is neither given nor taken")]
    NotAStaffRole,
    /// An invitation with this digest exists.
    #[error("an invitation with this secret exists already")]
    InviteExists,
    /// No such invitation.
    #[error("there is no such invitation")]
    UnknownInvite,
    /// The invitation was redeemed by somebody else, or its role was taken back.
    #[error("the invitation was used before")]
    InviteSpent,
    /// The invitation is too old.
    #[error("the invitation has ended")]
    InviteEnded,
    /// The account does not have the role.
    #[error("the account does not have the role")]
    NoSuchRole,
    /// Nobody is offered to somebody of this role, or of none.
    #[error("only who supports can be cleared for something")]
    NoSupporter,
    /// No sanction is in force.
    #[error("no sanction is in force")]
    NotSanctioned,
    /// The end lies in the past.
    #[error("the end lies in the past")]
    EndsInThePast,
    /// Both accounts are the same.
    #[error("an account cannot be blocked by itself")]
    SameAccount,
}

/// Returns the digest under which an invitation is kept.
#[must_use]
pub fn invite_digest(secret: &Sensitive<[u8; 32]>) -> Digest {
    DigestBuilder::new("peerline/v1/invite")
        .bytes(secret.expose())
        .finish()
}

/// Decides a command. Asked twice, it answers the same and changes nothing the second time.
///
/// # Errors
/// A [`Refusal`], with nothing changed.
pub fn decide(
    state: &State,
    terms: &Terms,
    now: Timestamp,
    command: Command,
) -> Result<Vec<Fact>, Refusal> {
    if let Some((by, capability)) = authority(&command) {
        may(state, now, by, capability)?;
    }
    match command {
        Command::Invite {
            role,
            secret_digest,
            by,
            clearance,
        } => {
            let until = now.after(terms.invite);
            staff_role(role)?;
            clearable(clearance.is_none() || role.can(Capability::Support))?;
            unused(state, &secret_digest)?;
            Ok(vec![Fact::Invited {
                invite: secret_digest,
                role,
                until,
                by,
                clearance,
            }])
        }
        Command::Clear {
            account,
            clearance,
            by,
        } => clear(state, account, clearance, by),
        Command::Redeem { account, secret } => redeem(state, now, account, &secret),
        Command::Revoke { account, role, by } => revoke(state, account, role, by),
        Command::Seen { account } => Ok(seen(state, terms, now, account)),
        Command::Sanction {
            account,
            ground,
            until,
            by,
        } => {
            later(now, until)?;
            Ok(vec![Fact::Sanctioned {
                account,
                ground,
                until,
                by,
            }])
        }
        Command::Lift { account, by } => {
            state.sanction(now, account).ok_or(Refusal::NotSanctioned)?;
            Ok(vec![Fact::SanctionLifted { account, by }])
        }
        Command::Shut {
            account,
            room,
            until,
        } => {
            let shut = state.is_shut(now, account, room);
            let pair = state.door(account, room);
            Ok(only_if(!shut, Fact::Blocked { pair, until }))
        }
        Command::Block { a, b, until } => {
            let until = until.unwrap_or_else(|| now.after(terms.block));
            later(now, until)?;
            block(state, a, b, until)
        }
        Command::Prune => Ok(prune(state, terms, now)),
    }
}

/// Returns who must be able to do what for a command; `None` where anybody may ask it of their own
/// account.
const fn authority(command: &Command) -> Option<(By, Capability)> {
    match command {
        Command::Invite { by, .. } | Command::Clear { by, .. } | Command::Revoke { by, .. } => {
            Some((*by, Capability::Supervise))
        }
        Command::Sanction { by, .. } | Command::Lift { by, .. } => {
            Some((*by, Capability::Moderate))
        }
        Command::Redeem { .. }
        | Command::Seen { .. }
        | Command::Block { .. }
        | Command::Shut { .. }
        | Command::Prune => None,
    }
}

pub(super) fn may(
    state: &State,
    now: Timestamp,
    by: By,
    capability: Capability,
) -> Result<(), Refusal> {
    let By::Account(account) = by else {
        return Ok(());
    };
    if state.sanction(now, account).is_some() {
        return Err(Refusal::Sanctioned);
    }
    let able = state.roles(account).iter().any(|role| role.can(capability));
    able.then_some(()).ok_or(Refusal::NotAllowed)
}

fn redeem(
    state: &State,
    now: Timestamp,
    account: AccountId,
    secret: &Sensitive<[u8; 32]>,
) -> Result<Vec<Fact>, Refusal> {
    // Looked up by digest: how far a wrong secret gets tells nothing about a right one, so no
    // comparison here has to take constant time.
    let digest = invite_digest(secret);
    let invite = state.invite(&digest).ok_or(Refusal::UnknownInvite)?;
    match invite.spent {
        Spent::Open if invite.until <= now => return Err(Refusal::InviteEnded),
        Spent::Open if state.sanction(now, account).is_some() => return Err(Refusal::Sanctioned),
        Spent::Open => {}
        // The answer to the first time may have been lost. A role taken back stays taken back.
        Spent::By(first) if first == account && state.has_role(account, invite.role) => {}
        Spent::By(_) | Spent::Forgotten => return Err(Refusal::InviteSpent),
    }
    let role = invite.role;
    let mut facts = vec![Fact::RoleGranted { account, role }];
    // Only the first time: what was decided about the account since then stands.
    let clearance = invite.clearance.filter(|_| invite.spent == Spent::Open);
    facts.extend(clearance.map(|clearance| Fact::Cleared {
        account,
        clearance,
        by: invite.by.unwrap_or(By::Operator),
    }));
    facts.push(Fact::InviteSpent {
        invite: digest,
        account,
    });
    Ok(facts)
}

fn clear(
    state: &State,
    account: AccountId,
    clearance: Clearance,
    by: By,
) -> Result<Vec<Fact>, Refusal> {
    clearable(state.may_support(account))?;
    Ok(vec![Fact::Cleared {
        account,
        clearance,
        by,
    }])
}

fn revoke(state: &State, account: AccountId, role: Role, by: By) -> Result<Vec<Fact>, Refusal> {
    staff_role(role)?;
    if !state.has_role(account, role) {
        return Err(Refusal::NoSuchRole);
    }
    Ok(vec![Fact::RoleRevoked { account, role, by }])
}

fn seen(state: &State, terms: &Terms, now: Timestamp, account: AccountId) -> Vec<Fact> {
    let due = state
        .presence(account)
        .is_none_or(|seen| terms.presence_step <= now.since(seen.last));
    only_if(
        due,
        Fact::Seen {
            account,
            at: whole_hour(now),
        },
    )
}

fn block(
    state: &State,
    a: AccountId,
    b: AccountId,
    until: Timestamp,
) -> Result<Vec<Fact>, Refusal> {
    if a == b {
        return Err(Refusal::SameAccount);
    }
    let longer = state.block_until(a, b).is_none_or(|end| end < until);
    let pair = state.pair(a, b);
    Ok(only_if(longer, Fact::Blocked { pair, until }))
}

fn prune(state: &State, terms: &Terms, now: Timestamp) -> Vec<Fact> {
    let unseen_since = now.before(terms.presence);
    let due = state.has_ended(now, unseen_since);
    only_if(
        due,
        Fact::Pruned {
            ended: now,
            unseen_since,
        },
    )
}

fn unused(state: &State, invite: &Digest) -> Result<(), Refusal> {
    let unknown = state.invite(invite).is_none();
    unknown.then_some(()).ok_or(Refusal::InviteExists)
}

fn staff_role(role: Role) -> Result<(), Refusal> {
    role.is_staff().then_some(()).ok_or(Refusal::NotAStaffRole)
}

/// Only who supports is offered anybody, so that a clearance says nothing of anybody else.
fn clearable(supports: bool) -> Result<(), Refusal> {
    supports.then_some(()).ok_or(Refusal::NoSupporter)
}

fn later(now: Timestamp, until: Timestamp) -> Result<(), Refusal> {
    (now < until).then_some(()).ok_or(Refusal::EndsInThePast)
}

fn only_if(due: bool, fact: Fact) -> Vec<Fact> {
    if due { vec![fact] } else { Vec::new() }
}

/// Rounds up to the hour: the exact minute of somebody's first visit is nobody's business.
pub(super) fn whole_hour(at: Timestamp) -> Timestamp {
    let hour = Millis::from_hours(1).get();
    Timestamp::from_unix_millis(at.unix_millis().div_ceil(hour).saturating_mul(hour))
}
