//! What roughens a sound: fewer samples, fewer bits, and curves, for eight voices.
//!
//! It comes after the filters and before loudness, so a note is as rough at its end as at its
//! beginning. Curves are bent at four times the sample rate, so that little folds back; what rounds or
//! holds samples folds on purpose.

mod oversample;

use super::math::{exp2, sin_turns, soft_clip};
use super::{GRID, Note};
use crate::control::Control;
use crate::engine::lanes::{F8, LANES, Mask, Real};
use oversample::{Oversampler, TIMES};

/// Sources peak at about this; curves see it as full scale.
const FULL: f32 = 0.42;
/// The strongest drive, as an exponent of e; more sounds the same.
const STRONGEST: f32 = 12.0;
/// What an asymmetric curve adds is taken away below so many hertz.
const LOWEST: f32 = 8.0;

/// The curves that `distort` knows, in the order of its words.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Curve {
    Soft,
    Hard,
    Cubic,
    Diode,
    Asymmetric,
    Fold,
    SineFold,
    Chebyshev,
}

const CURVES: [Curve; 8] = [
    Curve::Soft,
    Curve::Hard,
    Curve::Cubic,
    Curve::Diode,
    Curve::Asymmetric,
    Curve::Fold,
    Curve::SineFold,
    Curve::Chebyshev,
];

impl Curve {
    /// The curve at `x`, driven by `k`. At a drive of 0 each leaves quiet sounds about as they are.
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn bend(self, x: F8, k: F8) -> F8 {
        let (one, half) = (F8::ONE, F8::splat(0.5));
        let driven = x + k * x;
        match self {
            Curve::Soft => driven / (one + k * x.abs()),
            Curve::Hard => driven.clamp(-one, one),
            Curve::Cubic => {
                let x = driven.clamp(-one, one);
                (x * 1.5) - x * x * x * 0.5
            }
            Curve::Diode => {
                let down = driven.min(F8::ZERO);
                driven.max(F8::ZERO) / (one + k * x.abs()) + down / (one - down - down)
            }
            Curve::Asymmetric => {
                let x = x + half * k / (one + k) * x * x;
                let driven = x + k * x;
                driven / (one + k * x.abs())
            }
            Curve::Fold => {
                // A triangle of period 4 that rises through zero.
                let turns = driven * 0.25 + F8::splat(0.25);
                let part = turns - turns.floor();
                one - (part - half).abs() * 4.0
            }
            Curve::SineFold => sin_turns(driven.clamp(F8::splat(-1e5), F8::splat(1e5)) * 0.25),
            Curve::Chebyshev => {
                // The third of Chebyshev's polynomials, more of it the harder it is driven.
                let x = x.clamp(-one, one);
                let third = (x * x * 4.0 - F8::splat(3.0)) * x;
                let share = k / (one + k);
                x + (third - x) * share
            }
        }
    }
}

/// What a tube does to `x`: above zero nothing, below it the bend of a soft clip.
#[cfg_attr(not(debug_assertions), inline(always))]
fn tube(x: F8, drive: F8) -> F8 {
    x.max(F8::ZERO) + soft_clip(x.min(F8::ZERO) * drive) / drive
}

/// A sigmoid that lifts what is quiet `k` times and leaves full scale as it is.
#[cfg_attr(not(debug_assertions), inline(always))]
fn sigmoid(x: F8, k: F8) -> F8 {
    let near = x.abs();
    x * (near + k) / (x * x + near * (k - F8::ONE) + F8::ONE)
}

/// Eight shapers.
#[derive(Clone, Debug)]
pub struct Shapers {
    used: [bool; LANES],
    /// Frames that a sample is held, how many are left, and the sample.
    frames: F8,
    left: F8,
    held: F8,
    coarse: Mask,
    /// Steps from nothing to full scale.
    steps: F8,
    crushed: Mask,
    /// Drive and level of the two waveshapers.
    drive: [F8; 2],
    level: [F8; 2],
    shaped: Mask,
    curved: [Mask; CURVES.len()],
    /// The sigmoid: its strength, its low-pass and what that remembers.
    krush: F8,
    pace: F8,
    dark: F8,
    krushed: Mask,
    tube: F8,
    tubed: Mask,
    /// The lanes that are bent, and those that need their constant part taken away.
    bent: Mask,
    lopsided: Mask,
    oversampler: Oversampler,
    /// The constant part: how much of it stays from frame to frame, the last input and output.
    stays: F8,
    entered: F8,
    left_over: F8,
}

impl Shapers {
    /// Eight that change nothing.
    pub fn new() -> Shapers {
        Shapers {
            used: [false; LANES],
            frames: F8::ONE,
            left: F8::ZERO,
            held: F8::ZERO,
            coarse: Mask::NONE,
            steps: F8::ONE,
            crushed: Mask::NONE,
            drive: [F8::ZERO; 2],
            level: [F8::ONE; 2],
            shaped: Mask::NONE,
            curved: [Mask::NONE; CURVES.len()],
            krush: F8::ONE,
            pace: F8::ONE,
            dark: F8::ZERO,
            krushed: Mask::NONE,
            tube: F8::ONE,
            tubed: Mask::NONE,
            bent: Mask::NONE,
            lopsided: Mask::NONE,
            oversampler: Oversampler::NEW,
            stays: F8::ONE,
            entered: F8::ZERO,
            left_over: F8::ZERO,
        }
    }

    /// Starts a note in a lane.
    pub fn start(&mut self, lane: usize, note: &Note<'_>) {
        self.stop(lane);
        let settings = &note.settings;
        let coarse = settings.value(Control::Coarse);
        self.coarse.set(lane, coarse > 1.0);
        self.frames.0[lane] = coarse;
        (self.left.0[lane], self.held.0[lane]) = (0.0, 0.0);
        let bits = settings.get(Control::Crush);
        self.crushed.set(lane, bits.is_some());
        self.steps.0[lane] = exp2(bits.unwrap_or(16.0) - 1.0);
        let shape = settings.value(Control::Shape) + settings.value(Control::Overshape);
        let shape = shape.min(0.999);
        self.shaped.set(lane, shape > 0.0);
        self.drive[0].0[lane] = 2.0 * shape / (1.0 - shape);
        self.level[0].0[lane] = settings.value(Control::Shapevol);
        let distort = settings.value(Control::Distort).min(STRONGEST);
        let curve = (settings.or(Control::Distorttype, 0.0) as usize).min(CURVES.len() - 1);
        self.curved[curve].set(lane, distort > 0.0);
        self.drive[1].0[lane] = exp2(distort * std::f32::consts::LOG2_E) - 1.0;
        self.level[1].0[lane] = settings.value(Control::Distortvol);
        let (krush, tube) = (settings.value(Control::Krush), settings.value(Control::Triode));
        self.krushed.set(lane, krush > 0.0);
        self.krush.0[lane] = krush.max(1.0);
        let cutoff = settings.value(Control::Kcutoff).min(0.3 * note.rate);
        let turn = std::f32::consts::TAU * cutoff / note.rate;
        (self.pace.0[lane], self.dark.0[lane]) = (turn / (1.0 + turn), 0.0);
        self.tubed.set(lane, tube > 0.0);
        self.tube.0[lane] = 10.0 * tube + 1e-3;
        let bent = shape > 0.0 || distort > 0.0 || krush > 0.0 || tube > 0.0;
        self.bent.set(lane, bent);
        let uneven = matches!(CURVES[curve], Curve::Diode | Curve::Asymmetric);
        self.lopsided.set(lane, tube > 0.0 || distort > 0.0 && uneven);
        self.stays.0[lane] = 1.0 - std::f32::consts::TAU * LOWEST / note.rate;
        self.used[lane] = coarse > 1.0 || bits.is_some() || bent;
    }

    /// Ends a lane's note.
    pub fn stop(&mut self, lane: usize) {
        self.used[lane] = false;
        self.coarse.set(lane, false);
        self.crushed.set(lane, false);
        let masks = [&mut self.shaped, &mut self.krushed, &mut self.tubed, &mut self.bent];
        masks.into_iter().chain(&mut self.curved).for_each(|mask| mask.set(lane, false));
        self.lopsided.set(lane, false);
        (self.entered.0[lane], self.left_over.0[lane]) = (0.0, 0.0);
        self.oversampler.forget(lane);
    }

    /// Whether any lane is shaped.
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub fn is_on(&self) -> bool {
        self.used.contains(&true)
    }

    /// Shapes the next frames.
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub fn process(&mut self, sound: &mut [F8]) {
        if self.coarse.any() {
            self.hold(sound);
        }
        if self.crushed.any() {
            let (scale, back) = (self.steps * (1.0 / FULL), F8::splat(FULL) / self.steps);
            for x in sound.iter_mut() {
                *x = self.crushed.select((*x * scale).round() * back, *x);
            }
        }
        if self.bent.any() {
            sound.chunks_mut(GRID).for_each(|cell| self.bend(cell));
        }
        if self.krushed.any() {
            self.darken(sound);
        }
        if self.lopsided.any() {
            self.level_out(sound);
        }
    }

    /// Bends up to a grid cell by all curves, at a higher rate.
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn bend(&mut self, sound: &mut [F8]) {
        let mut high = [F8::ZERO; GRID * TIMES];
        self.oversampler.raise(sound, self.bent, &mut high);
        let bent = &mut high[..sound.len() * TIMES];
        if self.shaped.any() {
            self.curve(bent, 0, Curve::Soft, self.shaped);
        }
        for (curve, lanes) in CURVES.into_iter().zip(self.curved) {
            if lanes.any() {
                self.curve(bent, 1, curve, lanes);
            }
        }
        if self.krushed.any() {
            for x in bent.iter_mut() {
                let crushed = sigmoid(*x * (1.0 / FULL), self.krush) * FULL;
                *x = self.krushed.select(crushed, *x);
            }
        }
        if self.tubed.any() {
            for x in bent.iter_mut() {
                *x = self.tubed.select(tube(*x * (1.0 / FULL), self.tube) * FULL, *x);
            }
        }
        self.oversampler.lower(&high, self.bent, sound);
    }

    /// The low-pass after the sigmoid.
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn darken(&mut self, sound: &mut [F8]) {
        for x in sound {
            self.dark += (self.krushed.select(*x, F8::ZERO) - self.dark) * self.pace;
            *x = self.krushed.select(self.dark, *x);
        }
    }

    /// Takes the constant part away.
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn level_out(&mut self, sound: &mut [F8]) {
        for x in sound {
            let entering = self.lopsided.select(*x, F8::ZERO);
            self.left_over = entering - self.entered + self.stays * self.left_over;
            self.entered = entering;
            *x = self.lopsided.select(self.left_over, *x);
        }
    }

    #[cfg_attr(not(debug_assertions), inline(always))]
    fn hold(&mut self, sound: &mut [F8]) {
        let (mut left, mut held) = (self.left, self.held);
        for x in sound {
            let due = left.lt(F8::ONE);
            held = due.select(*x, held);
            left = due.select(left + self.frames, left) - F8::ONE;
            *x = self.coarse.select(held, *x);
        }
        (self.left, self.held) = (left, held);
    }

    #[cfg_attr(not(debug_assertions), inline(always))]
    fn curve(&self, sound: &mut [F8], stage: usize, curve: Curve, lanes: Mask) {
        let (drive, level) = (self.drive[stage], self.level[stage] * FULL);
        for x in sound {
            let bent = curve.bend(*x * (1.0 / FULL), drive) * level;
            *x = lanes.select(bent, *x);
        }
    }
}

impl Default for Shapers {
    fn default() -> Shapers {
        Shapers::new()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::kernel::Settings;
    use crate::engine::kernel::amp::Channel;
    use crate::schedule::Setting;
    use crate::sound::Sound;

    fn shaped(settings: &[(Control, f32)], input: impl Fn(usize) -> f32) -> Vec<f32> {
        let settings: Vec<Setting> =
            settings.iter().map(|&(control, value)| Setting { control, value }).collect();
        let sound = Sound::Sample(crate::sound::SampleSlot(0));
        let note = Note {
            sound,
            freq: 440.0,
            rate: 48_000.0,
            channel: Channel::Mono,
            seed: 1,
            settings: Settings(&settings),
        };
        let mut shapers = Shapers::new();
        shapers.start(2, &note);
        let mut out: Vec<F8> = (0..480).map(|i| F8::splat(input(i))).collect();
        out.chunks_mut(16).for_each(|piece| shapers.process(piece));
        assert!(out.iter().enumerate().all(|(i, x)| x.0[3] == input(i)), "another lane changed");
        out.iter().map(|x| x.0[2]).collect()
    }

    fn sine(i: usize) -> f32 {
        FULL * sin_turns(i as f32 / 48.0)
    }

    #[test]
    fn coarse_plays_several_samples_as_one() {
        let held = shaped(&[(Control::Coarse, 4.0)], sine);
        for (i, x) in held.iter().enumerate() {
            assert_eq!(*x, sine(i / 4 * 4));
        }
    }

    #[test]
    fn crush_leaves_so_many_levels() {
        let mut levels = shaped(&[(Control::Crush, 3.0)], sine);
        levels.sort_by(f32::total_cmp);
        levels.dedup();
        assert!(levels.len() <= 9, "{levels:?}");
    }

    #[test]
    fn every_curve_stays_within_range_and_adds_harmonics() {
        for (place, curve) in CURVES.into_iter().enumerate() {
            let settings = [(Control::Distort, 3.0), (Control::Distorttype, place as f32)];
            let out = shaped(&settings, sine);
            assert!(out.iter().all(|x| x.abs() <= 1.6 * FULL), "{curve:?}");
            let change: f32 = out.iter().enumerate().map(|(i, x)| (x - sine(i)).abs()).sum();
            assert!(change > 1.0, "{curve:?}: {change}");
        }
    }

    #[test]
    fn the_hardest_drive_gives_numbers() {
        for place in 0..CURVES.len() {
            let settings = [(Control::Distort, 100.0), (Control::Distorttype, place as f32)];
            assert!(shaped(&settings, |i| sine(i) * 40.0).iter().all(|x| x.is_finite()));
        }
    }
}
