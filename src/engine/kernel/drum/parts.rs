//! The parts of a drum, each for eight hits: body, click, noise, metal.
//!
//! Each adds its sound to what is there, and does nothing while no lane uses it.

use super::model::{Body, Click, Fall, Filter, Metal, Noise, Side};
use crate::engine::kernel::math::{exp2, scramble, sin_turns, soft_clip, tan_fraction};
use crate::engine::lanes::{F8, LANES, Real};

/// What all parts of a hit share.
#[derive(Clone, Copy)]
pub(super) struct Voice {
    /// The sample rate in hertz.
    pub(super) rate: f32,
    /// Chance of the note.
    pub(super) seed: u32,
}

impl Voice {
    /// Turns a frame of a frequency in hertz, kept where waves and filters behave.
    fn turns(self, hertz: f32) -> f32 {
        hertz.clamp(1.0, 0.45 * self.rate) / self.rate
    }

    /// What is left after one frame of a fall by 60 dB in so many seconds.
    fn pace(self, seconds: f32) -> f32 {
        exp2(-9.965_784 / (seconds.max(0.000_5) * self.rate))
    }

    /// A number of its own for each purpose, never 0.
    fn chance(self, purpose: u32) -> u32 {
        scramble(self.seed ^ purpose.wrapping_mul(0x9e37_79b9)) | 1
    }
}

/// Eight falls.
#[derive(Clone, Copy, Debug)]
struct Falls {
    fast: F8,
    slow: F8,
    fast_pace: F8,
    slow_pace: F8,
}

impl Default for Falls {
    fn default() -> Falls {
        Falls { fast: F8::ZERO, slow: F8::ZERO, fast_pace: F8::ZERO, slow_pace: F8::ZERO }
    }
}

impl Falls {
    fn set(&mut self, lane: usize, fall: Fall, level: f32, voice: Voice) {
        self.fast.0[lane] = fall.share * level;
        self.slow.0[lane] = (1.0 - fall.share) * level;
        self.fast_pace.0[lane] = voice.pace(fall.fast);
        self.slow_pace.0[lane] = voice.pace(fall.slow);
    }

    fn stop(&mut self, lane: usize) {
        (self.fast.0[lane], self.slow.0[lane]) = (0.0, 0.0);
    }

    #[cfg_attr(not(debug_assertions), inline(always))]
    fn next(&mut self) -> F8 {
        let now = self.fast + self.slow;
        self.fast *= self.fast_pace;
        self.slow *= self.slow_pace;
        now
    }
}

/// Eight two-pole filters, in the form of Simper ("Linear trapezoidal integrated SVF", 2013).
#[derive(Clone, Copy, Debug)]
struct Filters {
    a: [F8; 3],
    mix: [F8; 3],
    state: [F8; 2],
}

impl Default for Filters {
    fn default() -> Filters {
        Filters { a: [F8::ZERO; 3], mix: [F8::ZERO; 3], state: [F8::ZERO; 2] }
    }
}

impl Filters {
    fn set(&mut self, lane: usize, filter: Filter, voice: Voice) {
        let (top, bottom) = tan_fraction(std::f32::consts::PI * voice.turns(filter.freq));
        let g = top / bottom;
        let k = 1.0 / filter.quality.max(0.3);
        let a = 1.0 / (1.0 + g * (g + k));
        let mix = match filter.side {
            Side::Low => [0.0, 0.0, 1.0],
            Side::Band => [0.0, k, 0.0],
            Side::High => [1.0, -k, -1.0],
        };
        for (i, value) in [a, g * a, g * g * a].into_iter().enumerate() {
            self.a[i].0[lane] = value;
            self.mix[i].0[lane] = mix[i];
        }
        self.stop(lane);
    }

    fn stop(&mut self, lane: usize) {
        (self.state[0].0[lane], self.state[1].0[lane]) = (0.0, 0.0);
    }

    #[cfg_attr(not(debug_assertions), inline(always))]
    fn next(&mut self, x: F8) -> F8 {
        let from_low = x - self.state[1];
        let band = self.a[0] * self.state[0] + self.a[1] * from_low;
        let low = self.state[1] + self.a[1] * self.state[0] + self.a[2] * from_low;
        self.state[0] = band + band - self.state[0];
        self.state[1] = low + low - self.state[1];
        self.mix[0] * x + self.mix[1] * band + self.mix[2] * low
    }
}

/// White noise of its own in each lane (Marsaglia's xorshift).
#[derive(Clone, Copy, Debug, Default)]
struct Hiss([u32; LANES]);

impl Hiss {
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn next(&mut self) -> F8 {
        let mut out = F8::ZERO;
        for (x, y) in self.0.iter_mut().zip(&mut out.0) {
            *x ^= *x << 13;
            *x ^= *x >> 17;
            *x ^= *x << 5;
            *y = (*x as i32) as f32 * (1.0 / 2_147_483_648.0);
        }
        out
    }
}

/// Which lanes use a part.
#[derive(Clone, Copy, Debug, Default)]
struct Users(u8);

impl Users {
    fn set(&mut self, lane: usize, used: bool) {
        self.0 = self.0 & !(1 << lane) | u8::from(used) << lane;
    }

    fn has(self, lane: usize) -> bool {
        self.0 & 1 << lane != 0
    }

    fn none(self) -> bool {
        self.0 == 0
    }
}

/// Skins, shells and bells.
#[derive(Clone, Copy, Debug)]
pub(super) struct Bodies {
    users: Users,
    phase: [F8; 2],
    step: F8,
    bent: F8,
    ratio: F8,
    second: F8,
    sweep: Falls,
    fall: Falls,
    drive: F8,
    level: F8,
}

impl Default for Bodies {
    fn default() -> Bodies {
        Bodies {
            users: Users::default(),
            phase: [F8::ZERO; 2],
            step: F8::ZERO,
            bent: F8::ONE,
            ratio: F8::ZERO,
            second: F8::ZERO,
            sweep: Falls::default(),
            fall: Falls::default(),
            drive: F8::ONE,
            level: F8::ZERO,
        }
    }
}

impl Bodies {
    /// Bends the pitch of every lane by a factor.
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub(super) fn bend(&mut self, ratio: F8) {
        self.bent = ratio.clamp(F8::splat(1.0 / 16.0), F8::splat(16.0));
    }

    pub(super) fn start(&mut self, lane: usize, body: Option<&Body>, voice: Voice) {
        self.stop(lane);
        let Some(body) = body else { return };
        self.users.set(lane, true);
        let turns = voice.turns(body.freq);
        let top = body.freq * (1.0 + body.sweep.0 + body.snap.0) * body.second.0.max(1.0);
        // The sweep begins lower where it would leave what the sample rate can carry.
        let room = (0.45 * voice.rate / top.max(1.0)).min(1.0);
        let sweeps = body.sweep.0 + body.snap.0;
        let share = if sweeps > 0.0 { body.snap.0 / sweeps } else { 0.0 };
        let pitch = Fall { fast: body.snap.1, slow: body.sweep.1, share };
        self.sweep.set(lane, pitch, sweeps * room, voice);
        self.fall.set(lane, body.fall, 1.0, voice);
        self.step.0[lane] = turns;
        self.bent.0[lane] = 1.0;
        self.ratio.0[lane] = body.second.0;
        self.second.0[lane] = body.second.1;
        (self.phase[0].0[lane], self.phase[1].0[lane]) = (body.phase, body.phase);
        let drive = 1.0 + body.drive;
        self.drive.0[lane] = drive;
        self.level.0[lane] = body.level / soft_clip(drive);
    }

    pub(super) fn stop(&mut self, lane: usize) {
        self.users.set(lane, false);
        self.fall.stop(lane);
        self.sweep.stop(lane);
        self.step.0[lane] = 0.0;
    }

    #[cfg_attr(not(debug_assertions), inline(always))]
    pub(super) fn add_to(&mut self, out: &mut [F8]) {
        if self.users.none() {
            return;
        }
        let mut it = *self;
        let pitch = it.step * it.bent;
        for y in out {
            let step = pitch + pitch * it.sweep.next();
            let first = it.phase[0] + step;
            let second = it.phase[1] + step * it.ratio;
            it.phase = [first - first.round(), second - second.round()];
            let wave = sin_turns(first) + it.second * sin_turns(second);
            *y += it.level * soft_clip(it.drive * it.fall.next() * wave);
        }
        *self = it;
    }
}

/// Sticks.
#[derive(Clone, Copy, Debug)]
pub(super) struct Clicks {
    users: Users,
    phase: F8,
    step: F8,
    hiss: Hiss,
    tone: F8,
    noise: F8,
    fall: Falls,
}

impl Default for Clicks {
    fn default() -> Clicks {
        Clicks {
            users: Users::default(),
            phase: F8::ZERO,
            step: F8::ZERO,
            hiss: Hiss::default(),
            tone: F8::ZERO,
            noise: F8::ZERO,
            fall: Falls::default(),
        }
    }
}

impl Clicks {
    pub(super) fn start(&mut self, lane: usize, click: Option<&Click>, voice: Voice) {
        self.stop(lane);
        let Some(click) = click else { return };
        self.users.set(lane, true);
        self.phase.0[lane] = 0.0;
        self.step.0[lane] = voice.turns(click.freq);
        self.hiss.0[lane] = voice.chance(1);
        self.tone.0[lane] = click.tone;
        self.noise.0[lane] = click.noise;
        self.fall.set(lane, Fall::plain(click.fall), 1.0, voice);
    }

    pub(super) fn stop(&mut self, lane: usize) {
        self.users.set(lane, false);
        self.fall.stop(lane);
        self.step.0[lane] = 0.0;
    }

    #[cfg_attr(not(debug_assertions), inline(always))]
    pub(super) fn add_to(&mut self, out: &mut [F8]) {
        if self.users.none() {
            return;
        }
        let mut it = *self;
        for y in out {
            let phase = it.phase + it.step;
            it.phase = phase - phase.round();
            let burst = it.tone * sin_turns(phase) + it.noise * it.hiss.next();
            *y += it.fall.next() * burst;
        }
        *self = it;
    }
}

/// Snares, hands and air.
#[derive(Clone, Copy, Debug)]
pub(super) struct Noises {
    users: Users,
    hiss: Hiss,
    filter: Filters,
    fall: Falls,
    main: [Fall; LANES],
    hands: [Hands; LANES],
}

/// The hands that clap before the last one.
#[derive(Clone, Copy, Debug)]
struct Hands {
    left: u8,
    every: u32,
    /// Frames until the next one.
    wait: u32,
    fall: f32,
    level: f32,
    rate: f32,
}

impl Default for Noises {
    fn default() -> Noises {
        let none = Hands { left: 0, every: 0, wait: u32::MAX, fall: 0.0, level: 0.0, rate: 1.0 };
        Noises {
            users: Users::default(),
            hiss: Hiss::default(),
            filter: Filters::default(),
            fall: Falls::default(),
            main: [Fall::plain(0.0); LANES],
            hands: [none; LANES],
        }
    }
}

impl Noises {
    pub(super) fn start(&mut self, lane: usize, noise: Option<&Noise>, voice: Voice) {
        self.stop(lane);
        let Some(noise) = noise else { return };
        self.users.set(lane, true);
        self.hiss.0[lane] = voice.chance(2);
        self.filter.set(lane, noise.filter, voice);
        self.main[lane] = noise.fall;
        let (left, every, fall) = noise.bursts;
        let every = ((every * voice.rate) as u32).max(1);
        let (level, rate) = (noise.level, voice.rate);
        self.hands[lane] = Hands { left: left + 1, every, wait: 0, fall, level, rate };
        self.clap(lane);
    }

    pub(super) fn stop(&mut self, lane: usize) {
        self.users.set(lane, false);
        self.fall.stop(lane);
        self.filter.stop(lane);
        self.hands[lane].wait = u32::MAX;
    }

    /// The next hand: each fades by itself, the last one as the drum does.
    fn clap(&mut self, lane: usize) {
        let Hands { left, every, fall, level, rate, .. } = self.hands[lane];
        let fall = if left > 1 { Fall::plain(fall) } else { self.main[lane] };
        self.fall.set(lane, fall, level, Voice { rate, seed: 0 });
        self.hands[lane].wait = if left > 1 { every } else { u32::MAX };
        self.hands[lane].left = left.saturating_sub(1);
    }

    #[cfg_attr(not(debug_assertions), inline(always))]
    pub(super) fn add_to(&mut self, mut out: &mut [F8]) {
        if self.users.none() {
            return;
        }
        while !out.is_empty() {
            let wait = self.hands.iter().fold(u32::MAX, |wait, hands| wait.min(hands.wait));
            let (now, later) = out.split_at_mut(out.len().min(wait as usize));
            self.add_plainly(now);
            for lane in 0..LANES {
                if self.hands[lane].wait != u32::MAX {
                    self.hands[lane].wait -= now.len() as u32;
                    if self.hands[lane].wait == 0 {
                        self.clap(lane);
                    }
                }
            }
            out = later;
        }
    }

    #[cfg_attr(not(debug_assertions), inline(always))]
    fn add_plainly(&mut self, out: &mut [F8]) {
        let (mut hiss, mut filter, mut fall) = (self.hiss, self.filter, self.fall);
        for y in out {
            *y += filter.next(hiss.next() * fall.next());
        }
        (self.hiss, self.filter, self.fall) = (hiss, filter, fall);
    }
}

/// Plates and bells.
#[derive(Clone, Copy, Debug)]
pub(super) struct Metals {
    users: Users,
    clangs: [Clang; LANES],
    filters: [Filters; 2],
    fall: Falls,
}

/// The square waves of one hit side by side, with smoothed edges (polyBLEP of two points, on a phase
/// from -0.5 to 0.5). Few hits sound at once, so that their waves fill the lanes better than they.
#[derive(Clone, Copy, Debug)]
struct Clang {
    phase: F8,
    step: F8,
    sharpness: F8,
    level: F8,
    /// Frames that have been computed, and how many of them were given out. They are counted from the
    /// hit's beginning, so that no bit depends on the pieces in which it is asked for.
    ready: F8,
    given: usize,
    /// How many waves there are.
    count: usize,
}

impl Default for Metals {
    fn default() -> Metals {
        let clang = Clang {
            phase: F8::ZERO,
            step: F8::ZERO,
            sharpness: F8::ZERO,
            level: F8::ZERO,
            ready: F8::ZERO,
            given: LANES,
            count: 0,
        };
        Metals {
            users: Users::default(),
            clangs: [clang; LANES],
            filters: [Filters::default(); 2],
            fall: Falls::default(),
        }
    }
}

impl Metals {
    pub(super) fn start(&mut self, lane: usize, metal: Option<&Metal>, voice: Voice) {
        self.stop(lane);
        let Some(metal) = metal else { return };
        self.users.set(lane, true);
        let count = metal.freqs.iter().filter(|&&freq| freq > 0.0).count();
        let clang = &mut self.clangs[lane];
        (clang.given, clang.count) = (LANES, count);
        for (i, &freq) in metal.freqs.iter().enumerate() {
            let step = voice.turns(freq).min(0.2);
            clang.step.0[i] = step;
            clang.sharpness.0[i] = 1.0 / step;
            clang.level.0[i] = if freq > 0.0 { 1.0 / (count as f32).sqrt() } else { 0.0 };
            // The oscillators of the old machines never stop, so every hit finds them elsewhere.
            let chance = voice.chance(3 + i as u32) >> 8;
            clang.phase.0[i] = chance as f32 * (1.0 / 16_777_216.0) - 0.5;
        }
        self.filters[0].set(lane, metal.first, voice);
        self.filters[1].set(lane, metal.second, voice);
        self.fall.set(lane, metal.fall, metal.level, voice);
    }

    pub(super) fn stop(&mut self, lane: usize) {
        self.users.set(lane, false);
        self.fall.stop(lane);
        self.filters.iter_mut().for_each(|filter| filter.stop(lane));
    }

    #[cfg_attr(not(debug_assertions), inline(always))]
    pub(super) fn add_to(&mut self, out: &mut [F8]) {
        if self.users.none() {
            return;
        }
        let ([mut first, mut second], mut fall) = (self.filters, self.fall);
        for out in out.chunks_mut(LANES) {
            let mut sum = [F8::ZERO; LANES];
            for lane in 0..LANES {
                if self.users.has(lane) {
                    self.clangs[lane].write_to(&mut sum[..out.len()], lane);
                }
            }
            for (y, x) in out.iter_mut().zip(sum) {
                *y += second.next(first.next(x)) * fall.next();
            }
        }
        (self.filters, self.fall) = ([first, second], fall);
    }
}

impl Clang {
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn write_to(&mut self, out: &mut [F8], lane: usize) {
        let mut frames = out.iter_mut();
        while !frames.as_slice().is_empty() {
            if self.given == LANES {
                self.ready = self.eight();
                self.given = 0;
            }
            for (x, y) in self.ready.0[self.given..].iter().zip(frames.by_ref()) {
                y.0[lane] = *x;
                self.given += 1;
            }
        }
    }

    /// The next eight frames.
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn eight(&mut self) -> F8 {
        const FRAMES: F8 = F8([1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0]);
        let mut sum = F8::ZERO;
        for i in 0..self.count {
            let [phase, step, sharpness, level] =
                [self.phase, self.step, self.sharpness, self.level].map(|x| x.0[i]);
            let at = F8::splat(phase) + FRAMES * step;
            let at = at - at.round();
            let near = at.abs();
            let up = (F8::ONE - near * sharpness).max(F8::ZERO);
            let down = (F8::ONE - (F8::splat(0.5) - near) * sharpness).max(F8::ZERO);
            sum += (F8::ONE - up * up - down * down).copysign(at) * level;
        }
        let phase = self.phase + self.step * LANES as f32;
        self.phase = phase - phase.round();
        sum
    }
}
