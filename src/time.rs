//! Musical time: exact rational moments and spans, counted in cycles.
//!
//! Frames, seconds and tempo are not known here; the engine's transport turns cycles into frames.

use std::cmp::Ordering;
use std::fmt;
use std::ops::{Add, AddAssign, Div, Mul, Neg, Rem, Sub, SubAssign};

use smallvec::{SmallVec, smallvec};

/// The grid that results are rounded to when they do not fit: 720,720 x 64 parts of a cycle, so that
/// every denominator up to 16 and every power of two up to 1024 stays exact.
const GRID: i128 = 46_126_080;

/// A moment or a length in musical time, counted in cycles. Exact.
///
/// Always reduced and the denominator always positive, so `==` and `Hash` are structural. A result
/// that does not fit into 64 bits over 64 bits is rounded to the nearest 1/46,126,080 of a cycle, and
/// one beyond the range of whole cycles sticks at its end: nothing panics and nothing wraps.
///
/// ```
/// use tresillo::time::Time;
/// assert_eq!(Time::new(1, 3) + Time::new(1, 6), Time::new(1, 2));
/// assert_eq!(Time::from_f64(0.125), Some(Time::new(1, 8)));
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Time {
    num: i64,
    den: i64,
}

impl Time {
    /// The beginning of everything.
    pub const ZERO: Time = Time::whole(0);
    /// One cycle.
    pub const ONE: Time = Time::whole(1);

    /// A whole number of cycles.
    pub const fn whole(n: i64) -> Time {
        // i64::MIN has no negation; keeping it out makes every operation below total.
        Time { num: if n == i64::MIN { -i64::MAX } else { n }, den: 1 }
    }

    /// `Time::new(3, 8)` is three eighths. A denominator of zero gives zero.
    pub fn new(num: i64, den: i64) -> Time {
        Time::reduce(i128::from(num), i128::from(den))
    }

    /// The ends of `count` equal parts of a cycle. Factors in common are sieved out of the divisors of
    /// `count`: finding one common divisor after another would cost more than all else of a sequence.
    pub(crate) fn shares(count: usize) -> impl Iterator<Item = Time> {
        let mut common: SmallVec<[u32; 32]> = smallvec![1; count];
        let divisors = (2..=count / 2).filter(|divisor| count.is_multiple_of(*divisor));
        for divisor in divisors {
            common.iter_mut().step_by(divisor).for_each(|factor| *factor = divisor as u32);
        }
        let share = move |i: usize| match common.get(i) {
            Some(factor) => {
                let factor = i64::from(*factor);
                Time { num: i as i64 / factor, den: count as i64 / factor }
            }
            None => Time::ONE,
        };
        (1..=count).map(share)
    }

    /// The simplest fraction that a float stands for: the one with the smallest denominator whose
    /// nearest float is `x`. So `0.125` is 1/8, `0.333` is 333/1000, and a third that went through a
    /// float comes back as a third. `None` for infinities and NaN.
    pub fn from_f64(x: f64) -> Option<Time> {
        if !x.is_finite() {
            return None;
        }
        if x.fract() == 0.0 {
            return Some(Time::whole(x as i64));
        }
        let (mut before, mut this) = ((0i128, 1i128), (1i128, 0i128));
        let mut rest = x.abs();
        for _ in 0..40 {
            let whole = rest.floor();
            if whole >= 1e18 {
                break;
            }
            let digit = whole as i128;
            let next = (digit * this.0 + before.0, digit * this.1 + before.1);
            if next.0 > i128::from(i64::MAX) || next.1 > i128::from(i64::MAX) {
                break;
            }
            (before, this) = (this, next);
            if this.0 as f64 / this.1 as f64 == x.abs() {
                break;
            }
            let left = rest - whole;
            if left <= 0.0 {
                break;
            }
            rest = 1.0 / left;
        }
        let sign = if x < 0.0 { -1 } else { 1 };
        Some(Time::reduce(sign * this.0, this.1))
    }

    /// The nearest float.
    #[inline]
    pub fn to_f64(self) -> f64 {
        self.num as f64 / self.den as f64
    }

    /// The part above the fraction bar; negative for moments before zero.
    pub const fn numerator(self) -> i64 {
        self.num
    }

    /// The part below the fraction bar; always positive.
    pub const fn denominator(self) -> i64 {
        self.den
    }

    /// The number of the cycle this moment lies in.
    #[inline]
    pub const fn cycle(self) -> i64 {
        if self.den == 1 { self.num } else { self.num.div_euclid(self.den) }
    }

    /// The beginning of the cycle this moment lies in.
    #[inline]
    pub const fn floor(self) -> Time {
        Time::whole(self.cycle())
    }

    /// The first whole cycle that is not before this moment.
    pub fn ceil(self) -> Time {
        -((-self).floor())
    }

    /// The nearest whole cycle; halves go up.
    pub fn round(self) -> Time {
        (self + Time::new(1, 2)).floor()
    }

    /// How far into its cycle this moment is: at least 0, below 1.
    pub fn fract(self) -> Time {
        self - self.floor()
    }

    /// One over this; zero gives zero.
    pub fn recip(self) -> Time {
        Time::ONE / self
    }

    /// Distance from zero.
    pub const fn abs(self) -> Time {
        Time { num: self.num.abs(), den: self.den }
    }

    /// True for zero.
    pub const fn is_zero(self) -> bool {
        self.num == 0
    }

    /// True above zero.
    pub const fn is_positive(self) -> bool {
        self.num > 0
    }

    /// True below zero.
    pub const fn is_negative(self) -> bool {
        self.num < 0
    }

    /// True if it has no fraction.
    pub const fn is_whole(self) -> bool {
        self.den == 1
    }

    /// The smallest length that is a whole multiple of both; zero if either is zero.
    pub fn lcm(self, other: Time) -> Time {
        if self.is_zero() || other.is_zero() {
            return Time::ZERO;
        }
        let (a, b) = (self.abs(), other.abs());
        if a == b {
            return a;
        }
        let num =
            i128::from(a.num) / gcd_wide(a.num as u128, b.num as u128) as i128 * i128::from(b.num);
        Time::reduce(num, i128::from(gcd(a.den as u64, b.den as u64)))
    }

    #[inline]
    fn reduce_fast(num: i64, den: i64) -> Time {
        if den == 1 {
            return Time::whole(num);
        }
        let divisor = gcd(num.unsigned_abs(), den as u64) as i64;
        if divisor > 1 {
            Time { num: num / divisor, den: den / divisor }
        } else {
            Time { num, den }
        }
    }

    #[cold]
    fn reduce(num: i128, den: i128) -> Time {
        if den == 0 {
            return Time::ZERO;
        }
        let (num, den) = if den < 0 { (-num, -den) } else { (num, den) };
        let divisor = gcd_wide(num.unsigned_abs(), den as u128) as i128;
        let (num, den) = (num / divisor, den / divisor);
        match (i64::try_from(num), i64::try_from(den)) {
            (Ok(num), Ok(den)) if num != i64::MIN => Time { num, den },
            _ => Time::nearest(num, den),
        }
    }

    /// Rounds what does not fit to [`GRID`], or to a whole cycle where even that is too large.
    #[cold]
    fn nearest(num: i128, den: i128) -> Time {
        let (whole, rest) = (num.div_euclid(den), num.rem_euclid(den));
        let parts = (rest as f64 / den as f64 * GRID as f64).round() as i128;
        match whole.checked_mul(GRID).and_then(|n| n.checked_add(parts)) {
            Some(n) if n.abs() < i128::from(i64::MAX) => Time::reduce(n, GRID),
            _ => Time::whole(whole.clamp(-i128::from(i64::MAX), i128::from(i64::MAX)) as i64),
        }
    }

    #[cold]
    fn add_wide(self, other: Time) -> Time {
        let (a, b) = (i128::from(self.num), i128::from(self.den));
        let (c, d) = (i128::from(other.num), i128::from(other.den));
        // Each product is below 2^126, so their sum fits.
        Time::reduce(a * d + c * b, b * d)
    }
}

/// Binary greatest common divisor; `gcd(0, b)` is `b`.
#[inline]
fn gcd(mut a: u64, mut b: u64) -> u64 {
    if a == 0 {
        return b;
    }
    if b == 0 {
        return a;
    }
    let shift = (a | b).trailing_zeros();
    // Most denominators of music are powers of two.
    if b.is_power_of_two() {
        return 1 << shift;
    }
    a >>= a.trailing_zeros();
    loop {
        b >>= b.trailing_zeros();
        if a > b {
            std::mem::swap(&mut a, &mut b);
        }
        b -= a;
        if b == 0 {
            return a << shift;
        }
    }
}

fn gcd_wide(mut a: u128, mut b: u128) -> u128 {
    while b != 0 {
        if a <= u128::from(u64::MAX) && b <= u128::from(u64::MAX) {
            return u128::from(gcd(a as u64, b as u64));
        }
        (a, b) = (b, a % b);
    }
    a.max(1)
}

impl Add for Time {
    type Output = Time;
    #[inline]
    fn add(self, other: Time) -> Time {
        // What is reduced stays so when whole cycles are added.
        let (part, whole) = if other.den == 1 { (self, other) } else { (other, self) };
        if whole.den == 1
            && let Some(num) = whole.num.checked_mul(part.den)
            && let Some(num) = num.checked_add(part.num)
            && num != i64::MIN
        {
            return Time { num, den: part.den };
        }
        if self.den == other.den
            && let Some(num) = self.num.checked_add(other.num)
        {
            return Time::reduce_fast(num, self.den);
        }
        let (left, right) = (self.num.checked_mul(other.den), other.num.checked_mul(self.den));
        if let (Some(left), Some(right), Some(den)) = (left, right, self.den.checked_mul(other.den))
            && let Some(num) = left.checked_add(right)
        {
            return Time::reduce_fast(num, den);
        }
        self.add_wide(other)
    }
}

impl Neg for Time {
    type Output = Time;
    #[inline]
    fn neg(self) -> Time {
        Time { num: -self.num, den: self.den }
    }
}

impl Sub for Time {
    type Output = Time;
    #[inline]
    fn sub(self, other: Time) -> Time {
        self + -other
    }
}

impl Mul for Time {
    type Output = Time;
    #[inline]
    fn mul(self, other: Time) -> Time {
        match (self.num.checked_mul(other.num), self.den.checked_mul(other.den)) {
            (Some(num), Some(den)) => Time::reduce_fast(num, den),
            _ => Time::reduce(
                i128::from(self.num) * i128::from(other.num),
                i128::from(self.den) * i128::from(other.den),
            ),
        }
    }
}

/// Division; dividing by zero gives zero, so that no script can make it panic.
impl Div for Time {
    type Output = Time;
    #[inline]
    fn div(self, other: Time) -> Time {
        if other.num == 0 {
            return Time::ZERO;
        }
        let sign = other.num.signum();
        self * Time { num: other.den * sign, den: other.num * sign }
    }
}

/// The rest after taking away whole multiples of `other`, at least 0 for a positive `other`.
impl Rem for Time {
    type Output = Time;
    fn rem(self, other: Time) -> Time {
        if other.is_zero() { Time::ZERO } else { self - other * (self / other).floor() }
    }
}

impl AddAssign for Time {
    fn add_assign(&mut self, other: Time) {
        *self = *self + other;
    }
}

impl SubAssign for Time {
    fn sub_assign(&mut self, other: Time) {
        *self = *self - other;
    }
}

impl Ord for Time {
    #[inline]
    fn cmp(&self, other: &Time) -> Ordering {
        if self.den == other.den {
            return self.num.cmp(&other.num);
        }
        (i128::from(self.num) * i128::from(other.den))
            .cmp(&(i128::from(other.num) * i128::from(self.den)))
    }
}

impl PartialOrd for Time {
    #[inline]
    fn partial_cmp(&self, other: &Time) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl From<i64> for Time {
    fn from(n: i64) -> Time {
        Time::whole(n)
    }
}

/// `3/8`, or `2` for a whole number.
impl fmt::Display for Time {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.den == 1 {
            write!(f, "{}", self.num)
        } else {
            write!(f, "{}/{}", self.num, self.den)
        }
    }
}

impl fmt::Debug for Time {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// Reads what `Display` writes: `3/8`, `2`, `-1/4`.
impl std::str::FromStr for Time {
    type Err = std::num::ParseIntError;
    fn from_str(text: &str) -> Result<Time, Self::Err> {
        match text.split_once('/') {
            Some((num, den)) => Ok(Time::new(num.trim().parse()?, den.trim().parse()?)),
            None => Ok(Time::whole(text.trim().parse()?)),
        }
    }
}

/// A half-open stretch of time: `begin <= t < end`.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Span {
    /// The first moment in it.
    pub begin: Time,
    /// The first moment after it.
    pub end: Time,
}

impl Span {
    /// From `begin` up to, but not including, `end`.
    #[inline]
    pub const fn new(begin: Time, end: Time) -> Span {
        Span { begin, end }
    }

    /// The whole of cycle `n`.
    #[inline]
    pub const fn cycle(n: i64) -> Span {
        Span { begin: Time::whole(n), end: Time::whole(n.saturating_add(1)) }
    }

    /// How long it lasts.
    #[inline]
    pub fn length(self) -> Time {
        self.end - self.begin
    }

    /// True if it lasts no time at all.
    pub fn is_empty(self) -> bool {
        self.begin >= self.end
    }

    /// What both spans share, if they share more than a border.
    #[inline]
    pub fn intersect(self, other: Span) -> Option<Span> {
        let (begin, end) = (self.begin.max(other.begin), self.end.min(other.end));
        (begin < end).then_some(Span { begin, end })
    }

    /// True if the moment lies within.
    pub fn contains(self, moment: Time) -> bool {
        self.begin <= moment && moment < self.end
    }

    /// The same length, moved.
    #[inline]
    pub fn shift(self, by: Time) -> Span {
        Span { begin: self.begin + by, end: self.end + by }
    }

    /// Both ends through a function that keeps their order.
    #[inline]
    pub fn map(self, f: impl Fn(Time) -> Time) -> Span {
        Span { begin: f(self.begin), end: f(self.end) }
    }

    /// The pieces of this span, one for each cycle it touches; nothing if it is empty.
    #[inline]
    pub fn cycles(self) -> impl Iterator<Item = Span> {
        let mut begin = self.begin;
        std::iter::from_fn(move || {
            if begin >= self.end {
                return None;
            }
            let end = (begin.floor() + Time::ONE).min(self.end);
            let piece = Span { begin, end };
            begin = if end > begin { end } else { self.end };
            Some(piece)
        })
    }
}

impl fmt::Display for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}", self.begin, self.end)
    }
}

impl fmt::Debug for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_are_reduced_fractions_up_to_one() {
        for count in [0, 1, 2, 7, 8, 12, 97, 600, 1024] {
            let shares: Vec<Time> = Time::shares(count).collect();
            let plain: Vec<Time> = (1..=count).map(|i| Time::new(i as i64, count as i64)).collect();
            assert_eq!(shares, plain);
        }
    }

    #[test]
    fn thirds_add_up_to_one() {
        let third = Time::new(1, 3);
        assert_eq!(third + third + third, Time::ONE);
    }

    #[test]
    fn a_float_becomes_the_simplest_fraction_that_equals_it() {
        for (x, num, den) in
            [(0.125, 1, 8), (0.333, 333, 1000), (1.0 / 3.0, 1, 3), (-2.75, -11, 4), (1e-3, 1, 1000)]
        {
            assert_eq!(Time::from_f64(x), Some(Time::new(num, den)), "{x}");
        }
        assert_eq!(Time::from_f64(f64::NAN), None);
    }

    #[test]
    fn what_does_not_fit_is_rounded_and_never_wraps() {
        let primes = [
            2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53, 59, 61, 67, 71, 73, 79, 83,
            89, 97,
        ];
        let sum = primes.iter().fold(Time::ZERO, |sum, &p| sum + Time::new(1, p));
        let float: f64 = primes.iter().map(|&p| 1.0 / p as f64).sum();
        assert!((sum.to_f64() - float).abs() < 1e-6, "{sum} is not {float}");
        let huge = Time::whole(i64::MAX);
        assert_eq!(huge * huge, huge);
        assert_eq!(Time::whole(i64::MIN) + Time::whole(i64::MIN), Time::whole(-i64::MAX));
    }

    #[test]
    fn a_moment_before_zero_lies_in_the_cycle_below() {
        assert_eq!(Time::new(-1, 4).cycle(), -1);
        assert_eq!(Time::new(-1, 4).fract(), Time::new(3, 4));
        assert_eq!(Time::new(-1, 4).ceil(), Time::ZERO);
    }

    #[test]
    fn a_span_falls_into_its_cycles() {
        let span = Span::new(Time::new(1, 2), Time::new(9, 4));
        let pieces: Vec<String> = span.cycles().map(|s| s.to_string()).collect();
        assert_eq!(pieces, ["1/2-1", "1-2", "2-9/4"]);
        assert_eq!(Span::new(Time::ONE, Time::ONE).cycles().count(), 0);
    }
}
