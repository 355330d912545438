//! The drum machines that `bank` knows: how each one's drums differ from those of the built-in kit.
//!
//! Models in the line of the machines whose names they answer to, not copies of them; what the names
//! are stands in `sound`.

use super::model::Variant;
use crate::sound::{Drum, Machine};

const SAME: Variant = Variant { tune: 1.0, decay: 1.0, tone: 1.0, snap: 1.0, level: 1.0 };

const fn by(tune: f32, decay: f32, tone: f32, snap: f32) -> Variant {
    Variant { tune, decay, tone, snap, ..SAME }
}

/// How a machine plays a drum.
pub(super) fn variant(machine: Machine, drum: Drum) -> Variant {
    use Drum::{Clap, ClosedHat, Cowbell, Crash, Kick, OpenHat, Ride, Rim, Snare};
    match (machine, drum) {
        (Machine::House | Machine::Acoustic, _) => SAME,
        (Machine::Eight, Kick) => by(0.92, 2.4, 0.6, 0.55),
        (Machine::Eight, Snare) => by(1.0, 0.75, 1.1, 0.8),
        (Machine::Eight, ClosedHat) => by(1.0, 0.7, 0.95, 1.0),
        (Machine::Eight, OpenHat) => by(1.0, 1.15, 0.95, 1.0),
        (Machine::Eight, Rim) => by(1.05, 0.8, 1.0, 0.8),
        (Machine::Eight, Clap | Cowbell | Crash | Ride) => by(1.0, 1.1, 0.97, 0.9),
        (Machine::Eight, _) => by(0.95, 1.4, 0.9, 0.7),
        (Machine::Nine, Kick) => by(1.02, 0.95, 1.15, 1.5),
        (Machine::Nine, Snare) => by(1.08, 0.85, 1.12, 1.3),
        (Machine::Nine, ClosedHat | OpenHat) => by(1.08, 1.15, 1.08, 1.1),
        (Machine::Nine, Clap) => by(1.0, 1.1, 1.08, 1.2),
        (Machine::Nine, Crash | Ride) => by(1.1, 1.2, 1.05, 1.0),
        (Machine::Nine, _) => by(1.05, 1.05, 1.1, 1.3),
        (Machine::Six, Kick) => by(1.2, 0.55, 0.9, 0.9),
        (Machine::Six, Snare) => by(1.25, 0.55, 1.2, 0.9),
        (Machine::Six, ClosedHat | OpenHat | Crash | Ride) => by(1.18, 0.75, 1.12, 1.0),
        (Machine::Six, _) => by(1.2, 0.7, 1.05, 0.9),
        (Machine::Seven, Kick) => by(1.2, 0.5, 1.35, 1.7),
        (Machine::Seven, Snare) => by(1.05, 0.6, 1.25, 1.5),
        (Machine::Seven, ClosedHat | OpenHat) => by(0.95, 0.85, 0.92, 1.0),
        (Machine::Seven, _) => by(1.05, 0.7, 1.2, 1.4),
        (Machine::Linn, Kick) => by(1.28, 0.4, 1.5, 1.4),
        (Machine::Linn, Snare) => by(0.92, 0.75, 0.88, 1.4),
        (Machine::Linn, ClosedHat | OpenHat) => by(0.88, 0.65, 0.86, 1.0),
        (Machine::Linn, Clap) => by(1.0, 0.8, 0.85, 1.1),
        (Machine::Linn, _) => by(0.95, 0.8, 1.0, 1.4),
        (Machine::Rhythm, Kick) => by(1.35, 0.6, 0.7, 0.5),
        (Machine::Rhythm, Snare) => by(1.3, 0.45, 1.25, 0.6),
        (Machine::Rhythm, ClosedHat | OpenHat | Crash | Ride) => by(1.3, 0.6, 1.2, 0.9),
        (Machine::Rhythm, _) => by(1.4, 0.6, 0.9, 0.6),
    }
}
