//! What tears waves apart: ring modulation, periods that are lost or squeezed, and a comb tuned to the
//! note, for eight voices.
//!
//! A period is what lies between two rises through zero. Nothing here bends a curve.

use super::math::{scramble, sin_turns};
use super::{Note, When};
use crate::control::Control;
use crate::engine::lanes::{F8, LANES, Mask, Real};

/// Frames that a lane remembers: periods down to 47 Hz at 48 kHz. Longer ones are cut.
const FRAMES: usize = 1024;
/// The lowest frequency of the ring modulator.
const LOWEST: f32 = 1.0;

/// The last frames of eight voices.
type Past = Box<[F8; FRAMES]>;

/// Eight of them.
#[derive(Clone, Debug)]
pub struct Torn {
    used: [bool; LANES],
    rung: Mask,
    ring: F8,
    turns: F8,
    /// Turns a frame, now and when the note ends, and the share of that way that a frame covers.
    pace: F8,
    rest: F8,
    per_note: F8,
    way: F8,
    combed: Mask,
    delay: [f32; LANES],
    entering: F8,
    feedback: F8,
    lossy: [bool; LANES],
    /// Periods of a hundred that are lost; whether this one is; chance; and the last sample, of those
    /// and of what is squeezed.
    loss: [u32; LANES],
    lost: [bool; LANES],
    chance: [u32; LANES],
    before: [f32; LANES],
    behind: [f32; LANES],
    squeezed: [bool; LANES],
    speed: [f32; LANES],
    /// The length of the last whole period and where in it the reader is; frames since the last rise.
    period: [usize; LANES],
    reader: [f32; LANES],
    since: [usize; LANES],
    past: Past,
    now: usize,
}

impl Torn {
    /// Eight that change nothing.
    pub fn new() -> Torn {
        Torn {
            used: [false; LANES],
            rung: Mask::NONE,
            ring: F8::ZERO,
            turns: F8::ZERO,
            pace: F8::ZERO,
            rest: F8::ZERO,
            per_note: F8::ZERO,
            way: F8::ZERO,
            combed: Mask::NONE,
            delay: [2.0; LANES],
            entering: F8::ONE,
            feedback: F8::ZERO,
            lossy: [false; LANES],
            loss: [0; LANES],
            lost: [false; LANES],
            chance: [1; LANES],
            before: [0.0; LANES],
            behind: [0.0; LANES],
            squeezed: [false; LANES],
            speed: [1.0; LANES],
            period: [1; LANES],
            reader: [0.0; LANES],
            since: [0; LANES],
            past: Box::new([F8::ZERO; FRAMES]),
            now: 0,
        }
    }

    /// Starts a note in a lane.
    pub fn start(&mut self, lane: usize, note: &Note<'_>, when: When) {
        self.stop(lane);
        let settings = &note.settings;
        let ring = settings.value(Control::Ring);
        self.rung.set(lane, ring > 0.0);
        self.ring.0[lane] = ring;
        self.turns.0[lane] = 0.0;
        let highest = 0.45 * note.rate;
        let from = settings.value(Control::Ringf).max(LOWEST);
        let to = (from + settings.value(Control::Ringdf)).max(LOWEST);
        let pace = |hertz: f32| hertz.min(highest) / note.rate;
        (self.pace.0[lane], self.rest.0[lane]) = (pace(from), pace(to) - pace(from));
        (self.way.0[lane], self.per_note.0[lane]) = (0.0, 1.0 / when.lasts.max(1.0));
        let comb = settings.value(Control::Comb);
        self.combed.set(lane, comb > 0.0);
        (self.feedback.0[lane], self.entering.0[lane]) = (0.98 * comb, 1.0 - 0.85 * comb);
        self.delay[lane] = (note.rate / note.freq).clamp(2.0, (FRAMES - 4) as f32);
        let loss = settings.value(Control::Waveloss);
        (self.lossy[lane], self.loss[lane]) = (loss > 0.0, loss as u32);
        self.chance[lane] = scramble(note.seed ^ 0x10_55) | 1;
        let squiz = settings.value(Control::Squiz);
        (self.squeezed[lane], self.speed[lane]) = (squiz > 1.0, squiz);
        self.used[lane] = ring > 0.0 || comb > 0.0 || loss > 0.0 || squiz > 1.0;
        if self.remembers(lane) {
            self.past.iter_mut().for_each(|x| x.0[lane] = 0.0);
        }
    }

    fn remembers(&self, lane: usize) -> bool {
        self.combed.0[lane] != 0 || self.squeezed[lane]
    }

    /// Ends a lane's note.
    pub fn stop(&mut self, lane: usize) {
        self.used[lane] = false;
        self.rung.set(lane, false);
        self.combed.set(lane, false);
        (self.lossy[lane], self.squeezed[lane], self.lost[lane]) = (false, false, false);
        (self.before[lane], self.behind[lane]) = (0.0, 0.0);
        (self.period[lane], self.reader[lane], self.since[lane]) = (1, 0.0, 0);
    }

    /// Whether any lane is changed.
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub fn is_on(&self) -> bool {
        self.used.contains(&true)
    }

    /// Changes the next frames.
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub fn process(&mut self, sound: &mut [F8]) {
        if self.rung.any() {
            self.modulate(sound);
        }
        if self.squeezed.contains(&true) || self.combed.any() {
            for x in sound.iter_mut() {
                self.remember(x);
            }
        }
        if self.lossy.contains(&true) {
            for x in sound.iter_mut() {
                self.lose(x);
            }
        }
    }

    #[cfg_attr(not(debug_assertions), inline(always))]
    fn modulate(&mut self, sound: &mut [F8]) {
        for x in sound {
            let moved = *x + *x * self.ring * sin_turns(self.turns);
            *x = self.rung.select(moved, *x);
            let next = self.turns + self.pace + self.rest * self.way;
            self.turns = next - next.floor();
            self.way = (self.way + self.per_note).min(F8::ONE);
        }
    }

    /// One frame of the lanes that hear their own past.
    fn remember(&mut self, x: &mut F8) {
        self.now = (self.now + 1) % FRAMES;
        for lane in 0..LANES {
            if self.squeezed[lane] {
                x.0[lane] = self.squeeze(lane, x.0[lane]);
            } else if self.combed.0[lane] != 0 {
                let echo = self.at(lane, self.delay[lane]) * self.feedback.0[lane];
                // What is no number, or far too much, is not kept.
                let y = Real::clamp(x.0[lane] * self.entering.0[lane] + echo, -8.0, 8.0);
                self.past[self.now].0[lane] = y;
                x.0[lane] = y;
            }
        }
    }

    /// What a lane was so many frames ago, between two of them.
    fn at(&self, lane: usize, ago: f32) -> f32 {
        let whole = ago as usize;
        let part = ago - whole as f32;
        let place = |ago: usize| self.past[(self.now + 2 * FRAMES - ago) % FRAMES].0[lane];
        place(whole) + (place(whole + 1) - place(whole)) * part
    }

    /// The last whole period, several times as fast and as often. Periods are counted from the last
    /// rise; one that does not end is cut where memory ends.
    fn squeeze(&mut self, lane: usize, x: f32) -> f32 {
        let x = Real::clamp(x, -8.0, 8.0);
        let rises = self.behind[lane] < 0.0 && x >= 0.0;
        self.behind[lane] = x;
        self.past[self.now].0[lane] = x;
        self.since[lane] += 1;
        if rises || self.since[lane] >= FRAMES / 2 - 2 {
            self.period[lane] = self.since[lane].max(1);
            (self.since[lane], self.reader[lane]) = (0, 0.0);
        }
        let period = self.period[lane] as f32;
        let place = self.reader[lane];
        let next = place + self.speed[lane];
        self.reader[lane] = next - period * f32::floor(next / period);
        let ago = (self.since[lane] as f32 + period - place).max(0.0);
        self.at(lane, ago.min((FRAMES - 2) as f32))
    }

    /// One frame of the lanes that lose periods.
    fn lose(&mut self, x: &mut F8) {
        for lane in 0..LANES {
            if !self.lossy[lane] {
                continue;
            }
            let sample = x.0[lane];
            if self.before[lane] < 0.0 && sample >= 0.0 {
                let bits = &mut self.chance[lane];
                *bits ^= *bits << 13;
                *bits ^= *bits >> 17;
                *bits ^= *bits << 5;
                self.lost[lane] = (*bits >> 8) % 100 < self.loss[lane];
            }
            self.before[lane] = sample;
            if self.lost[lane] {
                x.0[lane] = 0.0;
            }
        }
    }
}

impl Default for Torn {
    fn default() -> Torn {
        Torn::new()
    }
}
