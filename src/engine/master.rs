//! The last stage: everything passes the limiter, and its loudness is measured.
//!
//! It changes nothing that stays below the ceiling. A later equaliser or compressor stands before
//! the limiter, in [`Master::process`].
//!
//! To be called by the engine like this: sum the buses in the order of their slots, then
//! [`Master::process`] once for every block, silent or not. [`Master::latency`] is a whole number of
//! blocks, so the engine can keep onsets exact by computing that many blocks before the first one it
//! gives out. A panic fades its block out before it comes here.

use super::block::StereoBlock;
use super::kernel::limiter::Limiter;
use super::meter::{self, Meter};

/// The ceiling, as an amplitude: -1.1 dB true peak, a tenth below what is promised, because every
/// meter estimates the peaks between samples a little differently.
pub const CEILING: f32 = 0.881_049;

/// The master bus.
#[derive(Debug)]
pub struct Master {
    limiter: Limiter,
    meter: Meter,
    troubled: bool,
}

impl Master {
    /// A silent master for a sample rate in hertz. Allocates all that it will ever need.
    pub fn new(rate: u32) -> Master {
        Master { limiter: Limiter::new(rate, CEILING), meter: Meter::default(), troubled: false }
    }

    /// Frames by which it delays the sound (the limiter looks ahead): a whole number of blocks.
    pub fn latency(&self) -> usize {
        self.limiter.latency()
    }

    /// Computes a block in place. Afterwards every sample is finite and within -1 to 1.
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub fn process(&mut self, mix: &mut StereoBlock) {
        if meter::peaks(mix).is_none() {
            mix.clear();
            self.troubled = true;
        }
        self.limiter.process(mix);
        self.meter.read(mix);
    }

    /// Forgets what is still on its way.
    pub fn clear(&mut self) {
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
