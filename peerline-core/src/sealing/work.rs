//! Due work, as the driver knows it.

use async_trait::async_trait;

use super::group;
use super::orders;
use super::sealed::Sealed;
use crate::ports::Claimed;
use crate::ports::PortError;
use crate::ports::WorkKey;
use crate::ports::WorkQueue;
use crate::vocab::KeyName;
use crate::vocab::Timestamp;

#[async_trait]
impl WorkQueue for Sealed {
    async fn claim(&self, now: Timestamp, limit: usize) -> Result<Claimed, PortError> {
        self.load_once().await?;
        let claimed = self.work.claim(now, limit).await?;
        let mut work = Vec::with_capacity(claimed.work.len());
        for sealed in claimed.work {
            // What does not open is left in the table: it must not stand before a page that does.
            let Some(opened) = self.open_work(&sealed) else {
                continue;
            };
            if !orders::is_order(&opened) {
                work.push(opened);
            } else if self.carry_out(&opened).await.is_err() {
                // Once more with the next claim, or with the next start where even that fails.
                let _ = self.work.release(&sealed.key).await;
            }
        }
        Ok(Claimed::new(work, claimed.next))
    }

    async fn release(&self, key: &WorkKey) -> Result<(), PortError> {
        self.load_once().await?;
        let sealed = {
            let ring = self.ring();
            let line = ring.get(&KeyName::Line);
            line.map(|line| group::work_key(line, key))
        };
        match sealed {
            Some(sealed) => self.work.release(&sealed).await,
            // Nothing was ever put in.
            None => Ok(()),
        }
    }
}
