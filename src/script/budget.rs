//! How much a script may still do on this thread: a count of operations, and a deadline behind it.
//!
//! The count alone decides for every script that only computes, so that the same script ends the same
//! way everywhere; the clock is for calls that take long without counting.

use std::cell::Cell;
use std::thread::LocalKey;
use std::time::{Duration, Instant};

/// What one run of a script may do. A script of a thousand lines needs about a fiftieth.
pub(crate) const RUN: u64 = 2_000_000;
/// What one call of a function that takes values may do.
pub(crate) const CALL: u64 = 100_000;
/// What all runs of one reload may take together, unless the compiler is told otherwise.
pub(crate) const RELOAD_TIME: Duration = Duration::from_millis(500);
/// What each byte of a script adds to that, up to [`LONGEST_TIME`]: ten times what reading it takes.
const TIME_OF_BYTE: Duration = Duration::from_micros(20);
/// What the length of a script adds at most.
const LONGEST_TIME: Duration = Duration::from_secs(10);

/// What a reload of so many bytes may take.
pub(crate) fn time_for(patience: Duration, length: usize) -> Duration {
    let by_length = TIME_OF_BYTE.saturating_mul(u32::try_from(length).unwrap_or(u32::MAX));
    patience.saturating_add(by_length.min(LONGEST_TIME))
}

thread_local! {
    static LEFT: Cell<u64> = const { Cell::new(0) };
    static DEADLINE: Cell<Option<Instant>> = const { Cell::new(None) };
}

/// Why a script was stopped.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Spent {
    /// The count.
    Operations,
    /// The clock.
    Time,
}

/// Runs a reload that may take so long.
#[allow(
    clippy::disallowed_methods,
    reason = "a script that hangs must end in real time; nothing musical depends on it"
)]
pub(crate) fn in_time<R>(patience: Duration, run: impl FnOnce() -> R) -> R {
    let _before = Restored::new(&DEADLINE, Some(Instant::now() + patience));
    run()
}

/// A setting of this thread that ends with what it was made for, even if that panics.
struct Restored<T: Copy + 'static>(&'static LocalKey<Cell<T>>, T);

impl<T: Copy> Restored<T> {
    fn new(key: &'static LocalKey<Cell<T>>, value: T) -> Restored<T> {
        Restored(key, key.replace(value))
    }
}

impl<T: Copy> Drop for Restored<T> {
    fn drop(&mut self) {
        self.0.set(self.1);
    }
}

/// True when the reload has taken too long.
#[allow(clippy::disallowed_methods, reason = "see `in_time`")]
pub(crate) fn out_of_time() -> bool {
    DEADLINE.get().is_some_and(|deadline| Instant::now() > deadline)
}

/// Gives this thread's script so many operations, and runs it.
pub(crate) fn with<R>(operations: u64, run: impl FnOnce() -> R) -> R {
    let _before = Restored::new(&LEFT, operations);
    run()
}

/// Runs a function that the vocabulary calls: within the budget of the script that runs now, or with
/// one of its own when none does.
pub(crate) fn for_call<R>(run: impl FnOnce() -> R) -> R {
    if LEFT.get() > 0 { run() } else { with(CALL, run) }
}

/// True while a script runs on this thread, or a function of one.
pub(crate) fn is_running() -> bool {
    LEFT.get() > 0
}

/// Counts one operation.
pub(crate) fn spend() -> Option<Spent> {
    let left = LEFT.get();
    if left <= 1 {
        return Some(Spent::Operations);
    }
    LEFT.set(left - 1);
    (left.is_multiple_of(64) && out_of_time()).then_some(Spent::Time)
}
