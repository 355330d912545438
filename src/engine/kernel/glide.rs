//! A setting on its way to a new value, so that no turn of a knob clicks.
//!
//! It moves block by block; whoever uses it draws the straight line within the block.

use crate::engine::BLOCK;
use crate::engine::lanes::{F8, LANES, Real};

/// Seconds in which a setting covers 63 % of the way to its new value.
const TIME: f64 = 0.012;

/// A setting that approaches its target.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Glide {
    now: f32,
    target: f32,
    pace: f32,
}

impl Glide {
    /// A setting at rest, for a sample rate in hertz.
    pub(crate) fn new(rate: u32, value: f32) -> Glide {
        let pace = 1.0 - libm::exp(-(BLOCK as f64) / (TIME * f64::from(rate)));
        Glide { now: value, target: value, pace: pace as f32 }
    }

    /// Sets off for a new value.
    pub(crate) fn aim(&mut self, value: f32) {
        self.target = value;
    }

    /// True if it is at this value and not on its way elsewhere.
    pub(crate) fn rests_at(&self, value: f32) -> bool {
        self.now == value && self.target == value
    }

    /// Arrives at once; for when nobody hears it.
    pub(crate) fn arrive(&mut self) {
        self.now = self.target;
    }

    /// Moves on by a block.
    pub(crate) fn next_block(&mut self) -> Ramp {
        let from = self.now;
        let way = self.target - from;
        let near = way.abs() <= 1e-4 * self.target.abs().max(1e-2);
        self.now = if near { self.target } else { from + way * self.pace };
        Ramp { from, to: self.now }
    }
}

/// A straight line through one block.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Ramp {
    /// Its value at the block's first frame.
    pub(crate) from: f32,
    /// Its value at the next block's first frame.
    pub(crate) to: f32,
}

impl Ramp {
    /// Its value at frame `j` of the block.
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub(crate) fn at(self, j: usize) -> f32 {
        self.from + (self.to - self.from) * (j as f32 * (1.0 / BLOCK as f32))
    }

    /// Its values at frame `j` and the seven after it.
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub(crate) fn eight(self, j: usize) -> F8 {
        const PLACES: [f32; LANES] = [0.0, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0];
        let part = (F8(PLACES) + F8::splat(j as f32)) * (1.0 / BLOCK as f32);
        F8::splat(self.from) + part * (self.to - self.from)
    }
}
