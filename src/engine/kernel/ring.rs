//! A line of the recent past of one channel, written a block at a time and read at any delay.
//!
//! It keeps samples and forgets them in an instant; what is done with them is the effects' business.

use crate::engine::BLOCK;

/// Frames that the interpolation needs beside the one it aims at.
const MARGIN: usize = 4;
/// How far a reading point may travel in one block, in frames; more is cut short.
pub(crate) const TRAVEL: usize = BLOCK / 2;

/// The recent past of one channel. What lies before the last [`Ring::clear`] reads as zero, so that
/// forgetting four seconds of sound costs nothing.
#[derive(Debug)]
pub(crate) struct Ring {
    data: Box<[f32]>,
    /// The next block to be written.
    at: usize,
    filled: usize,
}

impl Ring {
    /// A silent ring that can be read up to `longest` frames back. Allocates.
    pub(crate) fn new(longest: usize) -> Ring {
        let blocks = (longest + TRAVEL + MARGIN).div_ceil(BLOCK) + 1;
        Ring { data: vec![0.0; blocks * BLOCK].into_boxed_slice(), at: 0, filled: 0 }
    }

    /// The least delay that every way of reading allows: a block, and what interpolation needs.
    pub(crate) const fn shortest() -> usize {
        BLOCK + TRAVEL + MARGIN
    }

    /// The greatest delay that can be read.
    #[cfg(test)]
    pub(crate) fn longest(&self) -> usize {
        self.data.len() - TRAVEL - MARGIN
    }

    /// Forgets everything, at once.
    pub(crate) fn clear(&mut self) {
        self.filled = 0;
    }

    /// Adds the next block.
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub(crate) fn write(&mut self, block: &[f32; BLOCK]) {
        *self.next_block() = *block;
    }

    /// The place of the next block, to be written now: it counts as written.
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub(crate) fn next_block(&mut self) -> &mut [f32; BLOCK] {
        let (blocks, _) = self.data.as_chunks_mut::<BLOCK>();
        self.filled = (self.filled + BLOCK).min(BLOCK * blocks.len());
        let at = self.at;
        self.at = if at + 1 < blocks.len() { at + 1 } else { 0 };
        &mut blocks[at]
    }

    /// Reads frames, the first of which lies `delay` frames before the next one to be written.
    /// `delay` must be at least their number.
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub(crate) fn read<const N: usize>(&self, delay: usize, out: &mut [f32; N]) {
        match self.look(delay) {
            Some(past) => *out = *past,
            None => *out = self.mended(delay),
        }
    }

    /// The same frames where they lie, unless the end of the data or something forgotten is among them.
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn look<const N: usize>(&self, delay: usize) -> Option<&[f32; N]> {
        debug_assert!(delay >= N && delay <= self.data.len());
        let past = self.data.get(self.start(delay)..)?.first_chunk()?;
        (delay <= self.filled).then_some(past)
    }

    /// Where frames of that delay begin in the data.
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn start(&self, delay: usize) -> usize {
        let at = BLOCK * self.at;
        if at >= delay { at - delay } else { at + self.data.len() - delay }
    }

    /// The same across the end of the data, or where something is forgotten.
    #[cold]
    fn mended<const N: usize>(&self, delay: usize) -> [f32; N] {
        let mut out = [0.0; N];
        let start = self.start(delay);
        let forgotten = delay.saturating_sub(self.filled).min(N);
        let (head, tail) = out.split_at_mut(N.min(self.data.len() - start));
        head.copy_from_slice(&self.data[start..start + head.len()]);
        tail.copy_from_slice(&self.data[..tail.len()]);
        out[..forgotten].fill(0.0);
        out
    }

    /// Reads a block while the delay moves evenly from `from` to `to` frames, by at most [`TRAVEL`].
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub(crate) fn read_moving(&self, from: f64, to: f64, out: &mut [f32; BLOCK]) {
        let mut past = [0.0; BLOCK + 2 * TRAVEL + MARGIN];
        let base = from as usize + TRAVEL + 2;
        self.read(base, &mut past);
        let start = (base as f64 - from) as f32;
        let pace = 1.0 - ((to - from) / BLOCK as f64) as f32;
        for (j, y) in out.iter_mut().enumerate() {
            let place = start + pace * j as f32;
            let k = (place as usize).clamp(1, past.len() - 3);
            *y = cubic(past[k - 1], past[k], past[k + 1], past[k + 2], place - k as f32);
        }
    }

    /// As [`Ring::read_moving`] for a delay that moves by a small part of a frame, as in a reverb
    /// whose lines drift: all samples share one whole delay, so that it runs over vectors.
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub(crate) fn read_drifting(&self, from: f32, to: f32, out: &mut [f32; BLOCK]) {
        let whole = from as usize + 1;
        let start = whole as f32 - from;
        let step = (from - to) * (1.0 / BLOCK as f32);
        let draw = |past: &[f32; BLOCK + 3], out: &mut [f32; BLOCK]| {
            for (j, y) in out.iter_mut().enumerate() {
                let part = start + step * j as f32;
                *y = cubic(past[j], past[j + 1], past[j + 2], past[j + 3], part);
            }
        };
        match self.look(whole + 1) {
            Some(past) => draw(past, out),
            None => draw(&self.mended(whole + 1), out),
        }
    }
}

/// The cubic of Catmull and Rom through `b` (at 0) and `c` (at 1).
#[cfg_attr(not(debug_assertions), inline(always))]
fn cubic(a: f32, b: f32, c: f32, d: f32, x: f32) -> f32 {
    let slope = 0.5 * (c - a);
    let bend = a - 2.5 * b + 2.0 * c - 0.5 * d;
    let twist = 0.5 * (d - a) + 1.5 * (b - c);
    ((twist * x + bend) * x + slope) * x + b
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counting(blocks: usize) -> Ring {
        let mut ring = Ring::new(500);
        for block in 0..blocks {
            ring.write(&std::array::from_fn(|j| (block * BLOCK + j) as f32));
        }
        ring
    }

    #[test]
    fn a_delay_of_n_reads_what_was_written_n_frames_ago() {
        let ring = counting(40);
        for delay in [BLOCK, 100, 499, ring.longest()] {
            let mut out = [0.0; BLOCK];
            ring.read(delay, &mut out);
            assert_eq!(out[0], (40 * BLOCK - delay) as f32);
            assert_eq!(out[BLOCK - 1], (41 * BLOCK - delay - 1) as f32);
        }
    }

    #[test]
    fn what_was_cleared_reads_as_zero() {
        let mut ring = counting(40);
        ring.clear();
        ring.write(&[1.0; BLOCK]);
        let mut out = [9.0; BLOCK];
        ring.read(96, &mut out);
        assert_eq!(out[..32], [0.0; 32]);
        assert_eq!(out[32..], [1.0; 32]);
    }

    #[test]
    fn a_moving_point_reads_between_the_frames() {
        let ring = counting(40);
        let mut out = [0.0; BLOCK];
        ring.read_moving(200.0, 190.5, &mut out);
        for (j, y) in out.iter().enumerate() {
            let wanted = 40.0 * 64.0 - 200.0 + j as f32 * (1.0 + 9.5 / 64.0);
            assert!((y - wanted).abs() < 1e-2, "{j}: {y} {wanted}");
        }
        ring.read_drifting(200.25, 200.30, &mut out);
        for (j, y) in out.iter().enumerate() {
            let wanted = 40.0 * 64.0 - 200.25 + j as f32 * (1.0 - 0.05 / 64.0);
            assert!((y - wanted).abs() < 1e-2, "{j}: {y} {wanted}");
        }
    }
}
