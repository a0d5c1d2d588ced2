//! Making the tombs of entries whose words an act destroys.

use crate::ports::Commit;
use crate::ports::CommitError;
use crate::ports::Journal;
use crate::ports::PortError;
use crate::ports::PortErrorKind;
use crate::ports::StoppedAt;
use crate::ports::Stored;
use crate::ports::Tomb;
use crate::protocol;
use crate::vocab::Seq;

/// How many entries are read at once.
const PAGE: usize = 256;

/// Commits a group whose tombs have no bytes yet: they are made from what the store holds, which is
/// the one place where the words are.
pub(super) async fn commit(journal: &dyn Journal, mut group: Vec<Commit>) -> Result<(), StoppedAt> {
    for commit in &mut group {
        // Nothing of the group was handed over yet.
        fill(journal, &mut commit.tombs)
            .await
            .map_err(|error| StoppedAt::new(0, error))?;
    }
    journal.commit(group).await
}

async fn fill(journal: &dyn Journal, tombs: &mut [Tomb]) -> Result<(), CommitError> {
    let mut read: Vec<Stored> = Vec::new();
    let mut read_of = None;
    let last = tombs.iter().map(|tomb| tomb.seq).max().unwrap_or_default();
    for tomb in tombs {
        let known = read_of.as_ref() == Some(&tomb.stream);
        if !known || find(&read, tomb.seq).is_none() {
            let before = tomb.seq.get().saturating_sub(1);
            let span = usize::try_from(last.get().saturating_sub(before)).unwrap_or(PAGE);
            read = journal
                .read(&tomb.stream, Seq::new(before), span.clamp(1, PAGE))
                .await
                .map_err(CommitError::Unavailable)?;
            read_of = Some(tomb.stream.clone());
        }
        let stored = find(&read, tomb.seq).ok_or_else(|| CommitError::Conflict {
            stream: tomb.stream.clone(),
        })?;
        tomb.body = protocol::bury_entry(&stored.event.body).map_err(|_| {
            CommitError::Unavailable(PortError::new("journal", PortErrorKind::Corrupt))
        })?;
    }
    Ok(())
}

fn find(read: &[Stored], seq: Seq) -> Option<&Stored> {
    read.iter().find(|stored| stored.seq == seq)
}
