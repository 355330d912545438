//! Four times the sample rate, there and back, for eight voices: curves bent up there fold less back.
//!
//! Two half-band filters one after the other, each two chains of allpass sections: no multiplication
//! table, hardly any delay, and a stop band below -90 dB. (R. Valenzuela, A. Constantinides, "Digital
//! signal processing schemes for efficient interpolation and decimation", 1983.)

use super::super::GRID;
use crate::engine::lanes::{F8, Mask};

/// Samples made of one.
pub(super) const TIMES: usize = 4;

/// Allpass coefficients between one and two times the rate: a transition of 3 % of that.
const STEEP: [f32; 8] = [
    0.047_289_85,
    0.172_780_6,
    0.338_517_96,
    0.506_977_7,
    0.655_273_1,
    0.776_489_9,
    0.874_512_6,
    0.958_945_7,
];
/// And between two and four times, where there is room.
const GENTLE: [f32; 4] = [0.042_454_71, 0.170_739_85, 0.393_319_9, 0.745_713_6];

/// Two chains of allpass sections, the even and the odd ones.
#[derive(Clone, Copy, Debug)]
struct HalfBand<const N: usize> {
    coefficients: [f32; N],
    entered: [F8; N],
    left: [F8; N],
}

impl<const N: usize> HalfBand<N> {
    const fn new(coefficients: [f32; N]) -> HalfBand<N> {
        HalfBand { coefficients, entered: [F8::ZERO; N], left: [F8::ZERO; N] }
    }

    fn forget(&mut self, lane: usize) {
        self.entered.iter_mut().chain(&mut self.left).for_each(|x| x.0[lane] = 0.0);
    }

    /// One frame through the even chain and another through the odd one.
    #[cfg_attr(not(debug_assertions), inline(always))]
    fn pass(&mut self, even: F8, odd: F8) -> (F8, F8) {
        let mut both = [even, odd];
        for i in 0..N {
            let x = both[i % 2];
            let y = (x - self.left[i]) * self.coefficients[i] + self.entered[i];
            self.entered[i] = x;
            self.left[i] = y;
            both[i % 2] = y;
        }
        (both[0], both[1])
    }

    #[cfg_attr(not(debug_assertions), inline(always))]
    fn double(&mut self, x: F8) -> (F8, F8) {
        self.pass(x, x)
    }

    #[cfg_attr(not(debug_assertions), inline(always))]
    fn halve(&mut self, first: F8, second: F8) -> F8 {
        let (even, odd) = self.pass(second, first);
        (even + odd) * 0.5
    }
}

/// The way up and down for eight voices.
#[derive(Clone, Debug)]
pub(super) struct Oversampler {
    up: (HalfBand<8>, HalfBand<4>),
    down: (HalfBand<4>, HalfBand<8>),
}

impl Oversampler {
    /// One that has heard nothing.
    pub(super) const NEW: Oversampler = Oversampler {
        up: (HalfBand::new(STEEP), HalfBand::new(GENTLE)),
        down: (HalfBand::new(GENTLE), HalfBand::new(STEEP)),
    };

    /// Forgets what a lane heard.
    pub(super) fn forget(&mut self, lane: usize) {
        self.up.0.forget(lane);
        self.up.1.forget(lane);
        self.down.0.forget(lane);
        self.down.1.forget(lane);
    }

    /// Up to a grid cell at four times its rate; lanes that are not chosen stay silent up there.
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub(super) fn raise(&mut self, sound: &[F8], lanes: Mask, high: &mut [F8; GRID * TIMES]) {
        for (x, four) in sound.iter().zip(high.chunks_exact_mut(TIMES)) {
            let (a, b) = self.up.0.double(lanes.select(*x, F8::ZERO));
            (four[0], four[1]) = self.up.1.double(a);
            (four[2], four[3]) = self.up.1.double(b);
        }
    }

    /// And back, in the lanes that are chosen.
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub(super) fn lower(&mut self, high: &[F8; GRID * TIMES], lanes: Mask, sound: &mut [F8]) {
        for (x, four) in sound.iter_mut().zip(high.chunks_exact(TIMES)) {
            let first = self.down.0.halve(four[0], four[1]);
            let second = self.down.0.halve(four[2], four[3]);
            *x = lanes.select(self.down.1.halve(first, second), *x);
        }
    }
}
