//! Frequency modulation: a chain of up to eight modulators for each of eight voices. The first moves
//! the pitch of an oscillator at audio rate, the second that of the first, and so on. (J. Chowning,
//! "The Synthesis of Complex Audio Spectra by Means of Frequency Modulation", 1973.)
//!
//! It says by which factor a pitch moves from sample to sample; the oscillator does the moving.

mod knobs;

use super::env::{Envelopes, Stages};
use super::math::{scramble, sin_turns};
use super::{GRID, Note};
use crate::engine::lanes::{F8, LANES, Mask, Real};
use knobs::{KNOBS, Knobs};

/// The most modulators of a voice.
const MOST: usize = KNOBS.len();
/// Seconds in which a depth without an envelope would fade after its note: never, as it seems.
const STEADY: f32 = 600.0;

/// The waves of modulators, in the order of the words of `fmwave`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Wave {
    Sine,
    Triangle,
    Sawtooth,
    Square,
    White,
}

impl Wave {
    /// The wave of a word: the second five are other names of the first.
    fn of(word: f32) -> Wave {
        match word as usize % 5 {
            1 => Wave::Triangle,
            2 => Wave::Sawtooth,
            3 => Wave::Square,
            4 => Wave::White,
            _ => Wave::Sine,
        }
    }
}

/// One modulator of each voice.
#[derive(Clone, Debug)]
struct Modulator {
    phase: F8,
    /// Its pitch as a multiple of the carrier's.
    ratio: F8,
    /// How far the pitch it moves goes, as a multiple of the carrier's: at most, now, and the change a
    /// frame.
    depth: F8,
    now: F8,
    step: F8,
    envelopes: Envelopes,
    /// Where the envelope is curved.
    curved: Mask,
    waves: [Wave; LANES],
    /// Whether all are sines.
    plain: bool,
    noise: [u32; LANES],
}

/// The modulators of eight voices.
#[derive(Clone, Debug)]
pub struct Modulators {
    chain: [Modulator; MOST],
    /// How many each lane uses, and the most of any.
    counts: [usize; LANES],
    used: usize,
}

impl Modulator {
    const STILL: Modulator = Modulator {
        phase: F8::ZERO,
        ratio: F8::ONE,
        depth: F8::ZERO,
        now: F8::ZERO,
        step: F8::ZERO,
        envelopes: Envelopes::SILENT,
        curved: Mask::NONE,
        waves: [Wave::Sine; LANES],
        plain: true,
        noise: [1; LANES],
    };

    fn start(&mut self, lane: usize, knobs: &Knobs, note: &Note<'_>, held: f32) {
        let settings = &note.settings;
        let ratio = settings.value(knobs.ratio);
        self.phase.0[lane] = 0.0;
        self.ratio.0[lane] = ratio;
        self.depth.0[lane] = settings.value(knobs.depth) * ratio;
        let stages = Stages::set(settings, knobs.shape, note.rate)
            .unwrap_or_else(|| Stages::from_seconds(0.0, 0.001, 1.0, STEADY, note.rate));
        self.envelopes.start(lane, stages, held);
        self.curved.set(lane, settings.or(knobs.curve, 0.0) > 0.5);
        self.waves[lane] = Wave::of(settings.or(knobs.wave, 0.0));
        self.plain = self.waves.iter().all(|&wave| wave == Wave::Sine);
        self.noise[lane] = scramble(note.seed ^ knobs.depth as u32) | 1;
        self.now.0[lane] = self.target().0[lane];
        self.step.0[lane] = 0.0;
    }

    fn stop(&mut self, lane: usize) {
        self.depth.0[lane] = 0.0;
        self.now.0[lane] = 0.0;
        self.step.0[lane] = 0.0;
        self.waves[lane] = Wave::Sine;
        self.plain = self.waves.iter().all(|&wave| wave == Wave::Sine);
    }

    #[cfg_attr(not(debug_assertions), inline(always))]
    fn tick(&mut self) {
        self.envelopes.advance(GRID as f32);
        self.step = (self.target() - self.now) * (1.0 / GRID as f32);
    }

    #[cfg_attr(not(debug_assertions), inline(always))]
    fn target(&self) -> F8 {
        let level = self.envelopes.level::<false>();
        if self.curved.any() {
            return self.depth * self.curved.select(self.envelopes.level::<true>(), level);
        }
        self.depth * level
    }

    /// Its wave now, -1 to 1.
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn wave(&mut self) -> F8 {
        let sine = sin_turns(self.phase);
        if self.plain { sine } else { self.other_waves(sine) }
    }

    fn other_waves(&mut self, sine: F8) -> F8 {
        let wrapped = |turns: f32| turns - Real::floor(turns);
        let mut out = sine;
        for lane in 0..LANES {
            let phase = self.phase.0[lane];
            out.0[lane] = match self.waves[lane] {
                Wave::Sine => sine.0[lane],
                Wave::Triangle => 1.0 - 4.0 * (wrapped(phase + 0.75) - 0.5).abs(),
                Wave::Sawtooth => 2.0 * wrapped(phase + 0.5) - 1.0,
                Wave::Square => {
                    if phase < 0.5 {
                        1.0
                    } else {
                        -1.0
                    }
                }
                Wave::White => {
                    let bits = &mut self.noise[lane];
                    *bits ^= *bits << 13;
                    *bits ^= *bits >> 17;
                    *bits ^= *bits << 5;
                    (*bits as i32) as f32 * (1.0 / 2_147_483_648.0)
                }
            };
        }
        out
    }
}

impl Modulators {
    /// Eight that move nothing.
    pub fn new() -> Modulators {
        Modulators { chain: [const { Modulator::STILL }; MOST], counts: [0; LANES], used: 0 }
    }

    /// Starts a note in a lane. A modulator without depth ends the chain: what lies behind it would
    /// move nothing.
    pub fn start(&mut self, lane: usize, note: &Note<'_>, held: f32) {
        self.stop(lane);
        let moves = |knobs: &&Knobs| note.settings.value(knobs.depth) > 0.0;
        for (modulator, knobs) in self.chain.iter_mut().zip(KNOBS.iter().take_while(moves)) {
            modulator.start(lane, knobs, note, held);
            self.counts[lane] += 1;
        }
        self.used = self.used.max(self.counts[lane]);
    }

    /// Ends a lane's note.
    pub fn stop(&mut self, lane: usize) {
        for modulator in &mut self.chain[..self.counts[lane]] {
            modulator.stop(lane);
        }
        self.counts[lane] = 0;
        self.used = self.counts.iter().copied().max().unwrap_or(0);
    }

    /// Takes a lane that started between two grid points to the next one, so many frames ahead.
    pub fn run_in(&mut self, lane: usize, frames: f32) {
        for modulator in &mut self.chain[..self.counts[lane]] {
            modulator.envelopes.advance_lane(lane, frames);
            let way = modulator.target().0[lane] - modulator.now.0[lane];
            modulator.step.0[lane] = way / frames;
        }
    }

    /// Moves the end of a held note.
    pub fn hold(&mut self, lane: usize, frames: f32) {
        for modulator in &mut self.chain[..self.counts[lane]] {
            modulator.envelopes.hold(lane, frames);
        }
    }

    /// Whether any lane is modulated.
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub fn is_on(&self) -> bool {
        self.used > 0
    }

    /// At a grid point: where the depths glide to until the next.
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub fn tick(&mut self) {
        for modulator in &mut self.chain[..self.used] {
            modulator.tick();
        }
    }

    /// The factors of the next frame, for carriers that move by `carrier` turns.
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub fn next(&mut self, carrier: F8) -> F8 {
        // From the end of the chain; a lane that does not use a modulator adds nothing there.
        let mut moved = F8::ZERO;
        for modulator in self.chain[..self.used].iter_mut().rev() {
            modulator.now += modulator.step;
            let wave = modulator.wave() * modulator.now;
            let next = modulator.phase + carrier * (modulator.ratio + moved);
            modulator.phase = next - next.floor();
            moved = wave;
        }
        F8::ONE + moved
    }
}

impl Default for Modulators {
    fn default() -> Modulators {
        Modulators::new()
    }
}
