//! The synthesised drum kit, eight hits at once.
//!
//! It knows how each drum rings and fades, not when it is struck.

use super::{Note, Source};
use crate::engine::lanes::F8;

/// Eight drum hits.
#[derive(Clone, Debug, Default)]
pub struct Drums {}

impl Source for Drums {
    #[inline(always)]
    fn start(&mut self, lane: usize, note: &Note<'_>) {
        let _ = (lane, note);
    }

    #[inline(always)]
    fn render(&mut self, out: &mut [F8]) {
        out.fill(F8::ZERO);
    }

    #[inline(always)]
    fn done(&self, lane: usize) -> bool {
        let _ = lane;
        true
    }
}
