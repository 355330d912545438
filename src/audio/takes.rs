//! Takes: what was heard, written down while it plays, on a thread of its own.
//!
//! The audio thread only puts samples on a tape; a disk that is slow, full or gone never reaches it. The
//! files open whenever the program ends, and old ones go when there are too many.

#![allow(clippy::disallowed_methods, reason = "disks are outside of the music's time")]

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::{Builder, JoinHandle, sleep};
use std::time::{Duration, Instant};

use super::flac::Flac;
use super::wav::{Bits, Wav, WavError};
use crate::engine::protocol::{Reel, Tape, tape};

/// Seconds that the tape holds: a disk may pause for so long before silence is written in its place.
const HOLDS: u32 = 20;
/// How often the tape is emptied; a program that is killed loses about as much.
const PAUSE: Duration = Duration::from_millis(50);
/// How often what was written is put on the disk for good.
const SYNC: Duration = Duration::from_secs(5);
/// After the disk refused, it is tried again so often.
const AGAIN: Duration = Duration::from_secs(5);
/// A take is cut into files of at most this many bytes, or a part of the budget.
const PART: u64 = 1 << 29;
/// Parts of the budget that one file may be.
const SHARE: u64 = 8;

/// How takes are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Form {
    /// 32-bit floats: the very samples.
    #[default]
    Wav,
    /// 24 bits, without loss: about half as long.
    Flac,
}

impl Form {
    /// How the names of its files end.
    pub fn ending(self) -> &'static str {
        match self {
            Form::Wav => "wav",
            Form::Flac => "flac",
        }
    }
}

/// A file of a take.
enum Part {
    Wav(Wav),
    Flac(Flac, PathBuf),
}

impl Part {
    fn create(path: &Path, rate: u32, form: Form) -> Result<Part, WavError> {
        Ok(match form {
            Form::Wav => Part::Wav(Wav::create(path, rate, Bits::Float32, 0)?),
            Form::Flac => {
                let flac = Flac::create(path, rate).map_err(|source| refused(path, source))?;
                Part::Flac(flac, path.to_owned())
            }
        })
    }

    /// Whatever ends the program, the file holds all up to here, or of FLAC all full blocks.
    fn write(&mut self, samples: &[f32]) -> Result<(), WavError> {
        match self {
            Part::Wav(wav) => wav.write(samples).and_then(|()| wav.flush()),
            Part::Flac(flac, path) => flac.write(samples).map_err(|source| refused(path, source)),
        }
    }

    fn sync(&mut self) -> Result<(), WavError> {
        match self {
            Part::Wav(wav) => wav.sync(),
            Part::Flac(flac, path) => flac.sync().map_err(|source| refused(path, source)),
        }
    }

    fn finish(self) -> Result<(), WavError> {
        match self {
            Part::Wav(wav) => wav.finish(),
            Part::Flac(flac, path) => flac.finish().map_err(|source| refused(&path, source)),
        }
    }

    fn len(&self) -> u64 {
        match self {
            Part::Wav(wav) => wav.len(),
            Part::Flac(flac, _) => flac.len(),
        }
    }
}

fn refused(path: &Path, source: std::io::Error) -> WavError {
    WavError::Write { path: path.to_owned(), source }
}

/// Writes a take. Dropping it writes what is on the tape, and ends.
#[derive(Debug)]
pub struct Recorder {
    thread: Option<JoinHandle<()>>,
    stop: Arc<AtomicBool>,
    said: Arc<Mutex<Option<String>>>,
}

impl Recorder {
    /// Begins to record into a folder: files `NAME-1.wav`, `NAME-2.wav`, ... at a rate in hertz. The
    /// first begins with the first sound. All takes in the folder together are kept below
    /// so many bytes, the oldest going first.
    ///
    /// # Errors
    /// When the folder cannot be made.
    pub fn begin(
        folder: &Path,
        name: &str,
        rate: u32,
        keep: u64,
        form: Form,
    ) -> std::io::Result<(Tape, Recorder)> {
        fs::create_dir_all(folder)?;
        let (tape, reel) = tape((rate * HOLDS) as usize * 2);
        let said: Arc<Mutex<Option<String>>> = Arc::default();
        let work = Work {
            folder: folder.to_owned(),
            name: name.to_owned(),
            rate,
            keep,
            form,
            part: 0,
            file: None,
            at: PathBuf::new(),
            refused: None,
            again: AGAIN,
            begun: false,
            said: said.clone(),
        };
        let stop: Arc<AtomicBool> = Arc::default();
        let stopping = stop.clone();
        let run = move || work.run(reel, &stopping);
        let thread = Builder::new().name("recorder".into()).spawn(run)?;
        Ok((tape, Recorder { thread: Some(thread), stop, said }))
    }

    /// What there is to tell since the last call: the disk is full, old parts went.
    pub fn news(&self) -> Option<String> {
        self.said.lock().unwrap_or_else(PoisonError::into_inner).take()
    }
}

impl Drop for Recorder {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::Relaxed);
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

struct Work {
    folder: PathBuf,
    name: String,
    rate: u32,
    keep: u64,
    form: Form,
    part: u32,
    file: Option<Part>,
    /// Where the file is, or was last.
    at: PathBuf,
    /// When the disk refused last.
    refused: Option<Instant>,
    again: Duration,
    /// There was a sound.
    begun: bool,
    said: Arc<Mutex<Option<String>>>,
}

impl Work {
    fn run(mut self, mut reel: Reel, stop: &AtomicBool) {
        let mut samples = Vec::new();
        let mut synced = Instant::now();
        loop {
            let over = reel.is_over() || stop.load(Ordering::Relaxed);
            reel.pull(&mut samples, self.rate as usize);
            if !samples.is_empty() {
                self.take(&samples);
            } else if over {
                break;
            } else {
                sleep(PAUSE);
            }
            if synced.elapsed() >= SYNC {
                synced = Instant::now();
                let done = self.file.as_mut().map_or(Ok(()), Part::sync);
                self.check(done);
            }
        }
        let done = self.file.take().map_or(Ok(()), Part::finish);
        self.check(done);
    }

    fn take(&mut self, samples: &[f32]) {
        let first = match self.begun {
            true => 0,
            false => match samples.iter().position(|sample| *sample != 0.0) {
                Some(first) => first / 2 * 2,
                None => return,
            },
        };
        self.begun = true;
        if self.refused.is_some_and(|when| when.elapsed() < self.again) {
            return;
        }
        let done = self.write(&samples[first..]);
        self.check(done);
    }

    fn write(&mut self, samples: &[f32]) -> Result<(), WavError> {
        let longest = PART.min(self.keep / SHARE);
        if let Some(file) = self.file.take_if(|file| file.len() >= longest && self.part > 0) {
            file.finish()?;
        }
        // What is written into a removed file nobody ever hears.
        let lost = self.file.take_if(|_| !self.at.exists()).is_some();
        if self.file.is_none() {
            fs::create_dir_all(&self.folder).map_err(|source| refused(&self.folder, source))?;
            self.part += 1;
            // A file may become longer than that by what is written at once.
            self.make_room(longest + u64::from(self.rate) * 4);
            let name = format!("{}-{}.{}", self.name, self.part, self.form.ending());
            let path = self.folder.join(name);
            self.file = Some(Part::create(&path, self.rate, self.form)?);
            if lost {
                self.say(format!("the take was removed; recording goes on in {}", path.display()));
            } else if self.refused.take().is_some() {
                self.say(format!("recording goes on in {}", path.display()));
            }
            self.at = path;
        }
        self.file.as_mut().map_or(Ok(()), |file| file.write(samples))
    }

    fn check(&mut self, done: Result<(), WavError>) {
        let Err(error) = done else { return };
        self.file = None;
        if self.refused.replace(Instant::now()).is_none() {
            let why =
                std::error::Error::source(&error).map(ToString::to_string).unwrap_or_default();
            self.say(format!("recording stopped: {error}: {why}; the music goes on"));
        }
    }

    /// Removes the oldest takes until there is room for another file of so many bytes.
    fn make_room(&self, bytes: u64) {
        let mut total = bytes;
        for path in takes(&self.folder).into_iter().rev() {
            total += fs::metadata(&path).map_or(0, |meta| meta.len());
            if total > self.keep && fs::remove_file(&path).is_ok() {
                let own = path.file_name().is_some_and(|name| {
                    name.to_string_lossy().starts_with(&format!("{}-", self.name))
                });
                if own {
                    self.say(format!(
                        "{} was removed: takes are kept up to a budget",
                        path.display()
                    ));
                }
            }
        }
    }

    fn say(&self, what: String) {
        *self.said.lock().unwrap_or_else(PoisonError::into_inner) = Some(what);
    }
}

/// The takes of a folder, the oldest first.
pub fn takes(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let is_take = |path: &PathBuf| {
        path.extension()
            .is_some_and(|end| [Form::Wav, Form::Flac].map(Form::ending).iter().any(|e| end == *e))
    };
    let mut found: Vec<PathBuf> = entries.map(|entry| entry.path()).filter(is_take).collect();
    found.sort_by_key(|path| {
        let stem = path.file_stem().map(|stem| stem.to_string_lossy().into_owned());
        let stem = stem.unwrap_or_default();
        let (run, part) = stem.rsplit_once('-').unwrap_or((&stem, ""));
        (run.to_owned(), part.parse::<u32>().unwrap_or(0))
    });
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn samples_of(path: &Path) -> Vec<f32> {
        hound::WavReader::open(path).unwrap().into_samples().map(Result::unwrap).collect()
    }

    fn record(folder: &Path, keep: u64, blocks: &[Vec<f32>]) -> Option<String> {
        record_as(Form::Wav, folder, keep, blocks)
    }

    fn record_as(form: Form, folder: &Path, keep: u64, blocks: &[Vec<f32>]) -> Option<String> {
        let (mut tape, recorder) = Recorder::begin(folder, "night", 8_000, keep, form).unwrap();
        blocks.iter().for_each(|block| tape.push(block));
        drop(tape);
        let said = recorder.said.clone();
        drop(recorder);
        said.lock().unwrap().take()
    }

    #[test]
    fn a_take_begins_with_the_first_sound_and_holds_all_that_follows() {
        let folder = tempfile::tempdir().unwrap();
        let mut block = vec![0.0; 500];
        block[101] = 0.5;
        record(folder.path(), 1 << 20, &[vec![0.0; 4000], block.clone(), vec![0.0; 10]]);
        let read = samples_of(&folder.path().join("night-1.wav"));
        assert_eq!((read.len(), read[1]), (400 + 10, 0.5));
    }

    #[test]
    fn the_budget_is_kept_and_the_oldest_goes_first() {
        let folder = tempfile::tempdir().unwrap();
        for name in ["20250101-000000-1.wav", "20250101-000000-2.wav"] {
            fs::write(folder.path().join(name), vec![0; 30_000]).unwrap();
        }
        let keep = 80_000;
        record(folder.path(), keep, &vec![vec![0.5; 2_500]; 3]);
        let left = takes(folder.path());
        let sizes: u64 = left.iter().map(|path| fs::metadata(path).unwrap().len()).sum();
        assert!(sizes <= keep, "{sizes}");
        assert!(!folder.path().join("20250101-000000-1.wav").exists());
        assert!(left.iter().any(|path| path.ends_with("night-1.wav")), "{left:?}");
    }

    #[test]
    fn takes_of_the_other_form_are_kept_alike() {
        let folder = tempfile::tempdir().unwrap();
        let blocks: Vec<Vec<f32>> =
            (0..6).map(|n| (0..20_000).map(|i| ((i * (n + 3)) as f32).sin()).collect()).collect();
        assert_eq!(record_as(Form::Flac, folder.path(), 1 << 20, &blocks), None);
        let all = takes(folder.path());
        assert!(all.len() > 1 && all[0].ends_with("night-1.flac"), "{all:?}");
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn a_full_disk_is_told_and_ends_nothing() {
        let folder = tempfile::tempdir().unwrap();
        std::os::unix::fs::symlink("/dev/full", folder.path().join("night-1.wav")).unwrap();
        let said = record(folder.path(), 1 << 20, &vec![vec![0.5; 8_000]; 2]).unwrap();
        assert!(said.contains("recording stopped") && said.contains("No space left"), "{said}");
    }

    #[test]
    fn a_take_that_is_removed_goes_on_in_another_file_which_is_told_once() {
        let folder = tempfile::tempdir().unwrap();
        let own = folder.path().join("takes");
        let (mut tape, recorder) =
            Recorder::begin(&own, "night", 8_000, 1 << 20, Form::Wav).unwrap();
        let wait = |file: &str| {
            let is_there = || fs::metadata(own.join(file)).is_ok_and(|meta| meta.len() > 100);
            let there = (0..400).any(|_| {
                sleep(PAUSE);
                is_there()
            });
            assert!(there, "{file} is written");
        };
        tape.push(&[0.5; 2_000]);
        wait("night-1.wav");
        fs::remove_dir_all(&own).unwrap();
        tape.push(&[0.25; 2_000]);
        wait("night-2.wav");
        let told = recorder.news().unwrap();
        assert!(told.contains("was removed") && told.contains("night-2.wav"), "{told}");
        tape.push(&[0.125; 2_000]);
        drop(tape);
        let said = recorder.said.clone();
        drop(recorder);
        assert_eq!(*said.lock().unwrap(), None);
        let read = samples_of(&own.join("night-2.wav"));
        assert_eq!((read.len(), read[0], read[3_999]), (4_000, 0.25, 0.125));
    }

    #[test]
    fn a_tape_that_was_full_keeps_the_time() {
        let (mut tape, mut reel) = crate::engine::protocol::tape(100);
        tape.push(&[0.5; 80]);
        tape.push(&[0.6; 40]);
        let mut read = Vec::new();
        reel.pull(&mut read, 1000);
        let mut heard = read.clone();
        tape.push(&[0.7; 20]);
        reel.pull(&mut read, 1000);
        heard.extend(&read);
        assert_eq!(heard.len(), 140);
        assert_eq!((heard[79], heard[80], heard[119], heard[120]), (0.5, 0.0, 0.0, 0.7));
    }
}
