//! Eight floats side by side: the number type that voices are computed in, one voice per lane.
//!
//! Only IEEE operations that every machine rounds alike. It chooses no instructions; see
//! `dispatch` for that.

use std::ops::{Add, AddAssign, Div, Mul, MulAssign, Neg, Sub, SubAssign};

/// How many voices are computed together.
pub const LANES: usize = 8;

/// Eight floats. All operations work lane by lane and inline into their caller, so that they
/// become whatever instructions the caller was compiled for.
#[derive(Clone, Copy, PartialEq, Debug)]
#[repr(C, align(32))]
pub struct F8(pub [f32; LANES]);

/// Eight answers to a comparison, each all ones (yes) or all zeros (no).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(C, align(32))]
pub struct Mask(pub [u32; LANES]);

/// What a formula may use, so that it is written once for one float and for eight, and both give
/// the same bits.
pub trait Real:
    Copy
    + Add<Output = Self>
    + Sub<Output = Self>
    + Mul<Output = Self>
    + Div<Output = Self>
    + Neg<Output = Self>
{
    /// This number in all lanes.
    fn splat(x: f32) -> Self;
    /// The lesser; the second one if either is no number.
    fn min(self, other: Self) -> Self;
    /// The greater; the second one if either is no number.
    fn max(self, other: Self) -> Self;
    /// Without its sign.
    fn abs(self) -> Self;
    /// The square root.
    fn sqrt(self) -> Self;
    /// The nearest whole number, half to even. Right for magnitudes below 2^22.
    fn round(self) -> Self;
    /// The whole number at or below. Right for magnitudes below 2^22.
    fn floor(self) -> Self;
    /// This magnitude with the sign of another number.
    fn copysign(self, sign: Self) -> Self;
    /// `yes` where `self < other`, else `no`.
    fn less(self, other: Self, yes: Self, no: Self) -> Self;
    /// A function of the bits, lane by lane.
    fn bits(self, f: impl Fn(u32) -> u32) -> Self;

    /// Between two bounds. No number gives `low`.
    #[inline(always)]
    fn clamp(self, low: Self, high: Self) -> Self {
        self.max(low).min(high)
    }
}

/// 1.5 * 2^23: adding it pushes the fraction of a small float out of its mantissa, rounded.
pub(super) const ROUNDER: f32 = 12_582_912.0;

impl Real for f32 {
    #[inline(always)]
    fn splat(x: f32) -> f32 {
        x
    }
    #[inline(always)]
    fn min(self, other: f32) -> f32 {
        if self < other { self } else { other }
    }
    #[inline(always)]
    fn max(self, other: f32) -> f32 {
        if self > other { self } else { other }
    }
    #[inline(always)]
    fn abs(self) -> f32 {
        f32::from_bits(self.to_bits() & 0x7fff_ffff)
    }
    #[inline(always)]
    fn sqrt(self) -> f32 {
        f32::sqrt(self)
    }
    #[inline(always)]
    fn round(self) -> f32 {
        (self + ROUNDER) - ROUNDER
    }
    #[inline(always)]
    fn floor(self) -> f32 {
        let near = Real::round(self);
        near - if near > self { 1.0 } else { 0.0 }
    }
    #[inline(always)]
    fn copysign(self, sign: f32) -> f32 {
        f32::from_bits((self.to_bits() & 0x7fff_ffff) | (sign.to_bits() & 0x8000_0000))
    }
    #[inline(always)]
    fn less(self, other: f32, yes: f32, no: f32) -> f32 {
        if self < other { yes } else { no }
    }
    #[inline(always)]
    fn bits(self, f: impl Fn(u32) -> u32) -> f32 {
        f32::from_bits(f(self.to_bits()))
    }
}

impl F8 {
    /// Eight zeros.
    pub const ZERO: F8 = F8([0.0; LANES]);
    /// Eight ones.
    pub const ONE: F8 = F8([1.0; LANES]);

    /// Each lane from its number.
    #[inline(always)]
    pub fn from_fn(f: impl Fn(usize) -> f32) -> F8 {
        let mut out = F8::ZERO;
        for lane in 0..LANES {
            out.0[lane] = f(lane);
        }
        out
    }

    /// Each lane from its value.
    #[inline(always)]
    pub fn map(self, f: impl Fn(f32) -> f32) -> F8 {
        let mut out = self;
        for lane in &mut out.0 {
            *lane = f(*lane);
        }
        out
    }

    /// Each lane from its value and that of another.
    #[inline(always)]
    pub fn zip(self, other: F8, f: impl Fn(f32, f32) -> f32) -> F8 {
        let mut out = self;
        for lane in 0..LANES {
            out.0[lane] = f(self.0[lane], other.0[lane]);
        }
        out
    }

    /// Where `self < other`.
    #[inline(always)]
    pub fn lt(self, other: F8) -> Mask {
        let mut out = Mask([0; LANES]);
        for lane in 0..LANES {
            out.0[lane] = if self.0[lane] < other.0[lane] { u32::MAX } else { 0 };
        }
        out
    }

    /// Where `self >= other`.
    #[inline(always)]
    pub fn ge(self, other: F8) -> Mask {
        let mut out = Mask([0; LANES]);
        for lane in 0..LANES {
            out.0[lane] = if self.0[lane] >= other.0[lane] { u32::MAX } else { 0 };
        }
        out
    }

    /// The sum of all lanes: neighbours first, always in the same order.
    #[inline(always)]
    pub fn sum(self) -> f32 {
        let [a, b, c, d, e, f, g, h] = self.0;
        ((a + e) + (c + g)) + ((b + f) + (d + h))
    }

    /// Whether every lane is a number that is not infinite.
    #[inline(always)]
    pub fn is_finite(self) -> bool {
        let mut sum = 0.0;
        for lane in self.0 {
            sum += lane * 0.0;
        }
        sum == 0.0
    }
}

impl Mask {
    /// No lane.
    pub const NONE: Mask = Mask([0; LANES]);

    /// `yes` where set, else `no`.
    #[inline(always)]
    pub fn select(self, yes: F8, no: F8) -> F8 {
        let mut out = no;
        for lane in 0..LANES {
            let set = self.0[lane];
            out.0[lane] =
                f32::from_bits((yes.0[lane].to_bits() & set) | (no.0[lane].to_bits() & !set));
        }
        out
    }

    /// Where either is set.
    #[inline(always)]
    pub fn or(mut self, other: Mask) -> Mask {
        for (a, b) in self.0.iter_mut().zip(other.0) {
            *a |= b;
        }
        self
    }

    /// Where one is set and the other is not.
    #[inline(always)]
    pub fn xor(mut self, other: Mask) -> Mask {
        for (a, b) in self.0.iter_mut().zip(other.0) {
            *a ^= b;
        }
        self
    }

    /// Marks a lane, or takes its mark away.
    #[inline(always)]
    pub fn set(&mut self, lane: usize, on: bool) {
        self.0[lane] = if on { u32::MAX } else { 0 };
    }

    /// Whether any lane is set.
    #[inline(always)]
    pub fn any(self) -> bool {
        let mut all = 0;
        for lane in self.0 {
            all |= lane;
        }
        all != 0
    }
}

impl Real for F8 {
    #[inline(always)]
    fn splat(x: f32) -> F8 {
        F8([x; LANES])
    }
    #[inline(always)]
    fn min(self, other: F8) -> F8 {
        self.zip(other, Real::min)
    }
    #[inline(always)]
    fn max(self, other: F8) -> F8 {
        self.zip(other, Real::max)
    }
    #[inline(always)]
    fn abs(self) -> F8 {
        self.map(Real::abs)
    }
    #[inline(always)]
    fn sqrt(self) -> F8 {
        self.map(Real::sqrt)
    }
    #[inline(always)]
    fn round(self) -> F8 {
        self.map(Real::round)
    }
    #[inline(always)]
    fn floor(self) -> F8 {
        self.map(Real::floor)
    }
    #[inline(always)]
    fn copysign(self, sign: F8) -> F8 {
        self.zip(sign, Real::copysign)
    }
    #[inline(always)]
    fn less(self, other: F8, yes: F8, no: F8) -> F8 {
        self.lt(other).select(yes, no)
    }
    #[inline(always)]
    fn bits(self, f: impl Fn(u32) -> u32) -> F8 {
        self.map(|x| f32::from_bits(f(x.to_bits())))
    }
}

impl Add for F8 {
    type Output = F8;
    #[inline(always)]
    fn add(self, other: F8) -> F8 {
        self.zip(other, |a, b| a + b)
    }
}

impl Sub for F8 {
    type Output = F8;
    #[inline(always)]
    fn sub(self, other: F8) -> F8 {
        self.zip(other, |a, b| a - b)
    }
}

impl Mul for F8 {
    type Output = F8;
    #[inline(always)]
    fn mul(self, other: F8) -> F8 {
        self.zip(other, |a, b| a * b)
    }
}

impl Mul<f32> for F8 {
    type Output = F8;
    #[inline(always)]
    fn mul(self, other: f32) -> F8 {
        self.map(|a| a * other)
    }
}

impl Div for F8 {
    type Output = F8;
    #[inline(always)]
    fn div(self, other: F8) -> F8 {
        self.zip(other, |a, b| a / b)
    }
}

impl Neg for F8 {
    type Output = F8;
    #[inline(always)]
    fn neg(self) -> F8 {
        self.map(|a| -a)
    }
}

impl AddAssign for F8 {
    #[inline(always)]
    fn add_assign(&mut self, other: F8) {
        *self = *self + other;
    }
}

impl SubAssign for F8 {
    #[inline(always)]
    fn sub_assign(&mut self, other: F8) {
        *self = *self - other;
    }
}

impl MulAssign for F8 {
    #[inline(always)]
    fn mul_assign(&mut self, other: F8) {
        *self = *self * other;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SOME: [f32; 8] = [-2.5, -1.0, -0.5, 0.0, 0.49, 0.5, 1.5, 1e6];

    #[test]
    fn eight_lanes_give_the_bits_of_one() {
        let x = F8(SOME);
        let y = F8([0.25; 8]);
        for lane in 0..LANES {
            let (a, b) = (x.0[lane], y.0[lane]);
            assert_eq!((x + y).0[lane].to_bits(), (a + b).to_bits());
            assert_eq!((x / y).0[lane].to_bits(), (a / b).to_bits());
            assert_eq!(x.floor().0[lane].to_bits(), Real::floor(a).to_bits());
            assert_eq!(Real::min(x, y).0[lane].to_bits(), Real::min(a, b).to_bits());
        }
    }

    #[test]
    fn floor_and_round_agree_with_the_standard_ones() {
        for x in SOME {
            assert_eq!(Real::floor(x), x.floor(), "{x}");
            assert_eq!(Real::round(x), x.round_ties_even(), "{x}");
        }
    }

    #[test]
    fn a_mask_selects_lane_by_lane() {
        let mask = F8(SOME).lt(F8::ZERO);
        assert!(mask.any());
        let chosen = mask.select(F8::ONE, F8::ZERO);
        assert_eq!(chosen.0, [1.0, 1.0, 1.0, 0.0, 0.0, 0.0, 0.0, 0.0]);
    }

    #[test]
    fn no_number_is_not_finite_and_clamps_to_the_lower_bound() {
        let mut x = F8::ONE;
        assert!(x.is_finite());
        x.0[3] = f32::NAN;
        assert!(!x.is_finite());
        assert_eq!(Real::clamp(x, F8::ZERO, F8::ONE).0[3], 0.0);
        x.0[3] = f32::INFINITY;
        assert!(!x.is_finite());
    }
}
