//! Recordings as the engine plays them: decoded, at the engine's rate, immutable.

/// A recording, ready to play.
#[derive(Clone, Debug, PartialEq)]
pub struct Sample {
    /// One vector for each channel (one or two), all of the same length, at the engine's rate.
    pub channels: Vec<Vec<f32>>,
    /// The rate they are at, in hertz.
    pub rate: u32,
}

impl Sample {
    /// How many frames it lasts.
    pub fn frames(&self) -> usize {
        self.channels.first().map_or(0, Vec::len)
    }
}
