//! A track's bus: where its voices meet, with the delay and reverb that outlive them.

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
}
