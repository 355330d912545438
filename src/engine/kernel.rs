//! The sources of sound and the shapes around them, each computed for eight voices at once.
//!
//! A kernel knows nothing of tracks, schedules or rings, and allocates nothing while it plays.

pub mod amp;
pub mod compressor;
pub mod convolver;
pub mod delay;
pub(crate) mod djf;
pub mod drum;
pub(crate) mod duck;
mod edge;
pub mod ensemble;
pub mod env;
pub mod equaliser;
pub(crate) mod fft;
pub mod filter;
pub mod fm;
pub(crate) mod formants;
pub(crate) mod glide;
pub(crate) mod lfo;
pub mod limiter;
pub mod math;
pub mod modal;
pub mod noise;
pub(crate) mod onepole;
pub mod osc;
pub(crate) mod phaser;
pub mod pipes;
pub mod pitch;
pub mod reverb;
pub(crate) mod ring;
pub mod sampler;
pub mod shape;
pub mod supersaw;
pub(crate) mod svf;
pub mod torn;
pub mod tremolo;
pub(crate) mod turning;
pub mod wavetable;
pub(crate) mod wobble;

use super::lanes::F8;
use crate::control::{Control, Unit};
use crate::schedule::Setting;
use crate::sound::Sound;
use amp::Channel;

/// Frames between two grid points: there envelopes and coefficients are computed, in between they
/// glide. A block is a whole number of them.
pub const GRID: usize = 16;

/// What a source needs to know to start a note.
#[derive(Clone, Copy, Debug)]
pub struct Note<'a> {
    /// What makes the sound.
    pub sound: Sound,
    /// Its pitch in hertz: finite, above 0 and below half the sample rate.
    pub freq: f32,
    /// The sample rate in hertz.
    pub rate: f32,
    /// Which side of the sound this lane plays, if the sound takes two.
    pub channel: Channel,
    /// Chance for this note: a function of its track and its musical time, never of call order.
    pub seed: u32,
    /// The controls that were set.
    pub settings: Settings<'a>,
}

/// When a note plays, for what moves while it does.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct When {
    /// Frames until it is released.
    pub held: f32,
    /// Frames that it lasts as it is written, even if it plays to its own end.
    pub lasts: f32,
    /// Seconds from the beginning of the piece to its start, at the tempo of that moment: where a wave
    /// that goes through from note to note stands.
    pub clock: f64,
}

impl When {
    /// A note that is held for so many frames, at the beginning of the piece.
    pub fn held(frames: f32) -> When {
        When { held: frames, lasts: frames, clock: 0.0 }
    }
}

/// The controls that were set for a note, made safe: finite and within their ranges.
#[derive(Clone, Copy, Debug, Default)]
pub struct Settings<'a>(pub &'a [Setting]);

impl Settings<'_> {
    /// The value of a control, if it was set.
    pub fn get(&self, control: Control) -> Option<f32> {
        let set = self.0.iter().rev().find(|setting| setting.control == control)?;
        let info = control.info();
        // What stands for a name has no range.
        let range =
            if info.unit == Unit::Name { (f64::MIN, f64::MAX) } else { (info.min, info.max) };
        let value = f64::from(set.value);
        value.is_finite().then(|| value.clamp(range.0, range.1) as f32)
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

    /// At a grid point: bends the pitch of each lane by a factor, until the next. Only called where
    /// a lane is bent; sources without pitch ignore it.
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn bend(&mut self, _ratio: F8) {}

    /// Whether the note in this lane has faded to nothing by itself.
    fn done(&self, lane: usize) -> bool;
}
