//! Recordings as the engine plays them: decoded, at the engine's rate, immutable.
//!
//! The bank only holds them; how files become recordings is the loader's business.

use std::sync::Arc;

use super::kernel::wavetable::tables;
use super::loudness;
use super::protocol::{Garbage, Port};
use crate::sound::SampleSlot;

/// A recording, ready to play.
#[derive(Clone, Debug, PartialEq)]
pub struct Sample {
    /// One vector for each channel (one or two), all of the same length, at the engine's rate.
    pub channels: Vec<Vec<f32>>,
    /// The rate they are at, in hertz.
    pub rate: u32,
}

impl Sample {
    /// A wavetable from samples at any rate: one cycle if there are at most 4096, else a row of
    /// cycles of 2048 samples, up to 64. It is played as [`crate::sound::Sound::Cycles`] and by
    /// nothing else.
    pub fn cycles(samples: &[f32], rate: u32) -> Sample {
        Sample { channels: vec![tables::pack(samples)], rate }
    }

    /// How loud it is as it plays alone: its greatest momentary loudness, in LUFS; none if it is silent.
    pub fn loudness(&self) -> Option<f32> {
        loudness::of_recording(&self.channels, self.rate)
    }

    /// How many frames it lasts.
    pub fn frames(&self) -> usize {
        self.channels.first().map_or(0, Vec::len)
    }
}

/// Recordings by slot: as many as a slot's number can name, so that none is ever refused.
#[derive(Debug)]
pub(super) struct Bank {
    slots: Vec<Option<Arc<Sample>>>,
    /// How loud each of them is, in LUFS; not a number if nobody said.
    loudness: Vec<f32>,
}

impl Bank {
    /// An empty bank. Allocates all that it will ever need.
    pub(super) fn new() -> Bank {
        let slots = usize::from(u16::MAX) + 1;
        Bank { slots: vec![None; slots], loudness: vec![f32::NAN; slots] }
    }

    /// Puts a recording into a slot; sends home what was there.
    pub(super) fn put(&mut self, slot: SampleSlot, sample: Arc<Sample>, port: &mut Port) {
        if let Some(old) = self.slots[usize::from(slot.0)].replace(sample) {
            port.discard(Garbage::Sample(old));
        }
    }

    /// Notes how loud the recording of a slot is, in LUFS.
    pub(super) fn measure(&mut self, slot: SampleSlot, loudness: f32) {
        self.loudness[usize::from(slot.0)] = loudness;
    }

    /// How loud a recording is, in LUFS, if that was measured.
    pub(super) fn loudness(&self, slot: SampleSlot) -> Option<f32> {
        Some(self.loudness[usize::from(slot.0)]).filter(|loudness| loudness.is_finite())
    }

    /// The recording in a slot.
    pub(super) fn get(&self, slot: SampleSlot) -> Option<&Arc<Sample>> {
        self.slots[usize::from(slot.0)].as_ref()
    }

    /// Takes back a recording that a voice has played. While the bank holds it too, only a count
    /// goes down; else this voice may have been the last, and the recording goes home.
    pub(super) fn take_back(&self, slot: SampleSlot, sample: Arc<Sample>, port: &mut Port) {
        if !self.get(slot).is_some_and(|held| Arc::ptr_eq(held, &sample)) {
            port.discard(Garbage::Sample(sample));
        }
    }
}
