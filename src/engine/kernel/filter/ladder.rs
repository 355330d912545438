//! The ladder: four one-pole sections in a row, fed back around all of them, for eight voices.
//!
//! Sections are trapezoidal and the loop has no delay, so it rings exactly at its cutoff, where the
//! resonance is so strong that it sounds by itself. What enters the row is bent softly, which keeps
//! the loop calm at every setting. (Structure: V. Zavalishin, "The Art of VA Filter Design", 2012.)

use super::super::GRID;
use super::super::math::{exp2, soft_clip};
use super::{HIGH, LOW};
use crate::engine::lanes::{F8, Mask};

/// Feedback for each unit of resonance: from 31 on it rings by itself.
const FEEDBACK: f32 = 0.13;
/// The share of the level that feedback takes away from lows, and that is given back.
const MAKE_UP: f32 = 0.5;

/// Eight ladders.
#[derive(Clone, Debug)]
pub(super) struct Ladder {
    on: Mask,
    /// How much of the way a section goes at once, now and its change a frame.
    gain: F8,
    step: F8,
    feedback: F8,
    level: F8,
    drive: F8,
    per_drive: F8,
    memory: [F8; 4],
}

impl Ladder {
    /// Eight that are off.
    pub(super) const NONE: Ladder = Ladder {
        on: Mask::NONE,
        gain: F8::ZERO,
        step: F8::ZERO,
        feedback: F8::ZERO,
        level: F8::ZERO,
        drive: F8::ONE,
        per_drive: F8::ONE,
        memory: [F8::ZERO; 4],
    };

    /// Whether any lane uses it.
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub(super) fn is_on(&self) -> bool {
        self.on.any()
    }

    /// Switches a lane on, at a cutoff given as the fraction of a tangent.
    pub(super) fn start(&mut self, lane: usize, resonance: f32, drive: f32, top: F8, bottom: F8) {
        self.on.set(lane, true);
        let feedback = FEEDBACK * resonance;
        self.feedback.0[lane] = feedback;
        self.level.0[lane] = 1.0 + MAKE_UP * feedback.min(4.0);
        let drive = exp2(drive * std::f32::consts::LOG2_E);
        (self.drive.0[lane], self.per_drive.0[lane]) = (drive, 1.0 / drive);
        self.gain.0[lane] = share(top, bottom).0[lane];
    }

    /// Switches a lane off and forgets what it heard.
    pub(super) fn stop(&mut self, lane: usize) {
        self.on.set(lane, false);
        let all = [&mut self.gain, &mut self.step, &mut self.feedback, &mut self.level];
        all.into_iter().chain(&mut self.memory).for_each(|x| x.0[lane] = 0.0);
    }

    /// Takes a lane to the next grid point, so many frames ahead.
    pub(super) fn run_in(&mut self, lane: usize, frames: f32, top: F8, bottom: F8) {
        if self.on.0[lane] != 0 {
            self.step.0[lane] = (share(top, bottom).0[lane] - self.gain.0[lane]) / frames;
        }
    }

    /// At a grid point: where the cutoff glides to until the next.
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub(super) fn aim(&mut self, top: F8, bottom: F8) {
        let step = (share(top, bottom) - self.gain) * (1.0 / GRID as f32);
        self.step = self.on.select(step, F8::ZERO);
    }

    /// Filters a stretch within one grid cell.
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub(super) fn process<const KIND: u8>(&mut self, sound: &mut [F8]) {
        let (mut gain, step, k) = (self.gain, self.step, self.feedback);
        let [mut a, mut b, mut c, mut d] = self.memory;
        for x in sound {
            gain += step;
            let square = gain * gain;
            let back = ((a * gain + b) * gain + c) * gain + d;
            let back = back * (F8::ONE - gain);
            let entering = (*x - k * back) / (F8::ONE + k * square * square);
            let entering = soft_clip(entering * self.drive) * self.per_drive;
            let first = section(entering, gain, &mut a);
            let second = section(first, gain, &mut b);
            let third = section(second, gain, &mut c);
            let fourth = section(third, gain, &mut d);
            let y = match KIND {
                LOW => fourth,
                HIGH => entering - (first + third) * 4.0 + second * 6.0 + fourth,
                _ => (second - third - third + fourth) * 4.0,
            };
            *x = self.on.select(y * self.level, *x);
        }
        self.gain = gain;
        self.memory = [a, b, c, d];
    }

    /// Zero in each lane whose memory holds only numbers.
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub(super) fn health(&self) -> F8 {
        let [a, b, c, d] = self.memory;
        let sum = (a + b + c + d) * 0.0;
        self.on.select(sum, F8::ZERO)
    }
}

/// How much of the way to its input a section goes at once: g / (1 + g) for a tangent g.
#[cfg_attr(not(debug_assertions), inline(always))]
fn share(top: F8, bottom: F8) -> F8 {
    top / (top + bottom)
}

#[cfg_attr(not(debug_assertions), inline(always))]
fn section(x: F8, gain: F8, memory: &mut F8) -> F8 {
    let way = (x - *memory) * gain;
    let y = way + *memory;
    *memory = y + way;
    y
}
