//! Polynomials in place of the mathematics library, so that every machine computes the same bits.
//!
//! Written once for one float and for eight lanes. Errors are stated for arguments in the given
//! range; outside it the result is finite but means nothing.

use super::super::lanes::{ROUNDER, Real};

/// Sine of a phase in turns (1 is a full circle), for any phase below 2^22. Error below 3e-7.
#[inline(always)]
pub fn sin_turns<T: Real>(turns: T) -> T {
    let x = turns - turns.round();
    let near = x.abs();
    let folded = near.min(T::splat(0.5) - near);
    let y = folded * folded;
    let p = T::splat(39.536_705) * y - T::splat(76.549_78);
    let p = p * y + T::splat(81.601_006);
    let p = p * y - T::splat(41.341_656);
    let p = p * y + T::splat(std::f32::consts::TAU);
    (p * folded).copysign(x)
}

/// Cosine of a phase in turns. Error below 4e-7.
#[inline(always)]
pub fn cos_turns<T: Real>(turns: T) -> T {
    sin_turns(turns + T::splat(0.25))
}

/// 2 to the power of x, for -126 to 126 (beyond, as at the end). Relative error below 3e-7.
#[inline(always)]
pub fn exp2<T: Real>(x: T) -> T {
    let x = x.clamp(T::splat(-126.0), T::splat(126.0));
    let whole = x.round();
    let y = x - whole;
    let p = T::splat(0.001_327_647_2) * y + T::splat(0.009_675_541);
    let p = p * y + T::splat(0.055_507_13);
    let p = p * y + T::splat(0.240_221_2);
    let p = p * y + T::splat(0.693_146_94);
    let p = p * y + T::splat(1.0);
    let exponent = |bits: u32| bits.wrapping_sub(ROUNDER.to_bits()).wrapping_add(127) << 23;
    p * (whole + T::splat(ROUNDER)).bits(exponent)
}

/// Logarithm to base 2 of a positive normal number. Error below 1e-6.
#[inline(always)]
pub fn log2<T: Real>(x: T) -> T {
    // The mantissa is taken as 0.75 to 1.5, so that numbers about 1 lose no precision.
    let step = 0x3f40_0000;
    let exponent = |bits: u32| {
        let whole = (bits.wrapping_sub(step) as i32) >> 23;
        (whole as f32).to_bits()
    };
    let mantissa = |bits: u32| {
        let whole = bits.wrapping_sub(step) & 0xff80_0000;
        bits.wrapping_sub(whole)
    };
    let t = x.bits(mantissa) - T::splat(1.0);
    let p = T::splat(-0.098_488_48) * t + T::splat(0.206_161_98);
    let p = p * t - T::splat(0.250_843_4);
    let p = p * t + T::splat(0.289_874_97);
    let p = p * t - T::splat(0.360_305_96);
    let p = p * t + T::splat(0.480_852_9);
    let p = p * t - T::splat(0.721_351_27);
    let p = p * t + T::splat(1.442_695_3);
    p * t + x.bits(exponent)
}

/// Tangent of an angle in radians, 0 to 1.5, as a fraction: (numerator, denominator). Filters
/// divide only once. Relative error of the quotient below 3e-5 up to 1, 3e-3 up to 1.45.
#[inline(always)]
pub fn tan_fraction<T: Real>(x: T) -> (T, T) {
    let y = x * x;
    let top = x * (y * (y - T::splat(105.0)) + T::splat(945.0));
    let bottom = y * (y * T::splat(15.0) - T::splat(420.0)) + T::splat(945.0);
    (top, bottom)
}

/// A soft clip in the shape of tanh: slope 1 at 0, exactly 1 from 3 on. Within 0.024 of tanh.
#[inline(always)]
pub fn soft_clip<T: Real>(x: T) -> T {
    let x = x.clamp(T::splat(-3.0), T::splat(3.0));
    let y = x * x;
    x * (T::splat(27.0) + y) / (T::splat(27.0) + T::splat(9.0) * y)
}

/// 10 to the power of decibels over 20. Relative error below 3e-6 for -120 to 120.
#[inline(always)]
pub fn from_decibels<T: Real>(decibels: T) -> T {
    exp2(decibels * T::splat(0.166_096_4))
}

/// Scrambles 32 bits; every input gives another output. (The finaliser of MurmurHash3.)
#[inline(always)]
pub fn scramble(mut x: u32) -> u32 {
    x ^= x >> 16;
    x = x.wrapping_mul(0x85eb_ca6b);
    x ^= x >> 13;
    x = x.wrapping_mul(0xc2b2_ae35);
    x ^ (x >> 16)
}

#[cfg(test)]
mod tests {
    use super::super::super::lanes::{F8, LANES};
    use super::*;
    use std::f64::consts::TAU;

    fn steps(low: f32, high: f32) -> impl Iterator<Item = f32> {
        (0..=20_000).map(move |i| low + (high - low) * i as f32 / 20_000.0)
    }

    #[test]
    fn polynomials_keep_their_stated_errors() {
        for x in steps(-3.0, 3.0) {
            let exact = (f64::from(x) * TAU).sin();
            assert!((f64::from(sin_turns(x)) - exact).abs() < 3e-7, "sin {x}");
            let exact = (f64::from(x) * TAU).cos();
            assert!((f64::from(cos_turns(x)) - exact).abs() < 4e-7, "cos {x}");
        }
        for x in steps(-30.0, 30.0) {
            let exact = f64::from(x).exp2();
            assert!((f64::from(exp2(x)) / exact - 1.0).abs() < 3e-7, "exp2 {x}");
        }
        for x in steps(1e-4, 40.0) {
            assert!((f64::from(log2(x)) - f64::from(x).log2()).abs() < 1e-6, "log2 {x}");
        }
        for x in steps(0.001, 1.45) {
            let (top, bottom) = tan_fraction(x);
            let error = (f64::from(top / bottom) / f64::from(x).tan() - 1.0).abs();
            assert!(error < if x < 1.0 { 3e-5 } else { 3e-3 }, "tan {x}: {error}");
        }
        for x in steps(-6.0, 6.0) {
            assert!((f64::from(soft_clip(x)) - f64::from(x).tanh()).abs() < 0.024, "clip {x}");
        }
        for x in steps(-120.0, 120.0) {
            let exact = 10f64.powf(f64::from(x) / 20.0);
            assert!((f64::from(from_decibels(x)) / exact - 1.0).abs() < 3e-6, "dB {x}");
        }
    }

    #[test]
    fn lanes_and_single_floats_give_the_same_bits() {
        for x in steps(-2.0, 2.0) {
            let lanes = F8([x; LANES]);
            assert_eq!(sin_turns(lanes).0[5].to_bits(), sin_turns(x).to_bits());
            assert_eq!(exp2(lanes).0[2].to_bits(), exp2(x).to_bits());
            assert_eq!(soft_clip(lanes).0[0].to_bits(), soft_clip(x).to_bits());
        }
    }
}
