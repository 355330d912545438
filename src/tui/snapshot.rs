//! What the screen shows: plain data, made by the conductor some 60 times a second.

use std::sync::Arc;

use crate::diag::{Diagnostic, Severity, Sources};
pub use crate::sound::loudness::Loudness;

/// One track as the screen shows it.
#[derive(Clone, PartialEq, Debug, Default)]
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

/// A line about something that happened, for those who want to hear of everything.
#[derive(Clone, PartialEq, Debug)]
pub struct Said {
    /// Counts all that was said, from 1.
    pub number: u64,
    /// What.
    pub text: String,
}

/// A note that sounds, did of late, or soon will.
#[derive(Clone, PartialEq, Debug)]
pub struct Note {
    /// When it begins, in cycles.
    pub begin: f64,
    /// When its release begins, in cycles.
    pub until: f64,
    /// Which track, as an index into [`Snapshot::tracks`].
    pub track: u8,
    /// Semitones, 60 is c4; none if nobody chose a pitch.
    pub pitch: Option<f32>,
    /// The name of its sound.
    pub sound: Arc<str>,
    /// Its controls by name, in their units.
    pub values: Arc<[(&'static str, f32)]>,
}

impl Note {
    /// The value of a control, if it has one.
    pub fn value(&self, control: &str) -> Option<f32> {
        self.values.iter().find(|(name, _)| *name == control).map(|(_, value)| *value)
    }
}

/// How well the sound gets out.
#[derive(Clone, PartialEq, Debug)]
pub enum Output {
    /// A device is being opened.
    Opening,
    /// A device plays; its name.
    Playing(String),
    /// No device: music time runs on in silence; why, in one sentence.
    Silent(String),
}

/// A sound that folders of samples offer.
#[derive(Clone, PartialEq, Debug)]
pub struct Offered {
    /// Its name.
    pub name: String,
    /// How many recordings it has.
    pub count: usize,
    /// The quietest and the loudest of those that were decoded, in LUFS.
    pub loudness: Option<[f32; 2]>,
}

/// A peak that no meter shows: 60 decibels below full scale.
const SILENT: f32 = 1e-3;

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
    /// Beats in a cycle, and how many quarter notes they are together.
    pub beats: (u8, f64),
    /// Time runs.
    pub running: bool,
    /// The tracks, in the order of the script.
    pub tracks: Vec<TrackView>,
    /// Steps around now, sorted by begin: at least one cycle back and one ahead, so that the
    /// current bar can be drawn whole.
    pub steps: Arc<[Step]>,
    /// Notes around now, sorted by begin: a few cycles back, and as far ahead as is written.
    pub notes: Arc<[Note]>,
    /// The newest frames of the finished sound, oldest first.
    pub wave: Arc<[[f32; 2]]>,
    /// Frames a second of `wave`.
    pub rate: u32,
    /// The cycle at which a version that waits takes over.
    pub takeover: Option<f64>,
    /// What is tried out beside the script, in a few words.
    pub trying: Option<String>,
    /// The script's file as it was last read or written, which may not be what plays.
    pub disk: Arc<str>,
    /// What an editor did not save when the program last ended.
    pub rescued: Option<Arc<str>>,
    /// The text of `tresillo.toml`; empty if there is none.
    pub settings: Arc<str>,
    /// The sounds of the folders of samples.
    pub samples: Arc<[Offered]>,
    /// The texts of the scripts of the folder, in their order.
    pub shelf: Arc<[Arc<str>]>,
    /// What to tell the musician about the last save.
    pub problems: Arc<[Diagnostic]>,
    /// The texts that problems point into.
    pub sources: Arc<Sources>,
    /// What became of the last save, in one line: `took over at 17.3`, `2 errors, the old version plays on`.
    pub status: String,
    /// How bad that is; none if it is neither a mistake nor a warning.
    pub status_is: Option<Severity>,
    /// The newest of all statuses and the like that were said, the oldest of them first: between two
    /// snapshots there can be several.
    pub said: Arc<[Arc<Said>]>,
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
    /// Loudness meters of the master.
    pub loudness: Loudness,
    /// What the sound engine had to leave out or silence, one sentence each, newest last.
    pub troubles: Arc<[String]>,
    /// Lines for a newcomer: what to open, what to try. Empty once a file of their own plays.
    pub welcome: Vec<String>,
    /// The scripts of the folder, if a folder plays.
    pub scripts: Vec<String>,
    /// Which of them plays.
    pub playing: usize,
}

impl Default for Snapshot {
    /// Before anything is known: silence, at the first beat of the first bar.
    fn default() -> Snapshot {
        Snapshot {
            file: String::new(),
            text: Arc::from(""),
            version: 0,
            cycle: 0.0,
            cps: 0.5,
            beats: (4, 4.0),
            running: false,
            tracks: Vec::new(),
            steps: Arc::from([]),
            notes: Arc::from([]),
            wave: Arc::from([]),
            rate: 48_000,
            takeover: None,
            trying: None,
            disk: Arc::from(""),
            rescued: None,
            settings: Arc::from(""),
            samples: Arc::from([]),
            shelf: Arc::from([]),
            problems: Arc::from([]),
            sources: Arc::default(),
            status: String::new(),
            status_is: None,
            said: Arc::from([]),
            output: Output::Opening,
            load: 0.0,
            voices: 0,
            peak: [0.0; 2],
            limiter: 1.0,
            loudness: Loudness::default(),
            troubles: Arc::from([]),
            welcome: Vec::new(),
            scripts: Vec::new(),
            playing: 0,
        }
    }
}

impl Snapshot {
    /// True if the track at `index` can be heard: it is not muted, and nobody else has a solo.
    pub fn sounds(&self, index: usize) -> bool {
        let alone = self.tracks.iter().any(|track| track.solo);
        self.tracks.get(index).is_some_and(|track| !track.muted && (track.solo || !alone))
    }

    /// True if both look the same while time stands still: nothing has to be drawn anew.
    pub fn is_still(&self, before: &Snapshot) -> bool {
        let percent = |shot: &Snapshot| (shot.load * 100.0).round();
        let levels = |shot: &Snapshot| {
            let tracks = shot.tracks.iter().map(|track| track.peak);
            tracks.chain([shot.peak]).any(|[left, right]| left.max(right) > SILENT)
        };
        let places = |shot: &Snapshot| (shot.cycle, shot.cps, shot.version, shot.voices);
        let texts = |a: &Arc<str>, b: &Arc<str>| Arc::ptr_eq(a, b);
        !self.running
            && !before.running
            && !levels(self)
            && places(self) == places(before)
            && percent(self) == percent(before)
            && self.loudness == before.loudness
            && self.tracks == before.tracks
            && (self.status == before.status && self.status_is == before.status_is)
            && (self.file == before.file && self.output == before.output)
            && self.takeover == before.takeover
            && self.trying == before.trying
            && (self.welcome == before.welcome && self.scripts == before.scripts)
            && self.playing == before.playing
            && texts(&self.text, &before.text)
            && texts(&self.disk, &before.disk)
            && texts(&self.settings, &before.settings)
            && Arc::ptr_eq(&self.shelf, &before.shelf)
            && Arc::ptr_eq(&self.samples, &before.samples)
            && Arc::ptr_eq(&self.said, &before.said)
            && Arc::ptr_eq(&self.problems, &before.problems)
            && Arc::ptr_eq(&self.troubles, &before.troubles)
    }

    /// Tempo in quarter notes a minute.
    pub fn bpm(&self) -> f64 {
        self.cps * self.beats.1 * 60.0
    }

    /// Where the music is; see [`position`].
    pub fn position(&self) -> String {
        position(self.cycle, self.beats.0)
    }
}

/// Bar and beat as musicians count them, both from 1: `1.1` is where the music begins. Everything
/// that tells a moment to people tells it this way.
pub fn position(cycle: f64, beats: u8) -> String {
    let beat = ((cycle - cycle.floor()) * f64::from(beats)).floor();
    format!("{}.{}", bar(cycle), beat as i64 + 1)
}

/// The bar of a moment, counted from 1.
pub fn bar(cycle: f64) -> i64 {
    (cycle.floor() as i64).saturating_add(1)
}

/// What a key asks for.
#[derive(Clone, PartialEq, Eq, Debug)]
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
    /// Play another script of the folder with the one that plays, or no longer.
    Add(usize),
    /// Read the file again.
    Reload,
    /// Forget the mutes and solos that keys made; those of the script stay.
    ClearMutes,
    /// Play some code beside the script, in place of what was tried before: its first cycle only, or
    /// on and on.
    Try {
        /// An expression, or statements.
        code: Arc<str>,
        /// What it is called on the screen.
        name: Arc<str>,
        /// Its first cycle only.
        once: bool,
    },
    /// No more of what is tried.
    EndTry,
    /// Write the script's file and read it again.
    Write {
        /// What is to be in it.
        text: Arc<str>,
        /// What was in it when the change began; where it is not any more, nothing is written.
        over: Arc<str>,
    },
    /// Keep what an editor has not saved, in case the program ends; nothing more to keep if it is
    /// empty.
    Keep(Arc<str>),
    /// Play the version before this one again; the file stays as it is.
    Undo,
    /// Play the version after this one again.
    Redo,
    /// Change to the version that played before this one, and back, on the bar.
    Flip,
    /// A beat of a new tempo.
    Tap,
    /// Another tempo, in thousandths of a quarter note a minute, reached within so many cycles.
    Tempo {
        /// Thousandths of a quarter note a minute.
        milli_bpm: u32,
        /// Cycles; 0 is at once.
        cycles: u32,
    },
    /// The tempo of the script again.
    ScriptTempo,
    /// Make the next cycle so many tenths of a millisecond shorter, or longer if less than 0.
    Nudge(i32),
    /// Let versions take over at multiples of so many 64ths of a cycle (0: at once), or as the script says.
    Quantum(Option<u32>),
    /// Break the sound engine, to see what happens then.
    Break,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bars_and_beats_count_from_one() {
        assert_eq!(position(0.0, 4), "1.1");
        assert_eq!(position(16.5, 4), "17.3");
        assert_eq!(position(-0.25, 4), "0.4");
        assert_eq!(position(f64::NAN, 4), "1.1");
        assert_eq!(position(f64::INFINITY, 4), format!("{}.1", i64::MAX));
    }

    #[test]
    fn only_what_stands_still_is_not_drawn_anew() {
        let shot = Snapshot::default();
        assert!(shot.clone().is_still(&shot));
        assert!(!Snapshot { running: true, ..shot.clone() }.is_still(&shot));
        assert!(!Snapshot { peak: [0.1, 0.0], ..shot.clone() }.is_still(&shot));
        assert!(!Snapshot { status: "muted".to_owned(), ..shot.clone() }.is_still(&shot));
        assert!(!Snapshot { disk: Arc::from("new"), ..shot.clone() }.is_still(&shot));
    }

    #[test]
    fn a_solo_silences_the_others() {
        let track = |solo, muted| TrackView {
            name: "x".to_owned(),
            muted,
            solo,
            colour: None,
            peak: [0.0; 2],
            held: false,
            line: None,
        };
        let tracks = vec![track(false, false), track(true, false), track(true, true)];
        let snapshot = Snapshot { tracks, ..Snapshot::default() };
        let heard: Vec<bool> = (0..4).map(|i| snapshot.sounds(i)).collect();
        assert_eq!(heard, [false, true, false, false]);
    }
}
