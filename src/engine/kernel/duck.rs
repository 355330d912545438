//! Ducking: a bus gives way when notes elsewhere begin, and comes back.
//!
//! It follows onsets, not loudness, so it is exact to the frame and the same however loud the notes
//! are that cause it.

use crate::engine::BLOCK;
use crate::engine::block::StereoBlock;

/// Onsets that one block can hold apart; what comes on top goes on from the last of them.
const STROKES: usize = 16;
/// The fastest way down, in seconds: less would click.
const FASTEST: f32 = 0.001;

/// The gain of a bus that others duck.
#[derive(Debug)]
pub(crate) struct Ducker {
    rate: f32,
    strokes: [Stroke; STROKES],
    count: usize,
}

/// One way down and up again.
#[derive(Clone, Copy, Debug, Default)]
struct Stroke {
    /// The frame in which it begins.
    begin: u64,
    /// The gain there, and the least.
    from: f32,
    bottom: f32,
    /// Frames down, and frames up.
    down: f32,
    up: f32,
}

impl Stroke {
    /// Straight down, and up along a parabola: slow at first, as pumping is wanted.
    fn gain(&self, frame: u64) -> f32 {
        let passed = frame.saturating_sub(self.begin) as f32;
        if passed < self.down {
            return self.from + (self.bottom - self.from) * (passed / self.down);
        }
        let way = ((passed - self.down) / self.up).min(1.0);
        self.bottom + (1.0 - self.bottom) * way * way
    }

    fn is_over(&self, frame: u64) -> bool {
        frame.saturating_sub(self.begin) as f32 >= self.down + self.up
    }
}

impl Ducker {
    /// One at rest, for a sample rate in hertz.
    pub(crate) fn new(rate: u32) -> Ducker {
        Ducker { rate: rate as f32, strokes: [Stroke::default(); STROKES], count: 0 }
    }

    /// A note begins at a frame, not before those that came earlier: down by `depth` (1 is silence)
    /// within `onset` seconds, and back within `attack` seconds.
    pub(crate) fn key(&mut self, frame: u64, depth: f32, onset: f32, attack: f32) {
        let now = self.gain(frame);
        let stroke = Stroke {
            begin: frame,
            from: now,
            bottom: (1.0 - depth.clamp(0.0, 1.0)).min(now),
            down: onset.max(FASTEST) * self.rate,
            up: attack.max(FASTEST) * self.rate,
        };
        let last = self.strokes[..self.count].last_mut();
        match last {
            // Of notes that begin together the deepest and the longest count.
            Some(last) if last.begin == frame => {
                last.bottom = last.bottom.min(stroke.bottom);
                last.down = last.down.min(stroke.down);
                last.up = last.up.max(stroke.up);
            }
            Some(last) if self.count == STROKES => *last = stroke,
            _ => {
                self.strokes[self.count] = stroke;
                self.count += 1;
            }
        }
    }

    fn gain(&self, frame: u64) -> f32 {
        let begun = self.strokes[..self.count].iter().rev().find(|stroke| stroke.begin <= frame);
        begun.map_or(1.0, |stroke| stroke.gain(frame))
    }

    /// Back to full loudness, at once.
    pub(crate) fn clear(&mut self) {
        self.count = 0;
    }

    /// Turns down the block that begins at a frame.
    pub(crate) fn process(&mut self, start: u64, block: &mut StereoBlock) {
        self.tidy(start);
        if self.count == 0 {
            return;
        }
        let gains: [f32; BLOCK] = std::array::from_fn(|j| self.gain(start + j as u64));
        for ((l, r), gain) in block.left.iter_mut().zip(&mut block.right).zip(gains) {
            *l *= gain;
            *r *= gain;
        }
    }

    /// Forgets what is over at a frame.
    pub(crate) fn tidy(&mut self, start: u64) {
        let begun = self.strokes[..self.count].partition_point(|stroke| stroke.begin <= start);
        let Some(current) = begun.checked_sub(1) else { return };
        let over = self.strokes[current].is_over(start);
        let gone = if over { begun } else { current };
        self.strokes.copy_within(gone..self.count, 0);
        self.count -= gone;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const RATE: u32 = 48_000;

    fn gains(ducker: &mut Ducker, blocks: u64) -> Vec<f32> {
        let mut gains = Vec::new();
        for n in 0..blocks {
            let mut block = StereoBlock { left: [1.0; BLOCK], right: [1.0; BLOCK] };
            ducker.process(n * BLOCK as u64, &mut block);
            gains.extend(block.left);
        }
        gains
    }

    #[test]
    fn a_note_turns_down_from_its_very_frame_and_back_in_its_time() {
        let mut ducker = Ducker::new(RATE);
        ducker.key(37, 0.8, 0.01, 0.1);
        let gains = gains(&mut ducker, 100);
        assert!(gains[..38].iter().all(|gain| *gain == 1.0));
        assert!(gains[38] < 1.0);
        let least = gains.iter().copied().fold(1.0, f32::min);
        assert!((least - 0.2).abs() < 1e-3, "{least}");
        assert!((gains[37 + 480] - 0.2).abs() < 1e-4, "{}", gains[37 + 480]);
        let half = gains[37 + 480 + 2400];
        assert!((half - 0.4).abs() < 1e-3, "{half}");
        assert!(gains[37 + 480 + 4800..].iter().all(|gain| *gain == 1.0));
        assert_eq!(ducker.count, 0, "and then it costs nothing");
    }

    #[test]
    fn a_note_on_the_way_up_starts_from_there() {
        let mut ducker = Ducker::new(RATE);
        ducker.key(0, 1.0, 0.002, 0.05);
        ducker.key(1000, 1.0, 0.002, 0.05);
        let gains = gains(&mut ducker, 60);
        let steps = gains.windows(2).map(|pair| (pair[1] - pair[0]).abs()).fold(0.0, f32::max);
        assert!(steps < 1.1 / 96.0, "{steps}");
        assert!(gains[1096] < 1e-6);
    }

    #[test]
    fn notes_that_begin_together_count_in_any_order() {
        let pair = [(0.5, 0.01, 0.2), (0.9, 0.002, 0.05)];
        let run = |order: [usize; 2]| {
            let mut ducker = Ducker::new(RATE);
            order.iter().for_each(|&i| ducker.key(5, pair[i].0, pair[i].1, pair[i].2));
            gains(&mut ducker, 40)
        };
        assert_eq!(run([0, 1]), run([1, 0]));
    }
}
