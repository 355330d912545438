//! The phaser of a bus: notches that sweep through the sound.
//!
//! Six all-passes in a row beside the sound itself; where the two are opposed a notch opens. The sweep
//! goes by the frame count, so it goes on while the bus is silent.

use super::glide::Glide;
use super::math::{exp2, log2, sin_turns, tan_fraction};
use super::turning::Turning;
use crate::engine::BLOCK;
use crate::engine::block::StereoBlock;
use crate::engine::kernel::GRID;

/// All-passes in a row; two of them make one notch.
const STAGES: usize = 6;
/// The right channel is so many turns ahead of the left.
const APART: f32 = 0.25;
/// The lowest notch, in hertz.
const LOWEST: f32 = 40.0;

/// A stereo phaser.
#[derive(Debug)]
pub(crate) struct Phaser {
    rate: f32,
    turning: Turning,
    depth: Glide,
    center: Glide,
    sweep: Glide,
    /// What each stage remembers: its last input and output.
    memory: [[[f32; 2]; STAGES]; 2],
    /// Coefficients at the end of the last block.
    last: Option<[f32; 2]>,
}

impl Phaser {
    /// One that is off, for a sample rate in hertz.
    pub(crate) fn new(rate: u32) -> Phaser {
        let glide = |value| Glide::new(rate, value);
        Phaser {
            rate: rate as f32,
            turning: Turning::new(rate),
            depth: glide(0.0),
            center: glide(1000.0),
            sweep: glide(2000.0),
            memory: [[[0.0; 2]; STAGES]; 2],
            last: None,
        }
    }

    /// Sweeps so often a second, in hertz, around `center` within `sweep` hertz; `depth` from 0 to 1.
    /// A rate of 0 turns it off.
    pub(crate) fn set(&mut self, hertz: f32, depth: f32, center: f32, sweep: f32) {
        let idle = self.is_idle();
        let depth = if hertz > 0.0 { depth } else { 0.0 };
        if depth > 0.0 {
            self.turning.set(hertz);
            self.center.aim(center);
            self.sweep.aim(sweep);
        }
        self.depth.aim(depth);
        if idle {
            self.center.arrive();
            self.sweep.arrive();
            self.turning.arrive();
        }
    }

    /// Arrives at once where it is bound for; for when nobody hears it.
    pub(crate) fn arrive(&mut self) {
        [&mut self.depth, &mut self.center, &mut self.sweep].into_iter().for_each(Glide::arrive);
        self.turning.arrive();
    }

    /// True if it changes nothing.
    pub(crate) fn is_idle(&self) -> bool {
        self.depth.rests_at(0.0)
    }

    /// Forgets what it heard.
    pub(crate) fn clear(&mut self) {
        self.memory = [[[0.0; 2]; STAGES]; 2];
        self.last = None;
    }

    /// Computes the block that begins at a frame.
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub(crate) fn process(&mut self, start: u64, block: &mut StereoBlock) {
        let depth = self.depth.next_block();
        let (center, sweep) = (self.center.next_block().to, self.sweep.next_block().to);
        let range = [center - 0.5 * sweep, center + 0.5 * sweep]
            .map(|hertz| log2(hertz.clamp(LOWEST, 0.4 * self.rate)));
        let turn = self.turning.at(start);
        let mut from = self.last.unwrap_or_else(|| self.coefficients(range, turn));
        for cell in 0..BLOCK / GRID {
            let turn = turn + self.turning.step() * ((cell + 1) * GRID) as f32;
            let to = self.coefficients(range, turn);
            for (side, channel) in [&mut block.left, &mut block.right].into_iter().enumerate() {
                let step = (to[side] - from[side]) * (1.0 / GRID as f32);
                let mut a = from[side];
                let frames = channel.iter_mut().enumerate().skip(cell * GRID).take(GRID);
                for (j, x) in frames {
                    a += step;
                    let wet = all_passes(&mut self.memory[side], a, *x);
                    *x += (wet - *x) * (0.5 * depth.at(j));
                }
            }
            from = to;
        }
        self.last = Some(from);
    }

    /// The coefficients of left and right at a turn of the sweep.
    fn coefficients(&self, [low, high]: [f32; 2], turn: f32) -> [f32; 2] {
        [0.0, APART].map(|ahead| {
            let way = 0.5 + 0.5 * sin_turns(turn + ahead);
            let angle = std::f32::consts::PI * exp2(low + (high - low) * way) / self.rate;
            let (top, bottom) = tan_fraction(angle);
            (top - bottom) / (top + bottom)
        })
    }
}

#[cfg_attr(not(debug_assertions), inline(always))]
fn all_passes(memory: &mut [[f32; 2]; STAGES], a: f32, mut x: f32) -> f32 {
    for [input, output] in memory {
        let y = a * (x - *output) + *input;
        (*input, *output) = (x, y);
        x = y;
    }
    x
}
