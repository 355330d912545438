//! The sound engine: schedules in, samples out.
//!
//! It knows no patterns, files, devices or clocks; whoever calls [`Engine::render`] decides whether
//! the samples go to a sound card or to a file.

pub mod bank;
pub mod block;
pub mod bus;
pub mod kernel;
pub mod lanes;
pub mod master;
pub mod meter;
pub mod protocol;

use protocol::Port;

/// Frames that are computed together. Blocks lie on a fixed grid from frame 0, whatever lengths
/// `render` is asked for, so the device's block size never changes a sample.
pub const BLOCK: usize = 64;

/// Turns schedules into sound.
pub struct Engine {
    rate: u32,
    port: Port,
}

impl Engine {
    /// An engine for a sample rate in hertz, listening at one end of the rings.
    pub fn new(rate: u32, port: Port) -> Engine {
        Engine { rate, port }
    }

    /// The sample rate in hertz.
    pub fn rate(&self) -> u32 {
        self.rate
    }

    /// Fills `out` with interleaved stereo. Any even length. Real-time safe.
    pub fn render(&mut self, out: &mut [f32]) {
        let _ = &self.port;
        out.fill(0.0);
    }
}
