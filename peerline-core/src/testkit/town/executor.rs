//! Polls woken tasks one at a time, in an order that follows from a seed.

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::MutexGuard;
use std::sync::PoisonError;
use std::sync::atomic::AtomicBool;
use std::sync::atomic::Ordering::Relaxed;
use std::task::Context;
use std::task::Poll;
use std::task::Wake;
use std::task::Waker;

use crate::vocab::Entropy;

/// Runs self-contained futures on the thread that calls it. The same seed and the same wake-ups
/// give the same order of polls. Dropping it ends every task wherever it waits, as the end of a
/// process does.
pub(super) struct Executor {
    tasks: Vec<Option<Task>>,
    ready: Arc<Ready>,
    chance: Entropy,
}

/// Whether tasks are left that could go on.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Ran {
    /// Every task waits for something.
    Idle,
    /// The polls were used up before that.
    More,
}

impl Executor {
    pub(super) fn new(chance: Entropy) -> Self {
        Self {
            tasks: Vec::new(),
            ready: Arc::default(),
            chance,
        }
    }

    pub(super) fn spawn(&mut self, future: impl Future<Output = ()> + Send + 'static) {
        let bell = Arc::new(Bell {
            task: self.tasks.len(),
            rung: AtomicBool::new(false),
            ready: Arc::clone(&self.ready),
        });
        bell.wake_by_ref();
        self.tasks.push(Some(Task {
            future: Box::pin(future),
            waker: Waker::from(Arc::clone(&bell)),
            bell,
        }));
    }

    /// Polls woken tasks until none is left, or `polls` are used up. Returns how many it took.
    pub(super) fn run(&mut self, polls: u64) -> (Ran, u64) {
        let mut used = 0;
        while used < polls {
            let Some(id) = self.next_ready() else {
                return (Ran::Idle, used);
            };
            used = used.saturating_add(1);
            self.poll(id);
        }
        let ran = if self.ready.list().is_empty() {
            Ran::Idle
        } else {
            Ran::More
        };
        (ran, used)
    }

    fn next_ready(&mut self) -> Option<usize> {
        let mut list = self.ready.list();
        let n = u64::try_from(list.len()).unwrap_or(0);
        if n == 0 {
            return None;
        }
        let place = if n == 1 { 0 } else { self.chance.below(n) };
        Some(list.swap_remove(usize::try_from(place).unwrap_or(0)))
    }

    fn poll(&mut self, id: usize) {
        let Some(slot) = self.tasks.get_mut(id) else {
            return;
        };
        let Some(task) = slot else { return };
        task.bell.rung.store(false, Relaxed);
        let mut context = Context::from_waker(&task.waker);
        if task.future.as_mut().poll(&mut context) == Poll::Ready(()) {
            *slot = None;
        }
    }
}

impl fmt::Debug for Executor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Executor({} tasks)", self.tasks.iter().flatten().count())
    }
}

struct Task {
    future: Pin<Box<dyn Future<Output = ()> + Send>>,
    waker: Waker,
    bell: Arc<Bell>,
}

#[derive(Default)]
struct Ready(Mutex<Vec<usize>>);

impl Ready {
    fn list(&self) -> MutexGuard<'_, Vec<usize>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Puts its task on the list, once until it is polled.
struct Bell {
    task: usize,
    rung: AtomicBool,
    ready: Arc<Ready>,
}

impl Wake for Bell {
    fn wake(self: Arc<Self>) {
        self.wake_by_ref();
    }

    fn wake_by_ref(self: &Arc<Self>) {
        if !self.rung.swap(true, Relaxed) {
            self.ready.list().push(self.task);
        }
    }
}
