//! Scripts: Rhai text becomes a [`Set`]. The only door to Rhai.

use crate::diag::{Diagnostic, Source, Sources};
use crate::set::Set;
use std::path::PathBuf;

/// What came of compiling and running a script.
#[derive(Clone, Debug, Default)]
pub struct Outcome {
    /// The tracks whose statements worked. With `failed`, what the conductor needs to decide what plays on.
    pub set: Set,
    /// Names of tracks whose own statement failed: the last good version of these plays on.
    pub failed: Vec<String>,
    /// True if nothing could be run at all, so that nothing changes.
    pub unusable: bool,
    /// Everything to tell the musician, sorted by place.
    pub diagnostics: Vec<Diagnostic>,
    /// The texts that spans point into.
    pub sources: Sources,
    /// Files that were read, the script first: a change of any of them calls for a new run.
    pub files: Vec<PathBuf>,
}

/// Compiles and runs scripts. Keep one: building it costs more than a run.
#[derive(Debug, Default)]
pub struct Compiler {}

impl Compiler {
    /// A compiler that looks for imports beside the script, then in these folders, then inside itself.
    pub fn new(_roots: Vec<PathBuf>) -> Compiler {
        Compiler {}
    }

    /// Compiles and runs a script.
    pub fn compile(&mut self, _source: &Source) -> Outcome {
        Outcome::default()
    }
}
