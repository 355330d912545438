//! The synthesised drum kit, eight hits at once.
//!
//! One general model (see [`model::Model`]) makes every drum; it knows how each of them rings and
//! fades, not when it is struck. A part that no drum of the group has is skipped.

pub mod kit;
pub mod model;
mod parts;

use super::math::soft_clip;
use super::{Note, Source};
use crate::control::Control;
use crate::engine::lanes::{F8, LANES, Real};
use crate::sound::{Drum, Sound};
use parts::{Bodies, Clicks, Metals, Noises};

/// The pitch in hertz at which a drum sounds as its row says: c4.
const PLAIN: f32 = 261.625_58;
/// How far a note may tune a drum, down and up: three octaves.
const REACH: f32 = 8.0;
/// A hit ends when its slowest part has fallen this many times 60 dB.
const ENDS: f32 = 1.6;

/// Eight drum hits.
///
/// A note tunes its drum relative to c4, as the speed of a recording would; `n` chooses a variant.
#[derive(Clone, Debug)]
pub struct Drums {
    bodies: Bodies,
    clicks: Clicks,
    noises: Noises,
    metals: Metals,
    level: F8,
    left: [u32; LANES],
}

impl Default for Drums {
    fn default() -> Drums {
        Drums {
            bodies: Bodies::default(),
            clicks: Clicks::default(),
            noises: Noises::default(),
            metals: Metals::default(),
            level: F8::ZERO,
            left: [0; LANES],
        }
    }
}

impl Source for Drums {
    #[inline(always)]
    fn start(&mut self, lane: usize, note: &Note<'_>) {
        let Sound::Drum(drum) = note.sound else {
            self.stop(lane);
            return;
        };
        let n = note.settings.value(Control::N) as i32;
        let speed = Real::clamp(note.freq / PLAIN, 1.0 / REACH, REACH);
        let model = kit::model(drum, n).at_speed(speed);
        let voice = parts::Voice { rate: note.rate, seed: note.seed };
        self.bodies.start(lane, model.body.as_ref(), voice);
        self.clicks.start(lane, model.click.as_ref(), voice);
        self.noises.start(lane, model.noise.as_ref(), voice);
        self.metals.start(lane, model.metal.as_ref(), voice);
        self.level.0[lane] = model.level;
        self.left[lane] = (model.seconds() * ENDS * note.rate) as u32;
    }

    #[inline(always)]
    fn render(&mut self, out: &mut [F8]) {
        // In pieces that end where a hit ends, so that it ends there however the caller cuts.
        let mut rest = out;
        while !rest.is_empty() {
            let ends = self.left.iter().filter(|&&left| left > 0).min();
            let length = ends.map_or(rest.len(), |&left| rest.len().min(left as usize));
            let (now, later) = rest.split_at_mut(length);
            self.render_piece(now);
            rest = later;
        }
    }

    #[inline(always)]
    fn done(&self, lane: usize) -> bool {
        self.left[lane] == 0
    }
}

impl Drums {
    #[inline(always)]
    fn render_piece(&mut self, out: &mut [F8]) {
        out.fill(F8::ZERO);
        self.bodies.add_to(out);
        self.clicks.add_to(out);
        self.noises.add_to(out);
        self.metals.add_to(out);
        for x in out.iter_mut() {
            *x = self.level * soft_clip(*x);
        }
        for lane in 0..LANES {
            if self.left[lane] > 0 {
                self.left[lane] -= out.len() as u32;
                if self.left[lane] == 0 {
                    self.stop(lane);
                }
            }
        }
    }

    fn stop(&mut self, lane: usize) {
        self.bodies.stop(lane);
        self.clicks.stop(lane);
        self.noises.stop(lane);
        self.metals.stop(lane);
        self.level.0[lane] = 0.0;
        self.left[lane] = 0;
    }
}

/// The choke group that a drum belongs to if a script sets none: hats silence each other, as they
/// do on a stand.
pub const fn choke_group(drum: Drum) -> Option<u16> {
    match drum {
        Drum::ClosedHat | Drum::OpenHat => Some(1),
        _ => None,
    }
}
