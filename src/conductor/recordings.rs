//! The recordings that a version needs: asked for by name, waited for, handed to the engine.
//!
//! Decoding is the library's business, on its own thread.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::lower::Found;
use crate::diag::Diagnostic;
use crate::engine::bank::Sample;
use crate::samples::{Arrival, Library, WAVETABLES, Wanted};
use crate::set::SampleFolder;
use crate::sound::{SampleSlot, Sound};
use crate::tui::snapshot::Offered;

/// The library, and what is on its way from it.
#[derive(Debug)]
pub struct Recordings {
    library: Library,
    waiting: Vec<SampleSlot>,
    arrived: Vec<(SampleSlot, Arc<Sample>, Option<f32>)>,
    /// How loud recordings are, in LUFS.
    loudness: BTreeMap<SampleSlot, f32>,
    /// What is to be told.
    notes: Vec<Diagnostic>,
    /// What is known about recordings that are not as they should be.
    known: BTreeMap<SampleSlot, Vec<Diagnostic>>,
    /// Recordings that the newest version asked for.
    wanted: BTreeSet<SampleSlot>,
    /// The sounds on offer, for the screen; none until somebody asks.
    shown: Option<Arc<[Offered]>>,
    /// What arrives is kept back until it is fetched by name: when a journal is played again.
    by_name: bool,
    early: Vec<Arrival>,
    /// Files that arrived since somebody asked.
    files: Vec<String>,
}

impl Recordings {
    /// What a library offers.
    pub fn new(library: Library) -> Recordings {
        Recordings {
            library,
            waiting: Vec::new(),
            arrived: Vec::new(),
            loudness: BTreeMap::new(),
            notes: Vec::new(),
            known: BTreeMap::new(),
            wanted: BTreeSet::new(),
            shown: None,
            by_name: false,
            early: Vec::new(),
            files: Vec::new(),
        }
    }

    /// From now on nothing arrives by itself.
    pub(super) fn only_by_name(&mut self) {
        self.by_name = true;
    }

    /// Waits for these files and lets them arrive.
    pub(super) fn fetch(&mut self, files: &[String]) {
        let paths = files.iter().map(std::path::Path::new);
        let slots: Vec<SampleSlot> = paths.filter_map(|path| self.library.slot_of(path)).collect();
        slots.iter().for_each(|slot| self.library.request(*slot));
        self.early.extend(self.library.settle());
        let (now, later) = self.early.drain(..).partition(|early| slots.contains(&early.slot));
        self.early = later;
        self.receive(now);
    }

    /// The files that arrived since the last call.
    pub(super) fn take_files(&mut self) -> Vec<String> {
        std::mem::take(&mut self.files)
    }

    /// Hands over all recordings that are here once more: to an engine that has none.
    pub(super) fn again(&mut self) {
        let Recordings { library, loudness, .. } = self;
        let all = library.all().map(|(slot, sample)| (slot, sample, loudness.get(&slot).copied()));
        self.arrived = all.collect();
    }

    /// Offers a new version the sounds of these folders and no others. What is wrong with a
    /// recording is told once to each version that asks for it.
    pub(super) fn offer(&mut self, folders: &[SampleFolder]) -> Vec<Diagnostic> {
        self.wanted.clear();
        self.shown = None;
        self.library.offer(folders.iter().map(|folder| (folder.path.as_path(), folder.span)))
    }

    /// The sounds on offer.
    pub(super) fn sounds(&mut self) -> Arc<[Offered]> {
        let Recordings { library, loudness, shown, .. } = self;
        let range = |name: &str| {
            let known = library.slots_of(name).filter_map(|slot| loudness.get(&slot).copied());
            known.fold(None, |range: Option<[f32; 2]>, lufs| {
                let [quiet, loud] = range.unwrap_or([lufs; 2]);
                Some([quiet.min(lufs), loud.max(lufs)])
            })
        };
        let offered =
            |(name, count)| Offered { name: String::from(name), count, loudness: range(name) };
        shown.get_or_insert_with(|| library.sounds().map(offered).collect()).clone()
    }

    /// Reads the folders again.
    pub(super) fn refresh(&mut self) {
        self.shown = None;
        for slot in self.library.refresh() {
            self.known.remove(&slot);
        }
    }

    /// The recording of what is wanted, if a folder or the program has it. Asks for it to be decoded.
    pub(super) fn find(&mut self, wanted: &Wanted<'_>) -> Option<Found> {
        let (slot, zone) = self.library.find(wanted)?;
        if self.wanted.insert(slot) {
            self.notes.extend(self.known.get(&slot).into_iter().flatten().cloned());
        }
        if !self.library.settled(slot) && !self.waiting.contains(&slot) {
            self.library.request(slot);
            self.waiting.push(slot);
        }
        let cycles = wanted.name.starts_with(WAVETABLES);
        let sound = if cycles { Sound::Cycles(slot) } else { Sound::Sample(slot) };
        Some(Found { sound, zone })
    }

    /// Listens to the library; never waits.
    pub(super) fn poll(&mut self) {
        if self.by_name {
            return;
        }
        let arrivals = self.library.poll();
        self.receive(arrivals);
    }

    /// Waits until everything that was asked for is here.
    pub(super) fn settle(&mut self) {
        if self.by_name {
            return;
        }
        let arrivals = self.library.settle();
        self.receive(arrivals);
    }

    fn receive(&mut self, arrivals: Vec<Arrival>) {
        if !arrivals.is_empty() {
            self.shown = None;
        }
        for Arrival { slot, sample, loudness, notes } in arrivals {
            let path = self.library.path(slot).map(|path| path.display().to_string());
            self.files.extend(path);
            self.arrived.extend(sample.map(|sample| (slot, sample, loudness)));
            self.loudness.extend(loudness.map(|loudness| (slot, loudness)));
            self.notes.extend(notes.iter().cloned());
            self.known.insert(slot, notes);
        }
        let library = &self.library;
        self.waiting.retain(|slot| !library.settled(*slot));
    }

    /// True while something that was asked for is not here.
    pub(super) fn is_waiting(&self) -> bool {
        !self.waiting.is_empty()
    }

    /// What arrived since the last call.
    pub(super) fn take_arrived(&mut self) -> Vec<(SampleSlot, Arc<Sample>, Option<f32>)> {
        std::mem::take(&mut self.arrived)
    }

    /// How loud the recording of a name and number is, in LUFS, if it has been decoded.
    pub fn loudness(&mut self, name: &str, n: i64) -> Option<f32> {
        let slot = self.library.resolve(name, n)?;
        self.loudness.get(&slot).copied()
    }

    /// The recording of a slot, if it has been decoded.
    pub(super) fn loaded(&self, slot: SampleSlot) -> Option<&Arc<Sample>> {
        self.library.loaded(slot)
    }

    /// What there is to tell since the last call.
    pub(super) fn take_notes(&mut self) -> Vec<Diagnostic> {
        std::mem::take(&mut self.notes)
    }
}
