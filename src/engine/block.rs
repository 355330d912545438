//! Stretches of stereo sound, one engine block long.
//!
//! Plain arrays; nothing here knows where the sound comes from.

use super::BLOCK;

/// One block, left and right.
#[derive(Clone, Debug)]
#[repr(C, align(32))]
pub struct StereoBlock {
    /// The left channel.
    pub left: [f32; BLOCK],
    /// The right channel.
    pub right: [f32; BLOCK],
}

impl StereoBlock {
    /// A silent block.
    pub const SILENT: StereoBlock = StereoBlock { left: [0.0; BLOCK], right: [0.0; BLOCK] };

    /// Makes it silent.
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub fn clear(&mut self) {
        *self = StereoBlock::SILENT;
    }

    /// Fades it from full at its beginning to silence at its end.
    pub fn fade_out(&mut self) {
        for i in 0..BLOCK {
            let level = 1.0 - i as f32 / (BLOCK - 1) as f32;
            self.left[i] *= level;
            self.right[i] *= level;
        }
    }

    /// Fades it from silence at its beginning to full at its end.
    pub fn fade_in(&mut self) {
        for i in 0..BLOCK {
            let level = i as f32 / (BLOCK - 1) as f32;
            self.left[i] *= level;
            self.right[i] *= level;
        }
    }

    /// Adds another block to it.
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub fn add(&mut self, other: &StereoBlock) {
        for (a, b) in self.left.iter_mut().zip(&other.left) {
            *a += b;
        }
        for (a, b) in self.right.iter_mut().zip(&other.right) {
            *a += b;
        }
    }
}

/// What the voices of one track gave for a block.
#[derive(Clone, Debug)]
pub struct TrackMix {
    /// Straight to the output.
    pub dry: StereoBlock,
    /// Into the delay, if any voice sends there.
    pub delay: Option<StereoBlock>,
    /// Into the reverb, if any voice sends there.
    pub room: Option<StereoBlock>,
}

impl TrackMix {
    /// Nothing at all.
    pub const SILENT: TrackMix = TrackMix { dry: StereoBlock::SILENT, delay: None, room: None };

    /// Makes it silent again.
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub fn clear(&mut self) {
        self.dry.clear();
        self.delay = None;
        self.room = None;
    }
}
