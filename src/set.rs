//! What a script declares: its tracks, tempo, seed and sample folders.
//!
//! A set is plain data; the conductor plays it.

use std::path::PathBuf;

use crate::diag::SrcSpan;
use crate::pattern::Pattern;
use crate::time::Time;

/// Quarter notes in a cycle: what `tempo(bpm)` counts, and what the header shows as beats.
pub const BEATS_PER_CYCLE: i64 = 4;

/// One track: a name and what it plays.
#[derive(Clone, PartialEq, Debug)]
pub struct Track {
    /// Known by its name from one version to the next.
    pub name: String,
    /// What it plays.
    pub pattern: Pattern,
    /// Written with a leading underscore: it keeps its place but does not sound.
    pub muted: bool,
    /// If any track is a solo, only solos sound.
    pub solo: bool,
    /// The name of a colour, if the script chose one.
    pub colour: Option<String>,
    /// Its statement in the script.
    pub span: Option<SrcSpan>,
}

/// A folder of samples that the script asked for.
#[derive(Clone, PartialEq, Debug)]
pub struct SampleFolder {
    /// Absolute, or relative to the working directory.
    pub path: PathBuf,
    /// Where the script asked for it.
    pub span: Option<SrcSpan>,
}

/// When a new version takes over.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Quantum {
    /// At the next block, in phase.
    Now,
    /// At the next multiple of so many cycles.
    Cycles(Time),
}

/// Everything that a script declares.
#[derive(Clone, PartialEq, Debug)]
pub struct Set {
    /// In the order of the script.
    pub tracks: Vec<Track>,
    /// Cycles a second; half a cycle a second unless the script says otherwise.
    pub cps: f64,
    /// Reseeds all chance; 0 is the default.
    pub seed: i64,
    /// When a new version of this script takes over.
    pub quantum: Quantum,
    /// Folders whose sub-folders are sounds.
    pub samples: Vec<SampleFolder>,
}

impl Default for Set {
    fn default() -> Set {
        Set { tracks: Vec::new(), cps: 0.5, seed: 0, quantum: Quantum::Now, samples: Vec::new() }
    }
}
