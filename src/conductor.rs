//! The conductor: holds the set that plays, looks ahead, writes schedules, swaps versions.
//!
//! It never reads a clock: where the music is, the engine reports. Live and offline drive it the same
//! way, by calling [`Conductor::advance`] often enough.

pub mod act;
mod buses;
pub mod deed;
mod glide;
mod guests;
mod hands;
mod history;
mod knobs;
mod levels;
pub mod look;
pub mod lower;
mod notes;
mod outside;
mod pace;
mod passage;
mod recordings;
mod send;
mod slots;
mod troubles;
mod view;
mod write;

use std::collections::{BTreeSet, VecDeque};

use crate::diag::{Diagnostic, Sources};
use crate::engine::protocol::{Command, Remote, Telemetry, Trouble};
use crate::schedule::{Swap, TrackSlot};
use crate::script::{Complaints, Outcome};
use crate::set::{Knob, Quantum, Set, Track};
use crate::sound::SampleSlot;
use crate::tui::snapshot;
use deed::{Chosen, Deed, Deeds};
use guests::Guests;
use hands::Hands;
use history::{History, Kept};
use knobs::Knobs;
use levels::Levels;
use outside::Outside;
use pace::Paces;
use passage::{Before, Moment, Passage};
pub use recordings::Recordings;
use slots::Slots;
use troubles::Troubles;
use view::{Meters, changes};
pub use view::{Report, Stage};
use write::Written;

/// Cycles that are always written ahead of the music, so that a busy conductor is never heard.
const AHEAD_CYCLES: i64 = 2;
/// Seconds that are written ahead as well; at a fast tempo these are more cycles.
const AHEAD_SECONDS: f64 = 2.0;
/// Frames of the finished sound that are kept for the screen.
const WAVE: usize = 4096;
/// Seconds that are written before a version is sent: what may sound until the next turn.
const FIRST_SECONDS: f64 = 0.1;

/// Where the music is, as the engine last said.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Position {
    /// Frames rendered so far.
    pub frame: u64,
    /// The cycle at that frame.
    pub cycle: f64,
    /// Tempo in cycles a second.
    pub cps: f64,
    /// Voices sounding.
    pub voices: u16,
}

/// A version of the script that plays, or waits to.
#[derive(Debug, Default)]
struct Version {
    /// Which time a version was made ready, counted from 1.
    generation: u32,
    /// Its number in the history: a version that plays again keeps its own.
    number: u32,
    set: Set,
    /// Names of tracks whose new statement failed, so that their last good version plays on.
    held: Vec<String>,
    sources: Sources,
    diagnostics: Vec<Diagnostic>,
    /// What each track plays, once the version has taken over.
    passages: Vec<Passage>,
    /// What functions of the script complain about, and how many complaints have been told.
    complaints: (Complaints, usize),
    /// When it takes over, if its script does not decide.
    quantum: Option<Quantum>,
    /// By how many hundredths of a decibel it is turned up.
    level: i32,
}

/// Holds the set that plays and keeps the engine fed.
#[derive(Debug)]
pub struct Conductor {
    rate: u32,
    remote: Remote,
    /// Commands that found no room on the ring yet.
    queue: VecDeque<Command>,
    recordings: Recordings,
    slots: Slots,
    /// The answers of recordings that buses have.
    answers: BTreeSet<(TrackSlot, SampleSlot)>,
    hands: Hands,
    paces: Paces,
    knobs: Knobs,
    history: History,
    /// When versions take over, if a hand decides instead of the script.
    quantum: Option<u32>,
    deeds: Deeds,
    levels: Levels,
    /// How many voices may sound, if the machine cannot keep up.
    most_voices: Option<u32>,
    /// Deeds come from a journal: nothing happens by itself.
    again: bool,
    /// Tracks that rang out in the block whose position is not told yet.
    rang_out: Vec<TrackSlot>,
    playing: Version,
    /// The version before, until there is time to free it.
    gone: Option<Version>,
    /// Decoding its samples, or waiting for its moment.
    next: Option<Version>,
    generation: u32,
    written: Written,
    ahead: look::Ahead,
    position: Position,
    /// Where the newest version takes over.
    swap_at: f64,
    /// That moment has not come.
    waits: bool,
    /// Time stands still until the first version plays, so that its first beat is heard.
    started: bool,
    running: bool,
    hushed: bool,
    meters: Meters,
    troubles: Troubles,
    reports: Vec<Report>,
    guests: Guests,
    /// The newest frames of the finished sound.
    wave: VecDeque<[f32; 2]>,
    /// Tracks that found no bus, by their place in the set.
    unseated: Vec<usize>,
    outside: Outside,
}

impl Conductor {
    /// A conductor for an engine of that rate in hertz, at the other end of its rings.
    pub fn new(rate: u32, remote: Remote, recordings: Recordings) -> Conductor {
        Conductor {
            rate,
            remote,
            queue: VecDeque::new(),
            recordings,
            slots: Slots::default(),
            answers: BTreeSet::new(),
            hands: Hands::default(),
            paces: Paces::default(),
            knobs: Knobs::default(),
            history: History::default(),
            quantum: None,
            deeds: Deeds::default(),
            levels: Levels::default(),
            most_voices: None,
            again: false,
            rang_out: Vec::new(),
            playing: Version::default(),
            gone: None,
            next: None,
            generation: 0,
            written: Written::default(),
            ahead: look::Ahead::default(),
            position: Position { frame: 0, cycle: 0.0, cps: 0.5, voices: 0 },
            swap_at: 0.0,
            waits: false,
            started: false,
            running: true,
            hushed: false,
            meters: Meters::default(),
            troubles: Troubles::default(),
            reports: Vec::new(),
            guests: Guests::default(),
            wave: VecDeque::new(),
            unseated: Vec::new(),
            outside: Outside::default(),
        }
    }

    /// Takes a new version of the script. It takes over when its samples are decoded and its moment
    /// has come; what cannot be played says so in a report. A version that could not be run at all,
    /// or of which no track could, or of which only mistakes are new, is refused and changes nothing.
    pub fn take(&mut self, outcome: Outcome) {
        let errors = outcome.diagnostics.clone();
        if outcome.unusable {
            self.reports.push(Report::Refused { diagnostics: errors, sources: outcome.sources });
            return;
        }
        let (set, held) = self.with_held_tracks(&outcome);
        let broken = || outcome.set.tracks.is_empty() || self.is_nothing_new(&set);
        if outcome.has_errors() && broken() {
            self.reports.push(Report::Refused { diagnostics: errors, sources: outcome.sources });
            return;
        }
        let number = self.history.next_number();
        let kept = Kept {
            number,
            set,
            held,
            sources: outcome.sources,
            files: outcome.files,
            diagnostics: outcome.diagnostics,
            complaints: outcome.complaints,
        };
        self.history.add(kept.clone());
        let chosen = Chosen { version: number, quantum: self.quantum, level: 0 };
        self.note(Deed::Take(chosen));
        self.prepare(kept, chosen);
        self.flush();
    }

    /// A version that is to play next: its recordings are asked for, and it takes over when they are
    /// here.
    fn prepare(&mut self, kept: Kept, Chosen { quantum, level, .. }: Chosen) {
        self.generation += 1;
        let mut version = Version {
            generation: self.generation,
            number: kept.number,
            set: kept.set,
            held: kept.held,
            sources: kept.sources,
            diagnostics: kept.diagnostics,
            passages: Vec::new(),
            complaints: (kept.complaints, 0),
            quantum: quantum.map(act::quantum),
            level,
        };
        version.set.mastering.gain += level as f32 * 0.01;
        version.set.tempo = self.tempo_of(&version.set.tempo);
        version.set.inputs = self.knobs.inputs.clone();
        version.diagnostics.extend(self.recordings.offer(&version.set.samples));
        if !version.set.samples.is_empty() {
            let moment = self.moment(version.quantum());
            let from = moment.floor() as i64;
            let (cycles, complaints) =
                (from..self.goal(moment, &version.set), &version.complaints.0);
            look::at(&version.set, cycles, complaints, &mut self.recordings);
        }
        if let Some(waiting) = self.next.replace(version) {
            self.supersede(waiting.number, kept.number);
        }
        self.swap_if_ready();
    }

    /// A version will never be heard: the newest one takes its place.
    fn supersede(&mut self, version: u32, by: u32) {
        if version != by {
            self.reports.push(Report::Superseded { version, by });
        }
    }

    /// The tracks of a new set, and in the place of each that failed its last good version.
    fn with_held_tracks(&self, outcome: &Outcome) -> (Set, Vec<String>) {
        let mut set = outcome.set.clone();
        let playing = &self.playing.set;
        if outcome.failed_settings && self.playing.generation > 0 {
            (set.tempo, set.meter) = (playing.tempo.clone(), playing.meter);
            (set.seed, set.quantum) = (playing.seed, playing.quantum);
            set.follow.clone_from(&playing.follow);
            set.samples.clone_from(&playing.samples);
        }
        let mut held = Vec::new();
        for (index, track) in playing.tracks.iter().enumerate() {
            let gone = !set.tracks.iter().any(|t| t.name == track.name);
            if gone && (outcome.failed_unnamed || outcome.failed.contains(&track.name)) {
                set.tracks.insert(index.min(set.tracks.len()), track.clone());
                held.push(track.name.clone());
            }
        }
        if !held.is_empty() {
            let known = |knob: &&Knob| set.knobs.iter().all(|other| other.input() != knob.input());
            let more: Vec<Knob> = playing.knobs.iter().filter(known).cloned().collect();
            set.knobs.extend(more);
        }
        (set, held)
    }

    /// True if a set holds nothing that does not play or wait already.
    fn is_nothing_new(&self, set: &Set) -> bool {
        self.history.set().unwrap_or(&self.playing.set) == set
    }

    /// When a version that is ready now takes over, in cycles.
    fn moment(&self, quantum: Quantum) -> f64 {
        match quantum {
            // The first version has nothing to wait for.
            _ if !self.started => self.position.cycle,
            Quantum::Now => self.position.cycle,
            Quantum::Cycles(every) => next_multiple(self.position.cycle, every.to_f64()),
        }
    }

    /// Swaps to the waiting version once all the samples it begins with are decoded (or failed).
    fn swap_if_ready(&mut self) {
        if !self.recordings.is_waiting() && !self.again {
            self.swap();
        }
    }

    /// Swaps to the waiting version, if there is one.
    fn swap(&mut self) {
        let Some(mut version) = self.next.take() else { return };
        self.note(Deed::Swap);
        version.diagnostics.extend(self.recordings.take_notes());
        if self.waits {
            self.supersede(self.playing.number, version.number);
        }
        // What is found out while it is written is told after it.
        let told = self.reports.len();
        let at = self.moment(version.quantum());
        self.swap_at = at;
        let waits = at > self.position.cycle;
        self.waits = waits;
        self.hands.follow(&self.playing.set.tracks, &version.set.tracks);
        let moment = match waits || !self.started {
            true => Moment::ahead(at),
            false => Moment::at_once(at, self.position.cps),
        };
        let before = std::mem::replace(&mut self.playing, version);
        self.tell_outside();
        self.playing.passages = if self.started {
            let gone = Before { tracks: &before.set.tracks, passages: &before.passages };
            passage::passages(&self.playing.set, &gone, moment)
        } else {
            self.fresh_passages(at)
        };
        let retired = self.seat_tracks();
        self.send_samples();
        self.hushed = false;
        let muted = self.muted().collect();
        let mastering = self.playing.set.mastering;
        self.written.restart(at, Some(Swap { at, muted, retired, mastering }));
        self.write_head(at);
        self.ahead = look::Ahead::from(at.floor() as i64);
        if !self.started {
            self.started = true;
            self.send(Command::Run(true));
        }
        let took = Report::Took {
            generation: self.playing.generation,
            version: self.playing.number,
            at,
            waits,
            changes: changes(&before.set, &self.playing.set),
            held: self.playing.held.clone(),
            diagnostics: self.playing.diagnostics.clone(),
            sources: self.playing.sources.clone(),
        };
        self.reports.insert(told, took);
        self.gone = Some(before);
    }

    /// What the tracks play if nothing played before that position.
    fn fresh_passages(&self, at: f64) -> Vec<Passage> {
        let tracks = self.playing.set.tracks.iter();
        tracks.map(|track| Passage::fresh(track, Moment::ahead(at))).collect()
    }

    /// The tracks that a hand or the script silences.
    fn muted(&self) -> impl Iterator<Item = TrackSlot> {
        let tracks = &self.playing.set.tracks;
        let audible = self.hands.audible(tracks);
        tracks
            .iter()
            .zip(audible)
            .filter(|(_, audible)| !audible)
            .filter_map(|(track, _)| self.slots.of(&track.name))
    }

    fn send_samples(&mut self) {
        let files = self.recordings.take_files();
        if !files.is_empty() {
            self.note(Deed::Arrive(files));
        }
        for (slot, sample, loudness) in self.recordings.take_arrived() {
            if let Some(loudness) = loudness {
                self.send(Command::Loudness(slot, loudness));
            }
            self.send(Command::Sample(slot, sample));
        }
    }

    /// What came out about recordings since; while a version waits, it is that version's.
    fn tell_about_recordings(&mut self) {
        if self.next.is_none() {
            let notes = self.recordings.take_notes();
            self.reports.extend(notes.into_iter().map(Report::Problem));
        }
    }

    /// What functions of the script complained about since.
    fn tell_complaints(&mut self) {
        let (complaints, told) = &mut self.playing.complaints;
        let new = complaints.after(*told);
        *told += new.len();
        self.reports.extend(new.into_iter().map(Report::Problem));
    }

    /// Waits until all recordings that were asked for are here: for rendering, where nothing sounds
    /// meanwhile.
    pub fn settle(&mut self) {
        self.recordings.settle();
        self.send_samples();
        self.swap_if_ready();
        self.flush();
    }

    /// True while recordings that were asked for are being decoded.
    pub fn is_loading(&self) -> bool {
        self.recordings.is_waiting()
    }

    /// Files in the folders of samples changed.
    pub fn refresh_samples(&mut self) {
        self.note(Deed::Refresh);
        self.recordings.refresh();
    }

    /// Listens to the engine and writes what is due. Call it often: offline before each block, live
    /// every few milliseconds.
    pub fn advance(&mut self) {
        self.listen();
        self.recordings.poll();
        self.send_samples();
        if self.next.is_some() {
            self.swap_if_ready();
        }
        self.pace_if_due();
        self.turn_if_due();
        self.write_ahead();
        self.send_answers();
        self.write_guests();
        self.gone = None;
        self.look_ahead();
        self.tell_about_recordings();
        self.tell_complaints();
        self.flush();
    }

    /// Looks at one more of the coming cycles of a new version. It plays already, or waits for its
    /// moment: looking never makes it late.
    fn look_ahead(&mut self) {
        if !self.ahead.is_busy() {
            return;
        }
        let Version { set, complaints, .. } = &self.playing;
        let found = self.ahead.look(set, &complaints.0, &mut self.recordings);
        for mut problem in found {
            if self.written.is_news(&mut problem) {
                self.reports.push(Report::Problem(problem));
            }
        }
        if !self.ahead.is_busy() {
            self.reports.push(Report::LookedAhead { generation: self.playing.generation });
        }
    }

    /// Listens to the engine, and writes nothing.
    pub fn listen(&mut self) {
        while let Some(report) = self.remote.report() {
            match report {
                Telemetry::Position { frame, cycle, cps, voices } => {
                    self.position = Position { frame, cycle, cps, voices };
                    self.rang_out.drain(..).for_each(|slot| self.slots.rang_out(slot));
                    self.seat_late();
                }
                Telemetry::Retired(slot) => self.rang_out.push(slot),
                Telemetry::Obeyed { mark, frame } => {
                    if self.deeds.noted {
                        self.deeds.obeyed.push(deed::Obeyed { mark, frame });
                    }
                }
                Telemetry::Adopted { generation, frame } => {
                    self.waits &= generation != self.playing.generation;
                    self.reports.push(Report::FirstBlock { generation, frame });
                }
                Telemetry::Trouble(trouble) => self.tell(trouble),
                Telemetry::Loudness(loudness) => {
                    if !self.waits && self.started {
                        let Version { number, level, .. } = self.playing;
                        self.levels.hear(number, level, loudness.momentary);
                    }
                    self.meters.take(report);
                }
                Telemetry::Meter(..) | Telemetry::Master { .. } => self.meters.take(report),
            }
        }
        self.remote.collect();
        self.wave.extend(self.remote.frames());
        self.wave.drain(..self.wave.len().saturating_sub(WAVE));
        let due = self.troubles.due(self.position.frame, self.rate);
        self.reports.extend(due.into_iter().map(Report::Trouble));
    }

    fn tell(&mut self, trouble: Trouble) {
        let track = match trouble {
            Trouble::NotANumber(slot) | Trouble::Stolen(slot, _) => {
                let mut tracks = self.playing.set.tracks.iter();
                let track = tracks.find(|t| self.slots.of(&t.name) == Some(slot));
                track.map_or_else(|| "a track".to_owned(), |t| format!("the track `{}`", t.name))
            }
            _ => String::new(),
        };
        self.troubles.add(trouble, track);
    }

    /// Where the music is, as the engine last said.
    pub fn position(&self) -> Position {
        self.position
    }

    /// A position in bars and beats, both from 1.
    pub fn bar_and_beat(&self, cycle: f64) -> String {
        snapshot::position(cycle, self.playing.set.meter.beats)
    }

    /// True while a version waits for its samples or its moment.
    pub fn is_waiting(&self) -> bool {
        self.next.is_some()
    }

    /// The number of the newest version.
    pub fn generation(&self) -> u32 {
        self.generation
    }

    /// The folders of samples that the newest version asked for.
    pub fn sample_folders(&self) -> Vec<std::path::PathBuf> {
        let set = self.next.as_ref().map_or(&self.playing.set, |version| &version.set);
        set.samples.iter().map(|folder| folder.path.clone()).collect()
    }

    /// What happened since the last call.
    pub fn reports(&mut self) -> Vec<Report> {
        std::mem::take(&mut self.reports)
    }

    /// The same at the end, when nothing more will happen: what was kept back is told too.
    pub fn last_reports(&mut self) -> Vec<Report> {
        self.listen();
        let rest = self.troubles.rest(self.position.frame);
        self.reports.extend(rest.into_iter().map(Report::Trouble));
        self.reports()
    }

    /// The tracks that play, in the order of the script.
    pub fn tracks(&self) -> &[Track] {
        &self.playing.set.tracks
    }
}

impl Version {
    fn quantum(&self) -> Quantum {
        self.quantum.unwrap_or(self.set.quantum)
    }
}

/// The first multiple of `every` cycles after `cycle`.
fn next_multiple(cycle: f64, every: f64) -> f64 {
    if every <= 0.0 || !every.is_finite() {
        return cycle;
    }
    ((cycle / every).floor() + 1.0) * every
}

#[cfg(test)]
mod tests {
    use super::next_multiple;

    #[test]
    fn a_quantum_waits_for_its_next_multiple() {
        assert_eq!(next_multiple(5.3, 4.0), 8.0);
        assert_eq!(next_multiple(8.0, 4.0), 12.0);
        assert_eq!(next_multiple(5.3, 0.25), 5.5);
        assert_eq!(next_multiple(5.3, 0.0), 5.3);
    }
}
