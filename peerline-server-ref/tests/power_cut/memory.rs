//! The memory that connections share; it is lost with the power.

use std::cell::RefCell;
use std::ptr::NonNull;
use std::sync::atomic::AtomicU8;
use std::sync::atomic::Ordering;

thread_local! {
    static REGIONS: RefCell<Vec<&'static [AtomicU8]>> = const { RefCell::new(Vec::new()) };
}

/// Returns the region, made where it is missing.
///
/// SQLite writes through the pointer. That is sound without a word of `unsafe` here: the bytes are
/// atomics, which may change behind a shared reference, and they are leaked, so they stay. They are
/// used again by every later machine of this thread, so little is leaked.
pub(crate) fn region(index: usize, size: usize) -> NonNull<u8> {
    REGIONS.with_borrow_mut(|regions| {
        while regions.len() <= index {
            let region: Vec<AtomicU8> = (0..size).map(|_| AtomicU8::new(0)).collect();
            regions.push(Box::leak(region.into_boxed_slice()));
        }
        NonNull::from(regions[index]).cast()
    })
}

/// Forgets everything. No connection of this thread may be open.
pub(crate) fn forget() {
    REGIONS.with_borrow(|regions| {
        for byte in regions.iter().copied().flatten() {
            byte.store(0, Ordering::Relaxed);
        }
    });
}
