//! Logs for whoever has to answer for the line, read past the engine.

use super::Line;
use crate::identity::LineId;
use crate::log::Fact;
use crate::moderation::Counts;
use crate::moderation::Tally;
use crate::ports::PortError;
use crate::protocol;
use crate::protocol::AuditError;
use crate::protocol::AuditHead;
use crate::protocol::Chain;
use crate::protocol::Link;
use crate::vocab::Queue;
use crate::vocab::RoomName;
use crate::vocab::Sensitive;
use crate::vocab::Seq;
use crate::vocab::Timestamp;

/// A log cannot be written out.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum AuditFailure {
    /// It is somebody's own.
    #[error("the log of a person is theirs alone; `peerline audit list` prints the others")]
    Private,
    /// There is none of this name.
    #[error(
        "there is no such log, or it is gone; `peerline audit list` prints those that there are"
    )]
    Nothing,
    /// The store cannot be read now.
    #[error(transparent)]
    Store(#[from] PortError),
    /// An entry cannot be read: what is counted without it would not be true.
    #[error("an entry of the log cannot be read; restore a backup")]
    Unreadable,
    /// It is not the log that was written.
    #[error("the log in the store is not the one that was written: {0}; restore a backup")]
    Damaged(#[from] AuditError),
}

impl Line {
    /// Lists the logs that can be written out, with the number of entries of each: those of cases, of
    /// queues, of rooms, and the line's own.
    ///
    /// # Errors
    /// Where the store cannot be read.
    ///
    /// # Cancel safety
    /// Changes nothing.
    pub async fn logs(&self) -> Result<Vec<(RoomName, Seq)>, PortError> {
        let (mut logs, mut after) = (Vec::new(), None);
        let journal = &self.shared.ports.journal;
        loop {
            let heads = journal.heads(after.as_ref(), PAGE).await?;
            let Some(last) = heads.last() else {
                return Ok(logs);
            };
            after = Some(last.stream.clone());
            let open = heads
                .into_iter()
                .filter(|head| is_of_the_line(&head.stream));
            logs.extend(open.map(|head| (head.stream, head.head)));
        }
    }

    /// Writes a log out as an audit file that `secret`, the key behind the line's id, signs. What
    /// people said is left out, whether it was destroyed or not.
    ///
    /// # Errors
    /// [`AuditFailure`].
    ///
    /// # Cancel safety
    /// Changes nothing.
    pub async fn audit(
        &self,
        log: &RoomName,
        now: Timestamp,
        secret: &Sensitive<[u8; 32]>,
    ) -> Result<String, AuditFailure> {
        if !is_of_the_line(log) {
            return Err(AuditFailure::Private);
        }
        let journal = &self.shared.ports.journal;
        let (mut rows, mut after) = (Vec::new(), Seq::ZERO);
        loop {
            let page = journal.read(log, after, PAGE).await?;
            let Some(last) = page.last() else {
                break;
            };
            after = last.seq;
            rows.extend(page);
        }
        if rows.is_empty() {
            return Err(AuditFailure::Nothing);
        }
        let head = AuditHead {
            log: log.clone(),
            epoch: self.shared.profile.epoch,
            at: now,
        };
        let links = rows.iter().map(|row| Link {
            seq: row.seq,
            at: row.event.at,
            h: Chain::from_bytes(row.event.chain),
            bytes: &row.event.body,
        });
        Ok(protocol::write_audit(&head, links, secret.expose())?)
    }

    /// Counts what was decided in the moderators' queue from one time up to another.
    ///
    /// # Errors
    /// [`AuditFailure`].
    ///
    /// # Cancel safety
    /// Changes nothing.
    pub async fn tally(&self, from: Timestamp, until: Timestamp) -> Result<Counts, AuditFailure> {
        let (mut tally, mut after) = (Tally::new(from, until), Seq::ZERO);
        let queue = RoomName::Mod(Queue::main());
        loop {
            let page = self.shared.ports.journal.read(&queue, after, PAGE).await?;
            let Some(last) = page.last() else {
                return Ok(tally.counts());
            };
            after = last.seq;
            for stored in &page {
                let entry = protocol::decode_entry(&stored.event.body);
                let entry = entry.map_err(|_| AuditFailure::Unreadable)?;
                if let Fact::Moderation(fact) = &entry.fact {
                    tally.note(fact);
                }
            }
        }
    }

    /// Returns what the line is known by.
    #[must_use]
    pub fn id(&self) -> LineId {
        self.shared.profile.id
    }
}

/// Returns whether a log belongs to the line and not to one person.
const fn is_of_the_line(log: &RoomName) -> bool {
    match log {
        RoomName::Room(_)
        | RoomName::Mod(_)
        | RoomName::Crisis(_)
        | RoomName::Case(_)
        | RoomName::Match(_)
        | RoomName::Line => true,
        RoomName::Me(_) | RoomName::Own(_) | RoomName::Locker(_) | RoomName::Vault(_) => false,
    }
}

const PAGE: usize = 500;
