//! A track's bus: where its voices meet, with the delay and reverb that outlive them.
//!
//! It knows neither voices nor schedules; it is handed their sum and leaves its own.

use super::block::TrackMix;
use crate::control::Control;

/// A mix bus with its effects. Made by the conductor (it allocates), played by the engine.
#[derive(Debug)]
pub struct Bus {
    rate: u32,
}

impl Bus {
    /// A silent bus for a sample rate in hertz. Allocates all that it will ever need.
    pub fn new(rate: u32) -> Bus {
        Bus { rate }
    }

    /// The rate it was made for, in hertz.
    pub fn rate(&self) -> u32 {
        self.rate
    }

    /// A note of the track came with this bus-wide control: effects glide to it. Controls that mean
    /// nothing to a bus are ignored, so is what is no number.
    pub fn set(&mut self, control: Control, value: f32) {
        let _ = (control, value);
    }

    /// The tempo in cycles a second, for delay times counted in cycles.
    pub fn tempo(&mut self, cps: f64) {
        let _ = cps;
    }

    /// Computes a block: `mix.dry` becomes the output of the bus, effects included, free of what is
    /// no number. False if it had to silence itself for such a value.
    #[inline(always)]
    pub fn process(&mut self, mix: &mut TrackMix) -> bool {
        let _ = mix;
        true
    }

    /// Whether its tails have died away (below -100 dB), so that skipping it would not be heard.
    pub fn is_silent(&self) -> bool {
        true
    }

    /// Empties delay and reverb at once.
    pub fn clear(&mut self) {}

    /// Peaks of its output, left and right, since this was last asked.
    pub fn take_peaks(&mut self) -> [f32; 2] {
        [0.0; 2]
    }
}
