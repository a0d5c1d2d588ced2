//! The laws of [`KeyShelf`], one function per line of its contract.

use std::collections::BTreeMap;

use async_trait::async_trait;

use super::expect::Expect;
use super::law::Broken;
use super::law::LawResult;
use crate::ports::KeyShelf;
use crate::ports::ShelfKey;
use crate::vocab::KeyName;
use crate::vocab::OccupantId;
use crate::vocab::RoomId;
use crate::vocab::RoomName;
use crate::vocab::Week;

/// Makes shelves for the laws, and restarts them.
#[async_trait]
pub trait Cabinet: Send + Sync {
    /// What is judged.
    type Shelf: KeyShelf;

    /// Makes a shelf that is new and empty.
    async fn fresh(&self) -> Self::Shelf;

    /// Ends the shelf as a crash of its process would, and opens what it left behind.
    async fn reopen(&self, shelf: Self::Shelf) -> Self::Shelf;
}

/// Holds a shelf to every law; stops at the first that is broken.
///
/// # Errors
/// The law that is broken, and how that showed.
pub async fn judge<C: Cabinet>(cabinet: &C) -> Result<(), Broken> {
    keys_survive_reopening(cabinet).await?;
    shelf_returns_what_was_kept(cabinet).await?;
    newer_key_replaces_the_older(cabinet).await?;
    destroyed_keys_are_gone(cabinet).await?;
    destroying_spares_the_others(cabinet).await
}

/// What was kept is there after a restart.
///
/// # Errors
/// Where a key is missing.
pub async fn keys_survive_reopening<C: Cabinet>(cabinet: &C) -> LawResult {
    let expect = Expect("keys_survive_reopening");
    let shelf = cabinet.fresh().await;
    expect.done(shelf.keep(every_kind(1)).await)?;
    expect.done(shelf.keep(vec![ShelfKey::new(log(9), &[9; 32])]).await)?;
    let shelf = cabinet.reopen(shelf).await;
    let mut all = every_kind(1);
    all.push(ShelfKey::new(log(9), &[9; 32]));
    expect.that(
        loaded(expect, &shelf).await? == named(&all),
        "keys that were kept are missing",
    )
}

/// What is loaded is byte for byte what was kept.
///
/// # Errors
/// What was returned instead.
pub async fn shelf_returns_what_was_kept<C: Cabinet>(cabinet: &C) -> LawResult {
    let expect = Expect("shelf_returns_what_was_kept");
    let shelf = cabinet.fresh().await;
    let empty = expect.done(shelf.load().await)?;
    expect.that(empty.is_empty(), "a new shelf is not empty")?;
    let mut keys = every_kind(1);
    keys.push(ShelfKey::new(log(7), &[0; 64]));
    keys.push(ShelfKey::new(log(8), &[]));
    expect.done(shelf.keep(keys.clone()).await)?;
    let read = expect.done(shelf.load().await)?;
    expect.that(read.len() == keys.len(), "not every key is there once")?;
    expect.that(named(&read) == named(&keys), "a key is not what was kept")
}

/// A newer key takes the place of the older.
///
/// # Errors
/// Where the older is still there.
pub async fn newer_key_replaces_the_older<C: Cabinet>(cabinet: &C) -> LawResult {
    let expect = Expect("newer_key_replaces_the_older");
    let shelf = cabinet.fresh().await;
    expect.done(shelf.keep(every_kind(1)).await)?;
    expect.done(shelf.keep(every_kind(2)).await)?;
    let shelf = cabinet.reopen(shelf).await;
    expect.that(
        loaded(expect, &shelf).await? == named(&every_kind(2)),
        "a key that was replaced is still there",
    )
}

/// A key that was destroyed is gone, and stays so.
///
/// # Errors
/// Where it is there, or where destroying it again fails.
pub async fn destroyed_keys_are_gone<C: Cabinet>(cabinet: &C) -> LawResult {
    let expect = Expect("destroyed_keys_are_gone");
    let shelf = cabinet.fresh().await;
    expect.done(shelf.keep(every_kind(1)).await)?;
    let names: Vec<_> = every_kind(1).into_iter().map(|key| key.name).collect();
    expect.done(shelf.destroy(names.clone()).await)?;
    expect.done(shelf.destroy(names).await)?;
    let now = loaded(expect, &shelf).await?;
    expect.that(now.is_empty(), "a key that was destroyed is still there")?;
    let shelf = cabinet.reopen(shelf).await;
    let later = loaded(expect, &shelf).await?;
    expect.that(later.is_empty(), "a key that was destroyed came back")
}

/// Destroying some keys leaves all others.
///
/// # Errors
/// Where another key went, too.
pub async fn destroying_spares_the_others<C: Cabinet>(cabinet: &C) -> LawResult {
    let expect = Expect("destroying_spares_the_others");
    let shelf = cabinet.fresh().await;
    expect.done(shelf.keep(every_kind(1)).await)?;
    let unknown = KeyName::Week(Week::new(7_000));
    let gone = vec![unknown, KeyName::Line];
    expect.done(shelf.destroy(gone).await)?;
    let mut left = named(&every_kind(1));
    left.remove(&KeyName::Line);
    let shelf = cabinet.reopen(shelf).await;
    expect.that(
        loaded(expect, &shelf).await? == left,
        "destroying some keys did not leave exactly the others",
    )
}

type Named = BTreeMap<KeyName, Vec<u8>>;

async fn loaded<S: KeyShelf>(expect: Expect, shelf: &S) -> Result<Named, Broken> {
    expect.done(shelf.load().await).map(|keys| named(&keys))
}

fn named(keys: &[ShelfKey]) -> Named {
    let pair = |key: &ShelfKey| (key.name.clone(), key.bytes.to_vec());
    keys.iter().map(pair).collect()
}

fn log(n: u8) -> KeyName {
    KeyName::Log(RoomName::Room(RoomId::from_bytes([n; 16])))
}

fn every_kind(n: u8) -> Vec<ShelfKey> {
    let room = RoomName::Room(RoomId::from_bytes([1; 16]));
    let who = OccupantId::from_bytes([2; 16]);
    let names = [
        KeyName::Line,
        log(1),
        log(2),
        KeyName::Log(RoomName::Line),
        KeyName::Names(room.clone()),
        KeyName::Words { room, who },
        KeyName::Week(Week::new(2_900)),
        KeyName::Ticket(Week::new(2_900)),
        KeyName::Blind(Week::new(2_900)),
        KeyName::Ended(RoomId::from_bytes([3; 16])),
    ];
    (n..)
        .zip(names)
        .map(|(byte, name)| ShelfKey::new(name, &[byte; 32]))
        .collect()
}

/// Holds a shelf to every law of [`KeyShelf`], one `#[test]` each.
///
/// `cabinet` is an expression that gives a [`Cabinet`]. Shelves whose futures need a runtime bring
/// its `block_on` as `run`; without it, the kit's own is taken.
#[macro_export]
macro_rules! shelf_laws {
    (cabinet: $cabinet:expr $(,)?) => {
        $crate::shelf_laws! { cabinet: $cabinet, run: $crate::testkit::block_on::block_on }
    };
    (cabinet: $cabinet:expr, run: $run:expr $(,)?) => {
        $crate::shelf_laws! { @tests $cabinet; $run;
            keys_survive_reopening
            shelf_returns_what_was_kept
            newer_key_replaces_the_older
            destroyed_keys_are_gone
            destroying_spares_the_others
        }
    };
    (@tests $cabinet:expr; $run:expr; $($law:ident)*) => {
        $(
            #[test]
            fn $law() -> $crate::testkit::law::LawResult {
                let cabinet = $cabinet;
                ($run)($crate::testkit::shelf::$law(&cabinet))
            }
        )*
    };
}
