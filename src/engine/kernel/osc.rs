//! Band-limited oscillators: sine, triangle, sawtooth and square, eight at once.
//!
//! Steps are rounded with the integrated cubic B-spline over four samples, corners with the one
//! over two (V. Välimäki and others, "Alias-suppressed oscillators", 2012). They know nothing of
//! loudness over time.

use super::fm::Modulators;
use super::math::sin_turns;
use super::{GRID, Note, Source};
use crate::control::Control;
use crate::engine::lanes::{F8, LANES, Real};
use crate::sound::{Sound, Wave};

/// The highest pitch as a part of the sample rate; higher ones are taken as this.
pub(super) const HIGHEST: f32 = 0.45;

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
    pulse: Pulse,
    wave: Wave,
}

/// How much of its turn a square is up, for each of eight: a share that may sway.
#[derive(Clone, Debug)]
struct Pulse {
    /// Now, and the change a frame until the next grid point.
    width: F8,
    step: F8,
    /// The middle, how far it sways to either side, and the sway itself in turns.
    middle: F8,
    depth: F8,
    phase: F8,
    pace: F8,
}

impl Pulse {
    const EVEN: Pulse = Pulse {
        width: F8([0.5; LANES]),
        step: F8::ZERO,
        middle: F8([0.5; LANES]),
        depth: F8::ZERO,
        phase: F8::ZERO,
        pace: F8::ZERO,
    };

    fn start(&mut self, lane: usize, note: &Note<'_>) {
        let settings = &note.settings;
        let middle = settings.value(Control::Pw);
        self.middle.0[lane] = middle;
        self.depth.0[lane] = 0.5 * settings.value(Control::Pwsweep);
        self.phase.0[lane] = 0.0;
        self.pace.0[lane] = settings.value(Control::Pwrate) * GRID as f32 / note.rate;
        (self.width.0[lane], self.step.0[lane]) = (middle, 0.0);
    }

    #[cfg_attr(not(debug_assertions), inline(always))]
    fn tick(&mut self) {
        let next = self.phase + self.pace;
        self.phase = next - next.floor();
        let target = self.middle + self.depth * sin_turns(self.phase);
        let target = target.clamp(F8::splat(0.01), F8::splat(0.99));
        self.step = (target - self.width) * (1.0 / GRID as f32);
    }
}

impl Oscillators {
    /// Eight that stand still.
    pub fn new() -> Oscillators {
        let (step, period) = (F8::splat(0.001), F8::splat(1000.0));
        let pulse = Pulse::EVEN;
        Oscillators { phase: F8::ZERO, pitch: step, step, period, pulse, wave: Wave::Sine }
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
        let mut width = self.pulse.width;
        let level = F8::splat(Oscillators::level(self.wave));
        for x in out {
            width += self.pulse.step;
            *x = W::draw(phase, step, period, width) * level;
            let next = phase + step;
            phase = next - next.less(F8::ONE, F8::ZERO, F8::ONE);
        }
        (self.phase, self.pulse.width) = (phase, width);
    }

    /// The same while modulators move the pitch, also through zero.
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn run_modulated<W: Draw>(&mut self, out: &mut [F8], modulators: &mut Modulators) {
        let (mut phase, mut width) = (self.phase, self.pulse.width);
        let (least, most) = (F8::splat(1e-6), F8::splat(HIGHEST));
        let level = F8::splat(Oscillators::level(self.wave));
        for x in out {
            width += self.pulse.step;
            let step = (self.step * modulators.next(self.step)).clamp(-most, most);
            let pace = step.abs().max(least);
            *x = W::draw(phase, pace, F8::ONE / pace, width) * level;
            let next = phase + step;
            phase = next - next.floor();
        }
        (self.phase, self.pulse.width) = (phase, width);
    }

    /// As [`Source::render`], with modulators of the pitch.
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub fn render_modulated(&mut self, out: &mut [F8], modulators: &mut Modulators) {
        match self.wave {
            Wave::Sine => self.run_modulated::<Sine>(out, modulators),
            Wave::Triangle => self.run_modulated::<Triangle>(out, modulators),
            Wave::Sawtooth => self.run_modulated::<Sawtooth>(out, modulators),
            Wave::Square => self.run_modulated::<Square>(out, modulators),
        }
    }

    /// At a grid point: where the width of a pulse glides to until the next.
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub fn tick(&mut self) {
        if self.wave == Wave::Square {
            self.pulse.tick();
        }
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
        self.pulse.start(lane, note);
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

/// The value of a wave at a phase, given its step, its period and how wide its upper part is.
trait Draw {
    fn draw(phase: F8, step: F8, period: F8, width: F8) -> F8;
}

struct Sine;

impl Draw for Sine {
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn draw(phase: F8, _step: F8, _period: F8, _width: F8) -> F8 {
        sin_turns(phase)
    }
}

struct Sawtooth;

impl Draw for Sawtooth {
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn draw(phase: F8, _step: F8, period: F8, _width: F8) -> F8 {
        sawtooth(phase, period)
    }
}

/// A sawtooth from -1 to 1 at a phase, given its period.
#[cfg_attr(not(debug_assertions), inline(always))]
pub(super) fn sawtooth(phase: F8, period: F8) -> F8 {
    phase + phase - F8::ONE + rounding(phase, period)
}

struct Square;

impl Draw for Square {
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn draw(phase: F8, _step: F8, period: F8, width: F8) -> F8 {
        let first = phase.less(width, F8::ONE, F8::ZERO);
        let other = phase - width + first;
        let wave = first + first - F8::ONE + (rounding(other, period) - rounding(phase, period));
        // Without what a narrow pulse has of a constant.
        wave - (width + width - F8::ONE)
    }
}

struct Triangle;

impl Draw for Triangle {
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn draw(phase: F8, step: F8, period: F8, _width: F8) -> F8 {
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
