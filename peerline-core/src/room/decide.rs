//! What follows from a command to a room.

use super::Fact;
use super::LeaveWhy;
use super::Member;
use super::Message;
use super::Room;
use super::TalkAct;
use super::talk_act;
use crate::vocab::AccountId;
use crate::vocab::Capability;
use crate::vocab::ContentNotes;
use crate::vocab::Language;
use crate::vocab::Limits;
use crate::vocab::OccupantId;
use crate::vocab::Role;
use crate::vocab::Seq;
use crate::vocab::Text;

/// What somebody wants a room to do.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum Command {
    /// Come in under a name made for this room; coming in again is no change.
    Join {
        /// Who.
        account: AccountId,
        /// What they are called here.
        occupant: OccupantId,
        /// What people read.
        handle: String,
        /// What they are here.
        role: Role,
    },
    /// Go.
    Leave {
        /// Who.
        account: AccountId,
        /// Why.
        why: LeaveWhy,
    },
    /// Say what moderation cleared.
    Say {
        /// Who.
        account: AccountId,
        /// What.
        said: Saying,
    },
    /// Say what moderation cleared in the place of an own message.
    Edit {
        /// Who.
        account: AccountId,
        /// Which message, by its first entry.
        entry: Seq,
        /// What.
        said: Saying,
    },
    /// Bring words to where they belong that a moderator gives back: who wrote them need not be here
    /// any more, and the room may be paused.
    Bring {
        /// Who wrote them.
        account: AccountId,
        /// Where they belong.
        place: Place,
        /// What.
        said: Saying,
    },
    /// Take a message of one's own away. Taking it away again is no change. Whoever keeps the rules
    /// takes away what others said by a decision, and by nothing else.
    Redact {
        /// Who.
        account: AccountId,
        /// Which message, by its first entry.
        entry: Seq,
    },
    /// Destroy the words of everything up to an entry, in a room that is over.
    Trim {
        /// Up to which.
        base: Seq,
    },
    /// The same in any room: words are kept for a time there, whether it goes on or not.
    Fade {
        /// Up to which.
        base: Seq,
    },
    /// End the room.
    Close,
    /// Change how people talk.
    Talk {
        /// Who.
        account: AccountId,
        /// How.
        act: TalkAct,
    },
}

/// Where words belong that are given back.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum Place {
    /// They were never published: at the end.
    End,
    /// In the place of a message that its author changes.
    Instead(Seq),
    /// Where they stood before they were taken away.
    Back(Seq),
}

/// What somebody says.
#[derive(Clone, Debug, Eq, PartialEq)]
#[expect(clippy::exhaustive_structs, reason = "an argument in parts")]
pub struct Saying {
    /// The words.
    pub text: Text,
    /// Their language.
    pub language: Option<Language>,
    /// What it talks about; missing where the writer said nothing of that.
    pub notes: Option<ContentNotes>,
    /// Whether it counts towards the pace; a message with a sign of danger never does.
    pub counts: bool,
}

/// Why a room does not do it.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum Refusal {
    /// Not in the room.
    #[error("not a member of this room")]
    NotAMember,
    /// May read but not write.
    #[error("may read this room but not write in it")]
    ReadOnly,
    /// The room is over.
    #[error("this room is closed")]
    Closed,
    /// People still talk in it.
    #[error("this room is open")]
    Open,
    /// Nobody said this, or it is no longer kept.
    #[error("there is no such message")]
    NoMessage,
    /// Somebody else said it.
    #[error("somebody else said this")]
    NotYours,
    /// No place is left. Responders always get in.
    #[error("this room is full")]
    Full,
    /// Nobody talks in it for now; calls for help go through.
    #[error("this room is paused")]
    Paused,
    /// Their role, or the one they ask for, does not let them.
    #[error("the role does not allow this")]
    NotAllowed,
    /// The session is not now.
    #[error("it is not the time of this session")]
    NotTheTime,
    /// Somebody else holds the lease.
    #[error("somebody else leads this session")]
    Taken,
    /// Nobody of that name is here.
    #[error("nobody of that name is in this room")]
    NoMember,
    /// For who leads here.
    #[error("only who leads this room can do that")]
    LeadersOnly,
    /// Beyond a bound, as of hands that are up.
    #[error("more than this room takes")]
    TooMuch,
    /// These are not the norms that hold.
    #[error("other norms hold here; read them again")]
    OtherNorms,
    /// People do not speak in turns here.
    #[error("nobody speaks in turns here")]
    NoTurns,
    /// Nobody waits for the turn, or who should get it is not here.
    #[error("nobody is there to get the turn")]
    NoHand,
}

/// Decides what a command changes.
///
/// # Errors
/// [`Refusal`] where the command does not apply; then nothing has changed.
pub fn decide(room: &Room, limits: &Limits, command: Command) -> Result<Vec<Fact>, Refusal> {
    match command {
        Command::Join {
            account,
            occupant,
            handle,
            role,
        } => {
            if is_member(room, account, role) {
                return Ok(Vec::new());
            }
            room.check_entry(limits, room.member(account), role)?;
            Ok(vec![Fact::Joined {
                account,
                occupant,
                handle,
                role,
            }])
        }
        Command::Leave { account, why } => {
            let member = room.present_member(account).ok_or(Refusal::NotAMember)?;
            Ok(vec![Fact::Left {
                occupant: member.occupant,
                why,
            }])
        }
        Command::Say { account, said } => {
            let member = writer(room, account, said.counts)?;
            let notes = said.notes.unwrap_or_default();
            Ok(vec![said.by(member.occupant, None, notes)])
        }
        Command::Edit {
            account,
            entry,
            said,
        } => {
            let occupant = editor(room, account, entry)?;
            writer(room, account, said.counts)?;
            let before = room.message(entry).map(|message| message.notes);
            let notes = said.notes.or(before).unwrap_or_default();
            Ok(vec![said.by(occupant, Some(entry), notes)])
        }
        Command::Bring {
            account,
            place,
            said,
        } => bring(room, account, place, said),
        Command::Redact { account, entry } => redact(room, account, entry),
        Command::Close if room.is_over() => Ok(Vec::new()),
        Command::Close => Ok(vec![Fact::Closed]),
        Command::Trim { .. } if !room.is_over() => Err(Refusal::Open),
        Command::Trim { base } | Command::Fade { base } if base <= room.base() => Ok(Vec::new()),
        Command::Trim { base } | Command::Fade { base } => {
            let goes_on = !room.is_over();
            Ok(vec![Fact::Trimmed { base, goes_on }])
        }
        Command::Talk { account, act } => talk_act::decide(room, account, act),
    }
}

impl Saying {
    fn by(self, occupant: OccupantId, edits: Option<Seq>, notes: ContentNotes) -> Fact {
        let Self {
            text,
            language,
            counts,
            notes: _,
        } = self;
        match edits {
            Some(entry) => Fact::Edited {
                occupant,
                entry,
                text,
                language,
                notes,
                counts,
            },
            None => Fact::Said {
                occupant,
                text,
                language,
                notes,
                counts,
            },
        }
    }
}

fn is_member(room: &Room, account: AccountId, role: Role) -> bool {
    let member = room.present_member(account);
    member.is_some_and(|member| member.role == role)
}

/// What counts towards no pace has a sign of danger, and goes through where others are paused.
fn writer(room: &Room, account: AccountId, counts: bool) -> Result<&Member, Refusal> {
    let member = room.present_member(account).ok_or(Refusal::NotAMember)?;
    if !member.role.can(Capability::Write) {
        return Err(Refusal::ReadOnly);
    }
    if room.is_over() {
        return Err(Refusal::Closed);
    }
    if counts && !room.is_open() {
        return Err(Refusal::Paused);
    }
    Ok(member)
}

/// Returns the name of somebody who may change a message.
///
/// # Errors
/// [`Refusal`] where they may not.
pub fn editor(room: &Room, account: AccountId, entry: Seq) -> Result<OccupantId, Refusal> {
    let member = writer(room, account, false)?;
    let message = room.message(entry).ok_or(Refusal::NoMessage)?;
    if message.who != member.occupant {
        return Err(Refusal::NotYours);
    }
    match message.words {
        Some(_) => Ok(member.occupant),
        None => Err(Refusal::NoMessage),
    }
}

fn bring(
    room: &Room,
    account: AccountId,
    place: Place,
    said: Saying,
) -> Result<Vec<Fact>, Refusal> {
    let member = room.member(account).ok_or(Refusal::NotAMember)?;
    let who = member.occupant;
    let (entry, has_words) = match place {
        Place::End if room.is_over() => return Err(Refusal::Closed),
        Place::End => {
            let notes = said.notes.unwrap_or_default();
            return Ok(vec![said.by(who, None, notes)]);
        }
        Place::Instead(entry) => (entry, true),
        Place::Back(entry) => (entry, false),
    };
    let message = room.message(entry).ok_or(Refusal::NoMessage)?;
    if message.who != who {
        return Err(Refusal::NotYours);
    }
    // Words that their author took away meanwhile stay away.
    if message.words.is_some() != has_words {
        return Err(Refusal::NoMessage);
    }
    let notes = said.notes.unwrap_or(message.notes);
    Ok(vec![said.by(who, Some(entry), notes)])
}

fn redact(room: &Room, account: AccountId, entry: Seq) -> Result<Vec<Fact>, Refusal> {
    let member = room.member(account).ok_or(Refusal::NotAMember)?;
    let Message { who, words, .. } = room.message(entry).ok_or(Refusal::NoMessage)?;
    if *who != member.occupant {
        return Err(Refusal::NotYours);
    }
    let by = member.occupant;
    Ok(words
        .map(|_| Fact::Redacted { by, entry })
        .into_iter()
        .collect())
}
