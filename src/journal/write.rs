//! The journal's writer: a thread that writes records in their order, and one that sees to it that they
//! are on the disk for good.
//!
//! Whoever tells it need not wait, but can, so that nothing is said to be accepted that a kill would
//! lose. What the disk refuses is said once, and tried again with the next record; where somebody removes
//! the folder, it is made once more, with all that was in it of this run.

#![allow(clippy::disallowed_methods, reason = "the date of a run is told to people")]

use std::cell::Cell;
use std::collections::VecDeque;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Read as _, Seek as _, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::thread::{Builder, JoinHandle};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use super::record::{FORM, Record, Run, Text};
use super::texts;
use crate::diag::Sources;

/// Journals of older runs that are kept, in bytes together: years of evenings. The oldest go first.
const MOST: u64 = 64 << 20;
/// Bytes of texts that are held in case the folder is removed; the oldest go first.
const HELD: usize = 16 << 20;
/// A disk that takes longer is not waited for.
const PATIENCE: Duration = Duration::from_millis(20);

/// What the thread is told.
enum Told {
    Record(Record),
    /// A version, its texts, and other files that it was made of, if they are there.
    Version(u32, Vec<(String, Arc<str>)>, Vec<PathBuf>),
    Recording(String),
}

/// A journal that is being written. Dropping it writes what was told and ends the thread.
#[derive(Debug)]
pub struct Journal {
    path: PathBuf,
    told: Option<Sender<Told>>,
    thread: Option<JoinHandle<()>>,
    trouble: Trouble,
    /// How many things the thread was told, and how many of them it wrote.
    sent: Cell<u64>,
    written: Arc<(Mutex<u64>, Condvar)>,
}

/// What the disk refused, until it is told.
type Trouble = Arc<Mutex<Option<String>>>;

/// Seconds after 1970.
pub fn seconds_now() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs())
}

impl Journal {
    /// Begins the journal of a run in a folder, which is made if it is not there.
    ///
    /// # Errors
    /// When the folder cannot be written to.
    pub fn begin(
        folder: &Path,
        script: &Path,
        rate: u32,
        resumes: Option<String>,
    ) -> io::Result<Journal> {
        let journals = folder.join(super::JOURNALS);
        fs::create_dir_all(&journals)?;
        prune(&journals, MOST);
        let began = seconds_now();
        let (path, mut file) = create(&journals, &super::name_of_run(began))?;
        let tresillo = env!("CARGO_PKG_VERSION").to_owned();
        let script = script.display().to_string();
        let run = Run { form: FORM, tresillo, began, rate, script, resumes };
        file.write_all(Record::Run(run).line().as_bytes())?;
        let (told, orders) = channel();
        let trouble = Trouble::default();
        let written: Arc<(Mutex<u64>, Condvar)> = Arc::default();
        let (new, kept) = channel();
        let complaints = trouble.clone();
        let syncer = Builder::new().name("sync".into()).spawn(move || sync(&kept, &complaints))?;
        let writer = Writer {
            folder: folder.to_owned(),
            path: path.clone(),
            file: Arc::new(file),
            trouble: trouble.clone(),
            refused: false,
            written: written.clone(),
            torn: false,
            held: VecDeque::new(),
            texts: Vec::new(),
            new,
        };
        let run = move || {
            writer.run(&orders);
            let _ = syncer.join();
        };
        let thread = Builder::new().name("journal".into()).spawn(run)?;
        let (told, thread, sent) = (Some(told), Some(thread), Cell::new(0));
        Ok(Journal { path, told, thread, trouble, sent, written })
    }

    /// Waits until all that was told is written, so that no kill can lose it; a slow disk is not waited
    /// for.
    pub fn wait(&self) {
        let (written, news) = &*self.written;
        let written = written.lock().unwrap_or_else(PoisonError::into_inner);
        let _ = news.wait_timeout_while(written, PATIENCE, |written| *written < self.sent.get());
    }

    /// Its file.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The name of the run, as takes have it too.
    pub fn run(&self) -> String {
        self.path.file_stem().map_or_else(String::new, |name| name.to_string_lossy().into_owned())
    }

    /// Writes a record. Never waits.
    pub fn tell(&self, record: Record) {
        self.send(Told::Record(record));
    }

    /// Writes that a version was accepted, with its texts and what else it was made of. Built-in
    /// libraries need no copy.
    pub fn version(&self, number: u32, sources: &Sources, files: &[PathBuf]) {
        let own = sources.iter().filter(|source| !source.name.starts_with('<'));
        let texts = own.map(|source| (source.name.to_string(), source.text.clone())).collect();
        let known = |file: &&PathBuf| sources.id(&file.to_string_lossy()).is_none();
        let others = files.iter().filter(known).cloned().collect();
        self.send(Told::Version(number, texts, others));
    }

    /// Writes which recording a file is.
    pub fn recording(&self, path: &str) {
        self.send(Told::Recording(path.to_owned()));
    }

    /// What the disk refused since the last call.
    pub fn trouble(&self) -> Option<String> {
        self.trouble.lock().unwrap_or_else(PoisonError::into_inner).take()
    }

    fn send(&self, told: Told) {
        if let Some(thread) = &self.told {
            // A thread that is gone has said why.
            let _ = thread.send(told);
            self.sent.set(self.sent.get() + 1);
        }
    }
}

impl Drop for Journal {
    fn drop(&mut self) {
        self.told = None;
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

/// A file of that name that is not there yet.
fn create(folder: &Path, name: &str) -> io::Result<(PathBuf, File)> {
    for number in 1..1000 {
        let more = if number == 1 { String::new() } else { format!("-{number}") };
        let path = folder.join(format!("{name}{more}.journal"));
        match OpenOptions::new().read(true).write(true).create_new(true).open(&path) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            done => return done.map(|file| (path, file)),
        }
    }
    Err(io::ErrorKind::AlreadyExists.into())
}

/// Removes the oldest journals until the rest is small enough.
fn prune(folder: &Path, most: u64) {
    let mut total = 0;
    for path in super::read::journals(folder).into_iter().rev() {
        total += fs::metadata(&path).map_or(0, |meta| meta.len());
        if total > most {
            let _ = fs::remove_file(path);
        }
    }
}

/// What is to be on the disk for good: texts, and the journal that names them.
type Fresh = (Vec<File>, Arc<File>);

struct Writer {
    folder: PathBuf,
    path: PathBuf,
    file: Arc<File>,
    trouble: Trouble,
    /// The last record could not be written, which was said.
    refused: bool,
    written: Arc<(Mutex<u64>, Condvar)>,
    /// The last line may be torn: the next one begins on a line of its own.
    torn: bool,
    /// Texts of this run, by their names.
    held: VecDeque<(String, Arc<str>)>,
    /// Texts that may not be on the disk for good yet, and who puts them there.
    texts: Vec<File>,
    new: Sender<Fresh>,
}

/// Puts texts and the journal on the disk for good: only a power cut needs that, and writing does not
/// wait for it.
fn sync(new: &Receiver<Fresh>, trouble: &Trouble) {
    let mut refused = false;
    while let Ok((mut texts, mut journal)) = new.recv() {
        for (more, newer) in new.try_iter() {
            texts.extend(more);
            journal = newer;
        }
        let done = texts.iter().map(File::sync_data).chain([journal.sync_data()]);
        let wrong = done.filter_map(Result::err).last();
        if let Some(error) = wrong.as_ref().filter(|_| !refused) {
            complain(trouble, error);
        }
        refused = wrong.is_some();
    }
}

fn complain(trouble: &Trouble, error: &io::Error) {
    say(trouble, format!("the journal cannot be written: {error}; the music goes on"));
}

fn say(trouble: &Trouble, what: String) {
    *trouble.lock().unwrap_or_else(PoisonError::into_inner) = Some(what);
}

/// Whether a file is what its path leads to: a removed one can be written and read by nobody else.
fn is_at(file: &File, path: &Path) -> bool {
    let (Ok(own), Ok(there)) = (file.metadata(), path.metadata()) else { return false };
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt as _;
        (own.dev(), own.ino()) == (there.dev(), there.ino())
    }
    #[cfg(not(unix))]
    {
        own.len() == there.len()
    }
}

impl Writer {
    fn run(mut self, orders: &Receiver<Told>) {
        while let Ok(first) = orders.recv() {
            let all: Vec<Told> = std::iter::once(first).chain(orders.try_iter()).collect();
            let count = all.len() as u64;
            match self.follow(all) {
                Ok(()) => self.refused = false,
                Err(error) => {
                    if !std::mem::replace(&mut self.refused, true) {
                        complain(&self.trouble, &error);
                    }
                }
            }
            let (written, news) = &*self.written;
            *written.lock().unwrap_or_else(PoisonError::into_inner) += count;
            news.notify_all();
        }
    }

    /// Writes what it was told; texts that the disk refuses are named by the lines all the same.
    fn follow(&mut self, all: Vec<Told>) -> io::Result<()> {
        let back = if is_at(&self.file, &self.path) { Ok(()) } else { self.make_again() };
        let mut kept = Ok(());
        let lines: String = all.into_iter().map(|told| self.line(told, &mut kept)).collect();
        let done = self.write(&lines);
        back.and(kept).and(done)
    }

    /// Makes the journal and its texts again where they were, after somebody removed them.
    fn make_again(&mut self) -> io::Result<()> {
        let mut lines = Vec::new();
        let mut file = &*self.file;
        file.seek(SeekFrom::Start(0))?;
        file.read_to_end(&mut lines)?;
        if let Some(folder) = self.path.parent() {
            fs::create_dir_all(folder)?;
        }
        for (name, text) in &self.held {
            self.texts.extend(texts::keep(&self.folder, name, text)?);
        }
        // Whatever else has the name by now is nobody's loss: it was made in the place of ours.
        let beside = self.path.with_extension("new");
        let mut new =
            OpenOptions::new().read(true).write(true).create(true).truncate(true).open(&beside)?;
        new.write_all(&lines)?;
        fs::rename(&beside, &self.path)?;
        self.file = Arc::new(new);
        let path = self.path.display();
        say(&self.trouble, format!("the journal was removed; it is at {path} again, as it was"));
        Ok(())
    }

    fn write(&mut self, lines: &str) -> io::Result<()> {
        let mut file = &*self.file;
        if std::mem::replace(&mut self.torn, true) {
            file.write_all(b"\n")?;
        }
        file.write_all(lines.as_bytes())?;
        self.torn = false;
        // The thread that is told lives as long as this one.
        let _ = self.new.send((std::mem::take(&mut self.texts), self.file.clone()));
        Ok(())
    }

    /// Keeps a text, on the disk and in case that is lost.
    fn keep(&mut self, text: &Arc<str>) -> (String, io::Result<()>) {
        let name = texts::name(text.as_bytes());
        if self.held.iter().all(|(held, _)| *held != name) {
            self.held.push_back((name.clone(), text.clone()));
            let mut bytes: usize = self.held.iter().map(|(_, text)| text.len()).sum();
            while bytes > HELD
                && let Some((_, oldest)) = self.held.pop_front()
            {
                bytes -= oldest.len();
            }
        }
        let done = texts::keep(&self.folder, &name, text).map(|new| self.texts.extend(new));
        (name, done)
    }

    /// The line of what was told; the texts that it names are kept first, if the disk takes them.
    fn line(&mut self, told: Told, kept: &mut io::Result<()>) -> String {
        match told {
            Told::Record(record) => record.line(),
            Told::Version(number, mut texts, others) => {
                texts.extend(others.iter().filter_map(|file| {
                    let text =
                        String::from_utf8_lossy(&crate::script::read_file(file).ok()?).into_owned();
                    Some((file.display().to_string(), text.into()))
                }));
                let texts = texts.into_iter().map(|(file, text)| {
                    let (content, done) = self.keep(&text);
                    if done.is_err() {
                        *kept = done;
                    }
                    Text { file, content }
                });
                Record::Version { number, texts: texts.collect() }.line()
            }
            Told::Recording(path) => match fs::read(&path) {
                Ok(bytes) => {
                    let content = texts::name(&bytes);
                    Record::Recording { path, bytes: bytes.len() as u64, content }.line()
                }
                Err(_) => String::new(),
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_oldest_journals_go_when_there_are_too_many() {
        let folder = tempfile::tempdir().unwrap();
        for name in ["20260101-000000", "20260102-000000", "20260103-000000"] {
            fs::write(folder.path().join(format!("{name}.journal")), [b'x'; 100]).unwrap();
        }
        prune(folder.path(), 250);
        let left = super::super::read::journals(folder.path());
        let names: Vec<_> = left.iter().map(|path| path.file_stem().unwrap().to_owned()).collect();
        assert_eq!(names, ["20260102-000000", "20260103-000000"]);
    }

    /// The journal is told of a version, and waits until it is written.
    fn take(journal: &Journal, number: u32, text: &str) {
        let mut sources = Sources::default();
        sources.insert(crate::diag::Source::new("a.rhai", text));
        journal.version(number, &sources, &[]);
        while *journal.written.0.lock().unwrap() < journal.sent.get() {
            journal.wait();
        }
    }

    #[test]
    fn a_journal_that_is_removed_is_made_again_whole_and_that_is_told_once() {
        let folder = tempfile::tempdir().unwrap();
        let own = folder.path().join(".tresillo");
        let journal = Journal::begin(&own, Path::new("a.rhai"), 48_000, None).unwrap();
        take(&journal, 1, "one");
        fs::remove_dir_all(&own).unwrap();
        take(&journal, 2, "two");
        assert!(journal.trouble().unwrap().contains("was removed"));
        fs::remove_dir_all(&own).unwrap();
        fs::create_dir(&own).unwrap();
        take(&journal, 3, "three");
        assert!(journal.trouble().unwrap().contains("was removed"));
        take(&journal, 4, "four");
        assert_eq!(journal.trouble(), None);
        let path = journal.path().to_owned();
        drop(journal);
        let lines = fs::read_to_string(&path).unwrap();
        assert_eq!(lines.lines().count(), 5, "{lines}");
        for text in ["one", "two", "three", "four"] {
            let name = texts::name(text.as_bytes());
            assert!(lines.contains(&name), "{lines}");
            assert_eq!(texts::find(&own, &name).unwrap(), text);
        }
    }

    #[test]
    fn what_the_disk_refuses_is_told_once_until_it_takes_something() {
        let folder = tempfile::tempdir().unwrap();
        let own = folder.path().join(".tresillo");
        let journal = Journal::begin(&own, Path::new("a.rhai"), 48_000, None).unwrap();
        fs::remove_dir_all(&own).unwrap();
        fs::write(&own, "in the way").unwrap();
        take(&journal, 1, "one");
        assert!(journal.trouble().unwrap().contains("cannot be written"));
        take(&journal, 2, "two");
        assert_eq!(journal.trouble(), None);
        fs::remove_file(&own).unwrap();
        take(&journal, 3, "three");
        assert!(journal.trouble().unwrap().contains("was removed"));
        let lines = fs::read_to_string(journal.path()).unwrap();
        assert_eq!(lines.lines().count(), 4, "nothing is lost: {lines}");
    }

    #[test]
    fn two_runs_that_begin_in_the_same_second_have_two_journals() {
        let folder = tempfile::tempdir().unwrap();
        let begin = || Journal::begin(folder.path(), Path::new("a.rhai"), 48_000, None).unwrap();
        let (one, two) = (begin(), begin());
        assert_ne!(one.path(), two.path());
    }
}
