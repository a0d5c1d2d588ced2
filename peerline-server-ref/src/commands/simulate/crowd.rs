//! Many runs on every core; what comes out does not depend on how many there are.

use std::collections::BTreeMap;
use std::num::NonZero;
use std::sync::Mutex;
use std::sync::PoisonError;
use std::sync::atomic::AtomicUsize;
use std::sync::atomic::Ordering::Relaxed;
use std::thread;

use indicatif::ProgressBar;
use indicatif::ProgressStyle;

/// Does `work` for every job on so many threads, and returns the results in the order of the jobs.
pub(super) fn each<J: Sync, R: Send>(
    jobs: &[J],
    threads: Option<usize>,
    work: impl Fn(&J, &ProgressBar) -> R + Sync,
) -> Vec<R> {
    let next = AtomicUsize::new(0);
    let done: Mutex<BTreeMap<usize, R>> = Mutex::default();
    let bar = bar();
    let cores = thread::available_parallelism().map_or(1, NonZero::get);
    thread::scope(|scope| {
        for _ in 0..threads.unwrap_or(cores).clamp(1, 1024) {
            scope.spawn(|| {
                loop {
                    let n = next.fetch_add(1, Relaxed);
                    let Some(job) = jobs.get(n) else {
                        break;
                    };
                    let result = work(job, &bar);
                    let mut done = done.lock().unwrap_or_else(PoisonError::into_inner);
                    done.insert(n, result);
                }
            });
        }
    });
    bar.finish_and_clear();
    let done = done.into_inner().unwrap_or_else(PoisonError::into_inner);
    done.into_values().collect()
}

/// Draws on standard error where that is a terminal, and nothing elsewhere.
fn bar() -> ProgressBar {
    let style = "{elapsed_precise} {bar:40} {pos}/{len} runs {eta} left";
    let style = ProgressStyle::with_template(style);
    let bar = ProgressBar::new(0);
    bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
    bar
}
