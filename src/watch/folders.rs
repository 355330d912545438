//! Keeps the system's watches on folders that come and go. The only door to notify's watcher.
//!
//! Which events matter is decided elsewhere.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use notify::event::{EventKind, ModifyKind};
use notify::{RecommendedWatcher, RecursiveMode, Watcher as _};

use super::WatchError;

/// How often a folder that is not there is tried again.
const RETRY: Duration = Duration::from_millis(250);
/// How often it is made sure that the folders are still those that are watched: while a file in a
/// folder is open, the system does not tell that the folder was deleted.
const CHECK: Duration = Duration::from_millis(500);

/// Folders to watch, and whether what lies deeper counts.
pub(super) type Wanted = BTreeMap<PathBuf, bool>;

/// A folder that is watched.
struct Armed {
    deep: bool,
    /// Which one it was, where systems number them.
    identity: Option<(u64, u64)>,
}

pub(super) struct Folders {
    watcher: RecommendedWatcher,
    wanted: Wanted,
    armed: BTreeMap<PathBuf, Armed>,
    /// When the missing ones are tried again, and the others made sure of.
    next_try: Option<Instant>,
}

impl Folders {
    pub(super) fn new(
        handler: impl FnMut(notify::Result<notify::Event>) + Send + 'static,
    ) -> Result<Folders, WatchError> {
        let watcher = notify::recommended_watcher(handler);
        let watcher = watcher.map_err(|error| WatchError(error.to_string()))?;
        Ok(Folders { watcher, wanted: Wanted::new(), armed: BTreeMap::new(), next_try: None })
    }

    /// From now on these folders count, and no others.
    pub(super) fn want(&mut self, wanted: Wanted) {
        if wanted == self.wanted {
            return;
        }
        for (folder, armed) in &self.armed {
            if wanted.get(folder) != Some(&armed.deep) {
                // Fails if the folder is gone, and then so is the watch.
                let _ = self.watcher.unwatch(folder);
            }
        }
        self.armed.retain(|folder, armed| wanted.get(folder) == Some(&armed.deep));
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
        if self.next_try.is_none_or(|due| due > now) {
            return false;
        }
        let lost = self.let_go_of_the_lost();
        self.try_missing(Some(now)) || lost
    }

    /// Ends the watches on folders that are no longer where they were. True if there was one.
    fn let_go_of_the_lost(&mut self) -> bool {
        let before = self.armed.len();
        let watcher = &mut self.watcher;
        self.armed.retain(|folder, armed| {
            let stays = identity(folder) == armed.identity;
            if !stays {
                let _ = watcher.unwatch(folder);
            }
            stays
        });
        self.armed.len() < before
    }

    fn try_missing(&mut self, now: Option<Instant>) -> bool {
        let before = self.armed.len();
        for (folder, deep) in &self.wanted {
            let mode = if *deep { RecursiveMode::Recursive } else { RecursiveMode::NonRecursive };
            // Before it is watched: if it is another one by then, that is found out later.
            let identity = identity(folder);
            if !self.armed.contains_key(folder) && self.watcher.watch(folder, mode).is_ok() {
                self.armed.insert(folder.clone(), Armed { deep: *deep, identity });
            }
        }
        let missing = self.armed.len() < self.wanted.len();
        let now = now.unwrap_or_else(Instant::now);
        self.next_try = Some(now + if missing { RETRY } else { CHECK });
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

/// Which folder a path leads to, where systems number them.
#[cfg(unix)]
fn identity(folder: &Path) -> Option<(u64, u64)> {
    use std::os::unix::fs::MetadataExt;
    folder.metadata().ok().map(|meta| (meta.dev(), meta.ino()))
}

#[cfg(not(unix))]
fn identity(folder: &Path) -> Option<(u64, u64)> {
    folder.metadata().ok().map(|_| (0, 0))
}
