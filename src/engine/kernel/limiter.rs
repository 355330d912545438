//! The true-peak limiter: it looks ahead, turns the gain down before a peak arrives, and lets it
//! recover; below its ceiling it is a plain delay, to the bit.
//!
//! It does no colouring, no loudness making and no clipping. One block of [`BLOCK`] frames at a time.
//!
//! How: peaks between the samples are estimated by interpolating four times (windowed sinc, as
//! ITU-R BS.1770-5 annex 2 describes). The gain each frame needs is held for as long as the
//! look-ahead, released, and smoothed by two moving averages, whose length together is the
//! look-ahead: so the smoothed gain has arrived, exactly, when the peak leaves the delay. Averages
//! run in whole numbers, so they never drift, and a gain of one is exactly one.

use crate::engine::BLOCK;
use crate::engine::block::StereoBlock;

/// Frames on each side of an interpolated point that its estimate uses.
const REACH: usize = 6;
/// Points estimated between two frames.
const POINTS: usize = 3;
/// The least look-ahead, in seconds; the limiter's delay is rounded up to whole blocks.
const LOOK_AHEAD: f64 = 0.001_5;
/// A gain of one, in the whole numbers that the averages use.
const UNITY: u32 = 1 << 30;
/// Seconds in which the gain recovers from a single peak to 63 %.
const FAST_RELEASE: f64 = 0.04;
/// Seconds in which sustained limiting settles, and in which it recovers to 63 %.
const SLOW_ATTACK: f64 = 0.25;
const SLOW_RELEASE: f64 = 0.7;

/// A stereo limiter. Both channels share one gain, so the image stays where it is.
#[derive(Debug)]
pub struct Limiter {
    ceiling: f32,
    /// Peaks of plain samples up to here cannot hide a greater one between them.
    harmless: f32,
    estimate: Estimate,
    hold: Hold,
    /// What is lost (one less the gain) now, and in the mean of the last moments. As losses, because
    /// a gain so near one has no finer steps.
    fast: f32,
    slow: f32,
    fast_pace: f32,
    slow_attack: f32,
    slow_release: f32,
    averages: [Average; 2],
    delay: [Box<[f32]>; 2],
    at: usize,
    least: f32,
}

impl Limiter {
    /// A limiter for a sample rate in hertz whose output stays below `ceiling` (an amplitude, true
    /// peak). Allocates all that it will ever need.
    pub fn new(rate: u32, ceiling: f32) -> Limiter {
        let rate = f64::from(rate);
        let wanted = (LOOK_AHEAD * rate) as usize + REACH;
        let latency = wanted.div_ceil(BLOCK) * BLOCK;
        let look_ahead = latency - REACH;
        let first = below(look_ahead);
        let pace = |seconds: f64| (1.0 - libm::exp(-1.0 / (seconds * rate))) as f32;
        let estimate = Estimate::new();
        Limiter {
            ceiling,
            harmless: ceiling / estimate.greatest_gain(),
            estimate,
            hold: Hold::new(look_ahead + 1),
            fast: 0.0,
            slow: 0.0,
            fast_pace: pace(FAST_RELEASE),
            slow_attack: pace(SLOW_ATTACK),
            slow_release: pace(SLOW_RELEASE),
            averages: [Average::new(first), Average::new(below(look_ahead - first))],
            delay: [0, 1].map(|_| vec![0.0; latency].into_boxed_slice()),
            at: 0,
            least: 1.0,
        }
    }

    /// Frames by which the output comes later than the input: a whole number of blocks.
    pub fn latency(&self) -> usize {
        self.delay[0].len()
    }

    /// The least gain since the last call; one if nothing had to be turned down.
    pub fn take_least_gain(&mut self) -> f32 {
        std::mem::replace(&mut self.least, 1.0)
    }

    /// Forgets what it holds, and recovers at once.
    pub fn clear(&mut self) {
        self.estimate.clear();
        self.hold.clear();
        self.averages.iter_mut().for_each(Average::clear);
        self.delay.iter_mut().for_each(|line| line.fill(0.0));
        (self.fast, self.slow) = (0.0, 0.0);
    }

    /// Limits a block in place. Its input must be finite.
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub fn process(&mut self, block: &mut StereoBlock) {
        let peaks = self.estimate.peaks(block, self.harmless);
        let calm = peaks.iter().all(|&peak| peak <= self.ceiling);
        let mut gains = [1.0; BLOCK];
        if !(calm && self.at_rest()) {
            self.gains(&peaks, &mut gains);
        }
        for (channel, line) in [&mut block.left, &mut block.right].into_iter().zip(&mut self.delay)
        {
            let held = &mut line[self.at..self.at + BLOCK];
            for ((x, y), gain) in channel.iter_mut().zip(held).zip(&gains) {
                let delayed = std::mem::replace(y, *x);
                *x = delayed * gain;
            }
        }
        self.at = (self.at + BLOCK) % self.latency();
    }

    /// Nothing is being turned down, nor recovering.
    fn at_rest(&self) -> bool {
        self.fast == 0.0 && self.slow == 0.0 && self.averages.iter().all(Average::is_unity)
    }

    fn gains(&mut self, peaks: &[f32; BLOCK], gains: &mut [f32; BLOCK]) {
        for (peak, gain) in peaks.iter().zip(gains) {
            let needed = if *peak > self.ceiling { self.ceiling / peak } else { 1.0 };
            let held = self.hold.next(needed);
            *gain = self.smooth(held);
            self.least = self.least.min(*gain);
        }
    }

    /// Release that depends on the music: a lone peak recovers fast; after sustained limiting the
    /// gain recovers fast only to its own recent mean, and from there slowly, so it does not pump.
    fn smooth(&mut self, held: f32) -> f32 {
        let loss = 1.0 - held;
        let pace = if loss > self.slow { self.slow_attack } else { self.slow_release };
        self.slow = settle(self.slow + (loss - self.slow) * pace);
        let goal = loss.max(self.slow).min(self.fast);
        self.fast = loss.max(settle(self.fast + (goal - self.fast) * self.fast_pace));
        let gain = held.min(1.0 - self.fast);
        let first = self.averages[0].next((gain * UNITY as f32) as u32);
        self.averages[1].next(first) as f32 * (1.0 / UNITY as f32)
    }
}

/// Ends an approach to zero that would else go on for ever.
fn settle(loss: f32) -> f32 {
    if loss < 1e-5 { 0.0 } else { loss }
}

/// The greatest power of two up to a number: averages over so many need no division.
fn below(length: usize) -> usize {
    1 << length.max(1).ilog2()
}

/// The greatest amplitude near each frame, samples and points between them, of both channels.
#[derive(Debug)]
pub(crate) struct Estimate {
    taps: [[f32; 2 * REACH]; POINTS],
    past: [[f32; BLOCK + 2 * REACH]; 2],
    between: f32,
}

impl Estimate {
    /// One that has heard nothing.
    pub(crate) fn new() -> Estimate {
        let taps = std::array::from_fn(|point| {
            let part = (point + 1) as f64 / (POINTS + 1) as f64;
            let raw: [f64; 2 * REACH] = std::array::from_fn(|k| {
                let x = k as f64 - (REACH - 1) as f64 - part;
                let angle = std::f64::consts::PI * x;
                let window = 0.5 + 0.5 * libm::cos(angle / REACH as f64);
                window * libm::sin(angle) / angle
            });
            let sum: f64 = raw.iter().sum();
            raw.map(|tap| (tap / sum) as f32)
        });
        Estimate { taps, past: [[0.0; BLOCK + 2 * REACH]; 2], between: 0.0 }
    }

    fn clear(&mut self) {
        self.past = [[0.0; BLOCK + 2 * REACH]; 2];
        self.between = 0.0;
    }

    /// How much greater than the samples around it a point between them can be.
    pub(crate) fn greatest_gain(&self) -> f32 {
        self.taps.iter().map(|taps| taps.iter().map(|tap| tap.abs()).sum()).fold(1.0, f32::max)
    }

    /// The peaks near the frames that lie [`REACH`] frames back. Samples whose peak is at most
    /// `harmless` are not interpolated.
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub(crate) fn peaks(&mut self, block: &StereoBlock, harmless: f32) -> [f32; BLOCK] {
        let mut between = [0.0_f32; BLOCK];
        let mut samples = [0.0_f32; BLOCK];
        for (past, channel) in self.past.iter_mut().zip([&block.left, &block.right]) {
            past.copy_within(BLOCK.., 0);
            past[2 * REACH..].copy_from_slice(channel);
            let here: &[f32] = &past[REACH..REACH + BLOCK];
            for (peak, x) in samples.iter_mut().zip(here) {
                *peak = peak.max(x.abs());
            }
            if past.iter().all(|x| x.abs() <= harmless) {
                continue;
            }
            for taps in &self.taps {
                for (start, peaks) in between.chunks_exact_mut(RUN).enumerate() {
                    let points = interpolate(taps, &past[start * RUN + 1..]);
                    for (peak, y) in peaks.iter_mut().zip(&points) {
                        *peak = peak.max(y.abs());
                    }
                }
            }
        }
        for (peak, next) in samples.iter_mut().zip(&between) {
            *peak = peak.max(self.between).max(*next);
            self.between = *next;
        }
        samples
    }
}

/// Points that are interpolated together: as many as processors hold in their registers.
const RUN: usize = 16;

/// A run of points, each the sum of the samples about it times the taps.
#[cfg_attr(not(debug_assertions), inline(always))]
fn interpolate(taps: &[f32; 2 * REACH], past: &[f32]) -> [f32; RUN] {
    let mut points = [0.0_f32; RUN];
    for (tap, shifted) in taps.iter().zip(past.windows(RUN)) {
        for (sum, x) in points.iter_mut().zip(shifted) {
            *sum += tap * x;
        }
    }
    points
}

/// The least of the last `length` values: a queue in which each value drives out all greater ones.
#[derive(Debug)]
struct Hold {
    length: u64,
    queue: Box<[(u64, f32)]>,
    head: usize,
    count: usize,
    now: u64,
}

impl Hold {
    fn new(length: usize) -> Hold {
        let queue = vec![(0, 1.0); (length + 1).next_power_of_two()].into_boxed_slice();
        Hold { length: length as u64, queue, head: 0, count: 0, now: 0 }
    }

    fn clear(&mut self) {
        (self.head, self.count) = (0, 0);
    }

    fn next(&mut self, value: f32) -> f32 {
        let mask = self.queue.len() - 1;
        let place = |offset: usize| (self.head + offset) & mask;
        while self.count > 0 && self.queue[place(self.count - 1)].1 >= value {
            self.count -= 1;
        }
        self.queue[place(self.count)] = (self.now, value);
        self.count += 1;
        if self.queue[self.head].0 + self.length <= self.now {
            self.head = place(1);
            self.count -= 1;
        }
        self.now += 1;
        self.queue[self.head].1
    }
}

/// The mean of the last values, in whole numbers, rounded down. Their number is a power of two.
#[derive(Debug)]
struct Average {
    values: Box<[u32]>,
    at: usize,
    sum: u64,
}

impl Average {
    fn new(length: usize) -> Average {
        let sum = length as u64 * u64::from(UNITY);
        Average { values: vec![UNITY; length].into_boxed_slice(), at: 0, sum }
    }

    fn clear(&mut self) {
        self.values.fill(UNITY);
        self.sum = self.values.len() as u64 * u64::from(UNITY);
    }

    fn is_unity(&self) -> bool {
        self.sum == self.values.len() as u64 * u64::from(UNITY)
    }

    fn next(&mut self, value: u32) -> u32 {
        let old = std::mem::replace(&mut self.values[self.at], value);
        self.sum = self.sum + u64::from(value) - u64::from(old);
        self.at = (self.at + 1) & (self.values.len() - 1);
        (self.sum >> self.values.len().trailing_zeros()) as u32
    }
}
