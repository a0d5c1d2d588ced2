//! The laws of shelves catch those that are wrong in just that way.

use async_trait::async_trait;

use crate::memory::MemoryShelf;
use crate::ports::KeyShelf;
use crate::ports::PortError;
use crate::ports::ShelfKey;
use crate::testkit::block_on::block_on;
use crate::testkit::shelf;
use crate::testkit::shelf::Cabinet;
use crate::vocab::KeyName;

#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Flaw {
    None,
    ForgetsAtRestart,
    CutsLongKeys,
    KeepsTheFirst,
    OnlySaysItDestroyed,
    DestroysEverything,
}

#[derive(Debug)]
struct Wrong {
    flaw: Flaw,
    inner: MemoryShelf,
}

#[async_trait]
impl Cabinet for Flaw {
    type Shelf = Wrong;

    async fn fresh(&self) -> Wrong {
        Wrong {
            flaw: *self,
            inner: MemoryShelf::default(),
        }
    }

    async fn reopen(&self, shelf: Wrong) -> Wrong {
        match self {
            Self::ForgetsAtRestart => self.fresh().await,
            _ => shelf,
        }
    }
}

#[async_trait]
impl KeyShelf for Wrong {
    async fn load(&self) -> Result<Vec<ShelfKey>, PortError> {
        let mut keys = self.inner.load().await?;
        if self.flaw == Flaw::CutsLongKeys {
            keys.iter_mut().for_each(|key| key.bytes.truncate(32));
        }
        Ok(keys)
    }

    async fn keep(&self, mut keys: Vec<ShelfKey>) -> Result<(), PortError> {
        if self.flaw == Flaw::KeepsTheFirst {
            let known = self.inner.load().await?;
            keys.retain(|key| known.iter().all(|old| old.name != key.name));
        }
        self.inner.keep(keys).await
    }

    async fn destroy(&self, mut names: Vec<KeyName>) -> Result<(), PortError> {
        match self.flaw {
            Flaw::OnlySaysItDestroyed => names.clear(),
            Flaw::DestroysEverything => {
                let all = self.inner.load().await?;
                names.extend(all.into_iter().map(|key| key.name));
            }
            _ => {}
        }
        self.inner.destroy(names).await
    }
}

#[test]
fn every_law_catches_a_shelf_that_breaks_it() {
    let flaws = [
        ("keys_survive_reopening", Flaw::ForgetsAtRestart),
        ("shelf_returns_what_was_kept", Flaw::CutsLongKeys),
        ("newer_key_replaces_the_older", Flaw::KeepsTheFirst),
        ("destroyed_keys_are_gone", Flaw::OnlySaysItDestroyed),
        ("destroying_spares_the_others", Flaw::DestroysEverything),
    ];
    for (law, flaw) in flaws {
        let broken = block_on(shelf::judge(&flaw)).expect_err("a wrong shelf passed");
        assert_eq!(broken.law, law);
    }
    assert_eq!(block_on(shelf::judge(&Flaw::None)), Ok(()));
}
