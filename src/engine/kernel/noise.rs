//! White noise, eight at once.
//!
//! Each note's noise is a function of its seed alone, so that the same note sounds the same again.

use super::math::scramble;
use super::{Note, Source};
use crate::engine::lanes::{F8, LANES};

/// How loud noise is made, to seem as loud as the oscillators.
const LEVEL: f32 = 0.2;

/// Eight xorshift generators. (G. Marsaglia, "Xorshift RNGs", 2003.)
#[derive(Clone, Debug)]
pub struct Noise {
    state: [u32; LANES],
}

impl Noise {
    /// Eight with the same seed.
    pub fn new() -> Noise {
        Noise { state: [1; LANES] }
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
    }

    #[cfg_attr(not(debug_assertions), inline(always))]
    fn render(&mut self, out: &mut [F8]) {
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

    #[cfg_attr(not(debug_assertions), inline(always))]
    fn done(&self, _lane: usize) -> bool {
        false
    }
}
