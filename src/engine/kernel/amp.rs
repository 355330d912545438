//! The last stage of eight voices: loudness over time, place between left and right, and sends.
//!
//! It shapes eight lanes at once and says what each gives to its track; it mixes one voice at a time,
//! so that the order in which a track adds up its voices is the track's own.

use super::env::{Envelopes, Stages};
use super::math::{cos_turns, sin_turns};
use super::tremolo::Tremolo;
use super::{GRID, Note};
use crate::control::Control;
use crate::engine::BLOCK;
use crate::engine::block::{StereoBlock, TrackMix};
use crate::engine::lanes::{F8, Real};

/// Seconds in which a voice that is cut short fades away.
pub const FADE: f32 = 0.003;
/// The fade's clock while nothing fades.
const NEVER: f32 = -1e30;

const SHAPE: [Control; 4] = [Control::Attack, Control::Decay, Control::Sustain, Control::Release];

/// Which channel of its recording a voice plays.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Channel {
    /// The only one.
    Mono,
    /// The left one.
    Left,
    /// The right one.
    Right,
}

/// What a voice gives to each channel of its track and to each of its sends.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Place {
    left: f32,
    right: f32,
    delay: f32,
    room: f32,
}

impl Place {
    /// Adds a block of the voice to the mix of its track.
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub fn add(&self, voice: &[f32; BLOCK], mix: &mut TrackMix) {
        let Place { left, right, delay, room } = *self;
        add(voice, left, right, &mut mix.dry);
        if delay != 0.0 {
            let send = mix.delay.get_or_insert(StereoBlock::SILENT);
            add(voice, left * delay, right * delay, send);
        }
        if room != 0.0 {
            let send = mix.room.get_or_insert(StereoBlock::SILENT);
            add(voice, left * room, right * room, send);
        }
    }

    /// The greatest magnitudes that the voice gives to the left and to the right.
    pub fn peaks(&self, voice: &[f32; BLOCK]) -> [f32; 2] {
        let peak = voice.iter().fold(0.0, |peak: f32, x| peak.max(x.abs()));
        [peak * self.left.abs(), peak * self.right.abs()]
    }
}

#[cfg_attr(not(debug_assertions), inline(always))]
fn add(voice: &[f32; BLOCK], left: f32, right: f32, to: &mut StereoBlock) {
    for ((x, l), r) in voice.iter().zip(&mut to.left).zip(&mut to.right) {
        *l += x * left;
        *r += x * right;
    }
}

/// Eight amplifiers.
#[derive(Clone, Debug)]
pub struct Amps {
    envelopes: Envelopes,
    tremolo: Tremolo,
    /// Frames since a voice was cut short.
    cut: F8,
    per_fade: f32,
    /// Loudness now, and its change a frame until the next grid point.
    level: F8,
    step: F8,
    left: F8,
    right: F8,
    delay: F8,
    room: F8,
}

impl Amps {
    /// Eight that are silent, for a sample rate in hertz.
    pub fn new(rate: f32) -> Amps {
        Amps {
            envelopes: Envelopes::SILENT,
            tremolo: Tremolo::NONE,
            cut: F8::splat(NEVER),
            per_fade: 1.0 / (FADE * rate),
            level: F8::ZERO,
            step: F8::ZERO,
            left: F8::ZERO,
            right: F8::ZERO,
            delay: F8::ZERO,
            room: F8::ZERO,
        }
    }

    /// Starts a note in a lane. `natural` shapes it if none of the four controls is set.
    pub fn start(&mut self, lane: usize, note: &Note<'_>, held: f32, natural: Stages) {
        let settings = &note.settings;
        let stages = Stages::set(settings, SHAPE, note.rate).unwrap_or(natural);
        let stages = stages.holding(settings, note.rate);
        self.envelopes.start(lane, stages, held);
        self.tremolo.start(lane, note);
        self.cut.0[lane] = NEVER;
        let gain = (settings.value(Control::Gain) + settings.value(Control::Overgain)).max(0.0)
            * settings.value(Control::Velocity)
            * settings.value(Control::Postgain)
            * settings.value(Control::Amp);
        let [left, right] = place(settings.value(Control::Pan), note.channel);
        self.left.0[lane] = left * gain;
        self.right.0[lane] = right * gain;
        self.delay.0[lane] = settings.value(Control::Delay);
        self.room.0[lane] = settings.value(Control::Room);
        self.level.0[lane] = self.target().0[lane];
        self.step.0[lane] = 0.0;
    }

    /// Makes a lane that has just started louder or softer by a factor.
    pub fn scale(&mut self, lane: usize, factor: f32) {
        self.left.0[lane] *= factor;
        self.right.0[lane] *= factor;
    }

    /// Takes a lane that started between two grid points to the next one, so many frames ahead.
    pub fn run_in(&mut self, lane: usize, frames: f32) {
        self.envelopes.advance_lane(lane, frames);
        self.tremolo.run_in(lane, frames);
        self.step.0[lane] = (self.target().0[lane] - self.level.0[lane]) / frames;
    }

    /// Fades a voice away within a few milliseconds.
    pub fn cut(&mut self, lane: usize) {
        if !self.is_cut(lane) {
            self.cut.0[lane] = 0.0;
        }
    }

    /// Whether a voice has been cut short.
    pub fn is_cut(&self, lane: usize) -> bool {
        self.cut.0[lane] >= 0.0
    }

    /// Silences a voice at once and lets it be over.
    pub fn silence(&mut self, lane: usize) {
        self.stop(lane);
        self.cut.0[lane] = 1e9;
    }

    /// Moves the end of a held note.
    pub fn hold(&mut self, lane: usize, frames: f32) {
        self.envelopes.hold(lane, frames);
    }

    /// Whether a note is held.
    pub fn is_held(&self, lane: usize) -> bool {
        self.envelopes.is_held(lane)
    }

    /// Silences a lane at once, when it is over.
    pub fn stop(&mut self, lane: usize) {
        self.tremolo.stop(lane);
        self.level.0[lane] = 0.0;
        self.step.0[lane] = 0.0;
        self.left.0[lane] = 0.0;
        self.right.0[lane] = 0.0;
        self.delay.0[lane] = 0.0;
        self.room.0[lane] = 0.0;
    }

    /// How loud a voice is now, or will be in a moment if it has just begun.
    pub fn loudness(&self, lane: usize) -> f32 {
        let level = if self.envelopes.is_rising(lane) { 1.0 } else { self.level.0[lane] };
        level * (self.left.0[lane] + self.right.0[lane])
    }

    /// Whether a voice has faded to nothing.
    pub fn is_over(&self, lane: usize) -> bool {
        self.envelopes.is_over(lane) || self.cut.0[lane] * self.per_fade >= 1.0
    }

    /// At a grid point: where the loudness glides to until the next.
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub fn tick(&mut self) {
        self.envelopes.advance(GRID as f32);
        self.cut += F8::splat(GRID as f32);
        if self.tremolo.is_on() {
            self.tremolo.tick();
        }
        self.step = (self.target() - self.level) * (1.0 / GRID as f32);
    }

    #[cfg_attr(not(debug_assertions), inline(always))]
    fn target(&self) -> F8 {
        let faded = (self.cut * self.per_fade).clamp(F8::ZERO, F8::ONE);
        let level = self.envelopes.level::<true>() * (F8::ONE - faded);
        if self.tremolo.is_on() { level * self.tremolo.now() } else { level }
    }

    /// Gives a stretch of sound its loudness.
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub fn process(&mut self, sound: &mut [F8]) {
        let (mut level, step) = (self.level, self.step);
        for x in sound {
            level += step;
            *x *= level;
        }
        self.level = level;
    }

    /// Where a voice goes.
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub fn place(&self, lane: usize) -> Place {
        Place {
            left: self.left.0[lane],
            right: self.right.0[lane],
            delay: self.delay.0[lane],
            room: self.room.0[lane],
        }
    }
}

/// Left and right gain at a place from 0 (left) to 1, with equal power. A stereo recording in the
/// middle stays as it is; elsewhere the far side moves over.
fn place(pan: f32, channel: Channel) -> [f32; 2] {
    let quarter = |x: f32| [cos_turns(x * 0.25), sin_turns(x * 0.25)];
    match channel {
        Channel::Mono => quarter(pan),
        Channel::Left if pan <= 0.5 => [1.0, 0.0],
        Channel::Left => quarter(pan * 2.0 - 1.0),
        Channel::Right if pan >= 0.5 => [0.0, 1.0],
        Channel::Right => quarter(pan * 2.0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn panning_keeps_the_power() {
        for i in 0..=100 {
            let [left, right] = place(i as f32 / 100.0, Channel::Mono);
            assert!((left * left + right * right - 1.0).abs() < 1e-5);
        }
        assert!(place(0.0, Channel::Mono)[1].abs() < 1e-6);
        assert!(place(1.0, Channel::Mono)[0].abs() < 1e-6);
    }

    #[test]
    fn a_stereo_recording_in_the_middle_stays_as_it_is() {
        assert_eq!(place(0.5, Channel::Left), [1.0, 0.0]);
        assert_eq!(place(0.5, Channel::Right), [0.0, 1.0]);
    }
}
