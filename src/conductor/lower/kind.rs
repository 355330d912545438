//! Which events are of one kind to somebody who looks for mistakes: those in which the same can be wrong.
//!
//! Numbers within their range are never wrong, so kinds leave them out. It lowers nothing itself.

use std::collections::HashSet;
use std::hash::{BuildHasherDefault, Hash, Hasher};

use super::settings::is_for_the_engine;
use crate::control::{Control, Unit};
use crate::pattern::Value;

/// The kinds of events that were looked at. Two kinds that happen to share a hash cost a warning.
#[derive(Debug, Default)]
pub(in crate::conductor) struct Kinds(HashSet<u64, BuildHasherDefault<Mixed>>);

impl Kinds {
    /// True if an event of this value was there before.
    pub(in crate::conductor) fn knows(&self, value: &Value) -> bool {
        self.0.contains(&kind(value))
    }

    /// There was nothing wrong with an event of this value.
    pub(in crate::conductor) fn add(&mut self, value: &Value) {
        self.0.insert(kind(value));
    }
}

fn kind(value: &Value) -> u64 {
    let mut mixed = Mixed::default();
    let Value::Controls(controls) = value else {
        value.hash(&mut mixed);
        return mixed.finish();
    };
    for (control, value) in controls.iter() {
        control.hash(&mut mixed);
        match value {
            Value::Number(x) if cannot_be_wrong(control, *x) => {}
            value => value.hash(&mut mixed),
        }
    }
    mixed.finish()
}

/// True for a number that is taken as it is, and decides about no recording.
fn cannot_be_wrong(control: Control, x: f64) -> bool {
    let info = control.info();
    let chooses = matches!(control, Control::N | Control::Velocity | Control::Ir);
    (info.min..=info.max).contains(&x)
        && !chooses
        && info.unit != Unit::Name
        && control.words().is_empty()
        && is_for_the_engine(control)
}

/// A hash for few short keys that nobody chooses to harm us: Knuth's multiplication.
#[derive(Debug, Default)]
struct Mixed(u64);

impl Hasher for Mixed {
    fn finish(&self) -> u64 {
        self.0 ^ (self.0 >> 32)
    }

    fn write(&mut self, bytes: &[u8]) {
        bytes.iter().for_each(|byte| self.write_u64(u64::from(*byte)));
    }

    fn write_u32(&mut self, x: u32) {
        self.write_u64(u64::from(x));
    }

    fn write_u64(&mut self, x: u64) {
        self.0 = (self.0.rotate_left(5) ^ x).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    }

    fn write_isize(&mut self, x: isize) {
        self.write_u64(x as u64);
    }
}
