//! What the script's file will hold: changes that a page or the editor asked for, until a picture of the
//! music shows them.
//!
//! Between a key and the next picture there is time for another key, which is about the text as the one
//! before left it. It writes nothing, and lets go as soon as the file turns out to be another one.

use std::collections::VecDeque;
use std::sync::Arc;

use super::snapshot::{Action, Snapshot};

/// Seconds after which a change that no picture shows has failed.
const PATIENCE: f32 = 1.0;

/// Texts on their way into the file.
#[derive(Debug, Default)]
pub(super) struct Ahead {
    /// The file as it was when the first of them was written.
    before: Arc<str>,
    /// Each as it will be in the file, in their order.
    texts: VecDeque<Arc<str>>,
    /// Seconds that are left.
    left: f32,
}

impl Ahead {
    /// A page asks for an action, looking at this text of the file.
    pub(super) fn asked(&mut self, action: &Action, shot: &Snapshot) {
        let Action::Write { text, .. } = action else { return };
        if self.texts.is_empty() {
            self.before = shot.disk.clone();
        }
        self.texts.push_back(text.clone());
        self.left = PATIENCE;
    }

    /// Forgets what a picture shows, or shows to have come otherwise, `seconds` after the one before. True
    /// if one of the changes has come.
    pub(super) fn follow(&mut self, shot: &Snapshot, seconds: f32) -> bool {
        self.left -= seconds;
        if self.left <= 0.0 {
            self.texts.clear();
        }
        if self.texts.is_empty() || Arc::ptr_eq(&shot.disk, &self.before) {
            return false;
        }
        self.before = shot.disk.clone();
        let come = self.texts.iter().position(|text| **text == *shot.disk);
        match come {
            Some(come) => drop(self.texts.drain(..=come)),
            None => self.texts.clear(),
        }
        come.is_some()
    }

    /// True while a change is on its way.
    pub(super) fn waits(&self) -> bool {
        !self.texts.is_empty()
    }

    /// What the file will hold, if that is not what it holds.
    pub(super) fn newest(&self) -> Option<&Arc<str>> {
        self.texts.back()
    }

    /// The picture with the file as it will be; none if it is that already.
    pub(super) fn seen(&self, shot: &Snapshot) -> Option<Snapshot> {
        let disk = self.newest()?.clone();
        Some(Snapshot { disk, ..shot.clone() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shows(text: &str) -> Snapshot {
        Snapshot { disk: Arc::from(text), ..Snapshot::default() }
    }

    fn ahead(shot: &Snapshot, texts: &[&str]) -> Ahead {
        let mut ahead = Ahead::default();
        for text in texts {
            ahead.asked(&Action::Write { text: (*text).into(), over: "".into() }, shot);
        }
        ahead
    }

    fn text(ahead: &Ahead, shot: &Snapshot) -> String {
        ahead.seen(shot).unwrap_or_else(|| shot.clone()).disk.to_string()
    }

    #[test]
    fn the_last_change_is_seen_until_its_picture_comes() {
        let (old, first, last) = (shows("a"), shows("b"), shows("a"));
        let mut ahead = ahead(&old, &["b", "a"]);
        assert_eq!(text(&ahead, &old), "a");
        ahead.follow(&old, 0.1);
        assert!(ahead.waits(), "the old picture tells nothing, though it reads the same");
        ahead.follow(&first, 0.1);
        assert_eq!(text(&ahead, &first), "a");
        ahead.follow(&last, 0.1);
        assert!(!ahead.waits());
    }

    #[test]
    fn what_somebody_else_saved_is_seen_at_once() {
        let old = shows("a");
        let mut ahead = ahead(&old, &["b"]);
        let theirs = shows("theirs");
        ahead.follow(&theirs, 0.1);
        assert_eq!(text(&ahead, &theirs), "theirs");
    }

    #[test]
    fn a_change_that_never_comes_is_given_up() {
        let old = shows("a");
        let mut ahead = ahead(&old, &["b"]);
        ahead.follow(&old, 0.9);
        assert_eq!(text(&ahead, &old), "b");
        ahead.follow(&old, 0.2);
        assert_eq!(text(&ahead, &old), "a");
    }
}
