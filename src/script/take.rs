//! A pattern as a script holds it: with the marks that go to its track.
//!
//! Marks are no part of the pattern, so that they never change what it plays.

use std::sync::Arc;

use crate::pattern::Pattern;
use crate::set::Entry;

/// A pattern and its marks. Scripts call its type "pattern".
#[derive(Clone, Debug)]
pub(crate) struct Take {
    /// What it plays.
    pub(crate) pattern: Pattern,
    /// What its track should know.
    pub(crate) marks: Marks,
}

/// What `.solo()`, `.mute()`, `.color("..")`, `.xfade(4)` and their like said.
#[derive(Clone, Debug, Default)]
pub(crate) struct Marks {
    /// If any track is a solo, only solos sound.
    pub(crate) solo: bool,
    /// It keeps its place but does not sound.
    pub(crate) muted: bool,
    /// The name of a colour.
    pub(crate) colour: Option<Arc<str>>,
    /// How it takes over.
    pub(crate) entry: Entry,
    /// The track that `once(..)` declared for it; a name of its own goes before that.
    pub(crate) unnamed: Option<Arc<str>>,
}

impl From<Pattern> for Take {
    fn from(pattern: Pattern) -> Take {
        Take { pattern, marks: Marks::default() }
    }
}

/// What a call returns that went wrong and has been told: whatever is made from it fails silently, so
/// that one mistake gives one message, and the track it ends in keeps its last good version.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Failed;

/// `p.add` in `p.add.mix(q)`: a way of combining that still waits for whose structure counts.
#[derive(Clone, Debug)]
pub(crate) struct Combining {
    /// The left side.
    pub(crate) left: rhai::Dynamic,
    /// The name of the operation.
    pub(crate) operation: &'static str,
}
