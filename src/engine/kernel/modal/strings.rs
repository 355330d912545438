//! Strings, plucked and struck, one row each. Numbers only; `tests/instruments.rs` measures them.

use super::model::{Blow, Body, Model, Wire};

const fn wire(stiff: f32, place: f32, slope: f32, loss: f32) -> Body {
    Body::String(Wire { stiff, place, slope, loss, pairs: 0 })
}

const fn blow(level: f32, seconds: f32, cutoff: f32) -> Blow {
    Blow { level, seconds, cutoff }
}

pub(super) const PLUCK: Model = Model {
    body: wire(0.00003, 0.22, 1.0, 0.12),
    seconds: 3.2,
    shorter: 0.7,
    hammer: 6500.0,
    knock: blow(0.25, 0.012, 3500.0),
    ..Model::PLAIN
};

pub(super) const GUITAR: Model = Model {
    body: wire(0.00006, 0.16, 0.95, 0.09),
    seconds: 4.5,
    shorter: 0.6,
    hammer: 5200.0,
    knock: blow(0.35, 0.02, 1800.0),
    ..Model::PLAIN
};

pub(super) const NYLON: Model = Model {
    body: wire(0.00002, 0.28, 1.15, 0.55),
    seconds: 2.6,
    shorter: 0.7,
    hammer: 2600.0,
    knock: blow(0.4, 0.025, 900.0),
    ..Model::PLAIN
};

pub(super) const HARP: Model = Model {
    body: wire(0.00002, 0.4, 1.1, 0.16),
    seconds: 4.2,
    shorter: 0.75,
    hammer: 3200.0,
    knock: blow(0.2, 0.02, 1200.0),
    ..Model::PLAIN
};

pub(super) const KOTO: Model = Model {
    body: wire(0.00004, 0.11, 0.85, 0.2),
    seconds: 2.6,
    shorter: 0.6,
    hammer: 6000.0,
    knock: blow(0.5, 0.01, 4200.0),
    sweep: (0.012, 0.12),
    ..Model::PLAIN
};

pub(super) const SITAR: Model = Model {
    body: wire(0.00001, 0.05, 0.55, 0.035),
    seconds: 4.0,
    shorter: 0.5,
    hammer: 4600.0,
    knock: blow(0.4, 0.012, 3800.0),
    sweep: (0.01, 0.16),
    level: 0.8,
    ..Model::PLAIN
};

pub(super) const BASS: Model = Model {
    body: wire(0.0004, 0.2, 1.15, 0.5),
    seconds: 1.9,
    shorter: 0.45,
    hammer: 900.0,
    knock: blow(0.3, 0.015, 1500.0),
    ..Model::PLAIN
};

pub(super) const HARPSICHORD: Model = Model {
    body: wire(0.00005, 0.12, 0.55, 0.06),
    seconds: 3.0,
    shorter: 0.6,
    hammer: 9000.0,
    knock: blow(0.5, 0.008, 6000.0),
    ..Model::PLAIN
};

pub(super) const CLAVINET: Model = Model {
    body: wire(0.0002, 0.07, 0.6, 0.35),
    seconds: 2.2,
    shorter: 0.5,
    hammer: 3800.0,
    knock: blow(0.45, 0.01, 3000.0),
    ..Model::PLAIN
};

pub(super) const PIANO: Model = Model {
    body: Body::String(Wire { stiff: 0.0004, place: 0.12, slope: 0.75, loss: 0.14, pairs: 16 }),
    seconds: 4.5,
    shorter: 0.75,
    hammer: 1500.0,
    knock: blow(0.55, 0.05, 700.0),
    level: 0.72,
    ..Model::PLAIN
};
