//! Keeps the system's watches on folders that come and go. The only door to notify's watcher.
//!
//! Which events matter is decided elsewhere.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use notify::event::{EventKind, ModifyKind};
use notify::{RecommendedWatcher, RecursiveMode, Watcher as _};

use super::WatchError;

/// How often a folder that is not there is tried again.
const RETRY: Duration = Duration::from_millis(250);

/// Folders to watch, and whether what lies deeper counts.
pub(super) type Wanted = BTreeMap<PathBuf, bool>;

pub(super) struct Folders {
    watcher: RecommendedWatcher,
    wanted: Wanted,
    armed: Wanted,
    /// When the missing ones are tried again.
    next_try: Option<Instant>,
}

impl Folders {
    pub(super) fn new(
        handler: impl FnMut(notify::Result<notify::Event>) + Send + 'static,
    ) -> Result<Folders, WatchError> {
        let watcher = notify::recommended_watcher(handler);
        let watcher = watcher.map_err(|error| WatchError(error.to_string()))?;
        Ok(Folders { watcher, wanted: Wanted::new(), armed: Wanted::new(), next_try: None })
    }

    /// From now on these folders count, and no others.
    pub(super) fn want(&mut self, wanted: Wanted) {
        if wanted == self.wanted {
            return;
        }
        for (folder, deep) in &self.armed {
            if wanted.get(folder) != Some(deep) {
                // Fails if the folder is gone, and then so is the watch.
                let _ = self.watcher.unwatch(folder);
            }
        }
        self.armed.retain(|folder, deep| wanted.get(folder) == Some(deep));
        self.wanted = wanted;
        self.next_try = None;
        self.try_missing(None);
    }

    /// When [`Folders::arm`] has something to do, if it has.
    pub(super) fn next_try(&self) -> Option<Instant> {
        self.next_try
    }

    /// Tries the missing folders again, if it is time. True if one is back: anything may have
    /// happened in it meanwhile.
    pub(super) fn arm(&mut self, now: Instant) -> bool {
        self.next_try.is_some_and(|due| due <= now) && self.try_missing(Some(now))
    }

    fn try_missing(&mut self, now: Option<Instant>) -> bool {
        let before = self.armed.len();
        for (folder, deep) in &self.wanted {
            let mode = if *deep { RecursiveMode::Recursive } else { RecursiveMode::NonRecursive };
            if !self.armed.contains_key(folder) && self.watcher.watch(folder, mode).is_ok() {
                self.armed.insert(folder.clone(), *deep);
            }
        }
        let missing = self.armed.len() < self.wanted.len();
        let now = now.unwrap_or_else(Instant::now);
        self.next_try = missing.then(|| now + RETRY);
        self.armed.len() > before
    }

    /// Whether an event says that watches were lost: a folder went away, or too much happened.
    pub(super) fn disturbed(&mut self, event: &notify::Event) -> bool {
        let moved = matches!(event.kind, EventKind::Modify(ModifyKind::Name(_)));
        if moved || event.kind.is_remove() {
            for path in &event.paths {
                if self.armed.remove(path).is_some() {
                    let _ = self.watcher.unwatch(path);
                    self.next_try = Some(Instant::now());
                }
            }
        }
        event.need_rescan()
    }
}
