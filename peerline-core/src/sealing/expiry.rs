//! The end of a week's keys.

use std::collections::BTreeSet;

use super::group::Sealer;
use super::key::Key;
use super::row;
use super::row::Place;
use super::sealed::Sealed;
use super::sealed::unreadable;
use crate::ports::Commit;
use crate::ports::KeyShelf as _;
use crate::ports::PortError;
use crate::ports::PortErrorKind;
use crate::ports::Tomb;
use crate::vocab::KeyName;
use crate::vocab::RoomName;
use crate::vocab::Seq;
use crate::vocab::Timestamp;
use crate::vocab::Week;

/// How many rows are sealed anew in one commit.
const PAGE: usize = 64;

impl Sealed {
    /// Returns when the next key of a week ends.
    #[must_use]
    pub fn next_expiry(&self) -> Option<Timestamp> {
        let ring = self.ring();
        let weeks = ring.names().filter_map(KeyName::week);
        weeks.map(Week::key_ends).min()
    }

    /// Destroys the keys of the weeks that are over for long enough at `now`.
    ///
    /// `linked` are entries that must still say whose account they are about: who is in a room that
    /// is open, and whom an open case is about. They are sealed anew under this week's key before
    /// the old one goes. What the driver holds in memory still knows what was in the others: it
    /// reads the store anew.
    ///
    /// # Errors
    /// Where shelf or store failed; nothing is lost, and it is tried again.
    ///
    /// # Cancel safety
    /// Safe: what was not done is due again.
    pub async fn expire(
        &self,
        now: Timestamp,
        linked: &[(RoomName, Seq)],
    ) -> Result<(), PortError> {
        let kept = self.shelf.load().await?;
        let ended = |name: &KeyName| name.week().is_some_and(|week| week.key_ends() <= now);
        let names = kept.into_iter().map(|key| key.name).filter(ended);
        let names: BTreeSet<KeyName> = names.collect();
        for page in linked.chunks(PAGE) {
            self.link_anew(now, page, &names).await?;
        }
        self.destroy(names.into_iter().collect()).await
    }

    async fn link_anew(
        &self,
        now: Timestamp,
        page: &[(RoomName, Seq)],
        ended: &BTreeSet<KeyName>,
    ) -> Result<(), PortError> {
        let mut tombs = Vec::new();
        for (stream, seq) in page {
            tombs.extend(self.linked_anew(now, (stream, *seq), ended).await?);
        }
        if tombs.is_empty() {
            return Ok(());
        }
        self.keep_fresh().await?;
        let fence = self.memory().fence;
        let commit = Commit::new(fence).with_tombs(tombs);
        let done = self.journal.commit(vec![commit]).await;
        done.map_err(|stop| PortError::new("journal", PortErrorKind::Unavailable).because(stop))
    }

    /// Seals one row anew, where a key that ends is one of those it needs.
    async fn linked_anew(
        &self,
        now: Timestamp,
        (stream, seq): (&RoomName, Seq),
        ended: &BTreeSet<KeyName>,
    ) -> Result<Option<Tomb>, PortError> {
        let name = KeyName::Log(stream.clone());
        let Some(log) = self.ring().get(&name).map(Key::log_id) else {
            return Ok(None);
        };
        let before = Seq::new(seq.get().saturating_sub(1));
        let read = self.journal.read(&RoomName::Room(log), before, 1).await?;
        let Some(stored) = read.into_iter().find(|stored| stored.seq == seq) else {
            return Ok(None);
        };
        let (mut ring, mut memory) = (self.ring_mut(), self.memory());
        let place = Place { log, seq };
        let opened = row::open(&ring, &name, place, &stored.event.body).ok_or_else(unreadable)?;
        if !opened
            .needs
            .iter()
            .flatten()
            .any(|name| ended.contains(name))
        {
            return Ok(None);
        }
        let mut sealer = Sealer {
            ring: &mut ring,
            entropy: &mut memory.entropy,
        };
        let body = sealer.row((stream, seq), &opened.bytes, (opened.at, Week::of(now)));
        Ok(Some(Tomb::new(RoomName::Room(log), seq, body)))
    }
}
