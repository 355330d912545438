//! The sources of sound and the shapes around them, each computed for eight voices at once.
//!
//! A kernel knows nothing of tracks, schedules or rings, and allocates nothing while it plays.

pub mod delay;
pub mod drum;
pub(crate) mod glide;
pub mod limiter;
pub mod math;
pub mod reverb;
pub(crate) mod ring;

use super::lanes::F8;
use crate::control::Control;
use crate::schedule::Setting;
use crate::sound::Sound;

/// What a source needs to know to start a note.
#[derive(Clone, Copy, Debug)]
pub struct Note<'a> {
    /// What makes the sound.
    pub sound: Sound,
    /// Its pitch in hertz: finite, above 0 and below half the sample rate.
    pub freq: f32,
    /// The sample rate in hertz.
    pub rate: f32,
    /// Chance for this note: a function of its track and its musical time, never of call order.
    pub seed: u32,
    /// The controls that were set.
    pub settings: Settings<'a>,
}

/// The controls that were set for a note, made safe: finite and within their ranges.
#[derive(Clone, Copy, Debug, Default)]
pub struct Settings<'a>(pub &'a [Setting]);

impl Settings<'_> {
    /// The value of a control, if it was set.
    pub fn get(&self, control: Control) -> Option<f32> {
        let set = self.0.iter().rev().find(|setting| setting.control == control)?;
        let info = control.info();
        let value = f64::from(set.value);
        value.is_finite().then(|| value.clamp(info.min, info.max) as f32)
    }

    /// The value of a control, or another one if it was not set.
    pub fn or(&self, control: Control, other: f32) -> f32 {
        self.get(control).unwrap_or(other)
    }

    /// The value of a control, or its default.
    pub fn value(&self, control: Control) -> f32 {
        self.or(control, control.info().default as f32)
    }
}

/// A group of eight voices of one kind, one in each lane.
///
/// The engine sees to the exact moment: it renders up to a note's first frame, calls `start`, and
/// renders on. It applies filters, envelope, gain and pan to what comes out, and ignores lanes in
/// which nothing plays; these must only stay finite.
pub trait Source {
    /// Starts a note in a lane, whatever was there before. Its first frame is the next one rendered.
    fn start(&mut self, lane: usize, note: &Note<'_>);

    /// Writes the next `out.len()` frames (1 to 64) of all lanes, each about -1 to 1.
    /// Cutting a stretch into pieces must not change a bit.
    fn render(&mut self, out: &mut [F8]);

    /// Whether the note in this lane has faded to nothing by itself.
    fn done(&self, lane: usize) -> bool;
}
