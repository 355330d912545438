//! Additive sounds that are held: organs, flutes and a deep bass, eight at once.
//!
//! Nine partials stand in the ratios of an organ's drawbars and are all powers of one turning point,
//! so that they never drift apart. Loudness over time is not its business, save what clicks and
//! chimes at the beginning.

use super::math::{cos_turns, exp2, log2, sin_turns};
use super::{Note, Source};
use crate::control::Control;
use crate::engine::lanes::{F8, Real};
use crate::sound::{Held, Sound};

/// How many partials there are.
const BARS: usize = 9;
/// Their ratios to an octave below the note: 16', 5 1/3', 8', 4', 2 2/3', 2', 1 3/5', 1 1/3', 1'.
const RATIOS: [f32; BARS] = [1.0, 3.0, 2.0, 4.0, 6.0, 8.0, 10.0, 12.0, 16.0];
/// The highest partial as a part of the sample rate.
const HIGHEST: f32 = 0.46;
/// The root mean square that all rows are brought to.
const LOUDNESS: f32 = 0.1;

/// One sound.
#[derive(Debug)]
struct Row {
    /// Amplitudes of the partials.
    bars: [f32; BARS],
    /// What chimes at the beginning on 4', and seconds until it has gone.
    chime: (f32, f32),
    /// The click of the contact on the two highest partials.
    click: f32,
    /// Vibrato: hertz, and depth as a part of the pitch.
    vibrato: (f32, f32),
    level: f32,
    /// Seconds to rise and to fade.
    rise: f32,
    fade: f32,
}

const ORGAN: Row = Row {
    bars: [0.8, 0.55, 1.0, 0.45, 0.2, 0.25, 0.06, 0.08, 0.12],
    chime: (0.7, 0.35),
    click: 0.35,
    vibrato: (0.0, 0.0),
    level: 1.0,
    rise: 0.003,
    fade: 0.03,
};
const PIPE_ORGAN: Row = Row {
    bars: [0.55, 0.0, 1.0, 0.75, 0.3, 0.55, 0.16, 0.2, 0.3],
    chime: (0.0, 0.1),
    click: 0.0,
    vibrato: (0.0, 0.0),
    level: 1.0,
    rise: 0.05,
    fade: 0.25,
};
const FLUTE: Row = Row {
    bars: [0.0, 0.0, 1.0, 0.2, 0.07, 0.03, 0.01, 0.0, 0.0],
    chime: (0.25, 0.12),
    click: 0.05,
    vibrato: (5.1, 0.003),
    level: 1.0,
    rise: 0.06,
    fade: 0.12,
};
const CLARINET: Row = Row {
    bars: [0.0, 0.0, 1.0, 0.06, 0.55, 0.05, 0.3, 0.02, 0.03],
    chime: (0.0, 0.1),
    click: 0.0,
    vibrato: (4.6, 0.001),
    level: 1.0,
    rise: 0.04,
    fade: 0.08,
};
const SUB_BASS: Row = Row {
    bars: [0.0, 0.0, 1.0, 0.34, 0.14, 0.05, 0.02, 0.0, 0.0],
    chime: (0.4, 0.08),
    click: 0.0,
    vibrato: (0.0, 0.0),
    level: 1.3,
    rise: 0.004,
    fade: 0.05,
};

fn row(what: Held) -> &'static Row {
    match what {
        Held::Organ => &ORGAN,
        Held::PipeOrgan => &PIPE_ORGAN,
        Held::Flute => &FLUTE,
        Held::Clarinet => &CLARINET,
        Held::SubBass => &SUB_BASS,
    }
}

/// Seconds in which a sound rises and fades if a note does not say.
pub(crate) fn edges(what: Held) -> (f32, f32) {
    (row(what).rise, row(what).fade)
}

/// Something at the beginning that falls away.
#[derive(Clone, Copy, Debug)]
struct Fading {
    level: F8,
    pace: F8,
}

impl Fading {
    const NONE: Fading = Fading { level: F8::ZERO, pace: F8::ZERO };

    fn set(&mut self, lane: usize, level: f32, seconds: f32, rate: f32) {
        self.level.0[lane] = level;
        self.pace.0[lane] = exp2(-9.965_784 / (seconds.max(0.001) * rate));
    }

    #[cfg_attr(not(debug_assertions), inline(always))]
    fn next(&mut self) -> F8 {
        let now = self.level;
        self.level *= self.pace;
        now
    }
}

/// Eight sounds that are held.
#[derive(Clone, Debug)]
pub struct Pipes {
    /// Turns of an octave below the note, and how many a frame: as it began, and as it is bent.
    phase: F8,
    pitch: F8,
    step: F8,
    /// Amplitudes as the note began, and those that the sample rate can carry at this bend.
    bars: [F8; BARS],
    heard: [F8; BARS],
    chime: Fading,
    click: Fading,
    sway: F8,
    sway_step: F8,
    sway_depth: F8,
}

impl Pipes {
    /// Eight that are silent.
    pub fn new() -> Pipes {
        Pipes {
            phase: F8::ZERO,
            pitch: F8::ZERO,
            step: F8::ZERO,
            bars: [F8::ZERO; BARS],
            heard: [F8::ZERO; BARS],
            chime: Fading::NONE,
            click: Fading::NONE,
            sway: F8::ZERO,
            sway_step: F8::ZERO,
            sway_depth: F8::ZERO,
        }
    }

    /// Leaves out what would alias.
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn mute_the_highest(&mut self) {
        for (i, ratio) in RATIOS.iter().enumerate() {
            let hertz = self.step * *ratio;
            self.heard[i] = hertz.less(F8::splat(HIGHEST), self.bars[i], F8::ZERO);
        }
    }
}

impl Default for Pipes {
    fn default() -> Pipes {
        Pipes::new()
    }
}

/// The product of two points as turns.
#[cfg_attr(not(debug_assertions), inline(always))]
fn turned(a: (F8, F8), b: (F8, F8)) -> (F8, F8) {
    (a.0 * b.0 - a.1 * b.1, a.0 * b.1 + a.1 * b.0)
}

impl Source for Pipes {
    fn start(&mut self, lane: usize, note: &Note<'_>) {
        let Sound::Held(what) = note.sound else { return };
        let row = row(what);
        let step = (0.5 * note.freq / note.rate).clamp(1e-7, 0.5 * HIGHEST);
        (self.phase.0[lane], self.pitch.0[lane], self.step.0[lane]) = (0.0, step, step);
        // What is bright gains or loses as much with each octave.
        let tilt = log2(Real::clamp(note.settings.value(Control::Tone), 0.05, 16.0));
        let tilt = |ratio: f32| exp2(0.5 * tilt * log2(0.5 * ratio));
        let bar = |i: usize| row.bars[i] * tilt(RATIOS[i]);
        let energy: f32 = (0..BARS).map(|i| 0.5 * bar(i) * bar(i)).sum();
        let scale = row.level * LOUDNESS / energy.max(1e-9).sqrt();
        for (i, ratio) in RATIOS.into_iter().enumerate() {
            self.bars[i].0[lane] = scale * bar(i);
            let carried = step * ratio < HIGHEST;
            self.heard[i].0[lane] = if carried { scale * bar(i) } else { 0.0 };
        }
        let carried = if step * 16.0 < HIGHEST { scale } else { 0.0 };
        self.chime.set(lane, row.chime.0 * carried, row.chime.1, note.rate);
        self.click.set(lane, row.click * carried, 0.012, note.rate);
        self.sway.0[lane] = (note.seed >> 8) as f32 / 16_777_216.0;
        self.sway_step.0[lane] = row.vibrato.0 / note.rate;
        self.sway_depth.0[lane] = row.vibrato.1;
    }

    #[cfg_attr(not(debug_assertions), inline(always))]
    fn bend(&mut self, ratio: F8) {
        self.step = (self.pitch * ratio).clamp(F8::splat(1e-7), F8::splat(0.5 * HIGHEST));
        self.mute_the_highest();
    }

    #[cfg_attr(not(debug_assertions), inline(always))]
    fn render(&mut self, out: &mut [F8]) {
        let (mut phase, mut sway) = (self.phase, self.sway);
        let bars = self.heard;
        for x in out {
            let one = (cos_turns(phase), sin_turns(phase));
            let two = turned(one, one);
            let three = turned(two, one);
            let four = turned(two, two);
            let six = turned(three, three);
            let eight = turned(four, four);
            let ten = turned(eight, two);
            let twelve = turned(six, six);
            let sixteen = turned(eight, eight);
            let low = bars[0] * one.1 + bars[1] * three.1 + bars[2] * two.1;
            let middle = bars[3] * four.1 + bars[4] * six.1 + bars[5] * eight.1;
            let high = bars[6] * ten.1 + bars[7] * twelve.1 + bars[8] * sixteen.1;
            let start = self.chime.next() * four.1 + self.click.next() * (twelve.1 + sixteen.1);
            *x = low + middle + high + start;
            let next = phase + self.step * (F8::ONE + self.sway_depth * sin_turns(sway));
            phase = next - next.floor();
            let next = sway + self.sway_step;
            sway = next - next.floor();
        }
        (self.phase, self.sway) = (phase, sway);
    }

    fn done(&self, _lane: usize) -> bool {
        false
    }
}
