//! What bends a pitch while it sounds: vibrato, the pitch envelope, a glide from the note before and a
//! steady acceleration, for eight voices.
//!
//! It says by which factor the pitch moves; sources do the moving.

use super::env::{Envelopes, Stages};
use super::math::{exp2, sin_turns};
use super::{GRID, Note, When};
use crate::control::Control;
use crate::engine::lanes::{F8, LANES, Mask, Real};

const SHAPE: [Control; 4] =
    [Control::Pattack, Control::Pdecay, Control::Psustain, Control::Prelease];

/// Seconds that a glide takes if only its interval was set.
const GLIDE: f32 = 0.1;

/// Eight benders.
#[derive(Clone, Debug)]
pub struct Bend {
    bent: [bool; LANES],
    /// Octaves that the envelope moves, and where it starts from.
    depth: F8,
    base: F8,
    envelopes: Envelopes,
    /// Where the envelope is curved.
    curved: Mask,
    /// Frames since the note began.
    age: F8,
    /// Octaves that a glide begins away from the note, and the share of it that a frame covers.
    slide: F8,
    per_slide: F8,
    /// What is added to the factor by the end of the note, and the share of it that a frame adds.
    hurry: F8,
    per_note: F8,
    moved: Mask,
    /// Vibrato: turns, turns a grid cell, and depth in octaves.
    phase: F8,
    step: F8,
    sway: F8,
    /// The factors that hold until the next grid point.
    now: F8,
    per_rate: f32,
}

impl Bend {
    /// Eight that bend nothing, for a sample rate in hertz.
    pub fn new(rate: f32) -> Bend {
        Bend {
            bent: [false; LANES],
            depth: F8::ZERO,
            base: F8::ZERO,
            envelopes: Envelopes::SILENT,
            curved: Mask::NONE,
            age: F8::ZERO,
            slide: F8::ZERO,
            per_slide: F8::ZERO,
            hurry: F8::ZERO,
            per_note: F8::ZERO,
            moved: Mask::NONE,
            phase: F8::ZERO,
            step: F8::ZERO,
            sway: F8::ZERO,
            now: F8::ONE,
            per_rate: 1.0 / rate,
        }
    }

    /// Starts a note in a lane.
    pub fn start(&mut self, lane: usize, note: &Note<'_>, when: When) {
        let settings = &note.settings;
        let depth = settings.get(Control::Penv).unwrap_or(0.0) / 12.0;
        let rate = settings.get(Control::Vib).unwrap_or(0.0);
        let sway = if rate > 0.0 { settings.value(Control::Vibmod) / 12.0 } else { 0.0 };
        let slide = settings.value(Control::Slide) / 12.0;
        let lasts = settings.or(Control::Portamento, GLIDE) * note.rate;
        let hurry = settings.value(Control::Accelerate);
        let moved = hurry != 0.0 || slide != 0.0 && lasts > 0.0;
        self.bent[lane] = depth != 0.0 || sway != 0.0 || moved;
        self.moved.set(lane, moved);
        self.age.0[lane] = 0.0;
        self.slide.0[lane] = if lasts > 0.0 { slide } else { 0.0 };
        self.per_slide.0[lane] = 1.0 / lasts.max(1.0);
        self.hurry.0[lane] = hurry;
        self.per_note.0[lane] = 1.0 / when.lasts.max(1.0);
        self.curved.set(lane, settings.value(Control::Pcurve) > 0.5);
        self.depth.0[lane] = depth;
        self.phase.0[lane] = 0.0;
        self.step.0[lane] = rate * GRID as f32 * self.per_rate;
        self.sway.0[lane] = sway;
        let stages = Stages::set(settings, SHAPE, note.rate)
            .unwrap_or_else(|| Stages::from_seconds(0.2, 0.001, 1.0, 0.001, note.rate));
        self.base.0[lane] = -depth * settings.or(Control::Panchor, stages.sustain);
        self.envelopes.start(lane, stages, when.held);
        self.now.0[lane] = self.ratio().0[lane];
    }

    /// Ends a lane's note.
    pub fn stop(&mut self, lane: usize) {
        self.bent[lane] = false;
        self.moved.set(lane, false);
        self.curved.set(lane, false);
        self.depth.0[lane] = 0.0;
        self.base.0[lane] = 0.0;
        self.sway.0[lane] = 0.0;
        self.now.0[lane] = 1.0;
    }

    /// Takes a lane that started between two grid points to the next one, so many frames ahead.
    pub fn run_in(&mut self, lane: usize, frames: f32) {
        self.envelopes.advance_lane(lane, frames);
        self.age.0[lane] += frames;
        self.phase.0[lane] += self.step.0[lane] * (frames / GRID as f32);
    }

    /// Moves the end of a held note.
    pub fn hold(&mut self, lane: usize, frames: f32) {
        self.envelopes.hold(lane, frames);
    }

    /// Whether any lane is bent.
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub fn is_on(&self) -> bool {
        self.bent.contains(&true)
    }

    /// At a grid point: computes the factors of this moment. Then time moves on.
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub fn tick(&mut self) {
        self.now = self.ratio();
        self.envelopes.advance(GRID as f32);
        self.age += F8::splat(GRID as f32);
        let next = self.phase + self.step;
        self.phase = next - next.floor();
    }

    /// The factors by which pitches are multiplied until the next grid point.
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub fn now(&self) -> F8 {
        self.now
    }

    #[cfg_attr(not(debug_assertions), inline(always))]
    fn ratio(&self) -> F8 {
        let mut level = self.envelopes.level::<false>();
        if self.curved.any() {
            level = self.curved.select(self.envelopes.level::<true>(), level);
        }
        let octaves = self.base + self.depth * level + sin_turns(self.phase) * self.sway;
        if !self.moved.any() {
            return exp2(octaves);
        }
        let glide = F8::ONE - (self.age * self.per_slide).min(F8::ONE);
        let hurried = F8::ONE + self.hurry * (self.age * self.per_note).min(F8::ONE);
        let moved = exp2(octaves + self.slide * glide) * hurried.max(F8::ZERO);
        self.moved.select(moved, exp2(octaves))
    }
}
