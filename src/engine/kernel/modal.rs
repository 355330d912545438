//! What is plucked or struck and then rings: strings, bars, bells and skins, eight at once.
//!
//! Each sound is a sum of its own modes, every one a rotation that shrinks (J.-M. Adrien, "The
//! Missing Link: Modal Synthesis", 1991). So every pitch is exact, and no string needs a delay line.
//! Which modes a sound has is the business of [`model`]; loudness while a note is held is not here.

pub mod bars;
pub mod model;
pub mod skins;
pub mod strings;

use super::math::{cos_turns, exp2, scramble, sin_turns};
use super::{Note, Source};
use crate::engine::lanes::{F8, LANES, Real};
use crate::sound::Sound;
use model::{Model, Ring, Touch};

/// The most modes of one note.
pub const MODES: usize = 64;
/// Modes that are computed together, so that none waits for its own last frame.
const TOGETHER: usize = 4;
/// How often a note is asked, in frames of its own, which of its modes have ended.
const LOOK: u32 = 512;
/// The amplitude at which a mode has ended: 112 dB below full scale.
const FLOOR: f32 = 2.5e-6;
/// The highest mode as a part of the sample rate; modes that are bent beyond fall silent.
const HIGHEST: f32 = 0.47;
/// The greatest amplitude of a blow.
const LOUDEST: f32 = 0.6;
/// How often the fall of a pitch is computed, in frames, and where it has come to rest.
const STEP: u32 = 16;
const RESTING: f32 = 2e-4;

/// One mode of eight notes: a point on a circle that turns and shrinks.
#[derive(Clone, Copy, Debug)]
struct Mode {
    re: F8,
    im: F8,
    /// What one frame multiplies the point by.
    cos: F8,
    sin: F8,
    /// Turns a frame and what is left after it, from which that follows.
    turns: F8,
    radius: F8,
}

/// The noise of the blow itself: white noise through a pole, for an instant.
#[derive(Clone, Debug)]
struct Knock {
    state: [u32; LANES],
    level: F8,
    pace: F8,
    cut: F8,
    low: F8,
}

/// Eight notes that ring.
#[derive(Clone, Debug)]
pub struct Modes {
    modes: [Mode; MODES],
    /// How many modes of each lane still ring, and the most of any.
    counts: [usize; LANES],
    used: usize,
    knock: Knock,
    knocks: bool,
    /// Frames until each lane is looked at.
    until: [u32; LANES],
    /// How far each pitch still lies above its rest, and what a step leaves of that.
    above: F8,
    fall: F8,
    falls: bool,
    /// The bend from outside.
    bent: F8,
}

impl Modes {
    /// Eight that are silent.
    pub fn new() -> Modes {
        let zero = F8::ZERO;
        let mode = Mode { re: zero, im: zero, cos: zero, sin: zero, turns: zero, radius: zero };
        let state = [1; LANES];
        Modes {
            modes: [mode; MODES],
            counts: [0; LANES],
            used: 0,
            knock: Knock { state, level: zero, pace: zero, cut: zero, low: zero },
            knocks: false,
            until: [LOOK; LANES],
            above: zero,
            fall: zero,
            falls: false,
            bent: F8::ONE,
        }
    }

    /// Ends a lane's note; what no lane uses is not computed.
    pub fn stop(&mut self, lane: usize) {
        for mode in &mut self.modes[..self.counts[lane]] {
            (mode.re.0[lane], mode.im.0[lane]) = (0.0, 0.0);
        }
        self.counts[lane] = 0;
        (self.knock.level.0[lane], self.knock.low.0[lane]) = (0.0, 0.0);
        self.above.0[lane] = 0.0;
        self.settle();
    }

    /// At a grid point: lets the pitch of skins fall.
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub fn tick(&mut self) {
        if self.falls {
            self.above *= self.fall;
            self.above = self.above.less(F8::splat(RESTING), F8::ZERO, self.above);
            self.falls = self.above != F8::ZERO;
            self.turn();
        }
    }

    /// Works out the rotations anew.
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn turn(&mut self) {
        let ratio = self.bent * (F8::ONE + self.above);
        for mode in &mut self.modes[..self.used] {
            (mode.cos, mode.sin) = rotation(mode.turns * ratio, mode.radius);
        }
    }

    /// Notes what is still in use.
    fn settle(&mut self) {
        self.used = self.counts.iter().copied().max().unwrap_or(0);
        self.knocks = self.knock.level != F8::ZERO;
        self.falls = self.above != F8::ZERO;
    }

    /// Looks which modes of a lane have ended. Only its own frames decide when, so that no neighbour
    /// changes a bit.
    fn look(&mut self, lane: usize) {
        let mut count = 0;
        for (i, mode) in self.modes[..self.counts[lane]].iter_mut().enumerate() {
            let (re, im) = (mode.re.0[lane], mode.im.0[lane]);
            if re * re + im * im > FLOOR * FLOOR {
                count = i + 1;
            } else {
                (mode.re.0[lane], mode.im.0[lane]) = (0.0, 0.0);
            }
        }
        self.counts[lane] = count;
        if self.knock.level.0[lane] < FLOOR {
            (self.knock.level.0[lane], self.knock.low.0[lane]) = (0.0, 0.0);
        }
        self.settle();
    }

    fn knock(&mut self, lane: usize, model: &Model, touch: &Touch, scale: f32) {
        let blow = model.knock;
        self.knock.state[lane] = scramble(touch.seed) | 1;
        self.knock.level.0[lane] = (blow.level * scale).min(LOUDEST);
        self.knock.pace.0[lane] = pace(blow.seconds, touch.rate);
        let turns = (blow.cutoff * touch.tone / touch.rate).clamp(1e-5, 0.4);
        self.knock.cut.0[lane] = 1.0 - exp2(-9.064_72 * turns);
        self.knock.low.0[lane] = 0.0;
    }

    #[cfg_attr(not(debug_assertions), inline(always))]
    fn ring(&mut self, out: &mut [F8]) {
        out.fill(F8::ZERO);
        let used = self.used.next_multiple_of(TOGETHER);
        for modes in self.modes[..used].chunks_exact_mut(TOGETHER) {
            let mut re = [F8::ZERO; TOGETHER];
            let mut im = [F8::ZERO; TOGETHER];
            for (k, mode) in modes.iter().enumerate() {
                (re[k], im[k]) = (mode.re, mode.im);
            }
            for x in out.iter_mut() {
                let mut sum = F8::ZERO;
                for k in 0..TOGETHER {
                    let Mode { cos, sin, .. } = modes[k];
                    sum += im[k];
                    let turned = re[k] * cos - im[k] * sin;
                    im[k] = re[k] * sin + im[k] * cos;
                    re[k] = turned;
                }
                *x += sum;
            }
            for (k, mode) in modes.iter_mut().enumerate() {
                (mode.re, mode.im) = (re[k], im[k]);
            }
        }
        if self.knocks {
            self.knock.add_to(out);
        }
    }
}

impl Knock {
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn add_to(&mut self, out: &mut [F8]) {
        let (mut level, mut low) = (self.level, self.low);
        for y in out {
            let mut hiss = F8::ZERO;
            for (x, hiss) in self.state.iter_mut().zip(&mut hiss.0) {
                *x ^= *x << 13;
                *x ^= *x >> 17;
                *x ^= *x << 5;
                *hiss = (*x as i32) as f32 * (1.0 / 2_147_483_648.0);
            }
            low += (hiss * level - low) * self.cut;
            *y += low;
            level *= self.pace;
        }
        (self.level, self.low) = (level, low);
    }
}

/// What is left after one frame of a fall by 60 dB in so many seconds.
fn pace(seconds: f32, rate: f32) -> f32 {
    exp2(-9.965_784 / (seconds.clamp(0.000_5, 40.0) * rate))
}

/// A rotation by so many turns that leaves a part of the radius; nothing where it is too fast.
#[cfg_attr(not(debug_assertions), inline(always))]
fn rotation<T: Real>(turns: T, radius: T) -> (T, T) {
    let (sin, cos) = (sin_turns(turns), cos_turns(turns));
    let scale = radius / (cos * cos + sin * sin).sqrt();
    let scale = turns.less(T::splat(HIGHEST), scale, T::splat(0.0));
    (cos * scale, sin * scale)
}

impl Default for Modes {
    fn default() -> Modes {
        Modes::new()
    }
}

impl Source for Modes {
    fn start(&mut self, lane: usize, note: &Note<'_>) {
        self.stop(lane);
        let Sound::Struck(what) = note.sound else { return };
        let model = model::of(what);
        let touch = Touch::of(note, model);
        self.bent.0[lane] = 1.0;
        let mut rings = [Ring::SILENT; MODES];
        let (count, scale) = model.rings(&touch, &mut rings);
        for (mode, ring) in self.modes.iter_mut().zip(&rings[..count]) {
            let turns = (ring.hertz / note.rate).clamp(1e-6, HIGHEST);
            let radius = pace(ring.seconds, note.rate);
            (mode.turns.0[lane], mode.radius.0[lane]) = (turns, radius);
            let bent = turns * (1.0 + touch.above);
            (mode.cos.0[lane], mode.sin.0[lane]) = rotation(bent, radius);
            (mode.re.0[lane], mode.im.0[lane]) = (ring.level * scale, 0.0);
        }
        self.counts[lane] = count;
        self.knock(lane, model, &touch, scale);
        self.above.0[lane] = touch.above;
        self.fall.0[lane] = exp2(-9.965_784 * STEP as f32 / (model.sweep.1.max(0.01) * note.rate));
        self.until[lane] = LOOK;
        self.settle();
    }

    #[cfg_attr(not(debug_assertions), inline(always))]
    fn bend(&mut self, ratio: F8) {
        self.bent = ratio;
        self.turn();
    }

    #[cfg_attr(not(debug_assertions), inline(always))]
    fn render(&mut self, out: &mut [F8]) {
        // In pieces that end where a lane is looked at, so that it happens there however the caller
        // cuts.
        let mut rest = out;
        while !rest.is_empty() {
            let next = self.until.iter().copied().min().unwrap_or(LOOK);
            let length = rest.len().min(next as usize);
            let (now, later) = rest.split_at_mut(length);
            self.ring(now);
            for lane in 0..LANES {
                self.until[lane] -= length as u32;
                if self.until[lane] == 0 {
                    self.until[lane] = LOOK;
                    self.look(lane);
                }
            }
            rest = later;
        }
    }

    fn done(&self, lane: usize) -> bool {
        self.counts[lane] == 0 && self.knock.level.0[lane] == 0.0
    }
}
