//! What a script asks of the master: four bands, a compressor that glues, and a gain.
//!
//! Plain numbers; how they sound is the engine's business. The limiter is always there and not here.

/// How many bands an equaliser has.
pub const BANDS: usize = 4;
/// Frequencies in hertz and qualities that the bands have if nothing is said.
pub const USUAL: [(f32, f32); BANDS] =
    [(100.0, 0.707), (400.0, 1.0), (2500.0, 1.0), (8000.0, 0.707)];

/// What one band of an equaliser does.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Tone {
    /// How much it raises or lowers, in decibels.
    pub decibels: f32,
    /// Where, in hertz.
    pub hertz: f32,
    /// How narrow.
    pub q: f32,
}

impl Tone {
    /// A band that changes nothing, by its place.
    pub const fn flat(band: usize) -> Tone {
        Tone { decibels: 0.0, hertz: USUAL[band].0, q: USUAL[band].1 }
    }
}

/// What a compressor does.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Squeeze {
    /// What is below passes, in decibels of full scale.
    pub threshold: f32,
    /// How many decibels above the threshold become one.
    pub ratio: f32,
    /// Around the threshold, so many decibels belong to the bend.
    pub knee: f32,
    /// Seconds in which 63 % of a turning down is done.
    pub attack: f32,
    /// Seconds in which 63 % of the way back is done.
    pub release: f32,
}

/// What the master does beside its limiter.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Mastering {
    /// Low shelf, two bells, high shelf.
    pub tones: [Tone; BANDS],
    /// The compressor, if there is one.
    pub glue: Option<Squeeze>,
    /// Gain before the limiter, in decibels.
    pub gain: f32,
}

impl Default for Mastering {
    /// Nothing.
    fn default() -> Mastering {
        Mastering { tones: std::array::from_fn(Tone::flat), glue: None, gain: 0.0 }
    }
}
