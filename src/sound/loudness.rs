//! What loudness meters say, by the rules of broadcasting (ITU-R BS.1770, EBU R 128).
//!
//! Measuring is the engine's business and showing it the screen's.

/// How loud the master is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Loudness {
    /// Over the last 0.4 s, in LUFS; -100 is silence.
    pub momentary: f32,
    /// Over the last 3 s, in LUFS.
    pub short: f32,
    /// Since the measurement began, gated, in LUFS: silences do not count.
    pub integrated: f32,
    /// The greatest amplitude since the last reading, between samples too; 1 is full scale.
    pub true_peak: f32,
    /// Root of the mean square over the last 0.4 s, left and right, as an amplitude.
    pub rms: [f32; 2],
    /// What left and right have in common over the last 0.4 s: 1 mono, 0 nothing or silence, -1 opposed.
    pub correlation: f32,
    /// By how many decibels the glue compressor turned down at most since the last reading.
    pub glue: f32,
}

impl Default for Loudness {
    /// Silence.
    fn default() -> Loudness {
        Loudness {
            momentary: -100.0,
            short: -100.0,
            integrated: -100.0,
            true_peak: 0.0,
            rms: [0.0; 2],
            correlation: 0.0,
            glue: 0.0,
        }
    }
}
