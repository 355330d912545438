//! Maps of sounds, as `strudel.json` files have them: names, each with its recordings, or with a recording
//! for each of some notes.
//!
//! What they name must lie on the disk beside the map; nothing is fetched from elsewhere.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde_json::Value;

use super::index::{Item, MOST_FILES, Sounds, sound_name};
use super::zone::Instrument;
use crate::theory::notes::note_number;

/// Bytes of a map that are read.
const MOST_BYTES: u64 = 16 << 20;
/// Recordings of notes that a map may ask for, counted for each number of an instrument.
const MOST_PARTS: usize = 1 << 18;
/// Where the map's recordings lie, if not beside it.
const BASE: &str = "_base";

/// What a map holds.
pub(super) struct Read {
    pub(super) sounds: Sounds,
    /// What to say of files that are not there, or are too many.
    pub(super) trouble: Option<String>,
}

/// Reads a map.
pub(super) fn read(path: &Path) -> Result<Read, String> {
    let length = path.metadata().map_err(|error| error.to_string())?.len();
    if length > MOST_BYTES {
        return Err("it is too large for a map of sounds".into());
    }
    let text = std::fs::read_to_string(path).map_err(|error| error.to_string())?;
    let value: Value = serde_json::from_str(&text).map_err(|error| error.to_string())?;
    let Value::Object(names) = value else {
        return Err("a map of sounds is an object of names and files".into());
    };
    let folder = path.parent().unwrap_or(Path::new(""));
    let base = names.get(BASE).and_then(Value::as_str).filter(|base| !base.contains(':'));
    let base = base.unwrap_or("");
    let mut search = Search { folder, base, files: 0, parts: MOST_PARTS, missing: Vec::new() };
    let mut sounds = Sounds::new();
    for (name, value) in names.iter().filter(|(name, _)| *name != BASE) {
        let items = search.items(value);
        if !items.is_empty() {
            sounds.insert(sound_name(name), items);
        }
    }
    let missing = search.missing.first().map(|first| match search.missing.len() - 1 {
        0 => format!("it names {first}, which is not there"),
        more => format!("it names {first} and {more} more that are not there"),
    });
    let full = search.files > MOST_FILES || search.parts == 0;
    let full = full.then(|| "it names more than a set can hold, the rest is left out".to_owned());
    Ok(Read { sounds, trouble: full.or(missing) })
}

struct Search<'a> {
    folder: &'a Path,
    base: &'a str,
    files: usize,
    /// Recordings of notes that it may still ask for.
    parts: usize,
    missing: Vec<String>,
}

impl Search<'_> {
    /// What the numbers of a sound mean: one file, a list of them, or notes with a file or a list each.
    fn items(&mut self, value: &Value) -> Vec<Item> {
        match value {
            Value::Object(notes) => self.instruments(notes),
            files => self.files(files).into_iter().map(Item::File).collect(),
        }
    }

    /// The `n`-th instrument has the `n`-th file of each note, around again where a note has fewer.
    fn instruments(&mut self, notes: &serde_json::Map<String, Value>) -> Vec<Item> {
        let notes: Vec<(f64, Vec<Arc<Path>>)> = notes
            .iter()
            .filter_map(|(note, files)| {
                let number = note_number(note).or_else(|| note.parse().ok())?;
                Some((number, self.files(files)))
            })
            .filter(|(number, files)| number.is_finite() && !files.is_empty())
            .collect();
        let count = notes.iter().map(|(_, files)| files.len()).max().unwrap_or(0);
        let instrument = |n: usize| {
            let parts = notes.iter().map(|(note, files)| (*note, files[n % files.len()].clone()));
            Item::Instrument(Arc::new(Instrument::of_notes(parts)))
        };
        let room = self.parts / notes.len().max(1);
        self.parts = if room < count { 0 } else { self.parts - count * notes.len() };
        (0..count.min(room)).map(instrument).collect()
    }

    fn files(&mut self, value: &Value) -> Vec<Arc<Path>> {
        match value {
            Value::String(file) => self.file(file).into_iter().collect(),
            Value::Array(files) => {
                files.iter().filter_map(Value::as_str).filter_map(|file| self.file(file)).collect()
            }
            _ => Vec::new(),
        }
    }

    /// A file that the map names: below its base, or beside the map, where a copy of it lies.
    fn file(&mut self, name: &str) -> Option<Arc<Path>> {
        self.files += 1;
        if self.files > MOST_FILES {
            return None;
        }
        let places: [PathBuf; 2] = [
            self.folder.join(format!("{}{name}", self.base).trim_start_matches('/')),
            self.folder.join(name.trim_start_matches('/')),
        ];
        let found = places.into_iter().find(|place| place.is_file());
        if found.is_none() {
            self.missing.push(name.to_owned());
        }
        found.map(Into::into)
    }
}
