//! Convolution with a recording: the answer of a real room, or of anything else, laid over the sound.
//!
//! It is exact, and adds no latency: the beginning of the answer is computed block by block, the rest
//! in larger pieces whose work is spread evenly over the blocks. Method: overlap-save in the frequency
//! domain with two sizes of partitions (W. G. Gardner, "Efficient convolution without input-output
//! delay", 1995). Made by the conductor, since it allocates and transforms the answer.

use super::fft::{Complex, Fft};
use super::glide::Glide;
use crate::engine::BLOCK;
use crate::engine::bank::Sample;
use crate::engine::block::StereoBlock;
use crate::engine::meter::is_below;

/// The longest answer, in seconds; the rest of a longer recording is left out.
pub const LONGEST: f64 = 10.0;
/// Frames of the larger pieces, in blocks.
const SPREAD: usize = 8;
const LARGE: usize = SPREAD * BLOCK;
/// Where in the answer the larger pieces begin: a piece is gathered, then computed, then heard.
const EARLY: usize = 2 * LARGE;
/// Below this amplitude (-120 dB) the answer counts as over.
const SILENT: f32 = 1e-6;
/// How loud it is beside what is sent, as with the built-in rooms.
const LEVEL: f32 = 0.7;

/// A stereo convolution.
#[derive(Debug)]
pub struct Convolver {
    id: u16,
    early: Partitions,
    late: Option<Partitions>,
    /// Input of the large piece that is being gathered, and output of the one before the last.
    gathered: [Box<[f32]>; 2],
    ready: [Box<[f32]>; 2],
    /// Blocks of the present large piece that are over.
    turn: usize,
    send: Glide,
    quiet: usize,
    frames: usize,
}

impl Convolver {
    /// One that answers as a recording does, known by a number. Its loudness does not depend on the
    /// recording's. Allocates and computes.
    pub fn new(id: u16, answer: &Sample) -> Convolver {
        let frames = answer.frames().min((LONGEST * f64::from(answer.rate)) as usize);
        let [left, right] = match &answer.channels[..] {
            [] => [&[][..], &[]],
            [one] => [&one[..frames]; 2],
            [left, right, ..] => [&left[..frames], &right[..frames]],
        };
        let power = |side: &[f32]| side.iter().map(|x| f64::from(x * x)).sum::<f64>();
        let power = power(left).max(power(right));
        let gain = if power > 1e-12 { f64::from(LEVEL) / libm::sqrt(power) } else { 0.0 } as f32;
        let begin = frames.min(EARLY);
        let late = (frames > EARLY)
            .then(|| Partitions::new(LARGE, [&left[EARLY..], &right[EARLY..]], gain));
        let zeros = || vec![0.0; LARGE].into_boxed_slice();
        Convolver {
            id,
            early: Partitions::new(BLOCK, [&left[..begin], &right[..begin]], gain),
            late,
            gathered: [zeros(), zeros()],
            ready: [zeros(), zeros()],
            turn: 0,
            send: Glide::new(answer.rate, 0.0),
            quiet: usize::MAX,
            frames,
        }
    }

    /// The number it is known by.
    pub fn id(&self) -> u16 {
        self.id
    }

    /// Opens it to what is sent, or closes it; what is in it rings out.
    pub(crate) fn open(&mut self, open: bool) {
        self.send.aim(if open { 1.0 } else { 0.0 });
        if self.is_silent() {
            self.send.arrive();
        }
    }

    /// True if it lets in nothing.
    pub(crate) fn is_closed(&self) -> bool {
        self.send.rests_at(0.0)
    }

    /// True if nothing is left in it.
    pub fn is_silent(&self) -> bool {
        self.quiet > self.frames + EARLY + LARGE
    }

    /// Forgets all sound. What it holds is overwritten as it plays on.
    pub(crate) fn clear(&mut self) {
        self.early.forget();
        self.late.iter_mut().for_each(Partitions::forget);
        self.gathered.iter_mut().for_each(|side| side.fill(0.0));
        self.ready.iter_mut().for_each(|side| side.fill(0.0));
        (self.turn, self.quiet) = (0, usize::MAX);
    }

    /// Takes a block in, and adds the answer to `out`.
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub(crate) fn process(&mut self, input: &StereoBlock, out: &mut StereoBlock) {
        let send = self.send.next_block();
        let mut sides = [input.left, input.right];
        for side in &mut sides {
            for (j, x) in side.iter_mut().enumerate() {
                *x *= send.at(j);
            }
        }
        let silent = sides.iter().all(|side| is_below(side, SILENT));
        self.quiet = if silent { self.quiet.saturating_add(BLOCK) } else { 0 };
        let mut answer = [[0.0; BLOCK]; 2];
        self.early.push([&sides[0], &sides[1]]);
        self.early.accumulate(0, self.early.count());
        let [left, right] = &mut answer;
        self.early.finish([left, right]);
        let at = self.turn * BLOCK;
        for (to, from) in [&mut out.left, &mut out.right].into_iter().zip(&answer) {
            to.iter_mut().zip(from).for_each(|(to, from)| *to += from);
        }
        if let Some(late) = &mut self.late {
            for (to, from) in [&mut out.left, &mut out.right].into_iter().zip(&self.ready) {
                to.iter_mut().zip(&from[at..at + BLOCK]).for_each(|(to, from)| *to += from);
            }
            for (to, from) in self.gathered.iter_mut().zip(&sides) {
                to[at..at + BLOCK].copy_from_slice(from);
            }
            let share = late.count().div_ceil(SPREAD);
            late.accumulate(self.turn * share, (self.turn + 1) * share);
            if self.turn + 1 == SPREAD {
                let [left, right] = &mut self.ready;
                late.finish([left, right]);
                late.push([&self.gathered[0], &self.gathered[1]]);
            }
        }
        self.turn = (self.turn + 1) % SPREAD;
    }
}

/// An answer in pieces of one length, and the spectra of what came in.
#[derive(Debug)]
struct Partitions {
    length: usize,
    fft: Fft,
    /// The spectra of the answer, left and right, one piece after the other.
    answer: [Complex; 2],
    /// Those of the input, newest at `at`.
    past: [Complex; 2],
    at: usize,
    count: usize,
    /// How many of them are not forgotten.
    known: usize,
    sum: [Complex; 2],
    work: Complex,
    last: [Box<[f32]>; 2],
}

impl Partitions {
    fn new(length: usize, answer: [&[f32]; 2], gain: f32) -> Partitions {
        let count = answer[0].len().div_ceil(length).max(1);
        let bins = length + 1;
        let two = |n: usize| [Complex::zeros(n), Complex::zeros(n)];
        let mut parts = Partitions {
            length,
            fft: Fft::new(2 * length),
            answer: two(count * bins),
            past: two(count * bins),
            at: 0,
            count,
            known: 0,
            sum: two(bins),
            work: Complex::zeros(2 * length),
            last: [(); 2].map(|()| vec![0.0; length].into_boxed_slice()),
        };
        // The transform back gives the size too much.
        let gain = gain / (2 * length) as f32;
        for piece in 0..count {
            parts.work.clear();
            let from = piece * length;
            let until = (from + length).min(answer[0].len());
            for (j, i) in (from..until).enumerate() {
                parts.work.re[j] = answer[0][i] * gain;
                parts.work.im[j] = answer[1][i] * gain;
            }
            parts.fft.forward(&mut parts.work);
            split(&parts.work, &mut parts.answer, piece * bins, length);
        }
        parts
    }

    fn count(&self) -> usize {
        self.count
    }

    fn forget(&mut self) {
        self.known = 0;
        self.sum.iter_mut().for_each(Complex::clear);
        self.last.iter_mut().for_each(|side| side.fill(0.0));
    }

    /// Takes the next piece of the input in.
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn push(&mut self, input: [&[f32]; 2]) {
        let length = self.length;
        for (to, (last, now)) in
            [&mut self.work.re, &mut self.work.im].into_iter().zip(self.last.iter_mut().zip(input))
        {
            to[..length].copy_from_slice(last);
            to[length..].copy_from_slice(now);
            last.copy_from_slice(now);
        }
        self.fft.forward(&mut self.work);
        self.at = if self.at == 0 { self.count - 1 } else { self.at - 1 };
        self.known = (self.known + 1).min(self.count);
        split(&self.work, &mut self.past, self.at * (length + 1), length);
    }

    /// Adds up what some pieces of the answer give.
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn accumulate(&mut self, from: usize, until: usize) {
        let bins = self.length + 1;
        for piece in from..until.min(self.known) {
            let place = (self.at + piece) % self.count * bins;
            for side in 0..2 {
                let (h, x) = (&self.answer[side], &self.past[side]);
                let (of_h, of_x) = (piece * bins..(piece + 1) * bins, place..place + bins);
                let (h_re, h_im) = (&h.re[of_h.clone()], &h.im[of_h]);
                let (x_re, x_im) = (&x.re[of_x.clone()], &x.im[of_x]);
                let Complex { re, im } = &mut self.sum[side];
                let (re, im) = (&mut re[..bins], &mut im[..bins]);
                for k in 0..bins {
                    re[k] += h_re[k] * x_re[k] - h_im[k] * x_im[k];
                    im[k] += h_re[k] * x_im[k] + h_im[k] * x_re[k];
                }
            }
        }
    }

    /// The sum as sound; then it starts anew.
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn finish(&mut self, out: [&mut [f32]; 2]) {
        let length = self.length;
        let [left, right] = &self.sum;
        // Left is the real part and right the imaginary one of a single transform.
        for k in 0..=length {
            self.work.re[k] = left.re[k] - right.im[k];
            self.work.im[k] = left.im[k] + right.re[k];
        }
        for k in 1..length {
            self.work.re[2 * length - k] = left.re[k] + right.im[k];
            self.work.im[2 * length - k] = right.re[k] - left.im[k];
        }
        self.fft.backward(&mut self.work);
        let [left, right] = out;
        left.copy_from_slice(&self.work.re[length..]);
        right.copy_from_slice(&self.work.im[length..]);
        self.sum.iter_mut().for_each(Complex::clear);
    }
}

/// The spectra of the real and of the imaginary part of what was transformed.
#[cfg_attr(not(debug_assertions), inline(always))]
fn split(work: &Complex, to: &mut [Complex; 2], place: usize, length: usize) {
    let size = 2 * length;
    for k in 0..=length {
        let mirror = (size - k) % size;
        let (re, im) = (work.re[k], work.im[k]);
        let (re2, im2) = (work.re[mirror], work.im[mirror]);
        (to[0].re[place + k], to[0].im[place + k]) = (0.5 * (re + re2), 0.5 * (im - im2));
        (to[1].re[place + k], to[1].im[place + k]) = (0.5 * (im + im2), 0.5 * (re2 - re));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn noise(seed: u32, count: usize) -> Vec<f32> {
        let mut state = seed;
        let mut next = || {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (state >> 8) as f32 / (1 << 23) as f32 - 1.0
        };
        (0..count).map(|_| next()).collect()
    }

    #[test]
    fn it_answers_as_the_sum_of_all_echoes_at_once() {
        for frames in [1, 63, 1024, 1025, 5000] {
            let answer = [noise(1, frames), noise(2, frames)];
            let sample = Sample { channels: answer.to_vec(), rate: 48_000 };
            let mut convolver = Convolver::new(3, &sample);
            convolver.open(true);
            let input = noise(5, 8192);
            let mut out = [Vec::new(), Vec::new()];
            for piece in input.chunks_exact(BLOCK) {
                let mut block = StereoBlock::SILENT;
                block.left.copy_from_slice(piece);
                block.right.iter_mut().zip(piece).for_each(|(to, x)| *to = 0.5 * x);
                let mut answer = StereoBlock::SILENT;
                convolver.process(&block, &mut answer);
                out[0].extend(answer.left);
                out[1].extend(answer.right);
            }
            let power = |side: &[f32]| side.iter().map(|x| f64::from(x * x)).sum::<f64>();
            let gain = f64::from(LEVEL) / power(&answer[0]).max(power(&answer[1])).sqrt();
            for (side, scale) in [(0, 1.0), (1, 0.5)] {
                for n in (0..input.len()).step_by(97) {
                    let exact: f64 = (0..frames.min(n + 1))
                        .map(|i| f64::from(answer[side][i]) * f64::from(input[n - i]))
                        .sum();
                    let found = f64::from(out[side][n]);
                    let wanted = exact * gain * scale;
                    assert!((found - wanted).abs() < 2e-5, "{frames} {side} {n}: {found} {wanted}");
                }
            }
        }
    }

    #[test]
    fn it_rings_out_and_forgets() {
        let sample = Sample { channels: vec![noise(1, 3000)], rate: 48_000 };
        let mut convolver = Convolver::new(0, &sample);
        assert!(convolver.is_silent() && convolver.is_closed());
        convolver.open(true);
        let loud = StereoBlock { left: [0.5; BLOCK], right: [0.5; BLOCK] };
        convolver.process(&loud, &mut StereoBlock::SILENT.clone());
        assert!(!convolver.is_silent());
        convolver.clear();
        let mut out = StereoBlock::SILENT;
        for _ in 0..100 {
            convolver.process(&StereoBlock::SILENT, &mut out);
        }
        assert!(out.left.iter().all(|x| *x == 0.0));
        assert!(convolver.is_silent());
    }
}
