//! A recording in grains: short pieces that overlap by half, so that how fast it moves on and how high
//! it sounds are two things.
//!
//! Two grains sound at any time, and their windows (Hann's) add up to one. Where a grain begins depends
//! on the place in the recording alone, not on what is heard there.

use std::sync::Arc;

use super::super::math::cos_turns;
use super::{FRAME, Part, fraction, hermite};
use crate::engine::lanes::F8;

/// Seconds that a grain lasts.
const LASTS: f32 = 0.06;

/// The grains of one lane.
#[derive(Clone, Debug)]
pub(super) struct Grains {
    /// Where in the recording it is, and how far it moves on in a frame, in parts of a frame.
    place: i64,
    moves: i64,
    /// How fast grains are read, unbent and bent.
    pace: f64,
    reads: i64,
    /// Where each of the two grains is read.
    readers: [i64; 2],
    /// The age of the first one in grains, and how much a frame adds. The other is half a grain away.
    age: f32,
    per_grain: f32,
}

impl Grains {
    /// Grains that begin at a place, read at a pace, and move on at another, both in frames a frame.
    /// `window` is how many frames a second is, times what was set.
    pub(super) fn new(place: i64, pace: f64, moves: f64, window: f32) -> Grains {
        let step = |pace: f64| (pace * FRAME as f64) as i64;
        let mut grains = Grains {
            place,
            moves: step(moves),
            pace,
            reads: step(pace),
            // The first begins in its middle, so that the onset is whole.
            readers: [place; 2],
            age: 0.5,
            per_grain: 1.0 / (LASTS * window).max(32.0),
        };
        grains.readers[1] = grains.entry();
        grains
    }

    /// Bends the pitch by a factor.
    pub(super) fn bend(&mut self, ratio: f32) {
        self.reads = (self.pace * f64::from(ratio) * FRAME as f64) as i64;
    }

    /// Where a grain begins that is in its middle where the recording will be then.
    fn entry(&self) -> i64 {
        let half = (0.5 / self.per_grain) as i64;
        self.place + (self.moves - self.reads) * half
    }

    fn advance(&mut self) {
        self.place += self.moves;
        self.readers.iter_mut().for_each(|reader| *reader += self.reads);
        let before = self.age;
        self.age += self.per_grain;
        if before < 0.5 && self.age >= 0.5 {
            self.readers[1] = self.entry();
        }
        if self.age >= 1.0 {
            self.age -= 1.0;
            self.readers[0] = self.entry();
        }
    }
}

/// The next frames of one lane.
pub(super) fn render(part: &mut Part, lane: usize, out: &mut [F8]) {
    let Some(mut grains) = part.grains.take() else { return };
    let sample = Arc::clone(&part.sample);
    let data = sample.channels.get(part.channel).map_or(&super::NOTHING[..], |c| c);
    for x in out {
        let Some(place) = part.carry_on(grains.place).filter(|_| !part.done) else {
            part.done = true;
            x.0[lane] = 0.0;
            continue;
        };
        part.looped |= place != grains.place;
        let jump = place - grains.place;
        grains.place = place;
        if jump != 0 {
            grains.readers.iter_mut().for_each(|reader| *reader += jump);
        }
        let wave = cos_turns(grains.age) * 0.5;
        let [first, second] = grains.readers.map(|reader| {
            let [a, b, c, d] = [-1, 0, 1, 2].map(|near| part.tap(data, (reader >> 32) + near));
            hermite(a, b, c, d, fraction(reader))
        });
        x.0[lane] = first * (0.5 - wave) + second * (0.5 + wave);
        grains.advance();
    }
    part.grains = Some(grains);
}
