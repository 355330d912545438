//! Band-limited oscillators: sine, triangle, sawtooth and square, eight at once.
//!
//! Steps are rounded with the integrated cubic B-spline over four samples, corners with the one
//! over two (V. Välimäki and others, "Alias-suppressed oscillators", 2012). They know nothing of
//! loudness over time.

use super::math::sin_turns;
use super::{Note, Source};
use crate::engine::lanes::{F8, Real};
use crate::sound::{Sound, Wave};

/// The highest pitch as a part of the sample rate; higher ones are taken as this.
const HIGHEST: f32 = 0.45;

/// Eight oscillators of one wave.
#[derive(Clone, Debug)]
pub struct Oscillators {
    /// Turns, 0 to 1.
    phase: F8,
    /// Turns a sample, as the note began and as it is bent now.
    pitch: F8,
    step: F8,
    /// Samples a turn.
    period: F8,
    wave: Wave,
}

impl Oscillators {
    /// Eight that stand still.
    pub fn new() -> Oscillators {
        let (step, period) = (F8::splat(0.001), F8::splat(1000.0));
        Oscillators { phase: F8::ZERO, pitch: step, step, period, wave: Wave::Sine }
    }

    /// How loud a wave is made, so that all four seem equally loud at gain 1.
    fn level(wave: Wave) -> f32 {
        match wave {
            Wave::Sine => 0.42,
            Wave::Triangle => 0.42,
            Wave::Sawtooth => 0.26,
            Wave::Square => 0.2,
        }
    }

    /// Draws a wave. (A type and not a closure: closures are not always inlined, and would then be
    /// compiled without the wide instructions.)
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn run<W: Draw>(&mut self, out: &mut [F8]) {
        let (mut phase, step, period) = (self.phase, self.step, self.period);
        let level = F8::splat(Oscillators::level(self.wave));
        for x in out {
            *x = W::draw(phase, step, period) * level;
            let next = phase + step;
            phase = next - next.less(F8::ONE, F8::ZERO, F8::ONE);
        }
        self.phase = phase;
    }
}

impl Default for Oscillators {
    fn default() -> Oscillators {
        Oscillators::new()
    }
}

impl Source for Oscillators {
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn start(&mut self, lane: usize, note: &Note<'_>) {
        if let Sound::Oscillator(wave) = note.sound {
            self.wave = wave;
        }
        let step = (note.freq / note.rate).clamp(1e-6, HIGHEST);
        self.pitch.0[lane] = step;
        self.step.0[lane] = step;
        self.period.0[lane] = 1.0 / step;
        // Each wave begins where it crosses zero, or rises to its first plateau.
        self.phase.0[lane] = match self.wave {
            Wave::Sine | Wave::Square => 0.0,
            Wave::Sawtooth => 0.5,
            Wave::Triangle => 0.25,
        };
    }

    #[cfg_attr(not(debug_assertions), inline(always))]
    fn bend(&mut self, ratio: F8) {
        self.step = (self.pitch * ratio).clamp(F8::splat(1e-6), F8::splat(HIGHEST));
        self.period = F8::ONE / self.step;
    }

    #[cfg_attr(not(debug_assertions), inline(always))]
    fn render(&mut self, out: &mut [F8]) {
        match self.wave {
            Wave::Sine => self.run::<Sine>(out),
            Wave::Triangle => self.run::<Triangle>(out),
            Wave::Sawtooth => self.run::<Sawtooth>(out),
            Wave::Square => self.run::<Square>(out),
        }
    }

    #[cfg_attr(not(debug_assertions), inline(always))]
    fn done(&self, _lane: usize) -> bool {
        false
    }
}

/// What a step down by 2 at phase 0 lacks to be band-limited.
#[cfg_attr(not(debug_assertions), inline(always))]
fn rounding(phase: F8, period: F8) -> F8 {
    let after = phase * period;
    let before = period - after;
    let (one, two) = (F8::ONE, F8::splat(2.0));
    let fourth = |x: F8| {
        let x = x.max(F8::ZERO);
        let x = x * x;
        x * x
    };
    let outer = fourth(two - after) - fourth(two - before);
    let inner = fourth(one - after) - fourth(one - before);
    outer * (1.0 / 12.0) - inner * (1.0 / 3.0)
}

/// The value of a wave at a phase, given its step and its period.
trait Draw {
    fn draw(phase: F8, step: F8, period: F8) -> F8;
}

struct Sine;

impl Draw for Sine {
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn draw(phase: F8, _step: F8, _period: F8) -> F8 {
        sin_turns(phase)
    }
}

struct Sawtooth;

impl Draw for Sawtooth {
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn draw(phase: F8, _step: F8, period: F8) -> F8 {
        phase + phase - F8::ONE + rounding(phase, period)
    }
}

struct Square;

impl Draw for Square {
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn draw(phase: F8, _step: F8, period: F8) -> F8 {
        let half = F8::splat(0.5);
        let first = phase.less(half, F8::ONE, F8::ZERO);
        let other = phase - half + first;
        first + first - F8::ONE + (rounding(other, period) - rounding(phase, period))
    }
}

struct Triangle;

impl Draw for Triangle {
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn draw(phase: F8, step: F8, period: F8) -> F8 {
        let half = F8::splat(0.5);
        let from_peak = (phase - half).abs();
        let from_trough = half - from_peak;
        let cube = |x: F8| {
            let x = (F8::ONE - x * period).max(F8::ZERO);
            x * x * x
        };
        let corners = cube(from_trough) - cube(from_peak);
        F8::ONE - from_peak * 4.0 + corners * step * (8.0 / 6.0)
    }
}

#[cfg(test)]
mod tests;
