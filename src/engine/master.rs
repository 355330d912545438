//! The last stage: everything passes the limiter, and its loudness is measured.
//!
//! It changes nothing that stays below the ceiling. A later equaliser or compressor stands before
//! the limiter, in [`Master::process`].
//!
//! To be called by the engine like this: sum the buses in the order of their slots, then
//! [`Master::process`] once for every block, silent or not. [`Master::latency`] is a whole number of
//! blocks, so the engine can keep onsets exact by computing that many blocks before the first one it
//! gives out. For a panic: [`Master::silence`], go on rendering until [`Master::is_silenced`] (5 ms),
//! then clear voices and buses, and call [`Master::clear`], which opens the master again.

use super::BLOCK;
use super::block::StereoBlock;
use super::kernel::limiter::Limiter;
use super::meter::{self, Meter};

/// The ceiling, as an amplitude: -1.1 dB true peak, a tenth below what is promised, because every
/// meter estimates the peaks between samples a little differently.
pub const CEILING: f32 = 0.881_049;
/// Seconds in which a panic fades to silence.
const FADE: f64 = 0.005;

/// The master bus.
#[derive(Debug)]
pub struct Master {
    limiter: Limiter,
    meter: Meter,
    /// What the fade loses in each frame: 0 while it is open.
    closing: f32,
    fade_step: f32,
    open: f32,
    troubled: bool,
}

impl Master {
    /// A silent master for a sample rate in hertz. Allocates all that it will ever need.
    pub fn new(rate: u32) -> Master {
        Master {
            limiter: Limiter::new(rate, CEILING),
            meter: Meter::default(),
            closing: 0.0,
            fade_step: (1.0 / (FADE * f64::from(rate))) as f32,
            open: 1.0,
            troubled: false,
        }
    }

    /// Frames by which it delays the sound (the limiter looks ahead): a whole number of blocks.
    pub fn latency(&self) -> usize {
        self.limiter.latency()
    }

    /// Computes a block in place. Afterwards every sample is finite and within -1 to 1.
    #[inline(always)]
    pub fn process(&mut self, mix: &mut StereoBlock) {
        if meter::peaks(mix).is_none() {
            mix.clear();
            self.troubled = true;
        }
        self.limiter.process(mix);
        if self.closing > 0.0 {
            self.fade(mix);
        }
        self.meter.read(mix);
    }

    fn fade(&mut self, mix: &mut StereoBlock) {
        for j in 0..BLOCK {
            self.open = (self.open - self.closing).max(0.0);
            mix.left[j] *= self.open;
            mix.right[j] *= self.open;
        }
    }

    /// Begins to fade to silence, in 5 ms; stays silent until [`Master::clear`].
    pub fn silence(&mut self) {
        self.closing = self.fade_step;
    }

    /// Whether a fade to silence has arrived there.
    pub fn is_silenced(&self) -> bool {
        self.open == 0.0
    }

    /// Forgets what is still on its way, and opens again.
    pub fn clear(&mut self) {
        self.limiter.clear();
        (self.closing, self.open) = (0.0, 1.0);
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
