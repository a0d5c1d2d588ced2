//! Making the tombs of entries whose words an act destroys.

use crate::engine::Erasure;
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
/// How far apart two entries may stand that are read together.
const CLOSE: u64 = 16;

/// A commit whose tombs have no bytes yet: they are made from what the store holds, which is the
/// one place where the words are.
#[derive(Debug)]
pub(super) struct Unburied {
    pub(super) commit: Commit,
    /// Who is erased with it, and which entries are rewritten for that.
    pub(super) erasure: Option<Box<Erasure>>,
}

/// Makes the bytes of all tombs of a group, and commits it.
pub(super) async fn commit(
    journal: &dyn Journal,
    mut group: Vec<Unburied>,
) -> Result<(), StoppedAt> {
    for Unburied { commit, erasure } in &mut group {
        // Nothing of the group was handed over yet.
        fill(journal, &mut commit.tombs, erasure.as_deref())
            .await
            .map_err(|error| StoppedAt::new(0, error))?;
    }
    journal
        .commit(group.into_iter().map(|one| one.commit).collect())
        .await
}

async fn fill(
    journal: &dyn Journal,
    tombs: &mut [Tomb],
    erasure: Option<&Erasure>,
) -> Result<(), CommitError> {
    let mut read: Vec<Stored> = Vec::new();
    let mut read_of = None;
    let spans = spans(tombs);
    for (tomb, span) in tombs.iter_mut().zip(spans) {
        let known = read_of.as_ref() == Some(&tomb.stream);
        if !known || find(&read, tomb.seq).is_none() {
            let before = tomb.seq.get().saturating_sub(1);
            read = journal
                .read(&tomb.stream, Seq::new(before), span)
                .await
                .map_err(CommitError::Unavailable)?;
            read_of = Some(tomb.stream.clone());
        }
        let stored = find(&read, tomb.seq).ok_or_else(|| CommitError::Conflict {
            stream: tomb.stream.clone(),
        })?;
        let held = &stored.event.body;
        let place = (tomb.stream.clone(), tomb.seq);
        let body = match erasure.filter(|erasure| erasure.entries.contains(&place)) {
            Some(erasure) => protocol::erase_entry(held, &erasure.person),
            None => protocol::bury_entry(held),
        };
        tomb.body = body.map_err(|_| {
            CommitError::Unavailable(PortError::new("journal", PortErrorKind::Corrupt))
        })?;
    }
    Ok(())
}

/// Returns, for each tomb, how many entries to read from its place on: as far as the next tombs of
/// its log stand close by, so that few far apart do not make all between them be read.
fn spans(tombs: &[Tomb]) -> Vec<usize> {
    let mut spans = Vec::with_capacity(tombs.len());
    let mut behind: Option<(&Tomb, usize)> = None;
    for tomb in tombs.iter().rev() {
        let apart = behind
            .filter(|(next, _)| next.stream == tomb.stream && tomb.seq < next.seq)
            .map(|(next, span)| (next.seq.get().saturating_sub(tomb.seq.get()), span));
        let span = match apart {
            Some((gap, span)) if gap <= CLOSE => {
                let gap = usize::try_from(gap).unwrap_or(PAGE);
                span.saturating_add(gap).min(PAGE)
            }
            Some(_) | None => 1,
        };
        spans.push(span);
        behind = Some((tomb, span));
    }
    spans.reverse();
    spans
}

fn find(read: &[Stored], seq: Seq) -> Option<&Stored> {
    read.iter().find(|stored| stored.seq == seq)
}
