//! Knobs: where those of controllers stand, and what a turn of one changes.
//!
//! A turn is a deed like any other, so that a journal has it: what has not started is written again, with
//! the knob where it stands now. Who listens to controllers is not known here.

use std::collections::BTreeMap;

use super::Conductor;
use super::deed::{Deed, Turned};
use crate::pattern::Inputs;
use crate::set::Knob;
use crate::symbol::Symbol;

/// Turns are taken so often a second at most: each writes again what has not started.
const TURNS: u32 = 50;

/// Where knobs stand.
#[derive(Debug, Default)]
pub(super) struct Knobs {
    pub(super) inputs: Inputs,
    /// Turned since the last time that turns were taken.
    waiting: BTreeMap<String, u8>,
    /// The frame at which they were.
    taken: u64,
}

impl Conductor {
    /// A knob was turned: where it stands, of 127.
    pub fn turn(&mut self, input: String, value: u8) {
        self.knobs.waiting.insert(input, value.min(127));
    }

    /// The knobs that the newest version listens to.
    pub fn knobs(&self) -> &[Knob] {
        &self.playing.set.knobs
    }

    pub(super) fn turn_if_due(&mut self) {
        if self.knobs.waiting.is_empty() || self.again {
            return;
        }
        let frame = self.position.frame;
        let soon = frame.abs_diff(self.knobs.taken) < u64::from(self.rate / TURNS);
        let waits = self.next.is_some() || self.position.cycle < self.swap_at;
        if self.started && (soon || waits) {
            return;
        }
        self.knobs.taken = frame;
        let turned = std::mem::take(&mut self.knobs.waiting);
        let turned = turned.into_iter().map(|(input, value)| Turned { input, value });
        self.repeat(&Deed::Turn(turned.collect()));
    }

    pub(super) fn turn_now(&mut self, turned: &[Turned]) {
        for Turned { input, value } in turned {
            self.knobs.inputs.set(Symbol::new(input), f64::from(*value) / 127.0);
        }
        let versions = std::iter::once(&mut self.playing).chain(&mut self.next);
        versions.for_each(|version| version.set.inputs = self.knobs.inputs.clone());
        let listens = |knob: &Knob| turned.iter().any(|turned| turned.input == knob.input());
        if self.playing.set.knobs.iter().any(listens) {
            self.rewrite();
        }
    }
}
