//! Low-pass, high-pass and band-pass for eight voices: state-variable filters in trapezoidal form.
//!
//! Each has an envelope of its own that moves the cutoff in octaves, and a slow wave that moves it in
//! hertz. Coefficients are computed every 16 frames and glide in between. The ladder is another model
//! and stands beside. (Structure: A. Simper, "Linear Trapezoidal Integrated SVF", 2013.)

mod ladder;
mod sweep;

use super::env::Envelopes;
use super::lfo::Wobbles;
use super::math::{exp2, from_decibels, log2, tan_fraction};
use super::{GRID, Note, When};
use crate::control::Control;
use crate::engine::lanes::{F8, Mask, Real};
use ladder::Ladder;
use sweep::{PANELS, Sweep};

/// Lets through what is low.
pub const LOW: u8 = 0;
/// Lets through what is high.
pub const HIGH: u8 = 1;
/// Lets through what is near the cutoff.
pub const BAND: u8 = 2;

/// The lowest and highest cutoff in hertz. The upper end is also kept below 0.45 of the sample rate.
const CUTOFFS: [f32; 2] = [10.0, 22_000.0];

/// The values of `ftype` for the ladder, and for two sections one after the other (24 dB an octave).
const LADDER: f32 = 1.0;
const STEEP: f32 = 2.0;
/// The value for a band-pass that is turned over; to the other filters it is the first one.
const NOTCH: f32 = 3.0;
/// The strongest resonance of a section in decibels, where two of them are added.
const STEEPEST_PEAK: f32 = 25.0;

/// The memory of one section.
#[derive(Clone, Copy, Debug)]
struct Memory {
    first: F8,
    second: F8,
}

/// Eight filters of one kind: `LOW`, `HIGH` or `BAND`.
#[derive(Clone, Debug)]
pub struct Filter<const KIND: u8> {
    on: Mask,
    steep: Mask,
    notched: Mask,
    /// Where the cutoff starts from, as octaves above 1 Hz, and how far the envelope moves it.
    octave: F8,
    depth: F8,
    envelopes: Envelopes,
    wobbles: Wobbles,
    damping: F8,
    coefficients: [F8; 3],
    steps: [F8; 3],
    memory: [Memory; 2],
    ladder: Ladder,
    per_rate: f32,
    highest: f32,
}

impl<const KIND: u8> Filter<KIND> {
    /// Eight filters that are off, for a sample rate in hertz.
    pub fn new(rate: f32) -> Filter<KIND> {
        let memory = Memory { first: F8::ZERO, second: F8::ZERO };
        Filter {
            on: Mask::NONE,
            steep: Mask::NONE,
            notched: Mask::NONE,
            octave: F8::splat(10.0),
            depth: F8::ZERO,
            envelopes: Envelopes::SILENT,
            wobbles: Wobbles::NONE,
            damping: F8::ONE,
            coefficients: [F8::ZERO; 3],
            steps: [F8::ZERO; 3],
            memory: [memory; 2],
            ladder: Ladder::NONE,
            per_rate: std::f32::consts::PI / rate,
            highest: CUTOFFS[1].min(0.45 * rate),
        }
    }

    /// Whether any lane uses it.
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub fn is_on(&self) -> bool {
        self.on.any() || self.ladder.is_on()
    }

    /// Starts a note in a lane; its filter is on if its cutoff was set.
    pub fn start(&mut self, lane: usize, note: &Note<'_>, when: When) {
        let panel = &PANELS[usize::from(KIND)];
        self.stop(lane);
        let Some(cutoff) = note.settings.get(panel.cutoff) else { return };
        let (model, resonance) =
            (note.settings.or(Control::Ftype, 0.0), note.settings.value(panel.resonance));
        self.on.set(lane, model != LADDER);
        self.steep.set(lane, model == STEEP);
        self.notched.set(lane, KIND == BAND && model == NOTCH);
        let peak = if model == STEEP { resonance.min(STEEPEST_PEAK) } else { resonance };
        self.damping.0[lane] = damping::<KIND>(peak);
        let cutoff = cutoff.max(CUTOFFS[0]);
        let sweep = Sweep::new(&note.settings, panel, log2(cutoff), note.rate);
        self.octave.0[lane] = sweep.octave;
        self.depth.0[lane] = sweep.depth;
        self.envelopes.start(lane, sweep.stages, when.held);
        self.wobbles.start(lane, &panel.wobble, cutoff, note, when);
        let (top, bottom) = self.tangents();
        if model == LADDER {
            self.ladder.start(lane, resonance, note.settings.value(Control::Drive), top, bottom);
        }
        let targets = self.targets(top, bottom);
        for (coefficient, target) in self.coefficients.iter_mut().zip(targets) {
            coefficient.0[lane] = target.0[lane];
        }
    }

    fn forget(&mut self, lane: usize) {
        for memory in &mut self.memory {
            memory.first.0[lane] = 0.0;
            memory.second.0[lane] = 0.0;
        }
    }

    /// Gives a lane whose filter is off coefficients that keep it finite.
    fn rest(&mut self, lane: usize) {
        self.depth.0[lane] = 0.0;
        self.octave.0[lane] = 10.0;
        self.damping.0[lane] = 1.0;
        for (coefficient, step) in self.coefficients.iter_mut().zip(&mut self.steps) {
            coefficient.0[lane] = 0.0;
            step.0[lane] = 0.0;
        }
    }

    /// Ends a lane's note.
    pub fn stop(&mut self, lane: usize) {
        self.on.set(lane, false);
        self.steep.set(lane, false);
        self.notched.set(lane, false);
        self.wobbles.stop(lane);
        self.ladder.stop(lane);
        self.forget(lane);
        self.rest(lane);
    }

    /// Takes a lane that started between two grid points to the next one, so many frames ahead.
    pub fn run_in(&mut self, lane: usize, frames: f32) {
        self.envelopes.advance_lane(lane, frames);
        self.wobbles.run_in(lane, frames);
        let (top, bottom) = self.tangents();
        self.ladder.run_in(lane, frames, top, bottom);
        let targets = self.targets(top, bottom);
        for ((step, target), now) in self.steps.iter_mut().zip(targets).zip(self.coefficients) {
            step.0[lane] = (target.0[lane] - now.0[lane]) / frames;
        }
    }

    /// Moves the end of a held note.
    pub fn hold(&mut self, lane: usize, frames: f32) {
        self.envelopes.hold(lane, frames);
    }

    /// At a grid point: where the coefficients glide to until the next.
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub fn tick(&mut self) {
        self.envelopes.advance(GRID as f32);
        if self.wobbles.is_on() {
            self.wobbles.tick();
        }
        let (top, bottom) = self.tangents();
        if self.ladder.is_on() {
            self.ladder.aim(top, bottom);
        }
        let targets = self.targets(top, bottom);
        for ((step, target), now) in self.steps.iter_mut().zip(targets).zip(self.coefficients) {
            *step = (target - now) * (1.0 / GRID as f32);
        }
    }

    /// The cutoff of the present moment as a tangent: numerator and denominator.
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn tangents(&self) -> (F8, F8) {
        let octave = self.octave + self.depth * self.envelopes.level::<false>();
        let mut cutoff = exp2(octave);
        if self.wobbles.is_on() {
            cutoff += self.wobbles.now();
        }
        let cutoff = cutoff.clamp(F8::splat(CUTOFFS[0]), F8::splat(self.highest));
        tan_fraction(cutoff * self.per_rate)
    }

    /// The coefficients of the present moment, with one division for all three.
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn targets(&self, top: F8, bottom: F8) -> [F8; 3] {
        let whole = bottom * bottom + top * (top + self.damping * bottom);
        let part = F8::ONE / whole;
        let low = top * part;
        [bottom * bottom * part, low * bottom, low * top]
    }

    /// Filters a stretch within one grid cell.
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub fn process(&mut self, sound: &mut [F8]) {
        if self.steep.any() {
            self.run::<true>(sound);
        } else if self.on.any() {
            self.run::<false>(sound);
        }
        if self.ladder.is_on() {
            self.ladder.process::<KIND>(sound);
        }
    }

    #[cfg_attr(not(debug_assertions), inline(always))]
    fn run<const STEEP: bool>(&mut self, sound: &mut [F8]) {
        let [mut a1, mut a2, mut a3] = self.coefficients;
        let [d1, d2, d3] = self.steps;
        let [mut one, mut two] = self.memory;
        let (on, steep, damping) = (self.on, self.steep, self.damping);
        for x in sound {
            a1 += d1;
            a2 += d2;
            a3 += d3;
            let mut y = section::<KIND>(*x, a1, a2, a3, damping, &mut one);
            if STEEP {
                let second = section::<KIND>(y, a1, a2, a3, damping, &mut two);
                y = steep.select(second, y);
            }
            if KIND == BAND {
                y = self.notched.select(*x - y, y);
            }
            *x = on.select(y, *x);
        }
        self.coefficients = [a1, a2, a3];
        self.memory = [one, two];
    }

    /// Zero in each lane whose memory holds only numbers.
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub fn health(&self) -> F8 {
        let [one, two] = self.memory;
        (one.first + one.second + two.first + two.second) * 0.0 + self.ladder.health()
    }
}

#[cfg_attr(not(debug_assertions), inline(always))]
fn section<const KIND: u8>(x: F8, a1: F8, a2: F8, a3: F8, damping: F8, memory: &mut Memory) -> F8 {
    let high = x - memory.second;
    let band = a1 * memory.first + a2 * high;
    let low = memory.second + (a2 * memory.first + a3 * high);
    memory.first = band + band - memory.first;
    memory.second = low + low - memory.second;
    match KIND {
        LOW => low,
        HIGH => x - damping * band - low,
        _ => damping * band,
    }
}

/// Damping from resonance: decibels of the peak for low and high-pass, a plain Q for band-pass.
fn damping<const KIND: u8>(resonance: f32) -> f32 {
    if KIND == BAND { 1.0 / resonance.max(0.1) } else { from_decibels(-resonance) }
}

#[cfg(test)]
mod tests;
