//! Asks the system to let the music go first when the machine is busy.
//!
//! Where it refuses, everything runs as before: no sound depends on it.

/// The nice value that sound servers take for themselves.
#[cfg(all(target_os = "linux", feature = "live"))]
const FIRST: i32 = -11;

/// From now on, this thread and those that it starts go before the rest. Gives what held before.
#[cfg(all(target_os = "linux", feature = "live"))]
pub(super) fn first() -> Option<i32> {
    let before = rustix::process::getpriority_process(None).ok()?;
    rustix::process::setpriority_process(None, FIRST.min(before)).ok()?;
    Some(before)
}

#[cfg(not(all(target_os = "linux", feature = "live")))]
pub(super) fn first() -> Option<i32> {
    None
}

/// This thread is as it was before; those that it started meanwhile still go first.
#[cfg(all(target_os = "linux", feature = "live"))]
pub(super) fn back(before: Option<i32>) {
    if let Some(before) = before {
        let _ = rustix::process::setpriority_process(None, before);
    }
}

#[cfg(not(all(target_os = "linux", feature = "live")))]
pub(super) fn back(_: Option<i32>) {}
