//! Slow waves for eight voices, that move a filter. They go through from note to note: where one
//! stands depends on the moment, not on when its note began.
//!
//! They give values at grid points; what is moved glides between them.

use super::tremolo::{SHAPES, Shape};
use super::{GRID, Note, When};
use crate::control::Control;
use crate::engine::lanes::{F8, LANES, Mask};

/// The controls of one wave.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Panel {
    pub(crate) rate: Control,
    pub(crate) depth: Control,
    pub(crate) hertz: Control,
    pub(crate) shape: Control,
    pub(crate) dc: Control,
    pub(crate) skew: Control,
}

/// Eight of them.
#[derive(Clone, Debug)]
pub(crate) struct Wobbles {
    on: Mask,
    shape: [Shape; LANES],
    skew: [f32; LANES],
    phase: [f32; LANES],
    /// Turns a frame.
    pace: [f32; LANES],
    depth: F8,
    dc: F8,
}

impl Wobbles {
    /// Eight that move nothing.
    pub(crate) const NONE: Wobbles = Wobbles {
        on: Mask::NONE,
        shape: [Shape::Triangle; LANES],
        skew: [0.5; LANES],
        phase: [0.0; LANES],
        pace: [0.0; LANES],
        depth: F8::ZERO,
        dc: F8::ZERO,
    };

    /// Starts a note in a lane, which moves something about `middle` if its rate or its depth was set.
    pub(crate) fn start(
        &mut self,
        lane: usize,
        panel: &Panel,
        middle: f32,
        note: &Note<'_>,
        when: When,
    ) {
        let settings = &note.settings;
        let set = [panel.rate, panel.depth, panel.hertz];
        let on = set.iter().any(|&control| settings.get(control).is_some());
        self.on.set(lane, on);
        let rate = settings.value(panel.rate);
        self.pace[lane] = rate / note.rate;
        let turns = f64::from(rate) * when.clock;
        self.phase[lane] = (turns - libm::floor(turns)) as f32;
        let word = settings.value(panel.shape) as usize;
        self.shape[lane] = SHAPES[word % SHAPES.len()];
        self.skew[lane] = settings.value(panel.skew);
        self.dc.0[lane] = settings.value(panel.dc);
        let relative = || settings.value(panel.depth) * middle;
        let depth = settings.get(panel.hertz).unwrap_or_else(relative);
        self.depth.0[lane] = if on { depth } else { 0.0 };
    }

    /// Ends a lane's note.
    pub(crate) fn stop(&mut self, lane: usize) {
        self.on.set(lane, false);
        self.depth.0[lane] = 0.0;
    }

    /// Whether any lane is moved.
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub(crate) fn is_on(&self) -> bool {
        self.on.any()
    }

    /// Moves on to the next grid point.
    pub(crate) fn tick(&mut self) {
        (0..LANES).for_each(|lane| self.run_in(lane, GRID as f32));
    }

    /// Moves one lane on by so many frames.
    pub(crate) fn run_in(&mut self, lane: usize, frames: f32) {
        let next = self.phase[lane] + self.pace[lane] * frames;
        self.phase[lane] = next - f32::floor(next);
    }

    /// How far each lane is moved now; nothing in lanes that are not.
    pub(crate) fn now(&self) -> F8 {
        let wave = |lane: usize| self.shape[lane].at(self.phase[lane], self.skew[lane]);
        let moved = F8::from_fn(|lane| (wave(lane) + self.dc.0[lane]) * self.depth.0[lane]);
        self.on.select(moved, F8::ZERO)
    }
}
