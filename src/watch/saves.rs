//! Turns a stream of file events into saves, by looking at what the files hold.
//!
//! It asks the system for no watches and sends nothing; times come from its caller.

use std::collections::hash_map::DefaultHasher;
use std::hash::{Hash, Hasher};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use notify::event::{AccessKind, AccessMode, EventKind, ModifyKind, RenameMode};

use super::folders::Wanted;
use super::{Change, is_litter};

/// A file that is empty when it is closed is given this long to be filled: some programs empty a
/// file first and write it then.
const EMPTY: Duration = Duration::from_millis(20);
/// After an event that does not tell that the writer is done, this long must be quiet. Where the
/// close is reported it ends the wait at once, so the wait can be long enough for slow writers.
const UNCERTAIN: Duration = Duration::from_millis(if cfg!(target_os = "linux") { 500 } else { 20 });
/// A file that is away for less than this was only being replaced.
const ABSENT: Duration = Duration::from_millis(500);
/// A folder of sounds is told when it has been quiet for this long: copying takes a while.
const FOLDER: Duration = Duration::from_millis(200);
/// More bytes than this are not compared, only their number and date.
const LARGE: u64 = 16 << 20;
/// Links from link to link that are followed.
const LINKS: usize = 8;

/// What was found at a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Content {
    Absent,
    Folder,
    /// Not to be read: no permission, or no file (a pipe, a device).
    Closed,
    Empty,
    /// A number that changes with what is in it.
    Bytes(u64),
}

/// An event that may have been a save.
#[derive(Clone, Copy, Debug)]
struct Pending {
    seen: Instant,
    due: Instant,
    /// The writer is done.
    certain: bool,
}

#[derive(Debug)]
struct Entry {
    path: PathBuf,
    /// Where events about it appear: itself, and each link on the way to the file.
    places: Vec<PathBuf>,
    known: Content,
    pending: Option<Pending>,
}

/// The watched files, and what may have happened to them.
#[derive(Debug, Default)]
pub(super) struct Saves {
    entries: Vec<Entry>,
}

/// How sure an event is that a file is complete.
enum Kind {
    Nothing,
    Certain,
    Uncertain(Duration),
}

fn kind(event: &notify::Event) -> Kind {
    match event.kind {
        EventKind::Access(AccessKind::Close(AccessMode::Write)) => Kind::Certain,
        EventKind::Access(_) => Kind::Nothing,
        EventKind::Modify(ModifyKind::Name(RenameMode::To | RenameMode::Both)) => Kind::Certain,
        EventKind::Modify(ModifyKind::Name(_)) | EventKind::Remove(_) => Kind::Uncertain(ABSENT),
        EventKind::Modify(ModifyKind::Metadata(_)) => Kind::Uncertain(EMPTY),
        _ => Kind::Uncertain(UNCERTAIN),
    }
}

impl Saves {
    /// Watches these and no others. What is new counts as known; the rest keeps what it was.
    pub(super) fn watch(&mut self, paths: Vec<PathBuf>) {
        let mut old = std::mem::take(&mut self.entries);
        for path in paths {
            if self.entries.iter().any(|entry| entry.path == path) {
                continue;
            }
            let index = old.iter().position(|entry| entry.path == path);
            self.entries.push(match index {
                Some(index) => old.swap_remove(index),
                None => Entry::new(path),
            });
        }
    }

    /// The folders in which events about the entries appear.
    pub(super) fn folders(&self) -> Wanted {
        let mut wanted = Wanted::new();
        for entry in &self.entries {
            let folders = entry.places.iter().filter_map(|place| place.parent());
            for folder in folders {
                wanted.entry(folder.to_owned()).or_insert(false);
            }
            if entry.known == Content::Folder
                && let Some(place) = entry.places.last()
            {
                wanted.insert(place.clone(), true);
            }
        }
        wanted
    }

    pub(super) fn note(&mut self, event: &notify::Event, seen: Instant) {
        let kind = kind(event);
        if matches!(kind, Kind::Nothing) {
            return;
        }
        for path in &event.paths {
            for entry in &mut self.entries {
                entry.note(path, &kind, seen);
            }
        }
    }

    /// Events were missed: everything may have changed.
    pub(super) fn suspect_all(&mut self, seen: Instant) {
        for entry in &mut self.entries {
            entry.expect(Pending { seen, due: seen + EMPTY, certain: false });
        }
    }

    pub(super) fn next_look(&self) -> Option<Instant> {
        self.entries.iter().filter_map(|entry| Some(entry.pending?.due)).min()
    }

    /// Looks at what is due; the saves among it.
    pub(super) fn look(&mut self, now: Instant) -> Vec<Change> {
        self.entries.iter_mut().filter_map(|entry| entry.look(now)).collect()
    }
}

impl Entry {
    fn new(path: PathBuf) -> Entry {
        let (places, known) = (places(&path), content(&path));
        Entry { path, places, known, pending: None }
    }

    fn note(&mut self, path: &Path, kind: &Kind, seen: Instant) {
        if self.known == Content::Folder
            && !is_litter(path)
            && self.places.last().is_some_and(|folder| path.starts_with(folder))
        {
            return self.expect(Pending { seen, due: seen + FOLDER, certain: false });
        }
        // A link in place of a file, or another name for a file, is complete when it appears.
        let linked = || path.symlink_metadata().is_ok_and(|meta| is_linked(&meta));
        match kind {
            _ if !self.places.iter().any(|place| place == path) => {}
            Kind::Nothing => {}
            Kind::Certain => self.expect(Pending { seen, due: seen, certain: true }),
            Kind::Uncertain(_) if linked() => {
                self.expect(Pending { seen, due: seen, certain: true });
            }
            Kind::Uncertain(wait) => {
                self.expect(Pending { seen, due: seen + *wait, certain: false });
            }
        }
    }

    /// A save was seen when the file was closed, else when the first event told of it; the last one
    /// tells how long to wait.
    fn expect(&mut self, next: Pending) {
        let first = self.pending.map_or(next.seen, |pending| pending.seen);
        let seen = if next.certain { next.seen } else { first };
        self.pending = Some(Pending { seen, ..next });
    }

    fn look(&mut self, now: Instant) -> Option<Change> {
        let pending = self.pending.filter(|pending| pending.due <= now)?;
        let found = content(&self.path);
        let wait = match found {
            Content::Absent if pending.seen + ABSENT > now => Some(ABSENT),
            Content::Empty if pending.certain && pending.seen + EMPTY > now => Some(EMPTY),
            _ => None,
        };
        if let Some(wait) = wait {
            self.pending = Some(Pending { due: pending.seen + wait, ..pending });
            return None;
        }
        self.pending = None;
        self.places = places(&self.path);
        let same = found == self.known && found != Content::Folder;
        self.known = found;
        (!same).then(|| Change { path: self.path.clone(), seen: pending.seen })
    }
}

/// The path and all that it links to, each with its folder resolved.
fn places(path: &Path) -> Vec<PathBuf> {
    let mut places = Vec::new();
    let mut next = path.to_owned();
    for _ in 0..=LINKS {
        let folder = next.parent().filter(|folder| !folder.as_os_str().is_empty());
        let folder = folder.unwrap_or(Path::new("."));
        let folder = folder.canonicalize().or_else(|_| std::path::absolute(folder));
        let (Ok(folder), Some(name)) = (folder, next.file_name()) else { break };
        let place = folder.join(name);
        let target = place.read_link();
        places.push(place);
        match target {
            Ok(target) => next = folder.join(target),
            Err(_) => break,
        }
    }
    places
}

fn content(path: &Path) -> Content {
    let Ok(meta) = path.metadata() else { return Content::Absent };
    if meta.is_dir() {
        return Content::Folder;
    }
    let mut hasher = DefaultHasher::new();
    if !meta.is_file() {
        return Content::Closed;
    }
    if meta.len() > LARGE {
        (meta.len(), meta.modified().ok()).hash(&mut hasher);
        return Content::Bytes(hasher.finish());
    }
    match std::fs::read(path) {
        Ok(bytes) if bytes.is_empty() => Content::Empty,
        Ok(bytes) => {
            bytes.hash(&mut hasher);
            Content::Bytes(hasher.finish())
        }
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Content::Absent,
        Err(_) => Content::Closed,
    }
}

#[cfg(unix)]
fn is_linked(meta: &std::fs::Metadata) -> bool {
    use std::os::unix::fs::MetadataExt;
    meta.is_symlink() || (meta.is_file() && meta.nlink() > 1)
}

#[cfg(not(unix))]
fn is_linked(meta: &std::fs::Metadata) -> bool {
    meta.is_symlink()
}
