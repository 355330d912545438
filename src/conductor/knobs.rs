//! Knobs and keyboards: where knobs stand, which keys were played, and what that changes.
//!
//! A turn and a key are deeds like any other, so that a journal has them: what has not started is written
//! again, with what is known now. Who listens to controllers is not known here.

use std::collections::BTreeMap;

use super::Conductor;
use super::deed::{Deed, Pressed, Turned};
use crate::pattern::{Inputs, Key};
use crate::set::{Knob, input};
use crate::symbol::Symbol;
use crate::time::Time;

/// Turns are taken so often a second at most: each writes again what has not started.
const TURNS: u32 = 50;

/// Seconds between a key and its note: as long as the engine may be ahead of what it tells.
const NOTICE: f64 = 0.02;
/// Moments of a cycle at which notes of keys begin.
const GRID: i64 = 4096;

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
    /// A knob of a port was turned: where it stands, of 127.
    pub fn turn(&mut self, port: &str, number: u8, value: u8) {
        self.knobs.waiting.insert(input(port, Some(number)), value.min(127));
    }

    /// A key of a port was played, so hard of 127. Nothing sounds while a version waits for its moment.
    pub fn press(&mut self, port: &str, note: u8, velocity: u8) {
        let waits = self.next.is_some() || self.position.cycle < self.swap_at;
        let input = input(port, None);
        let known = self.playing.set.knobs.iter().any(|knob| knob.input() == input);
        if self.again || waits || !known || !self.started || !self.is_running() {
            return;
        }
        let at = (self.position.cycle + NOTICE * self.position.cps) * GRID as f64;
        let (at, note, velocity) = (at.ceil() as i64, note.min(127), velocity.min(127));
        self.repeat(&Deed::Key(Pressed { input, at, note, velocity }));
        self.flush();
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
        self.spread_inputs();
        let listens = |knob: &Knob| turned.iter().any(|turned| turned.input == knob.input());
        if self.playing.set.knobs.iter().any(listens) {
            self.rewrite();
        }
    }

    pub(super) fn press_now(&mut self, pressed: &Pressed) {
        let Pressed { input, at, note, velocity } = pressed;
        self.knobs.inputs.play(Key {
            input: Symbol::new(input),
            begin: Time::new(*at, GRID),
            note: *note,
            velocity: f64::from(*velocity) / 127.0,
        });
        self.spread_inputs();
        self.rewrite();
    }

    fn spread_inputs(&mut self) {
        let versions = std::iter::once(&mut self.playing).chain(&mut self.next);
        versions.for_each(|version| version.set.inputs = self.knobs.inputs.clone());
    }
}
