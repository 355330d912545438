//! Tremolo: a slow wave for each of eight voices that makes it softer and louder again.
//!
//! It gives factors at grid points; the amplifier glides between them, so that no shape clicks.

use super::math::sin_turns;
use super::{GRID, Note};
use crate::control::Control;
use crate::engine::lanes::{F8, LANES};

/// The shapes, in the order of the control's words.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Shape {
    Triangle,
    Sine,
    Rise,
    Fall,
    Square,
}

pub(super) const SHAPES: [Shape; 5] =
    [Shape::Triangle, Shape::Sine, Shape::Rise, Shape::Fall, Shape::Square];

impl Shape {
    /// 0 to 1 at a phase in turns; `skew` is where in its turn the wave changes its way.
    pub(super) fn at(self, phase: f32, skew: f32) -> f32 {
        let skew = skew.clamp(0.001, 0.999);
        match self {
            Shape::Triangle if phase < skew => phase / skew,
            Shape::Triangle => (1.0 - phase) / (1.0 - skew),
            Shape::Sine => 0.5 + 0.5 * sin_turns(phase),
            Shape::Rise => phase,
            Shape::Fall => 1.0 - phase,
            Shape::Square => f32::from(u8::from(phase < skew)),
        }
    }
}

/// Eight of them.
#[derive(Clone, Debug)]
pub struct Tremolo {
    used: [bool; LANES],
    shape: [Shape; LANES],
    skew: [f32; LANES],
    phase: [f32; LANES],
    /// Turns from one grid point to the next.
    pace: [f32; LANES],
    depth: [f32; LANES],
}

impl Tremolo {
    /// Eight that change nothing.
    pub const NONE: Tremolo = Tremolo {
        used: [false; LANES],
        shape: [Shape::Triangle; LANES],
        skew: [0.5; LANES],
        phase: [0.0; LANES],
        pace: [0.0; LANES],
        depth: [0.0; LANES],
    };

    /// Starts a note in a lane.
    pub fn start(&mut self, lane: usize, note: &Note<'_>) {
        let settings = &note.settings;
        let named = settings.value(Control::Tremolorate);
        let rate = settings.or(Control::Tremolo, named);
        self.used[lane] = rate > 0.0;
        self.pace[lane] = rate * GRID as f32 / note.rate;
        self.depth[lane] = settings.value(Control::Tremolodepth);
        self.skew[lane] = settings.value(Control::Tremoloskew);
        self.phase[lane] = settings.value(Control::Tremolophase);
        let word = settings.or(Control::Tremoloshape, 0.0) as usize;
        self.shape[lane] = SHAPES[word.min(SHAPES.len() - 1)];
    }

    /// Ends a lane's note.
    pub fn stop(&mut self, lane: usize) {
        self.used[lane] = false;
    }

    /// Whether any lane is changed.
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub fn is_on(&self) -> bool {
        self.used.contains(&true)
    }

    /// Takes a lane that started between two grid points to the next one, so many frames ahead.
    pub fn run_in(&mut self, lane: usize, frames: f32) {
        self.advance(lane, frames / GRID as f32);
    }

    /// Moves on to the next grid point.
    pub fn tick(&mut self) {
        (0..LANES).for_each(|lane| self.advance(lane, 1.0));
    }

    fn advance(&mut self, lane: usize, cells: f32) {
        let next = self.phase[lane] + self.pace[lane] * cells;
        self.phase[lane] = next - next.floor();
    }

    /// The factors at this moment, 0 to 1.
    pub fn now(&self) -> F8 {
        F8::from_fn(|lane| {
            if !self.used[lane] {
                return 1.0;
            }
            let wave = self.shape[lane].at(self.phase[lane], self.skew[lane]);
            1.0 - self.depth[lane] * (1.0 - wave)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_shape_runs_from_nothing_to_full() {
        for shape in SHAPES {
            let values: Vec<f32> = (0..100).map(|i| shape.at(i as f32 / 100.0, 0.5)).collect();
            let (least, most) =
                values.iter().fold((1.0_f32, 0.0_f32), |(l, m), x| (l.min(*x), m.max(*x)));
            assert!(least < 0.02 && most > 0.97, "{shape:?} {least} {most}");
        }
    }

    #[test]
    fn the_skew_moves_the_turning_point() {
        assert!(Shape::Triangle.at(0.1, 0.1) > 0.99);
        assert_eq!(Shape::Square.at(0.3, 0.2), 0.0);
    }
}
