//! A stereo filter with two poles whose settings may move while it sounds.
//!
//! It filters a bus; voices have their own filters, eight at a time. Method: the state-variable
//! filter with trapezoidal integrators, whose outputs are mixed to any second-order response
//! (A. Simper, "Linear trapezoidal integrated state variable filter", Cytomic, 2013).

use super::math::{exp2, tan_fraction};
use crate::engine::BLOCK;
use crate::engine::block::StereoBlock;

/// Coefficients of one response.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Response {
    a: [f32; 3],
    m: [f32; 3],
}

impl Response {
    /// `g` is the tangent of half the angle of the frequency, `k` one over the quality.
    fn new(g: f32, k: f32, m: [f32; 3]) -> Response {
        let a1 = 1.0 / (1.0 + g * (g + k));
        let a2 = g * a1;
        Response { a: [a1, a2, g * a2], m }
    }

    /// Lets low frequencies pass.
    pub(crate) fn low_pass(hertz: f32, q: f32, rate: f32) -> Response {
        Response::new(warped(hertz, rate), 1.0 / q, [0.0, 0.0, 1.0])
    }

    /// Lets high frequencies pass.
    pub(crate) fn high_pass(hertz: f32, q: f32, rate: f32) -> Response {
        let k = 1.0 / q;
        Response::new(warped(hertz, rate), k, [1.0, -k, -1.0])
    }

    /// Raises or lowers what lies around a frequency, by decibels.
    pub(crate) fn bell(hertz: f32, q: f32, decibels: f32, rate: f32) -> Response {
        let a = root_of(decibels);
        let k = 1.0 / (q * a);
        Response::new(warped(hertz, rate), k, [1.0, k * (a * a - 1.0), 0.0])
    }

    /// Raises or lowers what lies below a frequency, by decibels.
    pub(crate) fn low_shelf(hertz: f32, q: f32, decibels: f32, rate: f32) -> Response {
        let (a, k) = (root_of(decibels), 1.0 / q);
        Response::new(warped(hertz, rate) / a.sqrt(), k, [1.0, k * (a - 1.0), a * a - 1.0])
    }

    /// Raises or lowers what lies above a frequency, by decibels.
    pub(crate) fn high_shelf(hertz: f32, q: f32, decibels: f32, rate: f32) -> Response {
        let (a, k) = (root_of(decibels), 1.0 / q);
        let m = [a * a, k * (1.0 - a) * a, 1.0 - a * a];
        Response::new(warped(hertz, rate) * a.sqrt(), k, m)
    }

    fn steps_to(&self, to: &Response) -> Response {
        let step = |a: f32, b: f32| (b - a) * (1.0 / BLOCK as f32);
        Response {
            a: std::array::from_fn(|i| step(self.a[i], to.a[i])),
            m: std::array::from_fn(|i| step(self.m[i], to.m[i])),
        }
    }

    fn advance(&mut self, step: &Response) {
        for i in 0..3 {
            self.a[i] += step.a[i];
            self.m[i] += step.m[i];
        }
    }
}

/// The square root of a gain in decibels.
fn root_of(decibels: f32) -> f32 {
    exp2(decibels * (0.166_096_4 * 0.5))
}

/// The tangent of half the angle of a frequency.
fn warped(hertz: f32, rate: f32) -> f32 {
    let (top, bottom) = tan_fraction(std::f32::consts::PI * hertz.clamp(5.0, 0.45 * rate) / rate);
    top / bottom
}

/// What a filter remembers of both channels, and its response at the end of the last block.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Svf {
    memory: [[f32; 2]; 2],
    last: Option<Response>,
}

impl Svf {
    /// Forgets everything.
    pub(crate) fn clear(&mut self) {
        *self = Svf::default();
    }

    /// Filters a block while the response moves from the last one to this.
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub(crate) fn process(&mut self, to: Response, block: &mut StereoBlock) {
        let from = self.last.replace(to).unwrap_or(to);
        if from == to {
            return self.run(to, |_| {}, block);
        }
        let step = from.steps_to(&to);
        self.run(from, |now| now.advance(&step), block);
    }

    #[cfg_attr(not(debug_assertions), inline(always))]
    fn run(&mut self, mut now: Response, advance: impl Fn(&mut Response), block: &mut StereoBlock) {
        let mut memory = self.memory;
        for (left, right) in block.left.iter_mut().zip(&mut block.right) {
            let Response { a, m } = now;
            for (x, [first, second]) in [left, right].into_iter().zip(&mut memory) {
                let v3 = *x - *second;
                let v1 = a[0] * *first + a[1] * v3;
                let v2 = *second + a[1] * *first + a[2] * v3;
                *first = 2.0 * v1 - *first;
                *second = 2.0 * v2 - *second;
                *x = m[0] * *x + m[1] * v1 + m[2] * v2;
            }
            advance(&mut now);
        }
        self.memory = memory;
    }
}
