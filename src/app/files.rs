//! Which script plays: a file, the scripts of a folder, or a first piece for a newcomer.
//!
//! Reading and watching them is left to others.

use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};

use super::welcome;
use crate::script::read_text;

/// Where a folder remembers what played last.
const MEMORY: &str = ".tresillo/last";

/// The scripts to choose from, and the one that plays.
#[derive(Clone, Debug)]
pub(super) struct Files {
    /// All scripts, sorted by name.
    pub(super) scripts: Vec<PathBuf>,
    /// Which of them plays.
    pub(super) playing: usize,
    /// Others that play with it, as if they stood below it.
    pub(super) added: Vec<usize>,
    /// The folder they are in, if a folder was asked for.
    folder: Option<PathBuf>,
    /// Nothing was asked for: somebody may be here for the first time.
    pub(super) newcomer: bool,
}

impl Files {
    /// What a path on the command line stands for.
    ///
    /// # Errors
    /// When there is no script to play, with what to do about it.
    pub(super) fn find(path: Option<&Path>) -> Result<Files> {
        let Some(path) = path else {
            let studio = welcome::studio()?;
            return Ok(Files { newcomer: true, ..Files::of_folder(&studio)? });
        };
        if path.is_dir() {
            return Files::of_folder(path);
        }
        if !path.is_file() {
            crate::inspect::read(path)?;
        }
        Ok(Files {
            scripts: vec![path.to_owned()],
            playing: 0,
            added: Vec::new(),
            folder: None,
            newcomer: false,
        })
    }

    fn of_folder(folder: &Path) -> Result<Files> {
        let scripts = scripts_in(folder)?;
        if scripts.is_empty() {
            let first = crate::inspect::beginning(&folder.join("first.rhai"));
            bail!("there is no .rhai script in {}\n{first}", folder.display());
        }
        let last = read_text(&folder.join(MEMORY)).unwrap_or_default();
        let is_last = |path: &PathBuf| path.file_name().is_some_and(|name| name == last.trim());
        let playing = scripts.iter().position(is_last).unwrap_or(0);
        let (added, folder) = (Vec::new(), Some(folder.to_owned()));
        Ok(Files { scripts, playing, added, folder, newcomer: false })
    }

    /// The script that plays.
    pub(super) fn current(&self) -> &Path {
        &self.scripts[self.playing]
    }

    /// Chooses another script; true if there is one of that number.
    pub(super) fn choose(&mut self, index: usize) -> bool {
        let there = index < self.scripts.len();
        if there {
            self.playing = index;
            self.added.clear();
            self.remember();
        }
        there
    }

    /// Lets another script play with the one that plays, or no longer. Says which holds now; none if
    /// there is no other of that number.
    pub(super) fn add(&mut self, index: usize) -> Option<bool> {
        if index >= self.scripts.len() || index == self.playing {
            return None;
        }
        let there = self.added.iter().position(|added| *added == index);
        match there {
            Some(at) => drop(self.added.remove(at)),
            None => self.added.push(index),
        }
        Some(there.is_none())
    }

    /// The number of a script by its name, or of a neighbour: `next`, `last`.
    pub(super) fn named(&self, name: &str) -> Option<usize> {
        let count = self.scripts.len();
        match name {
            "next" => Some((self.playing + 1) % count.max(1)),
            "last" => Some((self.playing + count.max(1) - 1) % count.max(1)),
            name => self.scripts.iter().position(|path| {
                path.file_stem().is_some_and(|stem| stem == name)
                    || path.file_name().is_some_and(|file| file == name)
            }),
        }
    }

    /// Goes to a script of the folder, if it is one.
    pub(super) fn go_to(&mut self, script: &Path) {
        let same = |path: &PathBuf| path.file_name() == script.file_name();
        if let Some(index) = self.scripts.iter().position(same) {
            self.playing = index;
        }
    }

    /// Notes in the folder what plays, for the next time. A folder that cannot be written to has no
    /// memory.
    fn remember(&self) {
        let Some(folder) = &self.folder else { return };
        let memory = folder.join(MEMORY);
        if let (Some(parent), Some(name)) = (memory.parent(), self.current().file_name()) {
            let _ = std::fs::create_dir_all(parent);
            let _ = std::fs::write(&memory, name.to_string_lossy().as_bytes());
        }
    }

    /// Names for the screen: without their folder and ending, if a folder plays.
    pub(super) fn names(&self) -> Vec<String> {
        if self.folder.is_none() {
            return Vec::new();
        }
        let name = |path: &PathBuf| path.file_stem().map(|n| n.to_string_lossy().into_owned());
        self.scripts.iter().filter_map(name).collect()
    }
}

/// The scripts of a folder, sorted by name.
fn scripts_in(folder: &Path) -> Result<Vec<PathBuf>> {
    let entries = std::fs::read_dir(folder)
        .with_context(|| format!("cannot list the folder {}", folder.display()))?;
    let mut scripts: Vec<PathBuf> = entries
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| path.extension().is_some_and(|e| e == "rhai") && path.is_file())
        .collect();
    scripts.sort();
    Ok(scripts)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_plays_its_last_script_or_else_its_first() {
        let folder = tempfile::tempdir().unwrap();
        for name in ["b.rhai", "a.rhai", "notes.txt"] {
            std::fs::write(folder.path().join(name), "").unwrap();
        }
        let mut files = Files::find(Some(folder.path())).unwrap();
        assert_eq!(files.names(), ["a", "b"]);
        assert_eq!(files.playing, 0);
        assert!(files.choose(1) && !files.choose(2));
        assert_eq!(Files::find(Some(folder.path())).unwrap().playing, 1);
        assert_eq!([files.add(0), files.add(1), files.add(0)], [Some(true), None, Some(false)]);
    }

    #[test]
    fn a_path_that_is_not_there_says_what_to_do() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("beat.rhai"), "").unwrap();
        let error = Files::find(Some(&folder.path().join("baet.rhai"))).unwrap_err().to_string();
        assert!(error.contains("did you mean"), "{error}");
        let error = Files::find(Some(&folder.path().join("x"))).unwrap_err().to_string();
        assert!(error.contains("echo 's(\"bd sd\")' > "), "{error}");
        let error = Files::find(Some(&folder.path().join("no/x"))).unwrap_err().to_string();
        assert!(error.contains("there is no folder"), "{error}");
    }

    #[test]
    fn an_empty_folder_says_how_to_begin() {
        let folder = tempfile::tempdir().unwrap();
        let error = Files::find(Some(folder.path())).unwrap_err().to_string();
        assert!(error.contains("echo") && error.contains("first.rhai"), "{error}");
    }
}
