//! The room of a bus: eight lines of different lengths that feed each other, with an early
//! diffusion before them.
//!
//! It returns only the room, never the dry sound. Method: a feedback delay network with a Hadamard
//! matrix (J. M. Jot, "Digital delay networks for designing artificial reverberators", 1991), one
//! low-pass in each line, line lengths that drift slowly, and Schroeder all-passes before it.

use super::glide::{Glide, Ramp};
use super::math::{cos_turns, exp2, sin_turns};
use super::onepole::{self, OnePole, Sums};
use super::ring::Ring;
use crate::engine::BLOCK;
use crate::engine::block::StereoBlock;
use crate::engine::lanes::{F8, LANES};
use crate::engine::meter::is_below;

/// Lines of the network.
const LINES: usize = LANES;
/// Their lengths in seconds: spread evenly by ratio, with no simple ratio between any two.
const LENGTHS: [f64; LINES] =
    [0.023_11, 0.027_43, 0.031_97, 0.036_91, 0.041_83, 0.047_77, 0.054_31, 0.061_27];
/// All-passes of the early diffusion, in seconds, left and right.
const DIFFUSION: [[f64; 4]; 2] =
    [[0.004_77, 0.006_81, 0.009_71, 0.012_89], [0.005_03, 0.006_37, 0.010_37, 0.012_13]];
/// How much an all-pass scatters.
const SCATTER: f32 = 0.62;
/// The first wall, in seconds.
const BEFORE: f64 = 0.009;
/// Lines that drift; the others stand still, which costs less and is heard as little.
const DRIFTING: usize = LINES / 2;
/// How far they drift, in seconds, and how often, in hertz: too little to be heard as pitch.
const DRIFT: (f64, f64) = (0.000_3, 0.37);
/// The shortest and the longest decay to -60 dB, in seconds.
const SIZES: (f32, f32) = (0.1, 20.0);
/// Below this amplitude (-120 dB) the room counts as silent.
const SILENT: f32 = 1e-6;
/// Brings what comes back to some 3 dB below what is sent, whatever the size.
const LEVEL: f32 = 0.8;

/// What a frozen room keeps in each round: all but what rounding might add.
const HELD: f32 = 0.999_999;
/// One over the square root of eight: keeps the energy of eight sums of eight.
const ORTHOGONAL: f32 = 0.353_553_39;
/// How much of the early diffusion is heard before the lines answer.
const EARLY: f32 = 0.25;

/// What kind of space it is.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Space {
    /// A room of middling size.
    #[default]
    Room,
    /// A hall: farther walls, a later and sparser beginning.
    Hall,
    /// A plate: no walls, dense at once.
    Plate,
}

impl Space {
    /// The space of a place in the list of [`crate::control::Control::Roomtype`].
    pub fn numbered(place: f32) -> Space {
        match place as usize {
            1 => Space::Hall,
            2 => Space::Plate,
            _ => Space::Room,
        }
    }

    /// Its lines are so many times as long as a room's.
    fn stretch(self) -> f64 {
        match self {
            Space::Room => 1.0,
            Space::Hall => 1.55,
            Space::Plate => 0.62,
        }
    }

    /// Its first wall, in seconds.
    fn before(self) -> f64 {
        match self {
            Space::Room => BEFORE,
            Space::Hall => 0.024,
            Space::Plate => 0.0,
        }
    }
}

/// A stereo reverb.
#[derive(Debug)]
pub struct Reverb {
    rate: u32,
    space: Space,
    next_space: Space,
    /// It fades out before it becomes another space, and in again.
    presence: Glide,
    frozen: bool,
    before: [Ring; 2],
    diffusion: [[AllPass; 4]; 2],
    lines: [Ring; LINES],
    /// A block of what comes out of the lines, and what their low-passes look back at.
    rows: [[f32; BLOCK]; LINES],
    sums: [Sums; LINES],
    lengths: [f32; LINES],
    drift: Drift,
    entry: [f32; 2],
    damped: [f32; LINES],
    bright: Glide,
    size: Glide,
    dim: Glide,
    tuning: Tuning,
    tuned: Option<(f32, f32, f32, bool)>,
    quiet: usize,
}

/// What size, brightness and dimming mean for the lines.
#[derive(Debug, Clone, Copy, Default)]
struct Tuning {
    /// The low-pass at the entry.
    entry: OnePole,
    /// How loud the network is fed, so that long rooms are not louder than short ones.
    feed: f32,
    /// What each line keeps in one round, and its low-pass.
    damping: [OnePole; LINES],
}

impl Reverb {
    /// A silent room for a sample rate in hertz. Allocates all that it will ever need.
    pub fn new(rate: u32) -> Reverb {
        let frames = |seconds: f64| (seconds * f64::from(rate)) as usize;
        let reach = frames(DRIFT.0) + 2;
        Reverb {
            rate,
            space: Space::Room,
            next_space: Space::Room,
            presence: Glide::new(rate, 1.0),
            frozen: false,
            before: [0, 1].map(|_| Ring::new(frames(Space::Hall.before()))),
            diffusion: DIFFUSION.map(|row| row.map(|s| AllPass::new(frames(s)))),
            lines: LENGTHS.map(|s| Ring::new(frames(s * Space::Hall.stretch()) + reach)),
            rows: [[0.0; BLOCK]; LINES],
            sums: [Sums::EMPTY; LINES],
            lengths: lengths(rate, Space::Room),
            drift: Drift::new(rate),
            entry: [0.0; 2],
            damped: [0.0; LINES],
            bright: Glide::new(rate, 15_000.0),
            size: Glide::new(rate, 2.0),
            dim: Glide::new(rate, 1000.0),
            tuning: Tuning::default(),
            tuned: None,
            quiet: usize::MAX,
        }
    }

    /// Sets the time in which the room decays by 60 dB, in seconds.
    pub fn set_size(&mut self, seconds: f32) {
        self.size.aim(seconds.clamp(SIZES.0, SIZES.1));
    }

    /// Sets what kind of space it is. A sounding one fades out first.
    pub fn set_space(&mut self, space: Space) {
        self.next_space = space;
    }

    /// Holds the sound that is in the room, and lets no more in.
    pub fn freeze(&mut self, frozen: bool) {
        self.frozen = frozen;
    }

    /// Sets the low-pass at the room's beginning, in hertz.
    pub fn set_bright(&mut self, hertz: f32) {
        self.bright.aim(hertz.clamp(100.0, 0.45 * self.rate as f32));
    }

    /// Sets the frequency above which the end of the room's decay is dark, in hertz.
    pub fn set_dim(&mut self, hertz: f32) {
        self.dim.aim(hertz.clamp(100.0, 0.45 * self.rate as f32));
    }

    /// True if nothing above -120 dB is left in the room.
    pub fn is_silent(&self) -> bool {
        self.quiet > self.rate as usize / 4
    }

    /// Forgets all sound, at once.
    pub fn clear(&mut self) {
        self.forget();
        self.quiet = usize::MAX;
        self.arrive();
    }

    fn forget(&mut self) {
        let rings = self.before.iter_mut().chain(&mut self.lines);
        rings.for_each(Ring::clear);
        self.diffusion.iter_mut().flatten().for_each(|pass| pass.past.fill(0.0));
        (self.entry, self.damped) = ([0.0; 2], [0.0; LINES]);
    }

    fn arrive(&mut self) {
        for glide in [&mut self.bright, &mut self.size, &mut self.dim] {
            glide.arrive();
        }
    }

    /// Takes the block that begins at a frame in, and adds the room's answer to `out`.
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub fn process(&mut self, start: u64, input: &StereoBlock, out: &mut StereoBlock) {
        if self.is_silent() {
            self.arrive();
        }
        self.move_house();
        let presence = self.presence.next_block();
        self.tune();
        let early = self.enter(input);
        let drift = self.drift.block(start);
        for (i, (ring, block)) in self.lines.iter().zip(&mut self.rows).enumerate() {
            match drift.get(i) {
                Some(by) => {
                    ring.read_drifting(self.lengths[i] + by.from, self.lengths[i] + by.to, block);
                }
                None => ring.read(self.lengths[i] as usize, block),
            }
        }
        add_ends(&self.rows, &early, presence, out);
        let rows = self.rows.each_mut();
        onepole::process(&self.tuning.damping, rows, &mut self.damped, &mut self.sums);
        let lines_are_silent = self.go_round(&early);
        // What comes in is on its way to the lines, however short it was.
        let silent =
            lines_are_silent && is_below(&input.left, SILENT) && is_below(&input.right, SILENT);
        self.quiet = if silent { self.quiet.saturating_add(BLOCK) } else { 0 };
    }

    /// Mixes what came out of the lines, and gives it to them anew with what comes in. True if nothing is
    /// left in them.
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn go_round(&mut self, early: &StereoBlock) -> bool {
        let feed = self.tuning.feed;
        let mut written = self.lines.each_mut().map(Ring::next_block);
        for at in (0..BLOCK).step_by(LANES) {
            let rows = hadamard(eights(&self.rows, at));
            let early = [eight(&early.left, at) * feed, eight(&early.right, at) * feed];
            for (i, (row, line)) in rows.into_iter().zip(&mut written).enumerate() {
                let new = early[i & 1];
                let row = if i & 2 == 0 { row + new } else { row - new };
                line[at..at + LANES].copy_from_slice(&row.0);
            }
        }
        written.into_iter().all(|line| is_below(line, SILENT))
    }

    /// The low-pass at the entry, the first wall and the early diffusion.
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn enter(&mut self, input: &StereoBlock) -> StereoBlock {
        let mut out = input.clone();
        let [sums, ..] = self.sums.as_chunks_mut().0 else { return out };
        let channels = [&mut out.left, &mut out.right];
        onepole::process(&[self.tuning.entry; 2], channels, &mut self.entry, sums);
        let wall = ((self.space.before() * f64::from(self.rate)) as usize).max(BLOCK);
        for (i, block) in [&mut out.left, &mut out.right].into_iter().enumerate() {
            let before = &mut self.before[i];
            let smooth = *block;
            before.read(wall, block);
            before.write(&smooth);
            for pass in &mut self.diffusion[i] {
                pass.process(block);
            }
        }
        out
    }

    /// Becomes another space once it has faded out.
    fn move_house(&mut self) {
        if self.space == self.next_space {
            return;
        }
        self.presence.aim(0.0);
        if self.is_silent() || self.presence.rests_at(0.0) {
            self.space = self.next_space;
            self.lengths = lengths(self.rate, self.space);
            self.forget();
            self.tuned = None;
            self.presence.aim(1.0);
            if self.is_silent() {
                self.presence.arrive();
            }
        }
    }

    fn tune(&mut self) {
        let [bright, size, dim] =
            [&mut self.bright, &mut self.size, &mut self.dim].map(|glide| glide.next_block().to);
        let wanted = Some((bright, size, dim, self.frozen));
        if self.tuned != wanted {
            self.tuned = wanted;
            self.tuning = Tuning::new(self.rate, &self.lengths, (bright, size, dim));
            if self.frozen {
                self.tuning.damping = [OnePole::new(ORTHOGONAL * HELD, 0.0); LINES];
                self.tuning.feed = 0.0;
            }
        }
    }
}

impl Tuning {
    fn new(rate: u32, lengths: &[f32; LINES], (bright, size, dim): (f32, f32, f32)) -> Tuning {
        let rate = rate as f32;
        let entry = OnePole::low_pass(exp2(-9.064_72 * bright / rate));
        let mut tuning = Tuning { entry, ..Tuning::default() };
        let cosine = cos_turns(dim / rate);
        for (i, length) in lengths.iter().enumerate() {
            let round = length / (size * rate);
            // After the whole decay, 3 dB have gone at `dim`; this is one round's part of it, as power.
            let lost = exp2(-round);
            let b = (1.0 - lost * cosine) / (1.0 - lost);
            let pole = b - (b * b - 1.0).max(0.0).sqrt();
            let keep = exp2(-9.965_784 * round) * ORTHOGONAL;
            tuning.damping[i] = OnePole::new(keep * (1.0 - pole), pole);
        }
        let mean = lengths.iter().sum::<f32>() / LINES as f32;
        let kept = exp2(-2.0 * 9.965_784 * mean / (size * rate));
        tuning.feed = (1.0 - kept).sqrt() * ORTHOGONAL;
        tuning
    }
}

/// Lengths of the lines in frames.
fn lengths(rate: u32, space: Space) -> [f32; LINES] {
    let frames = |seconds: f64| (seconds * f64::from(rate)) as usize;
    let reach = frames(DRIFT.0) + 2;
    LENGTHS.map(|s| frames(s * space.stretch()).max(2 * BLOCK + reach) as f32)
}

/// Eight frames of a block.
#[cfg_attr(not(debug_assertions), inline(always))]
fn eight(block: &[f32; BLOCK], at: usize) -> F8 {
    F8::from_fn(|j| block[at + j])
}

/// Eight frames of a block of each line. (A loop: what the library does with a closure for each is
/// compiled apart, without the instructions of its caller.)
#[cfg_attr(not(debug_assertions), inline(always))]
fn eights(lines: &[[f32; BLOCK]; LINES], at: usize) -> [F8; LINES] {
    let mut rows = [F8::ZERO; LINES];
    for (row, line) in rows.iter_mut().zip(lines) {
        *row = eight(line, at);
    }
    rows
}

/// The room as it leaves: the early diffusion, and all lines, with signs that give left and right
/// nothing in common.
#[cfg_attr(not(debug_assertions), inline(always))]
fn add_ends(
    lines: &[[f32; BLOCK]; LINES],
    early: &StereoBlock,
    presence: Ramp,
    out: &mut StereoBlock,
) {
    for at in (0..BLOCK).step_by(LANES) {
        let [a, b, c, d, e, f, g, h] = eights(lines, at);
        let level = presence.eight(at) * LEVEL;
        let (both, apart) = ((a - e) + (d - h), (c - b) + (f - g));
        let left = level * (eight(&early.left, at) * EARLY + (both + apart));
        let right = level * (eight(&early.right, at) * EARLY + (both - apart));
        for j in 0..LANES {
            out.left[at + j] += left.0[j];
            out.right[at + j] += right.0[j];
        }
    }
}

/// Mixes all lines into all lines; the scale is left to the loss of each line.
#[cfg_attr(not(debug_assertions), inline(always))]
fn hadamard([a, b, c, d, e, f, g, h]: [F8; LINES]) -> [F8; LINES] {
    let (a, b, c, d) = (a + b, a - b, c + d, c - d);
    let (e, f, g, h) = (e + f, e - f, g + h, g - h);
    let (a, b, c, d) = (a + c, b + d, a - c, b - d);
    let (e, f, g, h) = (e + g, f + h, e - g, f - h);
    [a + e, b + f, c + g, d + h, a - e, b - f, c - g, d - h]
}

/// Scatters sound in time and leaves its spectrum alone (M. R. Schroeder, 1962).
#[derive(Debug)]
struct AllPass {
    /// As many frames as it delays.
    past: Box<[f32]>,
    at: usize,
}

impl AllPass {
    fn new(length: usize) -> AllPass {
        AllPass { past: vec![0.0; length.max(BLOCK)].into_boxed_slice(), at: 0 }
    }

    #[cfg_attr(not(debug_assertions), inline(always))]
    fn process(&mut self, block: &mut [f32; BLOCK]) {
        let end = self.at + BLOCK;
        match self.past[self.at..].first_chunk_mut::<BLOCK>() {
            Some(past) => scatter(past, block),
            None => {
                let (head, tail) = block.split_at_mut(self.past.len() - self.at);
                scatter(&mut self.past[self.at..], head);
                scatter(&mut self.past[..tail.len()], tail);
            }
        }
        self.at = if end < self.past.len() { end } else { end - self.past.len() };
    }
}

/// What an all-pass does with frames and those that it kept a while ago.
#[cfg_attr(not(debug_assertions), inline(always))]
fn scatter(past: &mut [f32], block: &mut [f32]) {
    for (past, x) in past.iter_mut().zip(block) {
        let new = *x + SCATTER * *past;
        *x = *past - SCATTER * new;
        *past = new;
    }
}

/// The slow drift of the line lengths: one sine for each, evenly apart. It goes by the frame count, so
/// that a room that wakes late moves like one that was always there.
#[derive(Debug)]
struct Drift {
    /// Turns in a frame.
    step: f64,
    depth: f32,
    /// Where the lines are at a frame.
    now: [f32; DRIFTING],
    frame: Option<u64>,
}

impl Drift {
    fn new(rate: u32) -> Drift {
        let depth = (DRIFT.0 * f64::from(rate)) as f32;
        Drift { step: DRIFT.1 / f64::from(rate), depth, now: [0.0; DRIFTING], frame: None }
    }

    fn at(&self, frame: u64) -> [f32; DRIFTING] {
        let turns = frame as f64 * self.step;
        let turn = (turns - turns.floor()) as f32;
        std::array::from_fn(|i| self.depth * sin_turns(turn + i as f32 * (1.0 / DRIFTING as f32)))
    }

    /// How the lines move in the block that begins at a frame.
    fn block(&mut self, start: u64) -> [Ramp; DRIFTING] {
        let next = start + BLOCK as u64;
        let to = self.at(next);
        let from = if self.frame == Some(start) { self.now } else { self.at(start) };
        (self.now, self.frame) = (to, Some(next));
        std::array::from_fn(|i| Ramp { from: from[i], to: to[i] })
    }
}
