//! Frequency modulation: a sine for each of eight voices that moves the pitch of an oscillator at
//! audio rate. (J. Chowning, "The Synthesis of Complex Audio Spectra by Means of Frequency
//! Modulation", 1973.)
//!
//! It says by which factor a pitch moves from sample to sample; the oscillator does the moving.

use super::env::{Envelopes, Stages};
use super::math::sin_turns;
use super::{GRID, Note};
use crate::control::Control;
use crate::engine::lanes::{F8, LANES, Real};

const SHAPE: [Control; 4] =
    [Control::Fmattack, Control::Fmdecay, Control::Fmsustain, Control::Fmrelease];
/// Seconds in which a depth without an envelope would fade after its note: never, as it seems.
const STEADY: f32 = 600.0;

/// Eight modulators.
#[derive(Clone, Debug)]
pub struct Modulators {
    used: [bool; LANES],
    phase: F8,
    /// The modulator's pitch as a multiple of the carrier's.
    ratio: F8,
    /// How far the pitch moves, as a multiple of itself: at most, now, and the change a frame.
    depth: F8,
    now: F8,
    step: F8,
    envelopes: Envelopes,
}

impl Modulators {
    /// Eight that move nothing.
    pub fn new() -> Modulators {
        Modulators {
            used: [false; LANES],
            phase: F8::ZERO,
            ratio: F8::ONE,
            depth: F8::ZERO,
            now: F8::ZERO,
            step: F8::ZERO,
            envelopes: Envelopes::SILENT,
        }
    }

    /// Starts a note in a lane.
    pub fn start(&mut self, lane: usize, note: &Note<'_>, held: f32) {
        let settings = &note.settings;
        let ratio = settings.value(Control::Fmh);
        let depth = settings.value(Control::Fmi) * ratio;
        self.used[lane] = depth > 0.0;
        self.phase.0[lane] = 0.0;
        self.ratio.0[lane] = ratio;
        self.depth.0[lane] = depth;
        let stages = Stages::set(settings, SHAPE, note.rate)
            .unwrap_or_else(|| Stages::from_seconds(0.0, 0.001, 1.0, STEADY, note.rate));
        self.envelopes.start(lane, stages, held);
        self.now.0[lane] = self.target().0[lane];
        self.step.0[lane] = 0.0;
    }

    /// Ends a lane's note.
    pub fn stop(&mut self, lane: usize) {
        self.used[lane] = false;
        self.depth.0[lane] = 0.0;
        self.now.0[lane] = 0.0;
        self.step.0[lane] = 0.0;
    }

    /// Takes a lane that started between two grid points to the next one, so many frames ahead.
    pub fn run_in(&mut self, lane: usize, frames: f32) {
        self.envelopes.advance_lane(lane, frames);
        self.step.0[lane] = (self.target().0[lane] - self.now.0[lane]) / frames;
    }

    /// Moves the end of a held note.
    pub fn hold(&mut self, lane: usize, frames: f32) {
        self.envelopes.hold(lane, frames);
    }

    /// Whether any lane is modulated.
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub fn is_on(&self) -> bool {
        self.used.contains(&true)
    }

    /// At a grid point: where the depth glides to until the next.
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub fn tick(&mut self) {
        self.envelopes.advance(GRID as f32);
        self.step = (self.target() - self.now) * (1.0 / GRID as f32);
    }

    #[cfg_attr(not(debug_assertions), inline(always))]
    fn target(&self) -> F8 {
        self.depth * self.envelopes.level::<false>()
    }

    /// The factors of the next frame, for carriers that move by `carrier` turns.
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub fn next(&mut self, carrier: F8) -> F8 {
        self.now += self.step;
        let factor = F8::ONE + sin_turns(self.phase) * self.now;
        let next = self.phase + carrier * self.ratio;
        self.phase = next - next.floor();
        factor
    }
}

impl Default for Modulators {
    fn default() -> Modulators {
        Modulators::new()
    }
}
