//! What the conductor tells the rest of the program: reports of what happened, and snapshots.

use std::sync::Arc;

use super::Conductor;
use crate::diag::{Diagnostic, Severity, SourceId, Sources};
use crate::engine::protocol::{TRACKS, Telemetry};
use crate::set::{Set, Track};
use crate::tui::snapshot::{Loudness, Output, Said, Snapshot, TrackView};

/// Something that happened.
#[derive(Clone, Debug)]
pub enum Report {
    /// A new version takes over.
    Took {
        /// Which time a version was made ready, counted from 1.
        generation: u32,
        /// Its number: an older version that plays again keeps its own.
        version: u32,
        /// The cycle from which it plays.
        at: f64,
        /// That cycle has not come yet.
        waits: bool,
        /// What differs from the version before, in a few words.
        changes: String,
        /// Tracks whose last good version plays on.
        held: Vec<String>,
        /// What to tell the musician about it.
        diagnostics: Vec<Diagnostic>,
        /// The texts they point into.
        sources: Sources,
    },
    /// A version that could not be run: the one before plays on.
    Refused {
        /// Why.
        diagnostics: Vec<Diagnostic>,
        /// The texts they point into.
        sources: Sources,
    },
    /// A version that was accepted will never be heard: a newer one came before its moment, or before
    /// its recordings.
    Superseded {
        /// Its number.
        version: u32,
        /// The number of the version that plays instead.
        by: u32,
    },
    /// The first block of a version was rendered.
    FirstBlock {
        /// Which version.
        generation: u32,
        /// Its first frame.
        frame: u64,
    },
    /// All that a version will soon play has been looked at.
    LookedAhead {
        /// Which version.
        generation: u32,
    },
    /// Something about the version that plays, found while it plays.
    Problem(Diagnostic),
    /// The engine had to leave something out.
    Trouble(String),
}

/// Peaks that the engine reported since the last look.
#[derive(Debug)]
pub(super) struct Meters {
    tracks: [[f32; 2]; TRACKS],
    master: [f32; 2],
    limiter: f32,
    loudness: Loudness,
}

impl Default for Meters {
    fn default() -> Meters {
        Meters {
            tracks: [[0.0; 2]; TRACKS],
            master: [0.0; 2],
            limiter: 1.0,
            loudness: Loudness::default(),
        }
    }
}

impl Meters {
    pub(super) fn take(&mut self, report: Telemetry) {
        let louder = |a: [f32; 2], b: [f32; 2]| [a[0].max(b[0]), a[1].max(b[1])];
        match report {
            Telemetry::Meter(slot, peak) => {
                if let Some(track) = self.tracks.get_mut(usize::from(slot.0)) {
                    *track = louder(*track, peak);
                }
            }
            Telemetry::Master { peak, limiter } => {
                self.master = louder(self.master, peak);
                self.limiter = self.limiter.min(limiter);
            }
            Telemetry::Loudness(now) => {
                let Loudness { true_peak, glue, .. } = self.loudness;
                self.loudness = Loudness {
                    true_peak: true_peak.max(now.true_peak),
                    glue: glue.max(now.glue),
                    ..now
                };
            }
            _ => {}
        }
    }
}

/// What the conductor cannot know and the program adds to a snapshot.
#[derive(Clone, Debug)]
pub struct Stage {
    /// Name of the script.
    pub file: String,
    /// What became of the last save, in one line.
    pub status: String,
    /// How bad that is; none if it is neither a mistake nor a warning.
    pub status_is: Option<Severity>,
    /// All that was said lately.
    pub said: Arc<[Arc<Said>]>,
    /// What to tell the musician.
    pub problems: Arc<[Diagnostic]>,
    /// The texts that problems point into.
    pub sources: Arc<Sources>,
    /// The device.
    pub output: Output,
    /// Part of the time that rendering takes.
    pub load: f32,
    /// What the engine had to leave out, newest last.
    pub troubles: Arc<[String]>,
    /// Lines for a newcomer.
    pub welcome: Vec<String>,
    /// The scripts of the folder.
    pub scripts: Vec<String>,
    /// Which of them plays.
    pub script: usize,
    /// What is in its file.
    pub disk: Arc<str>,
    /// What an editor did not save.
    pub rescued: Option<Arc<str>>,
    /// The text of the settings of the screen.
    pub settings: Arc<str>,
    /// The texts of the scripts of the folder.
    pub shelf: Arc<[Arc<str>]>,
}

impl Conductor {
    /// What the screen shows, with the music at `cycle` as it is heard now. Peaks start anew.
    pub fn snapshot(&mut self, cycle: f64, stage: &Stage) -> Snapshot {
        let loudness = self.meters.loudness;
        let meters = std::mem::take(&mut self.meters);
        self.meters.loudness = Loudness { true_peak: 0.0, glue: 0.0, ..loudness };
        let version = &self.playing;
        let script = version.sources.get(SourceId(0));
        let line = |track: &Track| {
            let span = track.span.filter(|span| span.file == SourceId(0))?;
            Some(script?.line_column(span.start as usize).0)
        };
        let tracks = version.set.tracks.iter().map(|track| TrackView {
            name: track.name.clone(),
            muted: self.hands.is_muted(track),
            solo: self.hands.is_solo(track),
            colour: track.colour.clone(),
            peak: self.slots.of(&track.name).map_or([0.0; 2], |s| meters.tracks[usize::from(s.0)]),
            held: version.held.contains(&track.name),
            line: line(track),
        });
        Snapshot {
            file: stage.file.clone(),
            text: script.map_or_else(|| "".into(), |s| s.text.clone()),
            version: self.version().0,
            cycle,
            cps: self.position.cps,
            beats: (version.set.meter.beats, version.set.meter.quarters()),
            running: self.is_running(),
            tracks: tracks.collect(),
            steps: self.written.steps(),
            notes: self.written.notes(),
            wave: self.wave.iter().copied().collect(),
            rate: self.rate,
            takeover: self.takes_over_after(cycle),
            trying: self.guests.name(),
            disk: stage.disk.clone(),
            rescued: stage.rescued.clone(),
            settings: stage.settings.clone(),
            samples: self.recordings.sounds(),
            shelf: stage.shelf.clone(),
            problems: stage.problems.clone(),
            sources: stage.sources.clone(),
            status: stage.status.clone(),
            status_is: stage.status_is,
            said: stage.said.clone(),
            output: stage.output.clone(),
            load: stage.load,
            voices: self.position.voices,
            peak: meters.master,
            limiter: meters.limiter,
            loudness,
            troubles: stage.troubles.clone(),
            welcome: stage.welcome.clone(),
            scripts: stage.scripts.clone(),
            playing: stage.script,
        }
    }
}

/// What differs between two sets, in a few words for the status line.
pub(super) fn changes(before: &Set, after: &Set) -> String {
    let has = |set: &Set, name: &str| set.tracks.iter().any(|t| t.name == name);
    let mut words: Vec<String> = Vec::new();
    let mut say = |mark: &str, names: Vec<&str>| {
        words.extend(names.into_iter().map(|name| format!("{mark}{name}")));
    };
    say("+", after.tracks.iter().map(|t| t.name.as_str()).filter(|n| !has(before, n)).collect());
    say("-", before.tracks.iter().map(|t| t.name.as_str()).filter(|n| !has(after, n)).collect());
    let changed =
        |t: &&Track| before.tracks.iter().any(|b| b.name == t.name && b.pattern != t.pattern);
    say("~", after.tracks.iter().filter(changed).map(|t| t.name.as_str()).collect());
    if before.tempo != after.tempo || before.meter != after.meter {
        let cps = after.tempo.at(0, after.seed);
        let bpm = (cps * 60.0 * after.meter.quarters() * 100.0).round() / 100.0;
        words.push(format!("tempo {bpm}"));
    }
    if words.is_empty() { "no change".into() } else { words.join(" ") }
}
