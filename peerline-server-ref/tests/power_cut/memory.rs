//! The memory that connections share; it is lost with the power.

use std::cell::RefCell;
use std::ptr::NonNull;
use std::sync::atomic::AtomicU64;
use std::sync::atomic::Ordering;

thread_local! {
    static REGIONS: RefCell<Vec<&'static [AtomicU64]>> = const { RefCell::new(Vec::new()) };
}

/// Returns the region, made where it is missing.
///
/// SQLite writes through the pointer. That is sound without a word of `unsafe` here: the words are
/// atomics, which may change behind a shared reference, and they are leaked, so they stay. They are
/// used again by every later machine of this thread, so little is leaked.
pub(crate) fn region(index: usize, size: usize) -> NonNull<u8> {
    REGIONS.with_borrow_mut(|regions| {
        while regions.len() <= index {
            let region: Vec<AtomicU64> = (0..size / 8).map(|_| AtomicU64::new(0)).collect();
            regions.push(Box::leak(region.into_boxed_slice()));
        }
        NonNull::from(regions[index]).cast()
    })
}

/// Forgets everything. No connection of this thread may be open.
pub(crate) fn forget() {
    REGIONS.with_borrow(|regions| {
        for word in regions.iter().copied().flatten() {
            word.store(0, Ordering::Relaxed);
        }
    });
}
