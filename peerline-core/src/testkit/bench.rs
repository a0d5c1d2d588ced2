//! The bench a store is put on: how to make one, how to restart it, and which laws it is held to.

use std::fmt;
use std::future::Future;
use std::pin::Pin;

use async_trait::async_trait;

use super::law::LawResult;
use crate::ports::Journal;
use crate::ports::WorkQueue;

/// Makes stores for the laws, and restarts them.
///
/// Keep what a store lives in, such as a scratch folder, in the bench or in the store.
#[async_trait]
pub trait Bench: Send + Sync {
    /// What is judged.
    type Store: Journal + WorkQueue;

    /// Makes a store that is new and empty.
    async fn fresh(&self) -> Self::Store;

    /// Ends the store as a crash of its process would, and opens what it left behind.
    async fn reopen(&self, store: Self::Store) -> Self::Store;
}

/// A law with its name, for harnesses that run all of them.
pub struct Law<B: Bench> {
    name: &'static str,
    run: for<'a> fn(&'a B) -> Verdict<'a>,
}

impl<B: Bench> Law<B> {
    /// Returns the law's name, as the contract has it.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        self.name
    }

    /// Holds what the bench makes to the law.
    ///
    /// # Errors
    /// What was seen instead of what the contract promises.
    pub async fn judge(&self, bench: &B) -> LawResult {
        (self.run)(bench).0.await
    }
}

impl<B: Bench> fmt::Debug for Law<B> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Law({})", self.name)
    }
}

/// Lists the laws of [`Journal`] and [`WorkQueue`].
#[must_use]
pub fn all_laws<B: Bench>() -> Vec<Law<B>> {
    crate::store_laws!(@list table {B})
}

/// Holds a store to every law of [`Journal`] and
/// [`WorkQueue`], one `#[test]` each.
///
/// `bench` is an expression that gives a [`Bench`]. Stores whose
/// futures need a runtime bring its `block_on` as `run`; without it, the kit's own is taken.
///
/// ```
/// # struct Mine;
/// # #[async_trait::async_trait]
/// # impl peerline_core::testkit::bench::Bench for Mine {
/// #     type Store = peerline_core::memory::MemoryStore;
/// #     async fn fresh(&self) -> Self::Store { Self::Store::default() }
/// #     async fn reopen(&self, store: Self::Store) -> Self::Store { store.reopen() }
/// # }
/// mod my_store {
///     # use super::Mine;
///     peerline_core::store_laws! { bench: Mine }
/// }
/// # fn main() {}
/// ```
#[macro_export]
macro_rules! store_laws {
    (bench: $bench:expr $(,)?) => {
        $crate::store_laws! { bench: $bench, run: $crate::testkit::block_on::block_on }
    };
    (bench: $bench:expr, run: $run:expr $(,)?) => {
        $crate::store_laws! { @list tests {$bench; $run} }
    };
    (@list $form:ident $arguments:tt) => {
        $crate::store_laws! { @$form $arguments
            journal [
                commit_is_atomic
                ok_survives_reopening
                group_stops_at_the_first_failure
                stale_append_conflicts
                positions_are_dense
                key_commits_once
                old_fence_is_refused
                read_returns_what_was_committed
                read_pages
                heads_page
                oversized_event_is_refused
            ]
            tombs [
                tomb_replaces_and_destroys
                tomb_is_part_of_its_commit
                tomb_needs_its_event
            ]
            drops [
                dropped_stream_is_gone
                forgotten_keys_are_free
            ]
            work [
                only_due_work_is_claimed
                unsettled_work_returns_after_reopening
                released_work_is_handed_out_again
                claimed_work_is_not_handed_out_twice
                settled_work_stays_settled
                replaced_work_is_due_at_its_new_time
                next_names_the_earliest
            ]
        }
    };
    (@tests {$bench:expr; $run:expr} $($port:ident [$($law:ident)*])*) => {
        $($(
            #[test]
            fn $law() -> $crate::testkit::law::LawResult {
                let bench = $bench;
                ($run)($crate::testkit::$port::$law(&bench))
            }
        )*)*
    };
    (@table {$bench:ty} $($port:ident [$($law:ident)*])*) => {
        ::std::vec![$($(
            Law::<$bench> {
                name: ::std::stringify!($law),
                run: |bench| Verdict(::std::boxed::Box::pin($crate::testkit::$port::$law(bench))),
            },
        )*)*]
    };
}

struct Verdict<'a>(Pin<Box<dyn Future<Output = LawResult> + Send + 'a>>);
