//! Band-limited oscillators: sine, triangle, sawtooth and square, eight at once.
//!
//! Their phase is that of a frame some way ahead, so that jumps and corners can be mended before they
//! are heard; see `edge`. They know nothing of loudness over time.

use super::edge::{AHEAD, Edges};
use super::fm::Modulators;
use super::math::sin_turns;
use super::{GRID, Note, Source};
use crate::control::Control;
use crate::engine::lanes::{F8, LANES, Mask, Real};
use crate::sound::{Sound, Wave};

/// The highest pitch as a part of the sample rate; higher ones are taken as this.
pub(super) const HIGHEST: f32 = 0.45;

/// Eight oscillators of one wave.
#[derive(Clone, Debug)]
pub struct Oscillators {
    /// Turns, 0 to 1; of waves with edges, some frames ahead.
    phase: F8,
    /// Turns a sample, as the note began and as it is bent now.
    pitch: F8,
    step: F8,
    edges: Edges,
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
    /// Eight that stand still. Makes tables, if that has not been done.
    pub fn new() -> Oscillators {
        Oscillators {
            phase: F8::ZERO,
            pitch: F8::ZERO,
            step: F8::ZERO,
            edges: Edges::new(),
            pulse: Pulse::EVEN,
            wave: Wave::Sine,
        }
    }

    /// How loud a wave is made, so that all four seem equally loud at gain 1.
    fn level(wave: Wave) -> f32 {
        match wave {
            Wave::Sine => 0.42,
            Wave::Triangle => 0.42,
            Wave::Sawtooth => 0.26,
            Wave::Square => 0.195,
        }
    }

    /// A wave without edges. (Types and not closures, here and below: closures are not always inlined,
    /// and would then be compiled without the wide instructions.)
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn run_sine<P: Pace>(&mut self, out: &mut [F8], mut pace: P) {
        let mut phase = self.phase;
        let level = F8::splat(Oscillators::level(Wave::Sine));
        for x in out {
            *x = sin_turns(phase) * level;
            let next = phase + pace.next(self.step);
            phase = next - next.floor();
        }
        self.phase = phase;
    }

    /// A wave with edges: it is drawn some frames ahead, and mended where it jumps or bends.
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn run<S: Shape, P: Pace>(&mut self, out: &mut [F8], mut pace: P) {
        let (mut phase, mut width) = (self.phase, self.pulse.width);
        let level = F8::splat(Oscillators::level(self.wave));
        for x in out {
            self.edges.add(AHEAD, S::at(phase, width));
            let to = phase + pace.next(self.step);
            let next = to - to.floor();
            let wider = width + self.pulse.step;
            let edges = S::edges(phase, to, next, width, wider);
            if edges.any() {
                for lane in (0..LANES).filter(|&lane| edges.0[lane] != 0) {
                    let way = Way {
                        from: phase.0[lane],
                        to: to.0[lane],
                        width: (width.0[lane], wider.0[lane]),
                    };
                    S::mend(way, lane, AHEAD, &mut self.edges);
                }
            }
            (phase, width) = (next, wider);
            *x = self.edges.next() * level;
        }
        (self.phase, self.pulse.width) = (phase, width);
    }

    #[cfg_attr(not(debug_assertions), inline(always))]
    fn run_wave<P: Pace>(&mut self, out: &mut [F8], pace: P) {
        match self.wave {
            Wave::Sine => self.run_sine(out, pace),
            Wave::Triangle => self.run::<Triangle, P>(out, pace),
            Wave::Sawtooth => self.run::<Sawtooth, P>(out, pace),
            Wave::Square => self.run::<Square, P>(out, pace),
        }
    }

    /// As [`Source::render`], with modulators of the pitch.
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub fn render_modulated(&mut self, out: &mut [F8], modulators: &mut Modulators) {
        self.run_wave(out, Modulated(modulators));
    }

    /// Draws the first frames of a lane.
    fn run_up<S: Shape>(&mut self, lane: usize) {
        self.edges.clear(lane);
        let mut from = self.phase.0[lane];
        let (step, width) = (self.step.0[lane], self.pulse.width.0[lane]);
        for ahead in 0..AHEAD {
            let mut wave = F8::ZERO;
            wave.0[lane] = S::at(F8::splat(from), F8::splat(width)).0[lane];
            self.edges.add(ahead, wave);
            let to = from + step;
            let next = to - Real::floor(to);
            let [from_all, to_all, next_all, width_all] = [from, to, next, width].map(F8::splat);
            if S::edges(from_all, to_all, next_all, width_all, width_all).any() {
                S::mend(Way { from, to, width: (width, width) }, lane, ahead, &mut self.edges);
            }
            from = next;
        }
        self.phase.0[lane] = from;
    }

    /// Ends a lane's note: what stands still has no edges.
    pub fn stop(&mut self, lane: usize) {
        self.pitch.0[lane] = 0.0;
        self.step.0[lane] = 0.0;
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
        self.pulse.start(lane, note);
        // Each wave begins where it crosses zero, or rises to its first plateau.
        self.phase.0[lane] = match self.wave {
            Wave::Sine | Wave::Square => 0.0,
            Wave::Sawtooth => 0.5,
            Wave::Triangle => 0.25,
        };
        match self.wave {
            Wave::Sine => {}
            Wave::Triangle => self.run_up::<Triangle>(lane),
            Wave::Sawtooth => self.run_up::<Sawtooth>(lane),
            Wave::Square => self.run_up::<Square>(lane),
        }
    }

    #[cfg_attr(not(debug_assertions), inline(always))]
    fn bend(&mut self, ratio: F8) {
        self.step = (self.pitch * ratio).clamp(F8::ZERO, F8::splat(HIGHEST));
    }

    #[cfg_attr(not(debug_assertions), inline(always))]
    fn render(&mut self, out: &mut [F8]) {
        self.run_wave(out, Steady);
    }

    #[cfg_attr(not(debug_assertions), inline(always))]
    fn done(&self, _lane: usize) -> bool {
        false
    }
}

/// How far a wave goes in a frame, in turns.
trait Pace {
    fn next(&mut self, step: F8) -> F8;
}

/// As its pitch says.
struct Steady;

impl Pace for Steady {
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn next(&mut self, step: F8) -> F8 {
        step
    }
}

/// As its modulators say, also backwards.
struct Modulated<'a>(&'a mut Modulators);

impl Pace for Modulated<'_> {
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn next(&mut self, step: F8) -> F8 {
        let most = F8::splat(HIGHEST);
        (step * self.0.next(step)).clamp(-most, most)
    }
}

/// The way of one wave from one frame to the next, in turns: not wrapped, by less than half a turn;
/// and how wide its upper part is before and after.
#[derive(Clone, Copy)]
struct Way {
    from: f32,
    to: f32,
    width: (f32, f32),
}

impl Way {
    /// How many frames ago it passed a place, if it did.
    fn passed(self, place: f32) -> Option<f32> {
        let Way { from, to, .. } = self;
        let ahead = from < place && to >= place;
        let back = from >= place && to < place;
        (ahead || back).then(|| (to - place) / (to - from))
    }

    /// 1 ahead, -1 backwards.
    fn sign(self) -> f32 {
        if self.to >= self.from { 1.0 } else { -1.0 }
    }
}

/// A wave with edges.
trait Shape {
    /// Its value at a phase, given how wide its upper part is.
    fn at(phase: F8, width: F8) -> F8;

    /// Which waves may meet an edge on the way to the next frame.
    fn edges(phase: F8, to: F8, next: F8, width: F8, wider: F8) -> Mask;

    /// Mends the edges on the way of one wave.
    fn mend(way: Way, lane: usize, ahead: usize, edges: &mut Edges);
}

struct Sawtooth;

impl Shape for Sawtooth {
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn at(phase: F8, _width: F8) -> F8 {
        phase + phase - F8::ONE
    }

    #[cfg_attr(not(debug_assertions), inline(always))]
    fn edges(_phase: F8, to: F8, next: F8, _width: F8, _wider: F8) -> Mask {
        differ(to, next)
    }

    #[cfg_attr(not(debug_assertions), inline(always))]
    fn mend(way: Way, lane: usize, ahead: usize, edges: &mut Edges) {
        let end = if way.sign() > 0.0 { 1.0 } else { 0.0 };
        if let Some(late) = way.passed(end) {
            edges.jump(lane, ahead, late, -2.0 * way.sign());
        }
    }
}

struct Square;

impl Shape for Square {
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn at(phase: F8, width: F8) -> F8 {
        // Without what a narrow pulse has of a constant.
        phase.less(width, F8::splat(2.0), F8::ZERO) - (width + width)
    }

    #[cfg_attr(not(debug_assertions), inline(always))]
    fn edges(phase: F8, to: F8, next: F8, width: F8, wider: F8) -> Mask {
        let (before, after) = (phase.lt(width), next.lt(wider));
        differ(to, next).or(before.xor(after))
    }

    #[cfg_attr(not(debug_assertions), inline(always))]
    fn mend(way: Way, lane: usize, ahead: usize, edges: &mut Edges) {
        let (before, after) = way.width;
        let sign = way.sign();
        let places = if sign > 0.0 { [after, 1.0, 1.0 + after] } else { [after, 0.0, after - 1.0] };
        let level = |up: bool| if up { 1.0 } else { -1.0 };
        let mut now = level(way.from < before);
        for (place, height) in places.into_iter().zip([-2.0 * sign, 2.0 * sign, -2.0 * sign]) {
            if let Some(late) = way.passed(place) {
                edges.jump(lane, ahead, late, height);
                now += height;
            }
        }
        // The width itself has passed the phase.
        let rest = level(way.to - Real::floor(way.to) < after) - now;
        if rest != 0.0 {
            edges.jump(lane, ahead, 0.5, rest);
        }
    }
}

struct Triangle;

impl Shape for Triangle {
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn at(phase: F8, _width: F8) -> F8 {
        F8::ONE - (phase - F8::splat(0.5)).abs() * 4.0
    }

    #[cfg_attr(not(debug_assertions), inline(always))]
    fn edges(phase: F8, _to: F8, next: F8, _width: F8, _wider: F8) -> Mask {
        let half = F8::splat(0.5);
        phase.lt(half).xor(next.lt(half))
    }

    #[cfg_attr(not(debug_assertions), inline(always))]
    fn mend(way: Way, lane: usize, ahead: usize, edges: &mut Edges) {
        let bend = 8.0 * (way.to - way.from).abs();
        if let Some(late) = way.passed(0.5) {
            edges.corner(lane, ahead, late, -bend);
        }
        let end = if way.sign() > 0.0 { 1.0 } else { 0.0 };
        if let Some(late) = way.passed(end) {
            edges.corner(lane, ahead, late, bend);
        }
    }
}

/// Where two phases are not the same.
#[cfg_attr(not(debug_assertions), inline(always))]
fn differ(a: F8, b: F8) -> Mask {
    a.lt(b).or(b.lt(a))
}

/// What a step down by 2 at phase 0 lacks to be band-limited, in few operations and from few frames.
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

/// A sawtooth from -1 to 1 at a phase, given its period, for voices of many of them, whose aliases
/// hide behind each other: its steps are rounded with the integrated cubic B-spline over four frames
/// (V. Välimäki and others, "Alias-suppressed oscillators", 2012).
#[cfg_attr(not(debug_assertions), inline(always))]
pub(super) fn sawtooth(phase: F8, period: F8) -> F8 {
    phase + phase - F8::ONE + rounding(phase, period)
}

#[cfg(test)]
mod tests;
