//! What the screen shows: plain data, made by the conductor some 60 times a second.

use std::sync::Arc;

use crate::diag::{Diagnostic, Sources};

/// One track as the screen shows it.
#[derive(Clone, PartialEq, Debug)]
pub struct TrackView {
    /// Its name.
    pub name: String,
    /// Silenced, by the script or by a key.
    pub muted: bool,
    /// Only solos sound while there is one.
    pub solo: bool,
    /// A colour's name, if the script chose one.
    pub colour: Option<String>,
    /// Peaks since the last snapshot, left and right, 1 is full scale.
    pub peak: [f32; 2],
    /// Its last good version plays on because its new one failed.
    pub held: bool,
    /// First line of its statement in the main script, counted from 1.
    pub line: Option<usize>,
}

/// A step in the source, and when it sounds.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Step {
    /// Bytes of the main script.
    pub start: u32,
    /// First byte after it.
    pub end: u32,
    /// When it begins, in cycles.
    pub begin: f64,
    /// When it ends, in cycles.
    pub until: f64,
    /// Which track, as an index into [`Snapshot::tracks`].
    pub track: u8,
}

/// How well the sound gets out.
#[derive(Clone, PartialEq, Debug)]
pub enum Output {
    /// A device plays; its name.
    Playing(String),
    /// No device: music time runs on in silence; why, in one sentence.
    Silent(String),
}

/// Everything the screen shows.
#[derive(Clone, Debug)]
pub struct Snapshot {
    /// Name of the script.
    pub file: String,
    /// Its text as it plays.
    pub text: Arc<str>,
    /// Counts the versions that were taken over.
    pub version: u32,
    /// Where the music is, in cycles, as heard now.
    pub cycle: f64,
    /// Tempo in cycles a second.
    pub cps: f64,
    /// Time runs.
    pub running: bool,
    /// The tracks, in the order of the script.
    pub tracks: Vec<TrackView>,
    /// Steps around now, sorted by begin.
    pub steps: Arc<[Step]>,
    /// What to tell the musician about the last save.
    pub problems: Arc<[Diagnostic]>,
    /// The texts that problems point into.
    pub sources: Arc<Sources>,
    /// What became of the last save, in one line: `took over at 17.3`, `2 errors, the old version plays on`.
    pub status: String,
    /// The device.
    pub output: Output,
    /// Part of the time that rendering takes, 0 to 1.
    pub load: f32,
    /// Voices sounding.
    pub voices: u16,
    /// Master peaks, left and right.
    pub peak: [f32; 2],
    /// Gain of the limiter; 1 while it is idle.
    pub limiter: f32,
    /// Lines for a newcomer: what to open, what to try. Empty once a file of their own plays.
    pub welcome: Vec<String>,
    /// The scripts of the folder, if a folder plays.
    pub scripts: Vec<String>,
    /// Which of them plays.
    pub playing: usize,
}

/// What a key asks for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Action {
    /// End the program.
    Quit,
    /// Mute or unmute a track, by its index.
    Mute(usize),
    /// Solo or unsolo a track, by its index.
    Solo(usize),
    /// Release everything; play on at the next save or `Play`.
    Hush,
    /// Silence at once.
    Panic,
    /// Stop or start time.
    PlayPause,
    /// Play another script of the folder.
    Script(usize),
    /// Read the file again.
    Reload,
}
