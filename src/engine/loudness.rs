//! How loud it is, as broadcasters measure it: ITU-R BS.1770-5 and EBU R 128.
//!
//! It only listens; it changes no sample. Loudness is measured in steps of 0.1 s, so its figures do not
//! depend on when they are asked for.

use super::BLOCK;
use super::block::StereoBlock;
use super::kernel::limiter::Estimate;
use super::meter::is_below;
pub use crate::sound::loudness::Loudness;

/// What is quieter is silence, in LUFS.
pub const SILENCE: f32 = -100.0;
/// Steps in which the momentary and the short-term loudness are measured.
const MOMENTARY: usize = 4;
const SHORT: usize = 30;
/// Blocks below this loudness do not count for the integrated one, in LUFS; nor do those so many units
/// below the mean of the others.
const ABSOLUTE_GATE: f64 = -70.0;
const RELATIVE_GATE: f64 = -10.0;
/// The integrated loudness is kept as a histogram: bins of a tenth of a unit, from the gate upwards.
const BINS: usize = 900;
const PER_BIN: f64 = 0.1;

/// Sums over a tenth of a second.
#[derive(Clone, Copy, Debug, Default)]
struct Step {
    /// Weighted power of both channels.
    weighted: f64,
    left: f64,
    right: f64,
    both: f64,
}

/// One that listens.
#[derive(Debug)]
pub struct Ear {
    weights: [Weight; 2],
    /// Frames in a step, and those of the present one so far.
    length: usize,
    frames: usize,
    now: Step,
    steps: [Step; SHORT],
    count: usize,
    /// How many gated blocks there were of each loudness, and their power.
    histogram: Box<[(u32, f64); BINS]>,
    estimate: Estimate,
    true_peak: f32,
    fresh: bool,
}

impl Ear {
    /// One that has heard nothing, for a sample rate in hertz. Allocates all that it will ever need.
    pub fn new(rate: u32) -> Ear {
        Ear {
            weights: [Weight::new(rate), Weight::new(rate)],
            length: (rate as usize / 10).max(1),
            frames: 0,
            now: Step::default(),
            steps: [Step::default(); SHORT],
            count: 0,
            histogram: Box::new([(0, 0.0); BINS]),
            estimate: Estimate::new(),
            true_peak: 0.0,
            fresh: false,
        }
    }

    /// Measures the integrated loudness from now on.
    pub fn remeasure(&mut self) {
        self.histogram.fill((0, 0.0));
        self.count = 0;
    }

    /// Hears a block.
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub fn hear(&mut self, block: &StereoBlock) {
        let harmless = self.true_peak / self.estimate.greatest_gain();
        let peaks = self.estimate.peaks(block, harmless);
        self.true_peak = peaks.iter().fold(self.true_peak, |peak, x| peak.max(*x));
        let silent = is_below(&block.left, 1e-9) && is_below(&block.right, 1e-9);
        let asleep = silent && self.weights.iter().all(Weight::is_silent);
        let mut from = 0;
        while from < BLOCK {
            let until = (from + self.length - self.frames).min(BLOCK);
            if !asleep {
                self.add(&block.left[from..until], &block.right[from..until]);
            }
            self.frames += until - from;
            if self.frames == self.length {
                self.end_step();
            }
            from = until;
        }
    }

    #[cfg_attr(not(debug_assertions), inline(always))]
    fn add(&mut self, left: &[f32], right: &[f32]) {
        let mut now = self.now;
        let [mut first, mut second] = self.weights;
        for (l, r) in left.iter().zip(right) {
            let (l, r) = (f64::from(*l), f64::from(*r));
            let (x, y) = (first.next(l), second.next(r));
            now.weighted += x * x + y * y;
            now.left += l * l;
            now.right += r * r;
            now.both += l * r;
        }
        self.weights = [first, second];
        self.now = now;
    }

    fn end_step(&mut self) {
        self.steps.copy_within(1.., 0);
        self.steps[SHORT - 1] = std::mem::take(&mut self.now);
        self.frames = 0;
        self.count = self.count.saturating_add(1);
        self.fresh = true;
        // Gated blocks are 0.4 s long and begin every 0.1 s.
        if self.count >= MOMENTARY {
            let power = self.power(MOMENTARY);
            let bin = (loudness_of(power) - ABSOLUTE_GATE) / PER_BIN;
            if bin >= 0.0 {
                let bin = &mut self.histogram[(bin as usize).min(BINS - 1)];
                (bin.0, bin.1) = (bin.0.saturating_add(1), bin.1 + power);
            }
        }
    }

    /// The mean weighted power of the last steps.
    fn power(&self, steps: usize) -> f64 {
        let sum: f64 = self.steps[SHORT - steps..].iter().map(|step| step.weighted).sum();
        sum / (steps * self.length) as f64
    }

    /// The integrated loudness: the mean of what lies above both gates.
    fn integrated(&self) -> f64 {
        let mean = |from: usize| {
            let (count, power) =
                self.histogram[from..].iter().fold((0_u64, 0.0), |(count, power), bin| {
                    (count + u64::from(bin.0), power + bin.1)
                });
            if count == 0 { f64::from(SILENCE) } else { loudness_of(power / count as f64) }
        };
        let gate = (mean(0) + RELATIVE_GATE - ABSOLUTE_GATE) / PER_BIN;
        mean((gate.max(0.0) as usize).min(BINS - 1))
    }

    /// The figures, once after every step.
    pub fn take(&mut self) -> Option<Loudness> {
        if !std::mem::take(&mut self.fresh) {
            return None;
        }
        let last = &self.steps[SHORT - MOMENTARY..];
        let sum = |part: fn(&Step) -> f64| last.iter().map(part).sum::<f64>();
        let [left, right, both] = [sum(|s| s.left), sum(|s| s.right), sum(|s| s.both)];
        let frames = (MOMENTARY * self.length) as f64;
        let common = (left * right).sqrt();
        Some(Loudness {
            momentary: loudness_of(self.power(MOMENTARY)) as f32,
            short: loudness_of(self.power(SHORT)) as f32,
            integrated: self.integrated() as f32,
            true_peak: std::mem::take(&mut self.true_peak),
            rms: [left, right].map(|sum| (sum / frames).sqrt() as f32),
            correlation: if common > 1e-12 { (both / common) as f32 } else { 0.0 },
            glue: 0.0,
        })
    }
}

/// The loudness of a weighted power, in LUFS.
fn loudness_of(power: f64) -> f64 {
    if power > 1e-10 { -0.691 + 10.0 * libm::log10(power) } else { f64::from(SILENCE) }
}

/// The loudness of a recording as it plays alone in the middle: the greatest momentary one, in LUFS;
/// none if it is silent.
pub fn of_recording(channels: &[Vec<f32>], rate: u32) -> Option<f32> {
    let [left, right] = match channels {
        [] => return None,
        [one] => [one, one],
        [left, right, ..] => [left, right],
    };
    let mut ear = Ear::new(rate);
    let mut greatest = f64::from(SILENCE);
    let frames = left.len() + MOMENTARY * ear.length;
    for start in (0..frames).step_by(BLOCK) {
        let mut block = StereoBlock::SILENT;
        for (to, from) in [(&mut block.left, left), (&mut block.right, right)] {
            let rest = from.get(start..).unwrap_or(&[]);
            let count = rest.len().min(BLOCK);
            to[..count].copy_from_slice(&rest[..count]);
        }
        ear.hear(&block);
        if std::mem::take(&mut ear.fresh) {
            greatest = greatest.max(loudness_of(ear.power(MOMENTARY)));
        }
    }
    // A voice in the middle plays one channel on both sides, each 3 dB down.
    let mono = if channels.len() == 1 { -10.0 * std::f64::consts::LOG10_2 } else { 0.0 };
    (greatest > ABSOLUTE_GATE).then_some((greatest + mono) as f32)
}

/// The weighting of one channel: a shelf for the head and a high-pass for low rumble.
#[derive(Clone, Copy, Debug)]
struct Weight {
    shelf: Section,
    rumble: Section,
}

impl Weight {
    /// Both filters as the standard gives them at 48 kHz, at any rate: from their analogue shapes.
    fn new(rate: u32) -> Weight {
        let tangent = |hertz: f64| libm::tan(std::f64::consts::PI * hertz / f64::from(rate));
        let k = tangent(1_681.974_450_955_533);
        let q = 0.707_175_236_955_419_6;
        let high = libm::pow(10.0, 3.999_843_853_973_347 / 20.0);
        let middle = libm::pow(high, 0.499_666_774_154_541_6);
        let all = 1.0 + k / q + k * k;
        let shelf = Section::new(
            [high + middle * k / q + k * k, 2.0 * (k * k - high), high - middle * k / q + k * k]
                .map(|b| b / all),
            [2.0 * (k * k - 1.0) / all, (1.0 - k / q + k * k) / all],
        );
        let k = tangent(38.135_470_876_024_44);
        let q = 0.500_327_037_323_877_3;
        let all = 1.0 + k / q + k * k;
        let feedback = [2.0 * (k * k - 1.0) / all, (1.0 - k / q + k * k) / all];
        Weight { shelf, rumble: Section::new([1.0, -2.0, 1.0], feedback) }
    }

    #[cfg_attr(not(debug_assertions), inline(always))]
    fn next(&mut self, x: f64) -> f64 {
        self.rumble.next(self.shelf.next(x))
    }

    fn is_silent(&self) -> bool {
        let memory = self.shelf.memory.iter().chain(&self.rumble.memory);
        memory.fold(0.0, |sum, x| sum + x.abs()) < 1e-9
    }
}

/// A filter of second order, in the transposed direct form.
#[derive(Clone, Copy, Debug)]
struct Section {
    b: [f64; 3],
    a: [f64; 2],
    memory: [f64; 2],
}

impl Section {
    fn new(b: [f64; 3], a: [f64; 2]) -> Section {
        Section { b, a, memory: [0.0; 2] }
    }

    #[cfg_attr(not(debug_assertions), inline(always))]
    fn next(&mut self, x: f64) -> f64 {
        let y = self.b[0] * x + self.memory[0];
        self.memory[0] = self.b[1] * x - self.a[0] * y + self.memory[1];
        self.memory[1] = self.b[2] * x - self.a[1] * y;
        y
    }
}
