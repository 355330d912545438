//! Supersaw: up to seven sawtooths a little out of tune with each other, for eight voices. A note
//! takes two lanes, left and right, in which the sawtooths are spread.
//!
//! Each sawtooth is that of the oscillators; how loud the note is over time is not its business.

use super::amp::Channel;
use super::math::{exp2, scramble};
use super::osc::{HIGHEST, sawtooth};
use super::{Note, Source};
use crate::control::Control;
use crate::engine::lanes::{F8, LANES, Real};

/// The most sawtooths of a note; `unison` asks for no more.
pub const MOST: usize = 7;
/// How loud a single one is, so that a stack of them seems as loud as other waves.
const LEVEL: f32 = 0.3;

/// The sawtooths of eight lanes.
#[derive(Clone, Debug)]
pub struct Supersaws {
    saws: [Saw; MOST],
    /// How many of them any lane uses.
    used: usize,
}

/// One sawtooth of each lane.
#[derive(Clone, Copy, Debug)]
struct Saw {
    phase: F8,
    /// Turns a frame as the note began and as it is bent now, and frames a turn.
    pitch: F8,
    step: F8,
    period: F8,
    gain: F8,
}

impl Supersaws {
    /// Eight that are silent.
    pub fn new() -> Supersaws {
        let (step, period) = (F8::splat(0.001), F8::splat(1000.0));
        let saw = Saw { phase: F8::ZERO, pitch: step, step, period, gain: F8::ZERO };
        Supersaws { saws: [saw; MOST], used: 0 }
    }
}

impl Default for Supersaws {
    fn default() -> Supersaws {
        Supersaws::new()
    }
}

impl Source for Supersaws {
    fn start(&mut self, lane: usize, note: &Note<'_>) {
        let settings = &note.settings;
        let count = (settings.value(Control::Unison) as usize).clamp(1, MOST);
        let (detune, spread) = (settings.value(Control::Detune), settings.value(Control::Spread));
        let near = (0.5 + 0.5 * spread).sqrt();
        let far = (0.5 - 0.5 * spread).max(0.0).sqrt();
        let level = LEVEL / (count as f32).sqrt();
        self.used = self.used.max(count);
        for (i, saw) in self.saws.iter_mut().enumerate() {
            if i >= count {
                saw.gain.0[lane] = 0.0;
                continue;
            }
            let place = if count == 1 { 0.0 } else { i as f32 / (count - 1) as f32 - 0.5 };
            let step = note.freq * exp2(place * detune / 12.0) / note.rate;
            saw.pitch.0[lane] = step.clamp(1e-6, HIGHEST);
            saw.step.0[lane] = saw.pitch.0[lane];
            saw.period.0[lane] = 1.0 / saw.pitch.0[lane];
            // Both sides hear the same saws, each nearer to one side.
            let is_near = (i % 2 == 0) == (note.channel == Channel::Left);
            saw.gain.0[lane] = level * if is_near { near } else { far };
            let chance = scramble(note.seed ^ (i as u32 + 1).wrapping_mul(0x9e37_79b9));
            saw.phase.0[lane] = (chance >> 8) as f32 / 16_777_216.0;
        }
    }

    #[cfg_attr(not(debug_assertions), inline(always))]
    fn bend(&mut self, ratio: F8) {
        for saw in &mut self.saws[..self.used] {
            saw.step = (saw.pitch * ratio).clamp(F8::splat(1e-6), F8::splat(HIGHEST));
            saw.period = F8::ONE / saw.step;
        }
    }

    #[cfg_attr(not(debug_assertions), inline(always))]
    fn render(&mut self, out: &mut [F8]) {
        out.fill(F8::ZERO);
        for saw in &mut self.saws[..self.used] {
            let Saw { mut phase, step, period, gain, .. } = *saw;
            for x in out.iter_mut() {
                *x += sawtooth(phase, period) * gain;
                let next = phase + step;
                phase = next - next.less(F8::ONE, F8::ZERO, F8::ONE);
            }
            saw.phase = phase;
        }
    }

    fn done(&self, _lane: usize) -> bool {
        false
    }
}

impl Supersaws {
    /// Ends a lane's note. When nothing plays any more, nothing is computed.
    pub fn stop(&mut self, lane: usize) {
        self.saws.iter_mut().for_each(|saw| saw.gain.0[lane] = 0.0);
        let sounds = |saw: &Saw| (0..LANES).any(|lane| saw.gain.0[lane] > 0.0);
        self.used = self.saws.iter().rposition(sounds).map_or(0, |last| last + 1);
    }
}
