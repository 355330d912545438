//! A low-pass with one pole over one channel, many samples at a time.
//!
//! It is the arithmetic of the low-passes in a bus, which have no eight voices to lay side by side; what
//! they are tuned to is the effects' business. Method: the recursion is looked ahead of by eight samples
//! (K. K. Parhi, "Pipeline interleaving and parallelism in recursive digital filters", 1989), so that
//! eight neighbours wait for the eight before them and not for each other.

use crate::engine::BLOCK;
use crate::engine::lanes::{F8, LANES};

/// Zeros before a block, for what looks back.
const BEFORE: usize = 4;

/// `y[n] = gain * x[n] + pole * y[n - 1]`.
#[derive(Clone, Copy, Debug)]
pub(crate) struct OnePole {
    /// What a sample and the three before it add.
    taps: [f32; BEFORE],
    /// What is left of an output after one to four samples, and after eight.
    fade: [f32; BEFORE],
    eight: f32,
}

impl OnePole {
    /// The recursion with a gain, and a pole from 0 to below 1.
    pub(crate) fn new(gain: f32, pole: f32) -> OnePole {
        let two = pole * pole;
        let fade = [pole, two, two * pole, two * two];
        let taps = [gain, gain * fade[0], gain * fade[1], gain * fade[2]];
        OnePole { taps, fade, eight: fade[3] * fade[3] }
    }

    /// A low-pass of unit gain at 0 Hz.
    pub(crate) fn low_pass(pole: f32) -> OnePole {
        OnePole::new(1.0 - pole, pole)
    }

    /// Each sample with what the three before it add; the first four with what is left of `last`, with
    /// which the block before ended.
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn sum_up(&self, x: &[f32; BLOCK], last: f32, sums: &mut Sums) {
        let [a, b, c, d] = self.taps;
        let head = [a * x[0], a * x[1] + b * x[0], a * x[2] + b * x[1] + c * x[0]];
        for (x, sum) in x.windows(4).zip(&mut sums.0[BEFORE + 3..]) {
            *sum = (a * x[3] + b * x[2]) + (c * x[1] + d * x[0]);
        }
        sums.0[BEFORE..BEFORE + 3].copy_from_slice(&head);
        for (sum, fade) in sums.0[BEFORE..2 * BEFORE].iter_mut().zip(self.fade) {
            *sum += fade * last;
        }
    }

    /// From those sums to what comes out. Gives its last value.
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn go_on(&self, sums: &Sums, out: &mut [f32; BLOCK]) -> f32 {
        let mut before = F8::ZERO;
        for (at, y) in out.as_chunks_mut::<LANES>().0.iter_mut().enumerate() {
            let at = LANES * at + BEFORE;
            let near = F8::from_fn(|j| sums.0[at + j]);
            let far = F8::from_fn(|j| sums.0[at + j - BEFORE]);
            before = (near + far * self.fade[3]) + before * self.eight;
            *y = before.0;
        }
        out[BLOCK - 1]
    }
}

/// Room for what is looked back at, to be kept from block to block.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Sums([f32; BEFORE + BLOCK]);

impl Sums {
    pub(crate) const EMPTY: Sums = Sums([0.0; BEFORE + BLOCK]);
}

/// Runs over a block of each channel in place, after blocks that ended with `last`, which become their own
/// last values. One step of all channels comes before the next step of any, so that nothing waits for
/// what was written a moment ago.
#[cfg_attr(not(debug_assertions), inline(always))]
pub(crate) fn process<const N: usize>(
    poles: &[OnePole; N],
    blocks: [&mut [f32; BLOCK]; N],
    last: &mut [f32; N],
    sums: &mut [Sums; N],
) {
    for i in 0..N {
        poles[i].sum_up(blocks[i], last[i], &mut sums[i]);
    }
    for (i, block) in blocks.into_iter().enumerate() {
        last[i] = poles[i].go_on(&sums[i], block);
    }
}

impl Default for OnePole {
    fn default() -> OnePole {
        OnePole::new(1.0, 0.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn many_at_a_time_are_what_one_after_the_other_would_be() {
        for pole in [0.0, 0.1, 0.77, 0.999] {
            let (many, mut last, mut sums) = ([OnePole::new(0.5, pole)], [0.0], [Sums::EMPTY]);
            let mut wanted = 0.0_f64;
            for block in 0..5 {
                let x: [f32; BLOCK] =
                    std::array::from_fn(|i| ((block * BLOCK + i) as f32 * 0.7).sin());
                let mut y = x;
                process(&many, [&mut y], &mut last, &mut sums);
                for (x, y) in x.into_iter().zip(y) {
                    wanted = 0.5 * f64::from(x) + f64::from(pole) * wanted;
                    let near = 1e-5 * wanted.abs().max(1.0);
                    assert!((f64::from(y) - wanted).abs() < near, "{pole}: {y} {wanted}");
                }
            }
        }
    }

    #[test]
    fn a_low_pass_comes_to_what_it_is_given() {
        let (mut y, mut last) = ([1.0; BLOCK], [0.0]);
        process(&[OnePole::low_pass(0.75)], [&mut y], &mut last, &mut [Sums::EMPTY]);
        assert!((y[0] - 0.25).abs() < 1e-6 && (y[1] - 0.437_5).abs() < 1e-6);
        assert!((last[0] - 1.0).abs() < 1e-6 && last[0] == y[BLOCK - 1]);
    }
}
