//! Effects that read the recent past at a place that wobbles: chorus, flanger, rotating speaker.
//!
//! One line serves each; which effect it is, is a matter of how far back it reads, how it feeds back
//! and how it mixes.

use super::glide::Glide;
use super::math::{sin_turns, soft_clip};
use super::turning::Turning;
use crate::engine::BLOCK;
use crate::engine::block::StereoBlock;
use crate::engine::kernel::GRID;

/// The longest delay of all, in seconds.
const LONGEST: f32 = 0.07;
/// The speed of sound, in metres a second.
const SOUND: f32 = 343.0;

/// Which effect it is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Kind {
    /// Two detuned copies on each side.
    Chorus,
    /// One near copy that feeds back: a comb that sweeps.
    Flanger,
    /// A speaker that turns between two microphones.
    Leslie,
}

/// A stereo line that is read at places which wobble.
#[derive(Debug)]
pub(crate) struct Wobble {
    kind: Kind,
    rate: f32,
    lines: [Line; 2],
    turning: Turning,
    mix: Glide,
    depth: Glide,
    feedback: Glide,
}

impl Wobble {
    /// One that is off, for a sample rate in hertz. Allocates all that it will ever need.
    pub(crate) fn new(kind: Kind, rate: u32) -> Wobble {
        let glide = |value| Glide::new(rate, value);
        Wobble {
            kind,
            rate: rate as f32,
            lines: [Line::new(rate), Line::new(rate)],
            turning: Turning::new(rate),
            mix: glide(0.0),
            depth: glide(0.0),
            feedback: glide(0.0),
        }
    }

    /// Sets how much of it is heard (0 turns it off), how often a second it wobbles, how far (0 to 1;
    /// of a speaker, its size in metres), and how much feeds back, -1 to 1.
    pub(crate) fn set(&mut self, mix: f32, hertz: f32, depth: f32, feedback: f32) {
        let idle = self.is_idle();
        if mix > 0.0 {
            self.turning.set(hertz);
            self.depth.aim(depth);
            self.feedback.aim(feedback.clamp(-0.95, 0.95));
        }
        self.mix.aim(mix.clamp(0.0, 1.0));
        if idle {
            self.depth.arrive();
            self.feedback.arrive();
            self.turning.arrive();
            self.clear();
        }
    }

    /// Arrives at once where it is bound for; for when nobody hears it.
    pub(crate) fn arrive(&mut self) {
        [&mut self.mix, &mut self.depth, &mut self.feedback].into_iter().for_each(Glide::arrive);
        self.turning.arrive();
    }

    /// True if it changes nothing.
    pub(crate) fn is_idle(&self) -> bool {
        self.mix.rests_at(0.0)
    }

    /// Forgets what it heard.
    pub(crate) fn clear(&mut self) {
        self.lines.iter_mut().for_each(Line::clear);
    }

    /// Computes the block that begins at a frame.
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub(crate) fn process(&mut self, start: u64, block: &mut StereoBlock) {
        let mix = self.mix.next_block();
        let (depth, feedback) = (self.depth.next_block(), self.feedback.next_block().to);
        let turn = self.turning.at(start);
        let cells = BLOCK / GRID;
        for (side, channel) in [&mut block.left, &mut block.right].into_iter().enumerate() {
            let (kind, rate, step) = (self.kind, self.rate, self.turning.step());
            let taps =
                |frame: usize| kind.taps(rate, side, turn + step * frame as f32, depth.at(frame));
            let mut from = taps(0);
            let line = &mut self.lines[side];
            for cell in 0..cells {
                let to = taps((cell + 1) * GRID);
                for j in 0..GRID {
                    let part = j as f32 * (1.0 / GRID as f32);
                    let x = &mut channel[cell * GRID + j];
                    let tap = |i: usize| {
                        let [a, b] = [from[i], to[i]];
                        line.read(a.delay + (b.delay - a.delay) * part)
                            * (a.gain + (b.gain - a.gain) * part)
                    };
                    let wet = tap(0) + if kind == Kind::Chorus { tap(1) } else { 0.0 };
                    let back = if kind == Kind::Flanger { soft_clip(feedback * wet) } else { 0.0 };
                    line.write(*x + back);
                    let mix = mix.at(cell * GRID + j);
                    *x = match kind {
                        Kind::Chorus => *x * (1.0 - 0.3 * mix) + wet * mix,
                        Kind::Flanger => (*x + wet * mix) * (1.0 - 0.3 * mix),
                        Kind::Leslie => *x + (wet - *x) * mix,
                    };
                }
                from = to;
            }
        }
    }
}

/// A place to read at, in frames back, and how loud.
#[derive(Clone, Copy, Debug)]
struct Tap {
    delay: f32,
    gain: f32,
}

impl Kind {
    /// Where each side reads at a turn of the wobble.
    fn taps(self, rate: f32, side: usize, turn: f32, depth: f32) -> [Tap; 2] {
        let ahead = side as f32;
        let tap = |seconds: f32, gain: f32| Tap { delay: (seconds * rate).max(1.0), gain };
        match self {
            Kind::Chorus => [0.0, 0.5].map(|voice: f32| {
                let wave = sin_turns(turn + voice + 0.25 * ahead);
                tap(0.011 + 0.012 * voice + 0.003 * depth.min(1.0) * wave, 0.6)
            }),
            Kind::Flanger => {
                let wave = 0.5 + 0.5 * sin_turns(turn + 0.15 * ahead);
                [tap(0.000_4 + 0.006 * depth.min(1.0) * wave, 1.0); 2]
            }
            Kind::Leslie => {
                let wave = sin_turns(turn + 0.5 * ahead);
                let near = (depth / SOUND).min(0.5 * LONGEST - 0.001);
                [tap(0.000_1 + near * (1.0 - wave), 0.8 + 0.2 * wave); 2]
            }
        }
    }
}

/// The recent past of one channel, frame by frame.
#[derive(Debug)]
struct Line {
    data: Box<[f32]>,
    at: usize,
    /// True if there is something to forget.
    used: bool,
}

impl Line {
    fn new(rate: u32) -> Line {
        let frames = (LONGEST * rate as f32) as usize + 4;
        Line { data: vec![0.0; frames.next_power_of_two()].into_boxed_slice(), at: 0, used: false }
    }

    fn clear(&mut self) {
        if std::mem::take(&mut self.used) {
            self.data.fill(0.0);
        }
    }

    #[cfg_attr(not(debug_assertions), inline(always))]
    fn write(&mut self, x: f32) {
        self.at = (self.at + 1) & (self.data.len() - 1);
        self.data[self.at] = x;
        self.used = true;
    }

    /// The value so many frames back; the last one written is 0 frames back. From 1 on.
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn read(&self, delay: f32) -> f32 {
        let whole = delay as usize;
        let part = delay - whole as f32;
        let mask = self.data.len() - 1;
        let back = |frames: usize| self.data[self.at.wrapping_sub(frames) & mask];
        let [a, b, c, d] =
            [back(whole.wrapping_sub(1)), back(whole), back(whole + 1), back(whole + 2)];
        let slope = 0.5 * (c - a);
        let bend = a - 2.5 * b + 2.0 * c - 0.5 * d;
        let twist = 0.5 * (d - a) + 1.5 * (b - c);
        ((twist * part + bend) * part + slope) * part + b
    }
}
