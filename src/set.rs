//! What a script declares: its tracks, tempo, seed and sample folders.
//!
//! A set is plain data; the conductor plays it.

pub mod places;
pub mod tempo;

use std::path::PathBuf;

use crate::control::Control;
use crate::diag::SrcSpan;
use crate::pattern::transition::{Start, Transition};
use crate::pattern::{Context, Inputs, Pattern};
use crate::schedule::mastering::Mastering;
use crate::time::Time;
use places::Places;
use tempo::{Meter, Tempo};

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
    /// How it takes over from the pattern that the version before had for it.
    pub entry: Entry,
    /// Its statement in the script.
    pub span: Option<SrcSpan>,
    /// Where its statement names controls, and what its events point into.
    pub places: Places,
}

/// How a track's pattern takes over from the one before.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Entry {
    /// What plays between the two; else the new one plays at once.
    pub transition: Option<Transition>,
    /// Silence for so many cycles goes before all that.
    pub wait: Option<Time>,
    /// Where the pattern begins.
    pub start: Start,
}

impl Entry {
    /// How long it is silent first.
    pub fn wait(&self) -> Time {
        self.wait.unwrap_or(Time::ZERO)
    }
}

impl Track {
    /// Where it sets a control, as far as that is known: else its statement.
    pub fn place_of(&self, control: Control) -> Option<SrcSpan> {
        self.places.of(control).or(self.span)
    }

    /// What it plays if nothing played before it.
    pub fn from_the_beginning(&self) -> Pattern {
        self.entry.start.of(&self.pattern, Time::ZERO)
    }
}

/// A folder of samples, a SoundFont or a map of sounds that the script asked for.
#[derive(Clone, PartialEq, Debug)]
pub struct SampleFolder {
    /// Absolute, or relative to the working directory.
    pub path: PathBuf,
    /// Where the script asked for it.
    pub span: Option<SrcSpan>,
}

/// When a new version takes over.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Quantum {
    #[default]
    /// At the next block, in phase.
    Now,
    /// At the next multiple of so many cycles.
    Cycles(Time),
}

/// Which script follows a script.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Follow {
    /// Cycles from where the script was begun.
    pub after: Time,
    /// The script's name, or `next` or `last` for its neighbours in the folder.
    pub script: String,
}

/// A knob or a keyboard that the script listens to.
#[derive(Clone, PartialEq, Debug)]
pub struct Knob {
    /// The port as the script has it; empty means any.
    pub port: String,
    /// The number of the MIDI controller; none means its keys.
    pub number: Option<u8>,
    /// Where the script asks for it.
    pub span: Option<SrcSpan>,
}

impl Knob {
    /// The name of its input.
    pub fn input(&self) -> String {
        input(&self.port, self.number)
    }
}

/// The name of the input of a port's knob of that number, or of its keys.
pub fn input(port: &str, number: Option<u8>) -> String {
    let what = number.map_or_else(|| "keys".to_owned(), |number| format!("cc{number}"));
    format!("{} {what}", port.trim().to_lowercase()).trim_start().to_owned()
}

/// Everything that a script declares.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Set {
    /// In the order of the script.
    pub tracks: Vec<Track>,
    /// How fast it goes; half a cycle a second unless the script says otherwise.
    pub tempo: Tempo,
    /// How many beats a cycle has; four quarter notes unless the script says otherwise.
    pub meter: Meter,
    /// Reseeds all chance; 0 is the default.
    pub seed: i64,
    /// When a new version of this script takes over.
    pub quantum: Quantum,
    /// What the master does beside its limiter: nothing unless the script says otherwise.
    pub mastering: Mastering,
    /// After so many cycles another script of the folder plays.
    pub follow: Option<Follow>,
    /// Folders whose sub-folders are sounds.
    pub samples: Vec<SampleFolder>,
    /// Knobs and keyboards that the script listens to.
    pub knobs: Vec<Knob>,
    /// What came from them: no part of the script, and the same for all that plays.
    pub inputs: Inputs,
}

impl Set {
    /// What its patterns are asked in, in a cycle.
    pub fn context(&self, cycle: i64) -> Context {
        let cps = self.tempo.at(cycle, self.seed);
        Context { cps, seed: self.seed, inputs: self.inputs.clone() }
    }

    /// The tempo in the cycle of a position, in cycles a second.
    pub fn cps(&self, position: f64) -> f64 {
        self.tempo.at(position.floor() as i64, self.seed)
    }
}
