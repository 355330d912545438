//! Recordings at any speed, forwards or backwards, once or in a loop: eight at once.
//!
//! One lane plays one channel; a stereo recording takes two. Cubic interpolation between four
//! neighbours (Hermite); a recording is assumed to be at the engine's rate already, or near it. What is
//! stretched is played in grains instead.

mod grains;

use std::sync::Arc;

use super::{Note, Settings, Source};
use crate::control::Control;
use crate::engine::bank::Sample;
use crate::engine::lanes::{F8, LANES, Real};
use crate::sound::SampleSlot;
use grains::Grains;

/// The pitch at which a recording plays unchanged, if a note is set: C2, as in other systems.
const ROOT: f32 = 65.406_39;
/// The fastest that a recording is played.
const FASTEST: f64 = 1024.0;
/// One frame in the numbers that positions are counted in.
const FRAME: i64 = 1 << 32;
/// What an empty lane plays.
const NOTHING: [f32; 4] = [0.0; 4];

/// What one lane plays.
#[derive(Clone, Debug)]
struct Part {
    slot: SampleSlot,
    sample: Arc<Sample>,
    channel: usize,
    /// Where it begins and ends, in frames.
    begin: i64,
    end: i64,
    /// The stretch that repeats, in frames; never empty.
    repeat: Option<(i64, i64)>,
    /// Frames a frame, before bending; negative is backwards.
    speed: f64,
    /// What plays it in pieces, if its pitch and its length go their own ways.
    grains: Option<Grains>,
    /// Whether it has gone round.
    looped: bool,
    done: bool,
}

/// Eight players.
#[derive(Clone, Debug)]
pub struct Players {
    parts: [Option<Part>; LANES],
    /// Positions and steps, in parts of a frame.
    at: [i64; LANES],
    step: [i64; LANES],
}

impl Players {
    /// Eight that have nothing to play.
    pub fn new() -> Players {
        Players { parts: [const { None }; LANES], at: [FRAME; LANES], step: [0; LANES] }
    }

    /// Puts a channel of a recording into a lane, before `start`. The lane must be empty.
    pub fn load(&mut self, lane: usize, slot: SampleSlot, sample: Arc<Sample>, channel: usize) {
        let part = Part {
            slot,
            sample,
            channel,
            begin: 0,
            end: 0,
            repeat: None,
            speed: 1.0,
            grains: None,
            looped: false,
            done: false,
        };
        self.parts[lane] = Some(part);
    }

    /// Takes the recording out of a lane, so that it can go home.
    pub fn unload(&mut self, lane: usize) -> Option<(SampleSlot, Arc<Sample>)> {
        self.at[lane] = FRAME;
        self.step[lane] = 0;
        self.parts[lane].take().map(|part| (part.slot, part.sample))
    }
}

impl Default for Players {
    fn default() -> Players {
        Players::new()
    }
}

/// How fast a note plays a recording, in its frames a frame: where it moves on, and how high it sounds
/// if that is apart.
#[derive(Clone, Copy, PartialEq, Debug)]
struct Pace {
    moves: f64,
    sounds: Option<f64>,
}

impl Pace {
    fn of(note: &Note<'_>, sample: &Sample) -> Pace {
        let settings = &note.settings;
        let value = |control| f64::from(settings.value(control));
        let is_set = |&control: &Control| settings.get(control).is_some();
        let pitched = [Control::Note, Control::Freq].iter().any(is_set);
        let pitch = if pitched { f64::from(note.freq / ROOT) } else { 1.0 };
        let rate = f64::from(sample.rate) / f64::from(note.rate);
        let speed = value(Control::Speed);
        // In lengths of the recording a second, or as a factor.
        let in_lengths = settings.or(Control::Unit, 0.0) > 0.0;
        let lengths = sample.frames() as f64 / f64::from(note.rate);
        let moves = speed * if in_lengths { lengths } else { rate };
        let within = |pace: f64| pace.clamp(-FASTEST, FASTEST);
        if ![Control::Stretch, Control::Timescale, Control::Psrate].iter().any(is_set) {
            return Pace { moves: within(moves * pitch), sounds: None };
        }
        let own = if in_lengths { rate.copysign(speed) } else { moves };
        let sounds = Some(within(own * pitch * value(Control::Psrate)));
        let moves = moves / (value(Control::Stretch) * value(Control::Timescale));
        Pace { moves: within(moves), sounds }
    }
}

/// A stretch of a recording from two parts of its length, in order and not empty.
fn stretch(frames: i64, settings: &Settings<'_>, begin: Control, end: Control) -> (i64, i64) {
    let place = |control| (f64::from(settings.value(control)) * frames as f64).round() as i64;
    let (a, b) = (place(begin), place(end));
    let first = a.min(b).clamp(0, (frames - 1).max(0));
    (first, a.max(b).clamp(first + 1, frames.max(first + 1)))
}

impl Part {
    /// The value at a frame, silent outside of the stretch that plays and joined where it repeats.
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn tap(&self, data: &[f32], frame: i64) -> f32 {
        let frame = match self.repeat {
            Some((begin, end)) if frame >= end || self.looped && frame < begin => {
                begin + (frame - begin).rem_euclid(end - begin)
            }
            _ => frame,
        };
        let inside = frame >= 0 && frame < self.end.max(self.repeat.map_or(0, |(_, end)| end));
        if inside { data.get(frame as usize).copied().unwrap_or(0.0) } else { 0.0 }
    }

    /// Where a position that ran over an end continues; `None` if there it is over.
    fn carry_on(&self, at: i64) -> Option<i64> {
        let frame = at >> 32;
        let (begin, end) = self.repeat.unwrap_or((self.begin, self.end));
        let inside = if self.speed < 0.0 { frame >= begin } else { frame < end };
        if inside {
            return Some(at);
        }
        self.repeat?;
        Some(begin * FRAME + (at - begin * FRAME).rem_euclid((end - begin) * FRAME))
    }

    /// Whether a stretch of frames and its neighbours lie where nothing needs a second look.
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn is_plain(&self, from: i64, to: i64) -> bool {
        let (low, high) = (from.min(to) >> 32, from.max(to) >> 32);
        let (begin, end) = self.repeat.map_or((self.begin, self.end), |(begin, end)| {
            (if self.looped || self.speed < 0.0 { begin } else { 0 }, end)
        });
        !self.done && low > begin && high + 2 < end
    }
}

impl Source for Players {
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn start(&mut self, lane: usize, note: &Note<'_>) {
        let part = self.parts[lane].as_mut().filter(|part| part.grains.is_none());
        let Some(part) = part else { return };
        let settings = &note.settings;
        let frames = part.sample.frames() as i64;
        (part.begin, part.end) = stretch(frames, settings, Control::Begin, Control::End);
        part.repeat = (settings.value(Control::Loop) > 0.0)
            .then(|| stretch(frames, settings, Control::LoopBegin, Control::LoopEnd));
        let pace = Pace::of(note, &part.sample);
        part.speed = pace.moves;
        part.looped = false;
        part.done = frames == 0 || part.channel >= part.sample.channels.len();
        let first = if part.speed < 0.0 { part.end - 1 } else { part.begin };
        let window = settings.value(Control::Timescalewin) * note.rate;
        let grains = |pace| Grains::new(first * FRAME, pace, part.speed, window);
        part.grains = pace.sounds.map(grains);
        let apart = part.grains.is_some();
        self.at[lane] = if apart { FRAME } else { first * FRAME };
        self.step[lane] = if apart { 0 } else { (part.speed * FRAME as f64) as i64 };
    }

    #[cfg_attr(not(debug_assertions), inline(always))]
    fn bend(&mut self, ratio: F8) {
        for lane in 0..LANES {
            if let Some(part) = &mut self.parts[lane] {
                if let Some(grains) = &mut part.grains {
                    grains.bend(ratio.0[lane]);
                    continue;
                }
                self.step[lane] = (part.speed * f64::from(ratio.0[lane]) * FRAME as f64) as i64;
            }
        }
    }

    #[cfg_attr(not(debug_assertions), inline(always))]
    fn render(&mut self, out: &mut [F8]) {
        let mut data: [&[f32]; LANES] = [&NOTHING; LANES];
        let mut plain = true;
        for (lane, data) in data.iter_mut().enumerate() {
            if let Some(part) = self.parts[lane].as_ref().filter(|part| part.grains.is_none()) {
                *data = part.sample.channels.get(part.channel).map_or(&NOTHING, |c| c);
                let last = self.at[lane] + self.step[lane] * (out.len() as i64 - 1);
                plain &= part.is_plain(self.at[lane], last);
            }
        }
        if plain {
            gather(&data, &mut self.at, &self.step, out);
        } else {
            for lane in 0..LANES {
                self.render_with_care(lane, out);
            }
        }
        for (lane, part) in self.parts.iter_mut().enumerate() {
            if let Some(part) = part.as_mut().filter(|part| part.grains.is_some()) {
                grains::render(part, lane, out);
            }
        }
    }

    #[cfg_attr(not(debug_assertions), inline(always))]
    fn done(&self, lane: usize) -> bool {
        self.parts[lane].as_ref().is_none_or(|part| part.done)
    }
}

impl Players {
    /// One lane near the ends and joins of what it plays.
    fn render_with_care(&mut self, lane: usize, out: &mut [F8]) {
        let Some(part) = &mut self.parts[lane] else {
            return out.iter_mut().for_each(|x| x.0[lane] = 0.0);
        };
        let data = part.sample.channels.get(part.channel).map_or(&NOTHING[..], |c| c);
        for x in out {
            let at = part.carry_on(self.at[lane]).filter(|_| !part.done);
            let Some(at) = at else {
                part.done = true;
                x.0[lane] = 0.0;
                continue;
            };
            part.looped |= at != self.at[lane];
            let [a, b, c, d] = [-1, 0, 1, 2].map(|near| part.tap(data, (at >> 32) + near));
            x.0[lane] = hermite(a, b, c, d, fraction(at));
            self.at[lane] = at + self.step[lane];
        }
    }
}

/// All lanes at once, where every neighbour is known to exist.
#[cfg_attr(not(debug_assertions), inline(always))]
fn gather(data: &[&[f32]; LANES], at: &mut [i64; LANES], step: &[i64; LANES], out: &mut [F8]) {
    for x in out {
        let (mut a, mut b, mut c, mut d) = (F8::ZERO, F8::ZERO, F8::ZERO, F8::ZERO);
        let mut between = F8::ZERO;
        for lane in 0..LANES {
            let frame = (at[lane] >> 32) as usize;
            if let Some(&[p, q, r, s]) = data[lane].get(frame - 1..frame + 3) {
                (a.0[lane], b.0[lane], c.0[lane], d.0[lane]) = (p, q, r, s);
            }
            between.0[lane] = fraction(at[lane]);
            at[lane] += step[lane];
        }
        *x = hermite(a, b, c, d, between);
    }
}

/// The part of a position between two frames, to 24 bits.
#[cfg_attr(not(debug_assertions), inline(always))]
fn fraction(at: i64) -> f32 {
    ((at as u32) >> 8) as i32 as f32 * (1.0 / 16_777_216.0)
}

/// The cubic through b and c whose slopes there follow a and d.
#[cfg_attr(not(debug_assertions), inline(always))]
fn hermite<T: Real>(a: T, b: T, c: T, d: T, between: T) -> T {
    let half = T::splat(0.5);
    let slope = (c - a) * half;
    let bow = a - b * T::splat(2.5) + c * T::splat(2.0) - d * half;
    let twist = (d - a) * half + (b - c) * T::splat(1.5);
    ((twist * between + bow) * between + slope) * between + b
}

#[cfg(test)]
mod tests;
