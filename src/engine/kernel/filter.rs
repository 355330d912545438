//! Low-pass, high-pass and band-pass for eight voices: state-variable filters in trapezoidal form.
//!
//! Each has an envelope of its own that moves the cutoff in octaves. Coefficients are computed every
//! 16 frames and glide in between. (Structure: A. Simper, "Linear Trapezoidal Integrated SVF", 2013.)

use super::env::{Envelopes, Stages};
use super::math::{exp2, from_decibels, log2, tan_fraction};
use super::{GRID, Note, Settings};
use crate::control::Control;
use crate::engine::lanes::{F8, Mask, Real};

/// Lets through what is low.
pub const LOW: u8 = 0;
/// Lets through what is high.
pub const HIGH: u8 = 1;
/// Lets through what is near the cutoff.
pub const BAND: u8 = 2;

/// The lowest and highest cutoff in hertz. The upper end is also kept below 0.45 of the sample rate.
const CUTOFFS: [f32; 2] = [10.0, 22_000.0];

/// The value of `ftype` from which on filters are steep (24 dB an octave): ladder and 24 dB.
const STEEP: f32 = 1.0;

/// The controls of one filter.
#[derive(Clone, Copy, Debug)]
struct Panel {
    cutoff: Control,
    resonance: Control,
    depth: Control,
    shape: [Control; 4],
}

const PANELS: [Panel; 3] = [
    Panel {
        cutoff: Control::Cutoff,
        resonance: Control::Resonance,
        depth: Control::Lpenv,
        shape: [Control::Lpattack, Control::Lpdecay, Control::Lpsustain, Control::Lprelease],
    },
    Panel {
        cutoff: Control::Hcutoff,
        resonance: Control::Hresonance,
        depth: Control::Hpenv,
        shape: [Control::Hpattack, Control::Hpdecay, Control::Hpsustain, Control::Hprelease],
    },
    Panel {
        cutoff: Control::Bandf,
        resonance: Control::Bandq,
        depth: Control::Bpenv,
        shape: [Control::Bpattack, Control::Bpdecay, Control::Bpsustain, Control::Bprelease],
    },
];

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
    /// Where the cutoff starts from, as octaves above 1 Hz, and how far the envelope moves it.
    octave: F8,
    depth: F8,
    envelopes: Envelopes,
    damping: F8,
    coefficients: [F8; 3],
    steps: [F8; 3],
    memory: [Memory; 2],
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
            octave: F8::splat(10.0),
            depth: F8::ZERO,
            envelopes: Envelopes::SILENT,
            damping: F8::ONE,
            coefficients: [F8::ZERO; 3],
            steps: [F8::ZERO; 3],
            memory: [memory; 2],
            per_rate: std::f32::consts::PI / rate,
            highest: CUTOFFS[1].min(0.45 * rate),
        }
    }

    /// Whether any lane uses it.
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub fn is_on(&self) -> bool {
        self.on.any()
    }

    /// Starts a note in a lane; its filter is on if its cutoff was set.
    pub fn start(&mut self, lane: usize, note: &Note<'_>, held: f32) {
        let panel = &PANELS[usize::from(KIND)];
        let cutoff = note.settings.get(panel.cutoff);
        self.on.set(lane, cutoff.is_some());
        self.steep.set(lane, note.settings.or(Control::Ftype, 0.0) >= STEEP);
        self.forget(lane);
        let Some(cutoff) = cutoff else { return self.rest(lane) };
        self.damping.0[lane] = damping::<KIND>(note.settings.value(panel.resonance));
        let octave = log2(cutoff.max(CUTOFFS[0]));
        let sweep = Sweep::new(&note.settings, panel, octave, note.rate);
        self.octave.0[lane] = sweep.octave;
        self.depth.0[lane] = sweep.depth;
        self.envelopes.start(lane, sweep.stages, held);
        let targets = self.targets();
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
        self.forget(lane);
        self.rest(lane);
    }

    /// Takes a lane that started between two grid points to the next one, so many frames ahead.
    pub fn run_in(&mut self, lane: usize, frames: f32) {
        self.envelopes.advance_lane(lane, frames);
        let targets = self.targets();
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
        let targets = self.targets();
        for ((step, target), now) in self.steps.iter_mut().zip(targets).zip(self.coefficients) {
            *step = (target - now) * (1.0 / GRID as f32);
        }
    }

    /// The coefficients of the present moment, with one division for all three.
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn targets(&self) -> [F8; 3] {
        let octave = self.octave + self.depth * self.envelopes.level::<false>();
        let cutoff = exp2(octave).clamp(F8::splat(CUTOFFS[0]), F8::splat(self.highest));
        let (top, bottom) = tan_fraction(cutoff * self.per_rate);
        let whole = bottom * bottom + top * (top + self.damping * bottom);
        let part = F8::ONE / whole;
        let low = top * part;
        [bottom * bottom * part, low * bottom, low * top]
    }

    /// Filters a stretch within one grid cell.
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub fn process(&mut self, sound: &mut [F8]) {
        if self.steep.any() { self.run::<true>(sound) } else { self.run::<false>(sound) }
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
            *x = on.select(y, *x);
        }
        self.coefficients = [a1, a2, a3];
        self.memory = [one, two];
    }

    /// Zero in each lane whose memory holds only numbers.
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub fn health(&self) -> F8 {
        let [one, two] = self.memory;
        (one.first + one.second + two.first + two.second) * 0.0
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

/// How an envelope moves a cutoff.
struct Sweep {
    octave: f32,
    depth: f32,
    stages: Stages,
}

impl Sweep {
    /// From the settings: any control of the envelope brings it to life, with a depth of one octave
    /// if none is set. `fanchor` says which part of the way lies below the cutoff.
    fn new(settings: &Settings<'_>, panel: &Panel, octave: f32, rate: f32) -> Sweep {
        let stages = Stages::set(settings, panel.shape, rate);
        let depth = settings.get(panel.depth);
        if stages.is_none() && depth.is_none() {
            let stages = Stages::from_seconds(0.0, 0.0, 1.0, 1.0, rate);
            return Sweep { octave, depth: 0.0, stages };
        }
        let mut stages =
            stages.unwrap_or_else(|| Stages::from_seconds(0.005, 0.14, 0.0, 0.1, rate));
        let depth = depth.unwrap_or(1.0);
        let bottom = octave - depth.abs() * settings.value(Control::Fanchor);
        // Sustain is a part of the way in hertz, the envelope moves in octaves.
        let way = exp2(depth.abs().min(16.0)) - 1.0;
        if way > 0.0 {
            let part = if depth < 0.0 { 1.0 - stages.sustain } else { stages.sustain };
            let share = log2(1.0 + part * way) / depth.abs();
            stages.sustain = if depth < 0.0 { 1.0 - share } else { share };
        }
        let octave = if depth < 0.0 { bottom + depth.abs() } else { bottom };
        Sweep { octave, depth, stages }
    }
}

#[cfg(test)]
mod tests;
