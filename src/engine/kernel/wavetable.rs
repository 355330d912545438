//! Wavetables: rows of single cycles, between which a voice moves; eight voices at once.
//!
//! Each cycle is there at several bandwidths, so that no pitch aliases. What the cycles are is the
//! business of `tables`; loudness over time is not here.

pub(in crate::engine) mod tables;

use std::sync::Arc;

use super::env::{Envelopes, LONGEST, Stages};
use super::math::{scramble, sin_turns};
use super::{GRID, Note, Source};
use crate::control::Control;
use crate::engine::bank::Sample;
use crate::engine::lanes::{F8, LANES, Real};
use crate::sound::{SampleSlot, Sound};
use tables::{HARMONICS, LEVELS, PACKED, place};

const SHAPE: [Control; 4] =
    [Control::Wtattack, Control::Wtdecay, Control::Wtsustain, Control::Wtrelease];
/// The highest harmonic as a part of the sample rate.
const HIGHEST: f32 = 0.47;

/// Where a lane's cycles are.
#[derive(Clone, Debug)]
enum Cycles {
    None,
    BuiltIn(&'static [f32]),
    Loaded(SampleSlot, Arc<Sample>),
}

impl Cycles {
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn packed(&self) -> &[f32] {
        match self {
            Cycles::None => &[],
            Cycles::BuiltIn(packed) => packed,
            Cycles::Loaded(_, sample) => sample.channels.first().map_or(&[], |channel| channel),
        }
    }

    fn count(&self) -> usize {
        self.packed().len() / PACKED
    }
}

/// Eight voices that each read a wavetable.
#[derive(Clone, Debug)]
pub struct Waves {
    cycles: [Cycles; LANES],
    phase: F8,
    pitch: F8,
    step: F8,
    /// Where among its cycles each lane is, 0 to 1: now, and the change a frame.
    at: F8,
    glide: F8,
    /// What was set, how far the envelope moves it, and the wobble: depth, turns, turns a cell.
    base: F8,
    depth: F8,
    envelopes: Envelopes,
    sway: F8,
    sway_phase: F8,
    sway_step: F8,
}

/// Makes the built-in tables, if that has not been done; it takes some milliseconds, so the audio thread
/// must find it done.
pub(crate) fn prepare() {
    tables::prepare();
}

impl Waves {
    /// Eight that have nothing to read.
    pub fn new() -> Waves {
        Waves {
            cycles: [const { Cycles::None }; LANES],
            phase: F8::ZERO,
            pitch: F8::splat(0.001),
            step: F8::splat(0.001),
            at: F8::ZERO,
            glide: F8::ZERO,
            base: F8::ZERO,
            depth: F8::ZERO,
            envelopes: Envelopes::SILENT,
            sway: F8::ZERO,
            sway_phase: F8::ZERO,
            sway_step: F8::ZERO,
        }
    }

    /// Puts a loaded wavetable into a lane, before `start`.
    pub fn load(&mut self, lane: usize, slot: SampleSlot, sample: Arc<Sample>) {
        self.cycles[lane] = Cycles::Loaded(slot, sample);
    }

    /// Takes the wavetable out of a lane; a loaded one can go home.
    pub fn unload(&mut self, lane: usize) -> Option<(SampleSlot, Arc<Sample>)> {
        match std::mem::replace(&mut self.cycles[lane], Cycles::None) {
            Cycles::Loaded(slot, sample) => Some((slot, sample)),
            _ => None,
        }
    }

    /// How long a note is held, after `start`.
    pub fn held(&mut self, lane: usize, note: &Note<'_>, held: f32) {
        let stages = Stages::set(&note.settings, SHAPE, note.rate)
            .unwrap_or_else(|| Stages::from_seconds(0.0, 0.5, 0.0, 0.1, note.rate));
        self.envelopes.start(lane, stages, held);
        self.at.0[lane] = self.target().0[lane];
        self.glide.0[lane] = 0.0;
    }

    /// Moves the end of a held note.
    pub fn hold(&mut self, lane: usize, frames: f32) {
        self.envelopes.hold(lane, frames);
    }

    /// Takes a lane that started between two grid points to the next one, so many frames ahead.
    pub fn run_in(&mut self, lane: usize, frames: f32) {
        self.envelopes.advance_lane(lane, frames);
        self.glide.0[lane] = (self.target().0[lane] - self.at.0[lane]) / frames;
    }

    /// At a grid point: where the place among the cycles glides to until the next.
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub fn tick(&mut self) {
        self.envelopes.advance(GRID as f32);
        let next = self.sway_phase + self.sway_step;
        self.sway_phase = next - next.floor();
        self.glide = (self.target() - self.at) * (1.0 / GRID as f32);
    }

    #[cfg_attr(not(debug_assertions), inline(always))]
    fn target(&self) -> F8 {
        let moved = self.base + self.depth * self.envelopes.level::<false>();
        let swayed = moved + self.sway * sin_turns(self.sway_phase);
        swayed.clamp(F8::ZERO, F8::ONE)
    }

    /// One lane: a cubic within each of two neighbouring cycles, and a line between them.
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn read(&mut self, lane: usize, out: &mut [F8]) {
        let count = self.cycles[lane].count();
        if count == 0 {
            out.iter_mut().for_each(|x| x.0[lane] = 0.0);
            return;
        }
        let packed = self.cycles[lane].packed();
        let (mut phase, step) = (self.phase.0[lane], self.step.0[lane]);
        let (mut at, glide) = (self.at.0[lane], self.glide.0[lane]);
        let (start, length) = place(level(step));
        let last = (count - 1) as f32;
        for x in out {
            at += glide;
            let place = Real::clamp(at, 0.0, 1.0) * last;
            let cycle = (place as usize).min(count.saturating_sub(2));
            let between = place - cycle as f32;
            let position = phase * length as f32;
            let whole = position as usize;
            let part = position - whole as f32;
            let one = &packed[cycle * PACKED + start..][..length];
            let other = (cycle + 1).min(count - 1);
            let other = &packed[other * PACKED + start..][..length];
            let (a, b) = (cubic(one, whole, part), cubic(other, whole, part));
            x.0[lane] = a + (b - a) * between;
            let next = phase + step;
            phase = if next < 1.0 { next } else { next - 1.0 };
        }
        self.phase.0[lane] = phase;
        self.at.0[lane] = at;
    }
}

impl Default for Waves {
    fn default() -> Waves {
        Waves::new()
    }
}

/// The richest copy whose harmonics a step leaves below the limit.
#[cfg_attr(not(debug_assertions), inline(always))]
fn level(step: f32) -> usize {
    let mut level = 0;
    while level < LEVELS - 1 && (HARMONICS >> level) as f32 * step > HIGHEST {
        level += 1;
    }
    level
}

/// The cubic through two neighbours (Hermite); lengths are powers of two.
#[cfg_attr(not(debug_assertions), inline(always))]
fn cubic(cycle: &[f32], whole: usize, part: f32) -> f32 {
    let mask = cycle.len() - 1;
    let [a, b, c, d] = [whole + mask, whole, whole + 1, whole + 2].map(|i| cycle[i & mask]);
    let slope = 0.5 * (c - a);
    let bow = a - 2.5 * b + 2.0 * c - 0.5 * d;
    let twist = 0.5 * (d - a) + 1.5 * (b - c);
    ((twist * part + bow) * part + slope) * part + b
}

impl Source for Waves {
    fn start(&mut self, lane: usize, note: &Note<'_>) {
        let settings = &note.settings;
        if let Sound::Table(table) = note.sound {
            self.cycles[lane] = Cycles::BuiltIn(tables::of(table));
        }
        let step = (note.freq / note.rate).clamp(1e-7, HIGHEST);
        (self.pitch.0[lane], self.step.0[lane]) = (step, step);
        let chance = (scramble(note.seed) >> 8) as f32 / 16_777_216.0;
        self.phase.0[lane] = chance * settings.value(Control::Wtphaserand);
        self.base.0[lane] = settings.value(Control::Wt);
        self.depth.0[lane] = settings.value(Control::Wtenv);
        self.sway.0[lane] = 0.5 * settings.value(Control::Wtdepth);
        self.sway_phase.0[lane] = 0.0;
        self.sway_step.0[lane] = settings.value(Control::Wtrate) * GRID as f32 / note.rate;
        self.held(lane, note, LONGEST);
    }

    #[cfg_attr(not(debug_assertions), inline(always))]
    fn bend(&mut self, ratio: F8) {
        self.step = (self.pitch * ratio).clamp(F8::splat(1e-7), F8::splat(HIGHEST));
    }

    #[cfg_attr(not(debug_assertions), inline(always))]
    fn render(&mut self, out: &mut [F8]) {
        for lane in 0..LANES {
            self.read(lane, out);
        }
    }

    fn done(&self, lane: usize) -> bool {
        self.cycles[lane].count() == 0
    }
}
