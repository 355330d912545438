//! Finds the audio files of a folder and names the sounds they make.
//!
//! It looks at names, sizes and dates only; whether a file can be decoded shows when it is loaded.

use std::cmp::Ordering;
use std::collections::{BTreeMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::SystemTime;

use super::zone::Instrument;
use super::{address, map, soundfont};
use crate::diag::{Diagnostic, SrcSpan, nearest};

/// Files that a folder may offer; a larger one is cut, with a warning. Dirt-Samples has 2,000.
pub const MOST_FILES: usize = 20_000;
/// Folders within folders that are looked into.
const DEPTH: usize = 8;
/// The file of a folder that maps names to recordings.
const MAP: &str = "strudel.json";
/// Endings of files that can be decoded.
const ENDINGS: [&str; 7] = ["wav", "flac", "ogg", "oga", "mp3", "aif", "aiff"];

/// What one number of a sound is.
#[derive(Clone, Debug)]
pub(super) enum Item {
    /// A recording.
    File(Arc<Path>),
    /// An instrument of several.
    Instrument(Arc<Instrument>),
}

/// Sounds by name, each with what its numbers mean, in order.
pub(super) type Sounds = BTreeMap<String, Vec<Item>>;

/// What tells one version of a file from the next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Stamp(u64, Option<SystemTime>);

impl Stamp {
    pub(super) fn of(path: &Path) -> Option<Stamp> {
        let meta = address::file(path).metadata().ok()?;
        Some(Stamp(meta.len(), meta.modified().ok()))
    }
}

/// What is wrong with a folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Problem {
    Missing {
        folder: PathBuf,
        meant: Option<String>,
    },
    NoFolder {
        folder: PathBuf,
    },
    Unreadable {
        folder: PathBuf,
        reason: String,
    },
    Empty {
        folder: PathBuf,
    },
    TooMany {
        folder: PathBuf,
    },
    /// A SoundFont or a map of sounds that cannot be used.
    Damaged {
        file: PathBuf,
        reason: String,
    },
}

impl Problem {
    pub(super) fn diagnostic(&self, span: Option<SrcSpan>) -> Diagnostic {
        let endings = "a sound is a folder of wav, flac, ogg, mp3 or aiff files";
        match self {
            Problem::Missing { folder, meant } => {
                let note =
                    Diagnostic::error(span, format!("there is no folder {}", folder.display()));
                match meant {
                    Some(meant) => note.hint(format!("did you mean {meant}?")),
                    None => note.hint("paths are relative to the folder of the script"),
                }
            }
            Problem::NoFolder { folder } => {
                Diagnostic::error(span, format!("{} is not a folder", folder.display()))
                    .hint(endings)
            }
            Problem::Unreadable { folder, reason } => Diagnostic::error(
                span,
                format!("cannot read the folder {}: {reason}", folder.display()),
            )
            .hint("check its permissions"),
            Problem::Empty { folder } => {
                Diagnostic::warning(span, format!("no audio files in {}", folder.display()))
                    .hint(endings)
            }
            Problem::Damaged { file, reason } => {
                Diagnostic::error(span, format!("cannot read {}: {reason}", file.display()))
                    .hint("its sounds are left out; replace the file, or name another")
            }
            Problem::TooMany { folder } => Diagnostic::warning(
                span,
                format!(
                    "{} has more than {MOST_FILES} audio files, the rest is left out",
                    folder.display()
                ),
            )
            .hint("choose a folder further down"),
        }
    }
}

/// Whether a file's name says that it holds sound. Hidden files do not count.
pub fn is_audio(path: &Path) -> bool {
    let hidden = path.file_name().is_none_or(|name| name.as_encoded_bytes().starts_with(b"."));
    let ending = path.extension().map(|ending| ending.to_string_lossy().to_lowercase());
    !hidden && ending.is_some_and(|ending| ENDINGS.contains(&ending.as_str()))
}

/// How scripts write a name: in small letters, with `_` for spaces and for whatever means something
/// else in a pattern, such as brackets and commas.
pub(super) fn sound_name(name: &str) -> String {
    let word = |c: char| c.is_alphanumeric() || matches!(c, '-' | '#' | '.' | '^' | '_' | '\'');
    let plain = |c: char| if word(c) { c } else { '_' };
    name.trim().to_lowercase().chars().map(plain).collect()
}

/// The sounds of a folder: each sub-folder by its name (`909/bd` is `909_bd`), the files of the
/// folder itself by its name and, one by one, by theirs; the presets of SoundFonts by theirs, and what a
/// map of sounds in it (`strudel.json`) names. A SoundFont or a map may also stand alone.
pub(super) fn scan(folder: &Path) -> (Sounds, Vec<Problem>) {
    let mut scan =
        Scan { sounds: Sounds::new(), seen: HashSet::new(), files: 0, problems: Vec::new() };
    let owned = || folder.to_path_buf();
    match folder.metadata() {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            scan.problems.push(Problem::Missing { folder: owned(), meant: neighbour(folder) });
        }
        Err(error) => {
            let reason = error.to_string();
            scan.problems.push(Problem::Unreadable { folder: owned(), reason });
        }
        Ok(meta) if meta.is_dir() => scan.whole(folder),
        // Opening a pipe would wait until somebody writes into it.
        Ok(meta) if meta.is_file() && soundfont::is_font(folder) => scan.font(folder),
        Ok(meta) if meta.is_file() && is_map(folder) => scan.map(folder),
        Ok(_) => scan.problems.push(Problem::NoFolder { folder: owned() }),
    }
    (scan.sounds, scan.problems)
}

/// Whether a file's name says that it maps names to recordings.
fn is_map(path: &Path) -> bool {
    path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("json"))
}

/// The folder beside a missing one whose name is most like it.
fn neighbour(folder: &Path) -> Option<String> {
    let parent = folder.parent().filter(|parent| !parent.as_os_str().is_empty());
    let entries = parent.unwrap_or(Path::new(".")).read_dir().ok()?;
    let folders = entries.flatten().filter(|entry| entry.path().is_dir());
    let names: Vec<String> =
        folders.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
    let name = folder.file_name()?.to_string_lossy();
    nearest(&name, names.iter().map(String::as_str)).map(str::to_owned)
}

struct Scan {
    sounds: Sounds,
    /// Folders that were looked into, with links resolved: a link in a circle ends here.
    seen: HashSet<PathBuf>,
    files: usize,
    problems: Vec<Problem>,
}

impl Scan {
    /// All of a folder.
    fn whole(&mut self, folder: &Path) {
        let owned = || folder.to_path_buf();
        match self.folder(folder, "", 0) {
            Ok(files) => self.own_files(folder, files),
            Err(error) => {
                let reason = error.to_string();
                return self.problems.push(Problem::Unreadable { folder: owned(), reason });
            }
        }
        let map = folder.join(MAP);
        if map.is_file() {
            self.map(&map);
        }
        if self.sounds.is_empty() && self.problems.is_empty() {
            self.problems.push(Problem::Empty { folder: owned() });
        }
        if self.files > MOST_FILES {
            self.problems.push(Problem::TooMany { folder: owned() });
        }
    }

    /// The presets of a SoundFont. Equal names are numbered.
    fn font(&mut self, path: &Path) {
        let presets = match soundfont::presets(path) {
            Ok(presets) => presets,
            Err(error) => return self.damaged(path, error.to_string()),
        };
        let mut own = Sounds::new();
        for preset in presets {
            let item = Item::Instrument(Arc::new(preset.instrument));
            let alias = preset.alias.map(str::to_owned);
            let names = std::iter::once(sound_name(&preset.name)).chain(alias);
            for name in names.filter(|name| !name.is_empty()) {
                own.entry(name).or_default().push(item.clone());
            }
        }
        self.sounds.extend(own);
    }

    /// What a map of sounds names.
    fn map(&mut self, path: &Path) {
        match map::read(path) {
            Ok(map::Read { sounds, trouble }) => {
                self.sounds.extend(sounds);
                if let Some(trouble) = trouble {
                    self.damaged(path, trouble);
                }
            }
            Err(reason) => self.damaged(path, reason),
        }
    }

    fn damaged(&mut self, file: &Path, reason: String) {
        self.problems.push(Problem::Damaged { file: file.to_path_buf(), reason });
    }

    /// Looks into the sub-folders of a folder; returns its own audio files in natural order.
    fn folder(
        &mut self,
        folder: &Path,
        prefix: &str,
        depth: usize,
    ) -> std::io::Result<Vec<Arc<Path>>> {
        let mut files = Vec::new();
        if depth > DEPTH || !self.seen.insert(folder.canonicalize()?) {
            return Ok(files);
        }
        let mut paths: Vec<PathBuf> =
            folder.read_dir()?.flatten().map(|entry| entry.path()).collect();
        paths.sort_by(|a, b| natural(&file_name(a), &file_name(b)));
        for path in paths {
            let name = file_name(&path);
            if name.starts_with('.') {
                continue;
            }
            if path.is_dir() {
                self.sub_folder(&path, &format!("{prefix}{}", sound_name(&name)), depth + 1);
            } else if is_audio(&path) && path.is_file() {
                self.files += 1;
                if self.files > MOST_FILES {
                    break;
                }
                files.push(path.into());
            } else if soundfont::is_font(&path) && path.is_file() {
                self.font(&path);
            }
        }
        Ok(files)
    }

    /// A sub-folder that cannot be read costs its own sounds only.
    fn sub_folder(&mut self, folder: &Path, name: &str, depth: usize) {
        if let Ok(files) = self.folder(folder, &format!("{name}_"), depth)
            && !files.is_empty()
        {
            self.sounds.insert(name.to_owned(), files.into_iter().map(Item::File).collect());
        }
    }

    fn own_files(&mut self, folder: &Path, files: Vec<Arc<Path>>) {
        if files.is_empty() {
            return;
        }
        for file in &files {
            let stem = file.file_stem().map(|stem| sound_name(&stem.to_string_lossy()));
            self.sounds
                .entry(stem.unwrap_or_default())
                .or_insert_with(|| vec![Item::File(file.clone())]);
        }
        let name = folder.canonicalize().map(|folder| sound_name(&file_name(&folder)));
        let files = files.into_iter().map(Item::File).collect();
        self.sounds.entry(name.unwrap_or_default()).or_insert(files);
    }
}

fn file_name(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

/// As people order names: `kick2` before `kick10`, letters' case last.
fn natural(a: &str, b: &str) -> Ordering {
    let (mut x, mut y) = (a, b);
    while !x.is_empty() && !y.is_empty() {
        let ((run_x, rest_x), (run_y, rest_y)) = (run(x), run(y));
        let numbers = run_x.parse::<u128>().ok().zip(run_y.parse::<u128>().ok());
        let order = match numbers {
            Some((x, y)) => x.cmp(&y),
            None => run_x.to_lowercase().cmp(&run_y.to_lowercase()),
        };
        if order.is_ne() {
            return order;
        }
        (x, y) = (rest_x, rest_y);
    }
    x.len().cmp(&y.len()).then_with(|| a.cmp(b))
}

/// Splits off the digits, or the rest, that a name begins with.
fn run(name: &str) -> (&str, &str) {
    let digits = name.starts_with(|c: char| c.is_ascii_digit());
    let end = name.find(|c: char| c.is_ascii_digit() != digits).unwrap_or(name.len());
    name.split_at(end)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_in_names_count_as_numbers() {
        let mut names = ["kick10", "Kick2", "kick1b", "kick1", "snare", "1", "02"];
        names.sort_by(|a, b| natural(a, b));
        assert_eq!(names, ["1", "02", "kick1", "kick1b", "Kick2", "kick10", "snare"]);
    }

    #[test]
    fn files_are_told_by_their_ending_in_any_case() {
        for (name, audio) in
            [("a.WAV", true), ("a.Aiff", true), ("a.txt", false), (".a.wav", false), ("wav", false)]
        {
            assert_eq!(is_audio(Path::new(name)), audio, "{name}");
        }
    }
}
