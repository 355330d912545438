//! The last stage of eight voices: loudness over time, place between left and right, and sends.
//!
//! It adds voices to sums that still have a lane each; the sums are folded once for a whole track.

use super::env::{Envelopes, Stages};
use super::math::{cos_turns, sin_turns};
use super::tremolo::Tremolo;
use super::{GRID, Note};
use crate::control::Control;
use crate::engine::BLOCK;
use crate::engine::block::{StereoBlock, TrackMix};
use crate::engine::lanes::{F8, LANES, Real};

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

/// Left and right, a lane for each voice of a group.
#[derive(Clone, Debug)]
pub struct LaneBlock {
    left: [F8; BLOCK],
    right: [F8; BLOCK],
}

impl LaneBlock {
    const SILENT: LaneBlock = LaneBlock { left: [F8::ZERO; BLOCK], right: [F8::ZERO; BLOCK] };

    #[cfg_attr(not(debug_assertions), inline(always))]
    fn fold(&self) -> StereoBlock {
        let mut out = StereoBlock::SILENT;
        fold(&self.left, &mut out.left);
        fold(&self.right, &mut out.right);
        out
    }
}

/// Sums over lanes, eight frames at a time.
#[cfg_attr(not(debug_assertions), inline(always))]
fn fold(lanes: &[F8; BLOCK], out: &mut [f32; BLOCK]) {
    for (rows, out) in lanes.chunks_exact(LANES).zip(out.chunks_exact_mut(LANES)) {
        let column = |lane: usize| F8::from_fn(|row| rows[row].0[lane]);
        let even = (column(0) + column(4)) + (column(2) + column(6));
        let odd = (column(1) + column(5)) + (column(3) + column(7));
        out.copy_from_slice(&(even + odd).0);
    }
}

/// Where the voices of a track add up.
#[derive(Clone, Debug)]
pub struct Sums {
    dry: LaneBlock,
    delay: LaneBlock,
    room: LaneBlock,
    delay_used: bool,
    room_used: bool,
}

impl Sums {
    /// Nothing yet.
    pub const SILENT: Sums = Sums {
        dry: LaneBlock::SILENT,
        delay: LaneBlock::SILENT,
        room: LaneBlock::SILENT,
        delay_used: false,
        room_used: false,
    };

    /// Makes them silent again.
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub fn clear(&mut self) {
        self.dry = LaneBlock::SILENT;
        if self.delay_used {
            self.delay = LaneBlock::SILENT;
        }
        if self.room_used {
            self.room = LaneBlock::SILENT;
        }
        self.delay_used = false;
        self.room_used = false;
    }

    /// The sums over all lanes.
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub fn fold(&self) -> TrackMix {
        TrackMix {
            dry: self.dry.fold(),
            delay: self.delay_used.then(|| self.delay.fold()),
            room: self.room_used.then(|| self.room.fold()),
        }
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
        self.envelopes.start(lane, stages, held);
        self.tremolo.start(lane, note);
        self.cut.0[lane] = NEVER;
        let gain = settings.value(Control::Gain)
            * settings.value(Control::Velocity)
            * settings.value(Control::Postgain);
        let [left, right] = place(settings.value(Control::Pan), note.channel);
        self.left.0[lane] = left * gain;
        self.right.0[lane] = right * gain;
        self.delay.0[lane] = settings.value(Control::Delay);
        self.room.0[lane] = settings.value(Control::Room);
        self.level.0[lane] = self.target().0[lane];
        self.step.0[lane] = 0.0;
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

    /// Adds a stretch of sound, which begins at a frame of the block, to the sums.
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub fn add(&mut self, sound: &[F8], from: usize, sums: &mut Sums) {
        let to = from + sound.len();
        let (mut level, step, left, right) = (self.level, self.step, self.left, self.right);
        let lefts = &mut sums.dry.left[from..to];
        let rights = &mut sums.dry.right[from..to];
        for ((x, l), r) in sound.iter().zip(lefts).zip(rights) {
            level += step;
            let y = *x * level;
            *l += y * left;
            *r += y * right;
        }
        if self.delay != F8::ZERO {
            sums.delay_used = true;
            self.send(sound, from, self.delay, &mut sums.delay);
        }
        if self.room != F8::ZERO {
            sums.room_used = true;
            self.send(sound, from, self.room, &mut sums.room);
        }
        self.level = level;
    }

    #[cfg_attr(not(debug_assertions), inline(always))]
    fn send(&self, sound: &[F8], from: usize, amount: F8, to: &mut LaneBlock) {
        let (mut level, step) = (self.level, self.step);
        let (left, right) = (self.left * amount, self.right * amount);
        for (i, x) in sound.iter().enumerate() {
            level += step;
            let y = *x * level;
            to.left[from + i] += y * left;
            to.right[from + i] += y * right;
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
