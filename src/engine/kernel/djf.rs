//! The filter of a DJ's mixer: one knob, low-pass to the left, high-pass to the right, and nothing in
//! the middle.
//!
//! Two second-order filters in a row on each side, as steep as on a desk; the knob glides.

use super::glide::Glide;
use super::math::exp2;
use super::svf::{Response, Svf};
use crate::engine::BLOCK;
use crate::engine::block::StereoBlock;

/// The lowest frequency of either side in hertz, and how many octaves the knob reaches.
const LOWEST: f32 = 30.0;
const OCTAVES: f32 = 9.3;
/// Qualities of the two filters in a row, a little over Butterworth's.
const QUALITIES: [f32; 2] = [0.55, 1.5];
/// So near the middle the filter fades in.
const FADE: f32 = 0.02;

/// A stereo filter.
#[derive(Debug)]
pub(crate) struct DjFilter {
    rate: f32,
    knob: Glide,
    low: [Svf; 2],
    high: [Svf; 2],
}

impl DjFilter {
    /// One with its knob in the middle, for a sample rate in hertz.
    pub(crate) fn new(rate: u32) -> DjFilter {
        let knob = Glide::new(rate, 0.5);
        DjFilter { rate: rate as f32, knob, low: Default::default(), high: Default::default() }
    }

    /// Turns the knob: 0 is left, 0.5 the middle.
    pub(crate) fn set(&mut self, knob: f32) {
        self.knob.aim(knob.clamp(0.0, 1.0));
    }

    /// Arrives at once where it is bound for; for when nobody hears it.
    pub(crate) fn arrive(&mut self) {
        self.knob.arrive();
    }

    /// True if it changes nothing.
    pub(crate) fn is_idle(&self) -> bool {
        self.knob.rests_at(0.5)
    }

    /// Forgets what it heard.
    pub(crate) fn clear(&mut self) {
        self.low.iter_mut().chain(&mut self.high).for_each(Svf::clear);
    }

    /// Filters a block.
    #[cfg_attr(not(debug_assertions), inline(always))]
    pub(crate) fn process(&mut self, block: &mut StereoBlock) {
        let knob = self.knob.next_block();
        let rate = self.rate;
        let left = |knob: f32| (0.5 - knob).max(0.0);
        let right = |knob: f32| (knob - 0.5).max(0.0);
        let [from, to] = [knob.from, knob.to];
        let hertz = LOWEST * exp2(OCTAVES * (1.0 - 2.0 * left(to)));
        side(&mut self.low, [left(from), left(to)], block, |q| Response::low_pass(hertz, q, rate));
        let hertz = LOWEST * exp2(OCTAVES * 2.0 * right(to));
        side(&mut self.high, [right(from), right(to)], block, |q| {
            Response::high_pass(hertz, q, rate)
        });
    }
}

/// Filters a block if the knob is on that side, or was.
#[cfg_attr(not(debug_assertions), inline(always))]
fn side(
    filters: &mut [Svf; 2],
    [from, to]: [f32; 2],
    block: &mut StereoBlock,
    response: impl Fn(f32) -> Response,
) {
    if from == 0.0 && to == 0.0 {
        return filters.iter_mut().for_each(Svf::clear);
    }
    let mut wet = block.clone();
    for (filter, q) in filters.iter_mut().zip(QUALITIES) {
        filter.process(response(q), &mut wet);
    }
    let [from, to] = [from, to].map(|way| (way * (1.0 / FADE)).min(1.0));
    let channels = [(&mut block.left, &wet.left), (&mut block.right, &wet.right)];
    for (dry, wet) in channels {
        for (j, (x, y)) in dry.iter_mut().zip(wet).enumerate() {
            let part = from + (to - from) * (j as f32 * (1.0 / BLOCK as f32));
            *x += (*y - *x) * part;
        }
    }
}
