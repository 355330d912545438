//! Something that turns: the phase of a slow sweep, told by the frame count alone.
//!
//! It goes on while nobody listens, so that a bus may be skipped while it is silent. A change of rate
//! moves no phase.

/// A steady turning.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Turning {
    rate: f64,
    hertz: f64,
    /// The phase, in turns, at a frame.
    turn: f64,
    frame: u64,
}

impl Turning {
    /// One that stands, for a sample rate in hertz.
    pub(crate) fn new(rate: u32) -> Turning {
        Turning { rate: f64::from(rate), hertz: 0.0, turn: 0.0, frame: 0 }
    }

    /// Sets how often a second it turns.
    pub(crate) fn set(&mut self, hertz: f32) {
        self.hertz = f64::from(hertz);
    }

    /// The phase at a frame, from 0 to 1. Frames never go back.
    pub(crate) fn at(&mut self, frame: u64) -> f32 {
        let passed = frame.saturating_sub(self.frame);
        let turn = self.turn + passed as f64 * self.hertz / self.rate;
        (self.turn, self.frame) = (turn - turn.floor(), frame);
        self.turn as f32
    }

    /// How far it turns in one frame.
    pub(crate) fn step(&self) -> f32 {
        (self.hertz / self.rate) as f32
    }
}
