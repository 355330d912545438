//! The synthesised drum kit, eight hits at once.
//!
//! One general model (see [`model::Model`]) makes every drum; it knows how each of them rings and
//! fades, not when it is struck. A part that no drum of the group has is skipped.

mod acoustic;
mod hands;
pub mod kit;
mod machines;
pub mod model;
mod parts;

use super::math::soft_clip;
use super::{Note, Source};
use crate::control::Control;
use crate::engine::lanes::{F8, LANES, Real};
use crate::schedule::TrackSlot;
use crate::sound::{Drum, MACHINES, Machine, Sound};
use model::{PARTS, Variant};
use parts::{Bodies, Clicks, Metals, Noises};

/// The pitch in hertz at which a drum sounds as its row says: c4.
const PLAIN: f32 = 261.625_58;
/// How far note and speed may each tune a drum, down and up: three octaves.
const REACH: f32 = 8.0;
/// A part ends when it has fallen this many times 60 dB.
const ENDS: f32 = 1.6;

/// Eight drum hits.
///
/// A note tunes its drum relative to c4 and leaves its length; `speed` changes both, as with a
/// recording; `n` chooses a variant, `bank` a machine.
#[derive(Clone, Debug)]
pub struct Drums {
    bodies: Bodies,
    clicks: Clicks,
    noises: Noises,
    metals: Metals,
    level: F8,
    /// Frames until each part of each hit ends; 0 if it has, or never was.
    left: [[u32; LANES]; PARTS],
    /// Of these, so many frames have gone since they were counted; the next part ends at `next`.
    next: u32,
    gone: u32,
}

impl Default for Drums {
    fn default() -> Drums {
        Drums {
            bodies: Bodies::default(),
            clicks: Clicks::default(),
            noises: Noises::default(),
            metals: Metals::default(),
            level: F8::ZERO,
            left: [[0; LANES]; PARTS],
            next: u32::MAX,
            gone: 0,
        }
    }
}

impl Source for Drums {
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn start(&mut self, lane: usize, note: &Note<'_>) {
        self.count();
        let Sound::Drum(drum) = note.sound else {
            self.silence(lane);
            return;
        };
        let n = note.settings.value(Control::N) as i32;
        let within = |factor: f32| Real::clamp(factor, 1.0 / REACH, REACH);
        let speed = within(note.settings.value(Control::Speed).abs());
        let place = note.settings.or(Control::Bank, 0.0) as usize;
        let machine = MACHINES.get(place).map_or(Machine::House, |row| row.machine);
        let variant = machines::variant(machine, drum);
        let played = Variant {
            tune: 1.0,
            decay: 1.0,
            tone: within(note.settings.value(Control::Tone)),
            snap: note.settings.value(Control::Snap),
            level: 1.0,
        };
        let model = kit::model(machine, drum, n).varied(&variant).varied(&played);
        let model = model.tuned(within(note.freq / PLAIN), speed);
        let voice = parts::Voice { rate: note.rate, seed: note.seed };
        self.bodies.start(lane, model.body.as_ref(), voice);
        self.clicks.start(lane, model.click.as_ref(), voice);
        self.noises.start(lane, model.noise.as_ref(), voice);
        self.metals.start(lane, model.metal.as_ref(), voice);
        self.level.0[lane] = model.level;
        for (left, seconds) in self.left.iter_mut().zip(model.seconds()) {
            left[lane] = (seconds * ENDS * note.rate) as u32;
        }
        self.count();
    }

    #[cfg_attr(not(debug_assertions), inline(always))]
    fn render(&mut self, out: &mut [F8]) {
        // In pieces that end where a part ends, so that it ends there however the caller cuts.
        let mut rest = out;
        while !rest.is_empty() {
            let length = rest.len().min((self.next - self.gone) as usize);
            let (now, later) = rest.split_at_mut(length);
            self.render_piece(now);
            self.gone += length as u32;
            if self.gone == self.next {
                self.count();
            }
            rest = later;
        }
    }

    #[cfg_attr(not(debug_assertions), inline(always))]
    fn bend(&mut self, ratio: F8) {
        self.bodies.bend(ratio);
    }

    #[cfg_attr(not(debug_assertions), inline(always))]
    fn done(&self, lane: usize) -> bool {
        self.left.iter().all(|left| left[lane] == 0)
    }
}

impl Drums {
    /// Ends all that a lane still plays.
    pub fn silence(&mut self, lane: usize) {
        (0..PARTS).for_each(|part| self.stop(part, lane));
    }

    #[cfg_attr(not(debug_assertions), inline(always))]
    fn render_piece(&mut self, out: &mut [F8]) {
        out.fill(F8::ZERO);
        self.bodies.add_to(out);
        self.clicks.add_to(out);
        self.noises.add_to(out);
        self.metals.add_to(out);
        for x in out.iter_mut() {
            *x = self.level * soft_clip(*x);
        }
    }

    /// Ends the parts whose time is over, and finds out when the next one ends.
    fn count(&mut self) {
        self.next = u32::MAX;
        for part in 0..PARTS {
            for lane in 0..LANES {
                let left = &mut self.left[part][lane];
                if *left > self.gone {
                    *left -= self.gone;
                    self.next = self.next.min(*left);
                } else if *left > 0 {
                    self.stop(part, lane);
                }
            }
        }
        self.gone = 0;
    }

    /// Ends one part of a hit, in the order of [`model::Model::seconds`].
    fn stop(&mut self, part: usize, lane: usize) {
        match part {
            0 => self.bodies.stop(lane),
            1 => self.clicks.stop(lane),
            2 => self.noises.stop(lane),
            _ => self.metals.stop(lane),
        }
        self.left[part][lane] = 0;
    }
}

/// The first of the choke groups that drums belong to if a script sets none, one for each track;
/// scripts cannot set numbers as great as these.
const CHOKES: i16 = 2000;

/// The choke group that a drum belongs to if a script sets none: the hats of one track silence each
/// other, as they do on their stand.
pub fn choke_group(drum: Drum, track: TrackSlot) -> Option<i16> {
    match drum {
        Drum::ClosedHat | Drum::OpenHat => Some(CHOKES + i16::from(track.0)),
        _ => None,
    }
}
