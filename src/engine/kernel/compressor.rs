//! A compressor for a bus or the master: turns down what is above its threshold, both channels alike.
//!
//! It does not make up for what it takes away. Method: peak level, static curve with a soft knee,
//! and a smoothed gain, all in decibels (D. Giannoulis, M. Massberg, J. D. Reiss, "Digital dynamic
//! range compressor design", 2012).

use super::glide::Glide;
use super::math::{exp2, log2};
use crate::engine::BLOCK;
use crate::engine::block::StereoBlock;
use crate::schedule::mastering::Squeeze;

/// Decibels in an octave of amplitude, and the other way round.
const DECIBELS: f32 = 6.020_6;
const OCTAVES: f32 = 0.166_096_4;
/// What the level falls between two peaks of a wave, as a time constant in seconds.
const BETWEEN_PEAKS: f32 = 0.01;
/// The fastest attack and release, in seconds.
const FASTEST: f32 = 0.000_1;

/// A stereo compressor.
#[derive(Debug)]
pub(crate) struct Compressor {
    rate: f32,
    squeeze: Squeeze,
    threshold: Glide,
    slope: Glide,
    knee: Glide,
    /// 1 while it is on, 0 while it is off.
    amount: Glide,
    level: f32,
    /// Decibels by which it turns down.
    loss: f32,
    most: f32,
}

impl Compressor {
    /// One that is off, for a sample rate in hertz.
    pub(crate) fn new(rate: u32) -> Compressor {
        let glide = |value| Glide::new(rate, value);
        Compressor {
            rate: rate as f32,
            squeeze: Squeeze {
                threshold: 0.0,
                ratio: 1.0,
                knee: 0.0,
                attack: 0.005,
                release: 0.05,
            },
            threshold: glide(0.0),
            slope: glide(0.0),
            knee: glide(0.0),
            amount: glide(0.0),
            level: 0.0,
            loss: 0.0,
            most: 0.0,
        }
    }

    /// Turns it on, or off.
    pub(crate) fn set(&mut self, squeeze: Option<Squeeze>) {
        let was_off = self.is_idle();
        self.amount.aim(if squeeze.is_some() { 1.0 } else { 0.0 });
        let Some(squeeze) = squeeze else { return };
        self.squeeze = squeeze;
        self.threshold.aim(squeeze.threshold);
        self.slope.aim(1.0 - 1.0 / squeeze.ratio.max(1.0));
        self.knee.aim(squeeze.knee.max(0.0));
        if was_off {
            [&mut self.threshold, &mut self.slope, &mut self.knee]
                .into_iter()
                .for_each(Glide::arrive);
        }
    }

    /// Arrives at once where it is bound for; for when nobody hears it.
    pub(crate) fn arrive(&mut self) {
        [&mut self.threshold, &mut self.slope, &mut self.knee, &mut self.amount]
            .into_iter()
            .for_each(Glide::arrive);
    }

    /// True if it is off.
    pub(crate) fn is_idle(&self) -> bool {
        self.amount.rests_at(0.0)
    }

    /// Forgets what it heard.
    pub(crate) fn clear(&mut self) {
        (self.level, self.loss) = (0.0, 0.0);
    }

    /// The most that it turned down since this was last asked, in decibels.
    pub(crate) fn take_loss(&mut self) -> f32 {
        std::mem::take(&mut self.most)
    }

    /// Compresses a block.
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub(crate) fn process(&mut self, block: &mut StereoBlock) {
        let [threshold, slope, knee] = [&mut self.threshold, &mut self.slope, &mut self.knee]
            .map(|glide| glide.next_block().to);
        let amount = self.amount.next_block();
        let mut losses = self.levels(block);
        for level in &mut losses {
            let over = DECIBELS * log2(level.max(1e-7)) - threshold;
            let bend = (over + 0.5 * knee).clamp(0.0, knee);
            let bent = bend * bend / (2.0 * knee.max(1e-6));
            *level = slope * (bent + (over - 0.5 * knee).max(0.0));
        }
        let [attack, release] = [self.squeeze.attack, self.squeeze.release]
            .map(|seconds| pace(seconds.max(FASTEST) * self.rate));
        let mut loss = self.loss;
        for wanted in &mut losses {
            let pace = if *wanted > loss { attack } else { release };
            loss += (*wanted - loss) * pace;
            *wanted = loss;
        }
        self.loss = if loss < 1e-6 { 0.0 } else { loss };
        let frames = block.left.iter_mut().zip(&mut block.right).zip(&losses);
        for (j, ((l, r), loss)) in frames.enumerate() {
            let gain = exp2(-OCTAVES * loss * amount.at(j));
            *l *= gain;
            *r *= gain;
        }
        self.most = losses.iter().fold(self.most, |most, loss| most.max(*loss));
    }

    /// The level at each frame: the greater channel's peaks, held a little.
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn levels(&mut self, block: &StereoBlock) -> [f32; BLOCK] {
        let keep = 1.0 - pace(BETWEEN_PEAKS * self.rate);
        let mut levels = [0.0; BLOCK];
        let mut level = self.level;
        for ((to, l), r) in levels.iter_mut().zip(&block.left).zip(&block.right) {
            level = l.abs().max(r.abs()).max(level * keep);
            *to = level;
        }
        self.level = if level < 1e-9 { 0.0 } else { level };
        levels
    }
}

/// The part of the way that is covered in one frame, for a time constant in frames.
fn pace(frames: f32) -> f32 {
    let x = 1.0 / frames;
    if x < 0.01 { x - 0.5 * x * x } else { 1.0 - exp2(-std::f32::consts::LOG2_E * x) }
}
