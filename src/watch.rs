//! Watches files: a save becomes one event, whatever the editor did.
//!
//! It compares contents but keeps none, and does not judge them: a file that is no text, or no file
//! at all any more, is the reader's to report.
//!
//! Editors save in three ways: they write in place, they move the old file away and create a new
//! one, or they write elsewhere and rename over. A watch on the file itself dies in two of them, so
//! the folders are watched; so are those of the targets of links. Reading while an editor writes
//! gives half a file in a quarter of all cases, after the close in none; where the system does not
//! report the close, the file must stay the same for a moment instead.

#![allow(clippy::disallowed_methods, reason = "editors are outside of the music's time")]

mod folders;
mod saves;

use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::Instant;

use folders::Folders;
use saves::Saves;

/// A file that was saved, or a folder in which something changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// As it was given to [`Watcher::watch`].
    pub path: PathBuf,
    /// When the system first told of it.
    pub seen: Instant,
}

/// Something for the watching thread to do.
enum Message {
    Watch(Vec<PathBuf>),
    Event(notify::Event, Instant),
    Stop,
}

/// A running watch. Dropping it ends it.
pub struct Watcher {
    messages: Sender<Message>,
}

impl Watcher {
    /// Starts watching, nothing at first. Each save is told to `tell` once, on the watching thread.
    ///
    /// # Errors
    /// If the system gives no watch; the message says what can be done.
    pub fn new(tell: impl FnMut(Change) + Send + 'static) -> Result<Watcher, WatchError> {
        let (messages, inbox) = channel();
        let events = messages.clone();
        let handler = move |event: notify::Result<notify::Event>| {
            if let Ok(event) = event {
                // The thread may have ended; then nobody wants to know.
                let _ = events.send(Message::Event(event, Instant::now()));
            }
        };
        let folders = Folders::new(handler)?;
        let thread = std::thread::Builder::new().name("watcher".into());
        thread
            .spawn(move || run(&inbox, folders, tell))
            .map_err(|error| WatchError(error.to_string()))?;
        Ok(Watcher { messages })
    }

    /// Watches these files and folders and no others. They need not exist yet. What they hold now
    /// counts as known. In a folder, a change of any file counts, however deep.
    pub fn watch(&self, paths: &[PathBuf]) {
        // Fails only if the thread is gone, and then there is nobody to tell.
        let _ = self.messages.send(Message::Watch(paths.to_vec()));
    }
}

impl Drop for Watcher {
    fn drop(&mut self) {
        let _ = self.messages.send(Message::Stop);
    }
}

/// Why nothing can be watched.
#[derive(Debug, thiserror::Error)]
#[error("cannot watch files ({0}); saves are not noticed, press the reload key instead")]
pub struct WatchError(String);

/// Files that editors write beside the one that is edited.
fn is_litter(path: &Path) -> bool {
    let Some(name) = path.file_name().map(|name| name.to_string_lossy()) else { return true };
    let swap = |ending: &str| ending.len() == 3 && ending.starts_with("sw");
    name == "4913"
        || name.ends_with('~')
        || name.starts_with(".#")
        || (name.starts_with('#') && name.ends_with('#'))
        || name.rsplit_once('.').is_some_and(|(_, ending)| swap(ending))
}

fn run(inbox: &Receiver<Message>, mut folders: Folders, mut tell: impl FnMut(Change)) {
    let mut saves = Saves::default();
    loop {
        let due = saves.next_look().into_iter().chain(folders.next_try()).min();
        let message = match due.map(|due| due.saturating_duration_since(Instant::now())) {
            Some(wait) => inbox.recv_timeout(wait).ok(),
            None => inbox.recv().ok(),
        };
        match message {
            Some(Message::Watch(paths)) => {
                saves.watch(paths);
                folders.want(saves.folders());
            }
            Some(Message::Event(event, seen)) => {
                if folders.disturbed(&event) {
                    saves.suspect_all(seen);
                }
                saves.note(&event, seen);
            }
            Some(Message::Stop) => return,
            None => {}
        }
        let now = Instant::now();
        if folders.arm(now) {
            saves.suspect_all(now);
        }
        if saves.next_look().is_none_or(|due| due > now) {
            continue;
        }
        saves.look(now).into_iter().for_each(&mut tell);
        // A link may point elsewhere now.
        folders.want(saves.folders());
    }
}
