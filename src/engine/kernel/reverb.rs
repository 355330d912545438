//! The room of a bus: eight lines of different lengths that feed each other, with an early
//! diffusion before them.
//!
//! It returns only the room, never the dry sound. Method: a feedback delay network with a Hadamard
//! matrix (J. M. Jot, "Digital delay networks for designing artificial reverberators", 1991), one
//! low-pass in each line, line lengths that drift slowly, and Schroeder all-passes before it.

use super::glide::{Glide, Ramp};
use super::ring::Ring;
use crate::engine::BLOCK;

/// Lines of the network.
const LINES: usize = 8;
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
/// How far the lines drift, in seconds, and how often, in hertz: too little to be heard as pitch.
const DRIFT: (f64, f64) = (0.000_12, 0.31);
/// The shortest and the longest decay to -60 dB, in seconds.
const SIZES: (f32, f32) = (0.1, 20.0);
/// Below this amplitude (-120 dB) the room counts as silent.
const SILENT: f32 = 1e-6;
/// Makes a room of middle size as loud as what is sent to it.
const LEVEL: f32 = 0.5;

/// A stereo reverb.
#[derive(Debug)]
pub struct Reverb {
    rate: u32,
    before: [Ring; 2],
    diffusion: [[AllPass; 4]; 2],
    lines: [Ring; LINES],
    lengths: [f32; LINES],
    drift: Drift,
    entry: [f32; 2],
    damped: [f32; LINES],
    bright: Glide,
    size: Glide,
    dim: Glide,
    tuning: Tuning,
    tuned: Option<(f32, f32, f32)>,
    quiet: usize,
}

/// What size, brightness and dimming mean for the lines.
#[derive(Debug, Clone, Copy, Default)]
struct Tuning {
    /// Pace of the low-pass at the entry.
    entry: f32,
    /// How loud the network is fed, so that long rooms are not louder than short ones.
    feed: f32,
    /// What each line keeps in one round, and the pole of its low-pass.
    keep: [f32; LINES],
    pole: [f32; LINES],
}

impl Reverb {
    /// A silent room for a sample rate in hertz. Allocates all that it will ever need.
    pub fn new(rate: u32) -> Reverb {
        let frames = |seconds: f64| (seconds * f64::from(rate)) as usize;
        let reach = frames(DRIFT.0) + 2;
        Reverb {
            rate,
            before: [0, 1].map(|_| Ring::new(frames(BEFORE))),
            diffusion: DIFFUSION.map(|row| row.map(|s| AllPass::new(frames(s)))),
            lines: LENGTHS.map(|s| Ring::new(frames(s) + reach)),
            lengths: LENGTHS.map(|s| frames(s).max(2 * BLOCK + reach) as f32),
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
        let rings = self.before.iter_mut().chain(&mut self.lines);
        rings.for_each(Ring::clear);
        self.diffusion.iter_mut().flatten().for_each(|pass| pass.line.clear());
        (self.entry, self.damped, self.quiet) = ([0.0; 2], [0.0; LINES], usize::MAX);
        [&mut self.bright, &mut self.size, &mut self.dim].map(|glide| glide.arrive());
    }

    /// Takes a block in, and adds the room's answer to `out`.
    pub fn process(&mut self, input: &[[f32; BLOCK]; 2], out: &mut [[f32; BLOCK]; 2]) {
        self.tune();
        let early = [self.enter(0, &input[0]), self.enter(1, &input[1])];
        let mut lines = [[0.0; BLOCK]; LINES];
        let drift = self.drift.next_block();
        for (i, (ring, block)) in self.lines.iter().zip(&mut lines).enumerate() {
            let (from, to) = (self.lengths[i] + drift[i].from, self.lengths[i] + drift[i].to);
            ring.read_drifting(from, to, block);
        }
        add_ends(&lines, &early, out);
        self.damp(&mut lines);
        hadamard(&mut lines);
        let mut peak = 0.0_f32;
        for (i, (ring, block)) in self.lines.iter_mut().zip(&mut lines).enumerate() {
            let sign = if i & 2 == 0 { self.tuning.feed } else { -self.tuning.feed };
            block.iter_mut().zip(&early[i & 1]).for_each(|(x, new)| *x += sign * new);
            peak = block.iter().fold(peak, |peak, x| peak.max(x.abs()));
            ring.write(block);
        }
        self.quiet = if peak < SILENT { self.quiet.saturating_add(BLOCK) } else { 0 };
    }

    /// Low-pass, first wall and early diffusion of one channel.
    fn enter(&mut self, channel: usize, input: &[f32; BLOCK]) -> [f32; BLOCK] {
        let mut low = self.entry[channel];
        let smoothed = input.map(|x| {
            low += (x - low) * self.tuning.entry;
            low
        });
        self.entry[channel] = low;
        let before = &mut self.before[channel];
        let mut block = [0.0; BLOCK];
        before.read(((BEFORE * f64::from(self.rate)) as usize).max(BLOCK), &mut block);
        before.write(&smoothed);
        self.diffusion[channel].iter_mut().for_each(|pass| pass.process(&mut block));
        block
    }

    /// One low-pass and one loss a line. Runs over the lines, because it cannot run over time.
    fn damp(&mut self, lines: &mut [[f32; BLOCK]; LINES]) {
        let Tuning { keep, pole, .. } = self.tuning;
        let mut damped = self.damped;
        for j in 0..BLOCK {
            for i in 0..LINES {
                damped[i] = keep[i] * lines[i][j] + pole[i] * damped[i];
                lines[i][j] = damped[i];
            }
        }
        self.damped = damped;
    }

    fn tune(&mut self) {
        let [bright, size, dim] =
            [&mut self.bright, &mut self.size, &mut self.dim].map(|glide| glide.next_block().to);
        if self.tuned != Some((bright, size, dim)) {
            self.tuned = Some((bright, size, dim));
            self.tuning = Tuning::new(self.rate, &self.lengths, (bright, size, dim));
        }
    }
}
