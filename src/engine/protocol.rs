//! The rings between the conductor and the engine, and what travels on them.
//!
//! One writer and one reader each. Full means count and carry on: never wait, never panic.

use std::collections::VecDeque;
use std::num::NonZeroU32;
use std::sync::Arc;

use super::bank::Sample;
use super::block::StereoBlock;
use super::bus::Bus;
use super::kernel::convolver::Convolver;
use super::kernel::wavetable;
use super::loudness::Loudness;
use crate::schedule::{Schedule, TrackSet, TrackSlot};
use crate::sound::{SampleSlot, Sound};

/// Commands that fit on the ring: a reload of 64 tracks and their samples, four times over. When it
/// is full the conductor keeps the rest and sends it on its next turn.
pub const COMMANDS: usize = 1024;
/// Reports that fit on the ring: half a second of blocks. When it is full, reports are dropped.
pub const TELEMETRY: usize = 4096;
/// Places on the ring of reports that only those take which must not be lost: [`Telemetry::Obeyed`] and
/// [`Telemetry::Retired`]. More commands than these never wait for an answer.
const RESERVED: usize = 256;
/// Things on their way to be freed. When it is full the engine keeps the thing in a reserve.
pub const GARBAGE: usize = 2048;
/// Things that wait in the engine while the garbage ring is full: as many as the ring holds. Past that
/// they are leaked, since freeing takes time that the sound has not got.
const RESERVE: usize = 2048;
/// Frames of the finished sound on their way to the screen: a fifth of a second. When it is full, the
/// screen misses some.
pub const TAP: usize = 8192;
/// Cues on their way to instruments outside. When it is nearly full, notes do not begin; what began ends.
pub const CUES: usize = 8192;
/// Tracks that can sound at once; a script with more gets a diagnostic.
pub const TRACKS: usize = TrackSet::SIZE;

/// From the conductor to the engine. Moved, never cloned.
#[derive(Debug)]
pub enum Command {
    /// Adds this schedule; see [`Schedule::generation`] for what it replaces.
    Schedule(Box<Schedule>),
    /// Gives a track its bus. One that it still has stays, with its memory, and this one goes home.
    Bus(TrackSlot, Box<Bus>),
    /// Gives a bus the answer of a recording, for notes that ask for it.
    Answer(TrackSlot, Box<Convolver>),
    /// The track ended: its voices and tails ring out, then its bus goes home.
    Retire(TrackSlot),
    /// Puts a recording into the bank.
    Sample(SampleSlot, Arc<Sample>),
    /// How loud the recording of a slot is, in LUFS.
    Loudness(SampleSlot, f32),
    /// Starts no new voices on a track, and releases the held ones; tails ring. Holds for versions
    /// that wait as well.
    Mute(TrackSlot, bool),
    /// Changes the tempo now, in cycles a second. The position stays where it is.
    Tempo(f64),
    /// Lets time run (true) or stand still (false). Tails ring either way.
    Run(bool),
    /// Jumps to the beginning of a whole cycle; what has not started is discarded.
    Locate(i64),
    /// Releases all voices and discards what has not started; tails ring.
    Hush,
    /// Lets at most so many voices sound; more give way, the quietest first.
    Voices(usize),
    /// Measures the integrated loudness from now on.
    Remeasure,
    /// Silence within 5 ms: voices, delays, reverbs and what has not started are cleared.
    Panic,
    /// The end of commands that belong together: the engine says when it obeyed them.
    Mark(u32),
    /// Breaks the engine, to rehearse what happens then.
    Break,
}

/// From the engine to the conductor. Plain numbers.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Telemetry {
    /// Where the music is, once a block.
    Position {
        /// Frames rendered so far, up to the end of this block.
        frame: u64,
        /// The position in cycles at that frame.
        cycle: f64,
        /// Tempo in cycles a second.
        cps: f64,
        /// Voices sounding.
        voices: u16,
    },
    /// Peaks of a track's bus since the last report, about 50 times a second.
    Meter(TrackSlot, [f32; 2]),
    /// The same for the master, after the limiter, with the limiter's least gain since (1: idle).
    Master {
        /// Peaks, left and right.
        peak: [f32; 2],
        /// The limiter's least gain since the last report.
        limiter: f32,
    },
    /// What the loudness meters of the master say, ten times a second.
    Loudness(Loudness),
    /// The first block of a new version begins at this frame.
    Adopted {
        /// The version.
        generation: u32,
        /// Its first frame.
        frame: u64,
    },
    /// The commands up to this mark are obeyed from this frame on.
    Obeyed {
        /// The mark.
        mark: u32,
        /// The first frame of the block.
        frame: u64,
    },
    /// The bus of a retired track went home; its slot is free.
    Retired(TrackSlot),
    /// Something had to be left out.
    Trouble(Trouble),
}

/// When something happens to an instrument outside. Plain numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cue {
    /// The frame, counted as the engine renders: it is heard [`Engine::latency`](super::Engine::latency)
    /// frames later, after the way through the device.
    pub frame: u64,
    /// What.
    pub sign: Sign,
}

/// What happens to an instrument outside.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sign {
    /// A note of this number, which the schedule gave it, begins.
    Begin(NonZeroU32),
    /// The note that began as this number ends.
    End(NonZeroU32),
    /// All must be silent at once.
    Silence,
}

/// What the engine had to leave out, and how often since the last report.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// So many voices of a track were stolen: more notes than voices.
    Stolen(TrackSlot, u32),
    /// Triggers were dropped: no room to wait.
    Dropped(u32),
    /// Triggers came after their moment.
    Late(u32),
    /// A voice or bus gave a value that is no number, and was silenced.
    NotANumber(TrackSlot),
}

/// What the engine no longer needs, on its way to be freed elsewhere.
#[derive(Debug)]
pub enum Garbage {
    /// A schedule that was played or replaced.
    Schedule(Box<Schedule>),
    /// A recording that was replaced.
    Sample(Arc<Sample>),
    /// A bus that rang out or was replaced.
    Bus(Box<Bus>),
    /// The answer of a recording that was replaced.
    Answer(Box<Convolver>),
}

/// The conductor's end of the rings.
#[derive(Debug)]
pub struct Remote {
    commands: rtrb::Producer<Command>,
    telemetry: rtrb::Consumer<Telemetry>,
    garbage: rtrb::Consumer<Garbage>,
    tap: rtrb::Consumer<[f32; 2]>,
    cues: Option<Cues>,
}

/// What happens to instruments outside, for whoever sends it to them.
#[derive(Debug)]
pub struct Cues(rtrb::Consumer<Cue>);

impl Cues {
    /// The next cue, if there is one.
    pub fn next_cue(&mut self) -> Option<Cue> {
        self.0.pop().ok()
    }

    /// True when the engine is gone and nothing is left.
    pub fn is_over(&self) -> bool {
        self.0.is_abandoned() && self.0.is_empty()
    }
}

/// The engine's end of the rings.
#[derive(Debug)]
pub struct Port {
    commands: rtrb::Consumer<Command>,
    telemetry: rtrb::Producer<Telemetry>,
    garbage: rtrb::Producer<Garbage>,
    tap: rtrb::Producer<[f32; 2]>,
    /// None if nobody will ever hear of them.
    cues: Option<rtrb::Producer<Cue>>,
    /// What did not fit on the garbage ring, for the next turn.
    reserve: Vec<Garbage>,
}

impl Command {
    /// Makes what the audio thread will read and cannot make itself.
    fn prepare(&self) {
        if let Command::Schedule(schedule) = self
            && schedule.triggers().iter().any(|trigger| matches!(trigger.sound, Sound::Table(_)))
        {
            wavetable::prepare();
        }
    }
}

/// A new pair of ends.
pub fn rings() -> (Remote, Port) {
    rings_with(TAP)
}

/// A new pair of ends for an engine that plays into a file: nobody draws its sound, and no instrument
/// outside plays with it. [`Remote::frames`] and [`Remote::cues`] stay empty.
pub fn rings_unseen() -> (Remote, Port) {
    let (mut remote, mut port) = rings_with(0);
    (remote.cues, port.cues) = (None, None);
    (remote, port)
}

fn rings_with(tap: usize) -> (Remote, Port) {
    let (commands_in, commands_out) = rtrb::RingBuffer::new(COMMANDS);
    let (telemetry_in, telemetry_out) = rtrb::RingBuffer::new(TELEMETRY);
    let (garbage_in, garbage_out) = rtrb::RingBuffer::new(GARBAGE);
    let (tap_in, tap_out) = rtrb::RingBuffer::new(tap);
    let (cues_in, cues_out) = rtrb::RingBuffer::new(CUES);
    let (commands, telemetry, garbage) = (commands_in, telemetry_out, garbage_out);
    let cues = Some(Cues(cues_out));
    let remote = Remote { commands, telemetry, garbage, tap: tap_out, cues };
    let reserve = Vec::with_capacity(RESERVE);
    let (commands, telemetry, garbage) = (commands_out, telemetry_in, garbage_in);
    let cues = Some(cues_in);
    let port = Port { commands, telemetry, garbage, tap: tap_in, cues, reserve };
    (remote, port)
}

impl Port {
    /// The next command, if there is one.
    pub(super) fn next(&mut self) -> Option<Command> {
        self.commands.pop().ok()
    }

    /// Reports something; drops the report if the ring is full, or nearly so and it can be missed.
    pub(super) fn report(&mut self, telemetry: Telemetry) {
        let needed = matches!(telemetry, Telemetry::Obeyed { .. } | Telemetry::Retired(_));
        if needed || self.telemetry.slots() > RESERVED {
            let _ = self.telemetry.push(telemetry);
        }
    }

    /// Tells of something outside; false if there is no room. Room is kept to end what began.
    pub(super) fn cue(&mut self, cue: Cue) -> bool {
        let Some(cues) = &mut self.cues else { return true };
        let begins = matches!(cue.sign, Sign::Begin(_));
        (!begins || cues.slots() > CUES / 2) && cues.push(cue).is_ok()
    }

    /// Shows a block of the finished sound to whoever draws it; the screen misses it if the ring is
    /// full.
    pub(super) fn show(&mut self, block: &StereoBlock) {
        if let Ok(room) = self.tap.write_chunk_uninit(block.left.len()) {
            room.fill_from_iter(block.left.iter().zip(&block.right).map(|(l, r)| [*l, *r]));
        }
    }

    /// Sends something home to be freed, by way of the reserve if the ring is full. Never frees it
    /// here: past the reserve it is leaked.
    pub(super) fn discard(&mut self, garbage: Garbage) {
        let Err(rtrb::PushError::Full(garbage)) = self.garbage.push(garbage) else { return };
        if self.reserve.len() < RESERVE {
            self.reserve.push(garbage);
        } else {
            std::mem::forget(garbage);
        }
    }

    /// Empties the reserve as far as the ring has room.
    pub(super) fn flush(&mut self) {
        while !self.garbage.is_full() {
            let Some(garbage) = self.reserve.pop() else { return };
            self.discard(garbage);
        }
    }
}

impl Remote {
    /// Sends a command.
    ///
    /// # Errors
    /// Gives the command back if the ring is full.
    pub fn send(&mut self, command: Command) -> Result<(), Command> {
        command.prepare();
        self.commands.push(command).map_err(|rtrb::PushError::Full(command)| command)
    }

    /// Sends commands in their order; the engine finds all of them in the same block, or none. They
    /// stay where they are while there is no room; more than the ring holds go in parts.
    pub fn send_all(&mut self, queue: &mut VecDeque<Command>) {
        let room = self.commands.slots();
        let count = match queue.len() {
            all if all <= room => all,
            all if all > COMMANDS => room,
            _ => return,
        };
        let Ok(chunk) = self.commands.write_chunk_uninit(count) else { return };
        queue.range(..count).for_each(Command::prepare);
        chunk.fill_from_iter(queue.drain(..count));
    }

    /// The next report, if there is one.
    pub fn report(&mut self) -> Option<Telemetry> {
        self.telemetry.pop().ok()
    }

    /// What happens to instruments outside; once. If nobody takes it, nothing is told of it.
    pub fn cues(&mut self) -> Option<Cues> {
        self.cues.take()
    }

    /// The frames of the finished sound that the screen has not seen.
    pub fn frames(&mut self) -> impl Iterator<Item = [f32; 2]> {
        self.tap.read_chunk(self.tap.slots()).into_iter().flatten()
    }

    /// Frees what the engine sent home; says how many things.
    pub fn collect(&mut self) -> usize {
        std::iter::from_fn(|| self.garbage.pop().ok()).count()
    }
}

/// The audio thread's end of a tape: what is played goes on it, to be written down elsewhere.
#[derive(Debug)]
pub struct Tape {
    samples: rtrb::Producer<f32>,
    /// Samples that found no room, and are owed as silence.
    owed: usize,
}

/// The other end of a tape.
#[derive(Debug)]
pub struct Reel(rtrb::Consumer<f32>);

/// A tape that holds so many samples.
pub fn tape(samples: usize) -> (Tape, Reel) {
    let (end, begin) = rtrb::RingBuffer::new(samples);
    (Tape { samples: end, owed: 0 }, Reel(begin))
}

impl Tape {
    /// Puts samples on the tape. What finds no room is silence later, so that all keeps its time.
    /// Real-time safe.
    pub fn push(&mut self, samples: &[f32]) {
        let silence = self.owed.min(self.samples.slots());
        if let Ok(chunk) = self.samples.write_chunk_uninit(silence) {
            self.owed -= chunk.fill_from_iter(std::iter::repeat_n(0.0, silence));
        }
        if self.owed > 0 || self.samples.slots() < samples.len() {
            self.owed += samples.len();
        } else if let Ok(chunk) = self.samples.write_chunk_uninit(samples.len()) {
            chunk.fill_from_iter(samples.iter().copied());
        }
    }
}

impl Reel {
    /// Takes what is on the tape, at most so many samples.
    pub fn pull(&mut self, into: &mut Vec<f32>, most: usize) {
        into.clear();
        let count = self.0.slots().min(most);
        if let Ok(chunk) = self.0.read_chunk(count) {
            into.extend(chunk);
        }
    }

    /// True when the other end is gone and nothing is left.
    pub fn is_over(&self) -> bool {
        self.0.is_abandoned() && self.0.is_empty()
    }
}
