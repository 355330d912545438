//! Many that play as one: strings, pads, brass and a choir, for eight lanes. A note takes two
//! lanes, left and right.
//!
//! Sawtooths a little apart go through filters that stand still: a slope, or the formants of a
//! vowel. Loudness over time is not its business.

use super::amp::Channel;
use super::math::{exp2, from_decibels, scramble, sin_turns, tan_fraction};
use super::osc::{HIGHEST, sawtooth};
use super::{Note, Source};
use crate::control::Control;
use crate::engine::lanes::{F8, LANES, Real};
use crate::sound::{Many, Sound};

/// Sawtooths of a note, and filters.
const SAWS: usize = 5;
const FILTERS: usize = 5;
/// The root mean square that all rows are brought to, on either side.
const LOUDNESS: f32 = 0.07;

/// What the sawtooths go through.
#[derive(Debug)]
enum Colour {
    /// A low-pass so many hertz above so many times the note, and its quality.
    Slope(f32, f32, f32),
    /// The formants of a vowel.
    Voice,
}

/// One sound.
#[derive(Debug)]
struct Row {
    /// Semitones between the lowest and the highest.
    detune: f32,
    /// Vibrato: hertz, and depth as a part of the pitch.
    vibrato: (f32, f32),
    colour: Colour,
    level: f32,
    /// Seconds to rise and to fade.
    rise: f32,
    fade: f32,
}

const STRINGS: Row = Row {
    detune: 0.22,
    vibrato: (5.3, 0.0025),
    colour: Colour::Slope(1800.0, 3.0, 0.7),
    level: 1.0,
    rise: 0.12,
    fade: 0.35,
};
const PAD: Row = Row {
    detune: 0.3,
    vibrato: (0.23, 0.0005),
    colour: Colour::Slope(250.0, 2.2, 0.8),
    level: 1.1,
    rise: 0.35,
    fade: 0.9,
};
const BRASS: Row = Row {
    detune: 0.1,
    vibrato: (4.8, 0.0015),
    colour: Colour::Slope(900.0, 2.6, 1.3),
    level: 1.0,
    rise: 0.05,
    fade: 0.12,
};
const CHOIR: Row = Row {
    detune: 0.26,
    vibrato: (5.0, 0.004),
    colour: Colour::Voice,
    level: 1.0,
    rise: 0.16,
    fade: 0.4,
};

/// Formants of a tenor singing a, e, i, o, u: hertz, decibels, width in hertz. (Measured values as
/// they stand in many textbooks.)
pub(super) const VOWELS: [[(f32, f32, f32); FILTERS]; 5] = [
    [
        (650.0, 0.0, 80.0),
        (1080.0, -6.0, 90.0),
        (2650.0, -7.0, 120.0),
        (2900.0, -8.0, 130.0),
        (3250.0, -22.0, 140.0),
    ],
    [
        (400.0, 0.0, 70.0),
        (1700.0, -14.0, 80.0),
        (2600.0, -12.0, 100.0),
        (3200.0, -14.0, 120.0),
        (3580.0, -20.0, 120.0),
    ],
    [
        (290.0, 0.0, 60.0),
        (1870.0, -15.0, 90.0),
        (2800.0, -18.0, 100.0),
        (3250.0, -20.0, 120.0),
        (3540.0, -30.0, 120.0),
    ],
    [
        (400.0, 0.0, 70.0),
        (800.0, -10.0, 80.0),
        (2600.0, -12.0, 100.0),
        (2800.0, -12.0, 130.0),
        (3000.0, -26.0, 135.0),
    ],
    [
        (350.0, 0.0, 60.0),
        (600.0, -20.0, 60.0),
        (2700.0, -17.0, 100.0),
        (2900.0, -14.0, 120.0),
        (3300.0, -26.0, 120.0),
    ],
];
/// Which of the five each word of `vowel` is sung as.
pub(super) const SUNG: [usize; 15] = [0, 1, 2, 3, 4, 1, 0, 1, 4, 2, 3, 4, 1, 0, 3];

fn row(what: Many) -> &'static Row {
    match what {
        Many::Strings => &STRINGS,
        Many::Pad => &PAD,
        Many::Brass => &BRASS,
        Many::Choir => &CHOIR,
    }
}

/// Seconds in which a sound rises and fades if a note does not say.
pub(crate) fn edges(what: Many) -> (f32, f32) {
    (row(what).rise, row(what).fade)
}

#[derive(Clone, Copy, Debug)]
struct Saw {
    phase: F8,
    pitch: F8,
    step: F8,
    period: F8,
    gain: F8,
}

/// A filter with two poles (Simper, "Linear trapezoidal integrated SVF", 2013).
#[derive(Clone, Copy, Debug)]
struct Pole {
    a: [F8; 3],
    /// What is taken of its band and of its low side.
    band: F8,
    low: F8,
    state: [F8; 2],
}

impl Pole {
    const NONE: Pole =
        Pole { a: [F8::ZERO; 3], band: F8::ZERO, low: F8::ZERO, state: [F8::ZERO; 2] };

    fn set(&mut self, lane: usize, plan: &Plan, scale: f32, rate: f32) {
        let (top, bottom) = tan_fraction(std::f32::consts::PI * (plan.hertz / rate).min(0.42));
        let g = top / bottom;
        let a = 1.0 / (1.0 + g * (g + plan.damping));
        for (i, value) in [a, g * a, g * g * a].into_iter().enumerate() {
            self.a[i].0[lane] = value;
        }
        self.band.0[lane] = plan.band * scale;
        self.low.0[lane] = plan.low * scale;
        (self.state[0].0[lane], self.state[1].0[lane]) = (0.0, 0.0);
    }

    #[cfg_attr(not(debug_assertions), inline(always))]
    fn next(&mut self, x: F8) -> F8 {
        let from_low = x - self.state[1];
        let band = self.a[0] * self.state[0] + self.a[1] * from_low;
        let low = self.state[1] + self.a[1] * self.state[0] + self.a[2] * from_low;
        self.state[0] = band + band - self.state[0];
        self.state[1] = low + low - self.state[1];
        self.band * band + self.low * low
    }
}

/// A filter before it is set.
#[derive(Clone, Copy)]
struct Plan {
    hertz: f32,
    damping: f32,
    band: f32,
    low: f32,
}

impl Plan {
    const NONE: Plan = Plan { hertz: 1000.0, damping: 1.0, band: 0.0, low: 0.0 };

    /// Its response at a frequency, as real and imaginary part.
    fn at(&self, hertz: f32) -> (f32, f32) {
        let x = hertz / self.hertz;
        let (re, im) = (1.0 - x * x, self.damping * x);
        let size = 1.0 / (re * re + im * im);
        // (low + i x band) over (re + i im)
        let (a, b) = (self.low, self.band * x);
        ((a * re + b * im) * size, (b * re - a * im) * size)
    }
}

fn plans(row: &Row, note: &Note<'_>) -> ([Plan; FILTERS], usize) {
    let mut plans = [Plan::NONE; FILTERS];
    let tone = Real::clamp(note.settings.value(Control::Tone), 0.05, 16.0);
    let highest = 0.42 * note.rate;
    match row.colour {
        Colour::Slope(base, times, quality) => {
            let hertz = (tone * (base + times * note.freq)).min(highest);
            plans[0] = Plan { hertz, damping: 1.0 / quality, band: 0.0, low: 1.0 };
            (plans, 1)
        }
        Colour::Voice => {
            let word = note.settings.or(Control::Vowel, 0.0) as usize;
            let vowel = &VOWELS[SUNG[word.min(SUNG.len() - 1)]];
            for (i, (plan, &(hertz, decibels, width))) in plans.iter_mut().zip(vowel).enumerate() {
                // A high voice opens the mouth until the first formant is at its note.
                let hertz = if i == 0 { hertz.max(note.freq) } else { hertz };
                let hertz = hertz.min(highest);
                let damping = (1.7 * width / hertz).min(1.0);
                let bright = if i == 0 { 1.0 } else { tone };
                let band = bright * damping * from_decibels(decibels);
                *plan = Plan { hertz, damping, band, low: 0.0 };
            }
            (plans, FILTERS)
        }
    }
}

/// The root mean square of a sawtooth of a pitch through the filters.
fn loudness(plans: &[Plan], note: &Note<'_>) -> f32 {
    let mut energy = 1e-9;
    for number in 1..=60 {
        let hertz = number as f32 * note.freq;
        if number > 1 && hertz > 0.45 * note.rate {
            break;
        }
        let (mut re, mut im) = (0.0, 0.0);
        for plan in plans {
            let (a, b) = plan.at(hertz);
            (re, im) = (re + a, im + b);
        }
        let level = 2.0 / (std::f32::consts::PI * number as f32);
        energy += 0.5 * level * level * (re * re + im * im);
    }
    energy.sqrt()
}

/// The instruments of eight lanes.
#[derive(Clone, Debug)]
pub struct Ensembles {
    saws: [Saw; SAWS],
    poles: [Pole; FILTERS],
    /// How many filters each lane uses, and the most of any.
    filters: [usize; LANES],
    used: usize,
    sway: F8,
    sway_step: F8,
    sway_depth: F8,
}

impl Ensembles {
    /// Eight that are silent.
    pub fn new() -> Ensembles {
        let (step, period) = (F8::splat(0.001), F8::splat(1000.0));
        let saw = Saw { phase: F8::ZERO, pitch: step, step, period, gain: F8::ZERO };
        Ensembles {
            saws: [saw; SAWS],
            poles: [Pole::NONE; FILTERS],
            filters: [1; LANES],
            used: 1,
            sway: F8::ZERO,
            sway_step: F8::ZERO,
            sway_depth: F8::ZERO,
        }
    }
}

impl Default for Ensembles {
    fn default() -> Ensembles {
        Ensembles::new()
    }
}

fn chance(seed: u32, purpose: u32) -> f32 {
    (scramble(seed ^ purpose.wrapping_mul(0x9e37_79b9)) >> 8) as f32 / 16_777_216.0
}

impl Source for Ensembles {
    fn start(&mut self, lane: usize, note: &Note<'_>) {
        let Sound::Many(what) = note.sound else { return };
        let row = row(what);
        let (plans, count) = plans(row, note);
        // What is filtered almost away is not brought back: a bend may let it through later.
        let most = if count == 1 { 0.5 } else { 3.0 };
        let scale = (row.level * LOUDNESS / loudness(&plans[..count], note)).min(most);
        for (i, (pole, plan)) in self.poles.iter_mut().zip(&plans).enumerate() {
            pole.set(lane, plan, if i < count { scale } else { 0.0 }, note.rate);
        }
        self.filters[lane] = count;
        self.used = self.filters.iter().copied().max().unwrap_or(1);
        let detune = note.settings.or(Control::Detune, row.detune);
        let level = 1.0 / (SAWS as f32).sqrt();
        for (i, saw) in self.saws.iter_mut().enumerate() {
            let place = i as f32 / (SAWS - 1) as f32 - 0.5;
            let step = (note.freq * exp2(place * detune / 12.0) / note.rate).clamp(1e-6, HIGHEST);
            (saw.pitch.0[lane], saw.step.0[lane]) = (step, step);
            saw.period.0[lane] = 1.0 / step;
            let is_near = (i % 2 == 0) == (note.channel == Channel::Left);
            let side = if i == SAWS / 2 {
                1.0
            } else if is_near {
                1.26
            } else {
                0.63
            };
            saw.gain.0[lane] = level * side;
            saw.phase.0[lane] = chance(note.seed, i as u32 + 1);
        }
        self.sway.0[lane] = chance(note.seed, 77);
        self.sway_step.0[lane] = row.vibrato.0 * (0.9 + 0.2 * chance(note.seed, 78)) / note.rate;
        self.sway_depth.0[lane] = row.vibrato.1;
    }

    #[cfg_attr(not(debug_assertions), inline(always))]
    fn bend(&mut self, ratio: F8) {
        for saw in &mut self.saws {
            saw.step = (saw.pitch * ratio).clamp(F8::splat(1e-6), F8::splat(HIGHEST));
            saw.period = F8::ONE / saw.step;
        }
    }

    #[cfg_attr(not(debug_assertions), inline(always))]
    fn render(&mut self, out: &mut [F8]) {
        let mut sway = self.sway;
        for x in out {
            let bend = F8::ONE + self.sway_depth * sin_turns(sway);
            let next = sway + self.sway_step;
            sway = next - next.less(F8::ONE, F8::ZERO, F8::ONE);
            let mut sum = F8::ZERO;
            for saw in &mut self.saws {
                sum += sawtooth(saw.phase, saw.period) * saw.gain;
                let next = saw.phase + saw.step * bend;
                saw.phase = next - next.less(F8::ONE, F8::ZERO, F8::ONE);
            }
            *x = F8::ZERO;
            for pole in &mut self.poles[..self.used] {
                *x += pole.next(sum);
            }
        }
        self.sway = sway;
    }

    fn done(&self, _lane: usize) -> bool {
        false
    }
}
