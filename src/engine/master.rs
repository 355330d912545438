//! The last stage: everything passes the limiter, and its loudness is measured.
//!
//! Unless the script asks for more, it changes nothing that stays below the ceiling. Its order is
//! equaliser, glue compressor, gain, limiter, meters.
//!
//! To be called by the engine like this: sum the buses in the order of their slots, then
//! [`Master::process`] once for every block, silent or not. [`Master::latency`] is a whole number of
//! blocks, so the engine can keep onsets exact by computing that many blocks before the first one it
//! gives out. A panic fades its block out before it comes here.

use super::block::StereoBlock;
use super::kernel::compressor::Compressor;
use super::kernel::equaliser::Equaliser;
use super::kernel::glide::Glide;
use super::kernel::limiter::Limiter;
use super::kernel::math::from_decibels;
use super::loudness::{Ear, Loudness};
use super::meter::{self, Meter};
use crate::schedule::mastering::Mastering;

/// The ceiling, as an amplitude: -1.1 dB true peak, a tenth below what is promised, because every
/// meter estimates the peaks between samples a little differently.
pub const CEILING: f32 = 0.881_049;

/// The master bus.
#[derive(Debug)]
pub struct Master {
    equaliser: Equaliser,
    glue: Compressor,
    gain: Glide,
    limiter: Limiter,
    ear: Ear,
    meter: Meter,
    /// The last block was silent, so that nobody hears a setting jump.
    silent: bool,
    troubled: bool,
    /// What came to the limiter, if somebody wants to know.
    unlimited: Option<Box<StereoBlock>>,
}

impl Master {
    /// A silent master for a sample rate in hertz. Allocates all that it will ever need.
    pub fn new(rate: u32) -> Master {
        Master {
            equaliser: Equaliser::new(rate),
            glue: Compressor::new(rate),
            gain: Glide::new(rate, 1.0),
            limiter: Limiter::new(rate, CEILING),
            ear: Ear::new(rate),
            meter: Meter::default(),
            silent: true,
            troubled: false,
            unlimited: None,
        }
    }

    /// From now on keeps what comes to the limiter, for [`Master::unlimited`]. Allocates.
    pub fn keep_unlimited(&mut self) {
        self.unlimited = Some(Box::new(StereoBlock::SILENT));
    }

    /// What came to the limiter in the last block, if that is kept.
    pub fn unlimited(&self) -> Option<&StereoBlock> {
        self.unlimited.as_deref()
    }

    /// Equaliser, glue compressor and gain glide to what a script asks for.
    pub fn set(&mut self, mastering: &Mastering) {
        for (band, tone) in mastering.tones.iter().enumerate() {
            self.equaliser.set(band, *tone);
        }
        self.glue.set(mastering.glue);
        self.gain.aim(from_decibels(mastering.gain.clamp(-120.0, 40.0)));
        if self.silent {
            self.equaliser.arrive();
            self.glue.arrive();
            self.gain.arrive();
        }
    }

    /// Frames by which it delays the sound (the limiter looks ahead): a whole number of blocks.
    pub fn latency(&self) -> usize {
        self.limiter.latency()
    }

    /// Computes a block in place. Afterwards every sample is finite and within -1 to 1.
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub fn process(&mut self, mix: &mut StereoBlock) {
        let peaks = meter::peaks(mix);
        self.silent = peaks == Some([0.0; 2]);
        if peaks.is_none() {
            mix.clear();
            self.troubled = true;
        }
        if !self.equaliser.is_idle() {
            self.equaliser.process(mix);
        }
        if !self.glue.is_idle() {
            self.glue.process(mix);
        }
        if !self.gain.rests_at(1.0) {
            let gain = self.gain.next_block();
            for (j, (l, r)) in mix.left.iter_mut().zip(&mut mix.right).enumerate() {
                *l *= gain.at(j);
                *r *= gain.at(j);
            }
        }
        if let Some(unlimited) = &mut self.unlimited {
            unlimited.as_mut().clone_from(mix);
        }
        self.limiter.process(mix);
        self.meter.read(mix);
        self.ear.hear(mix);
    }

    /// What the meters have to say, ten times a second.
    pub fn take_loudness(&mut self) -> Option<Loudness> {
        let loudness = self.ear.take()?;
        Some(Loudness { glue: self.glue.take_loss(), ..loudness })
    }

    /// Measures the integrated loudness from now on.
    pub fn remeasure(&mut self) {
        self.ear.remeasure();
    }

    /// Forgets what is still on its way.
    pub fn clear(&mut self) {
        self.equaliser.clear();
        self.glue.clear();
        self.limiter.clear();
    }

    /// Peaks, left and right, and the limiter's least gain, since this was last asked.
    pub fn take_peaks(&mut self) -> ([f32; 2], f32) {
        (self.meter.take(), self.limiter.take_least_gain())
    }

    /// Whether a block had to be silenced for what is no number, since this was last asked.
    pub fn take_trouble(&mut self) -> bool {
        std::mem::take(&mut self.troubled)
    }
}
