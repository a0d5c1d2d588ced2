//! Orders to destroy keys: due work of the commit that gave them, until they are carried out.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use super::group;
use super::sealed::Sealed;
use crate::ports::Commit;
use crate::ports::KeyShelf as _;
use crate::ports::PortError;
use crate::ports::ShelfKey;
use crate::ports::Work;
use crate::ports::WorkKey;
use crate::vocab::Entropy;
use crate::vocab::KeyName;
use crate::vocab::Timestamp;

/// What the keys of orders begin with.
const PREFIX: &str = "destroy-keys/";
/// How many orders are read at once.
const PAGE: usize = 64;

/// Makes the work that an order is: before anything else that is due.
pub(super) fn order(names: &[KeyName], entropy: &mut Entropy) -> Work {
    let id = URL_SAFE_NO_PAD.encode(entropy.draw::<16>());
    let names: Vec<String> = names.iter().map(KeyName::to_string).collect();
    let key = WorkKey::new(format!("{PREFIX}{id}"));
    Work::new(key, Timestamp::ZERO, names.join("\n").into_bytes())
}

pub(super) fn is_order(work: &Work) -> bool {
    work.key.as_str().starts_with(PREFIX)
}

impl Sealed {
    /// Carries out what a crash left undone.
    pub(super) async fn redo_orders(&self) -> Result<(), PortError> {
        loop {
            let claimed = self.work.claim(Timestamp::ZERO, PAGE).await?;
            if claimed.work.is_empty() {
                return Ok(());
            }
            for work in claimed.work {
                let opened = self.open_work(&work);
                let done = match opened.filter(is_order) {
                    Some(order) => self.carry_out(&order).await,
                    // Somebody else's, due since ever: it is theirs when they ask.
                    None => return self.work.release(&work.key).await,
                };
                if done.is_err() {
                    self.work.release(&work.key).await?;
                    return done;
                }
            }
        }
    }

    /// Destroys the keys that an order names, then lets go of the order.
    pub(super) async fn carry_out(&self, order: &Work) -> Result<(), PortError> {
        let names = String::from_utf8_lossy(&order.body).into_owned();
        let names = names.lines().filter_map(|name| name.parse().ok());
        self.destroy(names.collect()).await?;
        self.settle(&order.key).await
    }

    /// Destroys keys, on the shelf and here.
    pub(super) async fn destroy(&self, names: Vec<KeyName>) -> Result<(), PortError> {
        let ended: Vec<_> = {
            let ring = self.ring();
            let logs = names.iter().filter(|name| matches!(name, KeyName::Log(_)));
            let keys = logs.filter_map(|name| ring.get(name));
            keys.map(super::key::Key::log_id).collect()
        };
        // Or a later start would take the log for one whose keys are lost.
        let marks = ended
            .iter()
            .map(|id| ShelfKey::new(KeyName::Ended(*id), &[]));
        self.shelf.keep(marks.collect()).await?;
        self.shelf.destroy(names.clone()).await?;
        let mut ring = self.ring_mut();
        names.iter().for_each(|name| ring.forget(name));
        ended.into_iter().for_each(|id| ring.note_ended(id));
        Ok(())
    }

    async fn settle(&self, order: &WorkKey) -> Result<(), PortError> {
        let fence = self.memory().fence;
        let key = {
            let ring = self.ring();
            let line = ring.get(&KeyName::Line);
            line.map(|line| group::work_key(line, order))
        };
        let Some(key) = key else { return Ok(()) };
        let settled = Commit::new(fence).with_settled(vec![key.clone()]);
        if self.journal.commit(vec![settled]).await.is_err() {
            // It is carried out once more, which changes nothing.
            self.work.release(&key).await?;
        }
        Ok(())
    }

    pub(super) fn open_work(&self, work: &Work) -> Option<Work> {
        let ring = self.ring();
        group::open_work(ring.get(&KeyName::Line)?, work)
    }
}
