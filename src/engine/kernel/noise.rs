//! Noise of several colours, eight at once.
//!
//! Each note's noise is a function of its seed alone, so that the same note sounds the same again.

use super::math::scramble;
use super::{Note, Source};
use crate::control::Control;
use crate::engine::lanes::{F8, LANES, Mask};
use crate::sound::{Colour, Sound};

/// How loud noise is made, to seem as loud as the oscillators.
const LEVEL: f32 = 0.2;
/// The same for pink noise against white: a filter of three poles adds up to so much more.
const PINK: f32 = 0.36;
/// The same for brown noise.
const BROWN: f32 = 13.5;
/// The share of `density` that is the chance of a click at a sample, at 44.1 kHz.
const CLICKS: f32 = 0.01 * 44_100.0;
/// How loud clicks are; being few, they may be loud.
const CLICK: f32 = 2.5;

/// Eight xorshift generators. (G. Marsaglia, "Xorshift RNGs", 2003.)
#[derive(Clone, Debug)]
pub struct Noise {
    state: [u32; LANES],
    pink: [F8; 3],
    brown: F8,
    is_pink: Mask,
    is_brown: Mask,
    clicks: Mask,
    /// The chance of a click at a sample.
    chance: F8,
    per_chance: F8,
}

impl Noise {
    /// Eight with the same seed.
    pub fn new() -> Noise {
        Noise {
            state: [1; LANES],
            pink: [F8::ZERO; 3],
            brown: F8::ZERO,
            is_pink: Mask::NONE,
            is_brown: Mask::NONE,
            clicks: Mask::NONE,
            chance: F8::ZERO,
            per_chance: F8::ZERO,
        }
    }
}

impl Default for Noise {
    fn default() -> Noise {
        Noise::new()
    }
}

impl Source for Noise {
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn start(&mut self, lane: usize, note: &Note<'_>) {
        self.state[lane] = scramble(note.seed).max(1);
        let colour = if let Sound::Noise(colour) = note.sound { colour } else { Colour::White };
        self.is_pink.set(lane, colour == Colour::Pink);
        self.is_brown.set(lane, colour == Colour::Brown);
        self.clicks.set(lane, colour == Colour::Crackle);
        self.pink.iter_mut().for_each(|pole| pole.0[lane] = 0.0);
        self.brown.0[lane] = 0.0;
        let chance = note.settings.value(Control::Density) * CLICKS / note.rate;
        self.chance.0[lane] = chance;
        self.per_chance.0[lane] = 1.0 / chance.max(1e-9);
    }

    #[cfg_attr(not(debug_assertions), inline(always))]
    fn render(&mut self, out: &mut [F8]) {
        self.white(out);
        if self.is_pink.any() {
            self.redden(out);
        }
        if self.is_brown.any() {
            self.darken(out);
        }
        if self.clicks.any() {
            self.thin(out);
        }
    }

    #[cfg_attr(not(debug_assertions), inline(always))]
    fn done(&self, _lane: usize) -> bool {
        false
    }
}

impl Noise {
    /// Pink, by three one-pole filters side by side (P. Kellet's economical one, 1999).
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn redden(&mut self, out: &mut [F8]) {
        let [mut a, mut b, mut c] = self.pink;
        for x in out {
            a = a * 0.997_65 + *x * 0.099_046;
            b = b * 0.963 + *x * 0.296_516_4;
            c = c * 0.57 + *x * 1.052_691_3;
            *x = self.is_pink.select((a + b + c + *x * 0.184_8) * PINK, *x);
        }
        self.pink = [a, b, c];
    }

    /// Brown: each sample a small step from the last.
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn darken(&mut self, out: &mut [F8]) {
        let mut last = self.brown;
        for x in out {
            last = (last + *x * 0.02) * (1.0 / 1.02);
            *x = self.is_brown.select(last * BROWN, *x);
        }
        self.brown = last;
    }

    /// Clicks: most samples are left out.
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn thin(&mut self, out: &mut [F8]) {
        for x in out {
            // The same number decides whether there is a click, and how it sounds.
            let place = *x * (0.5 / LEVEL) + F8([0.5; LANES]);
            let click = (place + place - self.chance) * self.per_chance * (CLICK * LEVEL);
            let thinned = place.lt(self.chance).select(click, F8::ZERO);
            *x = self.clicks.select(thinned, *x);
        }
    }

    #[cfg_attr(not(debug_assertions), inline(always))]
    fn white(&mut self, out: &mut [F8]) {
        let mut state = self.state;
        for x in out {
            for (bits, x) in state.iter_mut().zip(&mut x.0) {
                *bits ^= *bits << 13;
                *bits ^= *bits >> 17;
                *bits ^= *bits << 5;
                // The upper bits as the mantissa of a number from 2 to 4.
                let number = f32::from_bits((*bits >> 9) | 0x4000_0000);
                *x = (number - 3.0) * LEVEL;
            }
        }
        self.state = state;
    }
}
