//! Hand drums and kettle drums, one row each. Numbers only; `tests/instruments.rs` measures them.

use super::model::{Blow, Body, Model};

/// The modes of an even skin, of which the lowest is soon lost to the air.
const SKIN: Body = Body::Fixed(&[
    (1.0, 1.0, 1.0),
    (1.594, 0.6, 0.7),
    (2.136, 0.4, 0.5),
    (2.296, 0.3, 0.45),
    (2.653, 0.24, 0.35),
    (2.918, 0.2, 0.3),
    (3.156, 0.16, 0.26),
    (3.6, 0.12, 0.2),
    (4.06, 0.1, 0.16),
    (5.13, 0.06, 0.1),
]);

const fn blow(level: f32, seconds: f32, cutoff: f32) -> Blow {
    Blow { level, seconds, cutoff }
}

const fn skin(root: f32, seconds: f32, hammer: f32, knock: Blow, sweep: (f32, f32)) -> Model {
    Model {
        body: SKIN,
        root: Some(root),
        seconds,
        shorter: 0.4,
        hammer,
        knock,
        sweep,
        ..Model::PLAIN
    }
}

/// A skin whose weight in the middle makes its modes harmonics.
pub(super) const TABLA: Model = Model {
    body: Body::Fixed(&[
        (1.0, 0.5, 0.6),
        (2.0, 1.0, 1.0),
        (3.01, 0.7, 0.8),
        (4.0, 0.4, 0.5),
        (5.03, 0.25, 0.35),
        (6.1, 0.12, 0.2),
    ]),
    root: Some(185.0),
    seconds: 1.1,
    shorter: 0.4,
    hammer: 3000.0,
    knock: blow(0.7, 0.012, 4500.0),
    sweep: (0.01, 0.1),
    level: 0.8,
};

pub(super) const BAYAN: Model = Model {
    body: Body::Fixed(&[(1.0, 1.0, 1.0), (2.03, 0.4, 0.6), (3.0, 0.2, 0.35), (4.2, 0.08, 0.2)]),
    root: Some(82.0),
    seconds: 0.9,
    shorter: 0.4,
    hammer: 700.0,
    knock: blow(0.4, 0.025, 1000.0),
    sweep: (0.42, 0.5),
    ..Model::PLAIN
};

pub(super) const CONGA: Model = skin(196.0, 0.5, 1500.0, blow(0.7, 0.014, 2400.0), (0.08, 0.12));
pub(super) const BONGO: Model = skin(392.0, 0.24, 3600.0, blow(0.7, 0.008, 5000.0), (0.06, 0.05));
pub(super) const DJEMBE: Model = skin(110.0, 0.55, 1300.0, blow(0.9, 0.02, 2800.0), (0.12, 0.12));
pub(super) const TIMBALE: Model = skin(310.0, 0.6, 7000.0, blow(0.6, 0.03, 6000.0), (0.1, 0.1));
pub(super) const TAIKO: Model = skin(62.0, 1.2, 480.0, blow(0.6, 0.05, 800.0), (0.25, 0.25));
pub(super) const FRAME_DRUM: Model = skin(96.0, 0.8, 900.0, blow(0.6, 0.04, 1500.0), (0.1, 0.2));

/// A box with a thin front.
pub(super) const CAJON: Model = Model {
    body: Body::Fixed(&[
        (1.0, 1.0, 1.0),
        (1.9, 0.4, 0.6),
        (3.1, 0.4, 0.4),
        (4.7, 0.3, 0.3),
        (7.2, 0.2, 0.2),
        (11.3, 0.1, 0.12),
    ]),
    root: Some(78.0),
    seconds: 0.4,
    shorter: 0.4,
    hammer: 1800.0,
    knock: blow(1.4, 0.07, 5200.0),
    sweep: (0.2, 0.1),
    ..Model::PLAIN
};

/// A kettle whose air makes the modes of its skin nearly harmonic: the note, fifth and octave.
pub(super) const TIMPANI: Model = Model {
    body: Body::Fixed(&[
        (1.0, 1.0, 1.0),
        (1.504, 0.7, 0.8),
        (1.742, 0.3, 0.2),
        (2.0, 0.5, 0.7),
        (2.245, 0.2, 0.2),
        (2.494, 0.3, 0.5),
        (2.98, 0.2, 0.4),
        (0.85, 0.5, 0.08),
    ]),
    root: None,
    seconds: 2.2,
    shorter: 0.4,
    hammer: 700.0,
    knock: blow(0.4, 0.05, 600.0),
    sweep: (0.012, 0.3),
    ..Model::PLAIN
};
