//! The versions that were accepted, so that one of them can play again: undo, redo, A and B.
//!
//! It keeps them and finds the way between them; handing them to the engine is the conductor's business.

use std::path::PathBuf;

use crate::diag::{Diagnostic, Sources};
use crate::script::Complaints;
use crate::set::Set;

/// Versions that are kept. Older ones are forgotten here; the journal has them all.
const MOST: usize = 256;

/// A version as it was accepted.
#[derive(Clone, Debug)]
pub(super) struct Kept {
    pub(super) number: u32,
    pub(super) set: Set,
    pub(super) held: Vec<String>,
    pub(super) sources: Sources,
    /// The files that it was made of.
    pub(super) files: Vec<PathBuf>,
    pub(super) diagnostics: Vec<Diagnostic>,
    pub(super) complaints: Complaints,
}

/// The way through the versions.
#[derive(Debug, Default)]
pub(super) struct History {
    versions: Vec<Kept>,
    /// Where on the way we are, counted from 1; 0 is before the first.
    at: usize,
    /// The number of the version that played before this one.
    other: Option<u32>,
    newest: u32,
}

impl History {
    /// The number that the next version gets.
    pub(super) fn next_number(&self) -> u32 {
        self.newest + 1
    }

    /// Goes on from where we are: what was undone is no longer ahead.
    pub(super) fn add(&mut self, version: Kept) {
        self.other = self.number();
        self.newest = self.newest.max(version.number);
        self.versions.truncate(self.at);
        self.versions.push(version);
        if self.versions.len() > MOST {
            self.versions.remove(0);
        }
        self.at = self.versions.len();
    }

    /// The number of the version that was chosen last.
    pub(super) fn number(&self) -> Option<u32> {
        Some(self.versions.get(self.at.checked_sub(1)?)?.number)
    }

    /// A version by its number.
    pub(super) fn get(&self, number: u32) -> Option<&Kept> {
        self.versions.iter().find(|version| version.number == number)
    }

    /// What the version that was chosen last declares.
    pub(super) fn set(&self) -> Option<&Set> {
        Some(&self.versions.get(self.at.checked_sub(1)?)?.set)
    }

    /// True if the version that was chosen last is not the newest on the way.
    pub(super) fn is_back(&self) -> bool {
        self.at < self.versions.len()
    }

    /// The version so many steps back (or, below 0, ahead).
    pub(super) fn back(&self, steps: i64) -> Option<u32> {
        let at = (self.at as i64).checked_sub(steps)?.checked_sub(1)?;
        Some(self.versions.get(usize::try_from(at).ok()?)?.number)
    }

    /// The version that played before this one.
    pub(super) fn other(&self) -> Option<u32> {
        self.other
    }

    /// Goes to a version, if it is still kept.
    pub(super) fn choose(&mut self, number: u32) -> Option<Kept> {
        let at = self.versions.iter().position(|version| version.number == number)?;
        if self.number() != Some(number) {
            self.other = self.number();
        }
        self.at = at + 1;
        Some(self.versions[at].clone())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn version(number: u32) -> Kept {
        Kept {
            number,
            set: Set::default(),
            held: Vec::new(),
            sources: Sources::default(),
            files: Vec::new(),
            diagnostics: Vec::new(),
            complaints: Complaints::default(),
        }
    }

    #[test]
    fn undo_and_redo_walk_and_a_save_goes_on_from_there() {
        let mut history = History::default();
        assert_eq!((history.back(1), history.other()), (None, None));
        (1..=3).for_each(|number| history.add(version(number)));
        assert_eq!((history.back(1), history.back(-1), history.other()), (Some(2), None, Some(2)));
        history.choose(2);
        assert!(history.is_back());
        assert_eq!(
            (history.back(1), history.back(-1), history.other()),
            (Some(1), Some(3), Some(3))
        );
        history.add(version(4));
        assert_eq!((history.back(1), history.back(-1), history.other()), (Some(2), None, Some(2)));
        assert!(history.choose(3).is_none(), "what was undone is gone from the way");
    }

    #[test]
    fn a_and_b_change_places() {
        let mut history = History::default();
        (1..=2).for_each(|number| history.add(version(number)));
        for expected in [1, 2, 1] {
            let other = history.other().unwrap();
            assert_eq!(other, expected);
            history.choose(other);
        }
    }

    #[test]
    fn a_long_night_keeps_its_newest_versions() {
        let mut history = History::default();
        (1..=1000).for_each(|number| history.add(version(number)));
        assert_eq!(
            (history.versions.len(), history.number(), history.back(1)),
            (MOST, Some(1000), Some(999))
        );
    }
}
