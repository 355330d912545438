//! Folders of audio files become named sounds; the loader thread decodes and resamples.
//!
//! A [`Library`] answers which file a name and number mean, and hands over recordings as they
//! become ready. What plays them, and when, is not its business.

mod address;
mod decode;
mod index;
mod inside;
mod loader;
mod map;
mod resample;
mod soundfont;
mod zone;

use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};
use std::sync::Arc;

pub use decode::{LoadError, MOST_SECONDS};
use index::Item;
pub use index::{MOST_FILES, is_audio};
pub use zone::{MIDDLE, Wanted, Zone};

use crate::diag::{Diagnostic, SrcSpan};
use crate::engine::bank::Sample;
use crate::sound::{SampleSlot, shots};
use loader::{Answer, Loader};

/// Files that can be in use at once: a [`SampleSlot`] counts in 16 bits. Names beyond resolve to nothing.
pub const SLOTS: usize = 1 << 16;
/// Memory for decoded recordings. A recording beyond it fails to load, and says so.
pub const MOST_BYTES: usize = 1 << 30;

/// How the name of a file or folder of single cycles begins: they are played as wavetables.
pub const WAVETABLES: &str = "wt_";

/// A recording that became ready, or failed to.
#[derive(Clone, Debug)]
pub struct Arrival {
    /// Its place.
    pub slot: SampleSlot,
    /// The recording; none if it failed.
    pub sample: Option<Arc<Sample>>,
    /// Its greatest momentary loudness, in LUFS; none if it is silent.
    pub loudness: Option<f32>,
    /// What to tell the musician about it.
    pub notes: Vec<Diagnostic>,
}

/// How far a recording is on its way.
#[derive(Debug)]
enum State {
    /// Nobody asked for it.
    Known,
    /// The loader has it.
    Loading,
    Ready(Arc<Sample>),
    Failed,
}

#[derive(Debug)]
struct Entry {
    path: Arc<Path>,
    stamp: Option<index::Stamp>,
    state: State,
}

/// All sounds that the folders of a script offer.
#[derive(Debug)]
pub struct Library {
    folders: Vec<PathBuf>,
    /// What is wrong with them, by their place in the list.
    problems: Vec<(usize, index::Problem)>,
    sounds: BTreeMap<String, Vec<Item>>,
    slots: HashMap<Arc<Path>, SampleSlot>,
    entries: Vec<Entry>,
    loader: Loader,
    bytes: usize,
}

impl Library {
    /// An empty library for an engine's rate in hertz. The loader thread calls `wake` whenever
    /// [`Library::poll`] has something new.
    pub fn new(rate: u32, wake: impl Fn() + Send + 'static) -> Library {
        Library {
            folders: Vec::new(),
            problems: Vec::new(),
            sounds: BTreeMap::new(),
            slots: HashMap::new(),
            entries: Vec::new(),
            loader: Loader::start(rate, wake),
            bytes: 0,
        }
    }

    /// Offers the sounds of these folders and no others; a later folder's sound takes the place of
    /// an earlier one of the same name. Reads the disk only if the list is a new one; what is wrong
    /// with a folder is told each time.
    pub fn offer<'a>(
        &mut self,
        folders: impl IntoIterator<Item = (&'a Path, Option<SrcSpan>)>,
    ) -> Vec<Diagnostic> {
        let (paths, spans): (Vec<_>, Vec<_>) = folders.into_iter().unzip();
        if !paths.iter().eq(&self.folders) {
            self.folders = paths.into_iter().map(Path::to_path_buf).collect();
            self.scan();
        }
        let told = self.problems.iter();
        told.map(|(folder, problem)| problem.diagnostic(spans[*folder])).collect()
    }

    fn scan(&mut self) {
        self.sounds.clear();
        self.problems.clear();
        for (i, folder) in self.folders.iter().enumerate() {
            let (sounds, problems) = index::scan(folder);
            self.sounds.extend(sounds);
            self.problems.extend(problems.into_iter().map(|problem| (i, problem)));
        }
    }

    /// Reads the folders again, after something in them changed: new files are found, and changed
    /// ones that were in use are loaded again, the old recording staying until the new one is here. Gives the places of
    /// these.
    pub fn refresh(&mut self) -> Vec<SampleSlot> {
        self.scan();
        let mut again = Vec::new();
        for (i, entry) in self.entries.iter_mut().enumerate() {
            let stamp = index::Stamp::of(&entry.path);
            if matches!(entry.state, State::Known) || stamp.is_none() || stamp == entry.stamp {
                continue;
            }
            entry.stamp = stamp;
            if matches!(entry.state, State::Failed) {
                entry.state = State::Loading;
            }
            self.loader.load(SampleSlot(i as u16), entry.path.clone());
            again.push(SampleSlot(i as u16));
        }
        again
    }

    /// The place of a sound's `n`-th recording, as [`Library::find`] at no particular pitch.
    pub fn resolve(&mut self, name: &str, n: i64) -> Option<SampleSlot> {
        self.find(&Wanted::plain(name, n)).map(|(slot, _)| slot)
    }

    /// The place of what a name and number mean, and how it is played if it belongs to an instrument. The
    /// number wraps around, so every one means something; letters' case does not count. What no folder
    /// has may be inside the program. Nothing if there is no such sound.
    pub fn find(&mut self, wanted: &Wanted<'_>) -> Option<(SampleSlot, Option<Arc<Zone>>)> {
        let Wanted { name, n, note, velocity } = *wanted;
        let of = |count: usize| n.checked_rem_euclid(count as i64).map(|n| n as usize);
        let items = match self.sounds.is_empty() {
            true => None,
            false => self.sounds.get(name).or_else(|| self.sounds.get(&index::sound_name(name))),
        };
        let (path, zone) = match items.map(|items| Some(&items[of(items.len())?])) {
            Some(item) => match item? {
                Item::File(path) => (path.clone(), None),
                Item::Instrument(instrument) => {
                    let part = instrument.part(note.unwrap_or(MIDDLE), velocity)?;
                    (part.address.clone(), Some(part.zone.clone()))
                }
            },
            None => {
                let shots = shots::recorded(name);
                (address::inside(shots.get(of(shots.len())?)?), None)
            }
        };
        Some((self.slot_of(&path)?, zone))
    }

    /// The place of a recording that a folder offers, by its file; `None` if there is no room for more.
    pub fn slot_of(&mut self, path: &Path) -> Option<SampleSlot> {
        if let Some(&slot) = self.slots.get(path) {
            return Some(slot);
        }
        let path: Arc<Path> = path.into();
        let slot = SampleSlot(u16::try_from(self.entries.len()).ok()?);
        self.slots.insert(path.clone(), slot);
        self.entries.push(Entry { path, stamp: None, state: State::Known });
        Some(slot)
    }

    /// The file of a place.
    pub fn path(&self, slot: SampleSlot) -> Option<&Path> {
        self.entries.get(usize::from(slot.0)).map(|entry| &*entry.path)
    }

    /// Asks the loader for a recording. Asking twice is asking once.
    pub fn request(&mut self, slot: SampleSlot) {
        let Some(entry) = self.entries.get_mut(usize::from(slot.0)) else { return };
        if matches!(entry.state, State::Known) {
            entry.state = State::Loading;
            entry.stamp = index::Stamp::of(&entry.path);
            self.loader.load(slot, entry.path.clone());
        }
    }

    /// All recordings that are here, with their places.
    pub fn all(&self) -> impl Iterator<Item = (SampleSlot, Arc<Sample>)> {
        let slots = (0..).map(SampleSlot);
        slots.zip(&self.entries).filter_map(|(slot, entry)| match &entry.state {
            State::Ready(sample) => Some((slot, sample.clone())),
            _ => None,
        })
    }

    /// Whether nothing more is to come for a slot: it was loaded, or failed to.
    pub fn settled(&self, slot: SampleSlot) -> bool {
        let entry = self.entries.get(usize::from(slot.0));
        entry.is_none_or(|entry| matches!(entry.state, State::Ready(_) | State::Failed))
    }

    /// The recording of a slot, if it is here.
    pub fn loaded(&self, slot: SampleSlot) -> Option<&Arc<Sample>> {
        match &self.entries.get(usize::from(slot.0))?.state {
            State::Ready(sample) => Some(sample),
            _ => None,
        }
    }

    /// What the loader finished since the last call. Never waits.
    pub fn poll(&mut self) -> Vec<Arrival> {
        std::iter::from_fn(|| self.loader.answer().map(|answer| self.receive(answer))).collect()
    }

    /// Waits until nothing that was asked for is still loading.
    pub fn settle(&mut self) -> Vec<Arrival> {
        std::iter::from_fn(|| self.loader.wait().map(|answer| self.receive(answer))).collect()
    }

    /// Every sound with the number of its files, by name.
    pub fn sounds(&self) -> impl Iterator<Item = (&str, usize)> {
        self.sounds.iter().map(|(name, files)| (name.as_str(), files.len()))
    }

    /// The places of those files of a sound that were used.
    pub fn slots_of(&self, name: &str) -> impl Iterator<Item = SampleSlot> {
        let items = self.sounds.get(name).into_iter().flatten();
        let paths = items.flat_map(|item| match item {
            Item::File(path) => vec![path],
            Item::Instrument(instrument) => {
                instrument.parts.iter().map(|part| &part.address).collect()
            }
        });
        paths.filter_map(|path| self.slots.get(path).copied())
    }

    /// The folders on offer.
    pub fn folders(&self) -> &[PathBuf] {
        &self.folders
    }

    fn receive(&mut self, answer: Answer) -> Arrival {
        let slot = answer.slot;
        let entry = &mut self.entries[usize::from(slot.0)];
        let old = match &entry.state {
            State::Ready(sample) => size(sample),
            _ => 0,
        };
        let fitting = answer.result.and_then(|loaded| {
            let bytes = self.bytes - old + size(&loaded.sample);
            if bytes > MOST_BYTES {
                Err(LoadError::Full { path: entry.path.clone() })
            } else {
                Ok(loaded)
            }
        });
        match fitting {
            Ok(loaded) => {
                let sample = Arc::new(loaded.sample);
                self.bytes = self.bytes - old + size(&sample);
                entry.state = State::Ready(sample.clone());
                let note = |text| Diagnostic::warning(None, text);
                Arrival {
                    slot,
                    sample: Some(sample),
                    loudness: answer.loudness,
                    notes: loaded.warnings.into_iter().map(note).collect(),
                }
            }
            Err(error) => {
                if old == 0 {
                    entry.state = State::Failed;
                }
                let note = Diagnostic::error(None, error.to_string()).hint(error.cure());
                Arrival { slot, sample: None, loudness: None, notes: vec![note] }
            }
        }
    }
}

fn size(sample: &Sample) -> usize {
    sample.channels.iter().map(|channel| channel.len() * size_of::<f32>()).sum()
}
